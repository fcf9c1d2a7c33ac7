"""Mail that belongs to no negotiation: machine mail is noted, anything else becomes a case instead of silence."""

import hashlib
from dataclasses import replace
from datetime import datetime
from typing import Final

from shared.application.cards import ACTIONS, escalation_card
from shared.application.claims import released
from shared.application.documents import Record
from shared.application.escalate import clipped
from shared.application.gather import Gathered, ReceivedMail
from shared.domain.decision import Reason
from shared.domain.records import (
    CaseRecord,
    CaseState,
    EntryKind,
    EntryState,
    InboundRecord,
    InboundState,
    OutboxEntry,
    Outcome,
)
from shared.domain.screen import Hold, Ignore, OurSide, screen

# Without a negotiation there is nothing to hand back to the agent.
_LOOSE_ACTIONS: Final = {
    Reason.PARKED: ("Read the mail in Gmail and answer it yourself", "Then close this: `case reject`")
}


def loose_mail_records(
    gathered: Gathered, ours: OurSide, now: datetime
) -> tuple[list[Record], tuple[OutboxEntry, ...]]:
    """Everything to commit for mails without a negotiation, and the cards among it."""
    verdicts = [(mail, _verdict(mail, ours)) for mail in gathered.mails]
    held = {mail.record.id: verdict.evidence for mail, verdict in verdicts if isinstance(verdict, Hold)}
    settled = [_settled(mail.record, verdict) for mail, verdict in verdicts]
    if not held:
        return [*settled, released(gathered.lane, None)], ()
    if gathered.candidates:
        first = next(iter(held))
        held[first] = f"{held[first]}\nit may belong to {', '.join(gathered.candidates)}"
    case, card = case_without_negotiation(Reason.UNMATCHED, held, now)
    return [*settled, case, card, released(gathered.lane, None)], (card,)


def _verdict(mail: ReceivedMail, ours: OurSide) -> Ignore | Hold:
    if mail.message is None:
        return Ignore("deleted in Gmail before it was read")
    verdict = screen(mail.message, None, ours)
    if not isinstance(verdict, Ignore | Hold):
        raise TypeError(f"mail without a negotiation cannot be {verdict}")
    return verdict


def _settled(record: InboundRecord, verdict: Ignore | Hold) -> InboundRecord:
    version = record.version + 1
    if isinstance(verdict, Hold):
        why, outcome = verdict.reason.value, Outcome.ESCALATED
    else:
        why, outcome = verdict.why, Outcome.IGNORED
    return replace(record, version=version, state=InboundState.DONE, outcome=outcome, why=clipped(why))


def case_without_negotiation(reason: Reason, evidence: dict[str, str], now: datetime) -> tuple[CaseRecord, OutboxEntry]:
    """A case about mails, and its card; *evidence* by inbound id. Its id follows from the mails, so it is made once."""
    id_ = f"mail-{hashlib.sha256(' '.join(evidence).encode()).hexdigest()[:10]}-{reason.value}"
    return loose_case(id_, reason, "\n".join(evidence.values()), now, inbound_ids=tuple(evidence))


def loose_case(
    case_id: str, reason: Reason, evidence: str, now: datetime, *, inbound_ids: tuple[str, ...] = ()
) -> tuple[CaseRecord, OutboxEntry]:
    """A case that belongs to no negotiation, and its card."""
    case = CaseRecord(
        id=case_id,
        version=1,
        reason=reason,
        state=CaseState.OPEN,
        negotiation_id=None,
        opened_at=now,
        evidence=clipped(evidence),
        inbound_ids=inbound_ids,
        actions=_LOOSE_ACTIONS.get(reason, ACTIONS[reason]),
    )
    card = OutboxEntry(
        id=f"{case_id}-card",
        version=1,
        kind=EntryKind.CARD,
        state=EntryState.PENDING,
        negotiation_id=None,
        created_at=now,
        next_attempt_at=now,
        card=escalation_card(case, None, None),
    )
    return case, card

"""Cases that belong to no negotiation; apart from loose_mail, so that they load without the mail parser."""

import hashlib
from datetime import datetime
from typing import Final

from shared.application.cards import ACTIONS, escalation_card
from shared.application.escalate import clipped
from shared.domain.decision import Reason
from shared.domain.records import CaseRecord, CaseState, EntryKind, EntryState, OutboxEntry

# Without a negotiation there is nothing to hand back to the agent.
_LOOSE_ACTIONS: Final = {
    Reason.BOUNCE: ("Check the address; mend it where it came from", "Then close this: `case reject`"),
    Reason.PARKED: ("Read the mail in Gmail and answer it yourself", "Then close this: `case reject`"),
}


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

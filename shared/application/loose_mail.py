"""Mail that belongs to no negotiation: machine mail is noted, anything else becomes a case instead of silence."""

from datetime import datetime

from shared.application.claims import released
from shared.application.documents import Record
from shared.application.escalate import clipped
from shared.application.gather import Gathered, ReceivedMail
from shared.application.loose_case import case_without_negotiation
from shared.domain.decision import Reason
from shared.domain.records import (
    InboundRecord,
    OutboxEntry,
    Outcome,
    with_outcome,
)
from shared.domain.screen import Hold, Ignore, OurSide, screen


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
    if isinstance(verdict, Hold):
        return with_outcome(record, Outcome.ESCALATED, clipped(verdict.reason.value))
    return with_outcome(record, Outcome.IGNORED, clipped(verdict.why))

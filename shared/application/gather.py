"""Everything one turn is decided from: the queued mails of a thread, parsed, and the negotiation they belong to."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final

from shared.application.app import App
from shared.application.fetch_mail import fetch_mail
from shared.application.match import match_negotiation
from shared.application.ports import ThreadMessage
from shared.domain.campaign import Campaign
from shared.domain.mail.message import InboundMessage
from shared.domain.negotiation import Negotiation
from shared.domain.records import CaseRecord, InboundRecord, OutboxEntry, ThreadRecord
from shared.domain.records.usage import UsageRecord, usage_of_day, usage_of_negotiation
from shared.domain.screen import heard


@dataclass(frozen=True, slots=True, kw_only=True)
class ReceivedMail:
    """A queued mail with its content; *message* is None when it was deleted in Gmail before we came to it."""

    record: InboundRecord
    message: InboundMessage | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Gathered:
    """One turn's inputs, oldest mail first.

    Attributes:
        lane: The thread's record, claimed by us.
        negotiation: None when the mail belongs to none; *campaign* is its campaign.
        candidates: What the mails may belong to, when the thread was unknown.
        case: The negotiation's open case; *held* is the draft that waits for it.
        thread: The thread as Gmail has it now.
        signature: What people set for the mailbox; None: nothing, so it is signed as the campaign's sender.
        usage: The tokens of the day and of the negotiation; empty without a negotiation.
    """

    lane: ThreadRecord
    mails: tuple[ReceivedMail, ...]
    thread: tuple[ThreadMessage, ...]
    negotiation: Negotiation | None
    candidates: tuple[Negotiation, ...]
    campaign: Campaign | None
    case: CaseRecord | None
    held: OutboxEntry | None
    signature: str | None
    usage: tuple[UsageRecord, ...]

    @property
    def inbound_ids(self) -> tuple[str, ...]:
        return tuple(mail.record.id for mail in self.mails)


def gather(app: App, lane: ThreadRecord, records: Sequence[InboundRecord]) -> Gathered:
    """Fetch and parse the mails of *lane*, and load what they belong to."""
    negotiation = app.store.negotiation(lane.negotiation_id) if lane.negotiation_id else None
    last_sent = negotiation.last_sent_text if negotiation else None
    mails = sorted((_received(app, record, last_sent) for record in records), key=_arrival)
    thread = app.mailbox.thread(lane.mailbox, lane.thread_id)
    candidates: tuple[Negotiation, ...] = ()
    if negotiation is None:
        messages = [mail.message for mail in mails if mail.message]
        matched = match_negotiation(app.store, lane.mailbox, messages)
        negotiation, candidates = matched.negotiation, matched.candidates
    beside = _beside(app, negotiation, lane.mailbox) if negotiation else _ALONE
    return Gathered(
        lane=lane,
        mails=tuple(_heard(mail, negotiation) for mail in mails),
        thread=thread,
        negotiation=negotiation,
        candidates=candidates,
        campaign=beside.campaign,
        case=beside.case,
        held=app.store.entry(beside.case.draft_id) if beside.case and beside.case.draft_id else None,
        signature=beside.signature,
        usage=beside.usage,
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class _Beside:
    """What belongs to a negotiation."""

    campaign: Campaign | None = None
    case: CaseRecord | None = None
    signature: str | None = None
    usage: tuple[UsageRecord, ...] = ()


_ALONE: Final = _Beside()


def _beside(app: App, negotiation: Negotiation, mailbox: str) -> _Beside:
    ids = usage_of_day(app.clock.now().date()), usage_of_negotiation(negotiation.id)
    campaign, box, case, usage = app.store.deciding(negotiation, mailbox, ids)
    return _Beside(campaign=campaign, case=case, signature=box.rules.signature if box else None, usage=usage)


def _received(app: App, record: InboundRecord, last_sent_text: str | None) -> ReceivedMail:
    message = fetch_mail(app, record.mailbox, record.message_id, last_sent_text=last_sent_text)
    return ReceivedMail(record=record, message=message)


def _heard(mail: ReceivedMail, negotiation: Negotiation | None) -> ReceivedMail:
    vouched = mail.record.vouched_by is not None
    return replace(mail, message=heard(mail.message, negotiation, vouched=vouched)) if mail.message else mail


def _arrival(mail: ReceivedMail) -> tuple[bool, str, str]:
    # Deleted mail sorts first: nothing is decided from it.
    received = mail.message.received_at.isoformat(timespec="microseconds") if mail.message else ""
    return (mail.message is not None, received, mail.record.message_id)

"""A mail that keeps failing is set aside: out of the queue, into a case, with a card."""

from collections.abc import Sequence
from dataclasses import replace

from shared.application.app import App
from shared.application.claims import released
from shared.application.escalate import Grounds, escalate
from shared.application.journal import Journal
from shared.application.loose_mail import case_without_negotiation
from shared.domain.decision import Reason
from shared.domain.records import InboundRecord, InboundState, OutboxEntry, Outcome, ThreadRecord


def park_mails(app: App, lane: ThreadRecord, queued: Sequence[InboundRecord]) -> tuple[OutboxEntry, ...] | None:
    """Park the mails; answers the cards to send, or None when something changed meanwhile.

    Nothing here reads the mails or asks a model: whatever made them fail must not make this fail.
    """
    parked = [_parked(record) for record in queued]
    done = released(lane, None)
    if lane.negotiation_id is None:
        evidence = {record.id: f"{record.id} failed again and again" for record in queued}
        case, card = case_without_negotiation(Reason.PARKED, evidence, app.clock.now())
        return (card,) if app.store.commit([*parked, case, card, done]) else None
    negotiation = app.store.negotiation(lane.negotiation_id)
    case_open = app.store.case(negotiation.open_case_id) if negotiation.open_case_id else None
    journal = Journal(negotiation, actor="agent", now=app.clock.now())
    ids = tuple(record.id for record in queued)
    escalate(journal, Grounds(reason=Reason.PARKED, evidence=", ".join(ids), inbound_ids=ids), case_open)
    return journal.entries if app.store.commit([*journal.records(), *parked, done]) else None


def _parked(record: InboundRecord) -> InboundRecord:
    return replace(
        record,
        version=record.version + 1,
        state=InboundState.PARKED,
        outcome=Outcome.ESCALATED,
        why=Reason.PARKED.value,
    )

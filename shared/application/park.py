"""A mail that keeps failing is set aside: out of the queue, into a case, with a card."""

import logging
from collections.abc import Sequence

from shared.application.app import App
from shared.application.claims import released
from shared.application.escalate import Grounds, escalate
from shared.application.journal import Journal
from shared.application.loose_case import case_without_negotiation
from shared.domain.decision import Reason
from shared.domain.errors import CorruptRecord, NotFound
from shared.domain.negotiation import Negotiation
from shared.domain.records import AGENT, InboundRecord, InboundState, OutboxEntry, Outcome, ThreadRecord, with_outcome

logger = logging.getLogger(__name__)


def park_mails(app: App, lane: ThreadRecord, queued: Sequence[InboundRecord]) -> tuple[OutboxEntry, ...] | None:
    """Park the mails; answers the cards to send, or None when something changed meanwhile.

    Nothing here reads the mails or asks a model: whatever made them fail must not make this fail.
    """
    parked = [_parked(record) for record in queued]
    negotiation = _negotiation(app, lane)
    if negotiation is None:
        evidence = {record.id: f"{record.id} failed again and again" for record in queued}
        case, card = case_without_negotiation(Reason.PARKED, evidence, app.clock.now())
        return (card,) if app.store.commit([*parked, case, card, released(lane, None)]) else None
    journal = Journal(negotiation, actor=AGENT, now=app.clock.now())
    ids = tuple(record.id for record in queued)
    grounds = Grounds(reason=Reason.PARKED, evidence=", ".join(ids), inbound_ids=ids)
    escalate(journal, grounds, app.store.open_case_of(negotiation))
    return journal.entries if app.store.commit([*journal.records(), *parked, released(lane, None)]) else None


def _negotiation(app: App, lane: ThreadRecord) -> Negotiation | None:
    if lane.negotiation_id is None:
        return None
    try:
        return app.store.negotiation(lane.negotiation_id)
    except (CorruptRecord, NotFound):
        # This may be the very reason why the mails failed; they must reach a person all the same.
        logger.critical("negotiation %s cannot be read", lane.negotiation_id, exc_info=True)
        return None


def _parked(record: InboundRecord) -> InboundRecord:
    return with_outcome(record, Outcome.ESCALATED, Reason.PARKED.value, state=InboundState.PARKED)

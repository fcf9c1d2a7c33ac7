"""A turn for which there are no tokens: the next day takes it up, or a person does. No mail is lost."""

from dataclasses import replace
from datetime import datetime

from shared.application.app import App
from shared.application.claims import released
from shared.application.escalate import Grounds, escalate
from shared.application.gather import Gathered
from shared.application.hand_over import handed_over
from shared.application.join_thread import join_thread
from shared.application.journal import Journal
from shared.application.report_health import report_trouble
from shared.domain.decision import Reason
from shared.domain.errors import TokensSpent
from shared.domain.negotiation import Negotiation
from shared.domain.records import AGENT, InboundRecord, OutboxEntry


def out_of_tokens(
    app: App, gathered: Gathered, negotiation: Negotiation, spent: TokensSpent
) -> tuple[OutboxEntry, ...] | None:
    """Put the turn's mails where they belong; the cards to send, or None when something changed meanwhile."""
    gathered = _as_stored(app, gathered)
    if spent.until is None:
        return _for_person(app, gathered, negotiation, str(spent))
    lane = released(gathered.lane, negotiation.id)
    if not app.store.commit([*(_later(mail.record, spent.until) for mail in gathered.mails), lane]):
        return None
    report_spent_day(app, spent)
    return ()


def report_spent_day(app: App, spent: TokensSpent) -> None:
    """Tell people, once a day, that the agent has stopped reading and wording until the next day."""
    evidence = f"{spent}; mail and openings that need the model wait until {spent.until:%Y-%m-%d %H:%M} UTC"
    report_trouble(app, "model", Reason.DAILY_TOKENS_SPENT, evidence)


def _as_stored(app: App, gathered: Gathered) -> Gathered:
    """With the records as they are now: a reading may have been kept since they were gathered."""
    newest = app.store.existing(InboundRecord, gathered.inbound_ids)
    mails = (replace(mail, record=newest.get(mail.record.id, mail.record)) for mail in gathered.mails)
    return replace(gathered, mails=tuple(mails))


def _later(record: InboundRecord, until: datetime) -> InboundRecord:
    return replace(record, version=record.version + 1, queued_at=until)


def _for_person(app: App, gathered: Gathered, negotiation: Negotiation, why: str) -> tuple[OutboxEntry, ...] | None:
    journal = Journal(negotiation, actor=AGENT, now=app.clock.now())
    join_thread(journal, gathered)
    settled = [handed_over(journal, mail, Reason.NEGOTIATION_TOKENS_SPENT) for mail in gathered.mails]
    grounds = Grounds(reason=Reason.NEGOTIATION_TOKENS_SPENT, evidence=why, inbound_ids=gathered.inbound_ids)
    escalate(journal, grounds, gathered.case)
    lane = released(gathered.lane, negotiation.id)
    return journal.entries if app.store.commit([*journal.records(), *settled, lane]) else None

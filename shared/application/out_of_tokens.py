"""A turn for which there are no tokens: the next day takes it up, or a person does. No mail is lost."""

from dataclasses import replace
from datetime import datetime

from shared.application.app import App
from shared.application.claims import released
from shared.application.escalate import Grounds
from shared.application.gather import Gathered
from shared.application.hand_over import hand_over
from shared.application.report_health import report_day
from shared.domain.decision import Reason
from shared.domain.errors import TokensSpent
from shared.domain.negotiation import Negotiation
from shared.domain.records import InboundRecord, OutboxEntry


def out_of_tokens(
    app: App, gathered: Gathered, negotiation: Negotiation, spent: TokensSpent
) -> tuple[OutboxEntry, ...] | None:
    """Put the turn's mails where they belong; the cards to send, or None when something changed meanwhile."""
    gathered = _as_stored(app, gathered)
    if spent.until is None:
        grounds = Grounds(reason=Reason.NEGOTIATION_TOKENS_SPENT, evidence=str(spent))
        return hand_over(app, gathered, negotiation, grounds)
    lane = released(gathered.lane, negotiation.id)
    if not app.store.commit([*(_later(mail.record, spent.until) for mail in gathered.mails), lane]):
        return None
    report_spent_day(app, spent)
    return ()


def report_spent_day(app: App, spent: TokensSpent) -> None:
    """Tell people, once a day, that the agent has stopped reading and wording until the next day."""
    evidence = f"{spent}; mail and openings that need the model wait until {spent.until:%Y-%m-%d %H:%M} UTC"
    report_day(app, "model", Reason.DAILY_TOKENS_SPENT, evidence)


def _as_stored(app: App, gathered: Gathered) -> Gathered:
    """With the records as they are now: a reading may have been kept since they were gathered."""
    newest = app.store.existing(InboundRecord, gathered.inbound_ids)
    mails = (replace(mail, record=newest.get(mail.record.id, mail.record)) for mail in gathered.mails)
    return replace(gathered, mails=tuple(mails))


def _later(record: InboundRecord, until: datetime) -> InboundRecord:
    return replace(record, version=record.version + 1, queued_at=until)

"""The mails of a turn that a person takes instead of the agent: in the conversation and a case, unread by the model."""

from dataclasses import replace

from shared.application.app import App
from shared.application.claims import released
from shared.application.escalate import Grounds, escalate
from shared.application.gather import Gathered, ReceivedMail
from shared.application.join_thread import join_thread
from shared.application.journal import Journal
from shared.domain.decision import Reason
from shared.domain.negotiation import Negotiation
from shared.domain.records import AGENT, InboundRecord, OutboxEntry, Outcome, with_outcome


def hand_over(
    app: App, gathered: Gathered, negotiation: Negotiation, grounds: Grounds
) -> tuple[OutboxEntry, ...] | None:
    """Commit the turn as a person's; answers the cards to send, or None when something changed meanwhile."""
    journal = Journal(negotiation, actor=AGENT, now=app.clock.now())
    join_thread(journal, gathered)
    settled = [_handed_over(journal, mail, grounds.reason) for mail in gathered.mails]
    escalate(journal, replace(grounds, inbound_ids=gathered.inbound_ids), gathered.case)
    lane = released(gathered.lane, negotiation.id)
    return journal.entries if app.store.commit([*journal.records(), *settled, lane]) else None


def _handed_over(journal: Journal, mail: ReceivedMail, reason: Reason) -> InboundRecord:
    record, message = mail.record, mail.message
    if message is not None and record.turn_seq is None:
        seq = journal.converse(mail_id=record.id, author=message.sender.email, text=message.new_text, outbound=False)
        record = replace(record, turn_seq=seq)
    return with_outcome(record, Outcome.ESCALATED, reason.value)

"""Mails that a person takes instead of the agent, unread by the model."""

from dataclasses import replace

from shared.application.gather import ReceivedMail
from shared.application.journal import Journal
from shared.domain.decision import Reason
from shared.domain.records import InboundRecord, Outcome, with_outcome


def handed_over(journal: Journal, mail: ReceivedMail, reason: Reason) -> InboundRecord:
    """The mail in the conversation, its outcome set; the case is opened apart."""
    record, message = mail.record, mail.message
    if message is not None and record.turn_seq is None:
        seq = journal.converse(mail_id=record.id, author=message.sender.email, text=message.new_text, outbound=False)
        record = replace(record, turn_seq=seq)
    return with_outcome(record, Outcome.ESCALATED, reason.value)

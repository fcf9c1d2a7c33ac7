"""One turn in the making, and what is noted of its mails whichever way it goes."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from shared.application.escalate import Grounds, escalate, supersede
from shared.application.gather import Gathered, ReceivedMail
from shared.application.journal import Journal
from shared.application.language_model import LanguageModel
from shared.domain.campaign import Campaign
from shared.domain.decision import Reason
from shared.domain.mail.message import MailKind
from shared.domain.records import InboundRecord
from shared.domain.states import Event, State


@dataclass(frozen=True, slots=True, kw_only=True)
class Turn:
    """One turn in the making: its inputs, the journal it is written into, and the model that may be asked."""

    gathered: Gathered
    campaign: Campaign
    journal: Journal
    model: LanguageModel


def received(turn: Turn, mails: Sequence[tuple[ReceivedMail, InboundRecord]], *, replied: bool) -> list[InboundRecord]:
    """Put the mails into the conversation; *replied*: they are the other side's, not a colleague's."""
    journal = turn.journal
    human = any(mail.message and mail.message.kind is MailKind.HUMAN for mail, _ in mails)
    if replied and human and journal.negotiation.state is not State.PAUSED and not journal.negotiation.is_terminal:
        journal.step(Event.RECEIVE_REPLY, "mail_received", {"mails": ", ".join(record.id for _, record in mails)})
    return [_in_conversation(journal, mail, record) for mail, record in mails]


def _in_conversation(journal: Journal, mail: ReceivedMail, record: InboundRecord) -> InboundRecord:
    if record.turn_seq is not None or mail.message is None:
        return record
    message = mail.message
    ours = message.kind is MailKind.OWN
    seq = journal.converse(mail_id=record.id, author=message.sender.email, text=message.new_text, outbound=ours)
    if ours:
        # What a person wrote in our name is our last word: prices in it, and what they quote of it.
        journal.change(replace(journal.negotiation, last_sent_text=message.new_text))
    return replace(record, turn_seq=seq)


def ask_person(turn: Turn, grounds: Grounds) -> None:
    """Escalate the turn, about all its mails unless *grounds* names some; a draft that waited for approval is void."""
    gathered = turn.gathered
    ids = grounds.inbound_ids or gathered.inbound_ids
    case = gathered.case
    if case and case.reason is Reason.NEEDS_APPROVAL:
        clear_case(turn)
        case = None
    escalate(turn.journal, replace(grounds, inbound_ids=ids), case if turn.journal.negotiation.open_case_id else None)


def clear_case(turn: Turn) -> None:
    """Close the open case, and withdraw the draft that waited for it: newer mail has overtaken both."""
    if turn.gathered.case and turn.journal.negotiation.open_case_id:
        supersede(turn.journal, turn.gathered.case, turn.gathered.held)

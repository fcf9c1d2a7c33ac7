"""An answer that has not surely left when the next mail is decided: settled first, so that only one may leave."""

from shared.application.app import App
from shared.application.claims import TO_SEND
from shared.application.deliver import deliver, sent_in
from shared.application.escalate import Grounds
from shared.application.finish import finish_found
from shared.application.fresh import TELLING
from shared.application.gather import Gathered
from shared.application.hand_over import hand_over
from shared.domain.decision import Reason
from shared.domain.errors import Contention
from shared.domain.mail.message import MailKind
from shared.domain.negotiation import Side
from shared.domain.records import EntryState, OutboxEntry
from shared.domain.states import State


def recall_unsent(app: App, gathered: Gathered) -> bool:
    """Whether our last answer is sent or taken back only now, so that everything has to be gathered again.

    Raises:
        Contention: the answer can be neither sent nor taken back now; the mails stay queued.
    """
    if not any(mail.message and mail.message.kind in TELLING for mail in gathered.mails):
        return False
    held = gathered.held
    if held is not None and held.state is EntryState.REVIEW and (sent := sent_in(gathered.thread, held)) is not None:
        # A person was told that nobody knows whether it left, and has sent its draft in Gmail.
        finish_found(app, held, sent)
        return True
    unsent = _unseen(app, gathered)
    if unsent is None or unsent.state not in TO_SEND:
        return False
    deliver(app, unsent, early=True)
    if app.store.entry(unsent.id).state in TO_SEND:
        raise Contention(f"{unsent.id} is still on its way")
    return True


def ask_about_untold(app: App, gathered: Gathered) -> tuple[OutboxEntry, ...] | None:
    """Give the mails to a person while nobody knows whether our last offer reached the creator; the cards to send.

    None: our last offer is told, or something changed meanwhile, which the turn's own commit finds.
    """
    if not any(mail.message and mail.message.kind is MailKind.HUMAN for mail in gathered.mails):
        return None
    unclear = _unseen(app, gathered)
    if unclear is None or unclear.state is not EntryState.REVIEW or gathered.negotiation is None:
        return None
    evidence = f"a mail came, but whether the creator got {unclear.id} is not known: settle that first"
    grounds = Grounds(reason=Reason.SEND_UNCLEAR, evidence=evidence, draft=unclear)
    return hand_over(app, gathered, gathered.negotiation, grounds)


def _unseen(app: App, gathered: Gathered) -> OutboxEntry | None:
    negotiation = gathered.negotiation
    if negotiation is None or negotiation.state is State.PAUSED:
        return None
    last = next((line.mail_id for line in reversed(negotiation.ledger) if line.side is Side.OURS), None)
    # The thread as Gmail has it spares the look into the outbox nearly always.
    seen = any(message.marker == last and message.is_sent for message in gathered.thread)
    if last is None or seen:
        return None
    return app.store.entry(last)

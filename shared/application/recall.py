"""An answer that is still in the outbox when the next mail is decided: settled first, so that only one may leave."""

from typing import Final

from shared.application.app import App
from shared.application.claims import TO_SEND
from shared.application.deliver import deliver
from shared.application.gather import Gathered
from shared.domain.errors import Contention
from shared.domain.mail.message import MailKind
from shared.domain.negotiation import Side
from shared.domain.records import OutboxEntry
from shared.domain.states import State

# Mail of these kinds changes what is to be said; other machine mail is only noted, and our answer may leave beside it.
_TELLING: Final = frozenset({MailKind.HUMAN, MailKind.BOUNCE_HARD})


def recall_unsent(app: App, gathered: Gathered) -> bool:
    """Whether our last answer had not left and now is sent or taken back, so that everything has to be gathered again.

    Raises:
        Contention: the answer can be neither sent nor taken back now; the mails stay queued.
    """
    if not any(mail.message and mail.message.kind in _TELLING for mail in gathered.mails):
        return False
    unsent = _unsent(app, gathered)
    if unsent is None:
        return False
    deliver(app, unsent, early=True)
    if app.store.entry(unsent.id).state in TO_SEND:
        raise Contention(f"{unsent.id} is still on its way")
    return True


def _unsent(app: App, gathered: Gathered) -> OutboxEntry | None:
    negotiation = gathered.negotiation
    if negotiation is None or negotiation.state is State.PAUSED:
        return None
    last = next((line.mail_id for line in reversed(negotiation.ledger) if line.side is Side.OURS), None)
    # The thread as Gmail has it spares the look into the outbox nearly always.
    seen = any(message.marker == last and "SENT" in message.labels for message in gathered.thread)
    if last is None or seen:
        return None
    entry = app.store.entry(last)
    return entry if entry.state in TO_SEND else None

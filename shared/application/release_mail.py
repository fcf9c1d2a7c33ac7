"""Let a mail go that waited for a person, in their name: as it was drafted, in their words, or once more."""

from dataclasses import replace

from shared.application.app import App
from shared.application.conclude import conclude
from shared.application.deliver import deliver, discard_draft
from shared.application.finish import finish_found
from shared.application.person_mail import own_unseen
from shared.application.quiet import calling_gmail
from shared.application.settling import Settling, commit_settled, open_settling
from shared.domain.errors import NotAllowed
from shared.domain.negotiation import Move, relabelled
from shared.domain.own_words import require_our_turn
from shared.domain.records import EntryState, OutboxEntry, OutgoingMail, withdrawn
from shared.domain.states import Event, State


def release_mail(settling: Settling, held: OutboxEntry, mail: OutgoingMail, *, overridden: tuple[str, ...]) -> str:
    """Make the move of the *held* entry and send *mail* for it; answers what happened, in words.

    Raises:
        NotAllowed: somebody among the recipients must not be written to, or no mail can leave now.
    """
    journal = settling.journal
    if held.move is None:
        raise ValueError("a held mail has its move")
    _refuse_suppressed(settling.app, mail)
    # A draft that was decided before the case was opened makes its move from where the case left the negotiation.
    move = held.move
    if journal.negotiation.state is State.ESCALATED and move.event in {Event.SEND_COUNTER, Event.FOLLOW_UP}:
        move = replace(move, event=Event.RESUME_COUNTER)
    require_our_turn(journal.negotiation, move.event)
    journal.make(move, held.id)
    own_unseen(settling, mail.body, overridden)
    freed = replace(
        held,
        state=EntryState.PENDING,
        mail=mail,
        move=move,
        decided_by=settling.person,
        overridden=overridden,
        next_attempt_at=journal.now,
    )
    journal.put_back(freed)
    if overridden:
        journal.note("gate_overridden", {"mail": held.id, "found": "; ".join(overridden)})
    journal.close_case(settling.case, "sent")
    conclude(journal, settling.campaign, f"decided by {settling.person}")
    commit_settled(settling)
    return _delivered(settling, f"{held.id} was released by {settling.person}", held.id)


def send_again(settling: Settling, unclear: OutboxEntry, mail: OutgoingMail, move: Move) -> str:
    """Send anew what a person has seen did not leave; its move was made long ago and is not made again."""
    if had_left(settling.app, unclear):
        return _close_as_sent(settling, unclear)
    _refuse_suppressed(settling.app, mail)
    journal = settling.journal
    again = journal.send(mail, move, answers=unclear.answers, state=EntryState.PENDING)
    # What somebody let pass in it was let pass by name, and this person sends the same words.
    journal.put_back(replace(again, decided_by=settling.person, overridden=unclear.overridden))
    journal.change(relabelled(journal.negotiation, unclear.id, again.id))
    journal.note("mail_sent_again_decided", {"mail": again.id, "instead_of": unclear.id})
    journal.write(withdrawn(unclear, by=settling.person))
    journal.close_case(settling.case, "sent again")
    commit_settled(settling)
    said = f"{again.id} was released by {settling.person} in place of {unclear.id}"
    return _delivered(settling, said, again.id)


def _refuse_suppressed(app: App, mail: OutgoingMail) -> None:
    # Somebody may have become unreachable, or asked for silence, while the mail waited for a person.
    found = [kept for email in (*mail.to, *mail.cc) if (kept := app.store.suppression(email)) is not None]
    if found:
        raise NotAllowed("; ".join(f"{kept.email} is suppressed: {kept.why}" for kept in found))


def had_left(app: App, unclear: OutboxEntry) -> bool:
    """Whether the mail is in the thread after all, which is then recorded; its draft is deleted either way."""
    if unclear.mail is None:
        return False
    with calling_gmail(app, unclear.mail.mailbox, app.store.mailbox(unclear.mail.mailbox)):
        sent = discard_draft(app, unclear, unclear.mail)
        if sent is not None:
            finish_found(app, unclear, sent)
    return sent is not None


def _close_as_sent(settling: Settling, found: OutboxEntry) -> str:
    current = open_settling(settling.app, settling.case.id, settling.person, seen=None)
    current.journal.close_case(current.case, "it had left already")
    commit_settled(current)
    return f"{found.id} had left already; nothing was sent again"


def _delivered(settling: Settling, said: str, mail_id: str) -> str:
    """Send what the step put into the outbox; *said*, and what became of the mail when it did not leave."""
    for entry in settling.journal.entries:
        deliver(settling.app, entry)
    mail = settling.app.store.entry(mail_id)
    return said if mail.state is EntryState.SENT else f"{said}, but it has not left: {mail.last_error or mail.state}"

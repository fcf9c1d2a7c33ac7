"""The end of an outbox entry: sent and put into the conversation, or given to a person."""

from dataclasses import replace
from datetime import datetime
from typing import Final

from shared.application.app import App
from shared.application.claims import TO_SEND
from shared.application.escalate import Grounds, escalate
from shared.application.join_thread import plain_subject
from shared.application.journal import Journal
from shared.application.ports import SentMail
from shared.application.quiet import keep_quiet
from shared.application.what_left import Changed, changes, tell_changed
from shared.domain.decision import Reason
from shared.domain.errors import Contention, MailboxQuiet, ParleyError
from shared.domain.negotiation import Negotiation, waiting_from
from shared.domain.records import (
    AGENT,
    EntryKind,
    EntryState,
    OutboxEntry,
    OutgoingMail,
    SentMailRecord,
    ThreadRecord,
    sent_mail_id,
    thread_key,
)

_TRIES: Final = 5


def finish_mail(app: App, entry: OutboxEntry, sent: SentMail) -> None:
    """Record that we sent the mail: entry, conversation, audit, and the ids that the next reply hangs on.

    Raises:
        Contention: the negotiation kept changing; the sweep finds the sent mail in the thread and finishes then.
    """
    _finish(app, entry, sent, changed=None)


def finish_found(app: App, entry: OutboxEntry, sent: SentMail) -> None:
    """Record a mail that was found sent: by a worker whose answer was lost, or by a person in Gmail.

    A person may have changed it first: then the conversation gets what really left, and the negotiation is theirs.

    Raises:
        RetryableError: what left could not be read, or the negotiation kept changing.
    """
    if entry.mail is None:
        raise ValueError("a mail entry has a mail")
    _finish(app, entry, sent, changed=changes(app, entry.mail, sent))


def _finish(app: App, entry: OutboxEntry, sent: SentMail, *, changed: Changed | None) -> None:
    if entry.mail is None or entry.negotiation_id is None:
        raise ValueError("a mail entry has a mail and a negotiation")
    left = replace(entry.mail, body=changed.text, subject=changed.subject) if changed else entry.mail
    real_id = _real_message_id(app, entry.mail, sent)
    new = ThreadRecord(
        id=thread_key(entry.mail.mailbox, sent.thread_id),
        version=0,
        mailbox=entry.mail.mailbox,
        thread_id=sent.thread_id,
    )
    ids = entry.id, entry.negotiation_id, new.id, sent_mail_id(entry.mail.mailbox, real_id or "")
    for attempt in range(_TRIES):
        # As it was read and written right before; where that is the newest no more, nothing is written.
        current, negotiation, lane, known = app.store.finishing(*ids, guess=not attempt)
        if current.state is EntryState.SENT:
            return
        journal = Journal(negotiation, actor=current.decided_by, now=app.clock.now())
        journal.note("mail_sent", {"mail": entry.id, "gmail_id": sent.message_id})
        journal.converse(mail_id=entry.id, author=entry.mail.mailbox, text=left.body, outbound=True)
        told = _after_sent(journal.negotiation, left, sent, real_id)
        journal.change(waiting_from(told, journal.now))
        if changed:
            tell_changed(journal, entry, changed, app.store.open_case_of(negotiation))
        if real_id and known is None:
            journal.write(_found_by(real_id, negotiation, journal.now))
        done = _sent(current, sent.message_id, journal.now)
        if app.store.replace_seen([*journal.records(), done, *_belonging(lane or new, negotiation.id)]):
            return
    raise Contention(f"{entry.id} was sent, but its negotiation kept changing")


def finish_card(app: App, entry: OutboxEntry, posted_at: str) -> None:
    """Record that the card was posted."""

    def posted(current: OutboxEntry) -> OutboxEntry | None:
        return None if current.state is EntryState.SENT else _sent(current, posted_at, app.clock.now())

    app.store.update(entry, posted)


def give_up(app: App, entry: OutboxEntry, why: str) -> None:
    """Hand our claimed *entry* to a person: a mail into review with a case, a malformed card to the dead ones."""
    current = app.store.entry(entry.id)
    if current.state not in TO_SEND or current.token != entry.token:
        # We overslept: another worker has it, or has sent it; what we failed at says nothing about that.
        return
    state = EntryState.REVIEW if entry.kind is EntryKind.MAIL else EntryState.DEAD
    ended = replace(current, version=current.version + 1, state=state, lease_until=None, last_error=why)
    if entry.kind is EntryKind.CARD:
        app.store.commit([ended])
        return
    evidence = f"{entry.id}: {why}"
    if entry.negotiation_id is None:
        raise ValueError("a mail entry has a negotiation")
    journal = Journal(app.store.negotiation(entry.negotiation_id), actor=AGENT, now=app.clock.now())
    grounds = Grounds(reason=Reason.SEND_UNCLEAR, evidence=evidence, inbound_ids=entry.answers, draft=entry)
    escalate(journal, grounds, app.store.open_case_of(journal.negotiation))
    if not app.store.commit([*journal.records(), ended]):
        raise Contention(f"{entry.id} changed while it was given to a person")


def _real_message_id(app: App, mail: OutgoingMail, sent: SentMail) -> str | None:
    # Gmail may replace the Message-ID. Failing to read it back costs threading at most, never a second mail.
    try:
        return app.mailbox.rfc822_message_id(mail.mailbox, sent.message_id)
    except MailboxQuiet as quiet:
        keep_quiet(app, quiet)
        return None
    except ParleyError:
        return None


def _after_sent(negotiation: Negotiation, mail: OutgoingMail, sent: SentMail, real_id: str | None) -> Negotiation:
    return replace(
        negotiation,
        thread_id=sent.thread_id or negotiation.thread_id,
        thread_subject=plain_subject(mail.subject),
        last_mail_id=real_id or negotiation.last_mail_id,
        references=(*negotiation.references, real_id) if real_id else negotiation.references,
        last_sent_text=mail.body,
    )


def _sent(current: OutboxEntry, sent_id: str, at: datetime) -> OutboxEntry:
    return replace(
        current,
        version=current.version + 1,
        state=EntryState.SENT,
        sent_id=sent_id,
        sent_at=at,
        lease_until=None,
        last_error=None,
    )


def _found_by(real_id: str, negotiation: Negotiation, now: datetime) -> SentMailRecord:
    """What leads an answer in another thread back to the negotiation."""
    return SentMailRecord(
        id=sent_mail_id(negotiation.mailbox, real_id),
        version=1,
        mailbox=negotiation.mailbox,
        rfc822_message_id=real_id,
        negotiation_id=negotiation.id,
        at=now,
    )


def _belonging(lane: ThreadRecord, negotiation_id: str) -> list[ThreadRecord]:
    if lane.negotiation_id == negotiation_id:
        return []
    return [replace(lane, version=lane.version + 1, negotiation_id=negotiation_id)]

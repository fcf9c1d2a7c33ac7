from emulators.gmail.errors import ApiError, not_found
from emulators.gmail.habits import DraftRotation
from emulators.gmail.headers import base_subject
from emulators.gmail.mailbox import Mailbox
from emulators.gmail.messages import StoredMessage
from emulators.gmail.outgoing import Outgoing, SentBy, dispatch, thread_for, with_basics


def message_of(mailbox: Mailbox, draft_id: str) -> StoredMessage:
    """The message that a draft holds now.

    Raises:
        ApiError: 404 when there is no such draft (any more).
    """
    with mailbox.lock:
        if draft_id not in mailbox.drafts:
            raise not_found()
        return mailbox.message(mailbox.drafts[draft_id])


def create(mailbox: Mailbox, mail: Outgoing) -> str:
    """Keep a draft; returns its id."""
    with mailbox.lock:
        draft_id = mailbox.ids.draft_id()
        _hold(mailbox, draft_id, mail.raw, thread_for(mailbox, mail))
        return draft_id


def update(mailbox: Mailbox, draft_id: str, mail: Outgoing) -> None:
    """Put new content in; the message id changes, the draft id stays."""
    with mailbox.lock:
        held = message_of(mailbox, draft_id)
        thread_id = thread_for(mailbox, mail)
        mailbox.remove(held.id)
        _hold(mailbox, draft_id, mail.raw, thread_id)


def delete(mailbox: Mailbox, draft_id: str) -> None:
    with mailbox.lock:
        mailbox.remove(message_of(mailbox, draft_id).id)


def send_draft(mailbox: Mailbox, draft_id: str, by: SentBy) -> StoredMessage:
    """Send what the draft holds; the draft is gone and the sent message has an id of its own.

    Raises:
        ApiError: the habit's status when there is no such draft (any more).
    """
    with mailbox.lock:
        if draft_id not in mailbox.drafts:
            raise _consumed(mailbox)
        held = message_of(mailbox, draft_id)
        sent = dispatch(mailbox, held.raw, held.thread_id, by)
        if mailbox.habits().drafts_consumed_once:
            mailbox.remove(held.id)
        return sent


def edit_by_hand(mailbox: Mailbox, draft_id: str, raw: bytes) -> str:
    """A person edits the draft in Gmail's window; returns the draft id it has now.

    The draft leaves its thread when the subject changes; *raw* empty keeps the content.
    """
    with mailbox.lock:
        held = message_of(mailbox, draft_id)
        content = raw or held.raw
        thread_id = held.thread_id if base_subject(content) == base_subject(held.raw) else None
        if mailbox.habits().draft_ids_rotate is DraftRotation.NONE:
            mailbox.rewrite(held.id, content, thread_id=thread_id)
            return draft_id
        mailbox.remove(held.id)
        rotated = mailbox.habits().draft_ids_rotate is DraftRotation.BOTH
        return _hold(mailbox, mailbox.ids.draft_id() if rotated else draft_id, content, thread_id)


def _hold(mailbox: Mailbox, draft_id: str, raw: bytes, thread_id: str | None) -> str:
    message = mailbox.add(with_basics(mailbox, raw), thread_id=thread_id, labels=["DRAFT"])
    mailbox.drafts[draft_id] = message.id
    return draft_id


def _consumed(mailbox: Mailbox) -> ApiError:
    if mailbox.habits().consumed_draft_status == 400:
        return ApiError(400, "failedPrecondition", "Precondition check failed.")
    return not_found()

"""Send one outbox entry, effectively once: claim, check, draft as a single-use token, send, mark sent.

At-least-once processing, effectively-once sending, given that Gmail consumes a draft once. The safety is in two places:
only a recorded draft is ever sent, and it is recorded once; everything else here saves work or keeps order. A draft is
nothing but that token: what leaves is the mail of the entry, whatever somebody made of the draft in Gmail.
"""

import logging
from datetime import timedelta
from typing import Final

from shared.application.app import App
from shared.application.claims import backoff, claim_entry, drop_draft, may_post, postpone, record_draft
from shared.application.finish import finish_card, finish_found, finish_mail, give_up
from shared.application.fresh import Fresh, Later, Stale, delayed_by_gmail, freshness
from shared.application.ports import DraftGone, SentMail, ThreadMessage
from shared.application.quiet import calling_gmail, keep_quiet
from shared.application.report_health import report_refusal
from shared.application.take_slot import take_slot
from shared.application.withdraw import withdraw
from shared.domain.errors import MailboxQuiet, PermanentError, RateLimited, Refused, RetryableError, Unavailable
from shared.domain.records import Card, EntryKind, MailboxRecord, OutboxEntry, OutgoingMail, SendingRules

logger = logging.getLogger(__name__)

# With the back-off of `claims.backoff` about a day and a half; after that a person looks.
MAX_ATTEMPTS: Final = 200

# Gmail shows a sent mail in its thread at once, but finds it by a search only seconds later.
SEARCHABLE: Final = timedelta(minutes=1)


def deliver(app: App, entry: OutboxEntry, *, early: bool = False, box: MailboxRecord | None = None) -> None:
    """Try to send *entry* now; what cannot be sent now stays in the outbox for the sweep.

    *early*: do not wait for its next attempt to be due. *box*: its mailbox, where the caller has just read it.

    Raises:
        PermanentError: the outside system will never take it; the entry is with a person. What is refused for want of
            access waits instead, until that is mended.
    """
    claimed = claim_entry(app, entry, early=early)
    if claimed is None:
        return
    if claimed.attempts > MAX_ATTEMPTS and claimed.kind is EntryKind.MAIL:
        give_up(app, claimed, claimed.last_error or "tried too often")
        return
    try:
        _send(app, claimed, box)
    except RetryableError as error:
        _retry_later(app, claimed, error)
    except PermanentError as error:
        if isinstance(error, Refused):
            _wait_for_access(app, claimed, error)
            return
        give_up(app, claimed, str(error))
        raise


def _wait_for_access(app: App, entry: OutboxEntry, error: Refused) -> None:
    """A revoked token is one trouble of the mailbox: its mails wait until it is mended, and people hear of it once."""
    logger.error("%s %s is refused: %s", entry.kind, entry.id, error)
    postpone(app, entry, until=app.clock.now() + backoff(entry.attempts), why=str(error))
    report_refusal(app, entry.mail.mailbox if entry.mail else "cards", f"{entry.kind} {entry.id}: {error}")


def _retry_later(app: App, entry: OutboxEntry, error: RetryableError) -> None:
    wait = app.clock.now() + backoff(entry.attempts)
    asked = error.retry_at if isinstance(error, RateLimited) else None
    if isinstance(error, MailboxQuiet):
        keep_quiet(app, error)
    postpone(app, entry, until=max(asked or wait, wait), why=str(error))


def _send(app: App, entry: OutboxEntry, box: MailboxRecord | None) -> None:
    if entry.kind is EntryKind.MAIL and entry.mail is not None:
        quiet = delayed_by_gmail(box or app.store.mailbox(entry.mail.mailbox), app.clock.now())
        if quiet is not None:
            _wait(app, entry, entry.mail, quiet)
            return
        _send_mail(app, entry, entry.mail)
    elif entry.card is not None:
        _post_card(app, entry, entry.card)


def _post_card(app: App, entry: OutboxEntry, card: Card) -> None:
    # A first attempt cannot have posted; any later one looks for its own post before it repeats.
    posted = app.notifier.find(card, marker=entry.id) if entry.attempts > 1 else None
    if posted is None and not may_post(app, entry):
        # Slack has no single-use token: whoever overslept its lease leaves the card to the next.
        return
    finish_card(app, entry, posted or app.notifier.post(card, marker=entry.id))


def _send_mail(app: App, entry: OutboxEntry, mail: OutgoingMail) -> None:
    thread = _thread_of(app, entry, mail)
    sent = sent_in(thread, entry)
    if sent is not None:
        finish_found(app, entry, sent)
        return
    match freshness(app, entry, thread):
        case Later() as later:
            _wait(app, entry, mail, later)
        case Stale() as stale:
            _take_back(app, entry, mail, stale)
        case Fresh(rules=rules):
            _send_fresh(app, entry, mail, rules)


def _send_fresh(app: App, entry: OutboxEntry, mail: OutgoingMail, rules: SendingRules) -> None:
    pause = take_slot(app, entry, mail, rules)
    if pause is not None:
        _wait(app, entry, mail, pause)
        return
    drafted = _drafted(app, entry, mail)
    if drafted is not None:
        _send_drafted(app, drafted, mail)


def _wait(app: App, entry: OutboxEntry, mail: OutgoingMail, later: Later) -> None:
    if later.forbidden:
        # A worker that overslept after its own check finds nothing to send.
        sent = _discard_token(app, entry, mail)
        if sent is not None:
            finish_found(app, entry, sent)
            return
        if entry.draft_id is not None:
            drop_draft(app, entry)
    # Waiting wears nothing out, however long it lasts; what an earlier attempt left behind is still looked for.
    postpone(app, entry, until=later.until, why=later.why, counts=False)


def discard_draft(app: App, entry: OutboxEntry, mail: OutgoingMail) -> SentMail | None:
    """Delete the mail's draft, so that nobody can still send it; answers what had left all the same.

    Raises:
        MailboxQuiet: Gmail is not to be asked now.
    """
    with calling_gmail(app, mail.mailbox, app.store.mailbox(mail.mailbox)):
        return _discarded(app, entry, mail)


def _discarded(app: App, entry: OutboxEntry, mail: OutgoingMail) -> SentMail | None:
    if entry.draft_id is None or not app.mailbox.delete_draft(mail.mailbox, entry.draft_id):
        # Never recorded; or gone, and what a person edited may lie there under another id.
        left = app.mailbox.find_draft(mail.mailbox, marker=entry.id)
        if left is not None:
            app.mailbox.delete_draft(mail.mailbox, left.draft_id)
    return _look_for(app, entry, mail)


def _discard_token(app: App, entry: OutboxEntry, mail: OutgoingMail) -> SentMail | None:
    """Delete the recorded draft, or one that an earlier attempt made unheard; answers what had left all the same.

    Raises:
        Unavailable: the draft was gone already, and what took it may not show yet.
    """
    draft_id = entry.draft_id
    if draft_id is None and entry.attempts > 1:
        left = app.mailbox.find_draft(mail.mailbox, marker=entry.id)
        draft_id = left.draft_id if left else None
    if draft_id is None:
        return None
    was_there = app.mailbox.delete_draft(mail.mailbox, draft_id)
    sent = None if was_there else _look_for(app, entry, mail)
    if not was_there and sent is None and app.clock.now() - entry.next_attempt_at < SEARCHABLE:
        raise Unavailable("the draft is gone; whether the mail left is asked again")
    return sent


def _take_back(app: App, entry: OutboxEntry, mail: OutgoingMail, stale: Stale) -> None:
    """Withdraw a mail that must not leave any more; its draft goes first, so that nobody else can still send it."""
    sent = _discard_token(app, entry, mail)
    if sent is not None:
        finish_found(app, entry, sent)
        return
    withdraw(app, entry, stale)


def _drafted(app: App, entry: OutboxEntry, mail: OutgoingMail) -> OutboxEntry | None:
    """The entry with its draft recorded; None when another worker recorded one first."""
    if entry.draft_id is not None:
        return entry
    # A first attempt has left nothing behind; any later one takes up the draft of the worker before it.
    left = app.mailbox.find_draft(mail.mailbox, marker=entry.id) if entry.attempts > 1 else None
    if left is not None:
        return record_draft(app, entry, left.draft_id, left.thread_id)
    draft = app.mailbox.create_draft(mail, marker=entry.id)
    recorded = record_draft(app, entry, draft.draft_id, draft.thread_id)
    if recorded is None and app.store.entry(entry.id).draft_id != draft.draft_id:
        # Ours is not the one that will be sent; where another worker took it up, it is.
        app.mailbox.delete_draft(mail.mailbox, draft.draft_id)
    return recorded


def _send_drafted(app: App, entry: OutboxEntry, mail: OutgoingMail) -> None:
    if entry.draft_id is None:
        raise ValueError("only a recorded draft is ever sent")
    answer = app.mailbox.send_draft(mail, entry.draft_id, marker=entry.id)
    if not isinstance(answer, DraftGone):
        finish_mail(app, entry, answer)
        return
    sent = _look_for(app, entry, mail)
    if sent is None:
        give_up(app, entry, "the draft is gone, and no sent mail carries its mark")
        return
    finish_found(app, entry, sent)


def _look_for(app: App, entry: OutboxEntry, mail: OutgoingMail) -> SentMail | None:
    """The mail as it left: in the thread of its draft, or wherever Gmail or a person's new subject put it."""
    in_thread = sent_in(_thread_of(app, entry, mail), entry)
    return in_thread or app.mailbox.find_sent(mail, marker=entry.id)


def _thread_of(app: App, entry: OutboxEntry, mail: OutgoingMail) -> tuple[ThreadMessage, ...]:
    thread_id = entry.draft_thread_id or mail.thread_id
    return app.mailbox.thread(mail.mailbox, thread_id) if thread_id else ()


def sent_in(thread: tuple[ThreadMessage, ...], entry: OutboxEntry) -> SentMail | None:
    """The entry's mail where it lies in *thread* as sent, by whomever."""
    sent = next((message for message in thread if message.marker == entry.id and message.is_sent), None)
    return SentMail(message_id=sent.message_id, thread_id=sent.thread_id) if sent else None

"""From a Gmail notification to queued mail: everything since the cursor, each message once, then the wake-ups."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Final

from shared.application.app import App
from shared.application.ports import HistoryExpired, MessageRef
from shared.application.queue_mail import queue_unseen, wake
from shared.application.quiet import calling_gmail, comes_back
from shared.application.report_health import report_trouble
from shared.domain.decision import Reason
from shared.domain.errors import MailboxQuiet, NotAllowed, NotFound
from shared.domain.records import MailboxRecord

# A push is noted once in this time: a burst must not make every notification rewrite the mailbox's record.
PUSH_GRAIN: Final = timedelta(minutes=1)

# That a history can be read is noted once in this time; people hear when it could not be for longer.
READ_GRAIN: Final = timedelta(minutes=30)

# How far back to look when Gmail has forgotten the cursor, beyond the outage itself; Gmail keeps history about a week.
A_DAY: Final = timedelta(days=1)
RESYNC_MARGIN_DAYS: Final = 2
LONGEST_RESYNC_DAYS: Final = 30


def receive_mail(app: App, mailbox: str, *, pushed: bool = False) -> tuple[str, ...]:
    """Queue what has arrived since the mailbox's cursor, and wake a turn for each; answers the new inbound ids.

    None while Gmail wants no call about the mailbox: the cursor stays, and the sweep looks again after that time.
    The history id of a notification is only a hint and is not used: the cursor in the store says where to start.
    *pushed*: Gmail itself called, which is noted so that a watch gone silent is noticed.

    Raises:
        NotAllowed: the mailbox is none of ours; a person hears of it once in 24 hours.
        NotFound: the mailbox has no cursor yet: renew its watch first.
        RetryableError: Gmail or the store failed; the cursor has not moved past anything that is not queued.
    """
    if mailbox not in app.policy.mailboxes:
        raise NotAllowed(_unknown(app, mailbox))
    box = app.store.mailbox(mailbox)
    if box is None or box.cursor is None:
        raise NotFound(f"mailbox {mailbox} has no cursor yet: renew its watch first")
    try:
        with calling_gmail(app, mailbox, box):
            messages, cursor = _unseen(app, box, box.cursor)
            new = queue_unseen(app, mailbox, messages, cursor)
    except MailboxQuiet as quiet:
        if comes_back(app, quiet):
            raise
        return ()
    # Noted when it has been served: how far back to look after an outage is told by it.
    _note(app, box, pushed=pushed)
    wake(app, new)
    return tuple(record.id for record in new)


def _unseen(app: App, box: MailboxRecord, since: int) -> tuple[Sequence[MessageRef], int]:
    """What may not be queued yet, and the cursor that stands behind it."""
    read = app.mailbox.history(box.address, since=since)
    if not isinstance(read, HistoryExpired):
        return read.messages, read.cursor
    # The cursor is taken before the list, so that mail arriving in between is found again, not missed.
    cursor = app.mailbox.current_cursor(box.address)
    now = app.clock.now()
    missed = since_connected(box, now - _resync_days(box, now) * A_DAY)
    return app.mailbox.recent(box.address, since=missed), cursor


def since_connected(box: MailboxRecord, instant: datetime) -> datetime:
    """*instant*, but not before the mailbox became ours: nobody wants to hear about older mail."""
    return max(instant, box.connected_at or instant)


def _unknown(app: App, mailbox: str) -> str:
    """Say that nobody here reads that mailbox: a watch from another time still runs, or PARLEY_MAILBOX lacks it."""
    why = f"Gmail announced mail in {mailbox}, which is not among {', '.join(app.policy.mailboxes)}; it is not read"
    report_trouble(app, "pushes", Reason.UNKNOWN_MAILBOX, why)
    return why


def _note(app: App, box: MailboxRecord, *, pushed: bool) -> None:
    """Note that the history could be read, and that Gmail called; most reads of a history have nothing to note."""
    now = app.clock.now()

    def noted(current: MailboxRecord) -> MailboxRecord | None:
        push = now if pushed and _is_old(current.last_push_at, now, PUSH_GRAIN) else current.last_push_at
        read = now if _is_old(current.read_at, now, READ_GRAIN) else current.read_at
        changed = replace(current, last_push_at=push, read_at=read)
        return None if changed == current else changed

    if noted(box) is not None:
        app.store.update(box, noted)


def _is_old(at: datetime | None, now: datetime, grain: timedelta) -> bool:
    return at is None or now - at >= grain


def _resync_days(box: MailboxRecord, now: datetime) -> int:
    if box.last_push_at is None:
        return LONGEST_RESYNC_DAYS
    return min((now - box.last_push_at).days + RESYNC_MARGIN_DAYS, LONGEST_RESYNC_DAYS)

"""Gmail named a time before which it wants no call about a mailbox: then nobody calls.

The time is kept on the mailbox's record, where every worker sees it, and work that calls Gmail is done inside
`calling_gmail`. What that puts off stays where it lies (history, queue, outbox, a silence), and the sweep takes it up
once the time has come.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Final

from shared.application.app import App
from shared.domain.errors import MailboxQuiet, NotFound
from shared.domain.records import InboundRecord, MailboxRecord

# Pub/Sub brings a refused message back after 10 s and then ever later; what waits longer than this is for the sweep.
SOON: Final = timedelta(minutes=1)


def quiet_until(box: MailboxRecord | None, now: datetime) -> datetime | None:
    """Until when Gmail is not to be asked about the mailbox; None: it may be."""
    return box.retry_at if box is not None and box.retry_at is not None and box.retry_at > now else None


@contextmanager
def calling_gmail(app: App, mailbox: str, box: MailboxRecord | None) -> Iterator[None]:
    """The frame of work that may call Gmail about *mailbox*; *box* is its record, just read.

    Raises:
        MailboxQuiet: not before its time. The record said so, and nothing was asked; or Gmail said so just now, and the
            record says it from now on.
    """
    until = quiet_until(box, app.clock.now())
    if until is not None:
        said = f"Gmail wants no call about {mailbox} before {until:%Y-%m-%d %H:%M:%S} UTC"
        raise MailboxQuiet(said, mailbox=mailbox, until=until)
    try:
        yield
    except MailboxQuiet as quiet:
        keep_quiet(app, quiet)
        raise


def keep_quiet(app: App, quiet: MailboxQuiet) -> None:
    """Store what Gmail wishes; a later time that is stored already stays."""
    new = MailboxRecord(address=quiet.mailbox, version=1)

    def kept(box: MailboxRecord) -> MailboxRecord | None:
        later = box.retry_at is not None and box.retry_at >= quiet.until
        return None if later else replace(box, retry_at=quiet.until)

    try:
        app.store.update(new, kept)
    except NotFound:
        # A mailbox that was never watched may send all the same.
        app.store.create(replace(new, retry_at=quiet.until))


def comes_back(app: App, quiet: MailboxQuiet) -> bool:
    """Whether the message that led here is to be refused, so that Pub/Sub delivers it again when the time has come."""
    return quiet.until - app.clock.now() <= SOON


def due_before(app: App, instant: datetime) -> list[InboundRecord]:
    """Mail that should have had its turn by *instant* and may have it soon: not that of a quiet mailbox."""
    queued = app.store.queued_before(instant)
    quiet = quiet_mailboxes(app) if queued else frozenset()
    return [mail for mail in queued if mail.mailbox not in quiet]


def quiet_mailboxes(app: App) -> frozenset[str]:
    """Those of ours about which Gmail is not to be asked, nor soon; one round trip."""
    boxes = app.store.existing(MailboxRecord, list(app.policy.mailboxes))
    # A message that is woken into a short quiet comes back; in a burst there may be one whenever the sweep runs.
    soon = app.clock.now() + SOON
    return frozenset(address for address, box in boxes.items() if quiet_until(box, soon))

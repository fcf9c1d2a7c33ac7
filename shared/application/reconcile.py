"""The daily comparison of a mailbox with the queue: mail that no history told of is queued all the same.

The cursor only moves forward, and history may show a record after one with a higher id: the mail of such a record lies
behind the cursor for good. The documentation calls the order chronological; people have met the other.
https://github.com/googleapis/google-api-nodejs-client/issues/3508
"""

import logging
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Final

from shared.application.app import App
from shared.application.queue_mail import queue_unseen, wake
from shared.application.quiet import calling_gmail
from shared.application.receive_mail import A_DAY, LONGEST_RESYNC_DAYS, since_connected
from shared.domain.records import MailboxRecord

logger = logging.getLogger(__name__)

# 10 of Gmail's quota units and a few reads of the store for 500 mails: nothing once a day, much every five minutes.
LEAST_BETWEEN: Final = timedelta(days=1)

# Twice the time between two looks: Gmail may list a mail late. Where the last look is older, as far behind that one.
LOOK_BACK: Final = timedelta(days=2)


def reconcile(app: App, mailbox: str) -> tuple[str, ...]:
    """Queue what the mailbox received lately, and what people sent from it, that the queue does not know. Once a day.

    Answers the inbound ids.

    Raises:
        MailboxQuiet: Gmail is not to be asked now.
        RetryableError: Gmail or the store failed; the next sweep looks again.
    """
    box, now = app.store.mailbox(mailbox), app.clock.now()
    if box is None or box.cursor is None or not _is_due(box, now):
        return ()
    with calling_gmail(app, mailbox, box):
        recent = app.mailbox.recent(mailbox, since=since_connected(box, _since(box, now)))
        new = queue_unseen(app, mailbox, recent, box.cursor)
    # Noted when all of it is queued: who dies before looks again, and finds the rest.
    app.store.update(box, lambda current: replace(current, looked_at=now))
    found = tuple(record.id for record in new)
    if found:
        logger.warning("mail found beside history", extra={"fields": {"mailbox": mailbox, "mails": found}})
    wake(app, new)
    return found


def _since(box: MailboxRecord, now: datetime) -> datetime:
    """No gap behind the last look, after days without one; at most as far back as after a lost cursor."""
    behind = (box.looked_at or now) - (LOOK_BACK - LEAST_BETWEEN)
    return max(min(now - LOOK_BACK, behind), now - LONGEST_RESYNC_DAYS * A_DAY)


def _is_due(box: MailboxRecord, now: datetime) -> bool:
    return box.looked_at is None or now - box.looked_at >= LEAST_BETWEEN

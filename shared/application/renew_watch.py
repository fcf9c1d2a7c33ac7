"""Keep Gmail notifying us; never touch where we have read up to."""

import logging
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Final

from shared.application.app import App
from shared.application.quiet import calling_gmail
from shared.application.report_health import is_silent, report_refusal
from shared.domain.errors import ParleyError, PermanentError
from shared.domain.records import MailboxRecord

logger = logging.getLogger(__name__)

LEAST_BETWEEN_REVIVALS: Final = timedelta(days=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Renewed:
    """Until when each mailbox is watched, and in words which could not be renewed."""

    until: Mapping[str, datetime | None]
    failures: tuple[str, ...]


def renew_watches(app: App) -> Renewed:
    """Renew the watch of every mailbox of ours; one that fails stops no other, and a person hears of a refusal."""
    until: dict[str, datetime | None] = {}
    failures = []
    for mailbox in app.policy.mailboxes:
        try:
            until[mailbox] = renew_watch(app, mailbox).watch_expires_at
        except ParleyError as error:
            logger.exception("the watch of %s was not renewed", mailbox)
            failures.append(f"{mailbox}: {error}")
            if isinstance(error, PermanentError):
                report_refusal(app, mailbox, f"renewing the watch: {error}")
    return Renewed(until=until, failures=tuple(failures))


def revive_watch(app: App, mailbox: str) -> bool:
    """Stop the watch and watch again when mail came without a call of Gmail; answers whether it did.

    For a mailbox in which a sweep has just found such mail. A watch may look alive and be silent, and a renewal alone
    leaves it so. Once a day at most, whether it helped or not: what lasts is a person's to mend.
    """
    now = app.clock.now()

    def stopped(box: MailboxRecord) -> MailboxRecord | None:
        lately = box.rewatched_at is not None and now - box.rewatched_at < LEAST_BETWEEN_REVIVALS
        # Stored before Gmail is asked: who dies in between leaves a mailbox that `rewatch` finds.
        return None if lately or not is_silent(box, now) else replace(box, rewatched_at=now, watch_expires_at=None)

    box = app.store.update(MailboxRecord(address=mailbox, version=1), stopped)
    if box is None:
        return False
    logger.warning("silent watch made anew", extra={"fields": {"mailbox": mailbox, "last_push": str(box.last_push_at)}})
    _stop_and_watch(app, mailbox)
    return True


def rewatch(app: App, mailbox: str) -> bool:
    """Finish what `revive_watch` began and, for whatever failed then, did not finish; answers whether it did."""
    box = app.store.mailbox(mailbox)
    if box is None or box.rewatched_at is None or box.watch_expires_at is not None:
        return False
    _stop_and_watch(app, mailbox)
    return True


def _stop_and_watch(app: App, mailbox: str) -> None:
    with calling_gmail(app, mailbox, app.store.mailbox(mailbox)):
        app.mailbox.stop(mailbox)
    renew_watch(app, mailbox)


def renew_watch(app: App, mailbox: str) -> MailboxRecord:
    """Renew the mailbox's watch and record when it runs out; answers the record.

    Gmail's answer names the mailbox's newest history id. It seeds an empty cursor and is otherwise thrown away: taking
    it would skip every mail that has arrived but is not queued yet.
    """
    box = app.store.mailbox(mailbox)
    if box is None:
        app.store.create(MailboxRecord(address=mailbox, version=1))
    with calling_gmail(app, mailbox, box):
        watch = app.mailbox.watch(mailbox)
    now = app.clock.now()

    def renewed(box: MailboxRecord) -> MailboxRecord:
        if box.cursor is None:
            box = replace(box, cursor=watch.history_id, connected_at=now, read_at=now, looked_at=now)
        return replace(box, watch_expires_at=watch.expires_at)

    stored = app.store.update(MailboxRecord(address=mailbox, version=1), renewed)
    if stored is None:
        raise TypeError("a renewed watch is always stored")
    return stored

"""Keep Gmail notifying us; never touch where we have read up to."""

from dataclasses import replace

from shared.application.app import App
from shared.domain.records import MailboxRecord


def renew_watch(app: App, mailbox: str) -> MailboxRecord:
    """Renew the mailbox's watch and record when it runs out; answers the record.

    Gmail's answer names the mailbox's newest history id. It seeds an empty cursor and is otherwise thrown away: taking
    it would skip every mail that has arrived but is not queued yet.
    """
    if app.store.mailbox(mailbox) is None:
        app.store.create(MailboxRecord(address=mailbox, version=1))
    watch = app.mailbox.watch(mailbox)

    def renewed(box: MailboxRecord) -> MailboxRecord:
        cursor = watch.history_id if box.cursor is None else box.cursor
        return replace(box, cursor=cursor, watch_expires_at=watch.expires_at)

    stored = app.store.update(MailboxRecord(address=mailbox, version=1), renewed)
    if stored is None:
        raise TypeError("a renewed watch is always stored")
    return stored

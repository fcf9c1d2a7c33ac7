"""The mailbox that mail comes from and goes out of."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class MailboxRecord:
    """`mailboxes/{address}`.

    Attributes:
        cursor: Gmail history id up to which mail is queued; only ever grows; None before the first watch.
        watch_expires_at: When Gmail stops notifying unless the watch is renewed.
        last_push_at: When a notification of Gmail was last served; an old one means a dead watch or a long outage.
        sending: False switches all sending off for this mailbox.
        retry_at: Gmail asked for quiet until then; None: no such wish.
    """

    address: str
    version: int
    cursor: int | None = None
    watch_expires_at: datetime | None = None
    last_push_at: datetime | None = None
    sending: bool = True
    retry_at: datetime | None = None

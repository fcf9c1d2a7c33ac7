"""The mailbox that mail comes from and goes out of, and what people set for it."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Final

# Ours. Gmail lets a trial account send 500 messages in 24 hours and a paid one 2,000; beyond that the account is locked
# for up to a day, people included, whose own mails count too. https://support.google.com/a/answer/166852
DEFAULT_DAILY_CAP: Final = 400

# Ours. The sweep waits this long in line, so that a queue of mails drains at one in ten seconds.
DEFAULT_SECONDS_BETWEEN: Final = 10


@dataclass(frozen=True, slots=True, kw_only=True)
class SendingRules:
    """What people set for a mailbox.

    Attributes:
        signature: Lines under every mail; None: "Best," and the campaign's sender.
        seconds_between: Least time between two mails of ours.
        daily_cap: Most mails of ours in any 24 hours.
        warm_up_from: First day (UTC) of the warm-up; None: there is none.
        warm_up_caps: What holds in place of a higher cap on that day and on each day after it.
    """

    signature: str | None = None
    seconds_between: int = DEFAULT_SECONDS_BETWEEN
    daily_cap: int = DEFAULT_DAILY_CAP
    warm_up_from: date | None = None
    warm_up_caps: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class SettingChange:
    """Who changed what in a mailbox's settings; *what* in words."""

    at: datetime
    person: str
    what: str


@dataclass(frozen=True, slots=True, kw_only=True)
class MailboxRecord:
    """`mailboxes/{address}`.

    Attributes:
        cursor: Gmail history id up to which mail is queued; only ever grows; None before the first watch.
        connected_at: When the cursor was first set; older mail is none of ours; None: never.
        read_at: When its history was last read to the end, or up to half an hour before; None: never.
        looked_at: When all recent mail was last compared with the queue; None: never.
        watch_expires_at: When Gmail stops notifying unless the watch is renewed; None: nothing is watched.
        last_push_at: When a notification of Gmail was last served; an old one means a dead watch or a long outage.
        rewatched_at: When a silent watch was last stopped, to be made anew; None: never.
        sending: False switches all sending off for this mailbox.
        retry_at: Gmail asked for quiet until then; None: no such wish.
        changes: The newest changes of *rules*, *sending* and the breaker, oldest first.
    """

    address: str
    version: int
    cursor: int | None = None
    connected_at: datetime | None = None
    read_at: datetime | None = None
    looked_at: datetime | None = None
    watch_expires_at: datetime | None = None
    last_push_at: datetime | None = None
    rewatched_at: datetime | None = None
    sending: bool = True
    retry_at: datetime | None = None
    rules: SendingRules = SendingRules()
    changes: tuple[SettingChange, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Slot:
    """One mail's place among those that leave.

    Attributes:
        first: Whether it opens a thread: nobody has written back yet.
        recipients: To and CC together.
    """

    entry_id: str
    at: datetime
    first: bool
    recipients: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Bounce:
    """A mail of ours was refused for good; *inbound_id* is the report."""

    inbound_id: str
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class PacingRecord:
    """`pacing/{address}`: how much a mailbox sent; apart from `mailboxes`, which every notification writes.

    Attributes:
        slots: Of the last 24 hours, and the newest beyond them that the breaker counts; oldest first.
        bounces: Since the oldest of the sends that the breaker counts, or since it was last closed.
        breaker_opened_at: Too much bounced, so nothing is sent to new people until a person closes it; None: closed.
    """

    address: str
    version: int
    slots: tuple[Slot, ...] = ()
    bounces: tuple[Bounce, ...] = ()
    breaker_opened_at: datetime | None = None

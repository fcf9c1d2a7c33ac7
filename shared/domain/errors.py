"""Three kinds of failure, told apart by what the caller must do.

ParleyError                 (never raised itself)
├── PermanentError          trying again cannot help: record it, tell a person, acknowledge
│   ├── InvalidInput        a file, command or message is wrong; lists every problem with its place
│   ├── NotFound            the named record does not exist
│   ├── NotAllowed          the act is legal nowhere from here; says what is allowed
│   ├── CorruptRecord       a stored document breaks its schema or an invariant; it is quarantined
│   ├── Unstorable          the store can never take this document or id: the data is to blame, not our access
│   └── Refused             an outside system said no for good (revoked token, missing permission)
├── RetryableError          raise it: the platform delivers again
│   ├── Unavailable         an outside system did not answer, or answered that it cannot now
│   ├── RateLimited         an outside system asked to wait; knows until when
│   │   └── MailboxQuiet    Gmail wants no call about a mailbox before a time
│   ├── TokensSpent         the model may not be asked again today, or for this negotiation
│   ├── Contention          others kept changing the same record; nothing was written
│   └── Unclear             the answer to a write was lost: it may have happened
└── (anything else is a bug: never caught, it pages)
"""

from collections.abc import Sequence
from datetime import datetime


class ParleyError(Exception):
    """Base of every failure that Parley expects; raise a subclass."""


class PermanentError(ParleyError):
    """Trying again cannot help."""


class InvalidInput(PermanentError):
    """Every problem of one input, each naming its place and the fix."""

    def __init__(self, problems: Sequence[str]) -> None:
        super().__init__("\n".join(problems))
        self.problems = tuple(problems)


class NotFound(PermanentError):
    """The named record does not exist; *collection* and *id_* name the stored one that was looked for."""

    def __init__(self, message: str, *, collection: str | None = None, id_: str | None = None) -> None:
        super().__init__(message)
        self.collection = collection
        self.id_ = id_


class NotAllowed(PermanentError):
    """The act is not possible in the record's present state."""


class CorruptRecord(PermanentError):
    """A stored document that must not be used; its place and the broken rule are in the message."""


class Unstorable(PermanentError):
    """An id or a document that no store of ours can hold: reserved, too long, too large, no valid text."""


class Refused(PermanentError):
    """An outside system refused for good."""


class RetryableError(ParleyError):
    """The same call may succeed later."""


class Unavailable(RetryableError):
    """An outside system could not serve the call; nothing is known to have happened."""


class RateLimited(RetryableError):
    """An outside system asked to wait until *retry_at* (None: it did not say)."""

    def __init__(self, message: str, *, retry_at: datetime | None = None) -> None:
        super().__init__(message)
        self.retry_at = retry_at


class MailboxQuiet(RateLimited):
    """Gmail wants no call about *mailbox* before *until*."""

    def __init__(self, message: str, *, mailbox: str, until: datetime) -> None:
        super().__init__(message, retry_at=until)
        self.mailbox = mailbox
        self.until = until


class TokensSpent(RetryableError):
    """The model's tokens are used up: of the day *until* then, or (None) of one negotiation, which a person takes."""

    def __init__(self, message: str, *, until: datetime | None = None) -> None:
        super().__init__(message)
        self.until = until


class Contention(RetryableError):
    """A record kept changing under us; nothing of this attempt was written."""


class Unclear(RetryableError):
    """A write's answer was lost: it may or may not have happened, and must be looked up before it is repeated."""

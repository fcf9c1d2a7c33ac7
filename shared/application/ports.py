"""What the use-cases need from outside, in their own words; `Store` and `LanguageModel` have modules of their own.

Adapters implement these. Every call has a timeout inside its adapter, raises the errors of shared/domain/errors.py and
nothing of a vendor's.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Protocol

from shared.domain.mail.message import MailEnvelope
from shared.domain.records import Card, OutgoingMail


class Clock(Protocol):
    def now(self) -> datetime:
        """The present instant, aware, UTC."""
        ...


class PatientClock(Clock, Protocol):
    def sleep(self, pause: timedelta) -> None:
        """Let *pause* pass; a few seconds at most, as nothing is served meanwhile."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class MessageRef:
    """A message as Gmail's lists name it; *labels* is empty when the list did not say."""

    message_id: str
    thread_id: str
    labels: tuple[str, ...]

    @property
    def is_sent(self) -> bool:
        return "SENT" in self.labels

    @property
    def is_received(self) -> bool:
        """Whether it is neither sent mail nor a draft."""
        return not {"SENT", "DRAFT"} & set(self.labels)


@dataclass(frozen=True, slots=True, kw_only=True)
class HistoryRead:
    """What was added since a cursor.

    Attributes:
        messages: Each once, oldest first; drafts are left out, sent mail is in.
        cursor: History id of the newest message seen, *since* when there was none: never ahead of what was listed.
    """

    messages: tuple[MessageRef, ...]
    cursor: int


@dataclass(frozen=True, slots=True)
class HistoryExpired:
    """Gmail no longer knows the cursor: everything recent must be looked at instead."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RawMail:
    """A message as received, byte for byte."""

    envelope: MailEnvelope
    raw: bytes


@dataclass(frozen=True, slots=True, kw_only=True)
class ThreadMessage(MessageRef):
    """One message of a thread, without its text.

    Attributes:
        marker: Our X-Parley-Send-Id; None on mail that Parley did not write.
    """

    received_at: datetime
    sender: str
    rfc822_message_id: str | None
    marker: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    draft_id: str
    thread_id: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SentMail:
    message_id: str
    thread_id: str


@dataclass(frozen=True, slots=True)
class DraftGone:
    """The draft is not there any more: it was sent already, or a person deleted it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Watch:
    """Gmail's answer to a renewed watch; *history_id* seeds an empty cursor and does nothing else."""

    history_id: int
    expires_at: datetime


class Mailbox(Protocol):
    """Gmail. *address* names the mailbox to act in."""

    def history(self, address: str, *, since: int) -> HistoryRead | HistoryExpired:
        """Every message added after the history id *since*, all pages."""
        ...

    def current_cursor(self, address: str) -> int:
        """The mailbox's history id now."""
        ...

    def recent(self, address: str, *, since: datetime) -> tuple[MessageRef, ...]:
        """Every message that came or was sent at or after *since*, spam included, drafts left out.

        What was sent comes first and is labelled SENT; either is oldest first.
        """
        ...

    def fetch(self, address: str, message_id: str) -> RawMail | None:
        """The whole message; None when it was deleted."""
        ...

    def thread(self, address: str, thread_id: str) -> tuple[ThreadMessage, ...]:
        """The thread's messages, drafts included, oldest first; empty when there is no such thread."""
        ...

    def received_from(self, address: str, *, senders: Sequence[str], since: datetime) -> tuple[MessageRef, ...]:
        """The newest hundred messages from any of *senders* that came at or after *since*, spam included.

        It is Gmail's search, which knows a message seconds after its thread does.
        """
        ...

    def find_draft(self, address: str, *, marker: str) -> Draft | None:
        """The draft that carries *marker*, among the newest hundred; None when there is none."""
        ...

    def create_draft(self, mail: OutgoingMail, *, marker: str) -> Draft:
        """Store the mail as a draft that carries *marker* in X-Parley-Send-Id. One POST, never repeated here.

        Raises:
            Unclear: the answer was lost; a draft may exist.
        """
        ...

    def find_sent(self, mail: OutgoingMail, *, marker: str) -> SentMail | None:
        """The sent mail that carries *marker*, in whatever thread, among the newest to the same person.

        For what the thread does not show. None when there is none, or when Gmail's search does not know it yet.
        """
        ...

    def send_draft(self, mail: OutgoingMail, draft_id: str, *, marker: str) -> SentMail | DraftGone:
        """Send *mail*, whatever the draft holds now; Gmail consumes the draft. One POST, never repeated here.

        Raises:
            Unclear: the answer was lost; the mail may have left.
        """
        ...

    def delete_draft(self, address: str, draft_id: str) -> bool:
        """Delete the draft; False: it was gone already, deleted or sent."""
        ...

    def rfc822_message_id(self, address: str, message_id: str) -> str | None:
        """The Message-ID header that the message really has; None when the message is gone."""
        ...

    def marker(self, address: str, message_id: str) -> str | None:
        """The message's X-Parley-Send-Id; None when Parley did not write it, or it is gone."""
        ...

    def watch(self, address: str) -> Watch:
        """Ask Gmail to notify us for the next days."""
        ...

    def stop(self, address: str) -> None:
        """Ask Gmail to notify nobody of this mailbox any more, until the next `watch`."""
        ...


class Notifier(Protocol):
    """Slack."""

    def find(self, card: Card, *, marker: str) -> str | None:
        """The timestamp of the post that carries *marker* in its metadata; None when it was not posted."""
        ...

    def post(self, card: Card, *, marker: str) -> str:
        """Post the card; answers its timestamp.

        Raises:
            Unclear: the answer was lost; the card may have been posted.
        """
        ...


class Publisher(Protocol):
    """Pub/Sub."""

    def publish(self, topic: str, message: Mapping[str, str]) -> None:
        """Hand the message to the topic and wait for the server's answer; nothing is left to a background thread."""
        ...

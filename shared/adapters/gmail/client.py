from base64 import urlsafe_b64decode
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from itertools import islice
from typing import TYPE_CHECKING, Any, Final

from shared.adapters.gmail.mime import MARKER_HEADER, draft_bytes
from shared.adapters.gmail.quota import UNITS_PER_MINUTE, Quota
from shared.adapters.gmail.reads import GmailReads
from shared.adapters.gmail.writes import WRITE_SECONDS, GmailWrites
from shared.application.ports import (
    Draft,
    DraftGone,
    HistoryExpired,
    HistoryRead,
    MessageRef,
    PatientClock,
    RawMail,
    SentMail,
    ThreadMessage,
    Watch,
)
from shared.domain.errors import NotFound, Unavailable
from shared.domain.mail.message import MailEnvelope
from shared.domain.records import OutgoingMail

if TYPE_CHECKING:
    from google.auth.credentials import Credentials

GMAIL_ROOT: Final = "https://gmail.googleapis.com"

_DRAFT: Final = "DRAFT"
_EPOCH: Final = datetime(1970, 1, 1, tzinfo=UTC)

Json = Mapping[str, Any]


# A worker that left a draft behind did so minutes ago; older drafts are people's.
NEWEST_DRAFTS: Final = 100

# What is looked for left lately; few mails go to one person in that time.
NEWEST_SENT: Final = 25


@dataclass(frozen=True, slots=True, kw_only=True)
class Bounds:
    """What a call may cost.

    Attributes:
        write_seconds: How long a write may take to connect, and to be answered.
        units_per_minute: Gmail's quota units that this process may use in one mailbox.
    """

    write_seconds: tuple[float, float] = WRITE_SECONDS
    units_per_minute: int = UNITS_PER_MINUTE


class GmailMailbox:
    """The Gmail API as the port `Mailbox`; may be used by several threads at once.

    Args:
        credentials_for: credentials of a mailbox's user; asked once per address.
        topic: full name of the topic that Gmail notifies, "projects/P/topics/T", in the project of the credentials.
        clock: what Retry-After and the quota count from.
        api_root: Gmail's address, or another one in its place.
        bounds: how long a write may take, and how much a mailbox may use.
    """

    def __init__(
        self,
        *,
        credentials_for: Callable[[str], "Credentials"],
        topic: str,
        clock: PatientClock,
        api_root: str = GMAIL_ROOT,
        bounds: Bounds = Bounds(),
    ) -> None:
        remembered = _remembered(credentials_for)
        quota = Quota(clock, bounds.units_per_minute)
        self._reads = GmailReads(credentials_for=remembered, api_root=api_root, clock=clock, quota=quota)
        self._writes = GmailWrites(
            credentials_for=remembered, api_root=api_root, clock=clock, quota=quota, seconds=bounds.write_seconds
        )
        self._topic = topic

    def history(self, address: str, *, since: int) -> HistoryRead | HistoryExpired:
        """As the port says.

        The cursor is the newest record that was seen, not the answer's historyId: Gmail shows a message seconds after
        it counts it, and a cursor ahead of what was listed would skip that message for good.
        """
        try:
            pages = list(self._reads.history_pages(address, since))
        except NotFound:
            return HistoryExpired()
        records = [record for page in pages for record in page.get("history", ())]
        added = [item["message"] for record in records for item in record.get("messagesAdded", ())]
        cursor = max([since, *(int(record["id"]) for record in records)])
        return HistoryRead(messages=_refs(added), cursor=cursor)

    def current_cursor(self, address: str) -> int:
        return int(self._reads.profile(address)["historyId"])

    def recent(self, address: str, *, since: datetime) -> tuple[MessageRef, ...]:
        pages = self._reads.message_pages(address, f"after:{int(since.timestamp())} -in:sent -in:drafts")
        newest_first = [message for page in pages for message in page.get("messages", ())]
        return _refs(reversed(newest_first))

    def fetch(self, address: str, message_id: str) -> RawMail | None:
        message = self._reads.raw_message(address, message_id)
        if message is None:
            return None
        return RawMail(envelope=_envelope(message), raw=_decoded(message["raw"]))

    def thread(self, address: str, thread_id: str) -> tuple[ThreadMessage, ...]:
        thread = self._reads.thread(address, thread_id) or {}
        messages = [_thread_message(message) for message in thread.get("messages", ())]
        return tuple(sorted(messages, key=lambda message: message.received_at))

    def received_from(self, address: str, *, senders: Sequence[str], since: datetime) -> tuple[MessageRef, ...]:
        anyone = " ".join(f'from:"{sender}"' for sender in senders)
        found = self._reads.newest_messages(address, f"after:{int(since.timestamp())} {{{anyone}}} -in:sent -in:drafts")
        return _refs(found.get("messages", ()))

    def find_draft(self, address: str, *, marker: str) -> Draft | None:
        drafts = (draft for page in self._reads.draft_pages(address) for draft in page.get("drafts", ()))
        for draft in islice(drafts, NEWEST_DRAFTS):
            message = self._reads.headers_of(address, draft["message"]["id"], [MARKER_HEADER])
            if message is not None and _header(message, MARKER_HEADER) == marker:
                return Draft(draft_id=str(draft["id"]), thread_id=str(message["threadId"]))
        return None

    def create_draft(self, mail: OutgoingMail, *, marker: str) -> Draft:
        raw = draft_bytes(mail, marker=marker)
        return self._writes.create_draft(mail.mailbox, raw, thread_id=mail.thread_id)

    def find_sent(self, mail: OutgoingMail, *, marker: str) -> SentMail | None:
        pages = self._reads.message_pages(mail.mailbox, f'in:sent to:"{mail.to[0]}"')
        newest = (message for page in pages for message in page.get("messages", ()))
        for message in islice(newest, NEWEST_SENT):
            headers = self._reads.headers_of(mail.mailbox, message["id"], [MARKER_HEADER])
            if headers is not None and _header(headers, MARKER_HEADER) == marker:
                return SentMail(message_id=str(message["id"]), thread_id=str(message["threadId"]))
        return None

    def send_draft(self, mail: OutgoingMail, draft_id: str, *, marker: str) -> SentMail | DraftGone:
        raw = draft_bytes(mail, marker=marker)
        return self._writes.send_draft(mail.mailbox, draft_id, raw, thread_id=mail.thread_id)

    def delete_draft(self, address: str, draft_id: str) -> bool:
        return self._writes.delete_draft(address, draft_id)

    def rfc822_message_id(self, address: str, message_id: str) -> str | None:
        message = self._reads.headers_of(address, message_id, ["Message-ID"])
        return None if message is None else _header(message, "Message-ID")

    def watch(self, address: str) -> Watch:
        answer = self._reads.watch(address, self._topic)
        return Watch(history_id=int(answer["historyId"]), expires_at=_instant(answer["expiration"]))

    def stop(self, address: str) -> None:
        self._reads.stop(address)

    def close(self) -> None:
        """Close the idle connections."""
        self._reads.close()


def _remembered(credentials_for: Callable[[str], "Credentials"]) -> Callable[[str], "Credentials"]:
    """Credentials keep their token, so each mailbox has one object for the life of the process."""
    known: dict[str, Credentials] = {}

    def remembered(address: str) -> "Credentials":
        if address not in known:
            known[address] = credentials_for(address)
        return known[address]

    return remembered


def _refs(messages: Iterable[Json]) -> tuple[MessageRef, ...]:
    """Each message once, in order, drafts left out as far as the list names labels."""
    refs = {message["id"]: _ref(message) for message in messages if _DRAFT not in message.get("labelIds", ())}
    return tuple(refs.values())


def _ref(message: Json) -> MessageRef:
    return MessageRef(
        message_id=message["id"], thread_id=message["threadId"], labels=tuple(message.get("labelIds", ()))
    )


def _envelope(message: Json) -> MailEnvelope:
    return MailEnvelope(
        message_id=message["id"],
        thread_id=message["threadId"],
        received_at=_instant(message["internalDate"]),
        labels=tuple(message.get("labelIds", ())),
    )


def _thread_message(message: Json) -> ThreadMessage:
    return ThreadMessage(
        message_id=message["id"],
        thread_id=message["threadId"],
        labels=tuple(message.get("labelIds", ())),
        received_at=_instant(message["internalDate"]),
        sender=_header(message, "From") or "",
        rfc822_message_id=_header(message, "Message-ID"),
        marker=_header(message, MARKER_HEADER),
    )


def _header(message: Json, name: str) -> str | None:
    """The first header of that name in any case ("Message-Id" is common); None when it is missing."""
    wanted = name.lower()
    values = (item["value"] for item in _headers(message) if item.get("name", "").lower() == wanted)
    return next(values, None)


def _headers(message: Json) -> Iterator[Json]:
    yield from message.get("payload", {}).get("headers", ())


def _instant(milliseconds: str | int) -> datetime:
    """Gmail's epoch milliseconds, exact: a float would round them."""
    return _EPOCH + timedelta(milliseconds=int(milliseconds))


def _decoded(text: str) -> bytes:
    """Base64url with or without its padding."""
    try:
        return urlsafe_b64decode(text + "=" * (-len(text) % 4))
    except ValueError as exc:
        raise Unavailable("Gmail messages.get: raw is not base64url") from exc

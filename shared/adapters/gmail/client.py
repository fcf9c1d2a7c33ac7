from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from itertools import islice
from typing import TYPE_CHECKING, Final

from shared.adapters.gmail.answers import (
    header,
    instant,
    message_ref,
    message_refs,
    needed,
    raw_mail,
    thread_message,
    whole_number,
)
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
from shared.domain.errors import NotFound
from shared.domain.records import OutgoingMail

if TYPE_CHECKING:
    from google.auth.credentials import Credentials

GMAIL_ROOT: Final = "https://gmail.googleapis.com"

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
        call = "history.list"
        try:
            pages = list(self._reads.history_pages(address, since))
        except NotFound:
            return HistoryExpired()
        records = [record for page in pages for record in page.get("history", ())]
        added = [needed(item, "message", call) for record in records for item in record.get("messagesAdded", ())]
        cursor = max([since, *(whole_number(record, "id", call) for record in records)])
        return HistoryRead(messages=message_refs(added, call), cursor=cursor)

    def current_cursor(self, address: str) -> int:
        return whole_number(self._reads.profile(address), "historyId", "getProfile")

    def recent(self, address: str, *, since: datetime) -> tuple[MessageRef, ...]:
        """As the port says; the list names no labels, so that what was sent is asked for by itself."""
        after = f"after:{int(since.timestamp())} -in:drafts"
        sent = [replace(ref, labels=("SENT",)) for ref in self._listed(address, f"{after} in:sent")]
        return (*sent, *self._listed(address, f"{after} -in:sent"))

    def _listed(self, address: str, query: str) -> tuple[MessageRef, ...]:
        pages = self._reads.message_pages(address, query)
        newest_first = [message for page in pages for message in page.get("messages", ())]
        return message_refs(reversed(newest_first), "messages.list")

    def fetch(self, address: str, message_id: str) -> RawMail | None:
        message = self._reads.raw_message(address, message_id)
        return None if message is None else raw_mail(message, "messages.get")

    def thread(self, address: str, thread_id: str) -> tuple[ThreadMessage, ...]:
        thread = self._reads.thread(address, thread_id) or {}
        messages = [thread_message(message, "threads.get") for message in thread.get("messages", ())]
        return tuple(sorted(messages, key=lambda message: message.received_at))

    def received_from(self, address: str, *, senders: Sequence[str], since: datetime) -> tuple[MessageRef, ...]:
        anyone = " ".join(f'from:"{sender}"' for sender in senders)
        found = self._reads.newest_messages(address, f"after:{int(since.timestamp())} {{{anyone}}} -in:sent -in:drafts")
        return message_refs(found.get("messages", ()), "messages.list")

    def find_draft(self, address: str, *, marker: str) -> Draft | None:
        drafts = (draft for page in self._reads.draft_pages(address) for draft in page.get("drafts", ()))
        for draft in islice(drafts, NEWEST_DRAFTS):
            held = needed(needed(draft, "message", "drafts.list"), "id", "drafts.list")
            message = self._marked(address, held, marker)
            if message is not None:
                return Draft(draft_id=needed(draft, "id", "drafts.list"), thread_id=message.thread_id)
        return None

    def create_draft(self, mail: OutgoingMail, *, marker: str) -> Draft:
        raw = draft_bytes(mail, marker=marker)
        return self._writes.create_draft(mail.mailbox, raw, thread_id=mail.thread_id)

    def find_sent(self, mail: OutgoingMail, *, marker: str) -> SentMail | None:
        pages = self._reads.message_pages(mail.mailbox, f'in:sent to:"{mail.to[0]}"')
        newest = (message for page in pages for message in page.get("messages", ()))
        for message in islice(newest, NEWEST_SENT):
            found = self._marked(mail.mailbox, needed(message, "id", "messages.list"), marker)
            if found is not None:
                return SentMail(message_id=found.message_id, thread_id=found.thread_id)
        return None

    def _marked(self, address: str, message_id: str, marker: str) -> MessageRef | None:
        """The message when it carries *marker*; None when it does not, or is gone."""
        message = self._reads.headers_of(address, message_id, [MARKER_HEADER])
        if message is None or header(message, MARKER_HEADER, "messages.get") != marker:
            return None
        return message_ref(message, "messages.get")

    def send_draft(self, mail: OutgoingMail, draft_id: str, *, marker: str) -> SentMail | DraftGone:
        raw = draft_bytes(mail, marker=marker)
        return self._writes.send_draft(mail.mailbox, draft_id, raw, thread_id=mail.thread_id)

    def delete_draft(self, address: str, draft_id: str) -> bool:
        return self._writes.delete_draft(address, draft_id)

    def rfc822_message_id(self, address: str, message_id: str) -> str | None:
        message = self._reads.headers_of(address, message_id, ["Message-ID"])
        return None if message is None else header(message, "Message-ID", "messages.get")

    def marker(self, address: str, message_id: str) -> str | None:
        message = self._reads.headers_of(address, message_id, [MARKER_HEADER])
        return None if message is None else header(message, MARKER_HEADER, "messages.get")

    def watch(self, address: str) -> Watch:
        answer = self._reads.watch(address, self._topic)
        return Watch(
            history_id=whole_number(answer, "historyId", "watch"), expires_at=instant(answer, "expiration", "watch")
        )

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

import threading
from collections.abc import Callable, Iterable
from dataclasses import replace
from datetime import datetime

from emulators.gmail.errors import not_found
from emulators.gmail.habits import Habits
from emulators.gmail.history import Change, ChangeKind, History
from emulators.gmail.ids import Ids
from emulators.gmail.messages import StoredMessage
from emulators.gmail.payload import Json
from emulators.gmail.watch import Watch
from emulators.wallclock import now

OnChange = Callable[["Mailbox", Change], None]


class Mailbox:
    """One account: its messages, threads, drafts and history.

    Hold `lock` around anything that reads or writes more than one of them.

    Attributes:
        address: lower case.
        habits: the habits in force, asked at every use.
        drafts: draft id -> message id.
        sent: every mail that left, in order; nothing ever takes one away. What counts duplicates.
        watch: None when nothing is to be pushed.
    """

    def __init__(self, address: str, ids: Ids, habits: Callable[[], Habits], on_change: OnChange) -> None:
        self.lock = threading.RLock()
        self.address = address
        self.ids = ids
        self.habits = habits
        self.history = History(address)
        self.drafts: dict[str, str] = {}
        self.sent: list[Json] = []
        self.watch: Watch | None = None
        self._on_change = on_change
        self._messages: dict[str, StoredMessage] = {}
        self._order = 0

    def messages(self) -> list[StoredMessage]:
        """Oldest first."""
        with self.lock:
            return sorted(self._messages.values(), key=lambda message: message.order)

    def message(self, message_id: str) -> StoredMessage:
        """The message.

        Raises:
            ApiError: 404.
        """
        with self.lock:
            if message_id not in self._messages:
                raise not_found()
            return self._messages[message_id]

    def thread(self, thread_id: str) -> list[StoredMessage]:
        """Its messages, oldest first, never empty.

        Raises:
            ApiError: 404.
        """
        found = [message for message in self.messages() if message.thread_id == thread_id]
        if not found:
            raise not_found()
        return found

    def add(
        self,
        raw: bytes,
        *,
        thread_id: str | None,
        labels: Iterable[str],
        at: datetime | None = None,
        held_seconds: float = 0.0,
    ) -> StoredMessage:
        """Put a mail into the mailbox; *thread_id* None starts a thread, *at* None is now.

        *held_seconds*: history shows it only so long after, whatever it has shown meanwhile.
        """
        with self.lock:
            self._order += 1
            message_id = self.ids.message_id()
            message = StoredMessage(
                id=message_id,
                thread_id=thread_id or message_id,
                raw=raw,
                label_ids=tuple(sorted(set(labels))),
                at=at or now(),
                history_id=self.history.next_id(),
                order=self._order,
            )
            self._messages[message_id] = message
            self._record(ChangeKind.MESSAGE_ADDED, message, held_seconds=held_seconds)
            return message

    def remove(self, message_id: str) -> None:
        """Delete for good; a draft's message takes its draft along.

        Raises:
            ApiError: 404.
        """
        with self.lock:
            message = self.message(message_id)
            del self._messages[message_id]
            self.drafts = {draft: held for draft, held in self.drafts.items() if held != message_id}
            self._record(ChangeKind.MESSAGE_DELETED, replace(message, history_id=self.history.next_id()))

    def relabel(self, message_id: str, *, add: set[str], remove: set[str]) -> StoredMessage:
        """Change labels; only real changes reach history.

        Raises:
            ApiError: 404.
        """
        with self.lock:
            had = set(self.message(message_id).label_ids)
            self._label(message_id, ChangeKind.LABEL_ADDED, add - had)
            self._label(message_id, ChangeKind.LABEL_REMOVED, remove & had)
            return self.message(message_id)

    def rewrite(self, message_id: str, raw: bytes, *, thread_id: str | None) -> None:
        """Change a message in place, keeping its id; *thread_id* None starts a thread.

        Raises:
            ApiError: 404.
        """
        with self.lock:
            moved = replace(self.message(message_id), raw=raw, thread_id=thread_id or message_id)
            changed = replace(moved, history_id=self.history.next_id())
            self._messages[message_id] = changed
            self._record(ChangeKind.MESSAGE_ADDED, changed)

    def _label(self, message_id: str, kind: ChangeKind, labels: set[str]) -> None:
        if not labels:
            return
        message = self._messages[message_id]
        had = set(message.label_ids)
        after = had | labels if kind is ChangeKind.LABEL_ADDED else had - labels
        changed = replace(message, label_ids=tuple(sorted(after)), history_id=self.history.next_id())
        self._messages[message_id] = changed
        self._record(kind, changed, tuple(sorted(labels)))

    def _record(
        self, kind: ChangeKind, message: StoredMessage, label_ids: tuple[str, ...] = (), *, held_seconds: float = 0.0
    ) -> None:
        change = Change(
            id=message.history_id,
            kind=kind,
            message=message,
            label_ids=label_ids,
            at=now(),
            held_seconds=held_seconds,
        )
        self.history.append(change)
        self._on_change(self, change)

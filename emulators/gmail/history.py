import random
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from emulators.gmail.errors import not_found
from emulators.gmail.habits import Habits
from emulators.gmail.messages import StoredMessage
from emulators.gmail.payload import Json

_FIRST_ID = 40_000
_LARGEST_GAP = 37  # ids grow but are not contiguous: https://developers.google.com/workspace/gmail/api/guides/sync


class ChangeKind(StrEnum):
    """Values as the `historyTypes` parameter spells them."""

    MESSAGE_ADDED = "messageAdded"
    MESSAGE_DELETED = "messageDeleted"
    LABEL_ADDED = "labelAdded"
    LABEL_REMOVED = "labelRemoved"


_RECORD_KEY = {
    ChangeKind.MESSAGE_ADDED: "messagesAdded",
    ChangeKind.MESSAGE_DELETED: "messagesDeleted",
    ChangeKind.LABEL_ADDED: "labelsAdded",
    ChangeKind.LABEL_REMOVED: "labelsRemoved",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """One history record.

    Attributes:
        id: its history id.
        kind: what happened.
        message: as it was right after (for a deletion: right before).
        label_ids: the labels added or removed; empty for the other kinds.
        at: when it happened.
        held_seconds: it shows only so long after that, when later changes may have been shown already.
    """

    id: int
    kind: ChangeKind
    message: StoredMessage
    label_ids: tuple[str, ...]
    at: datetime
    held_seconds: float = 0.0

    def record(self) -> Json:
        entry: Json = {"message": self.message.labelled()}
        if self.label_ids:
            entry["labelIds"] = list(self.label_ids)
        return {"id": str(self.id), "messages": [self.message.named()], _RECORD_KEY[self.kind]: [entry]}


@dataclass(frozen=True, slots=True, kw_only=True)
class HistoryFilter:
    """What a caller asked for; empty means everything."""

    kinds: frozenset[ChangeKind]
    label_id: str

    def lets_through(self, change: Change) -> bool:
        if self.kinds and change.kind not in self.kinds:
            return False
        return not self.label_id or self.label_id in change.message.label_ids


class History:
    """The changes of one mailbox; its mailbox's lock guards it."""

    def __init__(self, seed: str) -> None:
        self._gaps = random.Random(seed)
        self._changes: list[Change] = []
        self._expired_before = 0
        self.latest_id = _FIRST_ID

    def next_id(self) -> int:
        self.latest_id += self._gaps.randint(1, _LARGEST_GAP)
        return self.latest_id

    def append(self, change: Change) -> None:
        self._changes.append(change)

    def expire(self) -> None:
        """Make every id that was ever handed out too old; the mailbox's next one is valid again."""
        self._expired_before = self.latest_id + 1
        self.next_id()

    def since(self, start_id: int, habits: Habits, at: datetime) -> tuple[Sequence[Change], int]:
        """The changes after *start_id* that show at *at*, and the `historyId` to answer with.

        Raises:
            ApiError: 404 when *start_id* is too old or was never handed out.
        """
        oldest = max(self._expired_before, habits.history_expired_before)
        if start_id < oldest or start_id > self.latest_id:
            raise not_found()
        shown_until = at - timedelta(seconds=habits.history_delay_seconds)
        hidden = [change.id for change in self._changes if change.at > shown_until and not change.held_seconds]
        shown_id = self.latest_id if habits.history_id_leads or not hidden else max(start_id, min(hidden) - 1)
        return [change for change in self._changes if _is_shown(change, start_id, shown_until, habits)], shown_id


def _is_shown(change: Change, start_id: int, shown_until: datetime, habits: Habits) -> bool:
    if change.id <= start_id or change.at + timedelta(seconds=change.held_seconds) > shown_until:
        return False
    return habits.sent_draft_noise or not change.message.is_outgoing

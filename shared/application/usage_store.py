"""The store's words for tokens: summed by precondition, however many spend at the same time."""

from collections.abc import Callable, Sequence
from typing import Final

from shared.application.documents import from_document, key_path, to_document
from shared.application.remembered import RememberingStorage
from shared.application.storage import Key, Stored, Write
from shared.domain.errors import Contention
from shared.domain.records.usage import UsageRecord

# All workers of an installation add to the day's record, each once or twice in several seconds.
SPEND_ATTEMPTS: Final = 40


class UsageStore(RememberingStorage):
    """Counters beside the records of `Store`."""

    def usage(self, ids: Sequence[str]) -> list[UsageRecord]:
        """Those of *ids* that were ever spent on, in the order of *ids*; one round trip."""
        return [_record(stored) for stored in self._load([_key(id_) for id_ in ids]) if stored] if ids else []

    def spend(self, ids: Sequence[str], change: Callable[[UsageRecord], UsageRecord]) -> None:
        """Change all the records in one write, the new ones included; each change sees the newest.

        Raises:
            Contention: forty others got in between; nothing was added.
        """
        keys = [_key(id_) for id_ in ids]
        stored = [self._recall(key) for key in keys]
        for attempt in range(SPEND_ATTEMPTS):
            if attempt or None in stored:
                stored = self._load(keys)
            writes = [_changed(key, found, change) for key, found in zip(keys, stored, strict=True)]
            if self._write(writes):
                return
        raise Contention(f"{', '.join(ids)} kept changing")


def _key(id_: str) -> Key:
    return Key(*key_path(UsageRecord, id_))


def _record(stored: Stored) -> UsageRecord:
    return from_document(UsageRecord, stored.key, stored.document)


def _changed(key: Key, stored: Stored | None, change: Callable[[UsageRecord], UsageRecord]) -> Write:
    current = _record(stored) if stored else UsageRecord(id=key.id, version=0)
    document = {**to_document(change(current)), "version": current.version + 1}
    return Write(key, document, stored.etag if stored else None)

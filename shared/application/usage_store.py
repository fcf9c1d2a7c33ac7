"""The store's words for tokens: summed by precondition, however many spend at the same time."""

from collections.abc import Callable, Sequence
from dataclasses import replace
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
        keys = [usage_key(id_) for id_ in ids]
        return [usage_at(stored.key, stored) for stored in self._load(keys) if stored] if ids else []

    def usage_now(self, ids: Sequence[str]) -> list[UsageRecord]:
        """One for each of *ids*, of version 0 where nothing was ever spent; one round trip."""
        keys = [usage_key(id_) for id_ in ids]
        return [usage_at(key, stored) for key, stored in zip(keys, self._load(keys), strict=True)]

    def spend(self, ids: Sequence[str], change: Callable[[UsageRecord], UsageRecord]) -> list[UsageRecord]:
        """Change all the records in one write, the new ones included; each change sees the newest.

        Answers what is stored now. What was never seen here is taken for new first, which the store refuses when it is
        not.

        Raises:
            Contention: forty others got in between; nothing was added.
        """
        keys = [usage_key(id_) for id_ in ids]
        stored = [self._recall(key) for key in keys]
        for attempt in range(SPEND_ATTEMPTS):
            if attempt:
                stored = self._load(keys)
            spent = [_changed(usage_at(key, found), change) for key, found in zip(keys, stored, strict=True)]
            if self._write([_write(*one) for one in zip(keys, spent, stored, strict=True)]):
                return spent
        raise Contention(f"{', '.join(ids)} kept changing")


def usage_key(id_: str) -> Key:
    return Key(*key_path(UsageRecord, id_))


def usage_at(key: Key, stored: Stored | None) -> UsageRecord:
    """The record, or an empty one of version 0 where nothing was ever spent."""
    return from_document(UsageRecord, key, stored.document) if stored else UsageRecord(id=key.id, version=0)


def _changed(current: UsageRecord, change: Callable[[UsageRecord], UsageRecord]) -> UsageRecord:
    return replace(change(current), version=current.version + 1)


def _write(key: Key, spent: UsageRecord, stored: Stored | None) -> Write:
    return Write(key, to_document(spent), stored.etag if stored else None)

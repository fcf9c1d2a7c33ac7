"""A storage that remembers the tags of what it read and wrote last, so that a change often needs no reading first.

What is remembered is only ever the first guess of a conditional write, which the storage refuses when the document has
changed since; nothing else is decided or answered from memory.
"""

from collections import OrderedDict
from collections.abc import Mapping, Sequence
from threading import Lock
from typing import Any, Final

from shared.application.storage import Etags, Find, Key, Storage, Stored, Write

# A turn touches about twenty documents, and an instance takes one turn at a time.
REMEMBERED: Final = 256


class RememberingStorage(Storage):
    """The primitives, each leaving behind what it learned."""

    def __init__(self) -> None:
        self._memory: OrderedDict[Key, Stored] = OrderedDict()
        self._memory_lock = Lock()

    def _load(self, keys: Sequence[Key]) -> list[Stored | None]:
        found = self._read(keys)
        self._remember([stored for stored in found if stored])
        return found

    def _query(self, find: Find) -> list[Stored]:
        found = self._find(find)
        self._remember(found)
        return found

    def _write(self, writes: Sequence[Write]) -> bool:
        self._forget([write.key for write in writes])
        return self._written([(write.key, write.document) for write in writes], self._swap(writes))

    def _commit(self, writes: Sequence[tuple[Key, Mapping[str, Any]]]) -> bool:
        self._forget([key for key, _ in writes])
        return self._written(writes, self._transact(writes))

    def _recall(self, key: Key) -> Stored | None:
        """What the document was when it was last seen here; it may have changed since."""
        with self._memory_lock:
            return self._memory.get(key)

    def _written(self, writes: Sequence[tuple[Key, Mapping[str, Any]]], etags: Etags | None) -> bool:
        if etags is None:
            return False
        self._remember(
            [Stored(key, document, etag) for (key, document), etag in zip(writes, etags, strict=True) if etag]
        )
        return True

    def _remember(self, found: Sequence[Stored]) -> None:
        with self._memory_lock:
            for stored in found[-REMEMBERED:]:
                self._memory[stored.key] = stored
                self._memory.move_to_end(stored.key)
            while len(self._memory) > REMEMBERED:
                self._memory.popitem(last=False)

    def _forget(self, keys: Sequence[Key]) -> None:
        with self._memory_lock:
            for key in keys:
                self._memory.pop(key, None)

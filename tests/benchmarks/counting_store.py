"""A store that counts what is asked of another one, and notices when a turn is committed."""

import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from shared.application.storage import Etags, Find, Key, Stored, Write
from shared.application.store import Store


@dataclass(slots=True)
class Counts:
    """Calls of the four primitives, and the documents that they read and wrote."""

    calls: int = 0
    read: int = 0
    written: int = 0


class CountingStore(Store):
    """Adds to `decide` until the first transaction, which commits the turn, and to `send` from then on.

    Attributes:
        on_mark: Called at the beginning of a turn, after its commit, and at its end.
        committed_at: `time.perf_counter()` after the turn's commit.
    """

    def __init__(self, inner: Store, on_mark: Callable[[], None] = lambda: None) -> None:
        super().__init__()
        self._inner = inner
        self._on_mark = on_mark
        self.begin()

    def begin(self) -> None:
        """A new turn, as an instance takes it that has seen nothing of it before: count from zero."""
        self._memory.clear()
        self.decide, self.send = Counts(), Counts()
        self.committed_at = 0.0
        self._on_mark()

    def end(self) -> tuple[Counts, Counts]:
        """What the turn asked for, up to its commit and after it."""
        self._on_mark()
        return self.decide, self.send

    @property
    def _counts(self) -> Counts:
        return self.send if self.committed_at else self.decide

    def _read(self, keys: Sequence[Key]) -> list[Stored | None]:
        self._counts.calls += 1
        self._counts.read += len(keys)
        return self._inner._read(keys)

    def _find(self, find: Find) -> list[Stored]:
        found = self._inner._find(find)
        self._counts.calls += 1
        self._counts.read += len(found)
        return found

    def _swap(self, writes: Sequence[Write]) -> Etags | None:
        self._counts.calls += 1
        self._counts.written += len(writes)
        return self._inner._swap(writes)

    def _transact(self, writes: Sequence[tuple[Key, Mapping[str, Any]]]) -> Etags | None:
        self._counts.calls += 1
        self._counts.read += sum(document["version"] > 1 for _, document in writes)
        self._counts.written += len(writes)
        done = self._inner._transact(writes)
        if not self.committed_at:
            self.committed_at = time.perf_counter()
            self._on_mark()
        return done

    def close(self) -> None:
        self._inner.close()

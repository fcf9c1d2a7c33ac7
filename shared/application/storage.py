"""What a store adapter writes: four primitives over documents, and the shapes they speak in.

Every write names what it replaces, so two writers can never both win, and no operation holds a lock while something
slow happens.
"""

from abc import ABC, abstractmethod
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final, NamedTuple, TypeAlias

# One page of work for a sweep; what is left is found by the next one, minutes later.
PAGE: Final = 200


class Key(NamedTuple):
    """Where a document lies: ("negotiations/n1/turns", "3")."""

    collection: str
    id: str


@dataclass(frozen=True, slots=True)
class Stored:
    """A document as read, and the tag that a conditional write must name."""

    key: Key
    document: Mapping[str, Any]
    etag: str


@dataclass(frozen=True, slots=True)
class Write:
    """Create (*etag* None: the document must not exist) or replace exactly the version that *etag* names."""

    key: Key
    document: Mapping[str, Any]
    etag: str | None


# What the documents are called after a write, in its order; None for one whose new tag could not be told.
Etags: TypeAlias = tuple[str | None, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Find:
    """A query on one collection, or with *group* on every collection of that last name.

    Attributes:
        equals: Field and value pairs that must all hold.
        at_most: Field and instant: only documents whose field is not later.
        order_by: Ascending; needs a composite index in Firestore when *equals* is not empty.
        after: Only documents behind this one, in the order of their ids; goes with neither *group* nor *order_by*.
        by_id: In the order of their ids, as *after* needs it.
    """

    collection: str
    group: bool = False
    equals: tuple[tuple[str, str], ...] = ()
    at_most: tuple[str, datetime] | None = None
    order_by: str | None = None
    after: Key | None = None
    by_id: bool = False
    limit: int = PAGE


class Storage(ABC):
    """The primitives, and what serves whole stores: documents as they lie there, whatever their schema version."""

    def page(self, collection: str, after: Key | None) -> list[Stored]:
        """Up to PAGE documents of one collection, those behind *after*, in the order of their ids."""
        return self._find(Find(collection=collection, after=after, by_id=True))

    def lying_at(self, keys: Sequence[Key]) -> list[Stored | None]:
        """The documents in the order of *keys*, None where there is none."""
        return self._read(keys) if keys else []

    def put(self, writes: Sequence[Write]) -> bool:
        """All the writes or none; False: some document is not what its write names."""
        return self._swap(writes) is not None

    @abstractmethod
    def _read(self, keys: Sequence[Key]) -> list[Stored | None]:
        """The documents in the order of *keys*, None where there is none; one round trip."""

    @abstractmethod
    def _swap(self, writes: Sequence[Write]) -> Etags | None:
        """All the writes or none, without locks; one round trip.

        None: some document is not what its write names, nothing was written. Each document gets this call's attempt
        id, and an unclear answer is settled by reading it back.

        Raises:
            Unclear: the answer was lost and could not be looked up either.
            Unavailable: the store cannot be reached; nothing was written.
        """

    @abstractmethod
    def _transact(self, writes: Sequence[tuple[Key, Mapping[str, Any]]]) -> Etags | None:
        """All the writes or none, in one transaction that re-loads every document it replaces.

        A document whose `version` is 1 must not exist; any other must be stored with exactly one version less. None,
        Unclear and Unavailable as for `_swap`.
        """

    @abstractmethod
    def _find(self, find: Find) -> list[Stored]:
        """The documents that match; one round trip."""

    @abstractmethod
    def close(self) -> None:
        """Let go of connections; the store is not used afterwards."""

"""Copy everything from one store into another: nothing there is ever overwritten, and all of it is read back."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Any, Final

from shared.application.documents import COLLECTIONS, Record, from_document, to_document
from shared.application.every_document import every_document
from shared.application.storage import Key, Storage, Stored, Write
from shared.domain.errors import CorruptRecord, NotAllowed

# Far below Firestore's 10 MiB a commit: a document of ours is rarely over 50 kB.
BATCH: Final = 50


@dataclass(frozen=True, slots=True, kw_only=True)
class Copied:
    """One collection.

    Attributes:
        documents: How many the source has.
        copied: Created in this run; the others had been there.
        verified: Read back from the target, equal to the source.
        in_target: How many the target has in the end.
        differing: Places where the target holds something else.
        corrupt: Why each document of the source that could not be read was left out, with its place.
    """

    collection: str
    documents: int
    copied: int
    verified: int
    in_target: int
    differing: tuple[str, ...]
    corrupt: tuple[str, ...]

    @property
    def is_whole(self) -> bool:
        return self.verified == self.documents == self.in_target


def copy_store(source: Storage, target: Storage, *, resume: bool) -> Iterator[Copied]:
    """Copy collection by collection; *resume* goes on in a target that holds a part already.

    Nobody may write to the source meanwhile: what changes behind the copy is found differing.

    Raises:
        NotAllowed: the target is not empty, and *resume* is not set. Nothing was written.
    """
    filled = [collection for collection in _roots() if target.page(collection, None)]
    if filled and not resume:
        raise NotAllowed(f"the target is not empty (it has {', '.join(filled)}); --resume completes an earlier copy")
    # What lies below a negotiation or a campaign is found through it, so those go first.
    for kind in sorted(COLLECTIONS, key=lambda kind: "{}" in COLLECTIONS[kind]):
        yield _copied(source, target, kind)


def _roots() -> list[str]:
    return [collection for collection in COLLECTIONS.values() if "{}" not in collection]


def _copied(source: Storage, target: Storage, kind: type[Any]) -> Copied:
    documents, copied, verified = 0, 0, 0
    differing: list[str] = []
    corrupt: list[str] = []
    for batch in _batches(every_document(source, kind)):
        documents += len(batch)
        records = _readable(kind, batch, corrupt)
        copied += _created(target, records)
        wrong = _wrong(kind, target, records)
        differing += wrong
        verified += len(records) - len(wrong)
    return Copied(
        collection=COLLECTIONS[kind],
        documents=documents,
        copied=copied,
        verified=verified,
        in_target=sum(1 for _ in every_document(target, kind)),
        differing=tuple(differing),
        corrupt=tuple(corrupt),
    )


def _batches(found: Iterator[Stored]) -> Iterator[list[Stored]]:
    while batch := list(islice(found, BATCH)):
        yield batch


def _readable(kind: type[Any], batch: Sequence[Stored], corrupt: list[str]) -> list[tuple[Key, Record]]:
    records: list[tuple[Key, Record]] = []
    for stored in batch:
        try:
            records.append((stored.key, from_document(kind, stored.key, stored.document)))
        except CorruptRecord as error:
            corrupt.append(str(error))
    return records


def _created(target: Storage, records: Sequence[tuple[Key, Record]]) -> int:
    known = target.lying_at([key for key, _ in records])
    new = [
        Write(key, to_document(record), None) for (key, record), there in zip(records, known, strict=True) if not there
    ]
    # One that somebody creates at this moment makes the batch fail; what it holds is told by the reading back.
    return len(new) if new and target.put(new) else 0


def _wrong(kind: type[Any], target: Storage, records: Sequence[tuple[Key, Record]]) -> list[str]:
    """Places where the target, read back, does not hold the record."""
    there = target.lying_at([key for key, _ in records])
    pairs = zip(records, there, strict=True)
    return ["/".join(key) for (key, record), stored in pairs if not _holds(kind, stored, record)]


def _holds(kind: type[Any], stored: Stored | None, record: Record) -> bool:
    try:
        return stored is not None and from_document(kind, stored.key, stored.document) == record
    except CorruptRecord:
        return False

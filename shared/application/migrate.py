"""Bring stored documents to today's schema, step by step; what cannot be brought there is listed and left alone."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from shared.application.documents import COLLECTIONS, SCHEMA_VERSION, UPGRADES, Upgrades, from_document, to_document
from shared.application.every_document import every_document
from shared.application.storage import Storage, Write
from shared.domain.errors import CorruptRecord


@dataclass(frozen=True, slots=True, kw_only=True)
class Migrated:
    """One collection: how many documents there are, and what became of them.

    Attributes:
        outdated: Documents of an older schema; migrated when writing was asked for.
        overtaken: Those of them that somebody else changed at the same moment; run again.
        newer: Places of documents that only a newer Parley knows.
        corrupt: Why each other document is unreadable, with its place.
    """

    collection: str
    documents: int
    outdated: int
    overtaken: int
    newer: tuple[str, ...]
    corrupt: tuple[str, ...]


def migrate(store: Storage, *, write: bool, upgrades: Upgrades = UPGRADES) -> Iterator[Migrated]:
    """Look at every document, collection by collection; *write* False changes nothing."""
    for kind in COLLECTIONS:
        yield _migrated(store, kind, upgrades, write=write)


def _migrated(store: Storage, kind: type[Any], upgrades: Upgrades, *, write: bool) -> Migrated:
    newest = len(upgrades.get(kind, ())) + 1
    counts: Counter[str] = Counter()
    newer, corrupt = [], []
    for stored in every_document(store, kind):
        counts["documents"] += 1
        version = stored.document.get(SCHEMA_VERSION)
        if type(version) is int and version > newest:
            newer.append("/".join(stored.key))
            continue
        try:
            record = from_document(kind, stored.key, stored.document, upgrades)
        except CorruptRecord as error:
            corrupt.append(str(error))
            continue
        if version != newest:
            counts["outdated"] += 1
            # The record's own version stays: who has loaded it commits on top of this, or is asked to look again.
            upgraded = Write(stored.key, to_document(record, upgrades), stored.etag)
            counts["overtaken"] += write and not store.put([upgraded])
    return Migrated(
        collection=COLLECTIONS[kind],
        documents=counts["documents"],
        outdated=counts["outdated"],
        overtaken=counts["overtaken"],
        newer=tuple(newer),
        corrupt=tuple(corrupt),
    )

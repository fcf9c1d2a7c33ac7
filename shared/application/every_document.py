"""Every document of a store, collection by collection, page by page; those below a parent after their parents."""

from collections.abc import Iterator
from typing import Any

from shared.application.documents import COLLECTIONS
from shared.application.storage import PAGE, Key, Storage, Stored


def every_document(store: Storage, kind: type[Any]) -> Iterator[Stored]:
    """All documents that hold records of *kind*, as they lie there."""
    collection = COLLECTIONS[kind]
    if "{}" not in collection:
        yield from _pages(store, collection)
        return
    for parent in _pages(store, collection.partition("/")[0]):
        yield from _pages(store, collection.format(parent.key.id))


def _pages(store: Storage, collection: str) -> Iterator[Stored]:
    after: Key | None = None
    while True:
        page = store.page(collection, after)
        yield from page
        if len(page) < PAGE:
            return
        after = page[-1].key

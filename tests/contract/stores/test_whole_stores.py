"""Upgrading and copying whole stores: nothing lost, nothing overwritten, nothing repaired by guess."""

from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from typing import Any

import pytest

from shared.adapters.sqlite import SqliteStore
from shared.application.copy_store import Copied, copy_store
from shared.application.documents import COLLECTIONS, Upgrades, to_document
from shared.application.every_document import every_document
from shared.application.migrate import Migrated, migrate
from shared.application.storage import PAGE, Key, Write
from shared.application.store import Store
from shared.domain.errors import NotAllowed
from shared.domain.records import EventRecord, SuppressionRecord, TurnRecord
from tests.contract.stores.samples import CASE, ENTRY, EVENT, NEGOTIATION, RECORDS, SUPPRESSION, TURN


def fill(store: Store) -> None:
    """One document in every collection."""
    above = [record for record in RECORDS if not isinstance(record, TurnRecord | EventRecord)]
    assert store.commit([replace(record, version=1) for record in above])
    assert store.commit([(TURN, NEGOTIATION.id), (EVENT, NEGOTIATION.id)])


def put(store: Store, collection: str, id_: str, document: dict[str, Any]) -> None:
    assert store.put([Write(Key(collection, id_), document, None)])


@pytest.fixture
def other() -> Iterator[Store]:
    with closing(SqliteStore(":memory:")) as opened:
        yield opened


def by_collection(found: Iterator[Copied]) -> dict[str, tuple[int, int, int, int]]:
    return {one.collection: (one.documents, one.copied, one.verified, one.in_target) for one in found}


class TestEveryDocument:
    def test_is_found_once_over_several_pages(self, store: Store) -> None:
        ids = [f"{number:04d}@creator.example" for number in range(PAGE + 3)]
        for start in range(0, len(ids), 50):
            records = [replace(SUPPRESSION, email=email, version=1) for email in ids[start : start + 50]]
            assert store.commit(records)
        assert [stored.key.id for stored in every_document(store, SuppressionRecord)] == ids


class TestCopy:
    def test_holds_everything_in_the_end(self, store: Store, other: Store) -> None:
        fill(store)
        found = by_collection(copy_store(store, other, resume=False))
        assert found == dict.fromkeys(COLLECTIONS.values(), (1, 1, 1, 1))
        assert other.negotiation(NEGOTIATION.id) == store.negotiation(NEGOTIATION.id)
        assert other.turns(NEGOTIATION.id) == [TURN]

    def test_goes_the_other_way(self, store: Store, other: Store) -> None:
        fill(other)
        assert all(one.is_whole for one in copy_store(other, store, resume=False))
        assert store.entry(ENTRY.id) == replace(ENTRY, version=1)

    def test_refuses_a_target_that_is_not_empty(self, store: Store, other: Store) -> None:
        fill(store)
        other.create(replace(SUPPRESSION, version=1))
        with pytest.raises(NotAllowed, match=r"not empty \(it has suppressions\)"):
            list(copy_store(store, other, resume=False))
        assert other.existing(type(CASE), [CASE.id]) == {}

    def test_is_completed_and_never_overwrites(self, store: Store, other: Store) -> None:
        fill(store)
        changed = replace(SUPPRESSION, version=1, why="they asked us")
        assert other.create(changed)
        assert other.create(replace(CASE, version=1))
        found = {one.collection: one for one in copy_store(store, other, resume=True)}
        assert found["suppressions"].differing == (f"suppressions/{SUPPRESSION.email}",)
        assert not found["suppressions"].is_whole
        assert (found["cases"].copied, found["cases"].is_whole) == (0, True)
        assert other.suppression(SUPPRESSION.email) == changed

    def test_names_what_only_the_target_has(self, store: Store, other: Store) -> None:
        fill(store)
        assert other.create(replace(SUPPRESSION, version=1, email="zoe@other.example"))
        (suppressions,) = [one for one in copy_store(store, other, resume=True) if one.collection == "suppressions"]
        assert (suppressions.documents, suppressions.in_target, suppressions.is_whole) == (1, 2, False)

    def test_leaves_out_what_cannot_be_read_and_says_so(self, store: Store, other: Store) -> None:
        fill(store)
        put(store, "suppressions", "zoe@other.example", {"schema_version": 1, "email": "zoe@other.example"})
        (suppressions,) = [one for one in copy_store(store, other, resume=False) if one.collection == "suppressions"]
        assert (suppressions.copied, suppressions.is_whole) == (1, False)
        (corrupt,) = suppressions.corrupt
        assert corrupt.startswith("suppressions/zoe@other.example is corrupt: ")
        assert other.suppression("zoe@other.example") is None


def _reasoned(document: dict[str, Any]) -> dict[str, Any]:
    """What a first schema without reasons would have needed."""
    return {"why": "unknown", **document}


STEPS: Upgrades = {SuppressionRecord: (_reasoned,)}


def old_document() -> dict[str, Any]:
    document = to_document(replace(SUPPRESSION, email="mia@creator.example", version=4))
    return {key: value for key, value in document.items() if key != "why"} | {"schema_version": 1}


def of_suppressions(store: Store, *, write: bool, upgrades: Upgrades = STEPS) -> Migrated:
    (found,) = [one for one in migrate(store, write=write, upgrades=upgrades) if one.collection == "suppressions"]
    return found


class TestMigrate:
    def test_counts_and_changes_nothing_unless_told(self, store: Store) -> None:
        put(store, "suppressions", "mia@creator.example", old_document())
        found = of_suppressions(store, write=False)
        assert (found.documents, found.outdated, found.newer, found.corrupt) == (1, 1, (), ())
        (lying,) = every_document(store, SuppressionRecord)
        assert lying.document["schema_version"] == 1

    def test_upgrades_and_is_done_after_one_run(self, store: Store) -> None:
        put(store, "suppressions", "mia@creator.example", old_document())
        assert of_suppressions(store, write=True).outdated == 1
        (lying,) = every_document(store, SuppressionRecord)
        assert (lying.document["schema_version"], lying.document["why"], lying.document["version"]) == (2, "unknown", 4)
        assert of_suppressions(store, write=True).outdated == 0

    def test_never_touches_what_is_newer_or_unreadable(self, store: Store) -> None:
        newer = old_document() | {"schema_version": 3, "reason": "later"}
        corrupt = old_document() | {"at": "yesterday"}
        put(store, "suppressions", "a@creator.example", newer)
        put(store, "suppressions", "b@creator.example", corrupt)
        found = of_suppressions(store, write=True)
        assert (found.documents, found.outdated) == (2, 0)
        assert found.newer == ("suppressions/a@creator.example",)
        assert [text.split(" is corrupt")[0] for text in found.corrupt] == ["suppressions/b@creator.example"]
        lying = {stored.key.id: stored.document for stored in every_document(store, SuppressionRecord)}
        assert (lying["a@creator.example"]["schema_version"], lying["a@creator.example"]["reason"]) == (3, "later")
        assert lying["b@creator.example"]["at"] == "yesterday"

    def test_every_collection_is_looked_at(self, store: Store) -> None:
        fill(store)
        found = list(migrate(store, write=True))
        assert {one.collection: (one.documents, one.outdated) for one in found} == dict.fromkeys(
            COLLECTIONS.values(), (1, 0)
        )

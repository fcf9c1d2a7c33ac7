"""What only the SQLite store has: a file, a lock that others hold, and indexes of its own."""

import sqlite3
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from shared.adapters.sqlite import SqliteStore
from shared.application.storage import Find
from shared.application.store import Store
from shared.domain.errors import Contention, Refused, Unstorable
from shared.domain.records import InboundState
from tests.contract.stores.samples import CASE, ENTRY, INBOUND, NEGOTIATION, NOON, THREAD


def test_what_was_written_is_there_after_reopening(tmp_path: Path) -> None:
    with closing(SqliteStore(tmp_path / "parley.db")) as store:
        assert store.create(NEGOTIATION)
    with closing(SqliteStore(tmp_path / "parley.db")) as store:
        assert store.negotiation(NEGOTIATION.id) == NEGOTIATION


def test_stores_in_memory_are_apart() -> None:
    with closing(SqliteStore(":memory:")) as one, closing(SqliteStore(":memory:")) as other:
        assert one.create(THREAD)
        assert other.thread(THREAD.id) is None


def test_many_may_open_a_new_file_at_once(tmp_path: Path) -> None:
    def opened(number: int) -> bool:
        with closing(SqliteStore(tmp_path / "parley.db")) as store:
            return store.create(replace(THREAD, id=f"t-{number}"))

    with ThreadPoolExecutor(8) as threads:
        assert list(threads.map(opened, range(8))) == [True] * 8


def test_readers_do_not_wait_for_a_writer(tmp_path: Path) -> None:
    with closing(SqliteStore(tmp_path / "parley.db")) as store:
        assert store.create(THREAD)
        with closing(writer(tmp_path)):
            assert store.thread(THREAD.id) == THREAD


def test_a_writer_that_waits_too_long_is_contention_and_wrote_nothing(tmp_path: Path) -> None:
    with closing(SqliteStore(tmp_path / "parley.db")) as store:
        with closing(writer(tmp_path)), pytest.raises(Contention):
            store.create(THREAD)
        assert store.thread(THREAD.id) is None
        assert store.create(THREAD)


def writer(folder: Path) -> sqlite3.Connection:
    """Another program in the middle of a write."""
    connection = sqlite3.connect(folder / "parley.db", isolation_level=None)
    connection.execute("BEGIN IMMEDIATE")
    return connection


def test_a_file_that_is_no_database_is_refused(tmp_path: Path) -> None:
    (tmp_path / "parley.db").write_text("Dear Mia, thank you for your mail. " * 100)

    with pytest.raises(Refused, match=r"parley\.db"):
        SqliteStore(tmp_path / "parley.db")


def test_a_folder_that_does_not_exist_is_refused(tmp_path: Path) -> None:
    with pytest.raises(Refused, match=r"parley\.db"):
        SqliteStore(tmp_path / "absent" / "parley.db")


def test_a_failed_write_leaves_the_store_usable() -> None:
    with closing(SqliteStore(":memory:")) as store:
        with pytest.raises(Unstorable):
            store.commit([THREAD, replace(ENTRY, last_error="x" * 1_048_576)])

        assert store.thread(THREAD.id) is None
        assert store.create(THREAD)


@pytest.mark.parametrize(
    "ask",
    [
        pytest.param(lambda store: store.due_entries(NOON), id="due entries"),
        pytest.param(lambda store: store.queued_before(NOON), id="queued before"),
        pytest.param(lambda store: store.tasks_queued_before(NOON), id="tasks queued before"),
        pytest.param(lambda store: store.open_cases(), id="open cases"),
        pytest.param(lambda store: store.queued_in_thread("t"), id="queued in thread"),
        pytest.param(lambda store: store.negotiations("spring"), id="negotiations"),
    ],
)
def test_no_query_of_a_sweep_reads_a_whole_collection(ask: Callable[[Store], object]) -> None:
    with closing(SqliteStore(":memory:")) as store:
        asked: list[str] = []
        store._connection.set_trace_callback(asked.append)
        ask(store)
        store._connection.set_trace_callback(None)

        plans = [plan(store, statement) for statement in asked]

    assert plans
    assert all("USING INDEX by_" in text for text in plans), plans


def plan(store: SqliteStore, statement: str) -> str:
    return " ".join(row[-1] for row in store._connection.execute(f"EXPLAIN QUERY PLAN {statement}"))


def test_instants_are_compared_as_instants_whatever_their_zone_or_fraction() -> None:
    with closing(SqliteStore(":memory:")) as store:
        whole = NOON.replace(microsecond=0)
        for index, offset in enumerate((timedelta(microseconds=-1), timedelta(), timedelta(microseconds=1))):
            queued = replace(INBOUND, id=f"m{index}", state=InboundState.QUEUED, queued_at=whole + offset)
            assert store.create(queued)

        assert [mail.id for mail in store.queued_before(whole)] == ["m0", "m1"]


def test_a_query_by_anything_but_a_field_is_a_bug() -> None:
    with closing(SqliteStore(":memory:")) as store, pytest.raises(ValueError, match="no field"):
        store._find(Find(collection="cases", equals=(("state') OR ('1", "1"),)))


def test_a_document_is_readable_by_people(tmp_path: Path) -> None:
    with closing(SqliteStore(tmp_path / "parley.db")) as store:
        assert store.create(CASE)
    with closing(sqlite3.connect(tmp_path / "parley.db")) as connection:
        (row,) = connection.execute(
            "SELECT collection, id, json_extract(body, '$.state', '$.their_ask', '$.opened_at') FROM documents"
        )

    assert row == (
        "cases",
        "spring-0a1b2c3d4e-case-1",
        '["closed",{"amount":"4000.00","currency":"USD"},"2026-03-02T12:00:00.250000Z"]',
    )

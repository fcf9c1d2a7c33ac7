"""The same turns on each store: timed without anything in between, then counted at the wire where there is one."""

import tempfile
from collections import Counter
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from uuid import uuid4

from emulators.official import FirestoreEmulator, find_firestore
from shared.adapters.sqlite import SqliteStore
from shared.domain.errors import RetryableError
from tests.benchmarks.counting_store import CountingStore, Counts
from tests.benchmarks.turns import TurnCosts, TurnFigures, figures, play
from tests.contract.stores.clients import firestore_store
from tests.contract.stores.firestore_proxy import FirestoreProxy


@dataclass(frozen=True, slots=True, kw_only=True)
class Measured:
    """One store.

    Attributes:
        decide, send: What one turn asks of the store up to its commit, and after it.
        decide_calls, send_calls: Round trips by name: RPCs in Firestore, in SQLite calls of the store's primitives.
    """

    store: str
    figures: TurnFigures
    decide: Counts
    send: Counts
    decide_calls: dict[str, int]
    send_calls: dict[str, int]

    @property
    def round_trips(self) -> tuple[int, int]:
        return sum(self.decide_calls.values()), sum(self.send_calls.values())


def measure_sqlite(turns: int) -> Measured:
    """In a file, every commit synced to disk, as the local stack runs it."""
    with tempfile.TemporaryDirectory() as folder:
        store = CountingStore(SqliteStore(Path(folder) / "parley.db"))
        costs = play(store, turns)
        store.close()
    last = costs[-1]
    return Measured(
        store="SQLite",
        figures=figures(costs),
        decide=last.decide,
        send=last.send,
        decide_calls={"calls": last.decide.calls},
        send_calls={"calls": last.send.calls},
    )


def measure_firestore(turns: int) -> Measured | None:
    """In Google's emulator; None where it is not installed."""
    if find_firestore() is None:
        return None
    with FirestoreEmulator() as address:
        store = CountingStore(firestore_store(address, f"bench-{uuid4().hex[:8]}"))
        _wait_for_first_answer(store)
        costs = play(store, turns)
        store.close()
        with FirestoreProxy(address) as proxy:
            last, decide_calls, send_calls = _counted(proxy)
    return Measured(
        store="Firestore emulator",
        figures=figures(costs),
        decide=last.decide,
        send=last.send,
        decide_calls=dict(decide_calls),
        send_calls=dict(send_calls),
    )


def _wait_for_first_answer(store: CountingStore) -> None:
    # The emulator's first answer can take longer than the product waits for one.
    for _ in range(10):
        with suppress(RetryableError):
            store.thread("none")
            return
    raise RuntimeError("the Firestore emulator does not answer")


def _counted(proxy: FirestoreProxy) -> tuple[TurnCosts, Counter[str], Counter[str]]:
    """One turn through the proxy, and its RPCs up to the commit and after it."""
    seen: list[Counter[str]] = []
    store = CountingStore(
        firestore_store(proxy.address, f"bench-{uuid4().hex[:8]}"), on_mark=lambda: seen.append(proxy.calls.copy())
    )
    (last,) = play(store, 1)
    store.close()
    begin, commit, end = seen[-3:]
    return last, commit - begin, end - commit

"""How often a turn asks the store; docs/figures.md names each of these calls."""

from contextlib import closing

from shared.adapters.sqlite import SqliteStore
from tests.benchmarks.counting_store import CountingStore, Counts
from tests.benchmarks.turns import play


def test_a_counter_offer_asks_the_store_ten_times_until_it_is_committed_and_six_times_to_leave() -> None:
    with closing(CountingStore(SqliteStore(":memory:"))) as store:
        (costs,) = play(store, 1)

    assert costs.decide == Counts(calls=10, read=12, written=14)
    assert costs.send == Counts(calls=6, read=4, written=8)

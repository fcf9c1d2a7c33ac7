"""Tokens are summed exactly, however many add at the same time, in threads and from several clients."""

from contextlib import closing
from datetime import date

from shared.application.store import Store
from shared.domain.reading.facts import ModelUse
from shared.domain.records.usage import UsageRecord, usage_of_day, usage_of_negotiation, with_call
from tests.contract.stores.clients import open_store
from tests.contract.stores.contender import at_once

DAY = date(2026, 3, 2)
USE = ModelUse(model="m", input_tokens=100, output_tokens=10, cache_write_tokens=1, cache_read_tokens=2_000)
EACH = 5


def spend(store: Store, negotiation: str) -> list[UsageRecord]:
    ids = usage_of_day(DAY), usage_of_negotiation(negotiation)
    return store.spend(ids, lambda record: with_call(record, DAY, USE))


def test_what_is_spent_is_found_again(place: str) -> None:
    with closing(open_store(place)) as store:
        spend(store, "n1")
        spend(store, "n2")

        day, one = store.usage([usage_of_day(DAY), usage_of_negotiation("n1")])

        assert (day.version, day.calls, day.tokens) == (2, 2, 4_222)
        assert (one.version, one.calls, one.tokens) == (1, 1, 2_111)
        assert store.usage([usage_of_negotiation("unheard of")]) == []
        assert store.usage([]) == []


def test_what_is_stored_after_spending_is_told_with_what_others_spent(place: str) -> None:
    with closing(open_store(place)) as ours, closing(open_store(place)) as others:
        spend(ours, "n1")
        spend(others, "n2")

        day, one = spend(ours, "n1")

        assert (day.calls, day.version, one.calls, one.version) == (3, 3, 2, 2)
        assert ours.usage([day.id, one.id]) == [day, one]


def test_what_was_never_spent_on_is_told_as_nothing_where_every_record_is_asked_for(place: str) -> None:
    with closing(open_store(place)) as store:
        spend(store, "n1")

        one, none = store.usage_now([usage_of_negotiation("n1"), usage_of_negotiation("unheard of")])

    assert (one.version, one.tokens) == (1, 2_111)
    assert none == UsageRecord(id="negotiation:unheard of", version=0)


def test_six_clients_at_once_lose_nothing_and_count_nothing_twice(place: str) -> None:
    def work(number: int) -> None:
        with closing(open_store(place)) as store:
            for _ in range(EACH):
                spend(store, f"n{number}")

    at_once(6, work)

    with closing(open_store(place)) as store:
        (day,) = store.usage([usage_of_day(DAY)])
        each = store.usage([usage_of_negotiation(f"n{number}") for number in range(6)])
    assert (day.calls, day.tokens) == (30, 30 * 2_111)
    assert [(record.calls, record.tokens) for record in each] == [(5, 5 * 2_111)] * 6


def test_threads_that_share_a_client_lose_nothing(place: str) -> None:
    with closing(open_store(place)) as store:

        def work(number: int) -> None:
            for _ in range(EACH):
                spend(store, f"n{number}")

        at_once(6, work)

        (day,) = store.usage([usage_of_day(DAY)])
    assert (day.calls, day.tokens) == (30, 30 * 2_111)


def test_a_record_that_was_never_stored_is_changed_from_nothing(place: str) -> None:
    seen: list[UsageRecord] = []

    def note(record: UsageRecord) -> UsageRecord:
        seen.append(record)
        return with_call(record, DAY, USE)

    with closing(open_store(place)) as store:
        store.spend(["day:x"], note)

    assert [(record.id, record.version, record.lines) for record in seen] == [("day:x", 0, ())]

"""Leases and tokens: what a worker that was overtaken may still write, which is nothing."""

from dataclasses import replace
from datetime import timedelta

import pytest

from shared.application.claims import claim_entry, claim_thread, give_back, postpone, record_draft, released
from shared.domain.records import EntryState, OutboxEntry
from tests.contract.stores.samples import ENTRY, INBOUND
from tests.unit.application.world import LEASE, FakeApp, new_app

LONGER = (LEASE + timedelta(seconds=1)).total_seconds()


@pytest.fixture
def app() -> FakeApp:
    made = new_app()
    due = replace(ENTRY, state=EntryState.PENDING, token=0, lease_until=None, attempts=0, draft_id=None)
    made.store.create(replace(due, next_attempt_at=made.clock.now(), sent_id=None, sent_at=None))
    return made


def claimed(app: FakeApp) -> OutboxEntry:
    entry = claim_entry(app, ENTRY)
    assert entry is not None
    return entry


def test_an_entry_is_one_workers_until_its_lease_is_over(app: FakeApp) -> None:
    assert claimed(app).token == 1
    assert claim_entry(app, ENTRY) is None
    app.clock.advance(seconds=LONGER)
    assert claimed(app).token == 2


def test_a_thread_is_one_workers_until_its_lease_is_over(app: FakeApp) -> None:
    first = claim_thread(app, INBOUND)
    assert claim_thread(app, INBOUND) is None
    app.clock.advance(seconds=LONGER)
    second = claim_thread(app, INBOUND)
    assert first is not None
    assert second is not None
    assert (first.token, second.token, second.attempts) == (1, 2, 2)


def test_a_second_draft_is_not_recorded(app: FakeApp) -> None:
    entry = claimed(app)
    assert record_draft(app, entry, "r-1", "t-1") is not None
    assert record_draft(app, entry, "r-2", "t-1") is None
    assert app.store.entry(ENTRY.id).draft_id == "r-1"


def test_an_overtaken_worker_records_no_draft(app: FakeApp) -> None:
    overtaken = claimed(app)
    app.clock.advance(seconds=LONGER)
    claimed(app)
    assert record_draft(app, overtaken, "r-1", "t-1") is None
    assert app.store.entry(ENTRY.id).draft_id is None


def test_an_overtaken_worker_postpones_nothing(app: FakeApp) -> None:
    overtaken = claimed(app)
    app.clock.advance(seconds=LONGER)
    heir = claimed(app)
    postpone(app, overtaken, until=app.clock.now() + timedelta(days=1), why="no answer")
    assert app.store.entry(ENTRY.id) == heir


def test_an_overtaken_worker_frees_no_thread(app: FakeApp) -> None:
    overtaken = claim_thread(app, INBOUND)
    app.clock.advance(seconds=LONGER)
    heir = claim_thread(app, INBOUND)
    assert overtaken is not None
    give_back(app, overtaken, counts=True)
    assert app.store.thread(INBOUND.thread_key) == heir


def test_a_turn_that_was_committed_after_all_is_not_taken_back(app: FakeApp) -> None:
    lane = claim_thread(app, INBOUND)
    assert lane is not None
    done = released(lane, None)
    assert app.store.commit([done])
    give_back(app, lane, counts=False)
    assert app.store.thread(INBOUND.thread_key) == done

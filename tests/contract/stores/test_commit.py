"""A step's writes: all or none, once, and there for whoever looks next."""

from contextlib import closing
from dataclasses import replace

import pytest

from shared.application.documents import Record
from shared.application.store import Store
from shared.domain.negotiation import Negotiation, Owner
from shared.domain.states import State
from tests.contract.stores.clients import open_store
from tests.contract.stores.contender import at_once, processes, until_done
from tests.contract.stores.samples import CAMPAIGN, CASE, ENTRY, EVENT, NEGOTIATION, NOON, TASK, TURN


class TestCommit:
    def test_everything_of_a_step_is_written_together(self, store: Store) -> None:
        assert store.create(NEGOTIATION)
        moved = replace(NEGOTIATION, version=2, turn_count=4)

        assert store.commit([moved, (TURN, moved.id), (EVENT, moved.id), ENTRY, CASE])

        assert store.negotiation(moved.id) == moved
        assert store.turns(moved.id) == [TURN]
        assert store.events(moved.id) == [EVENT]
        assert store.entry(ENTRY.id) == ENTRY
        assert store.case(CASE.id) == CASE

    @pytest.mark.parametrize("version", [1, 2, 4])
    def test_a_version_that_is_not_the_next_writes_nothing(self, store: Store, version: int) -> None:
        assert store.create(replace(NEGOTIATION, version=2))

        assert not store.commit([ENTRY, replace(NEGOTIATION, version=version, turn_count=9), (TURN, NEGOTIATION.id)])

        assert store.negotiation(NEGOTIATION.id) == replace(NEGOTIATION, version=2)
        assert store.turns(NEGOTIATION.id) == []
        assert store.entries() == []

    def test_a_new_record_whose_id_is_taken_writes_nothing(self, store: Store) -> None:
        assert store.create(NEGOTIATION)
        assert store.create(ENTRY)

        assert not store.commit([replace(NEGOTIATION, version=2), replace(ENTRY, last_error="Other")])

        assert store.negotiation(NEGOTIATION.id) == NEGOTIATION
        assert store.entry(ENTRY.id) == ENTRY

    def test_a_changed_record_that_does_not_exist_writes_nothing(self, store: Store) -> None:
        assert not store.commit([replace(NEGOTIATION, version=2), ENTRY])

        assert store.entries() == []

    def test_a_step_is_committed_once_however_often_it_is_repeated(self, store: Store) -> None:
        assert store.create(NEGOTIATION)
        step: list[tuple[Record, str] | Record] = [
            replace(NEGOTIATION, version=2),
            (TURN, NEGOTIATION.id),
            ENTRY,
        ]

        assert [store.commit(step), store.commit(step), store.commit(step)] == [True, False, False]
        assert len(store.turns(NEGOTIATION.id)) == 1

    def test_one_of_three_steps_from_the_same_state_wins(self, store: Store) -> None:
        assert store.create(NEGOTIATION)

        def step(number: int) -> bool:
            moved = replace(NEGOTIATION, version=2, turn_count=number)
            return until_done(lambda: store.commit([moved, replace(ENTRY, id=f"entry-{number}")]))

        won = at_once(3, step)

        assert sorted(won) == [False, False, True]
        assert store.negotiation(NEGOTIATION.id).turn_count == won.index(True)
        assert [entry.id for entry in store.entries()] == [f"entry-{won.index(True)}"]

    def test_one_of_several_processes_wins(self, place: str) -> None:
        with closing(open_store(place)) as store:
            assert store.create(NEGOTIATION)

            answers = processes(place, "commit", NEGOTIATION.id, 2)

            assert answers.count("True") == 1
            assert store.negotiation(NEGOTIATION.id).turn_count == 99

    def test_steps_of_different_negotiations_do_not_hinder_each_other(self, place: str) -> None:
        def steps(number: int) -> list[bool]:
            negotiation = replace(NEGOTIATION, id=f"n{number}")
            with closing(open_store(place)) as store:
                return [store.commit([replace(negotiation, version=version)]) for version in range(1, 11)]

        assert at_once(4, steps) == [[True] * 10] * 4

    def test_a_roster_of_two_hundred_is_imported_in_one_step(self, store: Store) -> None:
        tasks = [replace(TASK, id=f"c{n:03}@x.example") for n in range(200)]

        assert store.commit([CAMPAIGN, *tasks])

        assert store.tasks("spring") == tasks

    def test_a_swap_sees_what_a_commit_wrote_in_between(self, store: Store) -> None:
        assert store.create(NEGOTIATION)
        between = [replace(NEGOTIATION, version=2, turn_count=50)]

        def change(negotiation: Negotiation) -> Negotiation:
            while between:
                assert store.commit([between.pop()])
            return replace(negotiation, unclear_count=7)

        changed = store.update(NEGOTIATION, change)

        assert changed == replace(NEGOTIATION, version=3, turn_count=50, unclear_count=7)


class TestAnotherClient:
    def test_every_state_on_the_way_is_read_by_a_new_client(self, place: str) -> None:
        start = replace(NEGOTIATION, state=State.AWAITING_REPLY, paused_from=None, owner=Owner.AGENT, owner_name=None)
        received = replace(start, version=2, state=State.COUNTER_RECEIVED, updated_at=NOON)
        sent = replace(received, version=3, state=State.COUNTER_SENT)
        for step in (start, received, sent):
            with closing(open_store(place)) as writer:
                assert writer.commit([step])
            with closing(open_store(place)) as reader:
                assert reader.negotiation(NEGOTIATION.id) == step

    def test_another_process_reads_what_this_one_wrote(self, place: str) -> None:
        with closing(open_store(place)) as store:
            assert store.create(NEGOTIATION)

            assert processes(place, "show", NEGOTIATION.id, 1) == ["paused version 1"]

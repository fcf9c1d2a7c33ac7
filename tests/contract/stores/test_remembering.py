"""What a store remembers saves a reading, and never replaces one: two clients of one store, one of them behind."""

from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace

import pytest

from shared.application.remembered import REMEMBERED
from shared.application.store import Store
from shared.domain.records import EntryState, PacingRecord, ThreadRecord
from tests.contract.stores.clients import open_store
from tests.contract.stores.contender import one_more
from tests.contract.stores.firestore_proxy import FirestoreProxy
from tests.contract.stores.samples import ENTRY, INBOUND, MAILBOX, NEGOTIATION, NOON, SENT_MAIL, STEP, THREAD, TURN

FINISHING = (ENTRY.id, NEGOTIATION.id, THREAD.id, SENT_MAIL.id)
BUSY = replace(THREAD, negotiation_id="another's")


@pytest.fixture
def ours(place: str) -> Iterator[Store]:
    with closing(open_store(place)) as store:
        yield store


@pytest.fixture
def others(place: str) -> Iterator[Store]:
    with closing(open_store(place)) as store:
        yield store


def if_free(thread: ThreadRecord) -> ThreadRecord | None:
    return None if thread.negotiation_id == "another's" else replace(thread, negotiation_id="ours")


class TestBehind:
    def test_a_change_reaches_the_newest_record(self, ours: Store, others: Store) -> None:
        ours.create(THREAD)
        others.update(THREAD, lambda thread: replace(thread, token=50))

        assert ours.update(THREAD, one_more) == replace(THREAD, version=3, token=50, attempts=2)

    def test_what_was_free_when_last_seen_is_not_taken_again(self, ours: Store, others: Store) -> None:
        ours.create(THREAD)
        others.update(THREAD, lambda _: BUSY)

        assert ours.update(THREAD, if_free) is None
        assert others.thread(THREAD.id) == replace(BUSY, version=2)

    def test_what_was_taken_when_last_seen_may_be_free_now(self, ours: Store, others: Store) -> None:
        ours.create(BUSY)
        others.update(THREAD, lambda thread: replace(thread, negotiation_id=None))

        assert ours.update(THREAD, if_free) == replace(THREAD, version=3, negotiation_id="ours")

    def test_records_seen_before_they_changed_are_not_replaced(self, ours: Store, others: Store) -> None:
        ours.create(THREAD)
        others.update(THREAD, one_more)

        assert not ours.replace_seen([replace(THREAD, version=2, token=9), (TURN, NEGOTIATION.id)])

        assert others.thread(THREAD.id) == replace(THREAD, version=2, attempts=THREAD.attempts + 1)
        assert others.turns(NEGOTIATION.id) == []

    def test_records_never_seen_are_replaced_all_the_same(self, ours: Store, others: Store) -> None:
        others.create(THREAD)

        assert ours.replace_seen([replace(THREAD, version=2, token=9), (TURN, NEGOTIATION.id)])
        assert others.thread(THREAD.id) == replace(THREAD, version=2, token=9)
        assert others.turns(NEGOTIATION.id) == [TURN]

    def test_a_mail_that_another_finished_is_not_finished_from_memory(self, ours: Store, others: Store) -> None:
        for record in (ENTRY, NEGOTIATION, THREAD):
            ours.create(record)
        others.update(ENTRY, lambda entry: replace(entry, state=EntryState.SENT))

        entry, *_ = ours.finishing(*FINISHING, guess=True)

        assert not ours.replace_seen([replace(entry, version=entry.version + 1, sent_id="ours")])
        assert ours.finishing(*FINISHING, guess=True)[0].state is EntryState.SENT
        assert others.entry(ENTRY.id).sent_id == ENTRY.sent_id

    def test_what_is_taken_for_new_is_not_written_over_another(self, ours: Store, others: Store) -> None:
        for record in (ENTRY, NEGOTIATION, THREAD):
            ours.create(record)
        others.create(SENT_MAIL)

        entry, *_, known = ours.finishing(*FINISHING, guess=True)

        theirs = replace(SENT_MAIL, negotiation_id="another")
        assert known is None
        assert not ours.replace_seen([replace(entry, version=entry.version + 1), theirs])
        assert ours.finishing(*FINISHING)[3] == SENT_MAIL

    def test_what_was_not_seen_whole_is_read_to_finish_a_mail(self, ours: Store, others: Store) -> None:
        ours.create(ENTRY)
        for record in (NEGOTIATION, THREAD):
            others.create(record)
        others.update(ENTRY, lambda entry: replace(entry, state=EntryState.SENT))

        entry, negotiation, thread, known = ours.finishing(
            ENTRY.id, NEGOTIATION.id, THREAD.id, SENT_MAIL.id, guess=True
        )

        assert (entry.state, negotiation, thread, known) == (EntryState.SENT, NEGOTIATION, THREAD, None)

    def test_the_oldest_are_forgotten(self, ours: Store) -> None:
        for n in range(REMEMBERED + 10):
            ours.create(replace(THREAD, id=f"t{n}"))

        assert len(ours._memory) == REMEMBERED
        assert ours.update(replace(THREAD, id="t0"), one_more) is not None


@pytest.mark.firestore
class TestCalls:
    def test_changing_what_was_just_written_is_one_call(self, faulty: Store, proxy: FirestoreProxy) -> None:
        faulty.create(THREAD)
        faulty.update(THREAD, one_more)

        assert proxy.calls == {"Commit": 2}

    def test_changing_what_a_transaction_wrote_is_one_call(self, faulty: Store, proxy: FirestoreProxy) -> None:
        faulty.commit([THREAD])
        faulty.update(THREAD, one_more)

        assert proxy.calls == {"Commit": 2}

    def test_replacing_what_was_just_read_is_one_call(self, faulty: Store, sound: Store, proxy: FirestoreProxy) -> None:
        sound.create(NEGOTIATION)
        faulty.negotiation(NEGOTIATION.id)

        assert faulty.replace_seen(STEP)
        assert proxy.calls == {"BatchGetDocuments": 1, "Commit": 1}

    def test_a_slot_in_the_mailboxs_pace_is_taken_in_one_call_after_the_last_look(
        self, faulty: Store, sound: Store, proxy: FirestoreProxy
    ) -> None:
        pacing = PacingRecord(address=MAILBOX, version=1)
        sound.create(NEGOTIATION)
        sound.create(pacing)
        faulty.standing(NEGOTIATION.id, MAILBOX, [])

        assert faulty.update(pacing, lambda current: replace(current, breaker_opened_at=NOON))
        assert proxy.calls == {"BatchGetDocuments": 1, "Commit": 1}

    def test_a_mail_that_has_left_is_put_down_in_one_call_where_all_of_it_was_seen(
        self, faulty: Store, proxy: FirestoreProxy
    ) -> None:
        for record in (ENTRY, NEGOTIATION, THREAD):
            faulty.create(record)
        proxy.forget()

        entry, negotiation, thread, known = faulty.finishing(
            ENTRY.id, NEGOTIATION.id, THREAD.id, SENT_MAIL.id, guess=True
        )

        assert (entry, negotiation, thread, known) == (ENTRY, NEGOTIATION, THREAD, None)
        assert faulty.replace_seen([replace(entry, version=entry.version + 1)])
        assert proxy.calls == {"Commit": 1}

    def test_a_thread_that_was_named_with_its_mail_is_changed_in_one_call(
        self, faulty: Store, sound: Store, proxy: FirestoreProxy
    ) -> None:
        sound.create(INBOUND)
        sound.create(THREAD)

        assert faulty.arrival(INBOUND.id, THREAD.id) == (INBOUND, None)
        assert faulty.update(THREAD, one_more) == replace(THREAD, version=2, attempts=THREAD.attempts + 1)
        assert proxy.calls == {"BatchGetDocuments": 1, "Commit": 1}

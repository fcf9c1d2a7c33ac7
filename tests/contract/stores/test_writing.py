"""What every store promises to writers, alone and against each other."""

import random
from contextlib import closing
from dataclasses import replace

import pytest

from shared.application.store import SWAP_ATTEMPTS, Store
from shared.domain.errors import Contention, NotFound, Unstorable
from shared.domain.records import InboundRecord, InboundState, MailboxRecord, ThreadRecord
from tests.contract.stores.clients import open_store
from tests.contract.stores.contender import at_once, one_more, processes, until_done
from tests.contract.stores.samples import (
    INBOUND,
    MAILBOX,
    MAILBOX_RECORD,
    THREAD,
    TURN,
)


def mails(*ids: str) -> list[InboundRecord]:
    return [replace(INBOUND, id=f"{MAILBOX}:{id_}", message_id=id_, state=InboundState.QUEUED) for id_ in ids]


def cursor(store: Store) -> int | None:
    box = store.mailbox(MAILBOX)
    assert box is not None
    return box.cursor


class TestCreate:
    def test_an_id_is_taken_once(self, store: Store) -> None:
        assert store.create(INBOUND)
        assert not store.create(replace(INBOUND, why="Again"))
        assert store.inbound(INBOUND.id) == INBOUND

    def test_one_of_many_threads_wins(self, store: Store) -> None:
        won = at_once(16, lambda n: store.create(replace(INBOUND, why=f"Thread {n}")))

        assert sorted(won) == [False] * 15 + [True]
        assert store.inbound(INBOUND.id).why == f"Thread {won.index(True)}"

    def test_one_of_many_processes_wins(self, place: str) -> None:
        assert sorted(processes(place, "create", "m-9", 4)) == ["False", "False", "False", "True"]

    def test_turns_need_the_negotiation_they_lie_below(self, store: Store) -> None:
        with pytest.raises(TypeError):
            store.create(TURN)

    def test_a_document_above_a_mebibyte_is_unstorable(self, store: Store) -> None:
        with pytest.raises(Unstorable):
            store.create(replace(INBOUND, draft="x" * 1_048_576))

        with pytest.raises(NotFound):
            store.inbound(INBOUND.id)

    @pytest.mark.parametrize("id_", ["__x@y__", "____", ".", "..", "a/b%2F@c.example", "x" * 1_500])
    def test_an_id_may_be_anything_that_an_address_can_be(self, store: Store, id_: str) -> None:
        thread = replace(THREAD, id=id_)

        assert store.thread(id_) is None
        assert store.create(thread)
        assert store.thread(id_) == thread
        assert store.existing(ThreadRecord, [id_]) == {id_: thread}

    def test_an_id_that_is_too_long_is_unstorable_and_stops_no_other(self, store: Store) -> None:
        with pytest.raises(Unstorable):
            store.thread("x" * 1_501)
        with pytest.raises(Unstorable):
            store.create(replace(THREAD, id="x" * 1_501))

        assert store.create(THREAD)

    def test_text_that_is_no_unicode_is_unstorable(self, store: Store) -> None:
        with pytest.raises(Unstorable):
            store.create(replace(INBOUND, draft="\ud800"))

        assert store.create(INBOUND)

    def test_a_document_of_almost_a_mebibyte_is_stored(self, store: Store) -> None:
        large = replace(INBOUND, draft="x" * 1_000_000)

        assert store.create(large)
        assert store.inbound(INBOUND.id) == large


class TestUpdate:
    def test_the_newest_state_is_changed_whatever_the_caller_held(self, store: Store) -> None:
        assert store.create(THREAD)
        assert store.update(THREAD, one_more) == replace(THREAD, version=2, attempts=2)
        assert store.update(THREAD, one_more) == replace(THREAD, version=3, attempts=3)
        assert store.thread(THREAD.id) == replace(THREAD, version=3, attempts=3)

    def test_a_declined_change_writes_nothing(self, store: Store) -> None:
        assert store.create(THREAD)
        assert store.update(THREAD, lambda _: None) is None
        assert store.thread(THREAD.id) == THREAD

    def test_what_does_not_exist_is_not_found(self, store: Store) -> None:
        with pytest.raises(NotFound, match="threads/"):
            store.update(THREAD, one_more)

    def test_a_write_in_between_is_seen_and_kept(self, store: Store) -> None:
        assert store.create(THREAD)
        seen: list[int] = []

        def change(thread: ThreadRecord) -> ThreadRecord:
            if not seen:
                store.update(THREAD, lambda other: replace(other, token=50))
            seen.append(thread.token)
            return one_more(thread)

        assert store.update(THREAD, change) == replace(THREAD, version=3, token=50, attempts=2)
        assert seen == [7, 50]

    def test_a_record_that_keeps_changing_is_contention_and_nothing_is_written(self, store: Store) -> None:
        assert store.create(THREAD)

        def change(thread: ThreadRecord) -> ThreadRecord:
            store.update(THREAD, lambda other: replace(other, token=other.token + 1))
            return replace(thread, negotiation_id="mine")

        with pytest.raises(Contention):
            store.update(THREAD, change)

        assert store.thread(THREAD.id) == replace(THREAD, version=1 + SWAP_ATTEMPTS, token=7 + SWAP_ATTEMPTS)

    def test_twenty_threads_lose_no_increment(self, store: Store) -> None:
        assert store.create(replace(THREAD, attempts=0))

        at_once(20, lambda _: until_done(lambda: store.update(THREAD, one_more)))

        assert store.thread(THREAD.id) == replace(THREAD, attempts=20, version=21)

    def test_several_processes_lose_no_increment(self, place: str) -> None:
        with closing(open_store(place)) as store:
            assert store.create(replace(THREAD, attempts=0))

            assert processes(place, "count", THREAD.id, 3) == ["10", "10", "10"]

            assert store.thread(THREAD.id) == replace(THREAD, attempts=30, version=31)


class TestQueueMail:
    def test_mail_is_queued_and_the_cursor_moves_in_one_step(self, store: Store) -> None:
        assert store.create(MAILBOX_RECORD)

        assert store.queue_mail(MAILBOX, mails("a", "b"), 5000) == mails("a", "b")

        assert store.inbound_of(InboundState.QUEUED) == mails("a", "b")
        assert store.mailbox(MAILBOX) == replace(MAILBOX_RECORD, cursor=5000, version=2)

    def test_mail_that_is_queued_already_is_left_alone(self, store: Store) -> None:
        assert store.create(MAILBOX_RECORD)
        (taken,) = mails("a")
        done = replace(taken, state=InboundState.DONE, version=1)
        assert store.create(done)

        assert store.queue_mail(MAILBOX, mails("a", "b"), 5000) == mails("b")

        assert store.inbound(taken.id) == done

    def test_the_cursor_never_moves_back(self, store: Store) -> None:
        assert store.create(MAILBOX_RECORD)
        cursors = [6000, 4000, 5999, 6001, 6000, 1]
        positions = []
        for number, new in enumerate(cursors):
            store.queue_mail(MAILBOX, mails(f"m{number}"), new)
            positions.append(cursor(store))

        assert positions == [6000, 6000, 6000, 6001, 6001, 6001]
        assert len(store.inbound_of(InboundState.QUEUED)) == 6

    def test_a_cursor_of_more_digits_is_further(self, store: Store) -> None:
        assert store.create(replace(MAILBOX_RECORD, cursor=9_999))

        store.queue_mail(MAILBOX, [], 10_000)

        assert cursor(store) == 10_000

    def test_the_first_cursor_is_set(self, store: Store) -> None:
        assert store.create(MailboxRecord(address=MAILBOX, version=1))
        assert store.queue_mail(MAILBOX, [], 1) == []
        assert cursor(store) == 1

    def test_nothing_new_writes_nothing(self, store: Store) -> None:
        assert store.create(MAILBOX_RECORD)
        assert store.queue_mail(MAILBOX, [], 4711) == []
        assert store.mailbox(MAILBOX) == MAILBOX_RECORD

    def test_a_mailbox_without_record_is_not_found_and_no_mail_is_queued(self, store: Store) -> None:
        with pytest.raises(NotFound, match=MAILBOX):
            store.queue_mail(MAILBOX, mails("a"), 5000)

        assert store.inbound_of(InboundState.QUEUED) == []

    def test_redelivered_at_once_each_mail_is_new_to_one(self, store: Store) -> None:
        assert store.create(MAILBOX_RECORD)
        same = mails("a", "b", "c")

        answers = at_once(8, lambda _: until_done(lambda: store.queue_mail(MAILBOX, same, 5000)))

        assert sorted(mail.message_id for new in answers for mail in new) == ["a", "b", "c"]
        assert store.inbound_of(InboundState.QUEUED) == same
        assert cursor(store) == 5000

    def test_failure_mode_03_notifications_in_any_order_lose_no_mail_and_end_at_the_highest_cursor(
        self, store: Store
    ) -> None:
        assert store.create(MAILBOX_RECORD)
        batches = [(mails(f"m{n}", f"m{n + 1}"), 5000 + n) for n in range(8)]
        random.Random(7).shuffle(batches)

        at_once(8, lambda n: until_done(lambda: store.queue_mail(MAILBOX, *batches[n])))

        queued = [mail.message_id for mail in store.inbound_of(InboundState.QUEUED)]
        assert queued == ["m0", "m1", "m2", "m3", "m4", "m5", "m6", "m7", "m8"]
        assert cursor(store) == 5007

"""The Firestore store when answers are lost, refused or late; and what each word costs in calls."""

import socket
from collections.abc import Callable
from contextlib import closing
from dataclasses import replace

import grpc
import pytest

from shared.application.store import Store
from shared.domain.errors import (
    Contention,
    ParleyError,
    RateLimited,
    Refused,
    Unavailable,
    Unclear,
    Unstorable,
)
from shared.domain.records import InboundState
from tests.contract.stores.clients import firestore_store
from tests.contract.stores.contender import one_more
from tests.contract.stores.firestore_proxy import BEGINNING_READ, FirestoreProxy
from tests.contract.stores.samples import (
    ENTRY,
    INBOUND,
    MAILBOX,
    MAILBOX_RECORD,
    MOVED,
    NEGOTIATION,
    NOON,
    STEP,
    THREAD,
    TURN,
)

pytestmark = pytest.mark.firestore

LOST = [
    grpc.StatusCode.UNAVAILABLE,
    grpc.StatusCode.DEADLINE_EXCEEDED,
    grpc.StatusCode.INTERNAL,
    grpc.StatusCode.UNKNOWN,
    grpc.StatusCode.CANCELLED,
    grpc.StatusCode.INVALID_ARGUMENT,
    grpc.StatusCode.ALREADY_EXISTS,
    grpc.StatusCode.FAILED_PRECONDITION,
    grpc.StatusCode.ABORTED,
]
PASSING = [grpc.StatusCode.UNAVAILABLE, grpc.StatusCode.DEADLINE_EXCEEDED, grpc.StatusCode.ABORTED]


class TestLostAnswers:
    @pytest.mark.parametrize("code", LOST, ids=lambda code: code.name)
    def test_a_created_record_is_reported_as_created(
        self, faulty: Store, sound: Store, proxy: FirestoreProxy, code: grpc.StatusCode
    ) -> None:
        proxy.lose_answer("Commit", code)

        assert faulty.create(INBOUND)
        assert sound.inbound(INBOUND.id) == INBOUND
        assert not faulty.create(INBOUND)

    @pytest.mark.parametrize("code", LOST, ids=lambda code: code.name)
    def test_a_change_is_applied_exactly_once(
        self, faulty: Store, sound: Store, proxy: FirestoreProxy, code: grpc.StatusCode
    ) -> None:
        assert sound.create(THREAD)
        proxy.lose_answer("Commit", code)

        assert faulty.update(THREAD, one_more) == replace(THREAD, version=2, attempts=2)
        assert sound.thread(THREAD.id) == replace(THREAD, version=2, attempts=2)

    @pytest.mark.parametrize("code", LOST, ids=lambda code: code.name)
    def test_a_committed_step_is_reported_as_committed(
        self, faulty: Store, sound: Store, proxy: FirestoreProxy, code: grpc.StatusCode
    ) -> None:
        assert sound.create(NEGOTIATION)
        proxy.lose_answer("Commit", code)

        assert faulty.commit(STEP)
        assert sound.negotiation(MOVED.id) == MOVED
        assert sound.turns(MOVED.id) == [TURN]
        assert sound.entries() == [ENTRY]

    def test_new_mail_is_reported_as_new_once(self, faulty: Store, sound: Store, proxy: FirestoreProxy) -> None:
        queued = replace(INBOUND, state=InboundState.QUEUED)
        assert sound.create(MAILBOX_RECORD)
        proxy.lose_answer("Commit", grpc.StatusCode.UNAVAILABLE)

        assert faulty.queue_mail(MAILBOX, [queued], 5000) == [queued]
        assert faulty.queue_mail(MAILBOX, [queued], 5000) == []
        assert sound.mailbox(MAILBOX) == replace(MAILBOX_RECORD, cursor=5000, version=2)

    def test_every_answer_lost_is_still_one_step(self, faulty: Store, sound: Store, proxy: FirestoreProxy) -> None:
        assert sound.create(NEGOTIATION)
        proxy.lose_answer("Commit", grpc.StatusCode.UNAVAILABLE, times=100)
        proxy.lose_answer("Rollback", grpc.StatusCode.UNAVAILABLE, times=100)

        assert faulty.commit(STEP)
        assert sound.negotiation(MOVED.id) == MOVED

    def test_a_step_that_another_overtook_before_it_was_looked_up_is_still_ours(
        self, faulty: Store, sound: Store, proxy: FirestoreProxy
    ) -> None:
        overtaken = replace(MOVED, version=3, turn_count=5)
        assert sound.create(NEGOTIATION)
        proxy.lose_answer("Commit", grpc.StatusCode.UNAVAILABLE)
        proxy.after("Commit", lambda: until_true(lambda: sound.commit([overtaken])))

        assert faulty.commit(STEP)
        assert sound.negotiation(MOVED.id) == overtaken

    @pytest.mark.parametrize("code", [grpc.StatusCode.UNAVAILABLE, grpc.StatusCode.FAILED_PRECONDITION])
    def test_a_lost_answer_that_cannot_be_looked_up_is_unclear(
        self, faulty: Store, sound: Store, proxy: FirestoreProxy, code: grpc.StatusCode
    ) -> None:
        proxy.lose_answer("Commit", code)
        proxy.refuse("BatchGetDocuments", grpc.StatusCode.UNAVAILABLE, times=1_000)

        with pytest.raises(Unclear):
            faulty.create(INBOUND)
        assert sound.inbound(INBOUND.id) == INBOUND


class TestRefusals:
    @pytest.mark.parametrize("method", ["Commit", BEGINNING_READ])
    @pytest.mark.parametrize("code", PASSING, ids=lambda code: code.name)
    def test_a_step_that_was_not_taken_at_first_is_taken_once(
        self, faulty: Store, sound: Store, proxy: FirestoreProxy, method: str, code: grpc.StatusCode
    ) -> None:
        assert sound.create(NEGOTIATION)
        proxy.refuse(method, code, times=2)

        assert faulty.commit(STEP)
        assert sound.negotiation(MOVED.id) == MOVED
        assert sound.turns(MOVED.id) == [TURN]

    def test_a_change_that_was_not_taken_at_first_is_taken_once(
        self, faulty: Store, sound: Store, proxy: FirestoreProxy
    ) -> None:
        assert sound.create(THREAD)
        proxy.refuse("Commit", grpc.StatusCode.UNAVAILABLE, times=2)

        assert faulty.update(THREAD, one_more) == replace(THREAD, version=2, attempts=2)

    @pytest.mark.parametrize(
        ("code", "error"),
        [
            (grpc.StatusCode.UNAVAILABLE, Unavailable),
            (grpc.StatusCode.INTERNAL, Unavailable),
            (grpc.StatusCode.DEADLINE_EXCEEDED, Unclear),
            (grpc.StatusCode.ABORTED, Contention),
            (grpc.StatusCode.RESOURCE_EXHAUSTED, RateLimited),
            (grpc.StatusCode.PERMISSION_DENIED, Refused),
            (grpc.StatusCode.UNAUTHENTICATED, Refused),
            (grpc.StatusCode.INVALID_ARGUMENT, Unstorable),
        ],
    )
    @pytest.mark.parametrize("word", ["commit", "create"])
    def test_a_write_that_stays_refused_says_what_to_do_and_wrote_nothing(
        self,
        faulty: Store,
        sound: Store,
        proxy: FirestoreProxy,
        word: str,
        code: grpc.StatusCode,
        error: type[ParleyError],
    ) -> None:
        proxy.refuse("Commit", code, times=1_000)
        act: Callable[[], bool] = (lambda: faulty.commit([ENTRY])) if word == "commit" else lambda: faulty.create(ENTRY)

        with pytest.raises(error):
            act()
        assert sound.entries() == []

    def test_a_permanent_refusal_is_not_repeated(self, faulty: Store, proxy: FirestoreProxy) -> None:
        proxy.refuse("Commit", grpc.StatusCode.PERMISSION_DENIED, times=1_000)

        with pytest.raises(Refused):
            faulty.create(ENTRY)
        assert proxy.calls["Commit"] == 1

    def test_a_rollback_that_fails_does_not_hide_why_it_was_needed(self, faulty: Store, proxy: FirestoreProxy) -> None:
        proxy.refuse("Commit", grpc.StatusCode.PERMISSION_DENIED)
        proxy.refuse("Rollback", grpc.StatusCode.UNAVAILABLE, times=1_000)

        with pytest.raises(Refused):
            faulty.commit([ENTRY])

    def test_a_read_is_repeated_when_the_connection_broke(
        self, faulty: Store, sound: Store, proxy: FirestoreProxy
    ) -> None:
        assert sound.create(THREAD)
        proxy.refuse("BatchGetDocuments", grpc.StatusCode.UNAVAILABLE)
        proxy.refuse("RunQuery", grpc.StatusCode.UNAVAILABLE)

        assert faulty.thread(THREAD.id) == THREAD
        assert faulty.entries() == []

    def test_a_query_without_its_index_is_refused(self, faulty: Store, proxy: FirestoreProxy) -> None:
        proxy.refuse("RunQuery", grpc.StatusCode.FAILED_PRECONDITION)

        with pytest.raises(Refused):
            faulty.due_entries(NOON)

    def test_a_store_that_nobody_serves_is_unavailable(self, project: str) -> None:
        with socket.socket() as unserved:
            unserved.bind(("127.0.0.1", 0))
            address = f"127.0.0.1:{unserved.getsockname()[1]}"
            with closing(firestore_store(address, project)) as store, pytest.raises(Unavailable):
                store.thread("t")


def until_true(act: Callable[[], bool]) -> None:
    while not act():
        continue

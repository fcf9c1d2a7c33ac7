"""What each word of the Firestore store costs in calls, and what each error of its client library means."""

import inspect
from dataclasses import replace
from typing import Any

import pytest
from google.api_core import exceptions

from shared.adapters.firestore.errors import error_for
from shared.application.store import Store
from shared.domain.errors import Contention, ParleyError, RateLimited, Refused, Unavailable, Unstorable
from tests.contract.stores.contender import one_more
from tests.contract.stores.firestore_proxy import BEGINNING_READ, FirestoreProxy
from tests.contract.stores.samples import (
    CAMPAIGN,
    INBOUND,
    MAILBOX,
    MAILBOX_RECORD,
    NEGOTIATION,
    NOON,
    STEP,
    THREAD,
)


@pytest.mark.firestore
class TestCalls:
    """Each call is a round trip to another data centre."""

    def test_a_record_is_read_in_one_call(self, faulty: Store, proxy: FirestoreProxy) -> None:
        faulty.thread("t")

        assert proxy.calls == {"BatchGetDocuments": 1}

    def test_a_mail_and_its_mailbox_are_read_in_one_call(
        self, faulty: Store, sound: Store, proxy: FirestoreProxy
    ) -> None:
        sound.create(INBOUND)

        faulty.arrival(INBOUND.id)

        assert proxy.calls == {"BatchGetDocuments": 1}

    def test_many_records_are_read_in_one_call(self, faulty: Store, proxy: FirestoreProxy) -> None:
        faulty.existing(type(INBOUND), [f"m{n}" for n in range(50)])

        assert proxy.calls == {"BatchGetDocuments": 1}

    def test_a_query_is_one_call(self, faulty: Store, proxy: FirestoreProxy) -> None:
        faulty.queued_before(NOON)

        assert proxy.calls == {"RunQuery": 1}

    def test_due_entries_are_one_call_for_each_state_that_can_be_due(
        self, faulty: Store, proxy: FirestoreProxy
    ) -> None:
        faulty.due_entries(NOON)

        assert proxy.calls == {"RunQuery": 3}

    def test_creating_is_one_call(self, faulty: Store, proxy: FirestoreProxy) -> None:
        faulty.create(INBOUND)

        assert proxy.calls == {"Commit": 1}

    def test_finding_an_id_taken_is_two_calls(self, faulty: Store, sound: Store, proxy: FirestoreProxy) -> None:
        sound.create(INBOUND)

        faulty.create(INBOUND)

        assert proxy.calls == {"Commit": 1, "BatchGetDocuments": 1}

    def test_changing_is_two_calls(self, faulty: Store, sound: Store, proxy: FirestoreProxy) -> None:
        sound.create(THREAD)

        faulty.update(THREAD, one_more)

        assert proxy.calls == {"BatchGetDocuments": 1, "Commit": 1}

    def test_queueing_mail_is_two_calls(self, faulty: Store, sound: Store, proxy: FirestoreProxy) -> None:
        sound.create(MAILBOX_RECORD)

        faulty.queue_mail(MAILBOX, [replace(INBOUND, id=f"m{n}") for n in range(20)], 5000)

        assert proxy.calls == {"BatchGetDocuments": 1, "Commit": 1}

    def test_a_step_is_one_transaction_of_two_calls(self, faulty: Store, sound: Store, proxy: FirestoreProxy) -> None:
        sound.create(NEGOTIATION)

        faulty.commit(STEP)

        assert proxy.calls == {BEGINNING_READ: 1, "Commit": 1}

    def test_a_step_of_new_records_only_is_one_call(self, faulty: Store, proxy: FirestoreProxy) -> None:
        faulty.commit([CAMPAIGN])

        assert proxy.calls == {"Commit": 1}


# Each exception of the client library, and what the caller must do about it.
MEANINGS: dict[str, type[ParleyError]] = {
    "Aborted": Contention,
    "AlreadyExists": Refused,
    "BadGateway": Unavailable,
    "BadRequest": Refused,
    "Cancelled": Unavailable,
    "ClientError": Refused,
    "Conflict": Refused,
    "DataLoss": Unavailable,
    "DeadlineExceeded": Unavailable,
    "DuplicateCredentialArgs": Refused,
    "FailedPrecondition": Refused,
    "Forbidden": Refused,
    "GatewayTimeout": Unavailable,
    "GoogleAPICallError": Refused,
    "GoogleAPIError": Refused,
    "InternalServerError": Unavailable,
    "InvalidArgument": Unstorable,
    "LengthRequired": Refused,
    "MethodNotAllowed": Refused,
    "MethodNotImplemented": Refused,
    "MissingStatusHeaderError": Refused,
    "MovedPermanently": Refused,
    "NotFound": Refused,
    "NotModified": Refused,
    "OutOfRange": Refused,
    "PermissionDenied": Refused,
    "PreconditionFailed": Refused,
    "Redirection": Refused,
    "RequestRangeNotSatisfiable": Refused,
    "ResourceExhausted": RateLimited,
    "ResumableTransferError": Refused,
    "ResumeIncomplete": Refused,
    "RetryError": Unavailable,
    "ServerError": Unavailable,
    "ServiceUnavailable": Unavailable,
    "TemporaryRedirect": Refused,
    "TooManyRequests": RateLimited,
    "TransferStalledError": Refused,
    "Unauthenticated": Refused,
    "Unauthorized": Refused,
    "Unknown": Unavailable,
    "UnseekableStreamError": Refused,
    "UploadCancelledError": Refused,
}


def library_errors() -> list[exceptions.GoogleAPIError]:
    kinds: list[Any] = [kind for _, kind in inspect.getmembers(exceptions, inspect.isclass)]
    errors = [kind for kind in kinds if issubclass(kind, exceptions.GoogleAPIError)]
    # The one that is made with the error it gave up on.
    return [kind(*["it failed", None][: 1 + (kind.__name__ == "RetryError")]) for kind in errors]


def test_every_error_of_the_client_library_has_a_meaning() -> None:
    told = {type(error).__name__: type(error_for(error)) for error in library_errors()}

    assert told == MEANINGS

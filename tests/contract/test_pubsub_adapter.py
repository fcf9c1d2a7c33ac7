"""The Pub/Sub adapter at the wire: Google's unchanged client against the Pub/Sub stand-in."""

import json
import subprocess
import sys
from base64 import b64decode, b64encode, urlsafe_b64encode
from collections.abc import Iterator
from typing import Any

import google.auth.exceptions
import grpc
import pytest
import requests
from google.api_core import exceptions
from google.pubsub_v1 import PublisherClient
from google.pubsub_v1.services.publisher.transports import PublisherGrpcTransport

from emulators.pubsub.stand_in import Address, pubsub_stand_in
from shared.adapters import pubsub, secrets
from shared.adapters.pubsub import PubsubPublisher, decode_push
from shared.domain.errors import InvalidInput, ParleyError, PermanentError, RateLimited, Refused, Unavailable

PROJECT = "parley-test"
TOPIC = f"projects/{PROJECT}/topics/inbound-messages"


@pytest.fixture(name="address")
def _address(monkeypatch: pytest.MonkeyPatch) -> Iterator[Address]:
    with pubsub_stand_in() as address:
        monkeypatch.setenv("PUBSUB_EMULATOR_HOST", address.host)
        channel: Any = grpc.insecure_channel(address.host)  # type: ignore[no-untyped-call] # untyped
        PublisherClient(transport=PublisherGrpcTransport(channel=channel)).create_topic(name=TOPIC)
        channel.close()
        yield address


@pytest.fixture(name="publisher")
def _publisher(address: Address) -> Iterator[PubsubPublisher]:
    assert address.host
    publisher = PubsubPublisher(PROJECT)
    yield publisher
    publisher.close()


def published(address: Address) -> list[dict[str, Any]]:
    topics = requests.get(f"{address.control}/_control/messages", timeout=10).json()
    return [json.loads(b64decode(message["data"])) for message in topics[TOPIC]["messages"]]


def fault(address: Address, **rule: Any) -> None:
    body = {"method": "Publish", **rule}
    requests.post(f"{address.control}/_control/faults", json=body, timeout=10).raise_for_status()


def test_a_published_message_is_there_when_the_call_returns(address: Address, publisher: PubsubPublisher) -> None:
    publisher.publish("inbound-messages", {"inbound_id": "deals@northwind.example:18c", "name": "Zoë"})

    assert published(address) == [{"inbound_id": "deals@northwind.example:18c", "name": "Zoë"}]


def test_a_connection_that_failed_once_is_tried_again(address: Address, publisher: PubsubPublisher) -> None:
    fault(address, action="fail", status=503)

    publisher.publish("inbound-messages", {"a": "b"})

    assert published(address) == [{"a": "b"}]


def test_a_topic_that_does_not_exist_is_refused(publisher: PubsubPublisher) -> None:
    with pytest.raises(Refused, match="publish to nowhere"):
        publisher.publish("nowhere", {"a": "b"})


@pytest.mark.parametrize(
    ("status", "expected"),
    [(400, PermanentError), (401, Refused), (403, Refused), (429, RateLimited), (499, Unavailable), (504, Unavailable)],
)
def test_an_error_of_pubsub_has_one_meaning(
    address: Address, publisher: PubsubPublisher, status: int, expected: type[ParleyError]
) -> None:
    fault(address, action="fail", status=status)

    with pytest.raises(expected) as raised:
        publisher.publish("inbound-messages", {"a": "b"})

    assert type(raised.value) is expected
    assert published(address) == []


def test_an_absent_server_is_unavailable(monkeypatch: pytest.MonkeyPatch) -> None:
    with pubsub_stand_in() as address:
        monkeypatch.setenv("PUBSUB_EMULATOR_HOST", address.host)
    publisher = PubsubPublisher(PROJECT)

    with pytest.raises(Unavailable):
        publisher.publish("inbound-messages", {"a": "b"})

    publisher.close()


def push_body(content: object, *, urlsafe: bool = False) -> dict[str, Any]:
    data = json.dumps(content, ensure_ascii=False).encode()
    text = (urlsafe_b64encode if urlsafe else b64encode)(data).decode()
    return {"message": {"data": text, "messageId": "1"}, "subscription": "projects/p/subscriptions/s"}


NOTIFICATION = {"emailAddress": "deals@northwind.example", "historyId": 9876543210987654321, "x": "ÿ>?~"}
DECODED = {"emailAddress": "deals@northwind.example", "historyId": "9876543210987654321", "x": "ÿ>?~"}


@pytest.mark.parametrize("urlsafe", [True, False])
def test_a_push_is_decoded_from_each_form_and_alphabet(*, urlsafe: bool) -> None:
    body = push_body(NOTIFICATION, urlsafe=urlsafe)
    unpadded = {"message": {"data": body["message"]["data"].rstrip("=")}}

    assert decode_push(body) == DECODED
    assert decode_push(unpadded) == DECODED
    assert decode_push(json.dumps(body)) == DECODED
    assert decode_push(json.dumps(body).encode()) == DECODED


@pytest.mark.parametrize(
    ("data", "problem"),
    [
        (b"", "the push body: not JSON"),
        (b"\xff\xfe", "the push body: not JSON"),
        ("hello", "the push body: not JSON"),
        ("[]", "message.data: missing; expected a Pub/Sub push body"),
        ({}, "message.data: missing; expected a Pub/Sub push body"),
        ({"message": "text"}, "message.data: missing; expected a Pub/Sub push body"),
        ({"message": {}}, "message.data: missing; expected a Pub/Sub push body"),
        ({"message": {"data": "%%%"}}, "message.data: not base64"),
        ({"message": {"data": "ä"}}, "message.data: not base64"),
        ({"message": {"data": ""}}, "message.data: not JSON"),
        ({"message": {"data": b64encode(b"no json").decode()}}, "message.data: not JSON"),
        (push_body(["a"]), "message.data: expected a JSON object, not list"),
        (push_body({"a": None}), "message.data.a: expected a text or a whole number, not NoneType"),
        (push_body({"a": True}), "message.data.a: expected a text or a whole number, not bool"),
        (push_body({"a": 1.5}), "message.data.a: expected a text or a whole number, not float"),
        (push_body({"a": {"b": "c"}}), "message.data.a: expected a text or a whole number, not dict"),
    ],
)
def test_garbage_is_invalid_input_with_its_place(data: Any, problem: str) -> None:
    with pytest.raises(InvalidInput) as raised:
        decode_push(data)

    assert raised.value.problems == (problem,)


def subclasses(root: type[Exception]) -> Iterator[type[Exception]]:
    yield root
    for child in root.__subclasses__():
        yield from subclasses(child)


ROOTS = (exceptions.GoogleAPIError, google.auth.exceptions.GoogleAuthError)
KINDS = sorted({kind for root in ROOTS for kind in subclasses(root)}, key=lambda kind: kind.__name__)


def made(kind: type[Exception]) -> Exception:
    error: Any = kind.__new__(kind)
    if isinstance(error, exceptions.GoogleAPICallError):
        error.message, error._errors, error._details, error._response = "text", (), (), None
        error._error_info = None
    if isinstance(error, exceptions.RetryError):
        error.message, error._cause = "text", None
    if isinstance(error, google.auth.exceptions.GoogleAuthError):
        error._retryable = False
    instance: Exception = error
    return instance


@pytest.mark.parametrize("translated", [pubsub._translated, secrets._translated])
@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.__name__)
def test_every_error_of_the_client_is_ours(kind: type[Exception], translated: Any) -> None:
    with pytest.raises((PermanentError, RateLimited, Unavailable)), translated("x"):
        raise made(kind)


def test_the_walk_meets_the_classes_that_matter() -> None:
    assert len(KINDS) >= 45


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("NotFound", Refused),
        ("PermissionDenied", Refused),
        ("FailedPrecondition", Refused),
        ("ServiceUnavailable", Unavailable),
        ("DeadlineExceeded", Unavailable),
    ],
)
def test_an_error_of_secret_manager_has_one_meaning(name: str, expected: type[ParleyError]) -> None:
    with pytest.raises(expected, match="secret slack-token"), secrets._translated("slack-token"):
        raise getattr(exceptions, name)("text")


def test_a_secret_is_text_without_the_line_end_of_its_file() -> None:
    assert secrets._text(b"xoxb-1 \r\n", "slack-token") == "xoxb-1 "


@pytest.mark.parametrize("data", [b"", b"\n", b"\xff\xfe"])
def test_a_secret_that_holds_nothing_readable_is_refused(data: bytes) -> None:
    with pytest.raises(Refused, match="secret slack-token"):
        secrets._text(data, "slack-token")


def test_importing_the_adapters_loads_no_google_client() -> None:
    code = (
        "import sys, shared.adapters.pubsub, shared.adapters.secrets\n"
        "sys.exit(', '.join(sorted({'grpc', 'google.cloud.pubsub_v1', 'google.api_core'} & set(sys.modules))) or 0)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, timeout=60, check=False)

    assert (done.returncode, done.stderr) == (0, "")

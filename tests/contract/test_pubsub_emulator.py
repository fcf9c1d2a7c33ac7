"""The Pub/Sub stand-in, through the unchanged google-cloud-pubsub clients and a real push endpoint."""

import base64
import json
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

import pytest
import requests
from flask import Flask, request
from google.api_core.exceptions import AlreadyExists, InvalidArgument, NotFound, ResourceExhausted, ServiceUnavailable
from google.cloud import pubsub_v1
from google.pubsub_v1.types import DeadLetterPolicy, PushConfig, RetryPolicy

from emulators.pubsub.stand_in import Address, pubsub_stand_in
from emulators.server import serve

PROJECT = "projects/parley-test"
TOPIC = f"{PROJECT}/topics/inbound-messages"
DEAD = f"{PROJECT}/topics/inbound-dead"
SUBSCRIPTION = f"{PROJECT}/subscriptions/inbound-push"
FAST = RetryPolicy(minimum_backoff=timedelta(milliseconds=10), maximum_backoff=timedelta(milliseconds=40))
PATIENCE_SECONDS = 20


@dataclass
class Endpoint:
    """A push endpoint that answers with the statuses it was given, then 204."""

    statuses: list[int] = field(default_factory=list)
    bodies: list[dict[str, Any]] = field(default_factory=list)
    hold: threading.Event | None = None
    at_once: int = 0
    most_at_once: int = 0
    lock: threading.Lock = field(default_factory=threading.Lock)

    def app(self) -> Flask:
        app = Flask("endpoint")

        @app.post("/")
        def receive() -> tuple[str, int]:
            with self.lock:
                self.bodies.append(request.get_json())
                status = self.statuses.pop(0) if self.statuses else 204
                self.at_once += 1
                self.most_at_once = max(self.most_at_once, self.at_once)
            if self.hold is not None:
                self.hold.wait(PATIENCE_SECONDS)
            with self.lock:
                self.at_once -= 1
            return "", status

        return app


@pytest.fixture(name="endpoint")
def _endpoint() -> Endpoint:
    return Endpoint()


@pytest.fixture(name="push_url")
def _push_url(endpoint: Endpoint) -> Iterator[str]:
    with serve(endpoint.app()) as url:
        yield f"{url}/"


@pytest.fixture(name="address")
def _address(monkeypatch: pytest.MonkeyPatch) -> Iterator[Address]:
    with pubsub_stand_in(push_timeout_seconds=2) as address:
        monkeypatch.setenv("PUBSUB_EMULATOR_HOST", address.host)
        yield address


@pytest.fixture(name="publisher")
def _publisher(address: Address) -> Iterator[pubsub_v1.PublisherClient]:
    assert address.host
    client = pubsub_v1.PublisherClient()
    client.create_topic(name=TOPIC)
    yield client
    client.stop()


@pytest.fixture(name="subscriber")
def _subscriber(publisher: pubsub_v1.PublisherClient) -> Iterator[pubsub_v1.SubscriberClient]:
    publisher.get_topic(topic=TOPIC)
    client = pubsub_v1.SubscriberClient()
    yield client
    client.close()


def _push_to(subscriber: pubsub_v1.SubscriberClient, push_url: str, **more: object) -> None:
    subscriber.create_subscription(
        request={
            "name": SUBSCRIPTION,
            "topic": TOPIC,
            "push_config": PushConfig(push_endpoint=push_url),
            "retry_policy": FAST,
            **more,
        }
    )


def _eventually(condition: Callable[[], bool]) -> None:
    deadline = time.monotonic() + PATIENCE_SECONDS
    while not condition():
        assert time.monotonic() < deadline, "it never came true"
        time.sleep(0.01)


def _idle(address: Address) -> bool:
    return bool(requests.get(f"{address.control}/_control/idle", timeout=5).json()["idle"])


def _counts(address: Address, topic: str = TOPIC) -> dict[str, int]:
    shown = requests.get(f"{address.control}/_control/messages", timeout=5).json()[topic]
    return {name: shown[name] for name in ("published", "delivered", "acked", "dead_lettered")}


def _order(address: Address, path: str, **body: object) -> None:
    requests.post(f"{address.control}/_control/{path}", json=body, timeout=5).raise_for_status()


def test_a_message_is_pushed_in_the_raw_envelope(
    address: Address,
    publisher: pubsub_v1.PublisherClient,
    subscriber: pubsub_v1.SubscriberClient,
    endpoint: Endpoint,
    push_url: str,
) -> None:
    _push_to(subscriber, push_url)
    message_id = publisher.publish(TOPIC, b'{"historyId": 7}', mailbox="team@client.example").result(timeout=5)
    _eventually(lambda: _idle(address))
    (body,) = endpoint.bodies
    published = body["message"].pop("publishTime")
    assert body == {
        "message": {
            "data": base64.b64encode(b'{"historyId": 7}').decode(),
            "attributes": {"mailbox": "team@client.example"},
            "messageId": message_id,
            "message_id": message_id,
            "publish_time": published,
        },
        "subscription": SUBSCRIPTION,
    }
    assert published.endswith("Z")
    assert _counts(address) == {"published": 1, "delivered": 1, "acked": 1, "dead_lettered": 0}


def test_a_refused_push_comes_again_until_it_is_accepted(
    address: Address,
    publisher: pubsub_v1.PublisherClient,
    subscriber: pubsub_v1.SubscriberClient,
    endpoint: Endpoint,
    push_url: str,
) -> None:
    endpoint.statuses += [500, 302, 429]
    _push_to(subscriber, push_url)
    publisher.publish(TOPIC, b"x").result(timeout=5)
    _eventually(lambda: _idle(address))
    assert _counts(address) == {"published": 1, "delivered": 4, "acked": 1, "dead_lettered": 0}
    assert len({body["message"]["messageId"] for body in endpoint.bodies}) == 1


def test_a_push_that_is_not_answered_in_time_comes_again(
    address: Address,
    publisher: pubsub_v1.PublisherClient,
    subscriber: pubsub_v1.SubscriberClient,
    endpoint: Endpoint,
    push_url: str,
) -> None:
    endpoint.hold = threading.Event()
    _push_to(subscriber, push_url)
    publisher.publish(TOPIC, b"x").result(timeout=5)
    _eventually(lambda: len(endpoint.bodies) >= 2)
    endpoint.hold.set()
    _eventually(lambda: _idle(address))
    assert _counts(address)["acked"] == 1


def test_a_message_that_fails_too_often_goes_to_the_dead_letter_topic(
    address: Address,
    publisher: pubsub_v1.PublisherClient,
    subscriber: pubsub_v1.SubscriberClient,
    endpoint: Endpoint,
    push_url: str,
) -> None:
    publisher.create_topic(name=DEAD)
    subscriber.create_subscription(name=f"{PROJECT}/subscriptions/dead-pull", topic=DEAD)
    endpoint.statuses += [500] * 5
    _push_to(subscriber, push_url, dead_letter_policy=DeadLetterPolicy(dead_letter_topic=DEAD, max_delivery_attempts=5))
    publisher.publish(TOPIC, b"poison", kind="x").result(timeout=5)
    _eventually(lambda: _idle(address))
    assert [body["deliveryAttempt"] for body in endpoint.bodies] == [1, 2, 3, 4, 5]
    assert _counts(address) == {"published": 1, "delivered": 5, "acked": 0, "dead_lettered": 1}
    answer = subscriber.pull(subscription=f"{PROJECT}/subscriptions/dead-pull", max_messages=10)
    (received,) = answer.received_messages
    assert received.message.data == b"poison"
    assert received.message.attributes["kind"] == "x"
    assert received.message.attributes["CloudPubSubDeadLetterSourceDeliveryCount"] == "5"
    assert received.message.attributes["CloudPubSubDeadLetterSourceSubscription"] == "inbound-push"


def test_a_message_is_duplicated_on_request_and_pushed_several_at_once(
    address: Address,
    publisher: pubsub_v1.PublisherClient,
    subscriber: pubsub_v1.SubscriberClient,
    endpoint: Endpoint,
    push_url: str,
) -> None:
    endpoint.hold = threading.Event()
    _push_to(subscriber, push_url)
    _order(address, "duplicate", times=20)
    publisher.publish(TOPIC, b"x").result(timeout=5)
    _eventually(lambda: endpoint.most_at_once == 8)
    endpoint.hold.set()
    publisher.publish(TOPIC, b"y").result(timeout=5)
    _eventually(lambda: _idle(address))
    datas = [base64.b64decode(body["message"]["data"]) for body in endpoint.bodies]
    assert (datas.count(b"x"), datas.count(b"y")) == (20, 1)


def test_a_push_whose_reply_is_lost_comes_again(
    address: Address,
    publisher: pubsub_v1.PublisherClient,
    subscriber: pubsub_v1.SubscriberClient,
    endpoint: Endpoint,
    push_url: str,
) -> None:
    _push_to(subscriber, push_url)
    _order(address, "faults", method="push", action="drop", side="after")
    publisher.publish(TOPIC, b"x").result(timeout=5)
    _eventually(lambda: _idle(address))
    assert len(endpoint.bodies) == 2


def test_a_push_can_kill_the_function_that_it_is_for(
    address: Address, publisher: pubsub_v1.PublisherClient, subscriber: pubsub_v1.SubscriberClient
) -> None:
    with subprocess.Popen(
        [sys.executable, "-m", "emulators.claude"], stdout=subprocess.PIPE, text=True
    ) as endpoint_process:
        assert endpoint_process.stdout is not None
        url = json.loads(endpoint_process.stdout.readline())["url"]
        _order(address, "faults", method="push", action="kill")
        _push_to(subscriber, url)
        publisher.publish(TOPIC, b"x").result(timeout=5)
        assert endpoint_process.wait(timeout=PATIENCE_SECONDS) == -9


def test_publishing_can_fail_with_a_status_of_pubsub(address: Address, publisher: pubsub_v1.PublisherClient) -> None:
    _order(address, "faults", method="Publish", action="fail", status=429)
    with pytest.raises(ResourceExhausted):
        publisher.publish(TOPIC, b"x", retry=None).result(timeout=5)
    assert _counts(address)["published"] == 0


def test_a_publish_whose_reply_is_lost_was_published(address: Address, publisher: pubsub_v1.PublisherClient) -> None:
    _order(address, "faults", method="Publish", action="drop", side="after")
    with pytest.raises(ServiceUnavailable):
        publisher.publish(TOPIC, b"x", retry=None).result(timeout=5)
    assert _counts(address)["published"] == 1


@pytest.mark.usefixtures("publisher")
def test_publishing_can_kill_the_publisher(address: Address) -> None:
    _order(address, "faults", method="Publish", action="kill", side="after")
    code = (
        f"from google.cloud import pubsub_v1; pubsub_v1.PublisherClient().publish({TOPIC!r}, b'x').result(timeout=20)"
    )
    done = subprocess.run([sys.executable, "-c", code], timeout=60, check=False)
    assert done.returncode == -9
    assert _counts(address)["published"] == 1


def test_pulled_messages_come_again_until_acknowledged(
    publisher: pubsub_v1.PublisherClient, subscriber: pubsub_v1.SubscriberClient
) -> None:
    subscriber.create_subscription(request={"name": SUBSCRIPTION, "topic": TOPIC, "retry_policy": FAST})
    publisher.publish(TOPIC, b"x").result(timeout=5)
    (first,) = subscriber.pull(subscription=SUBSCRIPTION, max_messages=5).received_messages
    assert not subscriber.pull(subscription=SUBSCRIPTION, max_messages=5).received_messages
    subscriber.modify_ack_deadline(subscription=SUBSCRIPTION, ack_ids=[first.ack_id], ack_deadline_seconds=0)
    time.sleep(0.1)
    (second,) = subscriber.pull(subscription=SUBSCRIPTION, max_messages=5).received_messages
    subscriber.acknowledge(subscription=SUBSCRIPTION, ack_ids=[second.ack_id])
    assert second.message.message_id == first.message.message_id
    assert not subscriber.pull(subscription=SUBSCRIPTION, max_messages=5).received_messages


def test_topics_are_listed_found_and_deleted(publisher: pubsub_v1.PublisherClient) -> None:
    publisher.create_topic(name=DEAD)
    assert [topic.name for topic in publisher.list_topics(project=PROJECT)] == [DEAD, TOPIC]
    assert publisher.get_topic(topic=TOPIC).name == TOPIC
    publisher.delete_topic(topic=DEAD)
    with pytest.raises(NotFound):
        publisher.get_topic(topic=DEAD)


def test_a_subscription_keeps_what_it_was_created_with(subscriber: pubsub_v1.SubscriberClient, push_url: str) -> None:
    policy = DeadLetterPolicy(dead_letter_topic=DEAD, max_delivery_attempts=7)
    _push_to(subscriber, push_url, ack_deadline_seconds=120, dead_letter_policy=policy)
    kept = subscriber.get_subscription(subscription=SUBSCRIPTION)
    assert (kept.ack_deadline_seconds, kept.push_config.push_endpoint) == (120, push_url)
    assert kept.dead_letter_policy == policy
    assert kept.retry_policy == FAST
    subscriber.delete_subscription(subscription=SUBSCRIPTION)
    with pytest.raises(NotFound):
        subscriber.get_subscription(subscription=SUBSCRIPTION)


def test_what_pubsub_refuses_is_refused(
    publisher: pubsub_v1.PublisherClient, subscriber: pubsub_v1.SubscriberClient, push_url: str
) -> None:
    with pytest.raises(AlreadyExists):
        publisher.create_topic(name=TOPIC)
    with pytest.raises(InvalidArgument):
        publisher.create_topic(name="inbound-messages")
    with pytest.raises(NotFound):
        publisher.publish(DEAD, b"x").result(timeout=5)
    with pytest.raises(InvalidArgument):
        publisher.publish(TOPIC, b"").result(timeout=5)
    with pytest.raises(InvalidArgument, match="10 to 600"):
        _push_to(subscriber, push_url, ack_deadline_seconds=5)


def test_a_reset_forgets_messages_and_keeps_subscriptions(
    address: Address,
    publisher: pubsub_v1.PublisherClient,
    subscriber: pubsub_v1.SubscriberClient,
    endpoint: Endpoint,
    push_url: str,
) -> None:
    _push_to(subscriber, push_url)
    publisher.publish(TOPIC, b"x").result(timeout=5)
    _eventually(lambda: _idle(address))
    _order(address, "reset")
    assert _counts(address) == {"published": 0, "delivered": 0, "acked": 0, "dead_lettered": 0}
    publisher.publish(TOPIC, b"y").result(timeout=5)
    _eventually(lambda: _idle(address))
    assert len(endpoint.bodies) == 2


def test_the_program_prints_where_it_listens() -> None:
    with subprocess.Popen([sys.executable, "-m", "emulators.pubsub"], stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        line = json.loads(process.stdout.readline())
        idle = requests.get(f"{line['control']}/_control/idle", timeout=5).json()
        process.terminate()
        process.wait(timeout=PATIENCE_SECONDS)
    assert (line["name"], line["host"].split(":")[0]) == ("pubsub", "127.0.0.1")
    assert idle == {"idle": True, "outstanding": 0, "waiting_for_pull": 0}

import json
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from typing import Any

import grpc as untyped_grpc
import pytest
from google.pubsub_v1.types import PublishRequest, PublishResponse
from googleapiclient.errors import HttpError

from emulators.gmail.push import publish_to_pubsub
from tests.contract.gmail_stand_in import CREATOR, TEAM, StandIn, encoded, mail, stand_in

grpc: Any = untyped_grpc

TOPIC = "projects/parley-test/topics/gmail-notifications"


@dataclass(slots=True)
class Topic:
    """What a Pub/Sub publisher endpoint received."""

    received: list[tuple[str, dict[str, object]]] = field(default_factory=list)
    refuses: bool = False

    def publish(self, request: Any, context: Any) -> Any:
        if self.refuses:
            context.abort(grpc.StatusCode.NOT_FOUND, "Resource not found")
        self.received += [(request.topic, json.loads(message.data)) for message in request.messages]
        return PublishResponse(message_ids=[str(len(self.received))])


@pytest.fixture(name="topic")
def _topic(monkeypatch: pytest.MonkeyPatch) -> Iterator[Topic]:
    topic = Topic()
    method = grpc.unary_unary_rpc_method_handler(
        topic.publish, request_deserializer=PublishRequest.deserialize, response_serializer=PublishResponse.serialize
    )
    server = grpc.server(ThreadPoolExecutor(4))
    handler = grpc.method_handlers_generic_handler("google.pubsub.v1.Publisher", {"Publish": method})
    server.add_generic_rpc_handlers((handler,))
    port = server.add_insecure_port("127.0.0.1:0")
    server.start()
    monkeypatch.setenv("PUBSUB_EMULATOR_HOST", f"127.0.0.1:{port}")
    monkeypatch.setenv("GOOGLE_CLOUD_PROJECT", "parley-test")
    yield topic
    server.stop(None).wait()


@pytest.fixture(name="gmail")
def _gmail(topic: Topic) -> Iterator[StandIn]:
    assert topic.received == []
    with stand_in(publish=publish_to_pubsub()) as gmail:
        yield gmail


def watch(gmail: StandIn, **order: object) -> dict[str, str]:
    answer: dict[str, str] = gmail.post("watch", {"topicName": TOPIC, **order}).json()
    return answer


def arrive(gmail: StandIn) -> None:
    gmail.deliver(mail(sender=CREATOR, to=TEAM))


def settled(gmail: StandIn) -> list[str]:
    """The outcomes of all pushes, once none is under way."""

    def outcomes() -> list[str]:
        return [push["outcome"] for push in gmail.look("pushes")]

    wait_until(lambda: "queued" not in outcomes())
    return outcomes()


def wait_until(met: Callable[[], bool]) -> None:
    give_up_at = time.monotonic() + 15
    while not met():
        assert time.monotonic() < give_up_at, "never became true"
        time.sleep(0.02)


def test_watch_answers_with_the_mailboxs_state_and_pushes_once(gmail: StandIn, topic: Topic) -> None:
    answer = watch(gmail)
    seconds_left = int(answer["expiration"]) / 1000 - time.time_ns() / 1e9
    assert settled(gmail) == ["published"]
    assert topic.received == [(TOPIC, {"emailAddress": TEAM, "historyId": int(answer["historyId"])})]
    assert 604_700 < seconds_left <= 604_800


def test_an_arriving_mail_is_pushed_with_the_history_id_that_shows_it(gmail: StandIn, topic: Topic) -> None:
    gmail.habits(push_rate_limited=False)
    watch(gmail)
    arrive(gmail)
    assert settled(gmail) == ["published", "published"]
    assert topic.received[-1] == (TOPIC, {"emailAddress": TEAM, "historyId": int(gmail.profile_id())})


def test_a_push_too_soon_after_the_last_is_dropped_and_its_mail_is_in_history(gmail: StandIn, topic: Topic) -> None:
    gmail.habits(push_interval_seconds=3600)
    start = watch(gmail)["historyId"]
    arrive(gmail)
    assert settled(gmail) == ["published", "rate-limited"]
    assert len(topic.received) == 1
    assert len(gmail.history(start)["history"]) == 1


def test_the_history_id_of_a_push_may_come_as_text(gmail: StandIn, topic: Topic) -> None:
    gmail.habits(push_history_id_text=True)
    answer = watch(gmail)
    assert settled(gmail) == ["published"]
    assert topic.received == [(TOPIC, {"emailAddress": TEAM, "historyId": answer["historyId"]})]


def test_dropped_pushes_never_arrive(gmail: StandIn, topic: Topic) -> None:
    gmail.habits(push_dropped=True)
    watch(gmail)
    arrive(gmail)
    assert settled(gmail) == ["dropped", "dropped"]
    assert topic.received == []


def test_without_a_watch_nothing_is_pushed(gmail: StandIn) -> None:
    arrive(gmail)
    watch(gmail)
    assert gmail.users.stop(userId=TEAM).execute() == ""
    arrive(gmail)
    assert settled(gmail) == ["published"]


def test_a_silent_watch_stays_so_when_renewed_and_speaks_once_it_was_stopped(gmail: StandIn) -> None:
    gmail.habits(push_rate_limited=False, watch_silent=True)
    watch(gmail)
    gmail.habits(watch_silent=False)
    watch(gmail)
    arrive(gmail)
    assert settled(gmail) == ["silent", "silent", "silent"]
    gmail.users.stop(userId=TEAM).execute()
    watch(gmail)
    arrive(gmail)
    assert settled(gmail)[3:] == ["published", "published"]


def test_an_expired_watch_is_silent(gmail: StandIn) -> None:
    gmail.habits(push_rate_limited=False, watch_seconds=0)
    watch(gmail)
    arrive(gmail)
    assert settled(gmail) == ["published"]


@pytest.mark.parametrize(
    ("order", "pushes"),
    [
        ({"labelIds": ["INBOX"]}, 2),
        ({"labelIds": ["SPAM"], "labelFilterBehavior": "include"}, 1),
        ({"labelIds": ["INBOX"], "labelFilterBehavior": "exclude"}, 1),
        ({"labelIds": ["SPAM"], "labelFilterBehavior": "exclude"}, 2),
    ],
)
def test_the_label_filter_decides_what_is_pushed(gmail: StandIn, order: dict[str, object], pushes: int) -> None:
    gmail.habits(push_rate_limited=False)
    watch(gmail, **order)
    arrive(gmail)
    assert len(settled(gmail)) == pushes


@pytest.mark.parametrize(("noise", "pushes"), [(True, 2), (False, 1)])
def test_the_label_filter_leaks_sent_mail(gmail: StandIn, noise: bool, pushes: int) -> None:
    gmail.habits(push_rate_limited=False, sent_draft_noise=noise)
    watch(gmail, labelIds=["INBOX"])
    gmail.post("messages/send", {"raw": encoded(mail())})
    assert len(settled(gmail)) == pushes


def test_a_topic_that_refuses_fails_the_push_and_not_the_mail(gmail: StandIn, topic: Topic) -> None:
    topic.refuses = True
    watch(gmail)
    arrive(gmail)
    assert settled(gmail)[0] == "failed"
    assert len(gmail.look("mailbox")["messages"]) == 1


def test_watch_refuses_a_topic_that_is_no_topic(gmail: StandIn) -> None:
    with pytest.raises(HttpError, match="topicName"):
        gmail.users.watch(userId=TEAM, body={"topicName": "gmail-notifications"}).execute()


def test_without_a_pubsub_the_pushes_are_only_listed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("PUBSUB_EMULATOR_HOST", raising=False)
    with stand_in(publish=publish_to_pubsub()) as gmail:
        watch(gmail)
        assert settled(gmail) == ["unpublished"]

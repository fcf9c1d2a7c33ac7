import itertools
import re
import threading
import time
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import timedelta

import grpc
from google.pubsub_v1.types import PubsubMessage, PushConfig, Subscription

from emulators.pubsub.subscription import Delivery, Message, SubscriptionState
from emulators.wallclock import now

# https://cloud.google.com/pubsub/docs/reference/rest/v1/projects.subscriptions
_ACK_DEADLINE_SECONDS = range(10, 601)
_DELIVERY_ATTEMPTS = range(5, 101)
_LONGEST_BACKOFF = timedelta(seconds=600)
_DEFAULT_BACKOFFS = (timedelta(seconds=10), _LONGEST_BACKOFF)
_DEFAULT_DELIVERY_ATTEMPTS = 5
_NAME = re.compile(r"projects/[^/]+/(topics|subscriptions)/[A-Za-z][\w.~+%-]{2,254}")


class RefusedError(Exception):
    """The call is one that Pub/Sub answers with this status."""

    def __init__(self, code: grpc.StatusCode, message: str) -> None:
        super().__init__(message)
        self.code = code


@dataclass(slots=True)
class _Topic:
    published: list[Message] = field(default_factory=list)


class Broker:
    """Topics, subscriptions and what is on its way between them; every method may be called from any thread."""

    def __init__(self) -> None:
        self._changed = threading.Condition()
        self._topics: dict[str, _Topic] = {}
        self._subscriptions: dict[str, SubscriptionState] = {}
        self._message_ids = itertools.count(int(now().timestamp() * 1_000_000))
        self._next_copies = 1
        self._closed = False

    def create_topic(self, name: str) -> None:
        _check_name(name, "topics")
        with self._changed:
            if name in self._topics:
                raise _exists(name)
            self._topics[name] = _Topic()

    def check_topic(self, name: str) -> None:
        with self._changed:
            self._topic(name)

    def topic_names(self, project: str) -> list[str]:
        with self._changed:
            return sorted(name for name in self._topics if name.startswith(f"{project}/topics/"))

    def delete_topic(self, name: str) -> None:
        """Its subscriptions stay and name `_deleted-topic_`, as on the real service."""
        with self._changed:
            self._topic(name)
            del self._topics[name]
            for subscription in self._subscriptions.values():
                if subscription.config.topic == name:
                    subscription.config.topic = "_deleted-topic_"

    def publish(self, topic: str, messages: Iterable[PubsubMessage]) -> list[str]:
        """The ids of the messages, which are queued for every subscription when this returns."""
        batch = list(messages)
        if any(not item.data and not item.attributes for item in batch):
            raise RefusedError(grpc.StatusCode.INVALID_ARGUMENT, "A message needs non-empty data or attributes.")
        with self._changed:
            self._topic(topic)
            return [self._publish(topic, self._message(item), copies=self._take_copies()) for item in batch]

    def create_subscription(self, config: Subscription) -> Subscription:
        _check_subscription(config)
        with self._changed:
            self._topic(config.topic)
            if config.name in self._subscriptions:
                raise _exists(config.name)
            self._subscriptions[config.name] = SubscriptionState(config=_with_defaults(config))
            return self._subscriptions[config.name].config

    def subscription(self, name: str) -> Subscription:
        with self._changed:
            return self._subscription(name).config

    def delete_subscription(self, name: str) -> None:
        with self._changed:
            self._subscription(name)
            del self._subscriptions[name]

    def set_push_config(self, name: str, push_config: PushConfig) -> None:
        with self._changed:
            self._subscription(name).config.push_config = push_config
            self._changed.notify_all()

    def pull(self, name: str, *, limit: int) -> list[Delivery]:
        with self._changed:
            subscription = self._subscription(name)
            self._return_expired(name)
            leased = [subscription.lease_due(seconds=subscription.ack_deadline_seconds) for _ in range(limit)]
            return [delivery for delivery in leased if delivery is not None]

    def acknowledge(self, name: str, ack_ids: Iterable[str]) -> None:
        with self._changed:
            self._return_expired(name)
            self._subscription(name).ack(ack_ids)

    def extend(self, name: str, ack_ids: Iterable[str], *, seconds: int) -> None:
        """Move the end of leases; 0 seconds is a nack."""
        wanted = set(ack_ids)
        with self._changed:
            for delivery in self._subscription(name).queue:
                if delivery.ack_id in wanted:
                    delivery.expires = time.monotonic() + seconds
            self._return_expired(name)

    def next_push(self) -> tuple[SubscriptionState, Delivery] | None:
        """Wait for a delivery to a push endpoint and lease it; None when the broker is closed."""
        with self._changed:
            while not self._closed:
                pushing = [item for item in self._subscriptions.values() if item.pushes]
                for subscription in sorted(pushing, key=lambda item: item.next_due() or 0.0):
                    delivery = subscription.lease_due(seconds=None)
                    if delivery is not None:
                        return subscription, delivery
                dues = [due for item in pushing if (due := item.next_due()) is not None]
                self._changed.wait(max(0.0, min(dues) - time.monotonic()) if dues else None)
            return None

    def settle_push(self, subscription: SubscriptionState, delivery: Delivery, *, accepted: bool) -> None:
        with self._changed:
            if accepted and delivery.ack_id:
                subscription.ack([delivery.ack_id])
            elif delivery in subscription.queue:
                self._give_back(subscription, delivery)
            self._changed.notify_all()

    def duplicate_next(self, times: int) -> None:
        """The next message published is delivered *times* times to each subscription."""
        with self._changed:
            self._next_copies = times

    def close(self) -> None:
        with self._changed:
            self._closed = True
            self._changed.notify_all()

    def clear(self) -> None:
        """Forget messages and counts; topics and subscriptions stay."""
        with self._changed:
            self._next_copies = 1
            for topic in self._topics.values():
                topic.published.clear()
            for name, subscription in self._subscriptions.items():
                self._subscriptions[name] = SubscriptionState(config=subscription.config)

    def outstanding(self) -> dict[str, int]:
        """Deliveries that are neither acknowledged nor dead-lettered: to push endpoints, and waiting to be pulled."""
        with self._changed:
            states = list(self._subscriptions.values())
            return {
                "push": sum(len(item.queue) for item in states if item.pushes),
                "pull": sum(len(item.queue) for item in states if not item.pushes),
            }

    def topics(self) -> dict[str, tuple[list[Message], list[SubscriptionState]]]:
        """Per topic what was published, and its subscriptions; for showing only."""
        with self._changed:
            return {
                name: (list(topic.published), [s for s in self._subscriptions.values() if s.config.topic == name])
                for name, topic in self._topics.items()
            }

    def _message(self, published: PubsubMessage) -> Message:
        return Message(
            id=str(next(self._message_ids)),
            data=published.data,
            attributes=dict(published.attributes),
            ordering_key=published.ordering_key,
            published_at=now(),
        )

    def _publish(self, topic: str, message: Message, *, copies: int) -> str:
        self._topics[topic].published.append(message)
        for subscription in self._subscriptions.values():
            if subscription.config.topic == topic:
                subscription.add(message, copies=copies)
        self._changed.notify_all()
        return message.id

    def _take_copies(self) -> int:
        copies, self._next_copies = self._next_copies, 1
        return copies

    def _return_expired(self, name: str) -> None:
        subscription = self._subscription(name)
        for delivery in subscription.expired():
            self._give_back(subscription, delivery)

    def _give_back(self, subscription: SubscriptionState, delivery: Delivery) -> None:
        dead_topic = subscription.config.dead_letter_policy.dead_letter_topic
        # A dead letter topic that does not exist: the real service goes on redelivering, too.
        if subscription.has_used_up(delivery) and dead_topic in self._topics:
            subscription.queue.remove(delivery)
            subscription.counts.dead_lettered += 1
            self._publish(dead_topic, self._message(_dead_letter(subscription, delivery)), copies=1)
        else:
            subscription.return_to_queue(delivery)

    def _topic(self, name: str) -> _Topic:
        if name not in self._topics:
            raise _missing(name)
        return self._topics[name]

    def _subscription(self, name: str) -> SubscriptionState:
        if name not in self._subscriptions:
            raise _missing(name)
        return self._subscriptions[name]


def _dead_letter(subscription: SubscriptionState, delivery: Delivery) -> PubsubMessage:
    """Attributes as in https://cloud.google.com/pubsub/docs/handling-failures#track-delivery-attempts."""
    _, project, _, name = subscription.config.name.split("/")
    source = {
        "CloudPubSubDeadLetterSourceDeliveryCount": str(delivery.attempts),
        "CloudPubSubDeadLetterSourceSubscription": name,
        "CloudPubSubDeadLetterSourceSubscriptionProject": project,
        "CloudPubSubDeadLetterSourceTopicPublishTime": delivery.message.published_at.isoformat(),
    }
    return PubsubMessage(
        data=delivery.message.data,
        attributes={**delivery.message.attributes, **source},
        ordering_key=delivery.message.ordering_key,
    )


def _missing(name: str) -> RefusedError:
    return RefusedError(grpc.StatusCode.NOT_FOUND, f"Resource not found (resource={name.rsplit('/', 1)[-1]}).")


def _exists(name: str) -> RefusedError:
    text = f"Resource already exists in the project (resource={name.rsplit('/', 1)[-1]})."
    return RefusedError(grpc.StatusCode.ALREADY_EXISTS, text)


def _check_name(name: str, kind: str) -> None:
    match = _NAME.fullmatch(name)
    if match is None or match[1] != kind:
        raise RefusedError(grpc.StatusCode.INVALID_ARGUMENT, f"Invalid [{kind}] name: (name={name})")


def _check_subscription(config: Subscription) -> None:
    _check_name(config.name, "subscriptions")
    problems = []
    if config.ack_deadline_seconds and config.ack_deadline_seconds not in _ACK_DEADLINE_SECONDS:
        problems.append("ack_deadline_seconds must be 10 to 600")
    attempts = config.dead_letter_policy.max_delivery_attempts
    if attempts and attempts not in _DELIVERY_ATTEMPTS:
        problems.append("max_delivery_attempts must be 5 to 100")
    if config.filter or config.enable_exactly_once_delivery or "no_wrapper" in config.push_config:
        problems.append("this stand-in knows no filter, exactly-once delivery or unwrapped push")
    if problems:
        raise RefusedError(grpc.StatusCode.INVALID_ARGUMENT, "; ".join(problems))


def _with_defaults(config: Subscription) -> Subscription:
    if config.dead_letter_policy.dead_letter_topic and not config.dead_letter_policy.max_delivery_attempts:
        config.dead_letter_policy.max_delivery_attempts = _DEFAULT_DELIVERY_ATTEMPTS
    if "retry_policy" in config:
        shortest, longest = _DEFAULT_BACKOFFS
        config.retry_policy.minimum_backoff = config.retry_policy.minimum_backoff or shortest
        config.retry_policy.maximum_backoff = config.retry_policy.maximum_backoff or longest
    return config

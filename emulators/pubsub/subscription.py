import itertools
import time
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime

from google.pubsub_v1.types import Subscription

# https://cloud.google.com/pubsub/docs/reference/rest/v1/projects.subscriptions: 0 means the default of 10 s.
DEFAULT_ACK_DEADLINE_SECONDS = 10
# Without a retry policy the real service redelivers "as soon as possible"; this keeps a local stack from spinning.
LOCAL_MINIMUM_BACKOFF_SECONDS = 0.2
LOCAL_MAXIMUM_BACKOFF_SECONDS = 2.0

_ack_ids = itertools.count(1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Message:
    id: str
    data: bytes
    attributes: dict[str, str]
    ordering_key: str
    published_at: datetime


@dataclass(slots=True, eq=False, kw_only=True)
class Delivery:
    """One message on its way to one subscription.

    Attributes:
        message: what is delivered.
        attempts: how often it was handed out.
        due: monotonic seconds before which it is not handed out.
        ack_id: the lease that is held on it; None when it waits.
        expires: monotonic seconds when the lease ends; None for a push, which ends with its answer.
    """

    message: Message
    attempts: int = 0
    due: float = 0.0
    ack_id: str | None = None
    expires: float | None = None


@dataclass(slots=True)
class Counts:
    delivered: int = 0
    acked: int = 0
    dead_lettered: int = 0


@dataclass(slots=True, kw_only=True)
class SubscriptionState:
    """The queue of one subscription; its owner holds the lock."""

    config: Subscription
    queue: list[Delivery] = field(default_factory=list)
    counts: Counts = field(default_factory=Counts)

    @property
    def pushes(self) -> bool:
        return bool(self.config.push_config.push_endpoint)

    @property
    def ack_deadline_seconds(self) -> int:
        return self.config.ack_deadline_seconds or DEFAULT_ACK_DEADLINE_SECONDS

    def add(self, message: Message, *, copies: int) -> None:
        self.queue += [Delivery(message=message) for _ in range(copies)]

    def lease_due(self, *, seconds: float | None) -> Delivery | None:
        """Hand out the delivery that is due longest; *seconds* None is a lease until `settle`."""
        now = time.monotonic()
        waiting = [item for item in self.queue if item.ack_id is None and item.due <= now]
        if not waiting:
            return None
        delivery = min(waiting, key=lambda item: item.due)
        delivery.attempts += 1
        delivery.ack_id = f"ack-{next(_ack_ids)}"
        delivery.expires = None if seconds is None else now + seconds
        self.counts.delivered += 1
        return delivery

    def next_due(self) -> float | None:
        """Monotonic seconds of the next delivery that waits; None when none does."""
        return min((item.due for item in self.queue if item.ack_id is None), default=None)

    def ack(self, ack_ids: Iterable[str]) -> None:
        wanted = set(ack_ids)
        acked = [item for item in self.queue if item.ack_id in wanted]
        self.queue = [item for item in self.queue if item not in acked]
        self.counts.acked += len(acked)

    def expired(self) -> list[Delivery]:
        now = time.monotonic()
        return [item for item in self.queue if item.expires is not None and item.expires <= now]

    def return_to_queue(self, delivery: Delivery) -> None:
        delivery.ack_id = delivery.expires = None
        delivery.due = time.monotonic() + self._backoff_seconds(delivery.attempts)

    def has_used_up(self, delivery: Delivery) -> bool:
        """The dead letter policy's attempts are spent."""
        limit = self.config.dead_letter_policy.max_delivery_attempts
        return bool(self.config.dead_letter_policy.dead_letter_topic) and delivery.attempts >= limit

    def _backoff_seconds(self, attempts: int) -> float:
        shortest, longest = LOCAL_MINIMUM_BACKOFF_SECONDS, LOCAL_MAXIMUM_BACKOFF_SECONDS
        if "retry_policy" in self.config:
            shortest = self.config.retry_policy.minimum_backoff.total_seconds()
            longest = self.config.retry_policy.maximum_backoff.total_seconds()
        return float(min(longest, shortest * 2 ** (attempts - 1)))

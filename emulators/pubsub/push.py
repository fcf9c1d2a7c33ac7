import base64
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from urllib.parse import urlsplit

import psutil
import requests

from emulators.faults import Caller, FaultPlan, InjectedFailure
from emulators.pubsub.broker import Broker
from emulators.pubsub.subscription import Delivery, SubscriptionState
from emulators.server import ConnectionCut

# https://cloud.google.com/pubsub/docs/push#receive_push: these acknowledge, everything else is a nack.
ACKNOWLEDGING_STATUSES = frozenset({102, 200, 201, 202, 204})
_HEADERS = {"Content-Type": "application/json", "User-Agent": "CloudPubSub-Google"}


class Endpoint(Caller):
    """The process that listens behind a push endpoint: the one that a `kill` or `pause` of a push strikes."""

    def process(self) -> psutil.Process:
        for connection in psutil.net_connections(kind="tcp"):
            if not (connection.laddr and connection.pid and connection.status == psutil.CONN_LISTEN):
                continue
            if connection.laddr.port == self.own_port:
                return psutil.Process(connection.pid)
        raise LookupError(f"no process listens on local port {self.own_port}")


def envelope(subscription: SubscriptionState, delivery: Delivery) -> dict[str, Any]:
    """The body of a wrapped push, https://cloud.google.com/pubsub/docs/push#receive_push."""
    message = delivery.message
    published = message.published_at.isoformat(timespec="milliseconds").replace("+00:00", "Z")
    wrapped: dict[str, Any] = {
        "messageId": message.id,
        "message_id": message.id,
        "publishTime": published,
        "publish_time": published,
    }
    if message.data:
        wrapped["data"] = base64.b64encode(message.data).decode("ascii")
    if message.attributes:
        wrapped["attributes"] = message.attributes
    if message.ordering_key:
        wrapped["orderingKey"] = message.ordering_key
    body: dict[str, Any] = {"message": wrapped, "subscription": subscription.config.name}
    if subscription.config.dead_letter_policy.dead_letter_topic:
        body["deliveryAttempt"] = delivery.attempts
    return body


class Pusher:
    """Pushes what a broker has for push endpoints.

    Args:
        broker: where the deliveries come from.
        plan: its faults named "push" strike before or after the request to the endpoint.
        timeout_seconds: of one push; None takes the subscription's ack deadline, as the real service does.
    """

    def __init__(self, broker: Broker, plan: FaultPlan, *, timeout_seconds: float | None) -> None:
        self._broker = broker
        self._plan = plan
        self._timeout_seconds = timeout_seconds

    @contextmanager
    def running(self, *, in_flight: int) -> Iterator[None]:
        """Push from *in_flight* threads for the length of the block; a push under way at its end is not awaited."""
        for number in range(in_flight):
            threading.Thread(target=self._work, name=f"push-{number}", daemon=True).start()
        try:
            yield
        finally:
            self._broker.close()

    def _work(self) -> None:
        with requests.Session() as session:
            session.trust_env = False  # no proxy between two programs of one machine
            while (taken := self._broker.next_push()) is not None:
                subscription, delivery = taken
                accepted = self._is_accepted(session, subscription, delivery)
                self._broker.settle_push(subscription, delivery, accepted=accepted)

    def _is_accepted(self, session: requests.Session, subscription: SubscriptionState, delivery: Delivery) -> bool:
        port = urlsplit(subscription.config.push_config.push_endpoint).port or 80
        try:
            return self._plan.call(
                "push",
                caller=Endpoint(peer_port=port, own_port=port),
                act=lambda: self._post(session, subscription, delivery),
            )
        except (InjectedFailure, ConnectionCut, LookupError):
            return False

    def _post(self, session: requests.Session, subscription: SubscriptionState, delivery: Delivery) -> bool:
        try:
            answer = session.post(
                subscription.config.push_config.push_endpoint,
                json=envelope(subscription, delivery),
                headers=_HEADERS,
                timeout=self._timeout_seconds or subscription.ack_deadline_seconds,
                allow_redirects=False,
            )
        except requests.RequestException:
            return False
        return answer.status_code in ACKNOWLEDGING_STATUSES

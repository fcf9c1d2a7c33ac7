import re
from collections.abc import Callable
from typing import Any, Protocol, TypeVar

import grpc
from google.protobuf import empty_pb2
from google.pubsub_v1 import types

from emulators.faults import Caller, FaultPlan, FaultRule, InjectedFailure
from emulators.pubsub.broker import Broker, RefusedError
from emulators.pubsub.subscription import Delivery
from emulators.server import ConnectionCut

# https://cloud.google.com/pubsub/docs/reference/error-codes
_CODES = {
    400: grpc.StatusCode.INVALID_ARGUMENT,
    401: grpc.StatusCode.UNAUTHENTICATED,
    403: grpc.StatusCode.PERMISSION_DENIED,
    404: grpc.StatusCode.NOT_FOUND,
    409: grpc.StatusCode.ALREADY_EXISTS,
    429: grpc.StatusCode.RESOURCE_EXHAUSTED,
    499: grpc.StatusCode.CANCELLED,
    500: grpc.StatusCode.INTERNAL,
    503: grpc.StatusCode.UNAVAILABLE,
    504: grpc.StatusCode.DEADLINE_EXCEEDED,
}

# grpc publishes no types for these two.
_generic_handler: Callable[..., grpc.GenericRpcHandler] = grpc.method_handlers_generic_handler
_unary_handler: Callable[..., grpc.RpcMethodHandler] = grpc.unary_unary_rpc_method_handler

Answer = TypeVar("Answer")


class Context(Protocol):
    """What is used of grpc's servicer context."""

    def abort(self, code: grpc.StatusCode, details: str) -> None: ...
    def peer(self) -> str: ...


class PubSubService:
    """Speaks google.pubsub.v1 for a broker, with faults under the methods' own names (`Publish`, `Pull`...).

    Protocol: https://cloud.google.com/pubsub/docs/reference/rpc/google.pubsub.v1
    """

    def __init__(self, broker: Broker, plan: FaultPlan) -> None:
        self._broker = broker
        self._plan = plan
        self.port = 0

    def handlers(self) -> tuple[grpc.GenericRpcHandler, ...]:
        return (
            _generic_handler("google.pubsub.v1.Publisher", self._publisher()),
            _generic_handler("google.pubsub.v1.Subscriber", self._subscriber()),
        )

    def _publisher(self) -> dict[str, grpc.RpcMethodHandler]:
        return {
            "CreateTopic": self._method("CreateTopic", types.Topic, self._create_topic),
            "GetTopic": self._method("GetTopic", types.GetTopicRequest, self._get_topic),
            "ListTopics": self._method("ListTopics", types.ListTopicsRequest, self._list_topics),
            "DeleteTopic": self._method("DeleteTopic", types.DeleteTopicRequest, self._delete_topic),
            "Publish": self._method("Publish", types.PublishRequest, self._publish),
        }

    def _subscriber(self) -> dict[str, grpc.RpcMethodHandler]:
        return {
            "CreateSubscription": self._method("CreateSubscription", types.Subscription, self._create_subscription),
            "GetSubscription": self._method("GetSubscription", types.GetSubscriptionRequest, self._get_subscription),
            "DeleteSubscription": self._method(
                "DeleteSubscription", types.DeleteSubscriptionRequest, self._delete_subscription
            ),
            "ModifyPushConfig": self._method("ModifyPushConfig", types.ModifyPushConfigRequest, self._modify_push),
            "Pull": self._method("Pull", types.PullRequest, self._pull),
            "Acknowledge": self._method("Acknowledge", types.AcknowledgeRequest, self._acknowledge),
            "ModifyAckDeadline": self._method(
                "ModifyAckDeadline", types.ModifyAckDeadlineRequest, self._modify_ack_deadline
            ),
        }

    def _method(self, name: str, request_type: Any, act: Callable[[Any], Any]) -> grpc.RpcMethodHandler:
        def handle(request: Any, context: Context) -> Any:
            return self._guarded(name, lambda: act(request), context)

        return _unary_handler(handle, request_deserializer=request_type.deserialize, response_serializer=_serialized)

    def _guarded(self, name: str, act: Callable[[], Answer], context: Context) -> Answer | None:
        try:
            return self._plan.call(name, caller=_caller(context.peer(), self.port), act=act)
        except RefusedError as refusal:
            context.abort(refusal.code, str(refusal))
        except InjectedFailure as failure:
            context.abort(_injected_code(failure.rule), failure.rule.message)
        except ConnectionCut:
            # A client sees a cut connection as UNAVAILABLE; a server in Python cannot cut it.
            context.abort(grpc.StatusCode.UNAVAILABLE, "Socket closed")
        return None

    def _create_topic(self, request: types.Topic) -> types.Topic:
        self._broker.create_topic(request.name)
        return request

    def _get_topic(self, request: types.GetTopicRequest) -> types.Topic:
        self._broker.check_topic(request.topic)
        return types.Topic(name=request.topic)

    def _list_topics(self, request: types.ListTopicsRequest) -> types.ListTopicsResponse:
        return types.ListTopicsResponse(
            topics=[types.Topic(name=name) for name in self._broker.topic_names(request.project)]
        )

    def _delete_topic(self, request: types.DeleteTopicRequest) -> empty_pb2.Empty:
        self._broker.delete_topic(request.topic)
        return empty_pb2.Empty()

    def _publish(self, request: types.PublishRequest) -> types.PublishResponse:
        return types.PublishResponse(message_ids=self._broker.publish(request.topic, request.messages))

    def _create_subscription(self, request: types.Subscription) -> types.Subscription:
        return self._broker.create_subscription(request)

    def _get_subscription(self, request: types.GetSubscriptionRequest) -> types.Subscription:
        return self._broker.subscription(request.subscription)

    def _delete_subscription(self, request: types.DeleteSubscriptionRequest) -> empty_pb2.Empty:
        self._broker.delete_subscription(request.subscription)
        return empty_pb2.Empty()

    def _modify_push(self, request: types.ModifyPushConfigRequest) -> empty_pb2.Empty:
        self._broker.set_push_config(request.subscription, request.push_config)
        return empty_pb2.Empty()

    def _pull(self, request: types.PullRequest) -> types.PullResponse:
        deliveries = self._broker.pull(request.subscription, limit=request.max_messages)
        counted = bool(self._broker.subscription(request.subscription).dead_letter_policy.dead_letter_topic)
        return types.PullResponse(received_messages=[_received(item, counted=counted) for item in deliveries])

    def _acknowledge(self, request: types.AcknowledgeRequest) -> empty_pb2.Empty:
        self._broker.acknowledge(request.subscription, request.ack_ids)
        return empty_pb2.Empty()

    def _modify_ack_deadline(self, request: types.ModifyAckDeadlineRequest) -> empty_pb2.Empty:
        self._broker.extend(request.subscription, request.ack_ids, seconds=request.ack_deadline_seconds)
        return empty_pb2.Empty()


def _received(delivery: Delivery, *, counted: bool) -> types.ReceivedMessage:
    message = delivery.message
    return types.ReceivedMessage(
        ack_id=delivery.ack_id,
        message=types.PubsubMessage(
            data=message.data,
            attributes=message.attributes,
            message_id=message.id,
            publish_time=message.published_at,
            ordering_key=message.ordering_key,
        ),
        delivery_attempt=delivery.attempts if counted else 0,
    )


def _serialized(answer: Any) -> bytes:
    plain = answer if isinstance(answer, empty_pb2.Empty) else type(answer).pb(answer)
    wire: bytes = plain.SerializeToString()
    return wire


def _caller(peer: str, own_port: int) -> Caller:
    """The caller behind grpc's `ipv4:127.0.0.1:54321`."""
    match = re.search(r":(\d+)$", peer)
    return Caller(peer_port=int(match[1]) if match else 0, own_port=own_port)


def _injected_code(rule: FaultRule) -> grpc.StatusCode:
    """`reason` may name a gRPC status; else it follows the HTTP status."""
    named = {code.name: code for code in grpc.StatusCode}
    return named.get(rule.reason) or _CODES.get(rule.status, grpc.StatusCode.UNKNOWN)

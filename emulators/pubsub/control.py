import base64
from typing import Any

from flask import Flask, jsonify, request
from flask.typing import ResponseReturnValue

from emulators.fault_routes import add_fault_control
from emulators.faults import FaultPlan
from emulators.pubsub.broker import Broker
from emulators.pubsub.subscription import Message, SubscriptionState


def create_control_app(broker: Broker, plan: FaultPlan) -> Flask:
    """The HTTP side of the stand-in: faults, duplicates, and what became of every message."""
    app = Flask(__name__)
    add_fault_control(app, plan, on_reset=broker.clear)

    @app.post("/_control/duplicate")
    def duplicate() -> ResponseReturnValue:
        times = request.get_json(force=True).get("times")
        if not isinstance(times, int) or times < 1:
            return jsonify(error="times must be a whole number from 1"), 400
        broker.duplicate_next(times)
        return "", 204

    @app.get("/_control/messages")
    def messages() -> ResponseReturnValue:
        return jsonify({name: _topic_json(*shown) for name, shown in broker.topics().items()})

    @app.get("/_control/idle")
    def idle() -> ResponseReturnValue:
        outstanding = broker.outstanding()
        return jsonify(
            idle=outstanding["push"] == 0, outstanding=outstanding["push"], waiting_for_pull=outstanding["pull"]
        )

    return app


def _topic_json(published: list[Message], subscriptions: list[SubscriptionState]) -> dict[str, Any]:
    return {
        "published": len(published),
        "delivered": sum(item.counts.delivered for item in subscriptions),
        "acked": sum(item.counts.acked for item in subscriptions),
        "dead_lettered": sum(item.counts.dead_lettered for item in subscriptions),
        "outstanding": sum(len(item.queue) for item in subscriptions),
        "messages": [_message_json(item) for item in published],
    }


def _message_json(message: Message) -> dict[str, Any]:
    return {
        "messageId": message.id,
        "data": base64.b64encode(message.data).decode("ascii"),
        "attributes": message.attributes,
        "publishTime": message.published_at.isoformat(),
    }

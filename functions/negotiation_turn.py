"""A queued mail is due: take the negotiation's turn and send what was decided."""

import logging

import flask
import functions_framework
from cloudevents.http import CloudEvent

from shared.adapters.pubsub import decode_push
from shared.application.take_turn import take_turn
from shared.bootstrap import entry, fit_playbook
from shared.logs import log_fields

logger = logging.getLogger(__name__)

fit_playbook()  # a broken one stops the deployment, not the mails


@functions_framework.cloud_event
def negotiation_turn(event: CloudEvent) -> None:
    """Subscribed to inbound-messages; the data is `{"inbound_id", "thread_key"}`, the latter a hint."""
    with (
        entry("negotiation_turn", flask.request.headers.get("X-Cloud-Trace-Context"), event_id=event["id"]) as app,
        log_fields(**decode_push(event.data)) as message,
    ):
        report = take_turn(app, message["inbound_id"], message.get("thread_key"))
        fields = {"finished": report.finished, "busy": report.busy, "quiet_until": report.quiet_until}
        logger.info("turn taken", extra={"fields": fields})

"""A task of a launched campaign is due: open the negotiation with one creator."""

import logging

import flask
import functions_framework
from cloudevents.http import CloudEvent

from shared.adapters.pubsub import decode_push
from shared.application.open_negotiation import open_negotiation
from shared.bootstrap import entry, fit_playbook
from shared.logs import log_fields

logger = logging.getLogger(__name__)

fit_playbook()  # a broken one stops the deployment, not the mails


@functions_framework.cloud_event
def campaign_task(event: CloudEvent) -> None:
    """Subscribed to campaign-tasks; the data is `{"campaign_id", "task_id"}`."""
    with (
        entry("campaign_task", flask.request.headers.get("X-Cloud-Trace-Context"), event_id=event["id"]) as app,
        log_fields(**decode_push(event.data)) as task,
    ):
        why = open_negotiation(app, task["campaign_id"], task["task_id"])
        logger.info("task run", extra={"fields": {"outcome": why}})

"""A Gmail notification arrives: queue what is new in that mailbox."""

import flask
import functions_framework
from cloudevents.http import CloudEvent

from shared.adapters.pubsub import decode_push
from shared.application.receive_mail import receive_mail
from shared.bootstrap import entry


@functions_framework.cloud_event
def gmail_notification(event: CloudEvent) -> None:
    """Subscribed to gmail-notifications; the data is `{"emailAddress", "historyId"}`."""
    with entry("gmail_notification", flask.request.headers.get("X-Cloud-Trace-Context"), event_id=event["id"]) as app:
        notification = decode_push(event.data)
        receive_mail(app, notification["emailAddress"].lower(), pushed=True)

"""The schedule is due: keep Gmail notifying us."""

import flask
import functions_framework

from shared.application.renew_watch import renew_watches
from shared.bootstrap import entry


@functions_framework.http
def renew_watch(request: flask.Request) -> tuple[str, int]:
    """Called by Cloud Scheduler; answers when each watch runs out."""
    with entry("renew_watch", request.headers.get("X-Cloud-Trace-Context")) as app:
        renewed = renew_watches(app)
        said = [f"{mailbox} is watched until {until}" for mailbox, until in renewed.until.items()]
        return "\n".join([*said, *renewed.failures]), 500 if renewed.failures else 200
    return "failed for good; see the log", 500

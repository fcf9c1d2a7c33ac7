"""The schedule is due: keep Gmail notifying us."""

import flask
import functions_framework

from shared.application.renew_watch import renew_watch as renew
from shared.bootstrap import entry


@functions_framework.http
def renew_watch(request: flask.Request) -> tuple[str, int]:
    """Called by Cloud Scheduler; answers when the watch runs out."""
    with entry("renew_watch", request.headers.get("X-Cloud-Trace-Context")) as app:
        box = renew(app, app.settings.mailbox)
        return f"watched until {box.watch_expires_at}", 200
    return "failed for good; see the log", 500

"""The schedule is due: carry on whatever a crash, a lost push or a lost wake-up left behind."""

import logging

import flask
import functions_framework

from shared.application.sweep import sweep as sweep_once
from shared.bootstrap import entry, fit_playbook

logger = logging.getLogger(__name__)

fit_playbook()  # a broken one stops the deployment, not the mails


@functions_framework.http
def sweep(request: flask.Request) -> tuple[str, int]:
    """Called by Cloud Scheduler; answers what it found."""
    with entry("sweep", request.headers.get("X-Cloud-Trace-Context")) as app:
        swept = sweep_once(app, patience=app.settings.patience)
        found = {
            "received": swept.received,
            "overlooked": swept.overlooked,
            "woken": swept.woken,
            "waiting": swept.waiting,
            "silences": swept.silences,
        }
        logger.info("swept", extra={"fields": found})
        return str(swept), 500 if swept.failures else 200
    return "failed for good; see the log", 500

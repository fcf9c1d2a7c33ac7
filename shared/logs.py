"""Logs as JSON lines in Cloud Logging's fields: severity, trace, ids and the decision; no mail bodies, no secrets."""

import json
import logging
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Final

# https://cloud.google.com/logging/docs/structured-logging#structured_logging_special_fields
TRACE_FIELD: Final = "logging.googleapis.com/trace"

_context: ContextVar[dict[str, str] | None] = ContextVar("log_context", default=None)


class CloudFormatter(logging.Formatter):
    """One JSON object a line; what `log_fields` was given rides along on every line below it."""

    def format(self, record: logging.LogRecord) -> str:
        entry = {"severity": record.levelname, "message": record.getMessage(), "logger": record.name}
        entry |= _context.get() or {}
        entry |= getattr(record, "fields", {})
        if record.exc_info:
            # Error Reporting groups by the trace; the message stays apart from it.
            entry["stack_trace"] = self.formatException(record.exc_info)
        return json.dumps(entry, default=str)


def set_up_logs() -> None:
    """Send every log line of the process to standard error in this format; calling it again changes nothing."""
    root = logging.getLogger()
    if any(isinstance(handler.formatter, CloudFormatter) for handler in root.handlers):
        return
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(CloudFormatter())
    root.handlers = [handler]
    root.setLevel(logging.INFO)
    # These log request URLs with ids and addresses at INFO.
    for chatty in ("httpx", "httpx2", "urllib3", "googleapiclient", "google.auth", "werkzeug"):
        logging.getLogger(chatty).setLevel(logging.WARNING)


@contextmanager
def log_fields(**values: str) -> Iterator[dict[str, str]]:
    """Put these fields on every line logged inside the block; hands them on."""
    token = _context.set((_context.get() or {}) | values)
    try:
        yield values
    finally:
        _context.reset(token)


def trace_name(project: str, header: str | None) -> str | None:
    """Cloud Logging's name of the trace in an `X-Cloud-Trace-Context` header; None without one."""
    trace_id = (header or "").split("/", 1)[0]
    return f"projects/{project}/traces/{trace_id}" if trace_id else None

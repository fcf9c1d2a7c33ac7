"""The product as it runs: its five functions under functions-framework, and its command line."""

import base64
import io
import json
import sys
from collections.abc import Mapping
from contextlib import redirect_stderr, redirect_stdout
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

import functions_framework

from functions.cli import main
from functions.commands import session
from shared.bootstrap import Parley, parley

# Function -> the topic whose push subscription it serves; None: plain HTTP.
FUNCTIONS: Mapping[str, str | None] = {
    "gmail_notification": "gmail-notifications",
    "negotiation_turn": "inbound-messages",
    "campaign_task": "campaign-tasks",
    "renew_watch": None,
    "sweep": None,
}


def load_functions() -> dict[str, Any]:
    """Each function as functions-framework serves it, loaded from its own source file."""
    create: Any = functions_framework.create_app  # it has no types
    return {
        name: create(name, f"functions/{name}.py", "cloudevent" if topic else "http")
        for name, topic in FUNCTIONS.items()
    }


class AheadClock:
    """The machine's clock, and as far ahead of it as a scenario has waited."""

    def __init__(self) -> None:
        self.ahead = timedelta(0)

    def now(self) -> datetime:
        return datetime.now(UTC) + self.ahead  # noqa: TID251 - this is the scenario's Clock

    def sleep(self, pause: timedelta) -> None:
        self.ahead += pause


@dataclass(frozen=True, slots=True, kw_only=True)
class CommandResult:
    code: int
    out: str
    err: str

    @property
    def value(self) -> Any:
        """What `--json` printed."""
        return json.loads(self.out)


class Product:
    """One installation: its environment is the process's, its clock the scenario's."""

    def __init__(self, functions: Mapping[str, Any]) -> None:
        self._functions = functions
        self.clock = AheadClock()

    @property
    def app(self) -> Parley:
        """The App of the running functions; made on first use, as theirs is."""
        return self._with_our_clock(parley())

    def call(self, name: str, headers: Mapping[str, str] | None = None) -> int:
        """Call an HTTP function as Cloud Scheduler does; answers the status."""
        self.app  # noqa: B018 - made now, so that it has our clock
        return int(self._functions[name].test_client().get("/", headers=headers or {}).status_code)

    def push(self, name: str, message: Mapping[str, object], *, headers: Mapping[str, str] | None = None) -> int:
        """Push a message to an event function as its subscription does; answers the status."""
        self.app  # noqa: B018 - made now, so that it has our clock
        return int(
            self._functions[name].test_client().post("/", json=_envelope(message), headers=headers or {}).status_code
        )

    def cli(self, *arguments: str) -> CommandResult:
        """Run one command as a process of its own would: nothing is kept from the one before."""
        out, err = io.StringIO(), io.StringIO()
        before, sys.argv = sys.argv, ["parley", *arguments]
        code = 0
        try:
            self._with_our_clock(session.app())
            with redirect_stdout(out), redirect_stderr(err):
                main()
        except SystemExit as end:
            code = end.code if isinstance(end.code, int) else int(end.code is not None)
        finally:
            sys.argv = before
            _end(session.app())
            session.app.cache_clear()
        return CommandResult(code=code, out=out.getvalue(), err=err.getvalue())

    def restart(self) -> None:
        """Every instance is gone; the next call starts a new one that knows only what is stored."""
        if parley.cache_info().currsize:
            _end(parley())
        parley.cache_clear()

    def _with_our_clock(self, app: Parley) -> Parley:
        # Adapters take the clock when they are made, and they are made later.
        app.clock = self.clock  # type: ignore[assignment] # the attribute's declared type is the system clock's
        return app


def _end(app: Parley) -> None:
    """Close what was opened: this process lives on, the instance does not."""
    for port in ("store", "publisher", "model"):
        if port in vars(app):
            getattr(app, port).close()


def _envelope(message: Mapping[str, object]) -> dict[str, object]:
    """https://cloud.google.com/pubsub/docs/push#receive_push."""
    data = base64.b64encode(json.dumps(message).encode()).decode()
    wrapped = {"data": data, "messageId": "1", "message_id": "1", "publishTime": "2026-01-01T00:00:00Z"}
    return {"message": wrapped, "subscription": "projects/scenario/subscriptions/scenario"}

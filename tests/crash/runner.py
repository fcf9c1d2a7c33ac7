"""Processes of the product that can be told where to die: `python -m tests.crash.runner`.

Everything is imported once. Each line `{"start": ENVIRONMENT}` then forks one process, taken before any client, channel
or thread exists, which obeys one JSON line after the other until it is told to end or dies. Its entry points are the
deployed functions behind functions_framework; its App is the one that bootstrap builds, with two ports composed anew:
a store that counts its round trips and a clock that the test can put forward.
"""

import json
import os
import signal
import sys
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any, Final, TypeVar

import anthropic
import functions_framework
import google.auth.transport.requests
import google.cloud.firestore
import google.cloud.pubsub_v1
import googleapiclient.discovery
import slack_sdk

from shared.adapters import firestore, pubsub, slack, sqlite
from shared.adapters.claude import client as claude_client
from shared.adapters.gmail import client as gmail_client
from shared.application.import_campaign import import_campaign
from shared.application.language_model import ReadRequest
from shared.application.launch_campaign import launch_campaign
from shared.application.open_negotiation import open_negotiation
from shared.application.renew_watch import renew_watch
from shared.application.steer_mailbox import set_rules
from shared.application.storage import Etags, Find, Key, Stored, Write
from shared.application.store import Store
from shared.bootstrap import Parley, SystemClock, parley
from shared.config import enter_environment, read_settings
from shared.domain.errors import Unclear
from shared.domain.mail.language import detect_language
from shared.domain.records import TaskRecord

T = TypeVar("T")

# Imported here so that no forked process pays for them; what each function itself imports is tested elsewhere.
PRELOADED: Final = (
    anthropic,
    google.auth.transport.requests,
    google.cloud.firestore,
    google.cloud.pubsub_v1,
    googleapiclient.discovery,
    slack_sdk,
    firestore,
    pubsub,
    slack,
    sqlite,
    claude_client,
    gmail_client,
)

ROOT: Final = Path(__file__).resolve().parents[2]

SIGNATURES: Final[Mapping[str, str]] = {
    "gmail_notification": "cloudevent",
    "negotiation_turn": "cloudevent",
    "campaign_task": "cloudevent",
    "renew_watch": "http",
    "sweep": "http",
}

NO_MAIL: Final = ReadRequest(
    new_text="No.", quoted_text="", subject="", deliverables=(), our_last_offer=None, attachments=()
)

Json = dict[str, Any]


class WatchedStore(Store):
    """Hands every round trip on to the product's store, and strikes at the one it was told.

    Attributes:
        calls: The names of the primitives called since the last `watch`.
    """

    def __init__(self, inner: Store) -> None:
        super().__init__()
        self._inner = inner
        self._fault: Json = {}
        self.calls: list[str] = []

    def watch(self, fault: Json) -> None:
        """Count from zero; *fault*: `at` (from 1), `side`, `action` of kill, stop or lose, or `poison`: a document."""
        self._fault = fault
        self.calls = []

    def close(self) -> None:
        self._inner.close()

    def _read(self, keys: Sequence[Key]) -> list[Stored | None]:
        return self._around("read", lambda: self._inner._read(keys))

    def _swap(self, writes: Sequence[Write]) -> Etags | None:
        if self._fault.get("poison") in {f"{write.key.collection}/{write.key.id}" for write in writes}:
            os.kill(os.getpid(), signal.SIGKILL)
        return self._around("swap", lambda: self._inner._swap(writes))

    def _transact(self, writes: Sequence[tuple[Key, Mapping[str, Any]]]) -> Etags | None:
        return self._around("transact", lambda: self._inner._transact(writes))

    def _find(self, find: Find) -> list[Stored]:
        return self._around("find", lambda: self._inner._find(find))

    def _around(self, name: str, act: Callable[[], T]) -> T:
        self.calls.append(name)
        self._strike("before")
        answer = act()
        self._strike("after")
        return answer

    def _strike(self, side: str) -> None:
        if len(self.calls) != self._fault.get("at") or side != self._fault["side"]:
            return
        match self._fault["action"]:
            case "kill":
                os.kill(os.getpid(), signal.SIGKILL)
            case "stop":
                os.kill(os.getpid(), signal.SIGSTOP)
            case "lose":
                raise Unclear("the answer was lost")


class WorldClock(SystemClock):
    """The machine's clock, put forward by as many seconds as the file says: the same for every process of a world."""

    def __init__(self, path: Path) -> None:
        self._path = path

    def now(self) -> datetime:
        return super().now() + timedelta(seconds=float(self._path.read_text() or 0))


@dataclass(frozen=True, slots=True)
class Files:
    """The campaign and the roster that every process can import."""

    campaign: str
    roster: str


def seed(app: Parley, files: Files) -> tuple[TaskRecord, ...]:
    """Import the campaign and launch it; no pause between mails, which would be waited for."""
    for mailbox in app.policy.mailboxes:
        set_rules(app, mailbox, "crash", {"seconds_between": 0})
    report = import_campaign(
        app.store,
        campaign_text=files.campaign,
        roster_text=files.roster,
        now=app.clock.now(),
        mailboxes=app.policy.mailboxes,
    )
    return launch_campaign(app, report.campaign_id)


class Process:
    """What a forked process does with its lines."""

    def __init__(self, clients: Mapping[str, Any], files: Files, environment: Mapping[str, str]) -> None:
        enter_environment(environment)
        self._clients = clients
        self._files = files
        self._app: Parley = parley()
        self._app.clock = WorldClock(Path(environment["CRASH_CLOCK"]))
        self._store = WatchedStore(self._app.store)
        self._app.store = self._store

    def obey(self, line: Json) -> Json:
        match line["do"]:
            case "watch":
                self._store.watch(line["fault"])
                return {}
            case "calls":
                return {"calls": self._store.calls}
            case "seed":
                seed(self._app, replace(self._files, roster=line.get("roster", self._files.roster)))
                return {}
            case "call":
                return self._call(line["function"], line["body"])
            case other:
                raise ValueError(other)

    def _call(self, function: str, body: Json | None) -> Json:
        client = self._clients[function]
        answer = client.get("/") if body is None else client.post("/", json=body)
        return {"status": answer.status_code, "text": answer.get_data(as_text=True)}


class Unheard:
    """A publisher of a rehearsal: gRPC must not have run before a fork."""

    def publish(self, topic: str, message: Mapping[str, str]) -> None:
        del topic, message


def rehearse(environment: Mapping[str, str], files: Files) -> None:
    """Open one negotiation in memory, so that no forked process pays for what a first call loads and generates."""
    enter_environment(environment)
    app = Parley(replace(read_settings(), store="sqlite::memory:"))
    app.publisher = Unheard()  # type: ignore[assignment] # it only publishes
    (task,) = seed(app, files)
    (mailbox,) = app.policy.mailboxes
    renew_watch(app, mailbox)
    open_negotiation(app, task.campaign_id, task.id)
    app.model.read(NO_MAIL)
    detect_language("Hello", context="")
    app.mailbox.history(mailbox, since=1)
    app.store.close()


def main() -> None:
    talk = os.fdopen(os.dup(sys.stdout.fileno()), "w", buffering=1)
    os.dup2(sys.stderr.fileno(), sys.stdout.fileno())  # nothing that a library prints gets between the answers
    clients = {name: _client(name) for name in SIGNATURES}
    first = _line() or {}
    files = Files(first["campaign"], first["roster"])
    rehearse(first["rehearse"], files)
    _say(talk, {"threads": sum(1 for _ in Path("/proc/self/task").iterdir())})
    while line := _line():
        if "crowd" in line:
            _say(talk, {"statuses": _crowd(clients, files, line)})
            continue
        pid = os.fork()
        if pid == 0:
            _live(Process(clients, files, line["start"]), talk)
        _say(talk, {"started": pid})
        _, status = os.waitpid(pid, 0)
        _say(talk, {"ended": pid, "signal": os.WTERMSIG(status) if os.WIFSIGNALED(status) else 0})


def _client(name: str) -> Any:
    source = str(ROOT / "functions" / f"{name}.py")
    app = functions_framework.create_app(name, source, SIGNATURES[name])  # type: ignore[no-untyped-call]
    return app.test_client()


def _crowd(clients: Mapping[str, Any], files: Files, line: Json) -> list[int]:
    """The statuses of the calls, made by processes that all begin when the last one is ready."""
    starting, start = os.pipe()
    reading, writing = os.pipe()
    pids = []
    for number in range(line["crowd"]):
        pids.append(os.fork())
        if pids[-1] == 0:
            os.close(start)
            process = Process(clients, files, line["start"])
            os.read(starting, 1)  # ends when the parent closes its side
            for function, body in line["calls"][number :: line["crowd"]]:
                os.write(writing, b"%d\n" % process.obey({"do": "call", "function": function, "body": body})["status"])
            os._exit(0)
    for end in (starting, start, writing):
        os.close(end)
    for pid in pids:
        os.waitpid(pid, 0)
    with os.fdopen(reading) as answers:
        return [int(answer) for answer in answers]


def _live(process: Process, talk: Any) -> None:
    while (line := _line()) and line["do"] != "end":
        _say(talk, process.obey(line))
    os._exit(0)


def _line() -> Json | None:
    # Unbuffered: parent and child read the same pipe in turns, and neither may take what is the other's.
    text = bytearray()
    while byte := os.read(0, 1):
        if byte == b"\n":
            line: Json = json.loads(text)
            return line
        text += byte
    return None


def _say(talk: Any, answer: Json) -> None:
    talk.write(json.dumps(answer) + "\n")


if __name__ == "__main__":
    main()

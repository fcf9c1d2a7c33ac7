"""The local stack: every stand-in and every function as a process of its own, on free ports of 127.0.0.1."""

import json
import os
import select
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final

import requests

PROJECT: Final = "demo-parley"
MAILBOX: Final = "deals@brand.example"
ROOT: Final = Path(__file__).resolve().parent.parent

START_SECONDS: Final = 60.0
STOP_SECONDS: Final = 10.0

# Function -> how it is called: the topic whose push subscription it serves, or None for plain HTTP.
FUNCTIONS: Final[Mapping[str, str | None]] = {
    "gmail_notification": "gmail-notifications",
    "negotiation_turn": "inbound-messages",
    "campaign_task": "campaign-tasks",
    "renew_watch": None,
    "sweep": None,
}


class StackError(RuntimeError):
    """A process of the stack did not start, or died; the message ends with what it printed last."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """What the stack is made of.

    Attributes:
        official: The official Firestore and Pub/Sub emulators instead of SQLite and the stand-in.
        claude_url: The real API's root instead of the stand-in; then the caller's ANTHROPIC_API_KEY is used.
        sweep_seconds: Pause between sweeps; 0 never sweeps.
        patience_seconds: How long a queued mail may wait before a sweep wakes it.
        lease_seconds: How long a worker may hold a thread.
        creators: Whether simulated creators answer.
    """

    official: bool = False
    claude_url: str | None = None
    sweep_seconds: float = 2.0
    patience_seconds: float = 5.0
    lease_seconds: float = 20.0
    creators: bool = False
    team_domains: str = "brand.example"


@dataclass(slots=True)
class Stack:
    """A running stack.

    Attributes:
        urls: Where each stand-in, and each function, listens.
        environment: What every process of the product gets; the command line needs the same.
        lines: What the simulated creators did so far, one JSON object each.
    """

    folder: Path
    urls: dict[str, str] = field(default_factory=dict)
    environment: dict[str, str] = field(default_factory=dict)
    processes: dict[str, subprocess.Popen[str]] = field(default_factory=dict)
    lines: list[dict[str, object]] = field(default_factory=list)

    def call(self, function: str) -> requests.Response:
        """Call an HTTP function, as the scheduler does."""
        return requests.get(self.urls[function], timeout=START_SECONDS)

    def log(self, name: str) -> str:
        """What a process printed on standard error so far."""
        return (self.folder / f"{name}.log").read_text()


@contextmanager
def running_stack(folder: Path, choice: Choice | None = None) -> Iterator[Stack]:
    """Start everything, wait until it answers, and stop it all at the end of the block.

    Raises:
        StackError: a process did not come up.
    """
    choice = choice or Choice()
    stack = Stack(folder=folder)
    with ExitStack() as ending:
        _start_stores(stack, choice, ending)
        _start_stand_ins(stack, choice, ending)
        _start_functions(stack, ending)
        _subscribe(stack)
        _ready(stack.call("renew_watch"))
        if choice.creators:
            _start_creators(stack, ending)
        if choice.sweep_seconds:
            _start_scheduler(stack, choice.sweep_seconds, ending)
        yield stack


def _start_stores(stack: Stack, choice: Choice, ending: ExitStack) -> None:
    stack.environment |= {
        "GOOGLE_CLOUD_PROJECT": PROJECT,
        "PARLEY_MAILBOX": MAILBOX,
        "PARLEY_SECRETS": "env",
        "PARLEY_STORE": "firestore" if choice.official else f"sqlite:{stack.folder / 'parley.sqlite'}",
        "PARLEY_SLACK_ESCALATIONS_CHANNEL": "C0ESCALATIONS",
        "PARLEY_SLACK_AGREEMENTS_CHANNEL": "C0AGREEMENTS",
        "PARLEY_TEAM_DOMAINS": choice.team_domains,
        "PARLEY_LEASE_SECONDS": str(choice.lease_seconds),
        "PARLEY_PATIENCE_SECONDS": str(choice.patience_seconds),
        "SLACK_BOT_TOKEN": "xoxb-local-stack",
    }
    if choice.official:
        from emulators.official import FirestoreEmulator, PubsubEmulator, find_firestore, find_pubsub

        if find_firestore() is None or find_pubsub() is None:
            raise StackError("Java and the Google Cloud CLI's Firestore and Pub/Sub emulators are needed")
        stack.environment["FIRESTORE_EMULATOR_HOST"] = ending.enter_context(FirestoreEmulator())
        stack.environment["PUBSUB_EMULATOR_HOST"] = ending.enter_context(PubsubEmulator())
        return
    line = _start_module(stack, ending, "pubsub", [])
    stack.environment["PUBSUB_EMULATOR_HOST"] = str(line["host"])
    stack.urls["pubsub"] = str(line["control"])


def _start_stand_ins(stack: Stack, choice: Choice, ending: ExitStack) -> None:
    stack.urls["gmail"] = str(_start_module(stack, ending, "gmail", ["--mailbox", MAILBOX])["url"])
    stack.urls["slack"] = str(_start_module(stack, ending, "slack", [])["url"])
    stack.environment |= {
        "GMAIL_API_ENDPOINT": stack.urls["gmail"],
        # The stand-in has no quota, and a demo plays weeks in a minute.
        "PARLEY_GMAIL_UNITS_PER_MINUTE": "1000000",
        "SLACK_API_URL": f"{stack.urls['slack']}/api/",
    }
    if choice.claude_url:
        return
    stack.urls["claude"] = str(_start_module(stack, ending, "claude", [])["url"])
    stack.environment |= {"ANTHROPIC_BASE_URL": stack.urls["claude"], "ANTHROPIC_API_KEY": "local-stack"}


def _start_module(stack: Stack, ending: ExitStack, name: str, options: list[str]) -> dict[str, object]:
    command = [sys.executable, "-m", f"emulators.{name}", "--port", "0", *options]
    process = _spawn(stack, ending, name, command, piped=True)
    return _first_line(stack, name, process)


def _start_functions(stack: Stack, ending: ExitStack) -> None:
    # Each server puts its control socket there; else all share one place of the user's home, and log that it is taken.
    sockets = Path(ending.enter_context(TemporaryDirectory(prefix="parley-")))
    for name, topic in FUNCTIONS.items():
        port = free_port()
        command = [sys.executable, "-m", "functions_framework", "--source", f"functions/{name}.py", "--target", name]
        command += ["--signature-type", "cloudevent" if topic else "http", "--host", "127.0.0.1", "--port", str(port)]
        (sockets / name).mkdir()
        _spawn(stack, ending, name, command, piped=False, XDG_RUNTIME_DIR=str(sockets / name))
        stack.urls[name] = f"http://127.0.0.1:{port}"
    for name in FUNCTIONS:
        _wait_for_port(stack, name)


def _start_creators(stack: Stack, ending: ExitStack) -> None:
    command = [sys.executable, "-m", "emulators.creators", "--gmail", stack.urls["gmail"], "--mailbox", MAILBOX]
    process = _spawn(stack, ending, "creators", command, piped=True)

    def listen() -> None:
        for line in process.stdout or ():
            stack.lines.append(json.loads(line))

    threading.Thread(target=listen, daemon=True).start()


def _start_scheduler(stack: Stack, pause: float, ending: ExitStack) -> None:
    stopped = threading.Event()

    def tick() -> None:
        while not stopped.wait(pause):
            try:
                stack.call("sweep")
            except requests.RequestException:
                continue  # a killed function is restarted by its server; the next tick finds it

    thread = threading.Thread(target=tick, daemon=True)
    thread.start()
    ending.callback(thread.join, STOP_SECONDS)
    ending.callback(stopped.set)


def _subscribe(stack: Stack) -> None:
    """Create the topics and a push subscription for each function that serves one."""
    script = "import sys,json;from emulators.subscribe import subscribe;subscribe(*json.loads(sys.argv[1]))"
    pushes = {topic: stack.urls[name] for name, topic in FUNCTIONS.items() if topic}
    command = [sys.executable, "-c", script, json.dumps([PROJECT, pushes])]
    done = subprocess.run(command, cwd=ROOT, env=_environment(stack), capture_output=True, text=True, timeout=60)
    if done.returncode:
        raise StackError(f"the topics could not be made:\n{done.stderr[-2000:]}")


def _spawn(
    stack: Stack, ending: ExitStack, name: str, command: list[str], *, piped: bool, **own: str
) -> subprocess.Popen[str]:
    log = ending.enter_context((stack.folder / f"{name}.log").open("w"))
    output = subprocess.PIPE if piped else log
    process = subprocess.Popen(
        command, cwd=ROOT, env=_environment(stack) | own, stdout=output, stderr=log, text=True, start_new_session=True
    )
    stack.processes[name] = process
    ending.callback(_stop, process)
    return process


def _environment(stack: Stack) -> dict[str, str]:
    inherited = {name: os.environ[name] for name in ("PATH", "HOME", "LANG", "ANTHROPIC_API_KEY") if name in os.environ}  # noqa: TID251 - what a process cannot start without
    return inherited | {"PYTHONPATH": str(ROOT), "PYTHONUNBUFFERED": "1"} | stack.environment


def _stop(process: subprocess.Popen[str]) -> None:
    if process.poll() is None:
        os.killpg(process.pid, signal.SIGTERM)
    try:
        process.wait(STOP_SECONDS)
    except subprocess.TimeoutExpired:
        os.killpg(process.pid, signal.SIGKILL)
        process.wait(STOP_SECONDS)
    if process.stdout:
        process.stdout.close()


def _first_line(stack: Stack, name: str, process: subprocess.Popen[str]) -> dict[str, object]:
    if process.stdout is None or not select.select([process.stdout], [], [], START_SECONDS)[0]:
        raise StackError(f"{name} said nothing in {START_SECONDS} s")
    line = process.stdout.readline()
    if not line:
        raise StackError(f"{name} ended at once:\n{stack.log(name)[-2000:]}")
    answer: dict[str, object] = json.loads(line)
    return answer


def _wait_for_port(stack: Stack, name: str) -> None:
    port = int(stack.urls[name].rsplit(":", 1)[1])
    deadline = time.monotonic() + START_SECONDS
    while time.monotonic() < deadline:
        if stack.processes[name].poll() is not None:
            break
        with socket.socket() as probe:
            probe.settimeout(1)
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.05)
    raise StackError(f"{name} did not come up:\n{stack.log(name)[-2000:]}")


def _ready(response: requests.Response) -> None:
    if not response.ok:
        raise StackError(f"the mailbox could not be watched: {response.status_code} {response.text[:500]}")


def free_port() -> int:
    """A port of 127.0.0.1 that nobody listens on now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port

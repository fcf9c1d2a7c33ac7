"""The world around the product for crash tests: stand-ins, its processes, and a platform that redelivers and sweeps."""

import base64
import contextlib
import json
import os
import select
import signal
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from email.message import EmailMessage
from pathlib import Path
from typing import Any, Final

import grpc
import requests
from google.pubsub_v1 import types

from emulators.claude.app import create_app as claude_app
from emulators.gmail.app import create_app as gmail_app
from emulators.pubsub.stand_in import pubsub_stand_in
from emulators.server import serve
from emulators.slack.app import create_app as slack_app
from tests.crash.places import Place

ROOT: Final = Path(__file__).resolve().parents[2]

MAILBOX: Final = "deals@brand.example"
CREATOR: Final = "maya@mayalindholm.example"
CAMPAIGN: Final = "northwind-spring"
CAMPAIGN_TEXT: Final = (ROOT / "emulators/sample/campaign.yaml").read_text()
ROSTER: Final = (
    "Name,Email,Platform,Handle,Average Views,Min Rate,Max Rate,Engagement Rate\n"
    'Maya Lindholm,maya@mayalindholm.example,Instagram,@mayalindholm,"60,000","$1,000","$2,400",4.8%\n'
)

# The wires that a crash can happen at, beside the store.
WIRES: Final = ("gmail", "claude", "slack", "pubsub")

# Beyond the lease of 360 s, beyond the sweep's patience, and beyond every back-off of an outbox entry.
LONGER_THAN_A_LEASE: Final = 700.0

# One answer of a process; anything longer hangs.
ANSWER_SECONDS: Final = 60.0

# How often a silent process is looked at: it may have been stopped.
LOOK_SECONDS: Final = 0.02

Json = dict[str, Any]


class Died(Exception):
    """The process was killed before it answered."""


class Parked(Exception):
    """The process was stopped (SIGSTOP) before it answered; after `resume` its answer comes."""


class Hung(AssertionError):
    """The process neither answered nor died."""


class Worker:
    """One process of the product at a time, from a runner that stays."""

    def __init__(self, log: Path, code: Path) -> None:
        self._log = log.open("w")
        environment = {name: os.environ[name] for name in ("PATH", "HOME") if name in os.environ}  # noqa: TID251
        self._runner = subprocess.Popen(
            [sys.executable, "-m", "tests.crash.runner"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=self._log,
            cwd=code,
            # The library behind the language of a mail would start a thread; a fork copies one only.
            env=environment | {"PYTHONPATH": str(code), "OPENBLAS_NUM_THREADS": "1"},
        )
        self.pid = 0

    def rehearse(self, product: Mapping[str, str]) -> None:
        """Load everything, in the environment *product*; before the first process."""
        self._say({"rehearse": dict(product), "campaign": CAMPAIGN_TEXT, "roster": ROSTER})
        assert self._answer() == {"threads": 1}, "a fork copies one thread only"

    def start(self, environment: Mapping[str, str]) -> None:
        """Begin a new process; the one before must have ended."""
        self._say({"start": environment})
        self.pid = int(self._answer()["started"])

    def ask(self, **line: Any) -> Json:
        """Let the process do one thing.

        Raises:
            Died: it was killed meanwhile.
            Parked: it was stopped meanwhile.
        """
        self._say(line)
        return self.answer()

    def answer(self) -> Json:
        """What the process says next; as for `ask`."""
        answer = self._answer()
        if "ended" in answer:
            self.pid = 0
            raise Died(signal.Signals(answer["signal"]).name if answer["signal"] else "ended by itself")
        return answer

    def end(self) -> None:
        """Let the process end in peace."""
        with contextlib.suppress(Died):
            self.ask(do="end")

    def resume(self) -> None:
        """Let a stopped process go on."""
        os.kill(self.pid, signal.SIGCONT)

    def crowd(
        self, product: Mapping[str, str], calls: Sequence[tuple[str, Json | None]], *, processes: int
    ) -> list[int]:
        """Let so many processes at once make the calls between them; answers the status of each call."""
        self._say({"crowd": processes, "start": dict(product), "calls": calls})
        statuses: list[int] = self._answer()["statuses"]
        return statuses

    def close(self) -> None:
        if self.pid:
            os.kill(self.pid, signal.SIGKILL)
        self._runner.kill()
        self._runner.communicate()
        self._log.close()

    def _say(self, line: Json) -> None:
        assert self._runner.stdin
        self._runner.stdin.write(json.dumps(line).encode() + b"\n")
        self._runner.stdin.flush()

    def _answer(self) -> Json:
        assert self._runner.stdout
        text, give_up_at = b"", time.monotonic() + ANSWER_SECONDS
        while not text.endswith(b"\n"):
            ready, _, _ = select.select([self._runner.stdout], [], [], LOOK_SECONDS)
            part = os.read(self._runner.stdout.fileno(), 65_536) if ready else b""
            text += part
            if ready and not part:
                raise Hung(f"the runner ended; its log:\n{self._tail()}")
            if not ready and self._is_stopped():
                raise Parked
            if time.monotonic() > give_up_at:
                raise Hung(f"no answer in {ANSWER_SECONDS} s; the log:\n{self._tail()}")
        answer: Json = json.loads(text)
        return answer

    def _is_stopped(self) -> bool:
        with contextlib.suppress(FileNotFoundError, ProcessLookupError):  # it died in this moment
            return self.pid != 0 and Path(f"/proc/{self.pid}/stat").read_text().rpartition(")")[2].split()[0] == "T"
        return False

    def _tail(self) -> str:
        return Path(self._log.name).read_text()[-3000:]


@dataclass(slots=True)
class World:
    """Stand-ins on threads of this process, and what every process of the product gets to know of them.

    Attributes:
        urls: Control URL of each stand-in, by wire.
        environment: Of the product's processes.
        log: Where the workers write theirs.
    """

    folder: Path
    urls: dict[str, str]
    environment: dict[str, str]
    pubsub_host: str
    place: Place
    workers: list[Worker] = field(default_factory=list)
    topics_of: set[str] = field(default_factory=set)

    def reset(self, place: Place) -> None:
        """Empty mailboxes, channels, queues and *place*, which is the store from now on; the clock is set right."""
        for url in self.urls.values():
            self.post(url, "reset")
        place.wipe()
        self.place = place
        self.environment |= place.environment
        self._create_topics(self.environment["GOOGLE_CLOUD_PROJECT"])
        self.clock.write_text("0")

    def close(self) -> None:
        """End every worker."""
        for worker in self.workers:
            worker.close()

    @property
    def clock(self) -> Path:
        return self.folder / "clock"

    def advance(self, seconds: float = LONGER_THAN_A_LEASE) -> None:
        """Let time pass for every process of the product."""
        later = self.folder / "clock.new"
        later.write_text(str(float(self.clock.read_text()) + seconds))
        later.replace(self.clock)

    def now(self) -> datetime:
        """The instant that the processes of the product believe it is."""
        return datetime.now(UTC) + timedelta(seconds=float(self.clock.read_text()))  # noqa: TID251 - the world's clock

    def worker(self, number: int = 0) -> Worker:
        """The worker of that number, in a new process."""
        worker = self.workers[number]
        worker.start(self.environment)
        return worker

    def prepare(self, workers: int) -> None:
        """Have so many workers, rehearsed; what rehearsals leave behind is gone with the next reset."""
        self.clock.write_text("0")
        while len(self.workers) < workers:
            log = self.folder / f"worker-{len(self.workers)}.log"
            self.workers.append(Worker(log, ROOT))
            self.workers[-1].rehearse(self.environment)

    def crowd(self, calls: Sequence[tuple[str, Json | None]], *, processes: int) -> list[int]:
        """Make the calls from so many processes at once; answers their statuses."""
        return self.workers[0].crowd(self.environment, calls, processes=processes)

    def post(self, url: str, route: str, *, json: Json | None = None, data: bytes | None = None) -> Json:
        answer = requests.post(f"{url}/_control/{route}", json=json, data=data, timeout=10)
        answer.raise_for_status()
        shown: Json = answer.json() if answer.content else {}
        return shown

    def get(self, wire: str, route: str) -> Any:
        answer = requests.get(f"{self.urls[wire]}/_control/{route}", timeout=10)
        answer.raise_for_status()
        return answer.json()

    def fault(self, wire: str, **rule: Any) -> None:
        self.post(self.urls[wire], "faults", json=rule)

    def calls(self, wire: str) -> list[str]:
        """The methods called since the reset."""
        return [call["method"] for call in self.get(wire, "calls")]

    def published(self, topic: str) -> list[Json]:
        """Every message of the topic since the reset, in push form."""
        name = f"projects/{self.environment['GOOGLE_CLOUD_PROJECT']}/topics/{topic}"
        messages = self.get("pubsub", "messages").get(name, {"messages": []})["messages"]
        return [_push(message) for message in messages]

    def creator_writes(self, text: str, email: str = CREATOR) -> str:
        """The creator answers our first mail to them; answers the id of the inbound record to be."""
        sent = next(mail for mail in self.get("gmail", "sent") if email in mail["to"])
        mail = EmailMessage()
        mail["From"], mail["To"], mail["Subject"] = email, MAILBOX, f"Re: {sent['subject']}"
        mail["In-Reply-To"] = mail["References"] = sent["rfc822MessageId"]
        mail.set_content(text)
        answer = self.post(self.urls["gmail"], "deliver", data=mail.as_bytes())
        return f"{MAILBOX}:{answer['id']}"

    def sent_to(self, email: str) -> int:
        """How many mails left for this address."""
        return sum(email in mail["to"] for mail in self.get("gmail", "sent"))

    def _create_topics(self, project: str) -> None:
        if project in self.topics_of:
            return
        self.topics_of.add(project)
        with grpc.insecure_channel(self.pubsub_host) as channel:  # type: ignore[no-untyped-call]
            create = channel.unary_unary(
                "/google.pubsub.v1.Publisher/CreateTopic",
                request_serializer=types.Topic.serialize,
                response_deserializer=types.Topic.deserialize,
            )
            for topic in ("inbound-messages", "campaign-tasks", "gmail-notifications"):
                create(types.Topic(name=f"projects/{project}/topics/{topic}"), timeout=10)


@contextmanager
def running_world(folder: Path, place: Place) -> Iterator[World]:
    """Stand-ins for the length of the block; processes of the product are ended with it."""
    with ExitStack() as ending:
        pubsub = ending.enter_context(pubsub_stand_in())
        channels = ["C0ESCALATIONS=escalations", "C0AGREEMENTS=agreements"]
        urls = {
            "gmail": ending.enter_context(serve(gmail_app([MAILBOX], publish=None))),
            "claude": ending.enter_context(serve(claude_app())),
            "slack": ending.enter_context(serve(slack_app(channels))),
            "pubsub": pubsub.control,
        }
        made = World(folder=folder, urls=urls, environment={}, pubsub_host=pubsub.host, place=place)
        made.environment |= _environment(made) | place.environment
        ending.callback(made.close)
        yield made


def _environment(made: World) -> dict[str, str]:
    return {
        "GMAIL_API_ENDPOINT": made.urls["gmail"],
        "PARLEY_GMAIL_UNITS_PER_MINUTE": "1000000",
        "ANTHROPIC_BASE_URL": made.urls["claude"],
        "ANTHROPIC_API_KEY": "local-stack",
        "SLACK_API_URL": f"{made.urls['slack']}/api/",
        "SLACK_BOT_TOKEN": "xoxb-local-stack",
        "PUBSUB_EMULATOR_HOST": made.pubsub_host,
        "PARLEY_MAILBOX": MAILBOX,
        "PARLEY_SECRETS": "env",
        "PARLEY_SLACK_ESCALATIONS_CHANNEL": "C0ESCALATIONS",
        "PARLEY_SLACK_AGREEMENTS_CHANNEL": "C0AGREEMENTS",
        "PARLEY_TEAM_DOMAINS": "brand.example",
        "CRASH_CLOCK": str(made.clock),
    }


def _push(message: Mapping[str, Any]) -> Json:
    return {"message": {**message, "message_id": message["messageId"]}, "subscription": "projects/p/subscriptions/s"}


def notification() -> Json:
    """Gmail's push: something happened in the mailbox."""
    data = base64.b64encode(json.dumps({"emailAddress": MAILBOX, "historyId": 1}).encode()).decode()
    return _push({"messageId": "1", "data": data, "publishTime": "2026-03-02T12:00:00Z", "attributes": {}})

"""Every function runs from nothing but its archive and requirements.txt, as it will on Google Cloud."""

import base64
import fcntl
import json
import socket
import subprocess
import sys
import time
import uuid
import venv
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
import requests
from google.cloud import pubsub_v1

from shared.adapters.sqlite import SqliteStore
from shared.application.store import Store
from shared.domain.records import EntryState, InboundState, MailboxRecord, SendingRules
from tests.integration.letters import LeftMail, Letter, left_mail, reply
from tests.integration.stand_ins import AGREEMENTS, ESCALATIONS, MAILBOX, StandIns
from tests.integration.world import CAMPAIGN, CAMPAIGN_ID, ROSTER

ROOT = Path(__file__).resolve().parents[2]
PACKAGE = ROOT / "terraform" / "package.py"
FUNCTIONS = sorted(path.stem for path in (ROOT / "functions").glob("*.py") if path.stem not in {"__init__", "cli"})
SCHEDULED = {"renew_watch", "sweep"}
TOPICS = ("gmail-notifications", "inbound-messages", "campaign-tasks")

# Installing every requirement into an empty environment takes minutes on a slow line. One worker does it for all.
pytestmark = [pytest.mark.timeout(900), pytest.mark.xdist_group("archives")]


def stage(root: Path, out: Path) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, str(PACKAGE), "--root", str(root), "--out", str(out)]
    return subprocess.run(command, capture_output=True, text=True, timeout=60, check=False)


def listing(folder: Path) -> list[str]:
    return sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file())


def write_tree(root: Path, files: dict[str, str]) -> Path:
    for name, content in files.items():
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_text(content)
    return root


CHECKOUT = {
    "functions/__init__.py": "",
    "functions/cli.py": "",
    "functions/sweep.py": "entry = 1",
    "functions/commands/audit.py": "",
    "requirements.txt": "requests",
    "requirements-dev.txt": "pytest",
    "shared/__init__.py": "",
    "shared/domain/money.py": "",
    "shared/knowledge/playbook.md": "",
    "shared/knowledge/tones.yaml": "",
    "shared/knowledge/cases.json": "{}",
}


def test_archive_holds_the_allow_list_and_nothing_else(tmp_path: Path) -> None:
    never = {
        "shared/domain/__pycache__/money.cpython-312.pyc": "",
        "shared/domain/money.pyc": "",
        "shared/.env": "SLACK=1",
        "shared/.cache/notes.md": "",
        "shared/local.db": "",
        "shared/key.pem": "",
        "emulators/gmail.py": "",
        "tests/test_money.py": "",
        "terraform/env/prod.tfvars": "",
        ".env": "",
    }
    root = write_tree(tmp_path / "checkout", CHECKOUT | never)
    (root / "shared" / "outside.md").symlink_to("/etc/hostname")
    assert stage(root, tmp_path / "out").returncode == 0
    assert listing(tmp_path / "out") == [
        "sweep/main.py",
        "sweep/requirements.txt",
        "sweep/shared/__init__.py",
        "sweep/shared/domain/money.py",
        "sweep/shared/knowledge/cases.json",
        "sweep/shared/knowledge/playbook.md",
        "sweep/shared/knowledge/tones.yaml",
    ]
    assert (tmp_path / "out" / "sweep" / "main.py").read_text() == "entry = 1"


def test_staging_again_leaves_nothing_of_the_last_time(tmp_path: Path) -> None:
    root = write_tree(tmp_path / "checkout", CHECKOUT)
    stage(root, tmp_path / "out")
    (root / "shared" / "domain" / "money.py").unlink()
    stage(root, tmp_path / "out")
    assert "sweep/shared/domain/money.py" not in listing(tmp_path / "out")


@pytest.mark.parametrize(
    "credential",
    ["-----BEGIN " + "PRIVATE KEY-----\nMIIE", "sk-ant" + "-api03-" + "a" * 40, "xoxb" + "-123456789012-" + "b" * 24],
    ids=["private key", "Anthropic key", "Slack token"],
)
def test_a_credential_in_shared_stops_the_packaging_and_names_the_file(tmp_path: Path, credential: str) -> None:
    root = write_tree(tmp_path / "checkout", CHECKOUT | {"shared/account.json": credential})
    stopped = stage(root, tmp_path / "out")
    assert stopped.returncode == 1
    assert "shared/account.json: looks like a credential" in stopped.stderr


@pytest.fixture(scope="session")
def staged(tmp_path_factory: pytest.TempPathFactory) -> Path:
    out = tmp_path_factory.mktemp("staged")
    finished = stage(ROOT, out)
    assert finished.returncode == 0, finished.stderr
    return out


@pytest.fixture(scope="session")
def runtime(tmp_path_factory: pytest.TempPathFactory, worker_id: str) -> Path:
    """A Python with requirements.txt alone, one for all workers of the run."""
    base = tmp_path_factory.getbasetemp()
    home = (base if worker_id == "master" else base.parent) / "archive-runtime"
    with home.with_suffix(".lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not (home / "complete").exists():
            venv.create(home, with_pip=True)
            pip = [str(home / "bin" / "python"), "-m", "pip", "install", "--quiet"]
            subprocess.run([*pip, "-r", str(ROOT / "requirements.txt")], timeout=600, check=True)
            (home / "complete").touch()
    return home / "bin"


def zipped_and_unzipped(folder: Path, work: Path) -> Path:
    """What the platform gets: an empty folder in which the archive was opened, and nothing else of the checkout."""
    with zipfile.ZipFile(work / "function.zip", "w") as archive:
        for name in listing(folder):
            archive.write(folder / name, name)
    with zipfile.ZipFile(work / "function.zip") as archive:
        archive.extractall(work / "function")
    return work / "function"


@pytest.fixture(scope="session")
def unzipped(staged: Path, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """Each function's folder as the platform opens it."""
    return {key: zipped_and_unzipped(staged / key, tmp_path_factory.mktemp(key)) for key in FUNCTIONS}


@pytest.mark.parametrize("key", FUNCTIONS)
def test_an_archive_holds_the_product_without_its_stand_ins_and_tests(key: str, unzipped: dict[str, Path]) -> None:
    files = listing(unzipped[key])
    assert {name.partition("/")[0] for name in files} == {"main.py", "requirements.txt", "shared"}
    assert {name.partition("/")[2] for name in files if name.endswith(".md")} >= {
        "knowledge/reader.md",
        "knowledge/writer.md",
    }


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@dataclass(frozen=True)
class RunningFunction:
    key: str
    url: str
    process: subprocess.Popen[bytes]
    output: Path

    def wait_until_it_listens(self) -> None:
        port = int(self.url.rpartition(":")[2])
        for _ in range(600):
            assert self.process.poll() is None, f"{self.key} ended while starting\n{self.output.read_text()}"
            with socket.socket() as probe:
                probe.settimeout(1)
                if probe.connect_ex(("127.0.0.1", port)) == 0:
                    return
            time.sleep(0.1)
        pytest.fail(f"{self.key} listened to nothing for a minute\n{self.output.read_text()}")


@dataclass(frozen=True)
class Installation:
    """The product on a store of its own, every function run from its archive by a Python with its requirements alone.

    The stand-ins and the command line run from the checkout.
    """

    folders: dict[str, Path]
    runtime: Path
    work: Path
    around: StandIns
    project: str

    @property
    def environment(self) -> dict[str, str]:
        return self.around.environment() | {
            "GOOGLE_CLOUD_PROJECT": self.project,
            "PARLEY_STORE": f"sqlite:{self.work / 'parley.db'}",
            "PARLEY_SECRETS": "env",
            "PARLEY_MAILBOX": MAILBOX,
            "PARLEY_TEAM_DOMAINS": "brand.example",
            "PARLEY_SLACK_ESCALATIONS_CHANNEL": ESCALATIONS,
            "PARLEY_SLACK_AGREEMENTS_CHANNEL": AGREEMENTS,
        }

    @contextmanager
    def store(self) -> Iterator[Store]:
        store = SqliteStore(self.work / "parley.db")
        try:
            yield store
        finally:
            store.close()

    def cli(self, *arguments: str) -> Any:
        command = [sys.executable, "-m", "functions.cli", *arguments, "--json"]
        done = subprocess.run(
            command, cwd=ROOT, env=self.environment, capture_output=True, text=True, timeout=60, check=False
        )
        assert done.returncode == 0, done.stderr
        return json.loads(done.stdout)

    def open_campaign(self) -> str:
        """Import and launch a campaign with one creator; answers the id of the opening's task."""
        (self.work / "campaign.yaml").write_text(CAMPAIGN)
        (self.work / "roster.csv").write_text(ROSTER)
        self.cli("campaign", "import", str(self.work / "campaign.yaml"), str(self.work / "roster.csv"))
        self.cli("campaign", "launch", CAMPAIGN_ID)
        with self.store() as store:
            (task,) = store.tasks(CAMPAIGN_ID)
        return task.id

    def watched(self) -> None:
        """Seed the mailbox's record as a first watch does."""
        history_id = int(self.around.gmail.get("mailbox", mailbox=MAILBOX)["historyId"])
        with self.store() as store:
            hurried = SendingRules(seconds_between=0)
            assert store.create(MailboxRecord(address=MAILBOX, version=1, cursor=history_id, rules=hurried))

    def receive(self, letter: Letter, answered: LeftMail | None = None) -> str:
        """A mail arrives in Gmail; answers its inbound id."""
        raw = reply(letter, answered)
        return f"{MAILBOX}:{self.around.gmail.post('deliver', data=raw, mailbox=MAILBOX)['id']}"

    def sent(self) -> list[LeftMail]:
        return [left_mail(mail) for mail in self.around.gmail.get("sent", mailbox=MAILBOX)]

    def push(self, key: str, data: dict[str, str]) -> None:
        """Deliver one message as the push subscription of *key* does."""
        encoded = base64.b64encode(json.dumps(data).encode()).decode()
        message = {"data": encoded, "messageId": "1", "publishTime": "2026-03-02T09:00:00Z", "attributes": {}}
        self.deliver(key, {"message": message, "subscription": f"projects/{self.project}/subscriptions/{key}"})

    def deliver(self, key: str, body: dict[str, object]) -> None:
        with self._running(key) as function:
            answer = requests.post(function.url, json=body, timeout=120)
            assert answer.ok, f"{answer.status_code} {answer.text}\n{function.output.read_text()}"

    @contextmanager
    def _running(self, key: str) -> Iterator[RunningFunction]:
        port, output = free_port(), self.work / f"{key}.log"
        command = [str(self.runtime / "functions-framework"), "--source", str(self.folders[key] / "main.py")]
        command += ["--target", key, "--signature-type", "http" if key in SCHEDULED else "cloudevent"]
        elsewhere = self.work / "elsewhere"
        elsewhere.mkdir(exist_ok=True)
        with output.open("wb") as log:
            process = subprocess.Popen(
                [*command, "--host", "127.0.0.1", "--port", str(port)],
                cwd=elsewhere,
                env={"PATH": f"{self.runtime}:/usr/bin:/bin", "HOME": str(elsewhere)} | self.environment,
                stdout=log,
                stderr=subprocess.STDOUT,
            )
            function = RunningFunction(key, f"http://127.0.0.1:{port}", process, output)
            try:
                function.wait_until_it_listens()
                yield function
            finally:
                process.terminate()
                process.wait(timeout=30)


@pytest.fixture
def installation(
    unzipped: dict[str, Path],
    runtime: Path,
    stand_ins: StandIns,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> Installation:
    stand_ins.reset()
    monkeypatch.setenv("PUBSUB_EMULATOR_HOST", stand_ins.pubsub_host)
    project = f"archives-{uuid.uuid4().hex[:12]}"
    publisher = pubsub_v1.PublisherClient()
    for topic in TOPICS:
        publisher.create_topic(request={"name": publisher.topic_path(project, topic)}, timeout=10)
    publisher.transport.close()  # type: ignore[no-untyped-call] # grpc is untyped
    return Installation(unzipped, runtime, tmp_path, stand_ins, project)


def test_renew_watch_from_its_archive_stores_the_watch(installation: Installation) -> None:
    installation.deliver("renew_watch", {})
    with installation.store() as store:
        box = store.mailbox(MAILBOX)
    assert box is not None
    assert box.cursor is not None
    assert box.watch_expires_at is not None
    assert installation.around.gmail.get("mailbox", mailbox=MAILBOX)["watch"]["topicName"] == (
        f"projects/{installation.project}/topics/gmail-notifications"
    )


def test_gmail_notification_from_its_archive_queues_the_mail_and_wakes_a_turn(installation: Installation) -> None:
    installation.watched()
    inbound_id = installation.receive(Letter(text="Hello, is this still open?"))
    installation.push("gmail_notification", {"emailAddress": MAILBOX, "historyId": "1"})
    with installation.store() as store:
        assert store.inbound(inbound_id).state is InboundState.QUEUED
        thread_key = store.inbound(inbound_id).thread_key
    assert published(installation, "inbound-messages") == [{"inbound_id": inbound_id, "thread_key": thread_key}]


def test_campaign_task_from_its_archive_sends_the_opening(installation: Installation) -> None:
    task_id = installation.open_campaign()
    installation.push("campaign_task", {"campaign_id": CAMPAIGN_ID, "task_id": task_id})
    (opening,) = installation.sent()
    assert opening.header("To") == "jo@creators.example"
    assert "$1,000.00" in opening.body


def test_negotiation_turn_from_its_archive_accepts_the_queued_mail_and_posts_the_deal(
    installation: Installation,
) -> None:
    task_id = installation.open_campaign()
    installation.watched()
    installation.push("campaign_task", {"campaign_id": CAMPAIGN_ID, "task_id": task_id})
    inbound_id = installation.receive(Letter(text="Thanks! My rate is $1,400."), installation.sent()[0])
    installation.push("gmail_notification", {"emailAddress": MAILBOX, "historyId": "1"})

    installation.push("negotiation_turn", {"inbound_id": inbound_id})

    _, answer = installation.sent()
    assert answer.header("Subject") == "Re: Northwind Skincare x you this spring"
    assert "$1,400.00" in answer.body
    with installation.store() as store:
        assert store.inbound(inbound_id).outcome == "answered"
        assert {entry.state for entry in store.entries()} == {EntryState.SENT}
    (card,) = installation.around.slack.get("posts")
    assert card["channel"] == "agreements"
    log = (installation.work / "negotiation_turn.log").read_text()
    told = [json.loads(line) for line in log.splitlines() if line.startswith("{")]
    (taken,) = [line for line in told if line["message"] == "turn taken"]
    assert (taken["severity"], taken["function"], taken["inbound_id"]) == ("INFO", "negotiation_turn", inbound_id)
    private = (
        "My rate",
        "$1,400",
        *(installation.environment[name] for name in ("ANTHROPIC_API_KEY", "SLACK_BOT_TOKEN")),
    )
    assert [text for text in private if text in log] == []


def test_sweep_from_its_archive_queues_what_no_push_told_of(installation: Installation) -> None:
    installation.watched()
    inbound_id = installation.receive(Letter(text="Hello, is this still open?"))
    installation.deliver("sweep", {})
    with installation.store() as store:
        assert store.inbound(inbound_id).state is InboundState.QUEUED


def published(installation: Installation, topic: str) -> list[dict[str, str]]:
    held = installation.around.pubsub.get("messages")[f"projects/{installation.project}/topics/{topic}"]["messages"]
    return [json.loads(base64.b64decode(message["data"])) for message in held]

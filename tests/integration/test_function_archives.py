"""Every function runs from nothing but its archive and requirements.txt, as it will on Google Cloud."""

from __future__ import annotations

import base64
import fcntl
import http.client
import json
import socket
import subprocess
import sys
import threading
import time
import venv
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest
import requests
from flask import Flask, Response, request
from werkzeug.serving import make_server

ROOT = Path(__file__).resolve().parents[2]
PACKAGE = ROOT / "terraform" / "package.py"
FUNCTIONS = sorted(path.stem for path in (ROOT / "functions").glob("*.py") if path.stem not in {"__init__", "cli"})
SCHEDULED = {"renew_watch", "sweep"}

# Installing every requirement into an empty environment takes minutes on a slow line.
pytestmark = pytest.mark.timeout(900)


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


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@dataclass(frozen=True)
class UnavailableService:
    """An outside system that answers 503 to everything and remembers what it was asked."""

    url: str
    seen: list[str]


@contextmanager
def unavailable_service() -> Iterator[UnavailableService]:
    seen: list[str] = []
    app = Flask(__name__)

    @app.before_request
    def refuse() -> Response:
        seen.append(f"{request.method} {request.path}")
        return Response(status=503)

    server = make_server("127.0.0.1", 0, app, threaded=True)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield UnavailableService(f"http://127.0.0.1:{server.server_port}", seen)
    finally:
        server.shutdown()
        server.server_close()


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

    def deliver(self, body: dict[str, object]) -> requests.Response:
        return requests.post(self.url, json=body, timeout=120)


@contextmanager
def running(key: str, folder: Path, runtime: Path, environment: dict[str, str]) -> Iterator[RunningFunction]:
    port = free_port()
    signature = "http" if key in SCHEDULED else "cloudevent"
    command = [str(runtime / "functions-framework"), "--target", key, "--signature-type", signature]
    output = folder.parent / "output.log"
    with output.open("wb") as log:
        process = subprocess.Popen(
            [*command, "--host", "127.0.0.1", "--port", str(port)],
            cwd=folder,
            env={"PATH": f"{runtime}:/usr/bin:/bin", "HOME": str(folder.parent)} | environment,
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


def settings(work: Path, outside: str) -> dict[str, str]:
    """The product's environment names, every outside system pointed at one that is down."""
    return {
        "GOOGLE_CLOUD_PROJECT": "parley-archive-test",
        "PARLEY_STORE": f"sqlite:{work / 'parley.db'}",
        "PARLEY_SECRETS": "env",
        "PARLEY_MAILBOX": "deals@brand.example",
        "PARLEY_TEAM_DOMAINS": "brand.example",
        "PARLEY_SLACK_ESCALATIONS_CHANNEL": "C0000000001",
        "PARLEY_SLACK_AGREEMENTS_CHANNEL": "C0000000002",
        "GMAIL_API_ENDPOINT": outside,
        "ANTHROPIC_BASE_URL": outside,
        "SLACK_API_URL": f"{outside}/api/",
        "PUBSUB_EMULATOR_HOST": outside.removeprefix("http://"),
        "ANTHROPIC_API_KEY": "unused",
        "SLACK_BOT_TOKEN": "unused",
    }


def pubsub_push(data: dict[str, str]) -> dict[str, object]:
    encoded = base64.b64encode(json.dumps(data).encode()).decode()
    message = {"data": encoded, "messageId": "1", "publishTime": "2026-03-02T09:00:00Z", "attributes": {}}
    return {"message": message, "subscription": "projects/parley-archive-test/subscriptions/push"}


@pytest.mark.parametrize("key", FUNCTIONS)
def test_function_handles_an_event_from_its_archive_alone(
    key: str, staged: Path, runtime: Path, tmp_path: Path
) -> None:
    folder = zipped_and_unzipped(staged / key, tmp_path)
    event = pubsub_push({"emailAddress": "deals@brand.example", "historyId": "1"})
    with unavailable_service() as outside, running(key, folder, runtime, settings(tmp_path, outside.url)) as function:
        answer = function.deliver({} if key in SCHEDULED else event)
        output = function.output.read_text()
    assert "ModuleNotFoundError" not in output
    assert "FileNotFoundError" not in output
    assert answer.status_code in {http.client.OK, http.client.NO_CONTENT, http.client.INTERNAL_SERVER_ERROR}, output
    assert outside.seen, f"{key} answered {answer.status_code} and asked nobody\n{output}"

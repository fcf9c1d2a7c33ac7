"""The local stack with every function in a process of its own, fed by real pushes of either Pub/Sub."""

import base64
import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
import requests

from emulators.official import find_firestore, find_pubsub
from emulators.stack import MAILBOX, Choice, Stack, running_stack
from tests.conftest import miss
from tests.integration.letters import LeftMail, Letter, left_mail, reply
from tests.integration.product import FUNCTIONS
from tests.integration.world import CAMPAIGN, COUNTER, ROSTER

ROOT = Path(__file__).parents[2]
PATIENCE_SECONDS = 60.0
TRACE = "105445aa7843bc8bf206b12000100000"
BOTH = ROSTER + 'Ana Lima,ana@creators.example,Instagram,@ana,"50,000",,\n'


@pytest.fixture(scope="module", params=["embedded", pytest.param("official", marks=pytest.mark.firestore)])
def stack(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Stack]:
    official = request.param == "official"
    if official and (find_firestore() is None or find_pubsub() is None):
        miss("skipped: no Firestore emulator")
    folder = tmp_path_factory.mktemp("stack")
    with running_stack(folder, Choice(official=official, sweep_seconds=0)) as running:
        yield running


def command(stack: Stack, *arguments: str) -> Any:
    inherited = {name: os.environ[name] for name in ("PATH", "HOME") if name in os.environ}  # noqa: TID251 - what a process cannot start without
    done = subprocess.run(
        [sys.executable, "-m", "functions.cli", *arguments, "--json"],
        cwd=ROOT,
        env=inherited | stack.environment,
        capture_output=True,
        text=True,
        timeout=60,
    )
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


def sent(stack: Stack) -> list[LeftMail]:
    answer = requests.get(f"{stack.urls['gmail']}/_control/sent", params={"mailbox": MAILBOX}, timeout=10)
    return [left_mail(mail) for mail in answer.json()]


def habit(stack: Stack, **habits: bool) -> None:
    requests.post(f"{stack.urls['gmail']}/_control/habits", json=habits, timeout=10).raise_for_status()


def wait_until(true: Callable[[], bool]) -> None:
    deadline = time.monotonic() + PATIENCE_SECONDS
    while not true():
        assert time.monotonic() < deadline, "it did not happen in time"
        time.sleep(0.05)


def launched(stack: Stack, folder: Path, roster: str) -> None:
    (folder / "campaign.yaml").write_text(CAMPAIGN)
    (folder / "roster.csv").write_text(roster)
    command(stack, "campaign", "import", str(folder / "campaign.yaml"), str(folder / "roster.csv"))
    command(stack, "mailbox", "set", MAILBOX, "--seconds-between", "0", "--as", "Ava")
    command(stack, "campaign", "launch", "spring")


def answer(text: str, answered: LeftMail) -> bytes:
    return reply(Letter(text=text, sender=answered.header("To")), answered)


def delivered(stack: Stack, raw: bytes) -> None:
    url = f"{stack.urls['gmail']}/_control/deliver"
    requests.post(url, params={"mailbox": MAILBOX}, data=raw, timeout=10).raise_for_status()


def test_a_delivered_file_goes_through_real_pushes_to_one_reply_and_clean_logs(stack: Stack, tmp_path: Path) -> None:
    habit(stack, push_rate_limited=False)
    launched(stack, tmp_path, BOTH)
    wait_until(lambda: len(sent(stack)) == 2)
    jo, ana = sorted(sent(stack), key=lambda mail: mail.header("To"), reverse=True)

    (tmp_path / "reply.eml").write_bytes(answer("I would need $2,000, said the walrus.", jo))
    command(stack, "mail", "deliver", str(tmp_path / "reply.eml"))
    wait_until(lambda: len(sent(stack)) == 3)

    counter = sent(stack)[2]
    assert (counter.header("To"), counter.thread_id) == ("jo@creators.example", jo.thread_id)
    assert f"- Fee: {COUNTER}" in counter.body.splitlines()

    # At most one push a second: of two mails at once one has no push of its own.
    habit(stack, push_rate_limited=True)
    delivered(stack, answer("Deal! Regards, the carpenter", counter))
    delivered(stack, answer("Deal! Regards, the oyster", ana))
    assert stack.call("sweep").status_code == 200
    wait_until(lambda: len(sent(stack)) == 5)
    wait_until(lambda: len(_posts(stack)) == 2)

    states = {one["creator"]: one["state"] for one in command(stack, "negotiation", "list")["negotiations"]}
    assert states == {"Jo Park": "agreed", "Ana Lima": "agreed"}
    assert stack.call("sweep").status_code == 200
    assert len(sent(stack)) == 5
    check_logs(stack)


def check_logs(stack: Stack) -> None:
    """Every line is JSON in Cloud Logging's fields; none holds a mail or a secret."""
    headers = {"X-Cloud-Trace-Context": f"{TRACE}/1;o=1"}
    assert requests.get(stack.urls["sweep"], headers=headers, timeout=30).status_code == 200
    notice = {"message": {"data": _encoded({"emailAddress": "nobody@brand.example", "historyId": 1}), "messageId": "7"}}
    pushed = requests.post(
        stack.urls["gmail_notification"],
        json=notice | {"subscription": "projects/p/subscriptions/s"},
        headers=headers,
        timeout=30,
    )
    assert pushed.status_code == 200

    text = "".join(stack.log(name) for name in FUNCTIONS)
    lines = [json.loads(line) for line in text.splitlines() if line.strip()]

    assert {line["severity"] for line in lines} <= {"INFO", "ERROR"}
    traced = {line["function"] for line in lines if line.get("logging.googleapis.com/trace", "").endswith(TRACE)}
    assert traced == {"sweep", "gmail_notification"}
    decided = [line for line in lines if line["message"] == "turn decided"]
    assert [line["decision"] for line in decided if line["decision"].startswith("counter")] == ["counter"]
    assert all(line["negotiation_id"].startswith("spring-") and line["inbound_id"] for line in decided)
    for word in ("walrus", "carpenter", "Fee:", "Best,", "xoxb-", "local-stack"):
        assert word not in text


def _posts(stack: Stack) -> list[dict[str, Any]]:
    posts: list[dict[str, Any]] = requests.get(f"{stack.urls['slack']}/_control/posts", timeout=10).json()
    return posts


def _encoded(message: dict[str, object]) -> str:
    return base64.b64encode(json.dumps(message).encode()).decode()


def test_the_other_commands_find_a_stack_that_was_started_in_another_terminal(tmp_path: Path) -> None:
    inherited = {name: os.environ[name] for name in ("PATH", "HOME") if name in os.environ}  # noqa: TID251 - what a process cannot start without
    environment = inherited | {"PYTHONPATH": str(ROOT), "TMPDIR": str(tmp_path)}
    start = [sys.executable, "-m", "functions.cli"]
    up = subprocess.Popen([*start, "up"], cwd=tmp_path, env=environment, stdout=subprocess.PIPE, text=True)
    assert up.stdout is not None
    try:
        printed = [up.stdout.readline()]
        while not printed[-1].startswith("Stop with"):
            assert printed[-1], printed
            printed.append(up.stdout.readline())
        assert {line.split()[0] for line in printed} >= {"gmail", "slack", "claude", "pubsub", *FUNCTIONS}

        listed = subprocess.run(
            [*start, "negotiation", "list", "--json"], cwd=tmp_path, env=environment, capture_output=True, text=True
        )
        assert json.loads(listed.stdout) == {"negotiations": []}

        second = subprocess.run([*start, "up"], cwd=tmp_path, env=environment, capture_output=True, text=True)
        assert second.returncode == 1
        assert f"the local stack is running already, in process {up.pid}" in second.stderr
    finally:
        up.send_signal(signal.SIGINT)
        assert up.wait(60) == 0
        up.stdout.close()

    assert not (tmp_path / "var" / "stack.env").exists()

"""What each function loads, in a fresh interpreter: a cold start pays for every module."""

import json
import subprocess
import sys
from collections.abc import Iterable, Mapping
from pathlib import Path

import pytest
import requests

from emulators.gmail.app import create_app
from emulators.pubsub.stand_in import pubsub_stand_in
from emulators.server import serve

ROOT = Path(__file__).parents[2]
MAILBOX = "deals@brand.example"

# Heavy, or needed by some functions only: each is loaded on first use, by the function that uses it.
HEAVY = ("anthropic", "numpy", "py3langid", "pydantic", "slack_sdk")
GOOGLE = (
    "google.api_core",
    "google.auth",
    "google.cloud.firestore",
    "google.cloud.pubsub_v1",
    "google.cloud.secretmanager",
    "googleapiclient",
    "grpc",
    "httplib2",
    "requests",
)

# Reading mail, and the playbook to answer it: only the functions that take a turn or send.
MAIL = ("authres", "inscriptis", "lxml", "mailparser_reply", "shared.adapters.playbook", "shared.domain.gate", "yaml")

# Campaign files and tables: only the command line.
FILES = ("functions.commands", "rich", "shared.application.files.campaign_file")

READS_NO_MAIL = ("gmail_notification", "renew_watch")
FUNCTIONS = (*READS_NO_MAIL, "negotiation_turn", "campaign_task", "sweep")


def loaded(names: Iterable[str], script: str, folder: Path, environment: Mapping[str, str]) -> list[str]:
    """Those of *names* that a fresh interpreter has loaded, whole or in part, after *script*."""
    told = (
        f"print(json.dumps([n for n in {list(names)!r} if any(f'{{m}}.'.startswith(f'{{n}}.') for m in sys.modules)]))"
    )
    done = subprocess.run(
        [sys.executable, "-c", f"{script}\nimport json, sys\n{told}"],
        cwd=folder,
        env={"PYTHONPATH": str(ROOT), **environment},
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    names_loaded: list[str] = json.loads(done.stdout.splitlines()[-1])
    return names_loaded


@pytest.mark.parametrize("function", FUNCTIONS)
def test_loading_a_function_loads_no_sdk(function: str, tmp_path: Path) -> None:
    assert loaded((*HEAVY, *GOOGLE), f"import functions.{function}", tmp_path, {}) == []


@pytest.mark.parametrize("function", READS_NO_MAIL)
def test_a_function_that_reads_no_mail_loads_no_mail_parser(function: str, tmp_path: Path) -> None:
    assert loaded(MAIL, f"import functions.{function}", tmp_path, {}) == []


@pytest.mark.parametrize("function", FUNCTIONS)
def test_loading_a_function_loads_nothing_of_the_command_line_and_no_other_function(
    function: str, tmp_path: Path
) -> None:
    others = [f"functions.{name}" for name in FUNCTIONS if name != function]
    assert loaded((*FILES, *others), f"import functions.{function}", tmp_path, {}) == []


NOTIFIED = f"""
import base64, json
import functions_framework
from shared.bootstrap import parley
from shared.domain.records import InboundState, MailboxRecord

parley().store.create(MailboxRecord(address="{MAILBOX}", version=1, cursor=1))
source = "{ROOT}/functions/gmail_notification.py"
client = functions_framework.create_app("gmail_notification", source, "cloudevent").test_client()
data = base64.b64encode(json.dumps({{"emailAddress": "{MAILBOX}", "historyId": 7}}).encode()).decode()
push = {{"message": {{"data": data, "messageId": "1"}}, "subscription": "projects/p/subscriptions/s"}}
answer = client.post("/", json=push)
assert answer.status_code < 300, answer.text
(record,) = parley().store.inbound_of(InboundState.QUEUED)
"""


UNUSED = (*HEAVY, "google.cloud.firestore", "google.cloud.secretmanager")


def environment(gmail: str, pubsub_host: str) -> dict[str, str]:
    return {
        "GOOGLE_CLOUD_PROJECT": "imports",
        "PARLEY_STORE": "sqlite::memory:",
        "PARLEY_MAILBOX": MAILBOX,
        "PARLEY_SECRETS": "env",
        "PARLEY_SLACK_ESCALATIONS_CHANNEL": "C1",
        "PARLEY_SLACK_AGREEMENTS_CHANNEL": "C2",
        "GMAIL_API_ENDPOINT": gmail,
        "PUBSUB_EMULATOR_HOST": pubsub_host,
    }


def test_a_handled_notification_has_loaded_neither_the_model_nor_slack_nor_a_mail_parser(tmp_path: Path) -> None:
    with serve(create_app([MAILBOX], publish=None)) as gmail, pubsub_stand_in() as pubsub:
        raw = b"From: mia@creator.example\r\nTo: deals@brand.example\r\nSubject: Hi\r\n\r\nHello\r\n"
        requests.post(f"{gmail}/_control/deliver", params={"mailbox": MAILBOX}, data=raw, timeout=10).raise_for_status()
        found = loaded((*UNUSED, *MAIL), TOPIC + NOTIFIED, tmp_path, environment(gmail, pubsub.host))
    assert found == []


SCHEDULED = f"""
import functions_framework
from shared.bootstrap import parley

for function in ("renew_watch", FUNCTION):
    source = f"{ROOT}/functions/{{function}}.py"
    answer = functions_framework.create_app(function, source, "http").test_client().get("/")
    assert answer.status_code == 200, answer.text
assert parley().store.mailbox("{MAILBOX}").watch_expires_at
"""


@pytest.mark.parametrize(("function", "unused"), [("renew_watch", (*UNUSED, *MAIL)), ("sweep", UNUSED)])
def test_a_scheduled_run_that_found_nothing_has_loaded_neither_the_model_nor_slack(
    function: str, unused: tuple[str, ...], tmp_path: Path
) -> None:
    with serve(create_app([MAILBOX], publish=None)) as gmail:
        script = SCHEDULED.replace("FUNCTION", repr(function))
        assert loaded((*unused, "google.cloud.pubsub_v1"), script, tmp_path, environment(gmail, "127.0.0.1:9")) == []


TOPIC = """
from google.cloud import pubsub_v1
publisher = pubsub_v1.PublisherClient()
publisher.create_topic(request={"name": publisher.topic_path("imports", "inbound-messages")}, timeout=10)
"""

"""The demo as a person starts it, to its end."""

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from emulators.official import find_firestore, find_pubsub
from tests.conftest import miss

ROOT = Path(__file__).parents[2]
COUNTS_OF_BROKEN_PROMISES = (
    "inbound_without_outcome",
    "duplicate_sends",
    "sends_without_decision",
    "sends_before_state",
    "sends_despite_stop",
    "offers_outside_limits",
    "silent_stops",
)


def played(folder: Path, *options: str) -> dict[str, Any]:
    """The demo's JSON; it must have ended well."""
    names = ("PATH", "HOME", "CLOUDSDK_ROOT_DIR", "CLOUDSDK_ROOT")
    inherited = {name: os.environ[name] for name in names if name in os.environ}  # noqa: TID251 - what a process cannot start without
    done = subprocess.run(
        [sys.executable, "-m", "functions.cli", "demo", "--json", *options],
        cwd=ROOT,
        env=inherited | {"TMPDIR": str(folder)},
        capture_output=True,
        text=True,
        timeout=230,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    value: dict[str, Any] = json.loads(done.stdout)
    return value


@pytest.mark.parametrize("stack", ["embedded", pytest.param("gcloud", marks=pytest.mark.firestore)])
def test_the_demo_settles_every_creator_and_breaks_no_promise(stack: str, tmp_path: Path) -> None:
    if stack == "gcloud" and (find_firestore() is None or find_pubsub() is None):
        miss("skipped: no Firestore emulator")

    value = played(tmp_path, "--stack", stack)

    assert {name: value[name] for name in COUNTS_OF_BROKEN_PROMISES} == dict.fromkeys(COUNTS_OF_BROKEN_PROMISES, 0)
    assert value["settled"] is True
    outcomes = {name: value[name] for name in ("creators", "agreed", "exited", "rejected", "escalated", "waiting")}
    assert outcomes == {"creators": 12, "agreed": 7, "exited": 1, "rejected": 1, "escalated": 3, "waiting": 0}
    assert value["inbound"] >= 20
    assert value["mails_sent"] >= 25
    assert [promise["broken"] for promise in value["promises"]] == [[]] * 7
    levers = {one["creator"]: one["levers"] for one in value["negotiations"] if one["levers"]}
    assert levers == {"Dario Conti": ["product"]}
    assert len(list(tmp_path.glob("parley-demo-*/transcripts/*.txt"))) == 12

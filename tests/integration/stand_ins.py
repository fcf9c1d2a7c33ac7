"""The outside of the scenarios: Gmail, Slack, Claude and Pub/Sub as wire stand-ins on threads of this process."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import requests

from emulators.claude.app import create_app as claude_app
from emulators.gmail.app import create_app as gmail_app
from emulators.pubsub.stand_in import pubsub_stand_in
from emulators.server import serve
from emulators.slack.app import create_app as slack_app

MAILBOX = "deals@brand.example"
# Of a second team; the product reads it only where a test says so.
SECOND_MAILBOX = "talent@brand.example"
# Of this process alone; they open nothing.
SECRETS = ("key-of-the-scenarios", "xoxb-of-the-scenarios")
ESCALATIONS, AGREEMENTS = "C0ESCALATIONS", "C0AGREEMENTS"

_SECONDS = 10


class Control:
    """The `/_control` routes of one stand-in."""

    def __init__(self, url: str) -> None:
        self.url = url
        self._session = requests.Session()
        self._session.trust_env = False

    def get(self, path: str, **params: str) -> Any:
        answer = self._session.get(f"{self.url}/_control/{path}", params=params, timeout=_SECONDS)
        answer.raise_for_status()
        return answer.json()

    def post(self, path: str, *, json: object = None, data: bytes | None = None, **params: str) -> Any:
        answer = self._session.post(
            f"{self.url}/_control/{path}", params=params, json=json, data=data, timeout=_SECONDS
        )
        answer.raise_for_status()
        return answer.json() if answer.content else None

    def fault(self, method: str, action: str, **more: object) -> None:
        """Order a fault; the keys are those of `emulators.faults.FaultRule`."""
        self.post("faults", json={"method": method, "action": action, **more})

    def heal(self) -> None:
        """Forget every ordered fault."""
        self._session.delete(f"{self.url}/_control/faults", timeout=_SECONDS).raise_for_status()

    def calls(self, method: str) -> int:
        return sum(call["method"] == method for call in self.get("calls"))


@dataclass(frozen=True, slots=True, kw_only=True)
class StandIns:
    gmail: Control
    slack: Control
    claude: Control
    pubsub: Control
    pubsub_host: str

    def environment(self) -> dict[str, str]:
        return {
            "GMAIL_API_ENDPOINT": self.gmail.url,
            "SLACK_API_URL": f"{self.slack.url}/api/",
            "ANTHROPIC_BASE_URL": self.claude.url,
            "ANTHROPIC_API_KEY": SECRETS[0],
            "SLACK_BOT_TOKEN": SECRETS[1],
            "PUBSUB_EMULATOR_HOST": self.pubsub_host,
        }

    def reset(self) -> None:
        for control in (self.gmail, self.slack, self.claude, self.pubsub):
            control.post("reset")


@contextmanager
def running_stand_ins() -> Iterator[StandIns]:
    with (
        serve(gmail_app([MAILBOX, SECOND_MAILBOX], publish=None)) as gmail,
        serve(slack_app([f"{ESCALATIONS}=escalations", f"{AGREEMENTS}=agreements"])) as slack,
        serve(claude_app()) as claude,
        pubsub_stand_in() as pubsub,
    ):
        yield StandIns(
            gmail=Control(gmail),
            slack=Control(slack),
            claude=Control(claude),
            pubsub=Control(pubsub.control),
            pubsub_host=pubsub.host,
        )

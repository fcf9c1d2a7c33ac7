"""The Gmail stand-in as the tests drive it: Google's own clients on one side, the control routes on the other."""

import base64
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import requests
from flask import Response, request
from google.auth.credentials import AnonymousCredentials
from google.auth.transport.requests import AuthorizedSession
from googleapiclient.discovery import build

from emulators.gmail.app import create_app
from emulators.gmail.push import Publish
from emulators.server import serve
from tests.contract.gmail_discovery import ROOT, violations

TEAM = "deals@brand.example"
OTHER = "press@brand.example"
CREATOR = "mia@creator.example"
TIMEOUT = 20


def mail(
    *, to: str = CREATOR, sender: str = TEAM, subject: str = "Spring campaign", text: str = "Hello", **headers: str
) -> bytes:
    """A raw mail; a keyword like In_Reply_To becomes the header In-Reply-To."""
    lines = [f"From: {sender}", f"To: {to}", f"Subject: {subject}"]
    lines += [f"{name.replace('_', '-')}: {value}" for name, value in headers.items()]
    return "\r\n".join([*lines, "", text, ""]).encode()


def encoded(raw: bytes) -> str:
    return base64.urlsafe_b64encode(raw).decode()


def reply_to(parent: str, *, subject: str = "Re: Spring campaign", **headers: str) -> bytes:
    return mail(subject=subject, In_Reply_To=parent, References=parent, **headers)


@dataclass(frozen=True, slots=True, kw_only=True)
class StandIn:
    url: str
    users: Any
    session: AuthorizedSession

    def post(self, path: str, body: object = None) -> requests.Response:
        """A write of the API, as the product does it: one POST, no retry."""
        return self.session.post(f"{self.url}/{ROOT}{TEAM}/{path}", json=body, timeout=TIMEOUT)

    def control(self, path: str, data: bytes = b"", **params: str) -> Any:
        answer = requests.post(f"{self.url}/_control/{path}", data=data, params=params, timeout=TIMEOUT)
        answer.raise_for_status()
        return answer.json() if answer.content else None

    def look(self, path: str, **params: str) -> Any:
        answer = requests.get(f"{self.url}/_control/{path}", params=params, timeout=TIMEOUT)
        answer.raise_for_status()
        return answer.json()

    def habits(self, **habits: object) -> None:
        requests.post(f"{self.url}/_control/habits", json=habits, timeout=TIMEOUT).raise_for_status()

    def fault(self, method: str, action: str, **rule: object) -> None:
        order = {"method": method, "action": action, **rule}
        requests.post(f"{self.url}/_control/faults", json=order, timeout=TIMEOUT).raise_for_status()

    def deliver(self, raw: bytes, **params: str) -> dict[str, str]:
        answer: dict[str, str] = self.control("deliver", raw, **params)
        return answer

    def sent(self) -> list[dict[str, Any]]:
        mails: list[dict[str, Any]] = self.look("sent")
        return mails

    def draft(self, raw: bytes, thread_id: str | None = None) -> dict[str, Any]:
        message = {"raw": encoded(raw), **({"threadId": thread_id} if thread_id else {})}
        answer: dict[str, Any] = self.post("drafts", {"message": message}).json()
        return answer

    def history(self, start: str, **params: Any) -> dict[str, Any]:
        answer: dict[str, Any] = self.users.history().list(userId=TEAM, startHistoryId=start, **params).execute()
        return answer

    def profile_id(self) -> str:
        return str(self.users.getProfile(userId=TEAM).execute()["historyId"])

    def message_id(self, message_id: str) -> str:
        """The Message-ID that a message of the mailbox carries now."""
        shown = self.users.messages().get(userId=TEAM, id=message_id, format="metadata", metadataHeaders="Message-ID")
        return str(shown.execute()["payload"]["headers"][0]["value"])


@contextmanager
def stand_in(addresses: Sequence[str] = (TEAM, OTHER), publish: Publish | None = None) -> Iterator[StandIn]:
    """A fresh Gmail; leaving the block fails when any answer broke the discovery document."""
    app = create_app(addresses, publish=publish)
    broken: list[str] = []

    @app.after_request
    def check(answer: Response) -> Response:
        if request.path.startswith(f"/{ROOT}"):
            broken.extend(violations(request.method, request.path, answer.status_code, answer.get_data()))
        return answer

    nobody = AnonymousCredentials()  # type: ignore[no-untyped-call] # google-auth is partly typed
    with serve(app) as url, AuthorizedSession(nobody) as session:  # type: ignore[no-untyped-call] # the same
        options = {"api_endpoint": url}
        api = build("gmail", "v1", client_options=options, credentials=nobody, cache_discovery=False)
        yield StandIn(url=url, users=api.users(), session=session)
        api.close()
    assert broken == []

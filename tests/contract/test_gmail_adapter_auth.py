"""Keyless delegation: what Google's token services are asked, through the unchanged google-auth library."""

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs

import pytest

from shared.adapters.gmail import SCOPES, delegated_credentials

ACCOUNT = "negotiation-turn@parley-test.iam.gserviceaccount.com"
MAILBOX = "deals@northwind.example"


@dataclass
class TokenAnswer:
    data: bytes
    status: int = 200


class TokenServices:
    """Google's three token calls, as the transport that google-auth is given."""

    def __init__(self) -> None:
        self.asked: list[tuple[str, str]] = []

    def __call__(self, url: str, body: Any = None, **_: Any) -> TokenAnswer:
        text = body.decode() if isinstance(body, bytes) else str(body)
        self.asked.append((url, text))
        if url.endswith(":signJwt"):
            return TokenAnswer(b'{"signedJwt": "signed.by.itself"}')
        return TokenAnswer(b'{"access_token": "token-of-the-mailbox", "expires_in": 3600}')


def test_the_account_signs_for_itself_as_the_mailboxs_user(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    identity = {"type": "authorized_user", "client_id": "c", "client_secret": "s", "refresh_token": "r"}
    (tmp_path / "identity.json").write_text(json.dumps({**identity, "quota_project_id": "parley-test"}))
    monkeypatch.setenv("GOOGLE_APPLICATION_CREDENTIALS", str(tmp_path / "identity.json"))
    services: Any = TokenServices()

    credentials: Any = delegated_credentials(ACCOUNT, MAILBOX)
    assert services.asked == []
    credentials.refresh(services)

    (sign_url, signed), (_, exchanged) = services.asked[-2:]
    claims = json.loads(json.loads(signed)["payload"])
    assert sign_url.endswith(f"/serviceAccounts/{ACCOUNT}:signJwt")
    assert (claims["iss"], claims["sub"], claims["scope"]) == (ACCOUNT, MAILBOX, " ".join(SCOPES))
    assert parse_qs(exchanged)["assertion"] == ["signed.by.itself"]
    assert credentials.token == "token-of-the-mailbox"


def test_one_scope_serves_every_call() -> None:
    assert SCOPES == ("https://www.googleapis.com/auth/gmail.modify",)

"""The walker that checks the answers finds what is wrong; the stand-in serves nothing that Gmail does not document."""

import json

import pytest

from emulators.gmail.app import create_app
from tests.contract.gmail_discovery import ROOT, method_for, violations

PATH = f"{ROOT}deals@brand.example"


@pytest.mark.parametrize(
    ("path", "answer", "violation"),
    [
        ("/profile", {"historyId": 5}, "gmail.users.getProfile.historyId: 5 is no string"),
        ("/profile", {"historyId": "-5"}, "gmail.users.getProfile.historyId: '-5' is no uint64"),
        ("/profile", {"messagesTotal": "5"}, "gmail.users.getProfile.messagesTotal: '5' is no integer"),
        ("/profile", {"messagesTotal": True}, "gmail.users.getProfile.messagesTotal: True is no integer"),
        ("/profile", {"email": "a@b.example"}, "gmail.users.getProfile.email: unknown key"),
        ("/messages/1", {"labelIds": "INBOX"}, "gmail.users.messages.get.labelIds: 'INBOX' is no array"),
        ("/messages/1", {"raw": "a+/="}, "gmail.users.messages.get.raw: not base64url"),
        ("/labels", {"labels": [{"type": "own"}]}, "gmail.users.labels.list.labels[0].type: 'own' is none of"),
        ("/messages/1", {"payload": {"parts": [{"x": 1}]}}, "gmail.users.messages.get.payload.parts[0].x: unknown key"),
    ],
)
def test_an_answer_outside_the_document_is_found(path: str, answer: dict[str, object], violation: str) -> None:
    (found,) = violations("GET", PATH + path, 200, json.dumps(answer).encode())
    assert found.startswith(violation)


def test_a_body_where_none_is_documented_is_found() -> None:
    assert violations("POST", f"{PATH}/stop", 204, b"{}") == ["gmail.users.stop: a body where none is documented"]


def test_an_error_without_googles_envelope_is_found() -> None:
    assert violations("GET", f"{PATH}/profile", 404, b'{"error": {"code": 404}}') == [
        "error envelope has {'code': 'int'}"
    ]


def test_every_route_is_a_documented_method_of_gmail() -> None:
    rules = create_app(["a@brand.example"], publish=None).url_map.iter_rules()
    served = {
        method_for(verb, rule.rule.replace("<", "").replace(">", ""))["id"].removeprefix("gmail.users.")
        for rule in rules
        if rule.rule.startswith(f"/{ROOT}")
        for verb in (rule.methods or set()) - {"HEAD", "OPTIONS"}
    }
    assert len(served) == 18
    assert {"drafts.send", "history.list", "messages.attachments.get", "threads.get", "watch"} <= served

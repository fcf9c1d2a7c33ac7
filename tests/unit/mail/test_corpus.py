"""Every raw mail beside its expectation, which was written by reading the mail."""

import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from shared.domain.mail.message import InboundMessage, Known, MailEnvelope
from shared.domain.mail.parse import parse_mail

CORPUS = Path(__file__).parents[2] / "data" / "mail"
NAMES = sorted(path.stem for path in CORPUS.glob("*.eml"))
RECEIVED_AT = datetime(2026, 3, 3, 10, 41, 7, tzinfo=UTC)
# Told of a parsed mail, the first by those who know the participants.
NOT_THE_PARSERS = ("lookalike_domain", "payment_details", "stripping_doubtful")


def read(name: str, *, raw: bytes | None = None) -> tuple[InboundMessage, dict[str, Any]]:
    expected = json.loads((CORPUS / f"{name}.json").read_text(encoding="utf-8"))
    given = expected["given"]
    parsed = parse_mail(
        raw if raw is not None else (CORPUS / f"{name}.eml").read_bytes(),
        envelope=MailEnvelope(message_id="m1", thread_id="t1", received_at=RECEIVED_AT, labels=tuple(given["labels"])),
        known=Known(
            mailbox="deals@brand.example",
            aliases=("partnerships@brand.example",),
            last_sent_text=given["last_sent_text"],
        ),
    )
    return parsed, expected


def shown(mail: InboundMessage) -> dict[str, Any]:
    return {
        "from": {"email": mail.sender.email, "name": mail.sender.name},
        "kind": mail.kind.value,
        "authentication": mail.authentication.value,
        "new_text": mail.new_text,
        "stripping_doubtful": mail.stripping_doubtful,
        "attachments": [{"name": a.name, "type": a.content_type, "bytes": a.size_bytes} for a in mail.attachments],
        "return_date": mail.return_date.isoformat() if mail.return_date else None,
        "suspicions": [suspicion.value for suspicion in mail.suspicions],
        "subject": mail.subject,
        "message_id": mail.rfc822_message_id,
        "references": list(mail.references),
        "in_reply_to": mail.in_reply_to,
        "reply_to": mail.reply_to.email if mail.reply_to else None,
        "failed_recipients": list(mail.failed_recipients),
        "marker": mail.marker,
        "cc": [address.email for address in mail.cc],
        "date": mail.sent_at.isoformat() if mail.sent_at else None,
    }


def test_the_corpus_is_there() -> None:
    assert len(NAMES) >= 150
    assert sorted(path.stem for path in CORPUS.glob("*.json")) == NAMES


def test_mails_kept_their_network_line_endings() -> None:
    bare = [path.name for path in CORPUS.glob("*.eml") if b"\n" in path.read_bytes().replace(b"\r\n", b"")]
    assert bare == []


@pytest.mark.parametrize("name", NAMES)
def test_mail_reads_as_a_person_reads_it(name: str) -> None:
    mail, expected = read(name)
    got = shown(mail)
    wanted = {key: value for key, value in expected.items() if key in got}
    wanted["suspicions"] = [found for found in wanted["suspicions"] if found not in NOT_THE_PARSERS]
    assert {key: got[key] for key in wanted} == wanted, name


@pytest.mark.parametrize("name", NAMES)
def test_quoted_text_is_kept_apart(name: str) -> None:
    mail, expected = read(name)
    missing = [words for words in expected["quoted_contains"] if words not in mail.quoted_text]
    leaked = [words for words in expected["quoted_contains"] if words in mail.new_text]
    assert (missing, leaked) == ([], []), name
    assert bool(mail.quoted_text) == bool(expected["quoted_contains"]), name


@pytest.mark.parametrize("name", NAMES)
def test_whole_mail_with_bare_newlines_reads_the_same(name: str) -> None:
    mail, expected = read(name, raw=(CORPUS / f"{name}.eml").read_bytes().replace(b"\r\n", b"\n"))
    assert (mail.kind.value, mail.new_text) == (expected["kind"], expected["new_text"]), name

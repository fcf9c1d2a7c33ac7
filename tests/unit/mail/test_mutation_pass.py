"""Every mail of the corpus, damaged in many ways: nobody gains trust, and no machine turns into a person."""

import json
import re
from collections.abc import Iterator
from email import policy
from email.message import Message
from email.parser import BytesParser
from functools import cache

import pytest

from shared.domain.mail.message import Authentication, InboundMessage, MailKind
from shared.domain.mail.speaker import Acquaintances, Speaker, who_speaks
from tests.unit.mail.test_corpus import CORPUS, NAMES, read
from tests.unit.mail.test_mutations import joined, split

FILE = json.loads((CORPUS / "known" / "known.json").read_text(encoding="utf-8"))
KNOWN = Acquaintances(
    mailbox=FILE["mailbox"],
    aliases=tuple(FILE["aliases"]),
    team_domains=tuple(FILE["team_domains"]),
    participants={person["email"]: Speaker(person["role"]) for person in FILE["participants"]},
)
# A header that was the only sign of a machine takes that sign along. Gmail writes the verdict itself, always.
SIGNS = re.compile(
    rb"(auto-submitted|precedence|list-id|content-type|subject|from|return-path|x-failed-recipients|x-parley-send-id"
    rb"|x-auto\w*|x-fc-machinegenerated)\s*:",
    re.IGNORECASE,
)
VERDICT = re.compile(rb"authentication-results\s*:", re.IGNORECASE)
CHARSETS = ("utf-8", "us-ascii", "iso-8859-1", "windows-1251", "shift_jis", "iso-2022-jp", "utf-16", "gb18030", "x")
NOBODY = (Speaker.STRANGER, Speaker.NEW_PARTICIPANT)


@cache
def undamaged(name: str) -> InboundMessage:
    return read(name)[0]


def assert_no_better(name: str, raw: bytes, *, lost: bytes = b"", words_lost: bool = False) -> None:
    before, after = undamaged(name), read(name, raw=raw)[0]
    if not VERDICT.match(lost):
        assert after.authentication is before.authentication or after.authentication is not Authentication.PASS
        assert who_speaks(before, KNOWN) not in NOBODY or who_speaks(after, KNOWN) in NOBODY
    if not SIGNS.match(lost):
        sign_lost = words_lost and is_only_told_by_its_words(name)
        assert sign_lost or before.kind is MailKind.HUMAN or after.kind is not MailKind.HUMAN
        assert after.sender == before.sender


def parsed(name: str) -> Message:
    return BytesParser(policy=policy.compat32).parsebytes((CORPUS / f"{name}.eml").read_bytes())


def is_only_told_by_its_end(mail: InboundMessage) -> bool:
    """The answer to an invitation lies in a part behind the text."""
    return mail.kind is MailKind.CALENDAR


@cache
def is_only_told_by_its_words(name: str) -> bool:
    """A notice of absence without a header that says so; damaged words take that sign along, and a person reads it."""
    fields, _ = split((CORPUS / f"{name}.eml").read_bytes())
    is_absence = undamaged(name).kind is MailKind.OUT_OF_OFFICE
    return is_absence and read(name, raw=joined(fields, b""))[0].kind is MailKind.HUMAN


@pytest.mark.parametrize("name", NAMES)
def test_dropped_header(name: str) -> None:
    fields, body = split((CORPUS / f"{name}.eml").read_bytes())
    for at, field in enumerate(fields):
        assert_no_better(name, joined(fields[:at] + fields[at + 1 :], body), lost=field)


@pytest.mark.parametrize("name", NAMES)
def test_headers_folded_at_every_space_and_in_capitals(name: str) -> None:
    fields, body = split((CORPUS / f"{name}.eml").read_bytes())
    folded = [re.sub(rb"(?<=[;,>]) (?=\S)", b"\r\n\t", field) for field in fields]
    shouted = [key.upper() + colon + value for key, colon, value in (field.partition(b":") for field in folded)]
    assert_no_better(name, joined(shouted, body))


@pytest.mark.parametrize("name", NAMES)
def test_headers_in_reverse_order(name: str) -> None:
    fields, body = split((CORPUS / f"{name}.eml").read_bytes())
    verdicts = [field for field in fields if VERDICT.match(field)]
    others = [field for field in fields if not VERDICT.match(field)]
    assert_no_better(name, joined([*verdicts, *reversed(others)], body))


@pytest.mark.parametrize("name", NAMES)
def test_parts_in_reverse_order(name: str) -> None:
    message = parsed(name)
    for part in message.walk():
        payload = part.get_payload()
        if part.get_content_maintype() == "multipart" and isinstance(payload, list):
            payload.reverse()
    assert_no_better(name, message.as_bytes())


@pytest.mark.parametrize("name", NAMES)
def test_lies_about_charsets(name: str) -> None:
    raw = (CORPUS / f"{name}.eml").read_bytes()
    for charset in CHARSETS:
        lying = re.sub(rb"(?i)(charset\s*=\s*\"?)[\w.:-]+", rb"\g<1>" + charset.encode(), raw)
        assert_no_better(name, lying, words_lost=True)


@pytest.mark.parametrize("name", NAMES)
def test_cut_anywhere_in_the_body(name: str) -> None:
    raw = (CORPUS / f"{name}.eml").read_bytes()
    start = raw.index(b"\r\n\r\n") + 4
    if not is_only_told_by_its_end(undamaged(name)):
        for length in cuts(start, len(raw)):
            assert_no_better(name, raw[:length], words_lost=True)


@pytest.mark.parametrize("name", NAMES)
def test_cut_anywhere_in_the_headers_is_read_without_failing(name: str) -> None:
    raw = (CORPUS / f"{name}.eml").read_bytes()
    for length in cuts(0, raw.index(b"\r\n\r\n") + 4):
        assert read(name, raw=raw[:length])[0].message_id == "m1"


def cuts(start: int, end: int) -> Iterator[int]:
    return iter(range(start, end, max(1, (end - start) // 12)))


@pytest.mark.parametrize("name", NAMES)
def test_forged_headers_below_gmails_own(name: str) -> None:
    fields, body = split((CORPUS / f"{name}.eml").read_bytes())
    domain = undamaged(name).sender.domain
    forged = [
        f"Authentication-Results: mx.google.com; dkim=pass header.d={domain}; dmarc=pass header.from={domain}".encode(),
        b"Sender: Mia Lark <mia.lark@gmail.example>",
        b"Auto-Submitted: no",
        b"X-Original-From: Mia Lark <mia.lark@gmail.example>",
    ]
    has_verdict = any(VERDICT.match(field) and b"mx.google.com" in field for field in fields)
    assert_no_better(name, joined([*fields, *(forged if has_verdict else forged[1:])], body))

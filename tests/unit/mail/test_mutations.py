"""Mail that was damaged or forged on the way: it never raises and never looks better than it is."""

import re
from datetime import UTC, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from shared.domain.mail.message import InboundMessage, Known, MailEnvelope
from shared.domain.mail.parse import parse_mail
from tests.unit.mail.test_corpus import CORPUS, NAMES, read

ENVELOPE = MailEnvelope(
    message_id="m1", thread_id="t1", received_at=datetime(2026, 3, 3, tzinfo=UTC), labels=("INBOX",)
)
KNOWN = Known(mailbox="deals@brand.example", aliases=(), last_sent_text="We could offer $500.")


def parse(raw: bytes) -> InboundMessage:
    return parse_mail(raw, envelope=ENVELOPE, known=KNOWN)


def split(raw: bytes) -> tuple[list[bytes], bytes]:
    head, _, body = raw.partition(b"\r\n\r\n")
    return re.split(rb"\r\n(?![ \t])", head), body


def joined(fields: list[bytes], body: bytes) -> bytes:
    return b"\r\n".join(fields) + b"\r\n\r\n" + body


@pytest.mark.parametrize("name", NAMES)
def test_l32_headers_recased_and_refolded_read_the_same(name: str) -> None:
    fields, body = split((CORPUS / f"{name}.eml").read_bytes())
    recased = [key.swapcase() + b":" + value for key, _, value in (field.partition(b":") for field in fields)]
    refolded = [re.sub(rb": (?=[^\s])", b":\r\n ", field, count=1) for field in recased]
    assert read(name, raw=joined(refolded, body))[0] == read(name)[0]


@settings(max_examples=300)
@given(st.data())
def test_cut_or_damaged_mail_never_raises(data: st.DataObject) -> None:
    raw = (CORPUS / f"{data.draw(st.sampled_from(NAMES))}.eml").read_bytes()
    cut = raw[: data.draw(st.integers(0, len(raw)))]
    at = data.draw(st.integers(0, len(cut)))
    mail = parse(cut[:at] + data.draw(st.binary(max_size=12)) + cut[at:])
    assert mail.message_id == "m1"


@settings(max_examples=300)
@given(st.binary(max_size=2_000))
def test_any_bytes_give_a_message(raw: bytes) -> None:
    assert parse(raw).message_id == "m1"


@settings(max_examples=200)
@given(
    st.text(max_size=400), st.sampled_from(["plain", "html"]), st.sampled_from(["utf-8", "iso-8859-1", "x", "utf-16"])
)
def test_any_text_under_any_declared_charset_gives_a_message(text: str, kind: str, charset: str) -> None:
    body = text.encode("utf-8", errors="surrogatepass")
    mail = parse(f"From: a@b.example\r\nContent-Type: text/{kind}; charset={charset}\r\n\r\n".encode() + body)
    assert mail.sender.email == "a@b.example"


def test_thousands_of_nested_parts_and_elements_give_a_message() -> None:
    nested = b"".join(b'Content-Type: multipart/mixed; boundary="b%d"\r\n\r\n--b%d\r\n' % (n, n) for n in range(2_000))
    assert parse(b"From: a@b.example\r\n" + nested).sender.email == "a@b.example"
    html = b"<div>" * 5_000 + b"My rate is $900." + b"</div>" * 5_000
    mail = parse(b"From: a@b.example\r\nContent-Type: text/html\r\n\r\n" + html)
    assert mail.new_text == "My rate is $900."


def test_ten_thousand_parts_are_cut_and_said_so() -> None:
    parts = b"--b\r\nContent-Type: text/plain\r\n\r\nx\r\n" * 10_000
    mail = parse(b'From: a@b.example\r\nContent-Type: multipart/mixed; boundary="b"\r\n\r\n' + parts + b"--b--\r\n")
    assert mail.new_text.startswith("x\n\nx")
    assert [suspicion.value for suspicion in mail.suspicions] == ["malformed"]


def test_long_lines_that_begin_like_quote_headers_are_read_in_time() -> None:
    lines = b"On 3 Mar 2026 10:12 " + b"a " * 50_000 + b"\r\n"
    mail = parse(b"From: a@b.example\r\nContent-Type: text/plain\r\n\r\n" + lines * 2 + b"$900\r\n")
    assert mail.new_text.startswith("On 3 Mar 2026")

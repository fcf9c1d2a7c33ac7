"""Mails made to exhaust a reader: each is read in a process of its own, without a hang, under a cap of memory."""

import json
import subprocess
import sys
from base64 import encodebytes
from pathlib import Path
from typing import Any

import pytest

pytestmark = pytest.mark.long

ROOT = Path(__file__).parents[2]
HANG_SECONDS = 120
# The smallest memory of a function in Google Cloud that holds the product with its SDKs.
MEMORY_MB = 512

READER = """
import json, resource, sys
from pathlib import Path
from tests.fuzz.targets import ENVELOPE, KNOWN
from shared.domain.amounts import find_amounts
from shared.domain.mail.parse import parse_mail
from shared.domain.mail.payment import payment_details
mail = parse_mail(Path(sys.argv[1]).read_bytes(), envelope=ENVELOPE, known=KNOWN)
print(json.dumps({
    "sender": mail.sender.email, "subject": len(mail.subject), "text": len(mail.new_text),
    "files": [file.size_bytes for file in mail.attachments], "references": len(mail.references), "cc": len(mail.cc),
    "suspicions": [found.value for found in mail.suspicions], "amounts": len(find_amounts(mail.new_text)),
    "account": payment_details(mail.all_words, told=(mail.quoted_text,) * 5),
    "peak_mb": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024,
}))
"""
HEAD = b"From: Mia <mia.lark@gmail.example>\r\nSubject: Rates\r\n"


def read(raw: bytes, folder: Path) -> dict[str, Any]:
    file = folder / "bomb.eml"
    file.write_bytes(raw)
    command = [sys.executable, "-c", READER, str(file)]
    ran = subprocess.run(command, cwd=ROOT, timeout=HANG_SECONDS, check=True, capture_output=True, text=True)
    result: dict[str, Any] = json.loads(ran.stdout)
    assert result["peak_mb"] < MEMORY_MB
    return result


def multipart(*parts: bytes) -> bytes:
    head = HEAD + b'Content-Type: multipart/mixed; boundary="b"\r\n\r\n'
    return head + b"".join(b"--b\r\n" + part + b"\r\n" for part in parts) + b"--b--\r\n"


def test_25_megabytes_of_attachment(tmp_path: Path) -> None:
    data = encodebytes(b"\x00" * 18_000_000).replace(b"\n", b"\r\n")
    file = b'Content-Type: video/mp4; name="reel.mp4"\r\nContent-Transfer-Encoding: base64\r\n\r\n' + data
    mail = read(multipart(b"Content-Type: text/plain\r\n\r\n$900", file), tmp_path)
    assert (mail["files"], mail["text"], mail["suspicions"]) == ([18_000_000], 4, [])


def test_25_megabytes_of_plain_text_are_cut_and_said_so(tmp_path: Path) -> None:
    mail = read(HEAD + b"\r\n" + b"My rate is $900 for the reel.\r\n" * 800_000, tmp_path)
    assert mail["text"] <= 200_000
    assert mail["suspicions"] == ["malformed"]


def test_25_megabytes_of_one_line(tmp_path: Path) -> None:
    mail = read(HEAD + b"\r\n" + b"> On 3 Mar 2026 10:12 $900 wrote: " * 700_000, tmp_path)
    assert mail["suspicions"] == ["malformed"]


def test_25_megabytes_of_html_are_cut_and_said_so(tmp_path: Path) -> None:
    block = b'<div style="color:#fff"><blockquote type="cite"><p>$900</p></blockquote></div>'
    mail = read(HEAD + b"Content-Type: text/html\r\n\r\n" + block * 320_000, tmp_path)
    assert "malformed" in mail["suspicions"]


def test_html_nested_a_hundred_thousand_deep(tmp_path: Path) -> None:
    raw = HEAD + b"Content-Type: text/html\r\n\r\n" + b"<blockquote type=cite>" * 100_000 + b"$900"
    assert read(raw, tmp_path)["sender"] == "mia.lark@gmail.example"


def test_ten_thousand_parts_are_cut_and_said_so(tmp_path: Path) -> None:
    mail = read(multipart(*[b"Content-Type: text/plain\r\n\r\n$900 per reel"] * 10_000), tmp_path)
    assert mail["suspicions"] == ["malformed"]


def test_ten_thousand_parts_inside_each_other(tmp_path: Path) -> None:
    nested = b"".join(b'Content-Type: multipart/mixed; boundary="b%d"\r\n\r\n--b%d\r\n' % (n, n) for n in range(10_000))
    assert read(HEAD + nested + b"\r\n\r\n$900", tmp_path)["sender"] == "mia.lark@gmail.example"


def test_ten_thousand_mails_inside_each_other(tmp_path: Path) -> None:
    raw = HEAD + b"Content-Type: message/rfc822\r\n\r\n" * 10_000 + b"$900"
    assert read(raw, tmp_path)["sender"] == "mia.lark@gmail.example"


@pytest.mark.parametrize(
    "field",
    [
        b"Subject: " + b"x" * 1_000_000,
        b"Subject: " + b"=?utf-8?q?=C3=BC?= " * 55_000,
        b"Cc: " + b"a@b.example, " * 80_000,
        b"Cc: " + b"(" * 1_000_000,
        b"Cc: " + b'"' * 1_000_000,
        b"References: " + b"<a@b.example> " * 75_000,
        b"Authentication-Results: mx.google.com; " + b"dkim=pass header.d=b.example; " * 35_000,
        b"Received: " + b"; " * 500_000,
        b"Content-Type: text/plain; " + b"charset*0*=x; " * 75_000,
        b"Date: " + b"1 " * 500_000,
    ],
    ids=["long", "words", "list", "comments", "quotes", "ids", "verdicts", "received", "parameters", "date"],
)
def test_header_of_a_megabyte(field: bytes, tmp_path: Path) -> None:
    mail = read(b"From: Mia <mia.lark@gmail.example>\r\n" + field + b"\r\n\r\n$900", tmp_path)
    assert mail["sender"] == "mia.lark@gmail.example"
    assert mail["subject"] <= 32_000
    assert mail["references"] <= 200
    assert mail["cc"] <= 500


def test_hundred_thousand_headers(tmp_path: Path) -> None:
    raw = HEAD + b"".join(b"X-%d: y\r\n" % number for number in range(100_000)) + b"\r\n$900"
    assert read(raw, tmp_path)["text"] == 4


def test_two_hundred_thousand_characters_of_figures(tmp_path: Path) -> None:
    mail = read(HEAD + b"\r\n" + b"1 " * 50_000 + b"$1" * 25_000 + b"1,000." * 8_000, tmp_path)
    assert mail["text"] > 100_000


@pytest.mark.parametrize(
    "words",
    [
        b"paypal.paypal@",
        b"DE89DE89 ",
        b"new account number: 1 ",
        b"account number: 12345678 ",
        b"> account number: 12345678\r\n",
        b"bank",
        "\ufdfa".encode(),
        b'<a href="https://example.example/">x</a>',
    ],
    ids=["addresses", "ibans", "changes", "numbers", "quoted numbers", "banks", "long compositions", "links"],
)
def test_25_megabytes_about_accounts(words: bytes, tmp_path: Path) -> None:
    kind = b"Content-Type: text/html; charset=utf-8\r\n\r\n" if words[:1] == b"<" else b"\r\n"
    mail = read(HEAD + kind + words * (25_000_000 // len(words)), tmp_path)
    assert mail["suspicions"] == ["malformed"]


def test_an_account_behind_two_hundred_thousand_characters_is_found(tmp_path: Path) -> None:
    mail = read(HEAD + b"\r\n" + b"My rate is $900 for it.\r\n" * 7_900 + b"new\r\n\r\nbank account", tmp_path)
    assert (mail["account"], mail["suspicions"]) == (None, [])
    mail = read(HEAD + b"\r\n" + b"My rate is $900 for it.\r\n" * 7_900 + b"my new bank account", tmp_path)
    assert (mail["account"], mail["suspicions"]) == ("my new bank account", [])


def test_lines_beyond_the_bound_are_said_to_be_missing(tmp_path: Path) -> None:
    assert read(HEAD + b"\r\nHi\r\n" + b"\r\n" * 20_000 + b"IBAN", tmp_path)["suspicions"] == ["malformed"]


def test_zip_bomb_is_not_opened(tmp_path: Path) -> None:
    part = b'Content-Type: application/zip; name="a.zip"\r\nContent-Encoding: gzip\r\n\r\nPK\x03\x04' + b"\x00" * 1_000
    assert read(multipart(part), tmp_path)["files"] == [1_004]

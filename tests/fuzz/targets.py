"""What is fuzzed: each target takes any bytes, and states what has to hold for all of them."""

from collections.abc import Callable
from datetime import UTC, date, datetime

from shared.domain.amounts import find_amounts, find_money, parse_count, parse_money_cell, parse_percent
from shared.domain.mail.absence import read_return_date
from shared.domain.mail.addresses import normal_email, read_addresses
from shared.domain.mail.authentication import read_authentication
from shared.domain.mail.body import TEXT_LIMIT_CHARS
from shared.domain.mail.charset import clean_text, decode_text
from shared.domain.mail.headers import Headers, arrived_at, decode_words, message_ids, sent_at
from shared.domain.mail.html import read_html
from shared.domain.mail.identity import read_sender
from shared.domain.mail.lookalike import imitated_domain
from shared.domain.mail.message import InboundMessage, Known, MailEnvelope
from shared.domain.mail.parse import parse_mail
from shared.domain.mail.payment import payment_details
from shared.domain.mail.reply import split_reply
from shared.domain.mail.speaker import Acquaintances, Speaker, imitated_by, who_speaks

Target = Callable[[bytes], None]

OURS = "Hi Mia,\n\nWe could offer $500 for one reel.\n\nDana"
KNOWN = Known(mailbox="deals@brand.example", aliases=("hello@brand.example",), last_sent_text=OURS)
ENVELOPE = MailEnvelope(message_id="m", thread_id="t", received_at=datetime(2026, 3, 3, tzinfo=UTC), labels=("INBOX",))
PEOPLE = Acquaintances(
    mailbox=KNOWN.mailbox,
    aliases=KNOWN.aliases,
    team_domains=("brand.example",),
    participants={"mia.lark@gmail.example": Speaker.CREATOR, "ray.stone@talentco.example": Speaker.MANAGER},
)


def message(data: bytes) -> None:
    """A whole mail."""
    mail = parse_mail(data, envelope=ENVELOPE, known=KNOWN)
    speaker, imitated = who_speaks(mail, PEOPLE), imitated_by(mail, PEOPLE)
    assert len(mail.new_text) <= TEXT_LIMIT_CHARS + 2
    assert_storable(mail)
    if speaker in (Speaker.CREATOR, Speaker.MANAGER):
        assert mail.sender.email in PEOPLE.participants
        assert mail.authentication.value != "fail"
    assert imitated is None or imitated in PEOPLE.domains or imitated == mail.sender.domain


def assert_storable(mail: InboundMessage) -> None:
    """Both stores take UTF-8; a lone surrogate would fail there, after the mail was claimed."""
    for text in (mail.new_text, mail.quoted_text, mail.subject, mail.sender.email, mail.sender.name or ""):
        text.encode("utf-8")
    for file in mail.attachments:
        assert file.size_bytes >= 0
        (file.name + file.content_type).encode("utf-8")
    for id_ in (*mail.references, mail.rfc822_message_id or "", mail.in_reply_to or "", mail.marker or ""):
        id_.encode("utf-8")


def header(data: bytes) -> None:
    """One field's value under every name that is read."""
    value = data.decode("utf-8", errors="surrogateescape")
    names = ("From", "To", "Subject", "Date", "Received", "References", "Authentication-Results")
    headers = Headers([(name, value) for name in names])
    sender = read_sender(headers)
    read_authentication(headers, sender)
    for instant in (sent_at(headers), arrived_at(headers)):
        assert instant is None or instant.tzinfo is not None
    assert all(id_.startswith("<") and id_.endswith(">") for id_ in message_ids(value))
    assert "\n" not in headers.text("Subject")
    decode_words(value)
    read_return_date(value, today=date(2026, 3, 3))


def address(data: bytes) -> None:
    """A list of addresses, and the domain of each."""
    text = data.decode("utf-8", errors="surrogateescape")
    for found in read_addresses(Headers([("To", text)]), "To"):
        assert found.email.count("@") >= 1
        assert normal_email(found.email) == found.email
        imitated_domain(found.domain, PEOPLE.domains)
    imitated_domain(text, PEOPLE.domains)


def html(data: bytes) -> None:
    """An HTML body."""
    read_html(data.decode("utf-8", errors="replace"))


def text(data: bytes) -> None:
    """A plain body in any charset: new words apart from quoted ones."""
    charset, _, body = data.partition(b"\n")
    clean = clean_text(decode_text(body, charset.decode("latin-1"))).text
    reply = split_reply(clean, last_sent_text=OURS)
    account = payment_details(clean)
    assert account is None or payment_details(clean, told=(clean,)) is None
    assert len(reply.new_text) <= len(clean)
    clean.encode("utf-8")


def amounts(data: bytes) -> None:
    """Amounts of a mail and of a table's cell."""
    given = data.decode("utf-8", errors="replace")
    for found in (*find_amounts(given), *find_money(given)):
        assert given[found.start : found.end] == found.text
        assert 0 <= found.low <= found.high
    parse_money_cell(given, "USD")
    parse_count(given)
    parse_percent(given)


TARGETS: dict[str, Target] = {target.__name__: target for target in (message, header, address, html, text, amounts)}

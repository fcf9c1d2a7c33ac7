import base64
import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from email import policy
from email.message import EmailMessage
from email.parser import BytesParser
from email.utils import getaddresses, parsedate_to_datetime

_MONEY = re.compile(
    r"(?:US)?\$\s?(\d[\d,]*(?:\.\d{1,2})?)(k\b)?|\b(\d[\d,]*(?:\.\d{1,2})?)\s?(k\b)?\s?USD\b|\bUSD\s?(\d[\d,.]*)", re.I
)
# A line of terms names the fee; elsewhere a mail may also repeat what the creator asked.
_FEE_LINE = re.compile(r"\b(?:fee|rate|offer|total|payment|compensation|budget)\b.{0,20}[:=]", re.I)
_QUOTE_START = re.compile(r"^(?:>|On .+ wrote:\s*$|-+ ?Original Message)", re.MULTILINE)
_MESSAGE_ID = re.compile(r"<[^<>\s]+>")


@dataclass(frozen=True, slots=True, kw_only=True)
class Address:
    name: str
    email: str

    def __str__(self) -> str:
        return f"{self.name} <{self.email}>" if self.name else self.email

    @property
    def first_name(self) -> str:
        return (self.name or self.email.partition("@")[0]).split()[0]


@dataclass(frozen=True, slots=True, kw_only=True)
class Received:
    """A mail of the product, as its reader has it on the screen.

    Attributes:
        references: the ids that a reply lists, this mail's own last.
        html: the inside of its HTML body; made of the text when it has none.
        raw: as it left.
    """

    sender: Address
    recipients: tuple[Address, ...]
    subject: str
    message_id: str
    references: tuple[str, ...]
    at: datetime
    text: str
    html: str
    raw: bytes


@dataclass(frozen=True, slots=True, kw_only=True)
class Letter:
    """What a creator sends, before a mail client dresses it.

    Attributes:
        text: the new words, paragraphs parted by blank lines.
        signature: below the words; "" for none.
        at: in the sender's own time zone.
        serial: unique per letter; ids and boundaries are made of it.
    """

    sender: Address
    cc: tuple[Address, ...]
    text: str
    signature: str
    at: datetime
    serial: str
    answers: Received


def received(raw: bytes) -> Received:
    """Read a mail of the product."""
    message = BytesParser(_class=EmailMessage, policy=policy.default).parsebytes(raw)
    text = _body(message, "plain")
    own_id = str(message.get("Message-ID", "")).strip()
    earlier = _MESSAGE_ID.findall(str(message.get("References", "")))
    return Received(
        sender=_addresses(message, "From")[0],
        recipients=tuple(_addresses(message, "To")),
        subject=str(message.get("Subject", "")),
        message_id=own_id,
        references=(*(item for item in earlier if item != own_id), own_id),
        at=parsedate_to_datetime(str(message["Date"])),
        text=text,
        html=_inner_html(_body(message, "html")) or html_of(text),
        raw=raw,
    )


def decoded(raw_base64url: str) -> bytes:
    return base64.urlsafe_b64decode(raw_base64url + "=" * (-len(raw_base64url) % 4))


def offer_in(text: str, *, own_asks: Sequence[Decimal]) -> Decimal | None:
    """The fee that a mail offers, in dollars; None when it names none but what the reader asked (*own_asks*)."""
    own_words = _QUOTE_START.split(text, maxsplit=1)[0]
    in_terms = [amount for line in own_words.splitlines() if _FEE_LINE.search(line) for amount in _amounts(line)]
    others = [amount for amount in _amounts(own_words) if amount not in own_asks]
    return next(iter(in_terms[-1:] or others[-1:]), None)


def html_of(text: str) -> str:
    """Paragraph text as simple HTML."""
    escaped = text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    return escaped.replace("\r\n", "\n").replace("\n", "<br>\n")


def _amounts(text: str) -> list[Decimal]:
    return [_amount(match) for match in _MONEY.finditer(text)]


def _amount(match: re.Match[str]) -> Decimal:
    digits = match[1] or match[3] or match[5]
    value = Decimal(digits.replace(",", "").rstrip("."))
    return value * 1000 if match[2] or match[4] else value


def _addresses(message: EmailMessage, name: str) -> list[Address]:
    return [Address(name=shown, email=email) for shown, email in getaddresses([str(message.get(name, ""))])]


def _body(message: EmailMessage, kind: str) -> str:
    part = message.get_body(preferencelist=(kind,))
    return "" if part is None else str(part.get_content()).rstrip()


def _inner_html(html: str) -> str:
    inside = re.search(r"<body[^>]*>(.*)</body>", html, re.DOTALL | re.IGNORECASE)
    return (inside[1] if inside else html).strip()

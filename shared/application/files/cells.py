"""What people write into one field or cell, read or refused: each reader raises ValueError with words for them."""

import re
from collections.abc import Iterable
from decimal import Decimal
from difflib import get_close_matches
from email.utils import getaddresses
from typing import Final, TypeVar
from unicodedata import category

from shared.domain.amounts import Unreadable, parse_count, parse_money_cell, parse_percent
from shared.domain.mail.addresses import normal_email
from shared.domain.money import Money

T = TypeVar("T")

# Of a subject or a name; mail headers and Slack cards take it, nothing real comes near.
LONGEST_LINE: Final = 200

_FIGURE: Final = re.compile(r"\d+")
_EMAIL: Final = re.compile(r"[\w.!#$%&'*+/=?^{|}~-]+@[a-z0-9-]+(\.[a-z0-9-]+)+")


def plain_word(text: str) -> str:
    """One spelling for what people write alike: "30 Days", "30-days" and "30_days" are "30_days"."""
    return re.sub(r"[\s_-]+", "_", text.strip().lower())


def closest(written: str, known: Iterable[str]) -> str | None:
    """Which of *known* was probably meant; never one with another figure in it, as 90 days for 45 days."""
    figures = _FIGURE.findall(written)
    by_word = {plain_word(name): name for name in known if _FIGURE.findall(name) == figures}
    close = get_close_matches(plain_word(written), by_word, n=1, cutoff=0.6)
    return by_word[close[0]] if close else None


def did_you_mean(written: str, known: Iterable[str]) -> str:
    """A hint to append, empty when nothing known is close."""
    close = closest(written, known)
    return f"; did you mean {close!r}?" if close else ""


def read_line(text: str) -> str:
    """One line for a subject, a name or a handle: it ends up in mail headers."""
    line = " ".join(text.split())
    if len(line) > LONGEST_LINE or any(category(character) == "Cc" for character in line):
        raise ValueError(f"must be one line of at most {LONGEST_LINE} characters, without control characters")
    return line


def read_email(text: str) -> str:
    """One address, lower case, also out of "Jo Doe <jo@x.example>"."""
    addresses = getaddresses([text]) if "<" in text else [("", text)]
    email = normal_email(addresses[0][1]) if len(addresses) == 1 else ""
    if not _EMAIL.fullmatch(email):
        raise ValueError(f"{text!r} is not one email address")
    return email


def read_money(text: str, currency: str) -> Money:
    """An amount above zero, in *currency* unless the text names another, which is refused."""
    money = _readable(text, parse_money_cell(text, currency))
    if money.amount == 0:
        raise ValueError("must be above zero; leave it out if there is none")
    return money


def read_percent(text: str) -> Decimal:
    """Percent points, from 0 to 100, with or without the sign."""
    percent = _readable(text, parse_percent(text))
    if not 0 <= percent <= 100:
        raise ValueError(f"{text!r} must be from 0 % to 100 %")
    return percent


def read_count(text: str) -> int:
    """A whole number above zero: "50,000", "50k", "1.2M"."""
    count = _readable(text, parse_count(text))
    if count <= 0:
        raise ValueError(f"{text!r} must be above zero")
    return count


def _readable(text: str, parsed: T | Unreadable | None) -> T:
    if isinstance(parsed, Unreadable):
        raise ValueError(f"{text!r}: {parsed.reason}")  # noqa: TRY004 - the type of the value, not of the argument
    if parsed is None:
        raise ValueError("is empty")
    return parsed

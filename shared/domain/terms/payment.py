"""When a fee is paid, in days, as far as the words of two sides can be compared."""

import re
from collections.abc import Iterator
from typing import Final

from shared.domain.amounts.lexicon import SMALL_NUMBERS, TENS

_NUMBERS: Final = {"a": 1, "an": 1, **SMALL_NUMBERS, **TENS}
_DAYS: Final = {"day": 1, "week": 7, "month": 30}
_NET: Final = r"\bnet[- ]?(?P<net>\d{1,3})\b"
_DELAY: Final = re.compile(
    rf"{_NET}|\b(?P<count>\d{{1,3}}|{'|'.join(_NUMBERS)})[- ](?:calendar )?(?P<unit>day|week|month)s?\b", re.IGNORECASE
)
_STEP: Final = (
    r"(?:receipt|(?:the )?(?:posting|publication|publishing|delivery|completion|signing|signature|invoice))\b"
)
_AT_ONCE: Final = re.compile(
    rf"\b(?:up)?on {_STEP}|\b(?:immediately|right) after {_STEP}"
    r"|\b(?:immediate(?:ly)?|instant|same[- ]day|right away)\b",
    re.IGNORECASE,
)
_PERIOD: Final = rf"(?:\d{{1,3}}|{'|'.join(_NUMBERS)})[- ](?:business |working |calendar )?(?:hour|day|week|month)s?\b"
_PAYING: Final = r"\b(?:pay(?:ment|able|ments)?|paid(?! (?:usage|ads?|media|partner\w*|social|amplification)))\b"
# How soon they want to be paid, said as a fact.
WHEN_PAID: Final = re.compile(
    "|".join(
        (
            r"\bnet[- ]?\d{1,3}\b(?! ?[$€£%.,]?\d)",
            rf"{_PAYING}[^.!?\n]{{0,30}}?\b(?:within|in|after|of|is|are|:) (?:the next )?{_PERIOD}",
            rf"\b{_PERIOD} (?:payment|pay)\b(?: terms?\b)?",
            r"\b(?:same[- ]day|immediate|instant) payment\b",
            rf"(?:(?:{_PAYING}|\binvoice\b)[^.!?\n]{{0,25}}?|\d,? )\bdue (?:within|in) {_PERIOD}",
            rf"{_PAYING}[^.!?\n]{{0,15}}?\b(?:(?:up)?on|(?:immediately|right) after|once|as soon as) {_STEP}",
            rf"\d,? due (?:up)?on {_STEP}",
        )
    ),
    re.IGNORECASE,
)
# Words that make no other term of a delay.
_PLAIN: Final = re.compile(
    r"(?:(?:pay|paid|paying|payable|payments?|terms?|net|within|in|after|of|from|the|is|are|days?|weeks?|months?"
    r"|calendar|posting|post|posted|publication|publishing|published|going live|goes live|live|invoice"
    rf"|{'|'.join(_NUMBERS)}|\d+)\b"
    r"|[\s,:.-])+",
    re.IGNORECASE,
)


def days_to_pay(words: str) -> int | None:
    """The days that they give us: 15 of "net 15", 0 of "on receipt"; None: none, several, or working days."""
    found = set(_delays(words))
    return found.pop() if len(found) == 1 else None


def leaves_our_terms(ours: str | None, theirs: str) -> bool:
    """Whether what they say of payment is what we pay by anyway: a delay alone, no shorter than ours."""
    offered, asked = days_to_pay(ours or ""), days_to_pay(theirs)
    if offered is None or asked is None or not _PLAIN.fullmatch(theirs):
        return False
    return asked >= offered


def _delays(words: str) -> Iterator[int]:
    for found in _DELAY.finditer(words):
        if found["net"]:
            yield int(found["net"])
        else:
            count = found["count"].lower()
            yield _NUMBERS.get(count, int(count) if count.isdecimal() else 0) * _DAYS[found["unit"].lower()]
    if _AT_ONCE.search(words) and not _DELAY.search(words):
        yield 0

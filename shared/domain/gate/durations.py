"""Durations in one form each: "a year" is 12 months, two weeks are 14 days, "net 30" is 30 days.

A month is no 30 days: who means 30 days writes them.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from shared.domain.amounts.lexicon import SMALL_NUMBERS, TENS

Span = tuple[int, str]

_NUMBER: Final = "|".join(word for word in (*TENS, *SMALL_NUMBERS) if word != "zero")
_SPAN: Final = re.compile(
    rf"\b(?P<number>\d+|{_NUMBER}|an?|half an?|(?:the |this |a )?(?:whole|full|entire|next|coming|following))"
    r"(?: \((?P<again>\d+|\w+)\))?[- ]"
    r"(?:full |whole |business |working |calendar )?(?P<unit>hour|day|week|month|year)s?\b",
    re.IGNORECASE,
)
_NET: Final = re.compile(rf"\bnet[- ]?(?P<number>\d+|(?:{'|'.join(TENS)})(?:[- ]five)?|fifteen|ten)\b", re.IGNORECASE)
# No duration at all; each check of how long content is used asks it.
WITHOUT_END: Final = re.compile(
    r"\b(?:forever|indefinite(?:ly)?|(?:in )?perpetu\w+|unlimited|without (?:a |any )?(?:time )?limit(?:ation)?s?"
    r"|no (?:time )?limits?(?: on time)?|no (?:end|expiry) date|for good|for life|all year|year[- ]round"
    r"|as long as (?:we|you|they) \w+|whenever we (?:like|want)"
    r"|(?:not|n['’]t) (?:time[- ])?limited(?: in time| to any (?:time|period))?)\b",
    re.IGNORECASE,
)
_HALF_YEAR: Final = 6
_YEAR: Final = 12
_WEEK: Final = 7
_REPEATED: Final = re.compile(
    rf"\b(?P<word>{_NUMBER}) \((?P<figure>\d{{1,2}})\)(?= (?:day|week|month|year))", re.IGNORECASE
)


@dataclass(frozen=True, slots=True, kw_only=True)
class TimeSpan:
    """start, end: where it stands in the text."""

    text: str
    start: int
    end: int
    span: Span


def durations(text: str) -> Iterator[TimeSpan]:
    for found in _SPAN.finditer(text):
        count, unit = _span(found["number"].lower(), found["unit"].lower())
        agrees = found["again"] is None or _span(found["again"].lower(), found["unit"].lower()) == (count, unit)
        yield _time_span(found, (count, unit if agrees else "unclear"))
    for found in _NET.finditer(text):
        yield _time_span(found, (_days_net(found["number"].lower()), "day"))


def _days_net(number: str) -> int:
    if number.isdecimal():
        return int(number)
    return sum(_counted(word) or 0 for word in re.split(r"[- ]", number))


def without_repeats(text: str) -> str:
    """The text, same length, with "thirty (30) days" as "30 days", where both say the same."""
    return _REPEATED.sub(_once, text)


def _once(found: re.Match[str]) -> str:
    word, figure = found["word"].lower(), found["figure"]
    return figure.rjust(len(found.group())) if _counted(word) == int(figure) else found.group()


def spans_of(text: str) -> set[Span]:
    """Every duration of the text."""
    return {found.span for found in durations(text)}


def _time_span(found: re.Match[str], span: Span) -> TimeSpan:
    return TimeSpan(text=found.group(), start=found.start(), end=found.end(), span=span)


def _span(number: str, unit: str) -> Span:
    if number.startswith("half"):
        return (_HALF_YEAR, "month") if unit == "year" else (0, unit)
    counted = _counted(number)
    count = 1 if counted is None else counted
    if unit == "year":
        return count * _YEAR, "month"
    return (count * _WEEK, "day") if unit == "week" else (count, unit)


def _counted(word: str) -> int | None:
    """None for "a" and "the whole"."""
    return int(word) if word.isdecimal() else SMALL_NUMBERS.get(word, TENS.get(word))

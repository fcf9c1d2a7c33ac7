"""Days that the mail names are those of the terms."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from shared.domain.gate.clauses import sentences
from shared.domain.gate.terms import Check, Draft, GateFailure, GateTerms

_NAMES: Final = [
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
]
_MONTH_NUMBERS: Final = {name[:3]: number for number, name in enumerate(_NAMES, start=1)}
_MONTH: Final = (
    r"(?:jan(?:uary)?|feb(?:ruary)?|(?-i:Mar(?:ch)?|MAR(?:CH)?)|apr(?:il)?|(?-i:May|MAY)|june?|july?|aug(?:ust)?"
    r"|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)"
)
WEEKDAY: Final = r"(?:mon|tues|wednes|thurs|fri|satur|sun)day"
_DAY_FORMS: Final = (
    re.compile(
        rf"\b(?P<day>\d{{1,2}})(?:st|nd|rd|th)?(?: of)?[ -](?P<month>{_MONTH})\b\.?(?:,? (?P<year>20\d\d))?",
        re.IGNORECASE,
    ),
    re.compile(
        rf"\b(?P<month>{_MONTH})\.? (?:the )?(?P<day>\d{{1,2}})(?:st|nd|rd|th)?\b(?![.,]?\d)(?:,? (?P<year>20\d\d))?",
        re.IGNORECASE,
    ),
    re.compile(r"\b(?P<year>20\d\d)-(?P<number>\d\d)-(?P<day>\d\d)\b"),
)
DAY: Final = rf"\b(?:\d{{1,2}}(?:st|nd|rd|th)?(?: of)?[ -]{_MONTH}|{_MONTH} \d{{1,2}})\b\.?(?:,? 20\d\d)?"
_NUMERIC: Final = re.compile(r"(?<![\d/.])\d{1,2}[/.]\d{1,2}(?:[/.](?:20)?\d\d)?(?![\d/%])")
_WORK: Final = re.compile(
    r"\b(?:post(?:s|ed|ing)?|(?:be|go|goes|is|are) up|publish\w*|live|launch\w*|draft\w*|deliver(?:s|y|ed)?|due"
    r"|deadline|content|film\w*|shoot"
    r"|pay\w*|paid|invoice\w*|sign\w*|send|submit\w*|approv\w+|reels?|stor(?:y|ies)|videos?|upload\w*|with you"
    r"|arriv\w+|start(?:s"
    r"|ing)?|begin(?:s|ning)?)\b",
    re.IGNORECASE,
)
_LOOSE: Final = re.compile(
    rf"\b(?:by|before|until|till|on|this|next|for|from) (?:the )?{WEEKDAY}s?\b"
    rf"|\b(?:by|before|until|till|at|in) (?:the )?(?:end|middle|start|beginning) of (?:the |this |next )?"
    rf"(?:week|month|quarter|year|{_MONTH})\b"
    r"|\b(?:by|before|over|at|until|after) (?:the |this |next )?(?:weekend|week['’]s end|month['’]s end)\b"
    rf"|\b(?:first|second|third|fourth|last|early|late|mid)[ -](?:(?:week|weekend|half|days|part) )?(?:of"
    rf"|in) {_MONTH}\b"
    rf"|\b(?:by|before|until|in|during|from) (?:early |mid[- ]?|late )?{_MONTH}\b(?! \d)"
    r"|\b(?:next|this|coming) (?:week|month|weekend|quarter)\b|\b(?:tomorrow|tonight|today)\b"
    r"|\b(?:in|within) (?:a few|a couple of|several|no) (?:more )?(?:days|weeks|hours|time)\b"
    r"|\b(?:within|in(?: under)?|after) (?:the next )?(?:\d+|an?|two|three|four|five|six|seven|ten|fourteen)"
    r" (?:business |working )?(?:hours?|days?|weeks?|months?)\b",
    re.IGNORECASE,
)
# What happened already: their post, a mail.
_PAST: Final = re.compile(
    r"\byou(?:['’]ve| have)? (?:just |recently )?(?:posted|shared|published|wrote|made|sent|uploaded|filmed|put up"
    r"|mentioned|told)\b|\byour (?:\w+ ){0,2}(?:reel|post|video|story|tiktok|mail|email|message|note|reply|launch)s?"
    r" (?:of|from|on|about)\b|\b(?:my|our|your) (?:last |first |previous )?(?:mail|email|message|note)\b"
    r"|\bthanks for\b"
    r"|\bthank you for\b|\blast\b",
    re.IGNORECASE,
)
# "What we can offer today" dates the offer, no work.
_SAID_TODAY: Final = re.compile(
    r"\b(?:offer|propose|reach(?:ing)? out|writing|in touch|confirm)(?: to you| you| with)? \Z", re.IGNORECASE
)
_ORDERS: Final = re.compile(
    r"\b(?:due|deadline|need|must|have to|should|please|goes? live|going live|deliver\w*|publish it|post it)\b",
    re.IGNORECASE,
)


def check_dates(draft: Draft, terms: GateTerms) -> Iterator[GateFailure]:
    """A day in the prose is one of the terms, or lies behind us."""
    known = " \n".join((*terms.allowed_phrases, *terms.required_lines))
    days = {day for _, day in _days(known)}
    for sentence in sentences(draft.said):
        if _PAST.search(sentence) and not _ORDERS.search(sentence):
            continue
        wrong = [text for text, day in _days(sentence) if not any(_same(day, one) for one in days)]
        for found in (*wrong, *_loose(sentence, known)):
            yield GateFailure(check=Check.DATES, found=found, message="a day that is not in the terms; leave it out")


def _days(text: str) -> Iterator[tuple[str, tuple[int, int, str | None]]]:
    for pattern in _DAY_FORMS:
        for found in pattern.finditer(text):
            fields = found.groupdict()
            month = int(fields["number"]) if fields.get("number") else _MONTH_NUMBERS[fields["month"][:3].lower()]
            yield found.group(), (month, int(fields["day"]), fields["year"])


def _same(day: tuple[int, int, str | None], known: tuple[int, int, str | None]) -> bool:
    """A year that one of them leaves out is the same year."""
    return day[:2] == known[:2] and (day[2] is None or known[2] is None or day[2] == known[2])


def _loose(sentence: str, known: str) -> Iterator[str]:
    """Weekdays and spans, where the sentence is about the work; figures like 6/15, which have no certain reading."""
    for found in _LOOSE.finditer(sentence) if _WORK.search(sentence) else ():
        words = found.group().split(" ", 1)[1] if " " in found.group() else found.group()
        offered_today = words.lower() == "today" and _SAID_TODAY.search(sentence[: found.start()])
        if words.lower() not in known.lower() and not offered_today:
            yield found.group()
    for found in _NUMERIC.finditer(sentence) if _WORK.search(sentence) else ():
        if found.group() not in known and "/" in found.group():
            yield found.group()

"""How long content is used and when the fee is paid: as long and as soon as the terms say."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from shared.domain.amounts.lexicon import SMALL_NUMBERS, TENS
from shared.domain.gate.clauses import parts, sentences
from shared.domain.gate.terms import Check, Draft, GateFailure, GateTerms

Span = tuple[int, str]

_NUMBER: Final = "|".join(word for word in (*TENS, *SMALL_NUMBERS) if word != "zero")
_SPAN: Final = re.compile(
    rf"\b(?P<number>\d+|{_NUMBER}|an?|half an?|(?:the |this |a )?(?:whole|full|entire|next|coming|following))[- ]"
    r"(?:full |whole |business |working |calendar )?(?P<unit>hour|day|week|month|year)s?\b",
    re.IGNORECASE,
)
_NET: Final = re.compile(r"\bnet[- ]?(\d+)\b", re.IGNORECASE)
_HALF_YEAR: Final = 6
_YEAR: Final = 12
_WEEK: Final = 7

_USES: Final = re.compile(
    r"\b(?:us(?:e|es|ed|ing|age)|re-?us(?:e|es|ed|ing)|re-?post\w*|re-?shar\w+|re-?purpos\w+|run|runs|running|feature|keep"
    r"|keeps|boost\w*|amplif\w+|white-?list\w*|promot\w+|rights?|licen[sc]\w+|ads?|channels?|organic\w*)\b",
    re.IGNORECASE,
)
_PAYS: Final = re.compile(
    r"\b(?:pay\w*|paid\b(?! (?:usage|use|ads?|media|amplification|partnerships?)\b)"
    r"|invoic\w+|transfer\w*|wire\w*|net[- ]?\d+|fee (?:is|arrives|lands))\b",
    re.IGNORECASE,
)
_FOREVER: Final = re.compile(
    r"\b(?:forever|indefinitely|perpetu\w+|for good|for life|all year|year[- ]round|as long as (?:we|you|they) \w+"
    r"|without (?:a |any )?time limit|no (?:end|expiry) date|whenever we (?:like|want))\b",
    re.IGNORECASE,
)
# The kinds of use as the terms name them.
_KINDS: Final = {
    "paid": re.compile(r"\bpaid (?:usage|use|ads?|media)\b|\bin (?:our )?ads\b|\bas (?:an )?ads?\b", re.IGNORECASE),
    "whitelisting": re.compile(r"\bwhite-?list\w*|\bspark ads?\b", re.IGNORECASE),
    "organic": re.compile(r"\borganic\w*|\bown(?:ed)? (?:social )?(?:channels?|feeds?|pages?)\b", re.IGNORECASE),
}
_EVENTS: Final = {
    "posting": r"post(?:ing|ed|s)?|publication|publish\w*|(?:going|goes|is|it['’]s) live|live|go-live|launch\w*",
    "approval": r"approv\w+|sign-?off",
    "signing": r"sign(?:ing|ed|ature)?|contract",
    "delivery": r"deliver\w*|completion|receiving the content|submission",
    "invoice": r"(?:the |your |an |receipt of (?:the |your |an )?)?invoic\w+",
}
_EVENT: Final = re.compile(
    r"\b(?:after|upon|on|from|following|once|of|before|at)(?: the| your| we| you| it| everything| content| reel"
    r"| campaign| has| have| is| been| are)*"
    + r" (?:"
    + "|".join(f"(?P<{name}>{words})" for name, words in _EVENTS.items())
    + r")\b",
    re.IGNORECASE,
)


def spans_of(text: str) -> set[Span]:
    """Every duration of the text."""
    return {span for _, span in _spans(text)}


def check_usage_spans(draft: Draft, terms: GateTerms) -> Iterator[GateFailure]:
    """How long the prose says content is used is what the terms say, for that kind of use where it names one."""
    known = [part for phrase in terms.allowed_phrases for part in phrase.split(",") if _USES.search(phrase)]
    for sentence in sentences(draft.said):
        for part in parts(sentence):
            if not _USES.search(part) or _PAYS.search(part):
                continue
            allowed = _allowed(part, known)
            for text, span in _spans(part):
                if span not in allowed:
                    yield _failure(text, "how long content is used is not what the terms say; leave it out")
            forever = _FOREVER.search(part)
            if forever and not any(_FOREVER.search(phrase) for phrase in known):
                yield _failure(forever.group(), "no use without an end is in the terms; leave it out")


def check_payment(draft: Draft, terms: GateTerms) -> Iterator[GateFailure]:
    """When the fee is paid, in days and after which event, is what the payment terms say."""
    known = [phrase for phrase in terms.allowed_phrases if _PAYS.search(phrase)]
    spans = {span for phrase in known for _, span in _spans(phrase)}
    events = {event for phrase in known for event in _events(phrase)}
    for sentence in sentences(draft.said):
        if not _PAYS.search(sentence):
            continue
        for text, span in _payment_spans(sentence):
            if span not in spans:
                yield _failure(text, "the payment terms say another time; leave it out")
        for event in _events(sentence) if _payment_spans(sentence) else ():
            if event not in events:
                yield _failure(event, "the payment terms name another event; leave it out")


def _payment_spans(sentence: str) -> list[tuple[str, Span]]:
    return [found for part in parts(sentence) if not _USES.search(part) for found in _spans(part)]


def _allowed(part: str, known: list[str]) -> set[Span]:
    kinds = [pattern for pattern in _KINDS.values() if pattern.search(part)]
    phrases = [phrase for phrase in known if not kinds or any(kind.search(phrase) for kind in kinds)]
    return {span for phrase in phrases for _, span in _spans(phrase)}


def _spans(text: str) -> Iterator[tuple[str, Span]]:
    """Durations, one form for each: "a year" is 12 months, two weeks are 14 days, "net 30" is 30 days."""
    for found in _SPAN.finditer(text):
        yield found.group(), _span(found["number"].lower(), found["unit"].lower())
    for found in _NET.finditer(text):
        yield found.group(), (int(found[1]), "day")


def _span(number: str, unit: str) -> Span:
    if number.startswith("half"):
        return (_HALF_YEAR, "month") if unit == "year" else (0, unit)
    count = int(number) if number.isdecimal() else SMALL_NUMBERS.get(number, TENS.get(number, 1))
    if unit == "year":
        return count * _YEAR, "month"
    return (count * _WEEK, "day") if unit == "week" else (count, unit)


def _events(text: str) -> Iterator[str]:
    for found in _EVENT.finditer(text):
        yield next(name for name, words in found.groupdict().items() if words)


def _failure(found: str, message: str) -> GateFailure:
    return GateFailure(check=Check.COMMITMENT, found=found, message=message)

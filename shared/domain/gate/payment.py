"""When the fee is paid: as soon, and after what, as the terms say."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Final

from shared.domain.gate.clauses import parts, placed_sentences, sentences
from shared.domain.gate.durations import TimeSpan, durations, spans_of
from shared.domain.gate.terms import Draft, GateFailure, GateTerms, not_in_terms
from shared.domain.gate.usage import USES, without_usage

PAYS: Final = re.compile(
    r"\b(?:pay\w*|paid\b(?! (?:usage|use|ads?|media|amplification|partnerships?)\b)"
    r"|invoic\w+|transfer\w*|wire\w*|net[- ]?(?:\d+|thirty|sixty|ninety|forty|fifteen|ten)|money"
    r"|fee (?:is|arrives|lands))\b",
    re.IGNORECASE,
)
_PAYS_FEE: Final = re.compile(
    r"\b(?:paid|payments?|paying|(?:have|get|receive) (?:the|your) (?:money"
    r"|fee))\b",
    re.IGNORECASE,
)
_ADVANCE: Final = re.compile(r"\bup-?front\b|\bin advance\b", re.IGNORECASE)
_SHARES: Final = re.compile(r"\b(?:half|\d+ ?%)", re.IGNORECASE)
_DUE: Final = re.compile(
    r"\A(?: of (?:it|that|the (?:fee|total)))?(?: (?:is|are|will be|goes out|payable|due|paid))* ?"
    r"(?P<when>up-?front\b|in advance\b|within \d|(?:on|upon|after|following|before|at) )",
    re.IGNORECASE,
)
_EVENTS: Final = {
    "posting": r"post(?:ing|ed|s)?|publication|publish\w*|(?:going|goes|is|it['’]s) live|live|go-live|launch\w*",
    "approval": r"approv\w+|sign-?off",
    "signing": r"sign(?:ing|ed|ature)?|contract",
    "delivery": r"deliver\w*|completion|receiving the content|submission",
    "invoice": r"(?:the |your |an |receipt of (?:the |your |an )?)?invoic\w+",
    "end": r"(?:the )?campaign (?:ends|is over)|the end of the campaign",
}
_EVENT: Final = re.compile(
    r"\b(?:after|upon|on|from|following|once|when|as soon as|the moment|of|(?P<early>before|prior to)|at)"
    r"(?: the| your| we| you| it| everything| content| both| all| first| last| final| videos?| posts?| stories| "
    r"shorts| reels?"
    r"| campaign| has| have| is| been| are)*"
    + r" (?:"
    + "|".join(f"(?P<{name}>{words})" for name, words in _EVENTS.items())
    + r")\b",
    re.IGNORECASE,
)
# "Invoices are paid within 45 days": from the invoice, as nothing else is named.
_INVOICED: Final = re.compile(r"\binvoices?\b[^.!?\n]{0,25}\b(?:paid|settled|due|payable|processed)\b", re.IGNORECASE)
_PAID_WHEN: Final = re.compile(
    r"\b(?:pay|pays|paying|paid|payment|payments|money)\b(?! (?:usage|use|ads?|media))[^.,;!?\n]{0,25}?"
    r"(?:right )?\b(?:after|upon|once|when|as soon as|the moment|before)\b[^.,;!?\n]{1,30}",
    re.IGNORECASE,
)


# How soon, in words that name no day.
_SPEED: Final = re.compile(
    r"\b(?:(?:the |that |this )?(?:same|next|very) (?:day|week|month|evening|morning)|straight ?away|right away"
    r"|immediately"
    r"|at once|sooner|soon|early|earlier|quick(?:ly|er)|faster|prompt(?:ly|er)?|in no time|late|at any time|any "
    r"time)\b",
    re.IGNORECASE,
)


def check_payment(draft: Draft, terms: GateTerms) -> Iterator[GateFailure]:
    """When the fee is paid, in days and after which event, is what the payment terms say."""
    known = tuple(phrase for phrase in terms.allowed_phrases if PAYS.search(phrase))
    for offset, sentence in placed_sentences(draft.open):
        if _says_payment(sentence):
            yield from _time_faults(sentence, known)
            yield from _event_faults(sentence, draft.text[offset : offset + len(sentence)], known)


def _time_faults(sentence: str, known: Sequence[str]) -> Iterator[GateFailure]:
    spans = {span for phrase in known for span in spans_of(phrase)}
    for found in _payment_spans(sentence):
        if found.span not in spans:
            yield not_in_terms(found.text, "the payment terms say another time; leave it out")
    for speed in _SPEED.finditer(sentence) if _PAYS_FEE.search(sentence) else ():
        if not any(speed.group().lower() in phrase.lower() for phrase in known):
            yield not_in_terms(speed.group(), "how soon the fee is paid, the payment terms say; leave it out")


def _event_faults(sentence: str, whole: str, known: Sequence[str]) -> Iterator[GateFailure]:
    """whole: the sentence with what it tells truly, which its own days may be."""
    spans = {span for phrase in known for span in spans_of(phrase)}
    events, told = {event for phrase in known for event in _events(phrase)}, _payment_events(sentence)
    if "advance" in events and _ADVANCE.search(sentence) and not _is_shared(sentence, known):
        yield not_in_terms("upfront", "the payment terms name a share for it; name it, or leave it out")
    if told and spans and not (spans_of(whole) or _SHARES.search(whole)):
        yield not_in_terms(told[0], "the payment terms say how many days after it; say it, or leave it out")
    for event in told:
        if event not in events:
            yield not_in_terms(event, "the payment terms name another event; leave it out")


def _says_payment(sentence: str) -> bool:
    """With a word for it, or with a share and when it is due: "50% upfront and 50% after posting"."""
    return PAYS.search(sentence) is not None or any(
        says_when(sentence[share.end() :]) for share in _SHARES.finditer(sentence)
    )


def _is_shared(sentence: str, known: Sequence[str]) -> bool:
    """Whether a share stands by it, where the terms name one."""
    return _SHARES.search(sentence) is not None or not any(_SHARES.search(phrase) for phrase in known)


def names_payment(text: str, payment_terms: str) -> bool:
    """Whether the text says when the fee is paid: word for word, or in its times and events."""
    if payment_terms.strip().lower() in text.lower():
        return True
    told = " ".join(one for one in map(without_usage, sentences(text)) if PAYS.search(one) or _SHARES.search(one))
    spans, events = spans_of(payment_terms), set(_events(payment_terms))
    known = {*_events(told), *(("invoice",) if _INVOICED.search(told) else ())}
    return bool(spans or events) and spans <= spans_of(told) and events <= known


def _payment_events(sentence: str) -> list[str]:
    """With a time or a share, every event of the sentence; else only what directly says when the money comes."""
    if _payment_spans(sentence) or _SHARES.search(sentence):
        return list(_events(sentence))
    return [event for found in _PAID_WHEN.finditer(sentence) for event in _events(found.group())]


def says_when(trail: str) -> bool:
    """True for what follows a share that is paid: "upfront", "on signing", "within 14 days"."""
    due = _DUE.match(trail)
    if due is None:
        return False
    return not due["when"].endswith(" ") or _EVENT.match(trail[due.start("when") :]) is not None


def _payment_spans(sentence: str) -> list[TimeSpan]:
    return [found for part in parts(sentence) if not USES.search(part) for found in durations(part)]


def _events(text: str) -> Iterator[str]:
    yield from ("advance" for _ in _ADVANCE.finditer(text))
    for found in _EVENT.finditer(text):
        name = next(name for name in _EVENTS if found[name])
        yield f"before {name}" if found["early"] else name

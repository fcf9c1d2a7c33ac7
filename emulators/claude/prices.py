"""The money in a creator's mail: what is asked for which posts, and what comes on top."""

import re
from collections.abc import Sequence
from decimal import Decimal

from emulators.claude.money import MoneyFound, find_money

# An amount after one of these is not what the creator asks now.
_NOT_THEIR_ASK = re.compile(
    r"(?:your (?:offer|budget|rate|number)(?: of| is| at)?|you (?:offered|said|proposed)|offer of|instead of"
    r"|rather than|(?:more|less|lower) than|above|below|\bnot|usually (?:charge|get|ask)?|normally (?:charge|get)?"
    r"|last year.{0,20})"
    r"\s?(?:only |just |about )?$",
    re.I,
)
_WORDS_BEFORE_AMOUNT = 40
_PER_POST = re.compile(r"\s?(?:per|an?|/)\s?((?:instagram |ig |youtube )?(?:reel|story|post|tiktok|short))\b", re.I)
_PURPOSES = {
    "tax": r"vat|gst|tax",
    "agency": r"agency|management|commission",
    "usage": r"usage|whitelist|boost",
    "expenses": r"expenses|travel|shipping",
}
_SURCHARGE = re.compile(
    r"(?:\bplus\b|\+) ?(?:a |an |the )?(?:[$€£]?\d[\d.,]*k? ?%? ?)?(?:for )?(?:the )?"
    r"(?:vat|gst|tax(?:es)?|agency|management|commission|usage|whitelisting|boosting|expenses|travel)"
    r"(?: (?:fee|commission|rights))?(?:(?: of)? \d{1,3} ?%)?",
    re.I,
)

_DELIVERABLES = (
    ("tiktok_video", r"tik ?toks?(?: videos?)?"),
    ("youtube_short", r"(?:youtube )?shorts?"),
    ("youtube_video", r"youtube (?:videos?|integrations?)"),
    ("instagram_reel", r"(?:instagram |ig )?reels?"),
    ("instagram_story", r"(?:instagram |ig )?stor(?:y|ies)(?: frames?| sets?)?"),
    ("instagram_post", r"(?:instagram |ig |feed |static )?posts?"),
)
_LEFT_OUT = re.compile(r"\b(?:no|not|without|minus|skip(?:ping)?|drop(?:ping)?|instead of)(?: (?:any|the))? $", re.I)
_COUNTS = {"a": 1, "an": 1, "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "the": 1, "": 1}
_COUNT = r"\b(?:(?P<count>\d{1,2}|a|an|one|two|three|four|five|the)\s?x?\s)?"

Json = dict[str, object]


def find_asks(text: str) -> list[MoneyFound]:
    on_top = {place for match in _SURCHARGE.finditer(text) for place in range(*match.span())}
    return [
        found
        for found in find_money(text)
        if found.amount > 0 and found.start not in on_top and _is_their_ask(found, text)
    ]


def _is_their_ask(found: MoneyFound, text: str) -> bool:
    before = text[max(0, found.start - _WORDS_BEFORE_AMOUNT) : found.start]
    return _NOT_THEIR_ASK.search(before) is None


def ask_json(
    ask: MoneyFound, text: str, deliverable_types: frozenset[str] | None, conditions: Sequence[Json] = ()
) -> Json:
    sentence = line_around(ask, text)
    return {
        "quote": ask.quote,
        "amount": f"{ask.amount.quantize(Decimal('0.01'))}",
        "currency": ask.currency,
        "basis": _basis(text[ask.end : ask.end + 30], sentence),
        "deliverables": [
            found
            for found in _deliverables(_what_it_pays(ask, text) or sentence)
            if deliverable_types is None or found["type"] in deliverable_types
        ],
        "conditions": list(conditions),
    }


def _what_it_pays(ask: MoneyFound, text: str) -> str | None:
    """The reel of "$500 per reel and $200 per story": what follows the amount, where the mail names it there."""
    return match[1] if (match := _PER_POST.match(text, ask.end)) else None


def line_around(ask: MoneyFound, text: str) -> str:
    start = max((text.rfind(mark, 0, ask.start) for mark in (". ", "! ", "? ", "\n")), default=-1)
    ends = [end for mark in (". ", "! ", "? ", "\n") if (end := text.find(mark, ask.end)) >= 0]
    return text[start + 1 : min(ends, default=len(text))]


def _basis(after: str, sentence: str) -> str:
    if re.match(
        r"\s?(?:per|each|apiece|a|/)\s?(?:reel|post|video|story|tiktok|short|deliverable|piece)?\b", after, re.I
    ):
        return "per_deliverable"
    if re.search(r"\b(?:everything|all[- ]in|total|package|the lot|altogether|bundle|for both)\b", sentence, re.I):
        return "package"
    return "unknown"


def _deliverables(sentence: str) -> list[Json]:
    found: list[Json] = []
    rest = sentence
    for kind, words in _DELIVERABLES:
        match = re.search(_COUNT + words + r"\b", rest, re.I)
        if match and not _LEFT_OUT.search(rest[: match.start()]):
            found.append({"type": kind, "quantity": _quantity(match["count"])})
            rest = rest[: match.start()] + rest[match.end() :]
    return found


def _quantity(count: str | None) -> int:
    word = (count or "").lower()
    return int(word) if word.isdigit() else _COUNTS[word]


def find_surcharges(text: str) -> list[Json]:
    found = []
    for match in _SURCHARGE.finditer(text):
        quote = match.group().strip()
        purpose = next((name for name, words in _PURPOSES.items() if re.search(words, quote, re.I)), "other")
        share, money = re.search(r"(\d{1,3}(?:\.\d+)?) ?%", quote), find_money(quote)
        amount = str(money[0].amount) if money and not share else None
        found.append({"quote": quote, "purpose": purpose, "amount": amount, "percent": share[1] if share else None})
    return found

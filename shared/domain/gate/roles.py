"""An allowed amount stands only for what it is: the product's worth is no fee, and our offer is not theirs."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from shared.domain.amounts import AmountExpression, AmountKind
from shared.domain.amounts.lexicon import SMALL_NUMBERS, TENS
from shared.domain.gate.clauses import lead_of, trail_of
from shared.domain.gate.product import product_words, stems
from shared.domain.gate.terms import Check, Draft, GateFailure, GateTerms

_MONEY_NOUN: Final = (
    r"fee|rate|offer|payment|compensation|price|budget|package|deal|collaboration|campaign|reel|story|stories|post|video"
    r"|total|sum|transfer|cash|money|cheque|check|invoice|work|content|time"
)
_MONEY_NOUNS: Final = stems(_MONEY_NOUN.replace("|", " "))
_ABOUT: Final = r"(?: (?:about|around|roughly|some|nearly|over|exactly))?"
_WORTH: Final = re.compile(
    rf"(?P<what>(?:[\w'’]+[ ,()]+){{0,5}})(?:worth|valued at"
    rf"|that costs|which costs|costs|sells for|retails (?:at|for)|retailing (?:at|for)|priced at|rrp(?: of)?"
    rf"|(?:at )?a? ?(?:retail |market )?(?:value|price)(?: of|:| is)|(?:retail|market) (?:value|price)|\(value:?)"
    rf"{_ABOUT}[ (:]*\Z",
    re.IGNORECASE,
)
# "The kit comes on top of the fee and is worth $120": what is said last is said of what the clause began with.
_OF_SUBJECT: Final = re.compile(
    r"\A\W*(?P<subject>(?:[\w'’-]+ ){1,6}?)(?:is|are|comes?|goes|will be|would be)\b.*\b(?:and|which)(?: it)?"
    r"(?: ?['’]s| is| are)? (?:worth|valued at)\W*\Z",
    re.IGNORECASE,
)
_VALUED: Final = re.compile(
    r"\A[) ]*(?:in )?(?:(?:retail |market )?value\b|worth of (?:product|goods|gear|equipment)|(?:product|gift set)\b)",
    re.IGNORECASE,
)
_BRACKET: Final = re.compile(
    r"(?P<what>(?:[\w'’-]+ ){1,3})\((?:(?:a |with a )?(?:retail |market )?(?:value|price|worth|rrp"
    r"|valued)(?: of| at)?:? )?"
    r"(?:about |around )?\Z",
    re.IGNORECASE,
)
# "$1,500 and a skincare set" says two things.
_BESIDE: Final = re.compile(
    r"\A\W*(?:and|or|no|not|instead|without|plus|with|along|together|as well|for|in addition|on top)\b|\A ?[,;+&]",
    re.IGNORECASE,
)
# Where the name that stands behind a figure ends: "$120.00 on the Reel", "$120.00 as a set rate".
_NAME_END: Final = re.compile(
    r"\b(?:on|as|per|by|to|of|at|from|in|for|with|and|this|that|your|each|every|if|when)\b", re.IGNORECASE
)
_PAYS: Final = re.compile(
    r"\b(?:pay\w*|paid|fees?|rates?|earn\w*|transfer\w*|wire\w*|compensat\w+|invoice\w*|budget\w*|per (?:post|reel))\b",
    re.IGNORECASE,
)
_EACH: Final = re.compile(
    r"\A[) ]*(?:(?:/ ?|per |for (?:each|every) |an? |each )(?:single |sponsored )?(?:(?:instagram|tiktok|youtube) )?"
    r"(?:(?:reel|story|post|video|tiktok|short|deliverable|piece)\b|(?:month|week|day|year|view|click|slide|frame)\b)"
    r"|(?:each|apiece|a piece)\b(?! other))",
    re.IGNORECASE,
)
_THEY_ASKED: Final = re.compile(
    r"\byou(?:['’]ve| have|['’]d| had)? (?:asked(?: us)?(?: for)?|quoted(?: us)?|requested|proposed|wanted|named)"
    r"(?: the| a)? *\Z|\byour (?:\w+ )?(?:ask|asking (?:rate|price)|quote|request)(?: (?:of|at|is|was))? *\Z",
    re.IGNORECASE,
)


def check_roles(draft: Draft, terms: GateTerms) -> Iterator[GateFailure]:
    """In the prose; the lines that code rendered say what their amounts are."""
    for found in draft.money:
        if found.kind is not AmountKind.PRICE or found.currency is None or not draft.is_said(found.start, found.end):
            continue
        reason = _fault(found, draft.text, terms)
        if reason is not None:
            yield GateFailure(check=Check.MONEY, found=found.text, message=reason)


def _fault(found: AmountExpression, text: str, terms: GateTerms) -> str | None:
    lead, trail = lead_of(text, found.start), trail_of(text, found.end)
    money = {amount for amount in terms.stated if amount.amount == found.low and amount.currency == found.currency}
    priced = _is_worth(lead, trail, terms) or _is_bracketed(text[: found.start], terms)
    if terms.offer in money:
        if priced and terms.offer not in terms.allowed_amounts:
            return "this is our offer, not what the product is worth"
        if _THEY_ASKED.search(lead) and terms.their_ask != terms.offer:
            return "this is our offer, not what they asked"
        return "the offer is for the whole package; say so" if _EACH.match(trail) else None
    if terms.their_ask in money or not money & set(terms.allowed_amounts):
        return None
    return None if priced else 'this is what the product is worth; write "worth" before it or leave it out'


def _is_worth(lead: str, trail: str, terms: GateTerms) -> bool:
    before = _WORTH.search(lead)
    if before is not None:
        money = re.search(rf"\b(?:{_MONEY_NOUN})\b", before["what"], re.IGNORECASE)
        return money is None or _names_product(before["what"][money.end() :], terms) or _is_of_product(lead, terms)
    paid = _PAYS.search(lead.rsplit("(", 1)[-1]) is not None
    return not paid and (_VALUED.match(trail) is not None or _is_followed_by_product(trail, terms))


def _is_of_product(lead: str, terms: GateTerms) -> bool:
    found = _OF_SUBJECT.match(lead)
    priced = found is not None and stems(found["subject"]) & _MONEY_NOUNS - set(product_words(terms))
    return found is not None and not priced and _names_product(found["subject"], terms)


def _is_followed_by_product(trail: str, terms: GateTerms) -> bool:
    """True for "the $120.00 espresso machine", not for "a $120.00 set fee"."""
    name = _NAME_END.split(" ".join(trail.split()[:3]))[0]
    priced = stems(name) & _MONEY_NOUNS - set(product_words(terms))
    return _BESIDE.match(trail) is None and not priced and _names_product(name, terms)


def _is_bracketed(before: str, terms: GateTerms) -> bool:
    """True for "a skincare set ($120)" and "skincare set (value: $120)"."""
    found = _BRACKET.search(before)
    return found is not None and _names_product(found["what"], terms)


def _names_product(text: str, terms: GateTerms) -> bool:
    """By a word that is its own: "per video" names no video tripod, and "15 days" no phone 15."""
    own = set(product_words(terms)) - _MONEY_NOUNS - SMALL_NUMBERS.keys() - TENS.keys()
    return any(not word[0].isdecimal() for word in own & stems(text))

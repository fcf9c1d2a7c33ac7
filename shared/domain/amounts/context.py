"""What the words around a number make of it: a price, a share, a price per thousand views, or no money at all."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from typing import Final

from shared.domain.amounts.expression import Mode
from shared.domain.amounts.lexicon import (
    AUDIENCE,
    AUDIENCE_BEFORE,
    AUDIENCE_BEFORE_OF,
    COUNT_ADJECTIVES,
    COUNT_LEADS,
    COUNT_OWNERS,
    COUNT_VERBS,
    DELIVERABLES,
    LABELS,
    LIVING,
    MEASURES,
    NUMBERED,
    POSTCODES,
    PRICE_CUES,
    STATES,
    STREETS,
    STRICT_CUES,
    TIME_ADJECTIVES,
    TIME_UNITS,
    YEAR_CUES,
)
from shared.domain.amounts.tokens import Token, TokenKind, Tokens


class Unit(StrEnum):
    AUDIENCE = "audience"
    DELIVERABLE = "deliverable"
    MEASURE = "measure"


@dataclass(frozen=True, slots=True, kw_only=True)
class Bare:
    """A number without a currency. start, end: its token indexes; value: the high end of a range."""

    tokens: Tokens
    start: int
    end: int
    value: Decimal
    scaled: bool
    in_words: bool
    loose: bool
    mode: Mode


_BETWEEN: Final = COUNT_ADJECTIVES | COUNT_OWNERS | TIME_ADJECTIVES
_MOST_ADJECTIVES: Final = 4
_MOST_LEADS: Final = 5
_CPM_REACH: Final = 5
# A creator delivers no hundred reels: "1500 reels" is a price without its sign.
_LARGEST_QUANTITY: Final = 100
_LEAST_PRICE: Final = 100
_LEAST_STRICT: Final = 10
_LONGEST_FIGURE: Final = 8
_POSTCODE_DIGITS: Final = 5
_YEARS: Final = range(1990, 2040)
# Bare, without a cue either way, these are years; earlier ones are round prices ("2000").
_RECENT_YEARS: Final = range(2015, 2040)


def unit_after(tokens: Tokens, index: int) -> Unit | None:
    """The unit that the number before index counts: "50k monthly views", "2 x Instagram reels", "30-day"."""
    found: Unit | None = None
    passed: set[str] = set()
    for step in range(_MOST_ADJECTIVES + 1):
        token = tokens[index + step]
        unit = _unit(token.lower)
        if unit is not None and token.lower not in COUNT_ADJECTIVES:
            return unit if _reaches(unit, passed) else found
        found = found or unit  # "TikTok" alone is a deliverable, in "TikTok followers" it is not
        if token.text not in {"+", "-"} or not token.glued:
            passed.add(token.lower)
        if not passed <= _BETWEEN:
            break
    return found


def _reaches(unit: Unit, passed: set[str]) -> bool:
    if unit is Unit.AUDIENCE:
        return passed <= COUNT_ADJECTIVES | COUNT_OWNERS
    return passed <= (COUNT_ADJECTIVES if unit is Unit.DELIVERABLE else TIME_ADJECTIVES)


def _unit(word: str) -> Unit | None:
    if word in AUDIENCE:
        return Unit.AUDIENCE
    if word in DELIVERABLES or word == "x":
        return Unit.DELIVERABLE
    return Unit.MEASURE if word in TIME_UNITS or word in MEASURES else None


def percent_end(tokens: Tokens, index: int) -> int | None:
    """The index after a percent sign or word at index."""
    token, after = tokens[index], tokens[index + 1]
    if token.text == "-" and token.glued:
        return percent_end(tokens, index + 1) if after.kind is TokenKind.WORD else None
    if token.text in {"%", "‰"} or token.lower in {"percent", "pct", "pc", "prozent"}:
        return index + 1
    return index + 2 if token.lower == "per" and after.lower == "cent" else None


def cpm_end(tokens: Tokens, start: int, end: int) -> int | None:
    """The index after the words that make tokens[start:end] a price per 1,000 views; end when they stand before."""
    if tokens[end].lower == "cpm":
        return end + 1
    if tokens[end].text == "/" or tokens[end].lower in {"per", "a", "each"}:
        after = _after_thousand(tokens, end + 1)
        if after is not None:
            return after
    return end if _cpm_before(tokens, start) else None


def _after_thousand(tokens: Tokens, index: int) -> int | None:
    token, after = tokens[index], tokens[index + 1]
    if token.lower in {"mille", "thousand", "cpm"}:
        return index + 1
    if token.lower in {"m", "k"} and after.kind is not TokenKind.FIGURE:
        return index + 1
    if token.text == "1" and after.glued and after.lower == "k":
        return index + 2
    if token.lower == "one" and after.lower == "thousand":
        return index + 2
    return index + 1 if token.text in {"1000", "1,000", "1.000", "1 000"} else None


def _cpm_before(tokens: Tokens, start: int) -> bool:
    for back in range(1, _CPM_REACH + 1):
        token = tokens[start - back]
        if token.lower == "cpm":
            return True
        lead = token.lower in COUNT_LEADS or token.lower in {
            "a",
            "target",
            "rate",
            "our",
            "my",
            "the",
            "from",
            "between",
        }
        if not lead and token.text not in {":", "=", "-", "~", "("}:
            return False
    return False


def is_money(bare: Bare) -> bool:
    return not any(rule(bare) for rule in _NO_MONEY) and _large_enough(bare)


def _large_enough(bare: Bare) -> bool:
    cued = _cue(bare, STRICT_CUES if bare.mode is Mode.STRICT else PRICE_CUES)
    if bare.scaled and not bare.in_words:
        return True
    if bare.mode is Mode.STRICT:
        return (
            bare.value >= _LEAST_STRICT or bare.value != bare.value.to_integral_value() or (cued and not bare.in_words)
        )
    return bare.value >= _LEAST_PRICE and (cued or not bare.loose)


def _cue(bare: Bare, cues: frozenset[str]) -> bool:
    before = bare.tokens[bare.start - 1]
    if before.text in {":", "=", "~"}:
        before = bare.tokens[bare.start - 2]
    return before.lower in cues


def _counts_something(bare: Bare) -> bool:
    unit = unit_after(bare.tokens, bare.end)
    if unit is None:
        return False
    return unit is not Unit.DELIVERABLE or bare.value < _LARGEST_QUANTITY


def _counted_before(bare: Bare) -> bool:
    """True for "views: 50k" and "reach of 120k"; not for "50k views: 1500", whose views have their number."""
    if bare.mode is Mode.READING and bare.tokens[bare.start - 1].lower in COUNT_VERBS:
        return True
    for back in range(1, _MOST_LEADS + 1):
        token = bare.tokens[bare.start - back]
        if token.lower in AUDIENCE_BEFORE or (token.lower in AUDIENCE_BEFORE_OF and back > 1):
            return not _has_number_before(bare.tokens, bare.start - back)
        if token.lower not in COUNT_LEADS and token.text not in {":", "=", "-", "~", "(", "+"}:
            return False
    return False


def _has_number_before(tokens: Tokens, index: int) -> bool:
    for back in range(1, _MOST_ADJECTIVES + 1):
        token = tokens[index - back]
        if token.kind in {TokenKind.FIGURE, TokenKind.HIDDEN} or token.lower == "k":
            return True
        if token.lower not in COUNT_ADJECTIVES and token.text not in {"+", ","}:
            return False
    return False


def _part_of_a_name(bare: Bare) -> bool:
    """True for "iPhone15", "B2B", and "SKU-1500" where a code in capitals leads."""
    first, before = bare.tokens[bare.start], bare.tokens[bare.start - 1]
    if first.glued and _is_name(before, bare):
        return True
    code = bare.tokens[bare.start - 2]
    hyphen = first.glued and before.text == "-" and before.glued
    return bare.mode is Mode.READING and hyphen and code.kind is TokenKind.WORD and code.text.isupper()


def _is_name(before: Token, bare: Bare) -> bool:
    return before.kind is TokenKind.WORD or (before.text in {"_", "/"} and bare.value < _LARGEST_QUANTITY)


def _labelled(bare: Bare) -> bool:
    first = _first_of_code(bare.tokens, bare.start) if bare.mode is Mode.READING else bare.start
    before = bare.tokens[first - 1]
    if before.text in {".", "-"} and before.glued:
        before = bare.tokens[first - 2]
    small = bare.value < _LARGEST_QUANTITY
    if bare.mode is Mode.READING and _numbered(bare):
        return True
    return before.lower in LABELS and not bare.scaled and (bare.mode is Mode.READING or small)


def _first_of_code(tokens: Tokens, index: int) -> int:
    """Where the figures start that hyphens or slashes join to the one at index: "2026-114"."""
    while tokens[index].glued and tokens[index - 1].text in {"-", "/"} and tokens[index - 1].glued:
        if tokens[index - 2].kind is not TokenKind.FIGURE:
            break
        index -= 2
    return index


def _numbered(bare: Bare) -> bool:
    """True for "your ticket number is 48213"."""
    leads = [bare.tokens[bare.start - back].lower for back in (3, 2, 1)]
    return leads[0] in NUMBERED and leads[1] in {"number", "no", "id"} and leads[2] in {"is", ":", "was"}


def _is_year(bare: Bare) -> bool:
    token = bare.tokens[bare.start]
    if bare.scaled or token.kind is not TokenKind.FIGURE or len(token.text) != 4 or bare.value not in _YEARS:
        return False
    if bare.tokens[bare.start - 1].lower in YEAR_CUES or bare.tokens[bare.start - 1].kind is TokenKind.HIDDEN:
        return True
    return bare.mode is Mode.READING and bare.value in _RECENT_YEARS and not _cue(bare, PRICE_CUES)


def _is_address(bare: Bare) -> bool:
    street = bare.tokens[bare.end + 1].lower in STREETS or bare.tokens[bare.end + 2].lower in STREETS
    return bare.mode is Mode.READING and street and bare.tokens[bare.end].text.istitle()


def _is_postcode(bare: Bare) -> bool:
    """True for "CA 90028", "I live in 90210" and "my zip is 10001"."""
    text = bare.tokens[bare.start].text
    if bare.mode is not Mode.READING or not text.isdecimal() or len(text) != _POSTCODE_DIGITS:
        return False
    before, word = bare.tokens[bare.start - 1], bare.tokens[bare.start - 2]
    if before.text in STATES:
        return word.text == ","
    return (before.lower == "in" and word.lower in LIVING) or (before.lower in {"is", ":"} and word.lower in POSTCODES)


def _is_identifier(bare: Bare) -> bool:
    text = bare.tokens[bare.start].text
    digits = text.isdecimal() and (len(text) >= _LONGEST_FIGURE or (text.startswith("0") and len(text) > 1))
    return bare.mode is Mode.READING and digits


def _is_score(bare: Bare) -> bool:
    """True for both figures of "9 out of 10", and for "3 of 4"."""
    after = [bare.tokens[bare.end + step].lower for step in range(2)]
    before = [bare.tokens[bare.start - step].lower for step in (2, 1)]
    return bare.value < _LARGEST_QUANTITY and (["out", "of"] in (before, after) or after[0] == "of")


_NO_MONEY: Final[tuple[Callable[[Bare], bool], ...]] = (
    _counts_something,
    _counted_before,
    _part_of_a_name,
    _labelled,
    _is_year,
    _is_address,
    _is_postcode,
    _is_identifier,
    _is_score,
)

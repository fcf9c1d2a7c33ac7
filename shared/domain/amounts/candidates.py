"""Numbers and ranges with their currency, before anyone asks whether they are money."""

from __future__ import annotations

from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Final

from shared.domain.amounts.bare import unit_after
from shared.domain.amounts.currencies import Currency, after_number, before_number, together, whose_dollar
from shared.domain.amounts.foreign import FOREIGN_SHARED
from shared.domain.amounts.foreign_words import parts_of
from shared.domain.amounts.lexicon import (
    CODE_VARIANTS,
    CURRENCY_WORDS,
    DELIVERABLES,
    DOLLAR_LETTERS,
    DOLLAR_WORDS,
    LABELS,
    NATIONS,
    RANGE_OPENED_BY,
    RANGE_WORDS,
    SCALES,
    SMALL_NUMBERS,
    TENS,
    VAGUE,
)
from shared.domain.amounts.numerals import Phrase
from shared.domain.amounts.phrases import phrase_at
from shared.domain.amounts.tokens import Token, TokenKind, Tokens
from shared.domain.money import MINOR_UNITS

_THOUSAND: Final = Decimal(1000)
# The short end of "8-900" and "1-1500" stands for hundreds or thousands where the long end is a round price.
_LEFT_OUT: Final = (_THOUSAND, Decimal(100))
_ROUND: Final = 50
_SHORT: Final = 100
# Before either end: "between about 900 and 1,100", "tra i 1.000 e i 1.200 euro".
_ARTICLES: Final = frozenset(("i", "gli", "les", "los", "die"))
_VAGUELY: Final = _ARTICLES | {"around", "about", "roughly", "say", "approx", "approximately", "like"}

# The first word of every number in words and of every currency before a number. Most words of a mail are none of these.
_FIRST_WORDS: Final = frozenset({"a", "an", "the", "half", "hundred", "kr"}).union(
    SMALL_NUMBERS,
    TENS,
    SCALES,
    VAGUE,
    DOLLAR_LETTERS,
    DOLLAR_WORDS,
    NATIONS,
    CURRENCY_WORDS,
    FOREIGN_SHARED,
    map(str.lower, CODE_VARIANTS),
    map(str.lower, MINOR_UNITS),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Side:
    """One number with the currency written at it. start, end: token indexes."""

    phrase: Phrase
    currency: Currency | None
    start: int
    end: int

    def bounds(self, code: str | None) -> tuple[Decimal, Decimal, bool]:
        """Low, high, and whether a careful person would ask back."""
        value, unsure = self.phrase.value(code)
        if self.currency is not None:
            value *= self.currency.factor
            unsure = unsure or self.currency.clash
        return value, value * self.phrase.spread, unsure


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidate:
    """low and high are the same side unless a range is written."""

    low: Side
    high: Side

    @property
    def currency(self) -> Currency | None:
        """The one currency of both sides; a clash when they differ."""
        left, right = self.low.currency, self.high.currency
        if left is None or right is None:
            return left or right
        if left.code == right.code or right.plain_dollar:
            return left
        return right if left.plain_dollar else replace(left, code=None, clash=True)

    @property
    def code(self) -> str | None:
        return None if self.currency is None else self.currency.code

    def bounds(self) -> tuple[Decimal, Decimal, bool]:
        low, low_high, low_unsure = self.low.bounds(self.code)
        high_low, high, high_unsure = self.high.bounds(self.code)
        clash = self.currency is not None and self.currency.clash
        return min(low, high_low), max(low_high, high), low_unsure or high_unsure or clash


def candidate_at(tokens: Tokens, index: int) -> Candidate | None:
    if not _may_begin(tokens[index]):
        return None
    low = side_at(tokens, index)
    if low is None:
        return None
    high = _range_end(tokens, low)
    return Candidate(low=low, high=low) if high is None else high


def _may_begin(token: Token) -> bool:
    if token.kind is TokenKind.WORD:
        return token.lower in _FIRST_WORDS or bool(parts_of(token.lower))
    return token.kind in {TokenKind.FIGURE, TokenKind.SIGN}


def side_at(tokens: Tokens, index: int) -> Side | None:
    """The number that starts exactly at index, with its currency before or after it."""
    prefix = before_number(tokens, index)
    start = index if prefix is None else prefix.end
    if tokens[start].kind is TokenKind.WORD and tokens[start].glued and tokens[start - 1].kind is TokenKind.FIGURE:
        return None
    phrase = phrase_at(tokens, start)
    if phrase is None:
        return None
    end = phrase.end + 1 if tokens[phrase.end].lower == "ish" and tokens[phrase.end].glued else phrase.end
    suffix = after_number(tokens, end) or (whose_dollar(tokens, end) if prefix and prefix.plain_dollar else None)
    currency = together(prefix, suffix)
    return Side(phrase=phrase, currency=currency, start=index, end=end if suffix is None else suffix.end)


def _range_end(tokens: Tokens, low: Side) -> Candidate | None:
    start = None if _names_one_of_several(tokens, low) else _after_connector(tokens, low)
    high = None if start is None else side_at(tokens, start)
    if high is None or (
        low.currency is not None and high.currency is None and unit_after(tokens, high.end) is not None
    ):
        return None
    found = Candidate(low=_same_scale(tokens, low, high), high=high)
    if tokens[low.end].lower == "or" and (found.low is low or tokens[low.start - 1].lower == "for"):
        return None  # "1,200 or 1,500" are two prices, and "900 for 1 or 2k for both" are
    left, _, _ = found.low.bounds(found.code)
    right, _, _ = found.high.bounds(found.code)
    return found if left < right else None


def _names_one_of_several(tokens: Tokens, low: Side) -> bool:
    """True for the "1" of "Option 1 - 1500" and "Reel 1 - 900"."""
    before, dash = tokens[low.start - 1].lower, tokens[low.end]
    plain = low.currency is None and low.phrase.scale == 1 and low.phrase.figure.value < _SHORT
    return plain and dash.text == "-" and not dash.glued and before in LABELS | DELIVERABLES


def _after_connector(tokens: Tokens, low: Side) -> int | None:
    token, after = tokens[low.end], tokens[low.end + 1]
    if token.text in {"-", "~"} or (token.text == "—" and token.glued and after.glued):
        return low.end + 1
    if token.lower == "up" and after.lower == "to":
        return low.end + 2
    start = low.start - 2 if tokens[low.start - 1].lower in _VAGUELY else low.start - 1
    joins = token.lower in RANGE_WORDS or token.lower in RANGE_OPENED_BY.get(tokens[start].lower, ())
    after_article = low.end + 2 if after.lower in _ARTICLES else low.end + 1
    return after_article if joins else None


def _same_scale(tokens: Tokens, low: Side, high: Side) -> Side:
    """Thousands on both sides of "1-2k" and "one to two thousand", not of "900-2k"; hundreds on those of "8-900"."""
    scale, mantissa = high.phrase.scale, high.phrase.figure.value
    if high.phrase.in_words and mantissa >= _SHORT:
        scale = _THOUSAND if mantissa >= _THOUSAND else _LEFT_OUT[-1]
        mantissa /= scale
    if scale == 1:
        scale = _left_out(tokens, low, high)
        mantissa /= scale
    if scale == 1 or low.phrase.scale != 1 or low.phrase.figure.value >= mantissa:
        return low
    return replace(low, phrase=replace(low.phrase, scale=scale))


def _left_out(tokens: Tokens, low: Side, high: Side) -> Decimal:
    """What the low side of "8-900" counts; 1 where nothing is left out."""
    dash, value = tokens[low.end], low.phrase.figure.value
    whole = high.phrase.figure.value
    joined = dash.text == "-" and dash.glued and tokens[low.end + 1].glued
    twice = low.currency is not None and tokens[high.start].kind is not TokenKind.FIGURE
    if not joined or twice or not 1 <= value < _SHORT or whole % _ROUND:
        return Decimal(1)
    return next((scale for scale in _LEFT_OUT if value * scale < whole), Decimal(1))

"""A number without a currency, and what the word behind it makes it count."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from typing import Final

from shared.domain.amounts.expression import Mode
from shared.domain.amounts.lexicon import (
    AUDIENCE,
    COUNT_ADJECTIVES,
    COUNT_OWNERS,
    DELIVERABLES,
    MEASURES,
    PAIR_CUES,
    PRICE_TALK,
    TIME_ADJECTIVES,
    TIME_UNITS,
)
from shared.domain.amounts.tokens import TokenKind, Tokens

# A creator delivers no hundred reels: "1500 reels" is a price without its sign.
LARGEST_QUANTITY: Final = 100
# Words between a number and what it counts.
MOST_ADJECTIVES: Final = 4

# Tokens on either side of a number in which its sentence is looked at.
_SENTENCE_REACH: Final = 12

_OF_A_PRICE: Final = PAIR_CUES | {"for"}

_BETWEEN: Final = COUNT_ADJECTIVES | COUNT_OWNERS | TIME_ADJECTIVES


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


def unit_after(tokens: Tokens, index: int) -> Unit | None:
    """The unit that the number before index counts: "50k monthly views", "2 x Instagram reels", "30-day"."""
    found: Unit | None = None
    passed: set[str] = set()
    for step in range(MOST_ADJECTIVES + 1):
        token = tokens[index + step]
        unit = unit_of(token.lower)
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


def unit_of(word: str) -> Unit | None:
    if word in AUDIENCE:
        return Unit.AUDIENCE
    if word in DELIVERABLES or word == "x":
        return Unit.DELIVERABLE
    return Unit.MEASURE if word in TIME_UNITS or word in MEASURES else None


def cued(bare: Bare, cues: frozenset[str]) -> bool:
    before = bare.tokens[bare.start - 1]
    if before.text in {":", "=", "~"}:
        before = bare.tokens[bare.start - 2]
    return before.lower in cues


def talks_of_price(bare: Bare) -> bool:
    """Whether the number's own sentence says that it is about money, or names what is sold right before the number."""
    label = bare.tokens[bare.start - 2] if bare.tokens[bare.start - 1].kind is TokenKind.MARK else None
    sold = {bare.tokens[bare.start - 1].lower, label.lower if label is not None else ""}
    behind, unit = bare.tokens[bare.end], bare.tokens[bare.end + 1]
    if behind.text.lower() in _OF_A_PRICE and unit.kind is not TokenKind.FIGURE:
        return True
    return not sold.isdisjoint(DELIVERABLES) or any(word in PRICE_TALK for word in sentence(bare))


def sentence(bare: Bare) -> Iterator[str]:
    """The words around the number, as far as its sentence or line goes."""
    for first, step in ((bare.start - 1, -1), (bare.end, 1)):
        for index in range(first, first + step * _SENTENCE_REACH, step):
            token = bare.tokens[index]
            if token.kind is TokenKind.BREAK or token.text in {".", "!", "?"}:
                break
            yield token.lower

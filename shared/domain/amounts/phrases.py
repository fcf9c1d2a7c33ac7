"""One number as people write it: figures with "k", words, and mixes of both."""

from __future__ import annotations

import re
from dataclasses import replace
from decimal import Decimal
from typing import Final

from shared.domain.amounts.currencies import is_currency_word
from shared.domain.amounts.foreign import EAST_SCALES, FOREIGN_SCALES, WORDS_TOO
from shared.domain.amounts.lexicon import CODE_VARIANTS, RUPEE_SCALES, SIGNS
from shared.domain.amounts.numerals import Phrase, Style, numeral
from shared.domain.amounts.tokens import TokenKind, Tokens
from shared.domain.amounts.words import HALF, HUNDRED, LARGEST, THOUSAND, are_words, scale_of, word_phrase

# Characters around a figure in which rupees are spoken of.
_NEAR: Final = 200
# What the digits behind "1k" count, by how many they are.
_SHORT_RESTS: Final = {1: HUNDRED, 3: Decimal(1)}
_SPEAKS_OF_RUPEES: Final = re.compile(r"₹|\b(?:rs|inr|gst|la(?:kh|c)s?|rupees?)\b", re.IGNORECASE)


def phrase_at(tokens: Tokens, index: int) -> Phrase | None:
    token = tokens[index]
    if token.kind is TokenKind.FIGURE:
        return _figure_phrase(tokens, index)
    return word_phrase(tokens, index) if token.kind is TokenKind.WORD else None


def _figure_phrase(tokens: Tokens, index: int) -> Phrase | None:
    found = Phrase(figure=numeral(tokens[index].text), end=index + 1)
    found = _with_short_rest(tokens, _scaled(tokens, _in_rupees(tokens, found, index)))
    after = tokens[found.end]
    if after.kind is TokenKind.WORD and after.glued and not _may_be_glued(tokens, found.end):
        return None  # "60s", "1080p", "3x": a measure or a name
    return _with_rest(tokens, found)


def _in_rupees(tokens: Tokens, found: Phrase, index: int) -> Phrase:
    """Takes the "L" of "₹1.5L" and "Rs. 2 L", and of "1.75L + GST"."""
    before = tokens[index - 2] if tokens[index - 1].text == "." else tokens[index - 1]
    factor = RUPEE_SCALES.get(tokens[found.end].lower)
    if factor is None:
        return found
    named = before.lower == "inr" or "INR" in {SIGNS.get(before.text), CODE_VARIANTS.get(before.text)}
    place = tokens[index].start
    near = tokens.given[max(place - _NEAR, 0) : place + _NEAR]
    rupees = named or (tokens[found.end].text.istitle() and _SPEAKS_OF_RUPEES.search(near))
    return replace(found, scale=factor, end=found.end + 1) if rupees else found


def _with_short_rest(tokens: Tokens, found: Phrase) -> Phrase:
    """Reads "1k5" as fifteen hundred, and "1k250" as it stands; "1k50" may be either."""
    rest = tokens[found.end]
    figure = rest.kind is TokenKind.FIGURE and rest.glued and rest.text.isdecimal()
    if tokens[found.end - 1].lower != "k" or not figure or found.figure.style is not Style.SURE:
        return found
    factor = _SHORT_RESTS.get(len(rest.text))
    if factor is None:
        return replace(found, loose=True)
    return replace(found, rest=Decimal(rest.text) * factor, end=found.end + 1)


def _scaled(tokens: Tokens, found: Phrase) -> Phrase:
    if are_words(tokens, found.end, "and", "a", "half") and scale_of(tokens[found.end + 3]):
        found = replace(found, extra=HALF, end=found.end + 3)
    factor = _scale_at(tokens, found.end)
    while factor is not None and found.scale < LARGEST:
        found = replace(found, scale=found.scale * factor, end=_after_scale(tokens, found.end))
        factor = _scale_at(tokens, found.end)
    return _with_east_rest(tokens, found)


def _scale_at(tokens: Tokens, index: int) -> Decimal | None:
    """The scale after a figure, in any language."""
    word = tokens[index].lower
    if word in WORDS_TOO and not (tokens[index].glued or _currency_follows(tokens, index + 1)):
        return None
    return scale_of(tokens[index]) or FOREIGN_SCALES.get(word) or EAST_SCALES.get(word)


def _currency_follows(tokens: Tokens, index: int) -> bool:
    return is_currency_word(tokens, index + 1 if tokens[index].text == "." else index)


def _after_scale(tokens: Tokens, index: int) -> int:
    """Without the dot of "30 тыс. руб."."""
    dot = tokens[index].lower in FOREIGN_SCALES and tokens[index + 1].text == "."
    return index + 2 if dot and is_currency_word(tokens, index + 2) else index + 1


def _with_east_rest(tokens: Tokens, found: Phrase) -> Phrase:
    """The "5千" of "1万5千"."""
    rest = tokens[found.end]
    if tokens[found.end - 1].text not in EAST_SCALES or rest.kind is not TokenKind.FIGURE or not rest.glued:
        return found
    if EAST_SCALES.get(tokens[found.end + 1].text, 1) >= found.scale:
        return found  # another number; and so the reading ends, however long "1万1万1万" goes on
    inner = _scaled(tokens, Phrase(figure=numeral(rest.text), end=found.end + 1))
    value, unsure = inner.value(None)
    return replace(found, rest=value, end=inner.end, loose=unsure or value >= found.scale)


def _with_rest(tokens: Tokens, found: Phrase) -> Phrase:
    """The "500" of "2 thousand 500": only after a thousand, and only three digits or hundreds in words.

    "2k and 500" and "95k and 110k" are two figures each.
    """
    if found.scale != THOUSAND:
        return found
    if tokens[found.end - 1].lower == "k" and tokens[found.end].lower == "and":
        return found
    start = found.end + 1 if tokens[found.end].lower == "and" else found.end
    after = tokens[start]
    if after.kind is TokenKind.FIGURE and len(after.text) == 3 and after.text.isdecimal() and not after.glued:
        return replace(found, rest=Decimal(after.text), end=start + 1)
    words = word_phrase(tokens, start)
    if words is None or words.spread != 1 or not HUNDRED <= words.figure.value < THOUSAND:
        return found
    return replace(found, rest=words.figure.value, end=words.end)


def _may_be_glued(tokens: Tokens, index: int) -> bool:
    return tokens[index].lower == "ish" or is_currency_word(tokens, index) or _multiplies(tokens, index)


def _multiplies(tokens: Tokens, index: int) -> bool:
    """Whether the "x" of "$500x3" stands there; without a sign before the figure it may be a size: "1080x1920"."""
    is_price = tokens[index - 2].kind is TokenKind.SIGN
    return is_price and tokens[index].lower == "x" and tokens[index + 1].kind is TokenKind.FIGURE

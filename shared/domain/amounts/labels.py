"""Numbers that name something: a year, an address, an order, a model."""

from __future__ import annotations

from typing import Final

from shared.domain.amounts.bare import LARGEST_QUANTITY, Bare, cued
from shared.domain.amounts.expression import Mode
from shared.domain.amounts.lexicon import (
    LABELS,
    LIVING,
    NUMBERED,
    PAIR_CUES,
    POSTCODES,
    PRICE_CUES,
    STATES,
    STREETS,
    TRAVEL,
    YEAR_CUES,
)
from shared.domain.amounts.tokens import Token, TokenKind, Tokens

_LONGEST_FIGURE: Final = 8
_LONGEST_CARRIER: Final = 3
_POSTCODE_DIGITS: Final = 5
_LEAST_POSTCODE: Final = 1000
_YEARS: Final = range(1990, 2040)
# Of video, in thousands of pixels and pictures per second: "4k60".
_RESOLUTIONS: Final = frozenset({"2", "4", "5", "6", "8"})
_FRAME_RATES: Final = frozenset({"24", "25", "30", "48", "50", "60", "100", "120", "240"})
# Bare, without a cue either way, these are years; earlier ones are round prices ("2000").
_RECENT_YEARS: Final = range(2015, 2040)


def part_of_a_name(bare: Bare) -> bool:
    """True for "iPhone15", "B2B", and "SKU-1500" where a code in capitals leads."""
    first, before = bare.tokens[bare.start], bare.tokens[bare.start - 1]
    if first.glued and _is_name(before, bare):
        return True
    code = bare.tokens[bare.start - 2]
    hyphen = first.glued and before.text == "-" and before.glued
    is_code = code.kind is TokenKind.HIDDEN or (code.kind is TokenKind.WORD and code.text.isupper())
    return bare.mode is Mode.READING and hyphen and is_code


def _is_name(before: Token, bare: Bare) -> bool:
    return before.kind is TokenKind.WORD or (before.text in {"_", "/"} and bare.value < LARGEST_QUANTITY)


def labelled(bare: Bare) -> bool:
    first = _first_of_code(bare.tokens, bare.start) if bare.mode is Mode.READING else bare.start
    before = bare.tokens[first - 1]
    if before.text in {".", "-"} and before.glued:
        before = bare.tokens[first - 2]
    small = bare.value < LARGEST_QUANTITY
    if bare.mode is Mode.READING and (_numbered(bare) or _travels(bare) or _labelled_too(bare)):
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


def _travels(bare: Bare) -> bool:
    """True for "flight LH 1832"."""
    code, noun = bare.tokens[bare.start - 1], bare.tokens[bare.start - 2]
    return code.text.isupper() and len(code.text) <= _LONGEST_CARRIER and noun.lower in TRAVEL


def _labelled_too(bare: Bare) -> bool:
    """True for the second of "room 204 or 402", which has as many digits as the first."""
    label, first, joiner = (bare.tokens[bare.start - back] for back in (3, 2, 1))
    alike = first.text.isdecimal() and len(first.text) == len(bare.tokens[bare.start].text)
    return alike and joiner.lower in {"and", "or", "&"} and label.lower in LABELS and not bare.scaled


def is_year(bare: Bare) -> bool:
    token = bare.tokens[bare.start]
    if bare.scaled or token.kind is not TokenKind.FIGURE or len(token.text) != 4 or bare.value not in _YEARS:
        return False
    if bare.tokens[bare.start - 1].lower in YEAR_CUES or bare.tokens[bare.start - 1].kind is TokenKind.HIDDEN:
        return True
    return bare.mode is Mode.READING and bare.value in _RECENT_YEARS and not cued(bare, PRICE_CUES)


def is_address(bare: Bare) -> bool:
    street = bare.tokens[bare.end + 1].lower in STREETS or bare.tokens[bare.end + 2].lower in STREETS
    return bare.mode is Mode.READING and street and bare.tokens[bare.end].text.istitle()


def is_postcode(bare: Bare) -> bool:
    """True for "CA 90028", "I live in 90210", "my zip is 10001" and "Rue de Rivoli, 75001 Paris"."""
    if bare.mode is Mode.READING and _is_before_town(bare):
        return True
    text = bare.tokens[bare.start].text
    if bare.mode is not Mode.READING or not text.isdecimal() or len(text) != _POSTCODE_DIGITS:
        return False
    before, word = bare.tokens[bare.start - 1], bare.tokens[bare.start - 2]
    if before.text in STATES:
        return word.text == ","
    return (before.lower == "in" and word.lower in LIVING) or (before.lower in {"is", ":"} and word.lower in POSTCODES)


def _is_before_town(bare: Bare) -> bool:
    """Five digits after a comma or on a line of their own, or four after a house number, with a town behind."""
    text, town = bare.tokens[bare.start].text, bare.tokens[bare.end]
    before, number = bare.tokens[bare.start - 1], bare.tokens[bare.start - 2]
    end = bare.tokens[bare.end + 1]
    is_town = town.kind is TokenKind.WORD and town.text.istitle() and town.lower not in PAIR_CUES | PRICE_CUES
    if not text.isdecimal() or not is_town or not (end.kind is TokenKind.BREAK or end.text in {".", ",", ")"}):
        return False
    starts = before.text == "," or (before.kind is TokenKind.BREAK and end.kind is TokenKind.BREAK)
    house = before.text == "," and number.kind is TokenKind.FIGURE and bare.value >= _LEAST_POSTCODE
    return (len(text) == _POSTCODE_DIGITS and starts) or (len(text) == _POSTCODE_DIGITS - 1 and house)


def is_identifier(bare: Bare) -> bool:
    text = bare.tokens[bare.start].text
    digits = text.isdecimal() and (len(text) >= _LONGEST_FIGURE or (text.startswith("0") and len(text) > 1))
    return bare.mode is Mode.READING and (digits or _has_suffix(bare))


def _has_suffix(bare: Bare) -> bool:
    """True for "55731-B"."""
    hyphen, letter, after = (bare.tokens[bare.end + step] for step in range(3))
    joined = hyphen.text == "-" and hyphen.glued and letter.glued
    ends = not after.glued or after.kind not in {TokenKind.FIGURE, TokenKind.WORD}
    return joined and ends and len(letter.text) == 1 and letter.text.isupper()


def is_format(bare: Bare) -> bool:
    """True for "4k60", pictures and their number per second, and for the "35mm" of a lens."""
    tokens, last = bare.tokens, bare.tokens[bare.end - 1]
    if bare.mode is not Mode.READING:
        return False
    rate = tokens[bare.end] if last.lower == "k" else last
    resolution = tokens[bare.start].text in _RESOLUTIONS and tokens[bare.start + 1].lower == "k"
    return (resolution and rate.glued and rate.text in _FRAME_RATES) or (last.lower == "mm" and last.glued)


def is_size(bare: Bare) -> bool:
    """True for both figures of "1080 x 1920"."""
    tokens = bare.tokens
    if bare.mode is not Mode.READING or bare.value < LARGEST_QUANTITY:
        return False
    return _times(tokens, bare.start - 1, bare.start - 2) or _times(tokens, bare.end, bare.end + 1)


def _times(tokens: Tokens, sign: int, other: int) -> bool:
    figure = tokens[other].text
    return tokens[sign].lower == "x" and figure.isdecimal() and int(figure) >= LARGEST_QUANTITY


def is_score(bare: Bare) -> bool:
    """True for both figures of "9 out of 10", and for "3 of 4"."""
    after = [bare.tokens[bare.end + step].lower for step in range(2)]
    before = [bare.tokens[bare.start - step].lower for step in (2, 1)]
    return bare.value < LARGEST_QUANTITY and (["out", "of"] in (before, after) or after[0] == "of")

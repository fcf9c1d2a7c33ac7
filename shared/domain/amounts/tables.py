"""Tables and lists written in a mail: what the head of a column, of a row or of a list says of its figures."""

from __future__ import annotations

import re
from typing import Final

from shared.domain.amounts.bare import Bare
from shared.domain.amounts.lexicon import AUDIENCE, AUDIENCE_BEFORE_OF, PRICE_TALK

# Characters of one row, and of a table above a figure; what is longer is no table that a person wrote.
_LONGEST_ROW: Final = 300
_TABLE_REACH: Final = 2000
_LONGEST_HEAD: Final = 40
_BULLETS: Final = ("-", "*", "•", "·", "–")
_WORD: Final = re.compile(r"[^\W\d_]+")


def counted_in_a_table(bare: Bare) -> bool:
    """True for the figures below "| Followers |" and behind it."""
    given, place = bare.tokens.given, bare.tokens[bare.start].start
    row = given[max(place - _LONGEST_ROW, 0) : place].rsplit("\n", maxsplit=1)[-1]
    sign = next((sign for sign in "|\t" if sign in row), None)
    if sign is None:
        return False
    column = row.count(sign)
    above = given[max(place - _TABLE_REACH, 0) : place - len(row)].splitlines()
    heads = [row.strip(sign).split(sign)[0]]
    for line in reversed(above):
        if sign not in line:
            break
        heads[1:] = line.split(sign)[column : column + 1]
    return any(_names_an_audience(head) for head in heads)


def counted_in_a_list(bare: Bare) -> bool:
    """True for the figures of "Followers" and "- Instagram: 210,000" below it."""
    given, place = bare.tokens.given, bare.tokens[bare.start].start
    row = given[max(place - _LONGEST_ROW, 0) : place].rsplit("\n", maxsplit=1)[-1]
    if not row.lstrip().startswith(_BULLETS):
        return False
    above = given[max(place - _TABLE_REACH, 0) : place - len(row)].splitlines()
    head = next((line for line in reversed(above) if not line.lstrip().startswith(_BULLETS)), "")
    return len(head) <= _LONGEST_HEAD and _names_an_audience(head)


def _names_an_audience(head: str) -> bool:
    words = frozenset(_WORD.findall(head.lower()))
    return not words.isdisjoint(AUDIENCE | AUDIENCE_BEFORE_OF) and words.isdisjoint(PRICE_TALK)

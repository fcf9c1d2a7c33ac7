"""Numbers in words: "two and a half grand", "twelve fifty", "a few hundred"."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import Final

from shared.domain.amounts.currencies import is_currency_word
from shared.domain.amounts.foreign_words import foreign_number
from shared.domain.amounts.lexicon import GLUED_SCALES, NOT_GRAND, SCALES, SMALL_NUMBERS, TENS, VAGUE
from shared.domain.amounts.numerals import Numeral, Phrase, Style
from shared.domain.amounts.tokens import Token, TokenKind, Tokens

HALF: Final = Decimal("0.5")
HUNDRED: Final = Decimal(100)
THOUSAND: Final = Decimal(1000)
# Nobody names a larger price; stops "thousand thousand thousand" before it outgrows Decimal.
LARGEST: Final = Decimal(10) ** 15


@dataclass(slots=True)
class _Sum:
    """A number in words while it is read: thousands already closed, and the group now open."""

    total: Decimal = Decimal(0)
    group: Decimal | None = None
    pair: bool = False

    def add(self, value: int) -> bool:
        """Adds a number below 100; False when it does not continue this number."""
        if self.group is None:
            self.group = Decimal(value)
        elif self._takes(value):
            self.group += value
        elif 0 < self.group < HUNDRED and value >= 10 and self.total == 0:
            self.group, self.pair = self.group * 100 + value, True
        else:
            return False
        return True

    def _takes(self, value: int) -> bool:
        group = self.group or Decimal(0)
        after_hundreds = group >= HUNDRED and group % HUNDRED == 0 and not self.pair
        return after_hundreds or (group % 10 == 0 and group % HUNDRED >= 20 and 0 < value < 10)

    def multiply(self, factor: Decimal) -> bool:
        if self.value > LARGEST:
            return False
        if factor == HUNDRED:
            if self.group is None or self.group >= HUNDRED:
                return False
            self.group *= factor
        elif self.group is None:
            if self.total == 0:
                return False
            self.total *= factor
        else:
            self.total, self.group = self.total + self.group * factor, None
        return True

    @property
    def value(self) -> Decimal:
        return self.total + (self.group or 0)


def _foreign_phrase(tokens: Tokens, index: int) -> Phrase | None:
    """Only a price is read from foreign words: a currency stands behind."""
    found = foreign_number(tokens, index)
    if found is None or found[0] < HUNDRED or not is_currency_word(tokens, found[1]):
        return None
    return Phrase(figure=Numeral(value=Decimal(found[0]), style=Style.SURE), end=found[1], in_words=True)


def word_phrase(tokens: Tokens, index: int) -> Phrase | None:
    foreign = _foreign_phrase(tokens, index)
    if foreign is not None:
        return foreign
    vague = _vague_phrase(tokens, index)
    if vague is not None:
        return vague
    if tokens[index].lower == "half":
        return _half_phrase(tokens, index)
    article = tokens[index].lower in {"a", "an"}
    if article and (scale_of(tokens[index + 1]) is None or tokens[index + 2].lower in NOT_GRAND):
        return None
    alone = scale_of(tokens[index])
    if alone is not None and is_currency_word(tokens, index + 1):
        return Phrase(figure=Numeral(value=alone, style=Style.SURE), end=index + 1, in_words=True)
    reading = _Sum(group=Decimal(1) if article else None)
    end = _read_words(tokens, index + 1 if article else index, reading)
    if end == index or (article and end == index + 1) or reading.value == 0:
        return None
    figure = Numeral(value=reading.value, style=Style.SURE)
    return Phrase(figure=figure, end=end, in_words=True, loose=reading.pair)


def _read_words(tokens: Tokens, index: int, reading: _Sum) -> int:
    """Reads as far as the words continue the number; answers the first index that does not."""
    while True:
        step = _joiner(tokens, index, reading)
        if _half_more(tokens, index + step, reading):
            index += step + 2
        elif _read_word(tokens[index + step], reading):
            index += step + 1
        else:
            return index


def _read_word(token: Token, reading: _Sum) -> bool:
    small = SMALL_NUMBERS.get(token.lower, TENS.get(token.lower))
    if token.kind is TokenKind.WORD and small is not None:
        return reading.add(small)
    factor = scale_of(token)
    return factor is not None and reading.multiply(factor)


def _joiner(tokens: Tokens, index: int, reading: _Sum) -> int:
    """1 when the token at index only joins: a hyphen inside a number, or an "and" after the hundreds."""
    if reading.value == 0:
        return 0
    token, after = tokens[index], tokens[index + 1]
    if token.text == "-" and token.glued and after.glued:
        return 1
    is_and = token.lower == "and" and (reading.value >= HUNDRED or are_words(tokens, index + 1, "a", "half"))
    return 1 if is_and else 0


def _half_more(tokens: Tokens, index: int, reading: _Sum) -> bool:
    """Adds the half of "one and a half thousand", or of "a thousand and a half"; False where no scale makes it one."""
    if not are_words(tokens, index, "a", "half") or tokens[index - 1].lower != "and":
        return False
    if reading.group is not None:
        if scale_of(tokens[index + 2]) is None:
            return False
        reading.group += HALF
        return True
    reading.total += THOUSAND / 2
    return reading.total < 1_000_000


def _half_phrase(tokens: Tokens, index: int) -> Phrase | None:
    start = index + 1
    if tokens[start].lower in {"a", "an"} or tokens[start].text == "-":
        start += 1
    factor = scale_of(tokens[start])
    if factor is None or factor <= HUNDRED or tokens[start].lower == "k":
        return None
    return Phrase(figure=Numeral(value=HALF * factor, style=Style.SURE), end=start + 1, in_words=True)


def _vague_phrase(tokens: Tokens, index: int) -> Phrase | None:
    """Reads "a couple of hundred" and "several thousand"; also "four figures"."""
    start = index + 1 if tokens[index].lower in {"a", "the"} else index
    bounds = VAGUE.get(tokens[start].lower)
    if bounds is None:
        return _figures_phrase(tokens, index)
    start = start + 2 if tokens[start + 1].lower == "of" else start + 1
    factor = scale_of(tokens[start])
    if factor is None:
        return None
    low, high = bounds
    figure = Numeral(value=low * factor, style=Style.SURE)
    return Phrase(figure=figure, end=start + 1, spread=Decimal(high) / low, in_words=True, loose=True)


def _figures_phrase(tokens: Tokens, index: int) -> Phrase | None:
    count = SMALL_NUMBERS.get(tokens[index].lower, 0)
    start = index + 2 if tokens[index + 1].text == "-" else index + 1
    if not 2 <= count <= 9 or tokens[start].lower not in {"figure", "figures"}:
        return None
    low = Decimal(10) ** (count - 1)
    figure = Numeral(value=low, style=Style.SURE)
    return Phrase(figure=figure, end=start + 1, spread=(low * 10 - 1) / low, in_words=True, loose=True)


def scale_of(token: Token) -> Decimal | None:
    if token.kind is not TokenKind.WORD or (token.lower in GLUED_SCALES and not token.glued):
        return None
    return HUNDRED if token.lower == "hundred" else SCALES.get(token.lower)


def are_words(tokens: Tokens, index: int, *expected: str) -> bool:
    return all(tokens[index + step].lower == word for step, word in enumerate(expected))

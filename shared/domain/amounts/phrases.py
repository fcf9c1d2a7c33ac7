"""One number as people write it: figures with "k", words, and mixes of both."""

from __future__ import annotations

from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Final

from shared.domain.amounts.currencies import is_currency_word
from shared.domain.amounts.foreign import EAST_SCALES, FOREIGN_SCALES, WORDS_TOO
from shared.domain.amounts.lexicon import GLUED_SCALES, NOT_GRAND, SCALES, SMALL_NUMBERS, TENS, VAGUE
from shared.domain.amounts.numerals import Numeral, Style, numeral, settled
from shared.domain.amounts.tokens import Token, TokenKind, Tokens

_HALF: Final = Decimal("0.5")
_HUNDRED: Final = Decimal(100)
_THOUSAND: Final = Decimal(1000)
# Nobody names a larger price; stops "thousand thousand thousand" before it outgrows Decimal.
_LARGEST: Final = Decimal(10) ** 15


@dataclass(frozen=True, slots=True, kw_only=True)
class Phrase:
    """(figure + extra) x scale + rest; the figure stays open until the currency is known.

    end: index of the first token after the number.
    spread: how many times larger the high end is ("a few hundred"); 1 for a plain number.
    loose: worth asking back whatever the currency ("twelve fifty").
    """

    figure: Numeral
    end: int
    scale: Decimal = Decimal(1)
    extra: Decimal = Decimal(0)
    rest: Decimal = Decimal(0)
    spread: Decimal = Decimal(1)
    in_words: bool = False
    loose: bool = False

    def value(self, currency: str | None) -> tuple[Decimal, bool]:
        """The number, and whether a careful person would ask back."""
        figure, unsure = settled(self.figure, currency=currency, scaled=self.scale > 1)
        return (figure + self.extra) * self.scale + self.rest, unsure or self.loose


def phrase_at(tokens: Tokens, index: int) -> Phrase | None:
    token = tokens[index]
    if token.kind is TokenKind.FIGURE:
        return _figure_phrase(tokens, index)
    return _word_phrase(tokens, index) if token.kind is TokenKind.WORD else None


def _figure_phrase(tokens: Tokens, index: int) -> Phrase | None:
    found = Phrase(figure=numeral(tokens[index].text), end=index + 1)
    found = _scaled(tokens, found)
    after = tokens[found.end]
    if after.kind is TokenKind.WORD and after.glued and not _may_be_glued(tokens, found.end):
        return None  # "60s", "1080p", "3x": a measure or a name
    return _with_rest(tokens, found)


def _scaled(tokens: Tokens, found: Phrase) -> Phrase:
    if _words(tokens, found.end, "and", "a", "half") and _scale(tokens[found.end + 3]):
        found = replace(found, extra=_HALF, end=found.end + 3)
    factor = _scale_at(tokens, found.end)
    while factor is not None and found.scale < _LARGEST:
        found = replace(found, scale=found.scale * factor, end=_after_scale(tokens, found.end))
        factor = _scale_at(tokens, found.end)
    return _with_east_rest(tokens, found)


def _scale_at(tokens: Tokens, index: int) -> Decimal | None:
    """The scale after a figure, in any language."""
    word = tokens[index].lower
    if word in WORDS_TOO and not (tokens[index].glued or _currency_follows(tokens, index + 1)):
        return None
    return _scale(tokens[index]) or FOREIGN_SCALES.get(word) or EAST_SCALES.get(word)


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
    inner = _scaled(tokens, Phrase(figure=numeral(rest.text), end=found.end + 1))
    value, unsure = inner.value(None)
    return replace(found, rest=value, end=inner.end, loose=unsure or value >= found.scale)


def _scale(token: Token) -> Decimal | None:
    if token.kind is not TokenKind.WORD or (token.lower in GLUED_SCALES and not token.glued):
        return None
    return _HUNDRED if token.lower == "hundred" else SCALES.get(token.lower)


def _with_rest(tokens: Tokens, found: Phrase) -> Phrase:
    """The "500" of "2 thousand 500": only after a thousand, and only three digits or hundreds in words."""
    if found.scale != _THOUSAND:
        return found
    start = found.end + 1 if tokens[found.end].lower == "and" else found.end
    after = tokens[start]
    if after.kind is TokenKind.FIGURE and len(after.text) == 3 and after.text.isdecimal() and not after.glued:
        return replace(found, rest=Decimal(after.text), end=start + 1)
    words = _word_phrase(tokens, start)
    if words is None or words.spread != 1 or not _HUNDRED <= words.figure.value < _THOUSAND:
        return found
    return replace(found, rest=words.figure.value, end=words.end)


def _may_be_glued(tokens: Tokens, index: int) -> bool:
    return tokens[index].lower == "ish" or is_currency_word(tokens, index)


def _words(tokens: Tokens, index: int, *expected: str) -> bool:
    return all(tokens[index + step].lower == word for step, word in enumerate(expected))


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
        elif 0 < self.group < _HUNDRED and value >= 10 and self.total == 0:
            self.group, self.pair = self.group * 100 + value, True
        else:
            return False
        return True

    def _takes(self, value: int) -> bool:
        group = self.group or Decimal(0)
        after_hundreds = group >= _HUNDRED and group % _HUNDRED == 0 and not self.pair
        return after_hundreds or (group % 10 == 0 and group % _HUNDRED >= 20 and 0 < value < 10)

    def multiply(self, factor: Decimal) -> bool:
        if self.value > _LARGEST:
            return False
        if factor == _HUNDRED:
            if self.group is None or self.group >= _HUNDRED:
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


def _word_phrase(tokens: Tokens, index: int) -> Phrase | None:
    vague = _vague_phrase(tokens, index)
    if vague is not None:
        return vague
    if tokens[index].lower == "half":
        return _half_phrase(tokens, index)
    article = tokens[index].lower in {"a", "an"}
    if article and (_scale(tokens[index + 1]) is None or tokens[index + 2].lower in NOT_GRAND):
        return None
    alone = _scale(tokens[index])
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
    factor = _scale(token)
    return factor is not None and reading.multiply(factor)


def _joiner(tokens: Tokens, index: int, reading: _Sum) -> int:
    """1 when the token at index only joins: a hyphen inside a number, or an "and" after the hundreds."""
    if reading.value == 0:
        return 0
    token, after = tokens[index], tokens[index + 1]
    if token.text == "-" and token.glued and after.glued:
        return 1
    is_and = token.lower == "and" and (reading.value >= _HUNDRED or _words(tokens, index + 1, "a", "half"))
    return 1 if is_and else 0


def _half_more(tokens: Tokens, index: int, reading: _Sum) -> bool:
    """Adds the half of "one and a half thousand", or of "a thousand and a half"; False where no scale makes it one."""
    if not _words(tokens, index, "a", "half") or tokens[index - 1].lower != "and":
        return False
    if reading.group is not None:
        if _scale(tokens[index + 2]) is None:
            return False
        reading.group += _HALF
        return True
    reading.total += _THOUSAND / 2
    return reading.total < 1_000_000


def _half_phrase(tokens: Tokens, index: int) -> Phrase | None:
    start = index + 1
    if tokens[start].lower in {"a", "an"} or tokens[start].text == "-":
        start += 1
    factor = _scale(tokens[start])
    if factor is None or factor <= _HUNDRED or tokens[start].lower == "k":
        return None
    return Phrase(figure=Numeral(value=_HALF * factor, style=Style.SURE), end=start + 1, in_words=True)


def _vague_phrase(tokens: Tokens, index: int) -> Phrase | None:
    """Reads "a couple of hundred" and "several thousand"; also "four figures"."""
    start = index + 1 if tokens[index].lower in {"a", "the"} else index
    bounds = VAGUE.get(tokens[start].lower)
    if bounds is None:
        return _figures_phrase(tokens, index)
    start = start + 2 if tokens[start + 1].lower == "of" else start + 1
    factor = _scale(tokens[start])
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

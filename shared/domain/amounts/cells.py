"""One figure from one cell of a campaign file or roster: a value, nothing, or the reason why it cannot be read."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import Final

from shared.domain.amounts.candidates import Candidate, Side, candidate_at
from shared.domain.amounts.context import percent_end
from shared.domain.amounts.expression import Unreadable
from shared.domain.amounts.lexicon import AUDIENCE, DOLLARS
from shared.domain.amounts.numerals import Style
from shared.domain.amounts.tokens import Tokens
from shared.domain.money import InvalidMoney, Money

_NO_NUMBER: Final = "not a number"
_RANGE: Final = "a range; write one figure"
_UNSURE: Final = "can be read in two ways; write it like 1500.00"


def parse_money_cell(text: str, currency: str) -> Money | Unreadable | None:
    """One price, e.g. "$1,000", "1.5k", "1000 USD". None means an empty cell.

    A cell without a currency is in the campaign's; a bare "$" is any dollar currency of the campaign. A range, another
    currency, a figure finer than the minor unit and anything ambiguous are Unreadable, never a guess and never 0.
    """
    figure = _figure(text)
    if not isinstance(figure, _Figure):
        return figure
    reason = _price_fault(figure, currency)
    if reason is not None:
        return Unreadable(text=text, reason=reason)
    value, unsure = figure.side.phrase.value(currency)
    if unsure:
        return Unreadable(text=text, reason=_UNSURE)
    try:
        return Money(value, currency)
    except InvalidMoney as fault:
        return Unreadable(text=text, reason=str(fault))


def parse_percent(text: str) -> Decimal | Unreadable | None:
    """Percent points from "20%", "12.5 percent" or "20"; None means an empty cell."""
    figure = _figure(text)
    if not isinstance(figure, _Figure):
        return figure
    end = percent_end(figure.tokens, figure.side.end)
    if figure.side.currency is not None or (end or figure.side.end) != len(figure.tokens):
        return Unreadable(text=text, reason="not a percentage")
    written = figure.side.phrase.figure
    if written.style in {Style.DOT_GROUP, Style.BROKEN} or figure.side.phrase.loose:
        return Unreadable(text=text, reason=_UNSURE)
    return figure.side.phrase.value(None)[0]


def parse_count(text: str) -> int | Unreadable | None:
    """A whole number of views or people from "50,000", "50k", "1.2M" or "50.000"; None means an empty cell."""
    figure = _figure(text)
    if not isinstance(figure, _Figure):
        return figure
    rest = [figure.tokens[index].lower for index in range(figure.side.end, len(figure.tokens))]
    if figure.side.currency is not None or (rest and (len(rest) > 1 or rest[0] not in AUDIENCE)):
        return Unreadable(text=text, reason="not a count")
    phrase = figure.side.phrase
    value, unsure = phrase.value(None)
    grouped = phrase.figure.style is Style.DOT_GROUP and phrase.scale == 1
    decimal_k = phrase.figure.style is Style.COMMA_DECIMAL and phrase.scale > 1
    if (unsure and not grouped and not decimal_k) or value != value.to_integral_value():
        return Unreadable(text=text, reason="not a whole number")
    return int(value)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Figure:
    tokens: Tokens
    side: Side


def _figure(text: str) -> _Figure | Unreadable | None:
    """The one number that the cell starts with."""
    if not text.strip():
        return None
    tokens = Tokens(text, hide=False)
    found = candidate_at(tokens, 0)
    if found is None:
        return Unreadable(text=text, reason=_NO_NUMBER)
    if _is_range(found):
        return Unreadable(text=text, reason=_RANGE)
    return _Figure(tokens=tokens, side=found.low)


def _is_range(found: Candidate) -> bool:
    return found.low is not found.high or found.low.phrase.spread != 1


def _price_fault(figure: _Figure, currency: str) -> str | None:
    written = figure.side.currency
    if figure.side.end != len(figure.tokens):
        return "holds more than one figure with its currency"
    if written is None or (written.plain_dollar and currency in DOLLARS and written.factor == 1):
        return None
    if written.clash or written.factor != 1 or written.code is None:
        return f"not clearly an amount in {currency}"
    return None if written.code == currency else f"in {written.code}, the campaign is in {currency}"

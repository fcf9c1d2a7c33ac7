"""What the words around a number make of it: a price, a share, a price per thousand views, or no money at all."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from shared.domain.amounts.audience import reaches_an_audience
from shared.domain.amounts.bare import Bare, Unit, cued, unit_of
from shared.domain.amounts.counts import counted_before, counted_together, counts_something
from shared.domain.amounts.expression import Mode
from shared.domain.amounts.labels import (
    is_format,
    is_identifier,
    is_in_a_series,
    is_model,
    is_odd,
    is_race,
    is_score,
    is_size,
    is_year,
    labelled,
    part_of_a_name,
)
from shared.domain.amounts.lexicon import COUNT_LEADS, PAIR_CUES, PRICE_CUES, STRICT_CUES
from shared.domain.amounts.places import is_address, is_postcode
from shared.domain.amounts.tables import counted_in_a_list, counted_in_a_table
from shared.domain.amounts.tokens import TokenKind, Tokens

_CPM_REACH: Final = 5
_LEAST_PRICE: Final = 100
_LEAST_STRICT: Final = 10
# Words after "for" among which the deliverables of a price stand.
_FOR_REACH: Final = 4
_LATEST_HOUR: Final = 1300
_HOURS: Final = 12
_DAY_HOURS: Final = 24
_MINUTES: Final = 60
# A price said in pairs is a multiple of this: "seven fifty", "twelve twenty-five".
_PAIRED: Final = 25
_SPOKEN_YEARS: Final = range(1900, 2040)


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
    rules = _NO_MONEY if bare.mode is Mode.STRICT else _NO_MONEY + _NO_PRICE
    return _large_enough(bare) and not any(rule(bare) for rule in rules)


def _large_enough(bare: Bare) -> bool:
    is_cued = cued(bare, STRICT_CUES if bare.mode is Mode.STRICT else PRICE_CUES)
    if bare.scaled and not bare.in_words:
        return True
    if bare.mode is Mode.STRICT:
        is_whole = bare.value == bare.value.to_integral_value()
        return bare.value >= _LEAST_STRICT or not is_whole or (is_cued and not bare.in_words)
    if _is_an_hour(bare):
        return False
    is_cued = is_cued and not _may_be_an_hour(bare)
    return bare.value >= _LEAST_PRICE and (is_cued or not bare.loose or (bare.in_words and _said_as_price(bare)))


def _may_be_an_hour(bare: Bare) -> bool:
    hour, minute = divmod(int(bare.value), 100)
    return _follows_at(bare) and 1 <= hour <= _HOURS and minute < _MINUTES


def _follows_at(bare: Bare) -> bool:
    """Whether it is said in pairs, as prices and hours both are: "at ten thirty"."""
    return bare.tokens[bare.start - 1].lower == "at" and bare.loose and bare.in_words


def _is_an_hour(bare: Bare) -> bool:
    """True for "at ten thirty for the reel": no price in pairs ends so; "at seven fifty for the stories" may be one."""
    hour, minute = divmod(int(bare.value), 100)
    return _follows_at(bare) and hour < _DAY_HOURS and minute < _MINUTES and bare.value % _PAIRED != 0


def _said_as_price(bare: Bare) -> bool:
    """True for "seven fifty for the stories" and "twenty-two fifty", which is no hour; not for "at seven thirty"."""
    after = bare.tokens[bare.end]
    if after.text.lower() in PAIR_CUES:
        return True
    if after.lower == "for":
        return any(unit_of(bare.tokens[bare.end + step].lower) is Unit.DELIVERABLE for step in range(1, _FOR_REACH + 1))
    return bare.value >= _LATEST_HOUR and bare.value not in _SPOKEN_YEARS


# In every mode.
_NO_MONEY: Final[tuple[Callable[[Bare], bool], ...]] = (
    counts_something,
    counted_before,
    part_of_a_name,
    labelled,
    is_year,
    is_score,
)
# To a reader of prices; where no wrong figure may pass, each of these is one.
_NO_PRICE: Final[tuple[Callable[[Bare], bool], ...]] = (
    counted_together,
    reaches_an_audience,
    is_address,
    is_postcode,
    is_identifier,
    is_size,
    is_format,
    is_model,
    is_in_a_series,
    is_odd,
    is_race,
    counted_in_a_table,
    counted_in_a_list,
)

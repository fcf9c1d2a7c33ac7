"""Figures written in digits, with the thousands and decimal signs of several countries."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from typing import Final

from shared.domain.money import MINOR_UNITS


class Style(StrEnum):
    SURE = "sure"
    DOT_GROUP = "dot_group"  # 1.500: fifteen hundred, or one and a half
    COMMA_DECIMAL = "comma_decimal"  # 1,50
    BROKEN = "broken"  # 1,50,0: no rule reads it


# Where a dot groups thousands and a comma marks decimals in everyday writing (Unicode CLDR number formats).
_COMMA_DECIMAL_CURRENCIES: Final = frozenset(
    (
        "EUR",
        "CHF",
        "SEK",
        "NOK",
        "DKK",
        "PLN",
        "CZK",
        "HUF",
        "RON",
        "TRY",
        "UAH",
        "ISK",
        "BRL",
        "ARS",
        "CLP",
        "COP",
        "IDR",
        "VND",
        "RUB",
        "KZT",
        "BGN",
        "RSD",
    )
)
_FINE_MINOR_UNITS: Final = 3
# A longer run of digits is no price; it stays below the 28 digits that Decimal computes with, also divided.
_MOST_DIGITS: Final = 24

_PLAIN: Final = re.compile(r"\d+(?:\.(?:\d{1,2}|\d{4,}))?|\d{4,}\.\d{3}|0\.\d+")
_GROUPED: Final = (
    (",", re.compile(r"\d{1,3}(?:,\d{3})+(?:\.\d{1,3})?")),
    (" ", re.compile(r"\d{1,3}(?: \d{3})+(?:[.,]\d{1,2})?")),
    ("'", re.compile(r"\d{1,3}(?:'\d{3})+(?:[.,]\d{1,2})?")),
)
_INDIAN: Final = re.compile(r"\d{1,2}(?:,\d{2})+,\d{3}(?:\.\d{1,2})?")
_DOT_GROUPS: Final = re.compile(r"[1-9]\d{0,2}(?:\.\d{3})+,\d{1,2}|[1-9]\d{0,2}(?:\.\d{3}){2,}")
_DOT_GROUP: Final = re.compile(r"[1-9]\d{0,2}\.\d{3}")
_COMMA_DECIMAL: Final = re.compile(r"\d+,(?:\d{1,2}|\d{4,})|0,\d+")


@dataclass(frozen=True, slots=True, kw_only=True)
class Numeral:
    """value: the likeliest reading. For BROKEN, the digits run together: something to flag, never to use."""

    value: Decimal
    style: Style


def numeral(digits: str) -> Numeral:
    """Reads ASCII digits with any of . , ' and space between them; more than any price has are BROKEN."""
    if len(digits) > _MOST_DIGITS:
        return Numeral(value=Decimal(10) ** _MOST_DIGITS, style=Style.BROKEN)
    return _numeral(digits)


def _numeral(digits: str) -> Numeral:
    if _PLAIN.fullmatch(digits):
        return Numeral(value=Decimal(digits), style=Style.SURE)
    for group, pattern in _GROUPED:
        if pattern.fullmatch(digits):
            return Numeral(value=Decimal(digits.replace(group, "").replace(",", ".")), style=Style.SURE)
    if _INDIAN.fullmatch(digits):
        return Numeral(value=Decimal(digits.replace(",", "")), style=Style.SURE)
    if _DOT_GROUPS.fullmatch(digits):
        return Numeral(value=Decimal(digits.replace(".", "").replace(",", ".")), style=Style.SURE)
    if _DOT_GROUP.fullmatch(digits):
        return Numeral(value=Decimal(digits.replace(".", "")), style=Style.DOT_GROUP)
    if _COMMA_DECIMAL.fullmatch(digits):
        return Numeral(value=Decimal(digits.replace(",", ".")), style=Style.COMMA_DECIMAL)
    return Numeral(value=Decimal(re.sub(r"\D", "", digits)), style=Style.BROKEN)


def settled(figure: Numeral, *, currency: str | None, scaled: bool) -> tuple[Decimal, bool]:
    """The value and whether a careful person would ask back, once the currency and a "k" are known."""
    if figure.style is Style.SURE:
        return figure.value, False
    if figure.style is Style.BROKEN:
        return figure.value, True
    if figure.style is Style.COMMA_DECIMAL:
        return figure.value, not scaled and currency not in _COMMA_DECIMAL_CURRENCIES
    if currency is not None and MINOR_UNITS[currency] == _FINE_MINOR_UNITS:
        return figure.value / 1000, False
    return figure.value, scaled or currency not in _COMMA_DECIMAL_CURRENCIES


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

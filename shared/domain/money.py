"""Money: an exact, non-negative amount of one ISO 4217 currency."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from functools import total_ordering
from typing import Final

_BY_MINOR_UNITS: Final = {
    0: "JPY KRW VND CLP ISK XOF XAF UGX PYG",
    2: "USD EUR GBP CAD AUD NZD CHF SEK NOK DKK PLN CZK HUF RON TRY UAH ILS AED SAR QAR EGP MAD ZAR NGN KES GHS "
    "INR PKR CNY HKD SGD TWD IDR THB MYR PHP BRL MXN ARS COP PEN "
    "RUB KZT BGN RSD BDT LKR IRR DZD LBP TZS UYU CRC DOP",
    3: "KWD BHD JOD OMR TND IQD LYD",
}

# Code -> decimals, from ISO 4217 list one. Only what creators are paid in; others are refused by name.
MINOR_UNITS: Final[dict[str, int]] = {
    code: decimals for decimals, codes in _BY_MINOR_UNITS.items() for code in codes.split()
}

# What a reader of a mail takes for exactly this currency. Every other currency is shown by its code.
SYMBOLS: Final[dict[str, str]] = {
    "USD": "$",
    "EUR": "€",
    "GBP": "£",
    "CAD": "CA$",
    "AUD": "A$",
    "NZD": "NZ$",
    "BRL": "R$",
    "MXN": "MX$",
    "HKD": "HK$",
    "JPY": "¥",
    "INR": "₹",
    "KRW": "₩",
}

# No creator's fee comes near; keeps every sum inside Decimal's default 28 digits.
LARGEST_AMOUNT: Final = Decimal(10) ** 12

_SMALLEST: Final = {code: Decimal(1).scaleb(-decimals) for code, decimals in MINOR_UNITS.items()}

_PLAIN_DECIMAL: Final = re.compile(r"[0-9]+(\.[0-9]+)?")


class CurrencyMismatch(ValueError):
    """Two currencies met in one comparison or sum: a bug in the caller, never a business outcome."""


class UnknownCurrency(ValueError):
    """The code is not in MINOR_UNITS."""


class InvalidMoney(ValueError):
    """The amount cannot be money: negative, not finite, too large, or finer than the minor unit."""


def minor_units(currency: str) -> int:
    """Decimals of the currency.

    Raises:
        UnknownCurrency: the code is not a supported ISO 4217 code in capitals.
    """
    try:
        return MINOR_UNITS[currency]
    except KeyError:
        raise UnknownCurrency(f"unknown currency {currency!r}; supported: {', '.join(sorted(MINOR_UNITS))}") from None


def _smallest(currency: str) -> Decimal:
    return _SMALLEST.get(currency) or Decimal(1).scaleb(-minor_units(currency))


@total_ordering
@dataclass(frozen=True, slots=True)
class Money:
    """Zero or more of one currency, always held with all decimals of its minor unit (1500 USD is 1500.00).

    Equality across currencies is False; ordering and sums across currencies raise CurrencyMismatch.

    Raises:
        InvalidMoney: the amount is negative, not finite, above LARGEST_AMOUNT, or finer than the minor unit.
        UnknownCurrency: the currency is not supported.
        TypeError: the amount is not a Decimal (floats and ints are refused).
    """

    amount: Decimal
    currency: str

    def __post_init__(self) -> None:
        if not isinstance(self.amount, Decimal):
            raise TypeError(f"money needs a Decimal, not {type(self.amount).__name__}")
        exponent = _smallest(self.currency)
        if not self.amount.is_finite() or not 0 <= self.amount <= LARGEST_AMOUNT:
            raise InvalidMoney(f"{self.amount} is not an amount of money")
        exact = self.amount.quantize(exponent)
        if exact != self.amount:
            raise InvalidMoney(f"{self.amount} is finer than the minor unit of {self.currency}")
        object.__setattr__(self, "amount", abs(exact))  # abs: minus zero would print a sign

    @classmethod
    def of(cls, text: str, currency: str) -> Money:
        """From stored text such as "1500.00": ASCII digits with an optional point, nothing else.

        Raises:
            InvalidMoney: the text is not such a number.
        """
        if not _PLAIN_DECIMAL.fullmatch(text):
            raise InvalidMoney(f"{text!r} is not a plain decimal amount")
        return cls(Decimal(text), currency)

    @classmethod
    def rounded(cls, amount: Decimal, currency: str) -> Money:
        """The nearest money to a computed amount, halves up; the only place where money is rounded.

        Raises:
            InvalidMoney: the amount is negative, not finite or too large.
        """
        if not amount.is_finite() or not 0 <= amount <= LARGEST_AMOUNT:
            raise InvalidMoney(f"{amount} is not an amount of money")
        exponent = _smallest(currency)
        return cls(amount.quantize(exponent, rounding=ROUND_HALF_UP), currency)

    @property
    def text(self) -> str:
        """The amount as stored and as written in JSON: "1500.00"."""
        return f"{self.amount:f}"

    def display(self) -> str:
        """As written in mails and cards: "$1,500.00", "CHF 1,200.00", "¥1,500"."""
        symbol = SYMBOLS.get(self.currency)
        prefix = f"{self.currency} " if symbol is None else symbol
        return f"{prefix}{self.amount:,f}"

    def __str__(self) -> str:
        return f"{self.currency} {self.text}"

    def __lt__(self, other: Money) -> bool:
        return self.amount < self._same(other)

    def __add__(self, other: Money) -> Money:
        return Money(self.amount + self._same(other), self.currency)

    def __sub__(self, other: Money) -> Money:
        """Raises InvalidMoney below zero: a negative price has no meaning here."""
        return Money(self.amount - self._same(other), self.currency)

    def _same(self, other: Money) -> Decimal:
        if self.currency != other.currency:
            raise CurrencyMismatch(f"{self} and {other} are of different currencies")
        return other.amount

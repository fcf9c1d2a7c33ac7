"""What a reader of amounts hands on."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from typing import Final

_WHOSE_DOLLAR: Final = re.compile(r"us|american|\bu\$", re.IGNORECASE)


class AmountKind(StrEnum):
    PRICE = "price"
    PERCENT = "percent"
    CPM = "cpm"


class Mode(StrEnum):
    """How sure a bare number must be to count as money: READING wants a price, STRICT misses nothing."""

    READING = "reading"
    STRICT = "strict"


@dataclass(frozen=True, slots=True, kw_only=True)
class AmountExpression:
    """One written amount.

    text, start, end: the slice of the text as given.
    low, high: equal unless a range was written; in major units, percent points for PERCENT.
    currency: ISO 4217 code, or None when none was written or the sign fits several ("kr").
    ambiguous: a careful person would ask back ("1.500", "twelve fifty", "a few hundred", two currencies at once).
    """

    text: str
    start: int
    end: int
    low: Decimal
    high: Decimal
    currency: str | None
    kind: AmountKind
    ambiguous: bool

    @property
    def plain_dollar(self) -> bool:
        """Whether it is in dollars without saying whose; currency is USD then."""
        return self.currency == "USD" and _WHOSE_DOLLAR.search(self.text) is None


@dataclass(frozen=True, slots=True, kw_only=True)
class Unreadable:
    """A cell that holds something, but not the one figure it should; the reason is for the person who wrote it."""

    text: str
    reason: str

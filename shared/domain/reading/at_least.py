"""Prices that say they may be more: "$1,200+", "starting at $1,200". Nobody has named what the work costs by then."""

import re
from collections.abc import Sequence, Set
from decimal import Decimal
from typing import Final

from shared.domain.amounts import AmountExpression

_WHAT: Final = r"(?:rates?|fees?|prices?|pricing|quotes?|budget|spend|charge|cost|bookings?|packages?)"
_IS: Final = r"(?: ?(?:is|are|would be|of|at|from|:|=|for (?:this|that)(?: is)?))*"
# Directly before the price. "Down from $2,000" is what they leave.
_BEFORE: Final = re.compile(
    rf"(?:(?<!down )(?<!up )(?<!got )(?<!coming )\bfrom|\bstart(?:s|ing)?(?: {_WHAT})?{_IS}|\bbegin(?:s|ning)?{_IS}"
    rf"|\bbase(?:line)? {_WHAT}{_IS}|\bminimum(?: {_WHAT})?{_IS}|\bmin\b\.?(?: {_WHAT})?{_IS}"
    r"|\bat (?:the )?(?:very )?least|\b(?:no|not|nothing) (?:less|lower|under|below) than|\bnothing (?:under|below)"
    r"|\bupwards? of|\bnorth of|\bmore than|\b(?:over|above)(?! the)"
    r"|\bab|\bmindestens|\bà partir de|\bau moins|\ba partir de|\bal menos|\bdesde|\bcomo mínimo|\bminimo|\balmeno"
    r"|\bvanaf|\bminimaal|\bfrån|\bminst|\bmindst|\bco najmniej)"
    r"\s?(?:about |around |roughly )?\Z",
    re.IGNORECASE,
)
_ADDED: Final = (
    r"(?:[\d$€£]|an?\b|another|the\b|my\b|your\b|our\b|vat|gst|hst|tax|product|agency|usage|commission|fees?\b|expenses"
    r"|whitelist|boost|travel|shipping|licen[cs]|free|gift|sample|btw|iva|mwst|moms|mva|tva|ust)"
)
# Directly behind it. "$1,200 + VAT" and "$1,200+product" name what is added.
_AFTER: Final = re.compile(
    rf"\+(?! ?{_ADDED})"
    r"|,? ?\(?(?:(?:or|and|to|y|et|und) (?:more|above|over|higher|up|upwards?|más|plus|mehr)\b|upwards?\b|aufwärts\b"
    r"|(?:as (?:an? |my |the |our )?)?"
    r"(?:(?:absolute |bare )?(?:minimum|min\b\.?)|(?:starting|base) (?:rate|price|point|fee))"
    r"|at (?:the )?(?:very )?(?:least|minimum)\b|to start(?:ing)?(?: with)?\b|depend(?:s|ing) (?:up)?on\b)",
    re.IGNORECASE,
)
# Characters; the words before a price that count are shorter.
_NEAR: Final = 60


def may_be_more(price: AmountExpression, text: str) -> str | None:
    """The price with the words beside it that leave its upper end open; None: it stands as it is, or is a range."""
    if price.low != price.high:
        return None
    before = _BEFORE.search(text, max(price.start - _NEAR, 0), price.start)
    after = _AFTER.match(text, price.end)
    if before is None and after is None:
        return None
    words = (before.group().strip() if before else "", price.text + (after.group() if after else ""))
    return " ".join(word for word in words if word)


def is_open(amount: Decimal, quoted: Set[int], prices: Sequence[AmountExpression], text: str) -> bool:
    """Whether the price of that amount may be more wherever the mail names it in one of the *quoted* places."""
    meant = [one for one in prices if one.low == amount and not quoted.isdisjoint(range(one.start, one.end))]
    return bool(meant) and all(may_be_more(one, text) for one in meant)

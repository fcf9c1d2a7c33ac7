"""Money as creators write it, found in plain text: `$1,500`, `1500 USD`, `1.5k`, `€900`, ranges, bare numbers."""

import re
from dataclasses import dataclass
from decimal import Decimal

_SIGNS = {"$": "USD", "us$": "USD", "€": "EUR", "£": "GBP", "ca$": "CAD", "a$": "AUD"}
_WORDS = {
    "usd": "USD", "dollars": "USD", "dollar": "USD", "bucks": "USD", "eur": "EUR", "euro": "EUR", "euros": "EUR",
    "gbp": "GBP", "pounds": "GBP", "quid": "GBP", "cad": "CAD", "aud": "AUD",
}  # fmt: skip
_SIGN = r"(?:us\$|ca\$|a\$|\$|€|£)"
_WORD = r"(?:usd|dollars?|bucks|eur|euros?|gbp|pounds|quid|cad|aud)"
_NUMBER = r"\d{1,3}(?:[.,]\d{3})+(?:\.\d{2})?|\d+(?:[.,]\d{1,2})?"
_ONE = (
    rf"(?:(?P<sign#>{_SIGN})\s?|(?P<pre#>\b{_WORD})\s)?"
    rf"(?P<number#>{_NUMBER})(?:\s?(?P<kilo#>k\b))?(?:\s?(?P<post#>{_WORD}\b|€|£|\$(?!\d)))?"
)
_NOT_MONEY = (
    r"(?!\s?(?:%|x\b|followers|views|subs|impressions|people|days?|weeks?|months?|hours?|minutes?|seconds?|reels?"
    r"|stor(?:y|ies)|posts?|videos?|tiktoks?|shorts?|am\b|pm\b|st\b|nd\b|rd\b|th\b|:\d|/\d|percent)|[\da-z]|[.,]\d)"
)
_RANGE_LINK = r"(?:\s?(?:-|–|—)\s?|\sto\s|\sand\s)"
_FIRST, _SECOND = _ONE.replace("#", "1"), _ONE.replace("#", "2")
_START = r"(?<![\w.,@/#-])"
_SINGLE = re.compile(_START + _FIRST + _NOT_MONEY, re.IGNORECASE)
_RANGE = re.compile(_START + _FIRST + _RANGE_LINK + _SECOND + _NOT_MONEY, re.IGNORECASE)
_BETWEEN = re.compile(r"between\s(?:about\s)?$", re.IGNORECASE)
# A bare number is money only right after a word that announces a price, and never a small count.
_PRICE_WORD = re.compile(
    r"(?:rate|fee|price|quote|charge|charging|budget|ask|asking|want|need|get|do|for|at|about|around|is|be|of|least)\s$",
    re.IGNORECASE,
)
_NO_SECOND: dict[str, str | None] = dict.fromkeys(["sign2", "pre2", "number2", "kilo2", "post2"])
_SMALLEST_BARE_PRICE = 50
_WORDS_BEFORE = 24


@dataclass(frozen=True, slots=True, kw_only=True)
class MoneyFound:
    """One amount of a text.

    Attributes:
        quote: Exactly as written; a range is quoted whole.
        amount: The lower end of a range.
        currency: ISO code; None when the text names none.
        ambiguous: `1.500` may be one and a half or fifteen hundred.
        start: Offset of the quote.
        end: Offset after the quote.
    """

    quote: str
    amount: Decimal
    currency: str | None
    ambiguous: bool
    start: int
    end: int


def find_money(text: str) -> list[MoneyFound]:
    """All amounts of *text* in reading order."""
    ranges = [found for match in _RANGE.finditer(text) if _is_range(match, text) and (found := _as_money(match, text))]
    taken = [(found.start, found.end) for found in ranges]
    singles = [
        found
        for match in _SINGLE.finditer(text)
        if not any(start <= match.start() < end for start, end in taken) and (found := _as_money(match, text))
    ]
    return sorted(ranges + singles, key=lambda found: found.start)


def _is_range(match: re.Match[str], text: str) -> bool:
    """`$500 and $600` are two prices; `between $500 and $600` is one."""
    return " and " not in match.group() or _BETWEEN.search(text[: match.start()]) is not None


def _as_money(match: re.Match[str], text: str) -> MoneyFound | None:
    groups = {**_NO_SECOND, **match.groupdict()}
    number: str = match["number1"]
    kilo = groups["kilo1"] or (groups["kilo2"] and _is_short(number))
    amount = _amount(number, kilo=bool(kilo))
    currency = _currency(groups)
    if currency is None and not groups["kilo1"] and not groups["kilo2"] and not _announced(match, text, amount):
        return None
    quote = match.group().rstrip()
    return MoneyFound(
        quote=quote,
        amount=amount,
        currency=currency,
        ambiguous=re.fullmatch(r"\d{1,3}\.\d{3}", number) is not None,
        start=match.start(),
        end=match.start() + len(quote),
    )


def _announced(match: re.Match[str], text: str, amount: Decimal) -> bool:
    if re.fullmatch(r"20[2-3]\d", match.group().strip()):
        return False  # a year
    before = text[max(0, match.start() - _WORDS_BEFORE) : match.start()]
    return amount >= _SMALLEST_BARE_PRICE and _PRICE_WORD.search(before) is not None


def _is_short(number: str) -> bool:
    """In `1.2 to 1.5k` the k belongs to both ends; in `900 to 1.2k` only to the second."""
    return len(re.sub(r"[.,]\d+$", "", number)) <= 2


def _amount(number: str, *, kilo: bool) -> Decimal:
    if re.search(r"[.,]\d{3}(?!\d)", number):
        number = re.sub(r"[.,](?=\d{3}(?!\d))", "", number)
    value = Decimal(number.replace(",", "."))
    return value * 1000 if kilo else value


def _currency(groups: dict[str, str | None]) -> str | None:
    for name in ("sign1", "pre1", "post1", "sign2", "pre2", "post2"):
        unit = (groups[name] or "").lower()
        if unit:
            return _SIGNS.get(unit) or _WORDS[unit]
    return None

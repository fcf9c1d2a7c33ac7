"""Which currency the signs, codes and words around a number name."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import Final

from shared.domain.amounts.foreign import FOREIGN_SHARED, NEVER_BEFORE, OF_A_COUNTRY
from shared.domain.amounts.lexicon import (
    CENT_WORDS,
    CODE_VARIANTS,
    CURRENCY_WORDS,
    DOLLAR_LETTERS,
    DOLLAR_WORDS,
    DOLLARS,
    LABELS,
    NATIONS,
    SCALES,
    SHARED_WORDS,
    SIGNS,
    SMALL_CODES,
)
from shared.domain.amounts.tokens import Token, TokenKind, Tokens
from shared.domain.money import MINOR_UNITS


@dataclass(frozen=True, slots=True, kw_only=True)
class Named:
    """A currency as written.

    code: None when the word fits several. plain_dollar: a "$" or "dollars" without a country, read as USD.
    factor: 0.01 for cents. end: index of the first token after it.
    """

    code: str | None
    end: int
    plain_dollar: bool = False
    factor: Decimal = Decimal(1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Currency:
    """What prefix and suffix say together; clash: they contradict each other or fit several currencies."""

    code: str | None
    plain_dollar: bool
    clash: bool
    factor: Decimal


# Characters of "10,000": the smallest sum in won that is a price.
_SHORTEST_WON: Final = 5
_WHAT_IS_WON: Final = frozenset(("a", "an", "the", "me", "us", "my", "our", "first", "best", "over"))
_CENT: Final = Decimal("0.01")


def before_number(tokens: Tokens, index: int) -> Named | None:
    """The currency that starts at index and leads up to a number: "$", "US$", "EUR", "Rs."."""
    token = tokens[index]
    after = tokens[index + 1]
    if token.kind is TokenKind.SIGN and token.text != "¢":
        return _sign(tokens, index)
    if token.kind is not TokenKind.WORD or (token.glued and tokens[index - 1].kind is TokenKind.FIGURE):
        return None
    if after.text == "$" and (after.glued or _is_country(token)) and token.lower in DOLLAR_LETTERS:
        return Named(code=DOLLAR_LETTERS[token.lower], end=index + 2)
    named = _word_before(tokens, index)
    if named is not None and tokens[named.end].text in SIGNS:
        return _confirmed(named, SIGNS[tokens[named.end].text])
    return named


def _is_country(token: Token) -> bool:
    """Whether the letters may stand apart: "US $2,300", "AU $900"; not in "plan A $900" and "for us $900"."""
    return token.text.isupper() and len(token.text) > 1


def _word_before(tokens: Tokens, index: int) -> Named | None:
    token, after = tokens[index], tokens[index + 1]
    if len(token.text) == 1 and after.glued and (tokens[index - 1].lower in LABELS or len(after.text) == 1):
        return None  # "room R204", "a Canon R5"
    if token.lower in DOLLAR_WORDS:
        return Named(code="USD", end=index + 1, plain_dollar=True)
    if token.lower in NATIONS and after.lower in DOLLAR_WORDS:
        return Named(code=NATIONS[token.lower], end=index + 2)
    code = _code(token) or (None if token.lower in NEVER_BEFORE else CURRENCY_WORDS.get(token.lower))
    if code is None and token.lower != "kr" and token.lower not in FOREIGN_SHARED:
        return None
    abbreviated = after.text == "." and after.glued and (token.text in CODE_VARIANTS or token.lower == "kr")
    return Named(code=code, end=index + 2 if abbreviated else index + 1)


def _confirmed(named: Named, sign: str) -> Named:
    """The code of "CAD $1,500"; no code where the sign says something else."""
    agrees = named.code == sign or (sign == "USD" and named.code in DOLLARS)
    return Named(code=named.code if agrees else None, end=named.end + 1)


def after_number(tokens: Tokens, index: int) -> Named | None:
    """The currency that follows a number: "USD", "€", "(EUR)", "Canadian dollars", "cents"."""
    token, after = tokens[index], tokens[index + 1]
    if token.text in {"(", "-"} and after.kind is TokenKind.WORD:
        inner = _word_named(tokens, index + 1)
        if inner is None:
            return None
        if token.text == "-" and tokens[inner.end].kind is TokenKind.FIGURE:
            return None  # "USD 1500-USD 2000": a range
        closed = tokens[inner.end].text == ")"
        return inner if token.text == "-" and token.glued else _closed(inner) if closed else None
    if token.kind is TokenKind.SIGN:
        return _sign_after(tokens, index)
    return _word_named(tokens, index) if token.kind is TokenKind.WORD else None


def whose_dollar(tokens: Tokens, index: int) -> Named | None:
    """The "AU" of "$900 AU"."""
    word = tokens[index]
    known = _is_country(word) and word.kind is TokenKind.WORD and word.lower in DOLLAR_LETTERS
    return Named(code=DOLLAR_LETTERS[word.lower], end=index + 1) if known else None


def is_currency_word(tokens: Tokens, index: int) -> bool:
    return currency_at(tokens, index) is not None


def currency_at(tokens: Tokens, index: int) -> Named | None:
    """The currency that the word there names; None: it names none."""
    return _word_named(tokens, index) if tokens[index].kind is TokenKind.WORD else None


def together(prefix: Named | None, suffix: Named | None) -> Currency | None:
    """None when neither is written."""
    named = [name for name in (prefix, suffix) if name is not None]
    if not named:
        return None
    factor = min(name.factor for name in named)
    firm = {name.code for name in named if not name.plain_dollar}
    if not firm:
        return Currency(code="USD", plain_dollar=True, clash=False, factor=factor)
    dollar_written = any(name.plain_dollar for name in named)
    if firm == {"JPY", "CNY"}:  # "¥9000元": the sign is both countries', the word is China's
        firm.remove("JPY")
    code = firm.pop() if len(firm) == 1 else None
    clash = code is None or (dollar_written and code not in DOLLARS)
    return Currency(code=None if clash else code, plain_dollar=False, clash=clash, factor=factor)


def _closed(inner: Named) -> Named:
    return Named(code=inner.code, end=inner.end + 1, plain_dollar=inner.plain_dollar, factor=inner.factor)


def _sign(tokens: Tokens, index: int) -> Named:
    code, after = SIGNS[tokens[index].text], tokens[index + 1]
    written = _code(after) if after.kind is TokenKind.WORD and after.glued else None
    if tokens[index].text == "$" and after.glued and after.lower == "us":
        written = "USD"
    if written is not None:
        return _confirmed(Named(code=written, end=index + 1), code)
    return Named(code=code, end=index + 1, plain_dollar=code == "USD")


def _sign_after(tokens: Tokens, index: int) -> Named | None:
    """A sign belongs to the figure that it touches; one between two figures, to the second."""
    token, after = tokens[index], tokens[index + 1]
    if token.text == "¢":
        return Named(code="USD", plain_dollar=True, end=index + 1, factor=_CENT)
    if after.kind is TokenKind.FIGURE and (after.glued or not token.glued):
        return None
    code = SIGNS[token.text]
    return Named(code=code, end=index + 1, plain_dollar=code == "USD")


def _word_named(tokens: Tokens, index: int) -> Named | None:
    word, after = tokens[index], tokens[index + 1]
    if word.lower in NATIONS and (after.lower in DOLLAR_WORDS | SHARED_WORDS or after.lower in CURRENCY_WORDS):
        return Named(code=NATIONS[word.lower], end=index + 2)
    if (
        word.lower in DOLLAR_LETTERS
        and after.text == "$"
        and after.glued
        and tokens[index + 2].kind != TokenKind.FIGURE
    ):
        return Named(code=DOLLAR_LETTERS[word.lower], end=index + 2)
    if (country := OF_A_COUNTRY.get(word.lower, {}).get(after.lower)) is not None:
        return Named(code=country, end=index + 2)
    if word.lower in DOLLAR_WORDS:
        return Named(code="USD", end=index + 1, plain_dollar=True)
    if word.lower in CENT_WORDS:
        return Named(code="USD", end=index + 1, plain_dollar=True, factor=_CENT)
    code = CURRENCY_WORDS.get(word.lower) or _code(word) or _korean(tokens, index)
    if code is None and word.lower not in SHARED_WORDS:
        return None
    if code is not None and after.kind is TokenKind.FIGURE and after.glued:
        return None  # "2 USD500": the code leads the second figure
    return Named(code=code, end=index + 1)


def _korean(tokens: Tokens, index: int) -> str | None:
    """Won after a sum in won; "1,200 won an award" is none."""
    before = tokens[index - 1]
    large = before.lower in SCALES or before.lower == "man" or len(before.text) >= _SHORTEST_WON
    wins = tokens[index + 1].lower in _WHAT_IS_WON
    return "KRW" if tokens[index].lower == "won" and large and not wins else None


def _code(token: Token) -> str | None:
    if token.text in CODE_VARIANTS:
        return CODE_VARIANTS[token.text]
    code = token.text.upper()
    capitals = token.text.isupper()
    return code if code in MINOR_UNITS and (capitals or token.lower in SMALL_CODES) else None

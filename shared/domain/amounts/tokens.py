"""Plain text as figures, words and signs, each with its place in the text as given."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from shared.domain.amounts.foreign import EAST_NAMES, EAST_SCALES, EAST_WORDS
from shared.domain.amounts.lexicon import NEVER_MONEY, SIGNS
from shared.domain.amounts.normal import plain


class TokenKind(StrEnum):
    FIGURE = "figure"
    WORD = "word"
    SIGN = "sign"
    MARK = "mark"
    BREAK = "break"
    HIDDEN = "hidden"  # a date, a link, a phone number: digits that are no amount


@dataclass(frozen=True, slots=True, kw_only=True)
class Token:
    """glued: no space before it. start, end: offsets in the text as given. lower: the text in lower case."""

    kind: TokenKind
    text: str
    lower: str
    start: int
    end: int
    glued: bool


# What stands before the first and after the last token, so that looking around needs no bounds checks.
NOTHING: Final = Token(kind=TokenKind.BREAK, text="", lower="", start=0, end=0, glued=False)

_COVER: Final = "\x00"
_NEVER_MONEY: Final = tuple(re.compile(pattern, re.IGNORECASE) for pattern in NEVER_MONEY)
# Vowel signs of Indian scripts, which are part of a word and no letters to Python.
_VOWELS: Final = r"\u0903\u093b\u093e-\u0940\u0949-\u094c\u09be-\u09c0\u09c7\u09c8\u09cb\u09cc"
_COUNTED: Final = rf"[\d{''.join(EAST_SCALES)}]"
_TOKEN: Final = re.compile(
    r"(?P<figure>(?<![\d.,'])\d{1,3}(?: \d{3}){1,4}(?![\d])(?:[.,]\d{1,2}(?!\d))?(?![.,']?\d)"
    r"|\d+(?:(?:[.,]|'(?=\d{3}))\d+)*)"
    r"|(?P<word>(?<=\d)[kK](?=(?i:usd|eur|gbp|cad|aud|chf)\b)|ש[\"״']ח"
    # Chinese, Japanese and Korean run on: the currency ends where it ends.
    rf"|(?:{EAST_NAMES})(?= ?\d)|(?:(?<={_COUNTED})|(?<={_COUNTED} ))(?:{EAST_WORDS})"
    rf"|(?:[a-zA-Z]|(?!(?:{EAST_NAMES}) ?\d)[^\W\d_]|[{_VOWELS}])+)"
    rf"|(?P<sign>[{''.join(SIGNS)}¢])"
    r"|(?P<hidden>\x00+)"
    r"|(?P<break>[\r\n]+)"
    r"|(?P<mark>\S)"
)


class Tokens:
    """A sequence that answers NOTHING outside its ends."""

    __slots__ = ("_count", "_tokens", "given")

    def __init__(self, given: str, *, hide: bool = True) -> None:
        self.given = given
        seen = plain(given)
        text = _covered(seen.text) if hide else seen.text
        self._tokens = tuple(_token(match, seen.origin) for match in _TOKEN.finditer(text))
        self._count = len(self._tokens)

    def __len__(self) -> int:
        return self._count

    def __getitem__(self, index: int) -> Token:
        return self._tokens[index] if 0 <= index < self._count else NOTHING


def _covered(text: str) -> str:
    for pattern in _NEVER_MONEY:
        text = pattern.sub(lambda match: _COVER * len(match.group()), text)
    return text


def _token(match: re.Match[str], origin: tuple[int, ...]) -> Token:
    kind = TokenKind(match.lastgroup or "mark")
    start, end = match.span()
    return Token(
        kind=kind,
        text=match.group(),
        lower=match.group().lower(),
        start=origin[start],
        end=origin[end - 1] + 1,
        glued=start > 0 and not match.string[start - 1].isspace(),
    )

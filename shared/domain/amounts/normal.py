"""Text as a person sees it: digits of any script, look-alikes and odd spaces made plain, with the way back."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

# Characters that read as another one. The Cyrillic and Greek letters are typed by accident or to hide a figure.
_READS_AS: Final = {
    **dict.fromkeys("оοσօ", "o"),
    **dict.fromkeys("ОΟ", "O"),
    "к": "k",
    "К": "K",
    **dict.fromkeys("’‘ʼ′´`", "'"),
    **dict.fromkeys("‐‑‒–−⁃", "-"),
    "―": "—",
    "٫": ".",
    "٬": ",",
    "،": ",",
    "⁄": "/",
    "×": "x",
    "₤": "£",
}
_FRACTIONS: Final = {"½": ".5", "¼": ".25", "¾": ".75"}
_UNSEEN: Final = frozenset({"Cf", "Mn", "Me"})

# A letter o or l inside a figure: "1,2oo", "l500". Three digits at least, so that "10l" and "IO" stay what they are.
_LOOKALIKE: Final = re.compile(
    r"(?<![^\W_])(?=[OoIl]{0,9}[\d.,])[\dOoIl](?:[\dOoIl]|[.,](?=[\dOoIl])){1,18}(?=[kK]?(?![^\W_]))"
)
_AS_DIGITS: Final = str.maketrans("OoIl", "0011")
_SHORTEST_LOOKALIKE: Final = 3

# "900,-" and "900.-": no cents, as printed in Germany, Switzerland and Scandinavia.
_NO_CENTS: Final = re.compile(r"(?<=\d)[.,]-(?![\d-])")

# "1 1/2 k" and "2 ½ thousand" (½ is 0.5 by then).
_MIXED: Final = re.compile(
    r"(?<![\d.,/'])(?P<whole>\d{1,3} |)(?P<part>0\.25|0\.5|0\.75|1/2|1/4|3/4)(?= ?(?:k|grand|thousand|la(?:kh|c)s?)\b)",
    re.IGNORECASE,
)
_PARTS: Final = {"0.25": ".25", "0.5": ".5", "0.75": ".75", "1/2": ".5", "1/4": ".25", "3/4": ".75"}

# A line break that a mail program put into a long line ("48,000 average / views"), not one that starts something new.
_SOFT_BREAK: Final = re.compile(r"(?<=[^\r\n]{50})\r?\n(?=[a-z])")


@dataclass(frozen=True, slots=True)
class PlainText:
    """text: the plain form. origin[i]: where character i stands in the given text; one more entry marks the end."""

    text: str
    origin: tuple[int, ...]


@lru_cache(maxsize=16)  # the checks of one mail all ask for the same text
def plain(given: str) -> PlainText:
    seen, origin = _seen(given)
    text = _SOFT_BREAK.sub(lambda match: " " * len(match.group()), seen)
    text = _NO_CENTS.sub("  ", _LOOKALIKE.sub(_digits_of, _MIXED.sub(_decimal_of, text)))
    return PlainText(text, origin)


def _seen(given: str) -> tuple[str, tuple[int, ...]]:
    if given.isascii() and "`" not in given:
        return given, tuple(range(len(given) + 1))
    characters: list[str] = []
    origin: list[int] = []
    for index, character in enumerate(given):
        for seen in _seen_as(character, after_digit=bool(characters) and characters[-1].isdecimal()):
            characters.append(seen)
            origin.append(index)
    return "".join(characters), (*origin, len(given))


def _seen_as(character: str, *, after_digit: bool) -> str:
    if character.isascii() and character != "`" and character.isprintable():
        return character
    if character in _FRACTIONS:
        return _FRACTIONS[character] if after_digit else "0" + _FRACTIONS[character]
    if character in _READS_AS:
        return _READS_AS[character]
    category = unicodedata.category(character)
    if category in _UNSEEN:
        return ""
    if category == "Zs":
        return " "
    digit = unicodedata.decimal(character, None)
    if digit is not None:
        return str(digit)
    return character if character.isascii() else unicodedata.normalize("NFKC", character)


def _decimal_of(match: re.Match[str]) -> str:
    """As many characters as were written; blanks behind."""
    decimal = (match["whole"].strip() or "0") + _PARTS[match["part"]]
    return decimal.ljust(len(match.group()))


def _digits_of(match: re.Match[str]) -> str:
    written = match.group()
    as_digits = written.translate(_AS_DIGITS)
    digits = sum(character.isdecimal() for character in as_digits)
    real = sum(character.isdecimal() for character in written)
    only_last = written[:-1] == as_digits[:-1] and written[-1] in "Il"
    return written if digits < _SHORTEST_LOOKALIKE or real == 0 or only_last else as_digits

"""The sentences and clauses of a mail, as far as punctuation tells them."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

_APOSTROPHES: Final = str.maketrans({"’": "'", "‘": "'", "ʼ": "'", "`": "'", "´": "'", "\u00a0": " ", "\u202f": " "})
# The comma and the dot of a figure end nothing.
_SENTENCE: Final = re.compile(r"(?:[^.!?…\n]|\.(?=\d)|\n(?!\s*\n))+[.!?…]*")
_BREAK: Final = re.compile(
    r"[;:()\"“”…!?\n]|[,.](?!\d)|\s[-–—]+\s|[–—]|\b(?:but|so|because|since|and(?= (?:i|i'm|i'll|i've|we|we're"
    r"|we've|she|he|they|let's|yes|my|would|am|are|is|happy|glad|pleased|ready|look|looking)\b)|though|although"
    r"|while|whereas)\b",
    re.IGNORECASE,
)

# Mail programs break lines at 60 to 80 characters; a shorter line was ended by its writer.
_WRAP: Final = re.compile(r"(?<=[^\n]{50})\n(?=[^\W\d_])")


@dataclass(frozen=True, slots=True, kw_only=True)
class Clause:
    """Words between two breaks.

    Attributes:
        start: Offset of *text* in the mail.
        asks: Its sentence ends in a question mark.
    """

    text: str
    start: int
    sentence: str
    asks: bool

    @property
    def end(self) -> int:
        return self.start + len(self.text)


def flat(text: str) -> str:
    """The text, of the same length, with the apostrophes and spaces of a keyboard and without wrapped lines."""
    return _WRAP.sub(" ", text.translate(_APOSTROPHES))


def sentences(text: str) -> tuple[re.Match[str], ...]:
    """A line break ends none, an empty line does."""
    return tuple(_SENTENCE.finditer(text))


def clauses(text: str) -> tuple[Clause, ...]:
    """Every clause that holds a word."""
    return tuple(one for sentence in sentences(text) for one in _clauses_of(sentence))


def _clauses_of(sentence: re.Match[str]) -> Iterator[Clause]:
    whole, start = sentence.group(), 0
    asks = whole.rstrip().endswith("?")
    for end, following in [*(found.span() for found in _BREAK.finditer(whole)), (len(whole), len(whole))]:
        words = whole[start:end]
        if words.strip():
            yield Clause(text=words, start=sentence.start() + start, sentence=whole, asks=asks)
        start = following

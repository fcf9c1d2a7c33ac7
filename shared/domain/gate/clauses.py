"""Sentences and clauses of a text: what leads up to a passage, what follows it, and the text without some."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import Final

_LONGEST_CLAUSE: Final = 200

# Where a clause ends; a decimal point ends none.
CLAUSE_END: Final = re.compile(r"[.,!?;:\n—–](?!\d)|\b(?:but|while|whereas|although|yet)\b")
_SENTENCE: Final = re.compile(r"[^.!?\n]+(?:[.!?](?=\S)[^.!?\n]+)*")
_REFUSAL: Final = re.compile(
    r"\b(?:no|none|nothing|not|never|without(?! (?:a |any )?(?:time )?limit)|cannot|unable|neither|nor)\b|n['’]t\b",
    re.IGNORECASE,
)
# A comma ends a statement only where somebody or something else follows: "not now, we can", "we cannot raise, or move".
_STATEMENT_END: Final = re.compile(
    r"[.!?;:\n—–](?!\d)|\b(?:but|while|whereas|although|yet)\b"
    r"|,(?= (?:and |so |then )?(?:we|i|our|my|it|that|this|you|your|there|please"
    r"|the (?:client|brand|team|rate|fee|price|offer|budget))\b)",
    re.IGNORECASE,
)
_HYPHEN: Final = re.compile(r"(?<=\w)[-*_·](?=\w)")
# "take-it-or-leave-it"
_CHAIN: Final = re.compile(r"\w+(?:-\w+){2,}")
_PART: Final = re.compile(r"(?:(?![,;](?!\d)|\b(?:and|but|while|plus)\b)[^\n])+")


def lead_of(text: str, start: int) -> str:
    """The clause before text[start]."""
    return CLAUSE_END.split(text[max(0, start - _LONGEST_CLAUSE) : start])[-1]


def trail_of(text: str, end: int) -> str:
    """The clause from text[end] on."""
    return CLAUSE_END.split(rest_of(text, end))[0]


def rest_of(text: str, end: int) -> str:
    """What follows text[:end], as far as a clause can reach."""
    return text[end : end + _LONGEST_CLAUSE]


def refuses(clause: str) -> bool:
    """Whether it says no to something."""
    return _REFUSAL.search(clause) is not None


def is_refused(found: re.Match[str]) -> bool:
    """Whether the statement that a passage stands in says no: "no worries, we go higher" does not."""
    ends = [(one.start(), one.end()) for one in _STATEMENT_END.finditer(found.string)]
    start = max((end for _, end in ends if end <= found.start()), default=0)
    stop = min((begin for begin, _ in ends if begin >= found.end()), default=len(found.string))
    return refuses(found.string[start:stop])


def found_in(pattern: re.Pattern[str], sentence: str) -> re.Match[str] | None:
    """The first passage, as written or hidden behind hyphens."""
    return next(all_found_in(pattern, sentence), None)


def all_found_in(pattern: re.Pattern[str], sentence: str) -> Iterator[re.Match[str]]:
    """Every passage as written, then those hidden behind hyphens: "bon-us"."""
    yield from pattern.finditer(sentence)
    for whole in (_HYPHEN.sub("", sentence), _CHAIN.sub(lambda found: found.group().replace("-", " "), sentence)):
        yield from pattern.finditer(whole) if whole != sentence else ()


def sentences(text: str) -> Iterator[str]:
    """A dot inside a figure or a name ends none."""
    return (sentence for _, sentence in placed_sentences(text))


def placed_sentences(text: str) -> Iterator[tuple[int, str]]:
    """Each sentence with the place where it starts."""
    return ((found.start(), found.group()) for found in _SENTENCE.finditer(text))


def blanked(text: str, places: Iterable[tuple[int, int]]) -> str:
    """The text, same length and lines, with blanks in these places."""
    for start, end in places:
        blank = "".join(sign if sign == "\n" else " " for sign in text[start:end])
        text = text[:start] + blank + text[end:]
    return text


def parts(sentence: str) -> Iterator[str]:
    """What commas and "and" hold together."""
    return (found.group() for found in _PART.finditer(sentence))

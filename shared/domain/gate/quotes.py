"""What the mail quotes of the creator's own words: theirs, so it promises nothing of ours."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import Final

from shared.domain.gate.clauses import blanked

_SPOKE: Final = r"(?:wrote|said|put|asked|noted|mentioned|told us|replied|explained|pointed out|called|described)"
_SOURCE: Final = r"(?:words|note|message|mail|email|e-mail|reply|question|point|line|request)"
_INLINE: Final = re.compile(
    rf"\b(?:you(?:['’]ve| have)? {_SPOKE}|your (?:own |last )?{_SOURCE})\b(?:(?!\b(?:we|our|us)\b)[^\"“”.!?\n]){{0,40}}"
    r"(?P<quote>[\"“][^\"“”\n]{1,400}[\"”])",
    re.IGNORECASE,
)
_BLOCK: Final = re.compile(r"^[^\n>]*\bwrote:[ \t]*\n(?:[ \t]*\n)*(?P<quote>(?:[ \t]*>[^\n]*(?:\n|\Z))+)", re.MULTILINE)
_ATTRIBUTION: Final = re.compile(r"^[ \t]*On [^\n>$€£¥₹]{5,120} wrote:[ \t]*$(?=\n[ \t\n]*\Z)", re.MULTILINE)


def without_quotes(prose: str, their_words: str | None) -> str:
    """The prose, same length, with their words blanked out.

    their_words: the text that they wrote, where it is known; a quote that does not stand in it is ours after all.
    """
    for start, end in _quotes(prose):
        if their_words is None or _plain(prose[start:end]) in _their_plain(their_words):
            prose = blanked(prose, ((start, end),))
    return _ATTRIBUTION.sub(lambda found: " " * len(found.group()), prose)


def _quotes(prose: str) -> Iterator[tuple[int, int]]:
    for pattern in (_INLINE, _BLOCK):
        for found in pattern.finditer(prose):
            yield found.span("quote")


@lru_cache(maxsize=4)  # a long conversation is the same for each quote and each check of a mail
def _their_plain(their_words: str) -> str:
    return _plain(their_words)


def _plain(text: str) -> str:
    return " ".join(re.sub(r"^[ \t]*>", " ", text, flags=re.MULTILINE).strip(' "“”\n').casefold().split())

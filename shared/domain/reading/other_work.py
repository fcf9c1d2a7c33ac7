"""Posts of another kind than the package has, or of some of its kinds alone, in the words of a mail."""

import re
from collections.abc import Iterator, Set
from typing import Final

from shared.domain.package import DeliverableType

_KINDS: Final = {
    re.compile(words, re.IGNORECASE): frozenset(kinds)
    for words, kinds in (
        (r"(?<!per )\breels?\b", {DeliverableType.INSTAGRAM_REEL}),
        (r"\bstor(?:y|ies)\b", {DeliverableType.INSTAGRAM_STORY, DeliverableType.TIKTOK_STORY}),
        (r"\b(?:carousels?|(?:feed|static|grid) posts?)\b", {DeliverableType.INSTAGRAM_POST}),
        (r"\btik ?toks?\b", {DeliverableType.TIKTOK_VIDEO, DeliverableType.TIKTOK_STORY}),
        (r"\bshorts\b|\byoutube short\b", {DeliverableType.YOUTUBE_SHORT}),
        (r"\bintegrations?\b", {DeliverableType.YOUTUBE_INTEGRATION}),
        (r"\bdedicated\b", {DeliverableType.YOUTUBE_DEDICATED}),
        (
            r"\b(?:blog|newsletter|podcast|article|live ?streams?|webinar|pinterest|facebook|linkedin|ugc"
            r"|raw footage)\b",
            set(),
        ),
    )
}
_WHOLE: Final = re.compile(
    r"\b(?:packages?|everything|all(?! i)|bundle|both|total|whole|together|combined|altogether)\b", re.IGNORECASE
)


def other_work(text: str, package: Set[DeliverableType]) -> Iterator[str]:
    """The words, where they leave something of the package out or name what is not in it; none where it is empty."""
    found = [(match, kinds & package) for words, kinds in _KINDS.items() for match in words.finditer(text)]
    if not package or not found:
        return
    named = frozenset(kind for _, kinds in found for kind in kinds)
    strange = [match.group() for match, kinds in found if not kinds]
    partly = named < package and _WHOLE.search(text) is None
    yield from strange or ([found[0][0].group()] if partly else [])

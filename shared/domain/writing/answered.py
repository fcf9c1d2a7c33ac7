"""Whether a mail tells the facts that were asked for: every figure of a fact, and most of its words."""

import re
from collections.abc import Iterator, Sequence
from decimal import ROUND_CEILING, Decimal
from typing import Final

from shared.domain.decision import Answer
from shared.domain.gate import Check, GateFailure

# A fact may be put in other words, but not in wholly other ones: "The client approves the content before it is
# published" is told by "you'd send the content to the client for approval before it's published".
LEAST_SHARE: Final = Decimal("0.5")

_FIGURE: Final = re.compile(r"\d+(?:[.,]\d+)*")
_WORD: Final = re.compile(r"[^\W\d_]{4,}")
_SAID_BY_ALL: Final = re.compile(
    r"about|after|also|been|before|content|does|each|from|have|here|into|must|only|over|package|than|that|their|them"
    r"|then|there|these|they|this|those|what|when|which|will|with|within|your",
    re.IGNORECASE,
)
_STEM_LETTERS: Final = 5


def unanswered(prose: str, answers: Sequence[Answer]) -> Iterator[GateFailure]:
    """A failure for each answer whose fact *prose* does not tell: a line of the terms block answers nobody."""
    figures, words = set(_FIGURE.findall(prose)), _stems(prose)
    for answer in answers:
        missing = [figure for figure in _FIGURE.findall(answer.fact) if figure not in figures]
        stems = _stems(answer.fact)
        least = int((len(stems) * LEAST_SHARE).to_integral_value(ROUND_CEILING))
        if missing or len(stems & words) < least:
            yield GateFailure(
                check=Check.ANSWER, found="", message=f"answer their question with this fact: {answer.fact}"
            )


def _stems(text: str) -> frozenset[str]:
    """Words without their endings: "published" and "publication" begin alike."""
    words = (word.casefold() for word in _WORD.findall(text))
    return frozenset(word[:_STEM_LETTERS] for word in words if not _SAID_BY_ALL.fullmatch(word))

"""How a person writes, measured from their own words; what is handed on is a word of ours, never a word of theirs."""

import re
from enum import StrEnum
from typing import Final

# Mails of creators have some 60 words; half of that is short, three times as much is long.
MOST_WORDS_OF_SHORT: Final = 30
LEAST_WORDS_OF_LONG: Final = 180

_WORD: Final = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)?")
_EMOJI: Final = re.compile("[\U0001f300-\U0001faff\u2600-\u27bf]|(?<!\\S)[:;][-']?[)D](?!\\S)")
_FORMAL: Final = re.compile(
    r"^\s*(?:dear|good (?:morning|afternoon|evening))\b|\b(?:kind|best|warm) regards\b|\b(?:yours )?sincerely\b"
    r"|\bi (?:would|am writing|look forward)\b|\bplease (?:find|note|advise|let us know)\b|\bregarding\b|\bpursuant\b",
    re.IGNORECASE | re.MULTILINE,
)
_INFORMAL: Final = re.compile(
    r"^\s*(?:hey|heya|hiya|yo|sup)\b|\b(?:thx|tysm|ty|lol|haha+|gonna|wanna|gotta|yeah|yep|nope|cool|awesome|super"
    r"|omg|btw|lmk|pls|u|ur|sooo*|cheers)\b|!{2,}|\b(?:i|we|you|that|it|let)['’](?:m|re|ll|d|s|ve)\b|\bdon['’]t\b",
    re.IGNORECASE | re.MULTILINE,
)


class Style(StrEnum):
    """What the writer is told of it."""

    SHORT = "short"
    LONG = "long"
    FORMAL = "formal"
    INFORMAL = "informal"
    EMOJI = "with emoji"


def style_of(text: str) -> tuple[Style, ...]:
    """What stands out in the new text of a mail; empty when nothing does."""
    words = len(_WORD.findall(text))
    formal, informal = len(_FORMAL.findall(text)), len(_INFORMAL.findall(text))
    seen = (
        (Style.SHORT, 0 < words <= MOST_WORDS_OF_SHORT),
        (Style.LONG, words >= LEAST_WORDS_OF_LONG),
        (Style.FORMAL, formal > informal),
        (Style.INFORMAL, informal > formal),
        (Style.EMOJI, _EMOJI.search(text) is not None),
    )
    return tuple(style for style, applies in seen if applies)

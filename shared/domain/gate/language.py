"""A mail is in English, every paragraph of it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from shared.domain.gate.terms import Check, Draft, GateFailure, GateTerms
from shared.domain.mail.language import detect_language

# The commonest words of English mail; about half of the words of any sentence are among them.
_COMMON_WORDS: Final = (
    "the a an and or but of to in on at for from with by as if so is are was were be been am it its this "
    "that these those you your yours we our ours us i my me they their he she his her not no can could "
    "will would may might do does did have has had just all any more than then there here what which who "
    "how when where why also very great thanks thank please hi hello best let know work offer love would "
    "about out up into over back one two both s re ll ve d m t see "
)
_COMMON: Final = frozenset(_COMMON_WORDS.split())
_WORD: Final = re.compile(r"[^\W\d_]+")
_ADDRESS: Final = re.compile(r"\S*[@/]\S*")
_FEWEST_WORDS: Final = 5
_COMMON_SHARE: Final = 0.15


def check_language(draft: Draft, _: GateTerms) -> Iterator[GateFailure]:
    """Judged by its small words first, so that the model of languages is loaded only for what looks foreign."""
    for paragraph in re.split(r"\n\s*\n|(?<=[.!?])\s+", draft.said):
        found_words = _WORD.findall(_ADDRESS.sub(" ", paragraph))
        words = [word.lower() for word in found_words if word.islower() or word is found_words[0]]
        common = sum(word in _COMMON for word in words)
        if len(words) < _FEWEST_WORDS or common > len(words) * _COMMON_SHARE:
            continue
        language = detect_language(paragraph.lower(), context="")
        if language not in {"en", None}:
            found = " ".join(paragraph.split())[:80]
            yield GateFailure(check=Check.LANGUAGE, found=found, message="not in English; write it in English")

"""Where the content is posted: on the platforms of the package alone."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from shared.domain.gate.clauses import all_found_in, is_refused, refuses, sentences
from shared.domain.gate.durations import spans_of
from shared.domain.gate.mentions import PLATFORMS
from shared.domain.gate.quantities import package_of
from shared.domain.gate.terms import Check, Draft, GateFailure, GateTerms

_NETWORKS: Final = r"facebook|pinterest|snapchat|linkedin|twitter|twitch"
# Beside a request these are places, too; elsewhere they are words of everyday speech.
_ASKED_PLACES: Final = rf"{_NETWORKS}|x|threads|{'|'.join(PLATFORMS)}|your (?:blog|newsletter|podcast|website)"
_ASKED: Final = re.compile(
    r"\b(?:please|need|want|like you to|love you to|ask you to|expect|could you|would you|you (?:would|will|can"
    r"|could|may)|you['’](?:d|ll))\b[^.!?\n]{0,30}"
    r"\b(?:re-?post|cross[- ]?post|share|post|publish|upload|put)\b[^.!?\n]{0,20}\b(?:on|to) "
    rf"(?:your )?(?P<place>{_ASKED_PLACES})\b",
    re.IGNORECASE,
)
_TOLD: Final = re.compile(
    r"\b(?:post|share|reel|video|story|content|it|live|run|upload|publish)\w*\b[^.!?\n]{0,20}"
    rf"\b(?:on|to) (?P<place>{_NETWORKS})\b",
    re.IGNORECASE,
)


def check_places(draft: Draft, terms: GateTerms) -> Iterator[GateFailure]:
    """Nobody is asked to post elsewhere, and nothing is said to stand elsewhere but what the terms say so of."""
    told = [_TOLD.search(phrase) for phrase in terms.allowed_phrases if not refuses(phrase)]
    granted = {found["place"].lower(): spans_of(found.string) for found in told if found is not None}
    for sentence in sentences(draft.said):
        for asked in all_found_in(_ASKED, sentence):
            if _is_elsewhere(asked["place"].lower(), terms):
                yield _failure(asked.group())
        for found in all_found_in(_TOLD, sentence):
            if not is_refused(found) and not _is_granted(found, granted):
                yield _failure(found.group())


def _is_elsewhere(place: str, terms: GateTerms) -> bool:
    """Of our platforms only where the package is known."""
    platforms = {kind.platform for line in package_of(terms) for kind in line.types}
    return place not in PLATFORMS or (bool(platforms) and PLATFORMS[place] not in platforms)


def _is_granted(found: re.Match[str], granted: dict[str, set[tuple[int, str]]]) -> bool:
    place = found["place"].lower()
    return place in granted and spans_of(found.string) <= granted[place]


def _failure(found: str) -> GateFailure:
    message = "another platform than that of the package; leave it out"
    return GateFailure(check=Check.DELIVERABLES, found=found, message=message)

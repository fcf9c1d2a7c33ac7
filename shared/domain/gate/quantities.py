"""How many of what the mail speaks of: the package that was decided, and nothing beside it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import combinations
from typing import Final

from shared.domain.gate.clauses import blanked, lead_of, trail_of
from shared.domain.gate.mentions import GENERIC, Mention, mentions, single_mentions
from shared.domain.gate.terms import PACKAGED, Check, Draft, GateFailure, GateTerms
from shared.domain.package import DeliverableType as Type

_THEIR_OWN: Final = re.compile(
    r"\byour (?:last|latest|recent|past|previous|earlier|older|other|most recent|top|first)\b[^.!?]*\Z"
    r"|\b(?:across|over)[^.!?]{0,12}\Z|\b(?:views|average|reach|engagement)\b[^.!?]*\b(?:per|on|of)[^.!?]{0,10}\Z"
    r"|\byou(?:['’]ve| have|['’]d| had)? (?:just |recently |already |ever )?(?:posted|shared|made|published|did|done"
    r"|filmed|put|created|ran|uploaded|wrote|shot)\b(?:(?!\bwe\b|\bour\b).)*\Z",
    re.IGNORECASE,
)
_THEY_DID: Final = re.compile(
    r"\A[^.!?]{0,25}\b(?:you(?:['’]ve| have)? (?:just |recently |already )?(?:posted|shared|made|published|did|filmed"
    r"|created|uploaded|ran|shot)|of yours)\b",
    re.IGNORECASE,
)
_THEY_NAMED: Final = re.compile(
    r"\b(?:you(?:['’]ve| have|['’]d| had)? (?:asked|quoted|mentioned|named|proposed|requested|wanted|suggested|offered"
    r"|wrote|said|put forward|sent)|you(?:['’]re| are| were) (?:asking|looking|offering|proposing)"
    r"|your (?:\w+ )?(?:rates?|asks?|quotes?|prices?|fees?|proposal|request|suggestion|idea|question|package|offer))\b"
    r"(?:(?!\b(?:we|we['’]\w+|our|us|(?:would like|want|like) to|come back)\b).)*\Z",
    re.IGNORECASE,
)
_REFUSED: Final = re.compile(
    r"\b(?:no|without|instead of|rather than|cannot|unable|not(?! (?:just|only|merely)))\b"
    r"|n['’]t\b(?! (?:just|only|wait))",
    re.IGNORECASE,
)
# "We may share the Reel" says what it is used for, not that it is made.
_USED: Final = re.compile(
    r"\b(?:use|using|run|running|share|sharing|re-?post|re-?posting|boost|boosting|feature)(?: of)? *\Z", re.IGNORECASE
)
_IS_USED: Final = re.compile(
    r"\A (?:(?:may|can|could|would|will|might) (?:also )?be|is|gets) (?:used|run|shared|re-?posted|boosted|featured)\b",
    re.IGNORECASE,
)
# The package is made once: "one Reel per week" is more of it.
_REPEATED: Final = re.compile(
    r"\A (?:(?:per|a|an|each|every) (?:single )?(?:day|week|month|quarter|year)|daily|weekly|monthly)\b", re.IGNORECASE
)


def check_quantities(draft: Draft, terms: GateTerms) -> Iterator[GateFailure]:
    """Every number of deliverables in the prose is one of the package, or clearly theirs."""
    package = package_of(terms)
    for found in mentions(draft.said) if package else ():
        repeated = _REPEATED.match(draft.said[found.end :]) is not None
        if (repeated or not _fits(found, package)) and not _is_theirs(found, draft.said):
            message = f"not the decided package ({', '.join(terms.deliverables)}); keep to it"
            yield GateFailure(check=Check.DELIVERABLES, found=found.text, message=message)


def check_deliverables(draft: Draft, terms: GateTerms) -> Iterator[GateFailure]:
    """An opening, counter or agreement names every line of the package with its number."""
    if terms.stage not in PACKAGED:
        return
    text, package = " ".join(draft.text.split()), package_of(terms)
    named = (*mentions(draft.text), *mentions(text), *_our_singles(text))
    for label in terms.deliverables:
        words = re.escape(" ".join(label.split()))
        literal = re.search(rf"(?<![\w.,])(?<!\d-){words}(?!\w)", text, re.IGNORECASE)
        line = _line(label)
        if not literal and not (line and any(_names(one, line, package) for one in named)):
            yield GateFailure(check=Check.DELIVERABLES, found="", message=f"the terms must name: {label}")


def package_of(terms: GateTerms) -> tuple[Mention, ...]:
    """The decided lines; empty when one of them is in words that say nothing certain."""
    lines = [_line(label) for label in terms.deliverables]
    known = [line for line in lines if line is not None and line.quantity is not None and line.types]
    return tuple(known) if len(known) == len(lines) else ()


def without_package(draft: Draft, terms: GateTerms) -> str:
    """What the mail says without what fits the package: the "1x" of "1x Instagram Reel" multiplies nothing."""
    package = package_of(terms)
    fitting = (found for found in mentions(draft.said) if package and _fits(found, package))
    return blanked(draft.said, ((found.start, found.end) for found in fitting))


def is_of_package(sentence: str, terms: GateTerms) -> bool:
    """Whether every number of deliverables in it is one of the package."""
    package = package_of(terms)
    return bool(package) and all(_fits(found, package) for found in mentions(sentence))


def _line(label: str) -> Mention | None:
    return next(iter(mentions(label)), None)


def _our_singles(text: str) -> Iterator[Mention]:
    return (one for one in single_mentions(text) if not (_is_theirs(one, text) or _is_used(one, text)))


def _is_used(found: Mention, text: str) -> bool:
    return bool(_USED.search(text[: found.start]) or _IS_USED.match(text[found.end :]))


def _names(found: Mention, line: Mention, package: tuple[Mention, ...]) -> bool:
    """Among the kinds of this package, it can mean this line alone."""
    if found.quantity != line.quantity or found.ordinal:
        return False
    if found.noun == "post" and Type.INSTAGRAM_POST in line.types & found.types:
        return True
    if found.noun in GENERIC and len(found.types) > 1:
        return False
    kinds = frozenset[Type]().union(*(one.types for one in package)) if package else found.types
    return found.types & kinds == line.types


def _fits(found: Mention, package: tuple[Mention, ...]) -> bool:
    if found.quantity is None:
        return False
    lines = [line for line in package if line.types & found.types]
    if found.noun == "post":  # every kind is a post, but where Instagram posts are in the package, they are meant
        lines = [line for line in lines if Type.INSTAGRAM_POST in line.types] or lines
    counts = [line.quantity or 0 for line in lines]
    if found.ordinal:
        return found.quantity <= sum(counts)
    return any(sum(some) == found.quantity for size in range(1, len(counts) + 1) for some in combinations(counts, size))


def _is_theirs(found: Mention, text: str) -> bool:
    """Their earlier work, what they asked, or what we say no to."""
    lead, trail = lead_of(text, found.start), trail_of(text, found.end)
    own = _THEIR_OWN.search(lead) or _THEY_DID.match(trail) or _THEY_NAMED.search(lead)
    return bool(own or _REFUSED.search(lead))

"""How long content is used, and for what: as long as the terms say."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from shared.domain.gate.clauses import parts, sentences
from shared.domain.gate.durations import WITHOUT_END, Span, durations, spans_of
from shared.domain.gate.payment import PAYS
from shared.domain.gate.terms import Draft, GateFailure, GateTerms, not_in_terms
from shared.domain.gate.usage import USES, usage_statements
from shared.domain.gate.usage_statement import usage_fault
from shared.domain.package import UsageRights

# The kinds of use as the terms name them.
_KINDS: Final = {
    "paid": re.compile(r"\bpaid (?:usage|use|ads?|media)\b|\bin (?:our )?ads\b|\bas (?:an )?ads?\b", re.IGNORECASE),
    "whitelisting": re.compile(r"\bwhite-?list\w*|\bspark ads?\b", re.IGNORECASE),
    "organic": re.compile(r"\borganic\w*|\bown(?:ed)? (?:social )?(?:channels?|feeds?|pages?)\b", re.IGNORECASE),
}
# Content is used for so many days, never until something happens.
_RIGHT: Final = re.compile(r"\brights?\b|\busage\b|\b(?:use|run|share) (?:it|the \w+|your \w+)\b", re.IGNORECASE)
_ENDS: Final = re.compile(
    r"\b(?:once|when|until|till) [^.,;!?\n]{1,30}\b(?:over|ends|ended|finish\w*|done|complete)\b"
    r"|\buntil (?:the )?(?:end|you|we)\b|\brenew\w*\b",
    re.IGNORECASE,
)


def check_usage(draft: Draft, terms: GateTerms) -> Iterator[GateFailure]:
    """Where the prose names a right, what it says of it is true; and nothing else is used longer than the terms say."""
    if terms.usage_rights is not None:
        yield from _wrong_rights(draft, terms, terms.usage_rights)
    yield from _other_uses(draft, terms)


def _wrong_rights(draft: Draft, terms: GateTerms, rights: UsageRights) -> Iterator[GateFailure]:
    """A right that is granted for another time than it is, or not at all; and a time that stands for itself."""
    known = {span for phrase in terms.allowed_phrases for span in spans_of(phrase)}
    named = {one.right for sentence in sentences(draft.said) for one in usage_statements(sentence) if one.right}
    for sentence in sentences(draft.said):
        for told in usage_statements(sentence):
            if not told.holds_beside(named, rights):
                yield not_in_terms(told.text, usage_fault(told, rights))
        if _RIGHT.search(sentence) and (ends := _ENDS.search(sentence)):
            yield not_in_terms(ends.group(), "how long content is used is not what the terms say; leave it out")
        for part in parts(sentence):
            alone = [one for one in durations(part) if one.text == part.strip() and one.span not in known]
            yield from (not_in_terms(one.text, "a time that is not in the terms; leave it out") for one in alone)


def _other_uses(draft: Draft, terms: GateTerms) -> Iterator[GateFailure]:
    """What is not told as one of the rights: "we keep it for a year"."""
    known = [part for phrase in terms.allowed_phrases for part in phrase.split(",") if USES.search(phrase)]
    for sentence in sentences(draft.open):
        for part in parts(sentence):
            if not USES.search(part) or PAYS.search(part):
                continue
            allowed = _allowed(part, known)
            for found in durations(part):
                if found.span not in allowed:
                    yield not_in_terms(found.text, "how long content is used is not what the terms say; leave it out")
            forever = WITHOUT_END.search(part)
            if forever and not any(WITHOUT_END.search(phrase) for phrase in known):
                yield not_in_terms(forever.group(), "no use without an end is in the terms; leave it out")


def _allowed(part: str, known: list[str]) -> set[Span]:
    kinds = [pattern for pattern in _KINDS.values() if pattern.search(part)]
    phrases = [phrase for phrase in known if not kinds or any(kind.search(phrase) for kind in kinds)]
    return {span for phrase in phrases for span in spans_of(phrase)}

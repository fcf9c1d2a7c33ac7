"""An offer is stated whole: what is in the terms is named, so that a term that is left out counts as changed."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from shared.domain.gate.clauses import sentences
from shared.domain.gate.payment import names_payment
from shared.domain.gate.product import names_product
from shared.domain.gate.terms import PACKAGED, Check, Draft, GateFailure, GateTerms
from shared.domain.gate.usage import usage_statements
from shared.domain.negotiation import Stage
from shared.domain.package import Duration
from shared.domain.reading.facts import Right
from shared.domain.terms.words import DURATION_NAMES, RIGHT_NAMES, right_of

# "- Payment: net 30", "Fee: $1,500": this many of them are a list of the terms.
_LISTED: Final = re.compile(r"^[ \t]*(?:[-*•–]|\d+[.)])[ \t]+\S|^[ \t]*[A-Z][\w ]{1,25}:[ \t]+\S", re.MULTILINE)
_LEAST_LISTED: Final = 3


def check_complete(draft: Draft, terms: GateTerms) -> Iterator[GateFailure]:
    """Beside fee and deliverables, an opening, an agreement and any list of terms name every term.

    A counter in prose may move the price alone: the other terms then stand as they were named before. Where it names
    a right, the product or the payment, it names every one of them. A mail with the terms block that code rendered is
    whole when the block is.
    """
    if terms.stage not in PACKAGED or terms.required_lines:
        return
    every = terms.stage != Stage.COUNTER or len(_LISTED.findall(draft.text)) >= _LEAST_LISTED
    told = dict(_terms(draft.text, terms))
    if not every and not any(told.values()):
        return
    for name, is_named in told.items():
        if not is_named:
            yield GateFailure(check=Check.TERMS, found="", message=f"the terms must name: {name}")


def _terms(text: str, terms: GateTerms) -> Iterator[tuple[str, bool]]:
    """What has to be named, and whether it is."""
    yield from _rights(text, terms)
    if terms.product:
        yield f"the product, {terms.product}", names_product(text, terms)
    if terms.payment_terms:
        yield f"payment, {terms.payment_terms}", names_payment(text, terms.payment_terms)


def _rights(text: str, terms: GateTerms) -> Iterator[tuple[str, bool]]:
    rights = terms.usage_rights
    if rights is None:
        return
    told = [one for sentence in sentences(text) for one in usage_statements(sentence)]
    for right in Right:
        duration = right_of(rights, right)
        if duration is not Duration.NOT_REQUIRED:
            named = any(one.names(right, rights) for one in told)
            yield f"{RIGHT_NAMES[right]}, {DURATION_NAMES[duration]}", named

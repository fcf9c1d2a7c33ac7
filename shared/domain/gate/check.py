"""The gate that every mail passes before it leaves: pure, deterministic, over the whole text."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Final

from shared.domain.gate.acts import check_acts
from shared.domain.gate.characters import check_characters, skeleton, skeleton_terms
from shared.domain.gate.claims import check_claims
from shared.domain.gate.complete import check_complete
from shared.domain.gate.contents import (
    MOST_CHARACTERS,
    check_closing,
    check_contact,
    check_emails,
    check_length,
    check_links,
    check_phones,
    check_placeholders,
)
from shared.domain.gate.dates import check_dates
from shared.domain.gate.draft import draft_of
from shared.domain.gate.figures import (
    check_money,
    check_offer,
    check_other_money,
    check_percent,
    check_private,
    check_terms,
)
from shared.domain.gate.language import check_language
from shared.domain.gate.names import check_dealings, check_greeting, check_other_creators
from shared.domain.gate.payment import check_payment
from shared.domain.gate.places import check_places
from shared.domain.gate.product import check_given
from shared.domain.gate.promises import check_commitments
from shared.domain.gate.provisos import check_provisos
from shared.domain.gate.quantities import check_deliverables, check_quantities
from shared.domain.gate.requests import check_requests
from shared.domain.gate.roles import check_roles
from shared.domain.gate.stances import check_exit, check_stage, check_their_ask
from shared.domain.gate.statements import check_statements
from shared.domain.gate.terms import Check, Draft, GateFailure, GateTerms
from shared.domain.gate.usage_times import check_usage
from shared.domain.gate.words import check_words

# The break within a paragraph: behind a line this long, before one that is no list, label or quote.
_WRAP: Final = re.compile(r"(?<=[^\n]{55}[^\n.!?:])\n(?![ \t]*(?:[-*•–>|#✀-➿🌀-🫿]|\d+[.)] |[A-Z][\w ]{1,25}: |\n|\Z))")

# What is ten times too long is refused for that alone: reading it would take minutes.
_MOST_READ: Final = 10 * MOST_CHARACTERS

_TOLD_BY: Final = 40  # characters by which a passage is known again

_Checker = Callable[[Draft, GateTerms], Iterator[GateFailure]]

CHECKS: Final[tuple[_Checker, ...]] = (
    check_length,
    check_characters,
    check_money,
    check_other_money,
    check_roles,
    check_percent,
    check_offer,
    check_their_ask,
    check_stage,
    check_exit,
    check_private,
    check_terms,
    check_complete,
    check_commitments,
    check_acts,
    check_provisos,
    check_requests,
    check_claims,
    check_statements,
    check_words,
    check_given,
    check_usage,
    check_payment,
    check_dates,
    check_deliverables,
    check_quantities,
    check_places,
    check_links,
    check_emails,
    check_phones,
    check_contact,
    check_closing,
    check_placeholders,
    check_language,
    check_greeting,
    check_other_creators,
    check_dealings,
)

# What no text may name that is not one mail's own: for texts that are taught, and are no mails themselves.
ADDRESSES_AND_MONEY: Final = (check_money, check_links, check_emails, check_phones)


def _without(signature: str | None, draft: str) -> str:
    """The draft with a plain closing in place of the mailbox's own one: so a second closing is still seen as one."""
    text = draft.rstrip()
    if not signature or not text.endswith(f"\n{signature}"):
        return draft
    return f"{text.removesuffix(signature)}Best,\n"


def _unwrapped(draft: str, terms: GateTerms) -> str:
    """The draft, same length, with the wrapped lines of a paragraph as one; lines that code rendered stay."""
    rendered = terms.required_lines or any("\n" in phrase for phrase in terms.allowed_phrases)
    return draft if rendered else _WRAP.sub(" ", draft)


def check_mail(draft: str, terms: GateTerms, checks: Sequence[_Checker] = CHECKS) -> tuple[GateFailure, ...]:
    """Everything that keeps this text, or what a reader takes it for, from leaving, each once; empty when it may leave.

    draft: the whole body, prose and terms block and signature. checks: all of them for every mail.
    """
    if not draft.strip():
        return (GateFailure(check=Check.EMPTY, found="", message="the mail is empty"),)
    if len(draft) > _MOST_READ:
        return (GateFailure(check=Check.LENGTH, found="", message=f"{len(draft)} characters are no mail"),)
    draft = _unwrapped(_without(terms.signature, draft), terms)
    views = [(draft_of(draft, terms), terms)]
    bare = skeleton(draft)
    if bare != draft:
        seen = skeleton_terms(terms)
        views.append((draft_of(bare, seen), seen))
    found = dict.fromkeys(failure for check in checks for failure in _told_once([check(*view) for view in views]))
    others = [_start(failure) for failure in found if failure.found and failure.check is not Check.WORDS]
    return tuple(failure for failure in found if not _is_told(failure, others))


def _is_told(failure: GateFailure, others: Sequence[str]) -> bool:
    """Whether it says of a sentence that its words are not ours, and something else is told of that sentence."""
    if failure.check is not Check.WORDS:
        return False
    sentence = " ".join(failure.found.split())
    return any(other in sentence or sentence.startswith(other) or sentence in other for other in others)


def _start(failure: GateFailure) -> str:
    return " ".join(failure.found.split())[:_TOLD_BY].rstrip(".!?,;: ")


def _told_once(views: Sequence[Iterable[GateFailure]]) -> list[GateFailure]:
    """What one check finds in the mail as written, and in its skeleton only what it did not find there."""
    found, *others = ([*failures] for failures in views)
    told = {_bare(failure) for failure in found}
    return [*found, *(failure for other in others for failure in other if _bare(failure) not in told)]


def _bare(failure: GateFailure) -> tuple[str, str, str]:
    return failure.check, skeleton(failure.message), skeleton(failure.found)

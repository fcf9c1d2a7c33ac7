"""The wording call and the gate: a decided reply becomes a checked mail, or a draft with the list of its faults."""

from dataclasses import dataclass, replace
from typing import Final

from shared.application.language_model import Brief, LanguageModel, Worded
from shared.domain.decision import Reply
from shared.domain.errors import TokensSpent
from shared.domain.gate import Check, GateFailure, GateTerms, check_mail
from shared.domain.reading.facts import ModelUse
from shared.domain.terms.words import deliverable_labels, product_text
from shared.domain.writing.answered import unanswered
from shared.domain.writing.playbook import Voice, tactics_of
from shared.domain.writing.speech import (
    Speech,
    author_of,
    fault_text,
    for_people,
    full_body,
    gate_terms,
    name_of,
    new_facts,
    stated_in,
)

# The design allows one repair with the list of faults; after that a person looks at it.
ATTEMPTS: Final = 2

_NOTHING_FOUND: Final[tuple[GateFailure, ...]] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Wording:
    """A complete mail body and what the gate found in it; *failures* is empty when it may leave.

    Attributes:
        playbook: Version of the playbook that it was worded by.
        signature: As `Speech.signature`.
    """

    body: str
    failures: tuple[str, ...]
    use: tuple[ModelUse, ...]
    playbook: str | None
    signature: str | None = None


def word_reply(model: LanguageModel, speech: Speech) -> Wording:
    """Let the model word the reply, put terms and signature under it, and check the whole."""
    brief, terms = _brief(speech), gate_terms(speech)
    use: list[ModelUse] = []
    body, found, playbook = "", _NOTHING_FOUND, None
    for _ in range(ATTEMPTS):
        # The model is not shown the passages: one that holds a private figure would go out with the request.
        try:
            worded = model.word(replace(brief, failures=tuple(fault_text(failure) for failure in found)))
        except TokensSpent:
            if not use:
                raise
            break  # the draft stays as it is, for a person
        use.append(worded.use)
        playbook = worded.playbook
        body = full_body(worded.text, speech.reply.move, speech.campaign, signature=speech.signature)
        found = _faults(worded, body, terms, speech.reply)
        if not found:
            break
    return Wording(body=body, failures=for_people(found), use=tuple(use), playbook=playbook, signature=speech.signature)


def _faults(worded: Worded, body: str, terms: GateTerms, reply: Reply) -> tuple[GateFailure, ...]:
    if worded.stopped is not None:
        return (GateFailure(check=Check.EMPTY, found="", message=worded.stopped),)
    return (*check_mail(body, terms), *unanswered(worded.text, reply.answers))


def _greeted(speech: Speech) -> str:
    """Their first name; "there" for somebody whose name is not known."""
    name = name_of(author_of(speech), speech.negotiation)
    return name.split()[0] if name.strip() else "there"


def _brief(speech: Speech) -> Brief:
    campaign, negotiation, reply = speech.campaign, speech.negotiation, speech.reply
    stated = stated_in(speech)
    return Brief(
        stage=reply.move.stage,
        platform=negotiation.creator.platform,
        greet=_greeted(speech),
        creator_first_name=negotiation.creator.first_name,
        client_name=campaign.client_name,
        sender_name=campaign.sender_name,
        offer=reply.move.offer.display() if reply.move.offer else None,
        their_ask=reply.their_ask.display() if reply.their_ask else None,
        deliverables=deliverable_labels(stated),
        product=product_text(stated),
        changes=new_facts(campaign, reply.move),
        tactics=tactics_of(reply.move),
        answers=tuple((answer.question, answer.fact) for answer in reply.answers),
        unclear_points=reply.unclear_points,
        their_summary=speech.summary,
        tone=Voice((author_of(speech).role if speech.author else negotiation.counterparty).value),
        their_style=tuple(style.value for style in speech.style),
    )

"""The wording call and the gate: a decided reply becomes a checked mail, or a draft with the list of its faults."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final

from shared.application.ports import Brief, LanguageModel, Worded
from shared.domain.answered import unanswered
from shared.domain.campaign import Campaign
from shared.domain.decision import Reply
from shared.domain.errors import TokensSpent
from shared.domain.gate import Check, GateFailure, GateTerms, check_mail
from shared.domain.levers import shared_cpm
from shared.domain.money import Money
from shared.domain.negotiation import Move, Negotiation, Stage
from shared.domain.participants import Participant, addressee
from shared.domain.playbook import Voice, tactics_of
from shared.domain.pricing import Limits
from shared.domain.reading import ModelUse
from shared.domain.stand import price_limits
from shared.domain.style import Style
from shared.domain.terms import Lever, Stated, stated_so_far
from shared.domain.terms.words import deliverable_labels, lever_text, product_text, terms_block, total_text

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


@dataclass(frozen=True, slots=True, kw_only=True)
class Speech:
    """One reply to be worded: what was decided, for whom, in which campaign.

    Attributes:
        summary: What they wrote, as it was understood.
        their_words: New text of the mails that it answers, for the gate alone: nothing else may be quoted as theirs.
        author: Address of whoever wrote the mail that it answers; None: it answers none.
        to: Addresses that it may greet, of a mail that was worded before; empty: its author, and whom our next mail
            goes to.
        style: How that mail was written.
        signature: What people set for the mailbox; None: signed as the campaign's sender.
    """

    campaign: Campaign
    negotiation: Negotiation
    reply: Reply
    summary: str | None = None
    their_words: str = ""
    author: str | None = None
    to: tuple[str, ...] = ()
    style: tuple[Style, ...] = ()
    signature: str | None = None


def word_reply(model: LanguageModel, speech: Speech) -> Wording:
    """Let the model word the reply, put terms and signature under it, and check the whole."""
    brief, terms = _brief(speech), gate_terms(speech)
    signature = speech.signature or plain_signature(speech.campaign)
    use: list[ModelUse] = []
    body, found, playbook = "", _NOTHING_FOUND, None
    for _ in range(ATTEMPTS):
        # The model is not shown the passages: one that holds a private figure would go out with the request.
        try:
            worded = model.word(replace(brief, failures=tuple(_fault(failure) for failure in found)))
        except TokensSpent:
            if not use:
                raise
            break  # the draft stays as it is, for a person
        use.append(worded.use)
        playbook = worded.playbook
        body = full_body(worded.text, signature, speech.reply.move)
        found = _faults(worded, body, terms, speech.reply)
        if not found:
            break
    return Wording(
        body=body, failures=_for_people(found), use=tuple(use), playbook=playbook, signature=speech.signature
    )


def _faults(worded: Worded, body: str, terms: GateTerms, reply: Reply) -> tuple[GateFailure, ...]:
    if worded.stopped is not None:
        return (GateFailure(check=Check.EMPTY, found="", message=worded.stopped),)
    return (*check_mail(body, terms), *unanswered(worded.text, reply.answers))


def plain_signature(campaign: Campaign) -> str:
    """What stands under a mail of a mailbox for which nothing else was set."""
    return f"Best,\n{campaign.sender_name}"


def full_body(prose: str, signature: str, move: Move) -> str:
    """Prose, terms block, signature: the exact text that leaves."""
    parts = (prose.strip(), terms_block(move.stage, move.terms), signature)
    return "\n\n".join(part for part in parts if part) + "\n"


def gate_failures(body: str, speech: Speech) -> tuple[str, ...]:
    """What keeps this body from leaving, in words, each with its passage; empty when it may leave."""
    return _for_people(check_mail(body, gate_terms(speech)))


def _for_people(found: Sequence[GateFailure]) -> tuple[str, ...]:
    return tuple(f"{_fault(one)}: {one.found}" if one.found else _fault(one) for one in found)


def _fault(failure: GateFailure) -> str:
    return f"{failure.check}: {failure.message}"


def gate_terms(speech: Speech) -> GateTerms:
    """What this mail may and must say."""
    campaign, negotiation, reply = speech.campaign, speech.negotiation, speech.reply
    offer, stated = reply.move.offer, _stated(campaign, negotiation, reply)
    block, product = terms_block(reply.move.stage, reply.move.terms), stated.product
    return GateTerms(
        creator_name=_addressee(negotiation),
        currency=campaign.currency,
        stage=reply.move.stage.value,
        offer=offer,
        their_ask=reply.their_ask,
        allowed_amounts=(product.value,) if product and product.value else (),
        product=product.description if product else "",
        usage_rights=stated.usage_rights,
        payment_terms=stated.facts.payment_terms,
        private_amounts=_private(campaign, negotiation),
        deliverables=deliverable_labels(stated),
        shared_cpm=shared_cpm(campaign) if reply.move.lever is Lever.SHARE_CPM else None,
        required_lines=tuple(block.splitlines()),
        greeted=_greetable(speech),
        recipient_names=tuple(person.name for person in negotiation.participants if person.name),
        other_names=tuple(name for name in campaign.creator_names if name != negotiation.creator.name),
        own_names=(campaign.client_name, campaign.sender_name),
        allowed_phrases=(
            *block.splitlines(),
            *(answer.fact for answer in reply.answers),
            *new_facts(campaign, reply.move),
        ),
        their_words=speech.their_words,
        signature=speech.signature,
    )


def new_facts(campaign: Campaign, move: Move) -> tuple[str, ...]:
    """What is new in the offer beside its price, or comes with it, as it may be told word for word; empty: nothing."""
    total = total_text(move.terms) if move.terms and move.stage in {Stage.COUNTER, Stage.AGREEMENT} else None
    return tuple(text for text in (_lever_fact(campaign, move), total) if text is not None)


def _lever_fact(campaign: Campaign, move: Move) -> str | None:
    cpm = shared_cpm(campaign)
    if move.lever is Lever.SHARE_CPM and cpm is not None:
        return f"We plan this campaign with a CPM of {cpm.display()}."
    return None if move.lever is None or move.terms is None else lever_text(move.lever, move.terms)


def _private(campaign: Campaign, negotiation: Negotiation) -> tuple[Money, ...]:
    budget = campaign.budget
    packages = {campaign.deliverables, *(entry.terms.deliverables for entry in negotiation.ledger if entry.terms)}
    rooms = [price_limits(campaign, negotiation.creator, package) for package in packages]
    limits = [
        one for room in rooms if isinstance(room, Limits) for one in (room.floor, room.ceiling, room.hard_ceiling)
    ]
    return tuple({amount for amount in (budget.total, budget.minimum_cost, budget.approval_cap, *limits) if amount})


def _addressee(negotiation: Negotiation) -> str:
    return negotiation.participants[0].name or negotiation.creator.name


def _author(speech: Speech) -> Participant:
    """Whom the mail answers; whom it goes to where it answers none of them."""
    people = speech.negotiation.participants
    return next((person for person in people if person.email == speech.author), addressee(people))


def _greeted(speech: Speech) -> str:
    """Their first name; "there" for somebody whose name is not known."""
    name = _name_of(_author(speech), speech.negotiation)
    return name.split()[0] if name.strip() else "there"


def _greetable(speech: Speech) -> tuple[str, ...]:
    people = speech.negotiation.participants
    addresses = speech.to or (_author(speech).email, addressee(people).email)
    names = (_name_of(person, speech.negotiation) for person in people if person.email in addresses)
    return tuple(dict.fromkeys(name for name in names if name.strip()))


def _name_of(person: Participant, negotiation: Negotiation) -> str:
    is_creator = person.email == negotiation.participants[0].email
    return person.name or (negotiation.creator.name if is_creator else "")


def _stated(campaign: Campaign, negotiation: Negotiation, reply: Reply) -> Stated:
    """The package that the mail is about."""
    return stated_so_far(campaign, reply.move.terms or negotiation.terms)


def _brief(speech: Speech) -> Brief:
    campaign, negotiation, reply = speech.campaign, speech.negotiation, speech.reply
    stated = _stated(campaign, negotiation, reply)
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
        tone=Voice((_author(speech).role if speech.author else negotiation.counterparty).value),
        their_style=tuple(style.value for style in speech.style),
    )

"""One reply to be said: what was decided, for whom, and what its mail may and must say."""

from collections.abc import Sequence
from dataclasses import dataclass

from shared.domain.bargaining.levers import shared_cpm
from shared.domain.bargaining.pricing import Limits
from shared.domain.bargaining.stand import price_limits
from shared.domain.campaign import Campaign
from shared.domain.decision import Reply
from shared.domain.gate import Check, GateFailure, GateTerms, check_mail
from shared.domain.money import Money
from shared.domain.negotiation import Move, Negotiation, Stage
from shared.domain.people.participants import Participant, addressee
from shared.domain.terms import Lever, Stated, stated_so_far
from shared.domain.terms.words import deliverable_labels, lever_text, terms_block, total_text
from shared.domain.writing.style import Style


@dataclass(frozen=True, slots=True, kw_only=True)
class Speech:
    """One reply, in its campaign and negotiation.

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


def plain_signature(campaign: Campaign) -> str:
    """What stands under a mail of a mailbox for which nothing else was set."""
    return f"Best,\n{campaign.sender_name}"


def full_body(prose: str, move: Move, campaign: Campaign, *, signature: str | None) -> str:
    """Prose, terms block, signature: the exact text that leaves; *signature* as in `Speech`."""
    parts = (prose.strip(), terms_block(move.stage, move.terms), signature or plain_signature(campaign))
    return "\n\n".join(part for part in parts if part) + "\n"


def gate_failures(body: str, speech: Speech) -> tuple[str, ...]:
    """What keeps a body that a person may have worded from leaving, each with its passage; empty when it may leave.

    A person's words are their own, so none is held for being one that the model's mails do not use.
    """
    found = check_mail(body, gate_terms(speech))
    return for_people([one for one in found if one.check is not Check.WORDS])


def for_people(found: Sequence[GateFailure]) -> tuple[str, ...]:
    """What the gate found, in words, each with its passage."""
    return tuple(f"{fault_text(one)}: {one.found}" if one.found else fault_text(one) for one in found)


def fault_text(failure: GateFailure) -> str:
    """What is wrong, without the passage."""
    return f"{failure.check}: {failure.message}"


def gate_terms(speech: Speech) -> GateTerms:
    """What this mail may and must say."""
    campaign, negotiation, reply = speech.campaign, speech.negotiation, speech.reply
    offer, stated = reply.move.offer, stated_in(speech)
    block, product = terms_block(reply.move.stage, reply.move.terms), stated.product
    return GateTerms(
        creator_name=name_of(negotiation.participants[0], negotiation),
        currency=campaign.currency,
        stage=reply.move.stage.value,
        offer=offer,
        their_ask=reply.their_ask,
        allowed_amounts=(product.value,) if product and product.value else (),
        product=product.description if product else "",
        usage_rights=stated.usage_rights,
        payment_terms=stated.facts.payment_terms,
        private_amounts=private_amounts(campaign, negotiation),
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


def private_amounts(campaign: Campaign, negotiation: Negotiation) -> tuple[Money, ...]:
    """Limits and budgets that no mail of the negotiation may name."""
    packages = {campaign.deliverables, *(entry.terms.deliverables for entry in negotiation.ledger if entry.terms)}
    rooms = [price_limits(campaign, negotiation.creator, package) for package in packages]
    limits = [
        one for room in rooms if isinstance(room, Limits) for one in (room.floor, room.ceiling, room.hard_ceiling)
    ]
    return tuple({*budget_figures(campaign), *limits})


def budget_figures(campaign: Campaign) -> tuple[Money, ...]:
    """The amounts of the budget, none of which any mail may name."""
    budget = campaign.budget
    return tuple(amount for amount in (budget.total, budget.minimum_cost, budget.approval_cap) if amount)


def author_of(speech: Speech) -> Participant:
    """Whom the mail answers; whom it goes to where it answers none of them."""
    people = speech.negotiation.participants
    return next((person for person in people if person.email == speech.author), addressee(people))


def name_of(person: Participant, negotiation: Negotiation) -> str:
    """Their name; empty where nobody has told it."""
    is_creator = person.email == negotiation.participants[0].email
    return person.name or (negotiation.creator.name if is_creator else "")


def stated_in(speech: Speech) -> Stated:
    """The package that the mail is about."""
    return stated_so_far(speech.campaign, speech.reply.move.terms or speech.negotiation.terms)


def _lever_fact(campaign: Campaign, move: Move) -> str | None:
    cpm = shared_cpm(campaign)
    if move.lever is Lever.SHARE_CPM and cpm is not None:
        return f"We plan this campaign with a CPM of {cpm.display()}."
    return None if move.lever is None or move.terms is None else lever_text(move.lever, move.terms)


def _greetable(speech: Speech) -> tuple[str, ...]:
    people = speech.negotiation.participants
    addresses = speech.to or (author_of(speech).email, addressee(people).email)
    names = (name_of(person, speech.negotiation) for person in people if person.email in addresses)
    return tuple(dict.fromkeys(name for name in names if name.strip()))

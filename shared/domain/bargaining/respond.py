"""The answer to a clear mail about the package on the table: agree, counter, leave, or repeat what stands."""

from dataclasses import replace
from decimal import Decimal
from typing import Final

from shared.domain.bargaining.concession import Bargain, is_acceptable, next_offer
from shared.domain.bargaining.levers import Position, Pull, pulls
from shared.domain.bargaining.pricing import BoundSource, Limits, NoRoom
from shared.domain.bargaining.stand import Stand, bargain_over, price_limits
from shared.domain.decision import Answer, Decision, Escalate, Reason, Reply
from shared.domain.money import Money
from shared.domain.negotiation import Move, Stage
from shared.domain.package import NO_LEVERS
from shared.domain.people.participants import Role
from shared.domain.reading.facts import Topic
from shared.domain.states import Event
from shared.domain.terms import Terms
from shared.domain.terms.words import known_fact

# Under this share of the floor a price is more likely a misreading than a bargain.
LEAST_CREDIBLE: Final = Decimal("0.5")

# Under this share of the floor people are told to look again: teams whose CPM began at $20 took one under $15 for odd.
UNSUSPICIOUS: Final = Decimal("0.75")

# Asked where they named several, or one of which it is not plain whose it is.
WHICH_PRICE: Final = "which of the prices you named is meant for the whole package"

# Replies that only answer questions; whoever asks more than this wants to talk to a person.
ANSWER_CAP: Final = 5


def respond_to_ask(stand: Stand, price: Money, quote: str) -> Decision:
    """Their price for the whole package is taken, countered, left, or shown to a person."""
    if price.amount < stand.limits.floor.amount * LEAST_CREDIBLE:
        return Escalate(reason=Reason.SUSPICIOUSLY_LOW, evidence=quote, their_ask=price)
    if is_acceptable(bargain_over(stand, price), stand.strategy) or _is_our_offer(stand, price):
        return agree(stand, price)
    if stand.limits.ceiling < price <= stand.limits.hard_ceiling and _asks_person_above_ceiling(stand):
        return _above_ceiling(stand, f"they ask {price.display()}", price)
    return _counter(stand, price)


def is_suspiciously_low(rate: Money, limits: Limits) -> bool:
    """Taken all the same, and remarked on; compared as money, so a cent under the mark is under it."""
    return rate.amount < limits.floor.amount * UNSUSPICIOUS


def _asks_person_above_ceiling(stand: Stand) -> bool:
    return stand.campaign.triggers.over_cap or stand.limits.ceiling_source is BoundSource.BUDGET_LEFT


def _is_our_offer(stand: Stand, price: Money) -> bool:
    """What was offered once is not refused when they accept it: a person may have offered more than the agent may."""
    return stand.conceded is None and any(price <= offer for offer in stand.negotiation.offers[-1:])


def agree(stand: Stand, their_ask: Money | None) -> Reply | Escalate:
    """A deal at what they ask; None: at what stands offered."""
    terms = stand.terms.at(their_ask) if their_ask else stand.terms
    if stand.conceded is not None and terms.rate > stand.limits.ceiling:
        return _above_ceiling(stand, f"they want {terms.rate.display()} for less", terms.rate)
    move = Move(stage=Stage.AGREEMENT, event=Event.ACCEPT, terms=terms, lever=stand.lever)
    why, answers = _why(terms.rate, stand.limits), _told(stand, terms)
    return Reply(move=move, their_ask=their_ask, answers=answers, why=why, asked_for=stand.asked_for)


def _why(rate: Money, limits: Limits) -> str:
    low = is_suspiciously_low(rate, limits)
    return "the price is inside the limits" + (", and suspiciously far under the floor" if low else "")


def unanswerable(stand: Stand) -> list[str]:
    """Their questions that the campaign does not answer."""
    questions = stand.reading.questions
    return [
        question.text
        for question in questions
        if question.topic is Topic.OTHER or not known_fact(question.topic, stand.terms, stand.campaign)
    ]


def _told(stand: Stand, terms: Terms) -> tuple[Answer, ...]:
    """Their questions with their answers, by the terms that the mail itself states."""
    asked = stand.reading.questions
    known = [(question, known_fact(question.topic, terms, stand.campaign)) for question in asked]
    return tuple(Answer(question=question.text, fact=fact) for question, fact in known if fact)


def _counter(stand: Stand, ask: Money) -> Decision:
    offers = stand.negotiation.offers
    bargain = bargain_over(stand, ask)
    if offers and offers[-1] > stand.limits.ceiling:
        # A person offered it, or the limit has come down since.
        return _above_ceiling(stand, f"they ask {ask.display()} after our offer of {offers[-1].display()}", ask)
    if bargain.round_number > bargain.round_cap:
        move = Move(stage=Stage.EXIT, event=Event.EXIT, terms=None)
        return Reply(move=move, their_ask=ask, why="they ask more than the limit and every round is used")
    offer = next_offer(bargain, stand.strategy.schedule)
    if isinstance(offer, NoRoom):
        return Escalate(reason=Reason.NO_ROOM, evidence=offer.reason, their_ask=ask)
    pull = _pulled(stand, bargain, offer)
    terms, lever = (pull.terms, pull.lever) if pull else (stand.terms.at(offer), stand.lever)
    move = Move(stage=Stage.COUNTER, event=Event.SEND_COUNTER, terms=terms, lever=lever)
    pulled = f", with the lever {lever.value}" if lever else ""
    why = f"offer {bargain.round_number} of {bargain.round_cap}{pulled}"
    return Reply(move=move, their_ask=ask, answers=_told(stand, terms), why=why, asked_for=stand.asked_for)


def _pulled(stand: Stand, bargain: Bargain, offer: Money) -> Pull | None:
    """The first lever that helps and can be paid for, with what it makes of this round's offer; one in a mail."""
    ask = bargain.asks[-1]
    if stand.campaign.levers == NO_LEVERS or not bargain.offers:
        return None
    if stand.lever is not None or ask <= stand.limits.ceiling:
        return None
    position = Position(
        campaign=stand.campaign,
        terms=stand.terms,
        used=stand.negotiation.levers_used,
        ask=ask,
        offer=offer,
        ceiling=stand.limits.ceiling,
        round_number=bargain.round_number,
        is_last_round=bargain.is_last_round,
        is_data_minded=stand.negotiation.counterparty is not Role.CREATOR,
    )
    priced = (_priced(stand, bargain, offer, pull) for pull in pulls(position))
    return next((pull for pull in priced if pull is not None), None)


def _priced(stand: Stand, bargain: Bargain, offer: Money, pull: Pull) -> Pull | None:
    """The lever with this round's money for its package; None: what we offered is too much for that package."""
    rate: Money | NoRoom = offer
    if pull.terms.deliverables != stand.terms.deliverables:
        room = price_limits(stand.campaign, stand.negotiation.creator, pull.terms.deliverables)
        within = None if isinstance(room, NoRoom) else replace(bargain, limits=room)
        rate = NoRoom(reason="no price") if within is None else next_offer(within, stand.strategy.schedule)
    if isinstance(rate, NoRoom):
        return None
    return replace(pull, terms=pull.terms.at(bargain.offers[-1] if pull.holds_rate else rate))


def _above_ceiling(stand: Stand, evidence: str, ask: Money) -> Escalate:
    ceiling, spent = stand.limits.ceiling.display(), stand.limits.ceiling_source is BoundSource.BUDGET_LEFT
    limit = f"the {ceiling} that the budget has left" if spent else f"the limit of {ceiling}"
    reason = Reason.BUDGET_SPENT if spent else Reason.ABOVE_APPROVAL_CAP
    return Escalate(reason=reason, evidence=f"{evidence}, above {limit}", their_ask=ask)


def restate(stand: Stand) -> Decision:
    """Answer without more money; where nothing was offered yet, the opening offer comes with the answer."""
    if stand.conceded is not None:
        return _restate_changed(stand, stand.conceded)
    if sum(line.stage is Stage.ANSWER for line in stand.negotiation.ledger) >= ANSWER_CAP:
        return Escalate(reason=Reason.MANY_QUESTIONS, evidence=stand.reading.summary)
    answers = _told(stand, stand.terms)
    if stand.negotiation.offers:
        move = Move(stage=Stage.ANSWER, event=Event.SEND_COUNTER, terms=stand.terms)
        return Reply(move=move, their_ask=None, answers=answers, why="a question is answered, the offer stands")
    move = Move(stage=Stage.COUNTER, event=Event.SEND_COUNTER, terms=stand.terms)
    return Reply(move=move, their_ask=None, answers=answers, why="first offer in a joined thread, at the floor")


def _restate_changed(stand: Stand, terms: Terms) -> Decision:
    """The money stays, what they asked beside it is theirs; a round like any other."""
    if stand.negotiation.rounds >= stand.campaign.round_cap:
        wishes = "; ".join(change.text for change in stand.reading.requested_changes)
        return Escalate(reason=Reason.TERMS_CHANGE, evidence=f"{wishes} (every round is used)")
    if terms.rate > stand.limits.ceiling:
        return _above_ceiling(stand, f"they want {terms.rate.display()} for less", terms.rate)
    move = Move(stage=Stage.COUNTER, event=Event.SEND_COUNTER, terms=terms, lever=stand.lever)
    why = "they get what they asked beside the price, the price stands"
    return Reply(move=move, their_ask=None, answers=_told(stand, terms), why=why)


def clarify(stand: Stand, points: tuple[str, ...], doubt: str | None) -> Reply | Escalate:
    """They are asked to say it again; a person is, once that was asked often enough."""
    if stand.negotiation.unclear_count >= stand.campaign.clarification_cap:
        return Escalate(reason=Reason.UNCLEAR, evidence=doubt or stand.reading.summary)
    move = Move(stage=Stage.CLARIFICATION, event=Event.SEND_COUNTER, terms=None)
    return Reply(move=move, their_ask=None, unclear_points=points, why=doubt or "the mail is unclear")

"""The answer to a clear mail about the package on the table: agree, counter, leave, or repeat what stands."""

from decimal import Decimal
from typing import Final

from shared.domain.concession import is_acceptable, next_offer
from shared.domain.decision import Answer, Decision, Escalate, Reason, Reply
from shared.domain.money import Money
from shared.domain.negotiation import Move, Stage
from shared.domain.pricing import BoundSource, NoRoom
from shared.domain.stand import Stand, bargain_over
from shared.domain.states import Event

# Under this share of the floor a price is more likely a misreading than a bargain.
LEAST_CREDIBLE: Final = Decimal("0.5")

# Replies that only answer questions; whoever asks more than this wants to talk to a person.
ANSWER_CAP: Final = 5


def respond_to_ask(stand: Stand, price: Money, quote: str, answers: tuple[Answer, ...]) -> Decision:
    """Their price for the whole package is taken, countered, left, or shown to a person."""
    if price.amount < stand.limits.floor.amount * LEAST_CREDIBLE:
        return Escalate(reason=Reason.SUSPICIOUSLY_LOW, evidence=quote, their_ask=price)
    # A person may have offered more than the agent may: what we have offered once is not refused when it is accepted.
    offered = stand.negotiation.offers[-1:]
    if is_acceptable(bargain_over(stand, price), stand.strategy) or any(price <= offer for offer in offered):
        return agree(stand, price, answers)
    if stand.limits.ceiling < price <= stand.limits.hard_ceiling and _asks_person_above_ceiling(stand):
        return _above_ceiling(stand, f"they ask {price.display()}", price)
    return _counter(stand, price, answers)


def _asks_person_above_ceiling(stand: Stand) -> bool:
    return stand.campaign.triggers.over_cap or stand.limits.ceiling_source is BoundSource.BUDGET_LEFT


def agree(stand: Stand, their_ask: Money | None, answers: tuple[Answer, ...]) -> Reply:
    """A deal at what they ask; None: at what stands offered."""
    terms = stand.terms.at(their_ask) if their_ask else stand.terms
    move = Move(stage=Stage.AGREEMENT, event=Event.ACCEPT, terms=terms)
    return Reply(move=move, their_ask=their_ask, answers=answers, why="the price is inside the limits")


def _counter(stand: Stand, ask: Money, answers: tuple[Answer, ...]) -> Decision:
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
    move = Move(stage=Stage.COUNTER, event=Event.SEND_COUNTER, terms=stand.terms.at(offer))
    return Reply(move=move, their_ask=ask, answers=answers, why=f"offer {bargain.round_number} of {bargain.round_cap}")


def _above_ceiling(stand: Stand, evidence: str, ask: Money) -> Escalate:
    ceiling, spent = stand.limits.ceiling.display(), stand.limits.ceiling_source is BoundSource.BUDGET_LEFT
    limit = f"the {ceiling} that the budget has left" if spent else f"the limit of {ceiling}"
    reason = Reason.BUDGET_SPENT if spent else Reason.ABOVE_APPROVAL_CAP
    return Escalate(reason=reason, evidence=f"{evidence}, above {limit}", their_ask=ask)


def restate(stand: Stand, answers: tuple[Answer, ...]) -> Decision:
    """Answer without a concession; where nothing was offered yet, the opening offer comes with the answer."""
    offers = stand.negotiation.offers
    if sum(line.stage is Stage.ANSWER for line in stand.negotiation.ledger) >= ANSWER_CAP:
        return Escalate(reason=Reason.MANY_QUESTIONS, evidence=stand.reading.summary)
    if offers:
        move = Move(stage=Stage.ANSWER, event=Event.SEND_COUNTER, terms=stand.terms)
        return Reply(move=move, their_ask=None, answers=answers, why="a question is answered, the offer stands")
    move = Move(stage=Stage.COUNTER, event=Event.SEND_COUNTER, terms=stand.terms)
    return Reply(move=move, their_ask=None, answers=answers, why="first offer in a joined thread, at the floor")

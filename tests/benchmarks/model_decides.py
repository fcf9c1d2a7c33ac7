"""A stand-in for a language model that picks the numbers itself, to show what deciding in code prevents."""

import random

from shared.domain.bargaining.pricing import NoRoom
from shared.domain.bargaining.stand import price_limits
from shared.domain.campaign import Campaign
from shared.domain.decision import Decision, Reply
from shared.domain.money import Money
from shared.domain.negotiation import Move, Negotiation, Stage
from shared.domain.reading.facts import Intent, Reading
from shared.domain.simulation.play import Decider
from shared.domain.states import Event
from shared.domain.terms import Terms


def model_decides(slip_rate: float, seed: int) -> Decider:
    """Meets halfway between its last offer and their ask, and is told the limit, but slips in *slip_rate* of its turns.

    A slip is one of three, evenly: it goes halfway although that is over the limit (or says yes to an ask over it), it
    offers less than before, or it offers more than they ask. Public leaderboards of buying agents report budgets
    broken in 0 to 14 % of negotiations by model (A2A-NT, arXiv 2506.00073), so 2 % and 10 % of turns are both real.
    """
    chance = random.Random(seed)

    def decider(campaign: Campaign, negotiation: Negotiation, reading: Reading) -> Decision:
        terms = negotiation.terms
        assert terms is not None
        if reading.intent is Intent.ACCEPT:
            return _says(Stage.AGREEMENT, terms)
        limits = price_limits(campaign, negotiation.creator)
        assert not isinstance(limits, NoRoom)
        ask = Money(reading.asks[0].amount, campaign.currency)
        slip = chance.choice(("over", "lower", "generous")) if chance.random() < slip_rate else None
        if ask <= limits.ceiling or (slip == "over" and negotiation.rounds == campaign.round_cap):
            return _says(Stage.AGREEMENT, terms.at(ask))
        if negotiation.rounds >= campaign.round_cap:
            return _says(Stage.EXIT, None)
        return _says(Stage.COUNTER, terms.at(_offer(terms.rate, ask, limits.ceiling, slip)))

    return decider


def _offer(last: Money, ask: Money, limit: Money, slip: str | None) -> Money:
    halfway = Money.rounded((last.amount + ask.amount) / 2, last.currency)
    if slip == "over":
        return halfway
    if slip == "lower":
        return Money.rounded(last.amount * 9 / 10, last.currency)
    if slip == "generous":
        return Money.rounded(ask.amount * 11 / 10, last.currency)
    return max(last, min(halfway, limit))


def _says(stage: Stage, terms: Terms | None) -> Decision:
    events = {Stage.AGREEMENT: Event.ACCEPT, Stage.EXIT: Event.EXIT, Stage.COUNTER: Event.SEND_COUNTER}
    return Reply(move=Move(stage=stage, event=events[stage], terms=terms), their_ask=None)

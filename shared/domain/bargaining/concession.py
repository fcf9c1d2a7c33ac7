"""How far the next offer goes: any schedule proposes, and inside these invariants it is obeyed."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from decimal import ROUND_CEILING, ROUND_FLOOR, Decimal
from typing import Final, TypeAlias

from shared.domain.bargaining.pricing import Limits, NoRoom
from shared.domain.campaign import AskInsideLimit, OptimizeFor
from shared.domain.money import Money, minor_units

# Offers the agent may send before it stops or asks; the teams' working rule.
DEFAULT_ROUND_CAP: Final = 5

# What people name prices in below each size: nobody offers $436 or $145,630. Above the last, three figures and zeros.
_GRAINS: Final = ((Decimal(100), Decimal(1)), (Decimal(500), Decimal(5)), (Decimal(10_000), Decimal(10)))

# A rise by less than this share is no concession, and a difference of less not worth a mail.
SLIGHT: Final = Decimal("0.01")


@dataclass(frozen=True, slots=True, kw_only=True)
class Bargain:
    """Everything the next offer may depend on.

    Attributes:
        offers: Ours, oldest first; empty before the first.
        asks: Theirs, oldest first, the one to answer included.
        ask_inside_limit: As in Campaign.
        round_number: Of the offer to be made, from 1; round_cap is the last.
        urgency: 0 (time does not press) to 1 (close now, the limit is worth it).
        budget_per_deal: What the campaign's budget leaves for each creator still to be won. Aimed at first, and evenly
            less up to the last round; never a limit: a budget that is used up belongs into *limits*. None: the budget
            does not press.

    Raises:
        ValueError: a round below 1, or urgency outside 0 to 1.
    """

    limits: Limits
    offers: Sequence[Money]
    asks: Sequence[Money]
    round_number: int
    round_cap: int = DEFAULT_ROUND_CAP
    optimize_for: OptimizeFor = OptimizeFor.BALANCE
    ask_inside_limit: AskInsideLimit | None = None
    urgency: Decimal = Decimal(0)
    budget_per_deal: Money | None = None

    def __post_init__(self) -> None:
        if self.round_number < 1 or self.round_cap < 1:
            raise ValueError(f"rounds count from 1, got round {self.round_number} of {self.round_cap}")
        if not 0 <= self.urgency <= 1:
            raise ValueError(f"urgency is 0 to 1, got {self.urgency}")

    @property
    def is_last_round(self) -> bool:
        return self.round_number >= self.round_cap

    @property
    def room(self) -> Decimal:
        """Between floor and ceiling, in major units."""
        return self.limits.ceiling.amount - self.limits.floor.amount

    @property
    def elapsed(self) -> Decimal:
        """0 in the first round, 1 in the last."""
        if self.is_last_round:
            return Decimal(1)
        return Decimal(self.round_number - 1) / (self.round_cap - 1)


# Proposes an amount in major units of the limits' currency; it may propose anything, next_offer keeps it in bounds.
Schedule: TypeAlias = Callable[[Bargain], Decimal]

# Whether an ask inside the limit, the last of a bargain, is good enough; one above the limit never reaches it.
Acceptance: TypeAlias = Callable[[Bargain], bool]


def at_once(_: Bargain) -> bool:
    """An ask inside the limit is accepted, not haggled over; so is one below the floor."""
    return True


@dataclass(frozen=True, slots=True, kw_only=True)
class Strategy:
    """How a campaign's money is bargained for, inside limits that no strategy can move."""

    schedule: Schedule
    good_enough: Acceptance = at_once


def is_acceptable(bargain: Bargain, strategy: Strategy) -> bool:
    """Whether their last ask is taken: inside the limit, and good enough for the strategy."""
    return bargain.asks[-1] <= bargain.limits.ceiling and strategy.good_enough(bargain)


def next_offer(bargain: Bargain, schedule: Schedule) -> Money | NoRoom:
    """The amount of our next offer: what *schedule* proposes, as near as the invariants allow.

    Always: floor <= offer <= min(last ask, ceiling), and never below our last offer. NoRoom says that no amount does
    (an ask below the floor or below our own offer, which is_acceptable takes; a ceiling lowered after we offered more).
    The first offer is the floor to the minor unit, whatever the schedule. Later ones are round sums (whole units under
    100, fives under 500, tens under 10,000, then three figures and zeros), rounded up, where an invariant allows one;
    the last, where none does, is rounded down ten times finer. A slight rise is no concession: the offer stands until
    more is due, the last round comes, or the rise reaches the ceiling or about their ask.

    Raises:
        CurrencyMismatch: an offer or ask is in another currency than the limits.
    """
    limits, offers = bargain.limits, bargain.offers
    top = min([limits.ceiling, *bargain.asks[-1:]])
    bottom = max([limits.floor, *offers[-1:]])
    if bottom > top:
        return NoRoom(reason=f"the next offer must be at least {bottom} and at most {top}")
    if not offers:
        return limits.floor
    proposed = min(max(schedule(bargain), bottom.amount), top.amount)
    if proposed == bottom.amount:
        return bottom
    return _due(proposed, bargain, bottom=bottom, top=top)


def is_slight(ask: Money, *, over: Money) -> bool:
    """Whether so little is between an ask and an offer that no mail is worth it."""
    return ask.amount - over.amount < ask.amount * SLIGHT


def _due(proposed: Decimal, bargain: Bargain, *, bottom: Money, top: Money) -> Money:
    """The proposed amount as people would name it, or *bottom* again where that is no concession yet."""
    round_sum = _round_sum(proposed, bottom=bottom, top=top, is_last=bargain.is_last_round)
    if round_sum is None and is_slight(top, over=bottom):
        return top if top in bargain.asks[-1:] else bottom
    offer = round_sum or _exact(proposed, top.currency)
    is_near_their_ask = any(is_slight(ask, over=offer) for ask in bargain.asks[-1:])
    if bargain.is_last_round or offer == top or is_near_their_ask or not is_slight(offer, over=bottom):
        return offer
    return bottom


def _round_sum(amount: Decimal, *, bottom: Money, top: Money, is_last: bool) -> Money | None:
    """The next round sum above *bottom* and up to *top*; None where there is none."""
    grain = _grain(top.amount)
    below = max(grain / 10, Decimal(1)) if is_last else grain
    for step, rounding in ((grain, ROUND_CEILING), (below, ROUND_FLOOR)):
        whole = (amount / step).to_integral_value(rounding) * step
        if bottom.amount < whole <= top.amount:
            return Money(whole, top.currency)
    return None


def _grain(amount: Decimal) -> Decimal:
    for below, grain in _GRAINS:
        if amount < below:
            return grain
    return Decimal(1).scaleb(amount.adjusted() - 2)


def _exact(amount: Decimal, currency: str) -> Money:
    exponent = Decimal(1).scaleb(-minor_units(currency))
    return Money(amount.quantize(exponent, ROUND_FLOOR), currency)

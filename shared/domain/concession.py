"""How far the next offer goes: any schedule proposes, and inside these invariants it is obeyed."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from decimal import ROUND_CEILING, ROUND_FLOOR, Decimal
from typing import Final, TypeAlias

from shared.domain.campaign import AskInsideLimit, OptimizeFor
from shared.domain.money import Money, minor_units
from shared.domain.pricing import Limits, NoRoom

# Offers the agent may send before it stops or asks; the teams' working rule.
DEFAULT_ROUND_CAP: Final = 5

_ROUND_SUMS_FROM: Final = Decimal(100)


@dataclass(frozen=True, slots=True, kw_only=True)
class Bargain:
    """Everything the next offer may depend on.

    Attributes:
        offers: Ours, oldest first; empty before the first.
        asks: Theirs, oldest first, the one to answer included.
        ask_inside_limit: As in Campaign.
        round_number: Of the offer to be made, from 1; round_cap is the last.
        urgency: 0 (time does not press) to 1 (close now, the limit is worth it).
        budget_per_deal: What the campaign's budget leaves for each creator still to be won. Aimed at until the last
            round, never a limit: a budget that is used up belongs into *limits*. None: the budget does not press.

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
    """An ask inside the limit is accepted, not haggled over; so is one below the floor (see assess())."""
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
    The first offer is the floor to the minor unit, whatever the schedule. Later ones are whole tens of the major unit
    (whole units under 100), rounded up, where an invariant does not forbid it.

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
    return _sensible(proposed, bottom=bottom, top=top)


def _sensible(amount: Decimal, *, bottom: Money, top: Money) -> Money:
    if amount == bottom.amount:
        return bottom
    grain = Decimal(10) if top.amount >= _ROUND_SUMS_FROM else Decimal(1)
    for rounding in (ROUND_CEILING, ROUND_FLOOR):
        whole = (amount / grain).to_integral_value(rounding) * grain
        if bottom.amount < whole <= top.amount:
            return Money(whole, top.currency)
    exponent = Decimal(1).scaleb(-minor_units(top.currency))
    return Money(amount.quantize(exponent, ROUND_FLOOR), top.currency)

"""How far the next offer goes: a schedule inside invariants that no schedule may break."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import ROUND_CEILING, ROUND_FLOOR, Decimal
from typing import Final

from shared.domain.money import Money, minor_units
from shared.domain.pricing import Limits, NoRoom

# Offers the agent may send before it stops or asks; the teams' working rule.
DEFAULT_ROUND_CAP: Final = 5

# Someone who does not move at all is answered with this share of the planned step.
_STANDSTILL_SHARE: Final = Decimal("0.5")

_ROUND_SUMS_FROM: Final = Decimal(100)


def is_acceptable(ask: Money, limits: Limits) -> bool:
    """An ask inside the limit is accepted, not haggled over; so is one below the floor (see assess())."""
    return ask <= limits.ceiling


def next_offer(
    *,
    limits: Limits,
    offers: Sequence[Money],
    asks: Sequence[Money],
    round_number: int,
    round_cap: int = DEFAULT_ROUND_CAP,
) -> Money | NoRoom:
    """The amount of our next offer, oldest first in both histories.

    Always: floor <= offer <= min(last ask, ceiling), and never below our last offer. NoRoom says that no amount does
    (an ask below the floor or below our own offer, which is_acceptable takes; a ceiling lowered after we offered more).

    The first offer is the floor. The planned share of the way to the top grows as 1 - ((cap - n) / (cap - 1))^2 for
    round n: with five rounds 0, 44, 75, 94 and 100 %, so each step is smaller than the one before. Someone who closes
    less of the gap than we are about to gets a smaller step, down to half of it; the last round goes to the top anyway.
    Results are whole tens of the major unit (whole units under 100) where an invariant does not forbid it.

    Raises:
        ValueError: round_number or round_cap is below 1.
        CurrencyMismatch: an offer or ask is in another currency than the limits.
    """
    if round_number < 1 or round_cap < 1:
        raise ValueError(f"rounds count from 1, got round {round_number} of {round_cap}")
    top = min([limits.ceiling, *asks[-1:]])
    bottom = max([limits.floor, *offers[-1:]])
    if bottom > top:
        return NoRoom(reason=f"the next offer must be at least {bottom} and at most {top}")
    if not offers:
        return limits.floor
    share = _planned_share(round_number, round_cap)
    if round_number < round_cap:
        share *= _mirrored(share, offers, asks)
    step = (top.amount - bottom.amount) * share
    return _sensible(bottom.amount + step, bottom=bottom, top=top)


def _planned_share(round_number: int, round_cap: int) -> Decimal:
    """The share of what is left between our last offer and the top that this round's step takes."""
    if round_number >= round_cap:
        return Decimal(1)
    left_before = _left(round_number - 1, round_cap)
    return (left_before - _left(round_number, round_cap)) / left_before


def _left(round_number: int, round_cap: int) -> Decimal:
    rounds_to_go = Decimal(round_cap - max(round_number, 1)) / (round_cap - 1)
    return rounds_to_go**2


def _mirrored(share: Decimal, offers: Sequence[Money], asks: Sequence[Money]) -> Decimal:
    """1 when they closed at least `share` of the gap with their last move, or have named only one figure so far."""
    if len(asks) < 2 or share == 0:
        return Decimal(1)
    before, now = asks[-2].amount, asks[-1].amount
    gap = before - offers[-1].amount
    closed = Decimal(1) if gap <= 0 else max(Decimal(0), (before - now) / gap)
    return _STANDSTILL_SHARE + (1 - _STANDSTILL_SHARE) * min(Decimal(1), closed / share)


def _sensible(amount: Decimal, *, bottom: Money, top: Money) -> Money:
    grain = Decimal(10) if top.amount >= _ROUND_SUMS_FROM else Decimal(1)
    for rounding in (ROUND_FLOOR, ROUND_CEILING):
        whole = (amount / grain).to_integral_value(rounding) * grain
        if bottom.amount < whole <= top.amount:
            return Money(whole, top.currency)
    exponent = Decimal(1).scaleb(-minor_units(top.currency))
    return Money(amount.quantize(exponent, ROUND_FLOOR), top.currency)

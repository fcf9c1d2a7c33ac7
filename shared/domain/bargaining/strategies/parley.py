"""Our own schedule: early most of the way to the limit, but never more than they are about to ask for anyway.

Two thoughts. Nobody knows when the other side's patience ends, and a deal inside the limit is lost when it ends before
our offer is there: so the plan goes most of the way with the first counter and saves little for later. And whoever is
coming down does so without being paid for it: so the offer stops at the figure that they would name next, and is not
raised at all while that figure is out of reach. docs/strategy.md shows what this wins and loses.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Final

from shared.domain.bargaining.concession import Bargain, Schedule
from shared.domain.campaign import OptimizeFor


@dataclass(frozen=True, slots=True, kw_only=True)
class _Manner:
    """How much a campaign's wish makes of waiting. Measured, see docs/strategy.md.

    Attributes:
        held_back: The part of the limit that the first counter stays below it, from someone whose first ask is at the
            limit; never more than half of the room above the floor. From someone who asked twice the limit it is half
            as much: they have so far to come down that there is little to win by waiting. Of the limit and not of the
            room, because what others would take lies around what is paid, wherever our floor is.
        kept_per_round: What of it is still held back one round later; the last round holds nothing back.
        meets_at: How far an offer goes towards the ask of someone who shows no pace of their own.
    """

    held_back: Decimal
    kept_per_round: Decimal
    meets_at: Decimal


_MANNERS: Final[Mapping[OptimizeFor, _Manner]] = {
    OptimizeFor.CPM: _Manner(held_back=Decimal("0.16"), kept_per_round=Decimal("0.5"), meets_at=Decimal("0.4")),
    OptimizeFor.BALANCE: _Manner(held_back=Decimal("0.047"), kept_per_round=Decimal("0.65"), meets_at=Decimal("0.5")),
    OptimizeFor.CONTENT_VOLUME_USAGE_RIGHTS: _Manner(
        held_back=Decimal("0.0235"), kept_per_round=Decimal("0.65"), meets_at=Decimal("0.5")
    ),
}

# Of a narrow room at least as much is offered with the first counter: less would hardly be an answer.
_LEAST_OFFERED: Final = Decimal("0.5")

# A smaller move than this share of the ask is a gesture, not a pace.
_LEAST_MOVE: Final = Decimal("0.01")

# Whose last move is under this share of the one before is slowing down, and may stop.
_STEADY: Final = Decimal("0.9")


def parley(bargain: Bargain) -> Decimal:
    """The plan for this round, or what they are expected to ask next where that is less.

    In the last round the limit, unless they come down steadily by themselves and their next figure is below it.
    """
    ceiling, pace, expected = bargain.limits.ceiling.amount, _own_pace(bargain), _expected_ask(bargain)
    if bargain.is_last_round:
        return min(ceiling, expected) if pace and _is_steady(bargain) else ceiling
    planned = _planned(bargain)
    if pace and expected > ceiling:
        return _standing(bargain, planned)
    return min(planned, expected)


def parley_for(optimize_for: OptimizeFor) -> Schedule:
    """The same for a campaign that wants one side of the trade."""
    return lambda bargain: parley(replace(bargain, optimize_for=optimize_for))


def _own_pace(bargain: Bargain) -> Decimal:
    """How far they last came down by themselves: more than a gesture, and more than we went up; else zero."""
    asks, offers = bargain.asks, bargain.offers
    if len(asks) < 2:
        return Decimal(0)
    moved = asks[-2].amount - asks[-1].amount
    given = offers[-1].amount - offers[-2].amount if len(offers) > 1 else Decimal(0)
    return moved if moved > max(given, asks[-1].amount * _LEAST_MOVE) else Decimal(0)


def _is_steady(bargain: Bargain) -> bool:
    """Whether their last two moves make a pace that does not slow down."""
    if len(bargain.asks) < 3:
        return False
    first, second, third = (ask.amount for ask in bargain.asks[-3:])
    return second - third >= (first - second) * _STEADY


def _standing(bargain: Bargain, planned: Decimal) -> Decimal:
    """No offer inside the limit would win this round, so ours stands; the more urgent, the nearer to the plan."""
    last = max([bargain.limits.floor, *bargain.offers[-1:]]).amount
    return last + (planned - last) * bargain.urgency


def _planned(bargain: Bargain) -> Decimal:
    manner, aim = _MANNERS[bargain.optimize_for], _aim(bargain)
    room = aim - bargain.limits.floor.amount
    first = min(aim * manner.held_back * _nearness(bargain), room * (1 - _LEAST_OFFERED))
    kept = manner.kept_per_round ** max(bargain.round_number - 2, 0)
    return aim - first * kept * (1 - bargain.urgency)


def _nearness(bargain: Bargain) -> Decimal:
    """1 where their first ask was inside the limit, towards 0 the further above it was."""
    first, ceiling = bargain.asks[:1], bargain.limits.ceiling
    return ceiling.amount / first[0].amount if first and first[0] > ceiling else Decimal(1)


def _aim(bargain: Bargain) -> Decimal:
    """The limit; where the budget presses, what it leaves for each deal, nearing the limit round by round."""
    floor, ceiling = bargain.limits.floor.amount, bargain.limits.ceiling.amount
    if bargain.budget_per_deal is None:
        return ceiling
    share = min(max(bargain.budget_per_deal.amount, floor), ceiling)
    return share + (ceiling - share) * bargain.elapsed


def _expected_ask(bargain: Bargain) -> Decimal:
    """Their next figure at their own pace, else between their ask and our offer; urgency moves it to their ask.

    Who raises their price is held to the lowest that they named: else raising it would pay.
    """
    if not bargain.asks:
        return bargain.limits.ceiling.amount
    last = min(bargain.asks).amount
    ours = max([bargain.limits.floor, *bargain.offers[-1:]]).amount
    meets_at = _MANNERS[bargain.optimize_for].meets_at
    expected_move = _own_pace(bargain) or max(last - ours, Decimal(0)) * (1 - meets_at)
    return last - expected_move * (1 - bargain.urgency)

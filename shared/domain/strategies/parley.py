"""Our own schedule: early most of the way to the limit, but never more than they are about to ask for anyway.

Two thoughts. Nobody knows when the other side's patience ends, and a deal inside the limit is lost when it ends before
our offer is there: so the plan goes most of the way with the first counter and saves little for later. And whoever is
coming down does so without being paid for it: so the offer stops at the figure that they would name next.
docs/strategy.md shows what this wins and loses.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from decimal import Decimal
from typing import Final

from shared.domain.campaign import OptimizeFor
from shared.domain.concession import Acceptance, Bargain, Schedule, next_offer
from shared.domain.money import Money
from shared.domain.pricing import NoRoom

# The part of the room above the floor that the first counter still holds back. Measured, see docs/strategy.md.
_HELD_BACK: Final[Mapping[OptimizeFor, Decimal]] = {
    OptimizeFor.CPM: Decimal("0.30"),
    OptimizeFor.BALANCE: Decimal("0.10"),
    OptimizeFor.CONTENT_VOLUME_USAGE_RIGHTS: Decimal("0.05"),
}

# What of it is still held back one round later; the last round holds nothing back.
_KEPT_PER_ROUND: Final = Decimal("0.5")

# Someone who has named one figure only, or repeats it, can be expected to take this much less. Measured as above.
_UNTESTED_MARGIN: Final = Decimal("0.20")

# A smaller move than this share of the ask is a gesture, not a pace.
_LEAST_MOVE: Final = Decimal("0.02")


def parley(bargain: Bargain) -> Decimal:
    """The plan for this round, or what they are expected to ask next where that is less."""
    if bargain.is_last_round:
        return bargain.limits.ceiling.amount
    return min(_planned(bargain), _expected_ask(bargain))


def parley_for(optimize_for: OptimizeFor) -> Schedule:
    """The same for a campaign that wants one side of the trade."""
    return lambda bargain: parley(replace(bargain, optimize_for=optimize_for))


def one_more_counter(schedule: Schedule) -> Acceptance:
    """Answers an ask inside the limit once with a lower offer, where rounds are left and the schedule has one.

    For campaigns that would rather risk a deal than pay more than they need; never the default.
    """

    def good_enough(bargain: Bargain) -> bool:
        inside = [ask for ask in bargain.asks if ask <= bargain.limits.ceiling]
        if bargain.is_last_round or len(inside) > 1:
            return True
        offer = next_offer(bargain, schedule)
        return isinstance(offer, NoRoom) or offer >= inside[-1]

    return good_enough


_ONE_MORE: Final = one_more_counter(parley)


def as_campaign_wants(bargain: Bargain) -> bool:
    """At once, unless the campaign would rather risk a deal than pay more than it needs, and time does not press."""
    if bargain.optimize_for is OptimizeFor.CPM and bargain.urgency < 1:
        return _ONE_MORE(bargain)
    return True


def _planned(bargain: Bargain) -> Decimal:
    first = _HELD_BACK[bargain.optimize_for] * (1 - bargain.urgency)
    held_back = first * _KEPT_PER_ROUND ** max(bargain.round_number - 2, 0)
    floor = bargain.limits.floor
    aim = max(floor, _aim(bargain))
    return floor.amount + (aim.amount - floor.amount) * (1 - held_back)


def _aim(bargain: Bargain) -> Money:
    if bargain.budget_per_deal is None:
        return bargain.limits.ceiling
    return min(bargain.limits.ceiling, bargain.budget_per_deal)


def _expected_ask(bargain: Bargain) -> Decimal:
    """Their next figure if they keep their pace; the more urgent, the less of it is waited for."""
    asks = bargain.asks
    if not asks:
        return bargain.limits.ceiling.amount
    last = asks[-1].amount
    moved = asks[-2].amount - last if len(asks) > 1 else Decimal(0)
    expected_move = moved if moved > last * _LEAST_MOVE else last * _UNTESTED_MARGIN
    return last - expected_move * (1 - bargain.urgency)

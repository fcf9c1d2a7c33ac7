"""When an ask inside the limit is good enough: at once, or only after a lower offer was tried."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final

from shared.domain.bargaining.concession import Acceptance, Bargain, Schedule, at_once, is_slight, next_offer
from shared.domain.bargaining.pricing import NoRoom
from shared.domain.bargaining.strategies.parley import parley
from shared.domain.campaign import AskInsideLimit, OptimizeFor
from shared.domain.money import Money

# Where a campaign does not say it itself.
_AS_WISHED: Final[Mapping[OptimizeFor, AskInsideLimit]] = {
    OptimizeFor.CPM: AskInsideLimit.COUNTER_WHILE_FALLING,
    OptimizeFor.BALANCE: AskInsideLimit.ACCEPT,
    OptimizeFor.CONTENT_VOLUME_USAGE_RIGHTS: AskInsideLimit.ACCEPT,
}


def one_more_counter(schedule: Schedule) -> Acceptance:
    """Answers an ask inside the limit once with a lower offer, where rounds are left and the schedule has one.

    For campaigns that would rather risk a deal than pay more than they need; never the default.
    """

    def good_enough(bargain: Bargain) -> bool:
        return len(_inside(bargain)) > 1 or _has_nothing_lower(bargain, schedule)

    return good_enough


def while_they_come_down(schedule: Schedule) -> Acceptance:
    """The same, and again as long as each further ask is lower; whoever stops there is taken at their word."""

    def good_enough(bargain: Bargain) -> bool:
        has_stopped = len(_inside(bargain)) > 1 and bargain.asks[-1] >= bargain.asks[-2]
        return has_stopped or _has_nothing_lower(bargain, schedule)

    return good_enough


_ACCEPTANCES: Final[Mapping[AskInsideLimit, Acceptance]] = {
    AskInsideLimit.ACCEPT: at_once,
    AskInsideLimit.COUNTER_ONCE: one_more_counter(parley),
    AskInsideLimit.COUNTER_WHILE_FALLING: while_they_come_down(parley),
}


def as_campaign_wants(bargain: Bargain) -> bool:
    """What the campaign says about an ask inside the limit; when it is high time, at once whatever it says."""
    wanted = bargain.ask_inside_limit or _AS_WISHED[bargain.optimize_for]
    return bargain.urgency == 1 or _ACCEPTANCES[wanted](bargain)


def _inside(bargain: Bargain) -> Sequence[Money]:
    return [ask for ask in bargain.asks if ask <= bargain.limits.ceiling]


def _has_nothing_lower(bargain: Bargain, schedule: Schedule) -> bool:
    """Whether no round is left to offer less in, or the schedule's offer would be about what they ask."""
    if bargain.is_last_round:
        return True
    offer = next_offer(bargain, schedule)
    return isinstance(offer, NoRoom) or is_slight(bargain.asks[-1], over=offer)

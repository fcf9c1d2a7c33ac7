"""What a campaign's offers could come to beside what its budget has left: offers that are out are not set aside."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal

from shared.domain.bargaining.pricing import Limits
from shared.domain.bargaining.stand import limits_before_budget
from shared.domain.campaign import Campaign, Creator
from shared.domain.money import Money


@dataclass(frozen=True, slots=True, kw_only=True)
class Exposure:
    """The dearest that the creators still in question can come to.

    Attributes:
        creators: Whom an offer could be made to, agreements and ended negotiations apart.
        wanted: How many of them can agree: all, or as many as the target still wants.
        at_openings: The *wanted* highest opening offers together.
        at_limits: The *wanted* highest fees that the agent may agree to, together.
        budget_left: What no agreement has bound yet.
    """

    creators: int
    wanted: int
    at_openings: Money
    at_limits: Money
    budget_left: Money

    def notices(self) -> tuple[str, ...]:
        """What people should know before anything is sent; empty: the budget covers all that can be agreed."""
        if self.at_openings > self.budget_left:
            rest = "the first to agree get the money, the others go to a person"
            return (f"{self._if('accept')} the opening offer, that is {self._of(self.at_openings)}; {rest}",)
        if self.at_limits > self.budget_left:
            return (f"{self._if('hold')} out for the limit, that is {self._of(self.at_limits)}",)
        return ()

    def _if(self, verb: str) -> str:
        if self.creators == 1:
            return f"if the only creator {verb}s"
        return (
            f"if all {self.creators} {verb}"
            if self.wanted == self.creators
            else f"if {self.wanted} of the {self.creators} {verb}"
        )

    def _of(self, sum_: Money) -> str:
        return f"{sum_.display()} of the {self.budget_left.display()} left"


def exposure(campaign: Campaign, creators: Iterable[Creator]) -> Exposure:
    """What these creators could cost; one for whom the limits leave no room costs nothing, a person sees to that."""
    rooms = [limits_before_budget(campaign, creator) for creator in creators]
    found = [room for room in rooms if isinstance(room, Limits)]
    places = len(found) if campaign.target_creators is None else campaign.target_creators - len(campaign.tracker)
    wanted = max(min(len(found), places), 0)
    return Exposure(
        creators=len(found),
        wanted=wanted,
        at_openings=_dearest([room.floor for room in found], wanted, campaign.currency),
        at_limits=_dearest([room.ceiling for room in found], wanted, campaign.currency),
        budget_left=campaign.budget_left,
    )


def _dearest(fees: Sequence[Money], count: int, currency: str) -> Money:
    highest = sorted(fees, key=lambda fee: fee.amount, reverse=True)[:count]
    return sum(highest, Money(Decimal(0), currency))

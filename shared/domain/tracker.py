"""What a campaign has agreed so far, and what that leaves for the next creator: one record per campaign.

The books hold one line per negotiation: how often, or in which order, an agreement is booked changes nothing.
Everything else is computed from the lines, exactly, and rounded once at the end.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction
from math import floor
from typing import Final

from shared.domain.money import Money

_PER_MILLE: Final = 1000
_CENT: Final = Decimal("0.01")
_NOTHING: Final = Fraction(0)

# Engagement above so many percent is worth so many percent of the ceiling, highest first; the house's pricing policy.
ENGAGEMENT_PREMIUMS: Final = ((Decimal("5.0"), Fraction(15, 100)), (Decimal("3.0"), Fraction(8, 100)))

# No premium leads above 120 % of the campaign's ceiling; the house's pricing policy.
PREMIUM_CAP: Final = Fraction(120, 100)


@dataclass(frozen=True, slots=True, kw_only=True)
class Agreement:
    """One agreed fee, and the average views it was priced on (above 0)."""

    negotiation_id: str
    price: Money
    average_views: int

    @property
    def cpm(self) -> Fraction:
        return Fraction(self.price.amount) * _PER_MILLE / self.average_views


@dataclass(frozen=True, slots=True, kw_only=True)
class Allowance:
    """The most that 1,000 views of one creator may cost.

    Attributes:
        cpm: Rounded down to 0.01, so that it never passes the cap.
        budget_premium, engagement_premium: What came on top of the campaign's ceiling, before the cap.
        is_capped: The two together reached above 120 %.
    """

    cpm: Decimal
    budget_premium: Decimal
    engagement_premium: Decimal
    is_capped: bool

    @property
    def why(self) -> str:
        """The parts, for the audit trail; private figures."""
        capped = ", held at 120 %" if self.is_capped else ""
        return f"budget premium {self.budget_premium}, engagement premium {self.engagement_premium}{capped}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Tracker:
    """The campaign's agreements, one per negotiation, in the order of their ids.

    Raises:
        ValueError: a negotiation stands there twice, the lines are out of order, or views are not above zero.
    """

    agreements: tuple[Agreement, ...] = ()

    def __post_init__(self) -> None:
        ids = [agreement.negotiation_id for agreement in self.agreements]
        if ids != sorted(set(ids)):
            raise ValueError("a tracker holds each negotiation once, in the order of their ids")
        if any(agreement.average_views <= 0 for agreement in self.agreements):
            raise ValueError("an agreement needs views above zero")

    def __len__(self) -> int:
        return len(self.agreements)

    def booked(self, agreement: Agreement) -> Tracker:
        """With this agreement; it takes the place of an earlier line of the same negotiation."""
        return _in_order([*self.without(agreement.negotiation_id).agreements, agreement])

    def without(self, negotiation_id: str) -> Tracker:
        """With what this negotiation had bound set free again; the same when it had bound nothing."""
        return _in_order(line for line in self.agreements if line.negotiation_id != negotiation_id)

    def committed(self, currency: str) -> Money:
        """The sum of the agreed fees.

        Raises:
            CurrencyMismatch: an agreement is in another currency.
        """
        return sum((line.price for line in self.agreements), Money(Decimal(0), currency))

    @property
    def average_cpm(self) -> Decimal | None:
        """The mean of the agreed CPMs, each deal counted alike, rounded half up to 0.01 for people; None before one."""
        mean = self._mean_cpm()
        if mean is None:
            return None
        return (Decimal(mean.numerator) / mean.denominator).quantize(_CENT, ROUND_HALF_UP)

    def allowance(
        self, ceiling_cpm: Decimal, *, target_creators: int | None, engagement_percent: Decimal | None
    ) -> Allowance:
        """What premiums let the next creator's CPM rise to.

        The budget premium hands what earlier deals saved below the ceiling to the creators still to be won, in equal
        parts; without a target nobody knows how many those are, and there is none. An average above the ceiling takes
        nothing away: the team set the ceiling, and one dear deal that a person approved does not lower it for others.
        """
        ceiling = Fraction(ceiling_cpm)
        budget, engagement = self._budget_premium(ceiling, target_creators), _share(engagement_percent) * ceiling
        allowed, cap = ceiling + budget + engagement, ceiling * PREMIUM_CAP
        return Allowance(
            # A currency of three decimals may have a ceiling finer than the rounding.
            cpm=max(ceiling_cpm, _rounded_down(min(allowed, cap))),
            budget_premium=_rounded_down(budget),
            engagement_premium=_rounded_down(engagement),
            is_capped=allowed > cap,
        )

    def _budget_premium(self, ceiling: Fraction, target_creators: int | None) -> Fraction:
        mean, remaining = self._mean_cpm(), (target_creators or 0) - len(self)
        if mean is None or mean >= ceiling or remaining <= 0:
            return _NOTHING
        return (ceiling - mean) * len(self) / remaining

    def _mean_cpm(self) -> Fraction | None:
        if not self.agreements:
            return None
        return sum((line.cpm for line in self.agreements), _NOTHING) / len(self)


def highest_premium(ceiling_cpm: Decimal) -> Decimal:
    """The most that any premium can lift a ceiling to."""
    return max(ceiling_cpm, _rounded_down(Fraction(ceiling_cpm) * PREMIUM_CAP))


def _in_order(agreements: Iterable[Agreement]) -> Tracker:
    return Tracker(agreements=tuple(sorted(agreements, key=lambda line: line.negotiation_id)))


def _share(engagement_percent: Decimal | None) -> Fraction:
    """The part of the ceiling that engagement is worth; strictly above a threshold, and nothing where it is unknown."""
    if engagement_percent is None:
        return _NOTHING
    return next((share for above, share in ENGAGEMENT_PREMIUMS if engagement_percent > above), _NOTHING)


def _rounded_down(cpm: Fraction) -> Decimal:
    return Decimal(floor(cpm * 100)).scaleb(-2)

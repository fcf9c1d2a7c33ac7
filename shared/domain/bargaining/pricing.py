"""What a creator may be paid: rates from views and CPM, and the limits of one negotiation."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from enum import StrEnum
from functools import reduce
from typing import Final

from shared.domain.money import CurrencyMismatch, InvalidMoney, Money

_PER_MILLE: Final = Decimal(1000)
_CENT: Final = Decimal("0.01")


class BoundSource(StrEnum):
    """Who set a limit; kept with the decision so that a card can say why."""

    CAMPAIGN_CPM = "campaign_cpm"
    RATE_CARDS = "rate_cards"
    CPM_TRACKER = "cpm_tracker"
    CAMPAIGN_RATE = "campaign_rate"
    ROW = "row"
    MINIMUM_COST = "minimum_cost"
    APPROVAL_CAP = "approval_cap"
    BUDGET_LEFT = "budget_left"


_NAMES: Final = {
    BoundSource.CAMPAIGN_CPM: "the campaign's CPM",
    BoundSource.RATE_CARDS: "the campaign's rates",
    BoundSource.CPM_TRACKER: "the CPM with its premium",
    BoundSource.CAMPAIGN_RATE: "the campaign's rate",
    BoundSource.ROW: "the roster",
    BoundSource.MINIMUM_COST: "the campaign's minimum",
    BoundSource.APPROVAL_CAP: "the approval cap",
    BoundSource.BUDGET_LEFT: "the rest of the budget",
}

# A person may let a price pass these; the others say what the campaign has for this creator.
_WAIVABLE: Final = frozenset({BoundSource.APPROVAL_CAP, BoundSource.BUDGET_LEFT})


_Bound = tuple[Money, BoundSource]


@dataclass(frozen=True, slots=True, kw_only=True)
class CpmBounds:
    """Prices per 1,000 views, in the campaign's currency; 0 < floor <= ceiling.

    Raises:
        ValueError: the bounds are not positive or are the wrong way round.
    """

    floor: Decimal
    ceiling: Decimal

    def __post_init__(self) -> None:
        if not (self.floor.is_finite() and self.ceiling.is_finite() and 0 < self.floor <= self.ceiling):
            raise ValueError(f"CPM bounds need 0 < floor <= ceiling, got {self.floor} and {self.ceiling}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Bounds:
    """Prices for the whole package. The order of the two is not checked here: `limits` reports it as NoRoom."""

    floor: Money
    ceiling: Money


@dataclass(frozen=True, slots=True, kw_only=True)
class PricedLine:
    """So many posts of one kind (1 or more), and what 1,000 views of one of them may cost."""

    quantity: int
    cpm: CpmBounds


@dataclass(frozen=True, slots=True, kw_only=True)
class PriceSources:
    """Everything that bounds one negotiation; None means that the team set no such bound.

    cpm: the campaign's prices per 1,000 views; needs `views`, the creator's average views (above 0).
    lines: the package by the campaign's rate cards, every line of it; needs `views` too. Empty: no cards.
    rate: the campaign's explicit prices for the package.
    row: the roster row's own minimum and maximum.
    minimum_cost: what the campaign pays at least, to anyone.
    approval_cap: the most the agent may promise without a person.
    cpm_premium: what the campaign's tracker lifts the CPM ceiling to for this creator; never below it.
    budget_left: what the campaign's agreements have left of its whole budget.
    """

    views: int | None = None
    cpm: CpmBounds | None = None
    lines: tuple[PricedLine, ...] = ()
    rate: Bounds | None = None
    row_minimum: Money | None = None
    row_maximum: Money | None = None
    minimum_cost: Money | None = None
    approval_cap: Money | None = None
    cpm_premium: Decimal | None = None
    budget_left: Money | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """The agent offers from floor to ceiling, both included; floor is above zero.

    hard_ceiling: the ceiling without the approval cap and what is left of the whole budget. An ask from ceiling to
    hard_ceiling needs a person's yes; above it the campaign has no such money for this creator.
    """

    floor: Money
    ceiling: Money
    hard_ceiling: Money
    floor_source: BoundSource
    ceiling_source: BoundSource


@dataclass(frozen=True, slots=True, kw_only=True)
class NoRoom:
    """No offer can satisfy every bound: a person has to change one. The reason holds private figures.

    ceiling_source: who set the ceiling that leaves no room; None where that is not what is wrong.
    """

    reason: str
    ceiling_source: BoundSource | None = None


def rate(views: int, cpm: Decimal, currency: str) -> Money:
    """The price of `views` at `cpm` per 1,000, rounded half up to the minor unit.

    Raises:
        ValueError: views or CPM is not above zero.
    """
    if views <= 0 or cpm <= 0:
        raise ValueError(f"a rate needs views and CPM above zero, got {views} and {cpm}")
    return Money.rounded(Decimal(views) * cpm / _PER_MILLE, currency)


def implied_cpm(price: Money, views: int) -> Decimal:
    """Price per 1,000 views with two decimals, to show people. Compare prices, never this: it is rounded.

    Raises:
        ValueError: views is not above zero.
    """
    if views <= 0:
        raise ValueError(f"an implied CPM needs views above zero, got {views}")
    return (price.amount * _PER_MILLE / views).quantize(_CENT, ROUND_HALF_UP)


def campaign_cpm_bounds(target: Decimal, leniency_percent: Decimal | None) -> CpmBounds:
    """The target, and the target raised by the leniency; each rounded half up to 0.01 once. None means 0 %.

    Raises:
        ValueError: the target is not above zero or the leniency is negative.
    """
    leniency = Decimal(0) if leniency_percent is None else leniency_percent
    if leniency < 0:
        raise ValueError(f"leniency cannot be negative, got {leniency} %")
    ceiling = target * (1 + leniency / 100)
    return CpmBounds(floor=target.quantize(_CENT, ROUND_HALF_UP), ceiling=ceiling.quantize(_CENT, ROUND_HALF_UP))


def limits(sources: PriceSources, currency: str) -> Limits | NoRoom:
    """The one place where bounds meet.

    Precedence. Rate cards, where the campaign has them, take the place of its CPM and of the premium on it: each post
    is priced by its card, rounded, and the package added up. Without cards the CPM prices the whole package, however
    many posts it has. Floor: an explicit campaign rate replaces the rate at the CPM floor; then the highest of that,
    the row's minimum and the campaign's minimum cost. Ceiling: the lowest of the rate at the CPM ceiling (or at the
    tracker's premium, where the campaign grants premiums), the explicit campaign rate, the row's maximum, the approval
    cap and what is left of the whole budget. Equal bounds are credited to the earlier in these lists. The campaign must
    bound the ceiling by CPM and views or by a rate: a cap or a budget alone is not a price.

    Raises:
        CurrencyMismatch: a source is in another currency than the campaign (a campaign import lets none through).
    """
    try:
        by_cpm = _rates_by_cpm(sources, currency)
    except InvalidMoney:
        return NoRoom(reason=f"{sources.views:,} views at the campaign's CPM come to more than anybody is paid")
    if by_cpm is None and sources.rate is None:
        return NoRoom(reason="the campaign sets no price: it needs a CPM with average views, or a rate")
    floors, ceilings = _floors(sources, by_cpm), _ceilings(sources, by_cpm)
    _refuse_other_currencies([*floors, *ceilings], currency)
    floor, floor_source = _first_best(floors, highest=True)
    ceiling, ceiling_source = _first_best(ceilings, highest=False)
    hard = [bound for bound in ceilings if bound[1] not in _WAIVABLE]
    if floor > ceiling:
        reason = (
            f"the opening offer, {floor.display()} by {_NAMES[floor_source]}, "
            f"is above the limit, {ceiling.display()} by {_NAMES[ceiling_source]}"
        )
        return NoRoom(reason=reason, ceiling_source=ceiling_source)
    if floor.amount == 0:
        return NoRoom(reason=f"the opening offer, {floor.display()} by {_NAMES[floor_source]}, is no price")
    return Limits(
        floor=floor,
        ceiling=ceiling,
        hard_ceiling=_first_best(hard, highest=False)[0],
        floor_source=floor_source,
        ceiling_source=ceiling_source,
    )


def _rates_by_cpm(sources: PriceSources, currency: str) -> Bounds | None:
    if sources.views is not None and sources.lines:
        return _rates_by_card(sources.views, sources.lines, currency)
    if sources.cpm is None or sources.views is None:
        return None
    highest = sources.cpm.ceiling if sources.cpm_premium is None else max(sources.cpm.ceiling, sources.cpm_premium)
    return Bounds(
        floor=rate(sources.views, sources.cpm.floor, currency),
        ceiling=rate(sources.views, highest, currency),
    )


def _rates_by_card(views: int, lines: Sequence[PricedLine], currency: str) -> Bounds:
    nothing = Bounds(floor=Money(Decimal(0), currency), ceiling=Money(Decimal(0), currency))
    return reduce(lambda total, line: _with_line(total, line, views), lines, nothing)


def _with_line(total: Bounds, line: PricedLine, views: int) -> Bounds:
    low, high = (rate(views, cpm, total.floor.currency) for cpm in (line.cpm.floor, line.cpm.ceiling))
    return Bounds(
        floor=Money(total.floor.amount + low.amount * line.quantity, low.currency),
        ceiling=Money(total.ceiling.amount + high.amount * line.quantity, high.currency),
    )


def _floors(sources: PriceSources, by_cpm: Bounds | None) -> list[_Bound]:
    campaign = sources.rate or by_cpm
    priced = BoundSource.RATE_CARDS if sources.lines else BoundSource.CAMPAIGN_CPM
    named = priced if sources.rate is None else BoundSource.CAMPAIGN_RATE
    candidates = (
        (None if campaign is None else campaign.floor, named),
        (sources.row_minimum, BoundSource.ROW),
        (sources.minimum_cost, BoundSource.MINIMUM_COST),
    )
    return [(money, source) for money, source in candidates if money is not None]


def _ceilings(sources: PriceSources, by_cpm: Bounds | None) -> list[_Bound]:
    candidates = (
        (None if by_cpm is None else by_cpm.ceiling, _cpm_source(sources)),
        (None if sources.rate is None else sources.rate.ceiling, BoundSource.CAMPAIGN_RATE),
        (sources.row_maximum, BoundSource.ROW),
        (sources.approval_cap, BoundSource.APPROVAL_CAP),
        (sources.budget_left, BoundSource.BUDGET_LEFT),
    )
    return [(money, source) for money, source in candidates if money is not None]


def _cpm_source(sources: PriceSources) -> BoundSource:
    if sources.lines:
        return BoundSource.RATE_CARDS
    lifted = sources.cpm and sources.cpm_premium and sources.cpm_premium > sources.cpm.ceiling
    return BoundSource.CPM_TRACKER if lifted else BoundSource.CAMPAIGN_CPM


def _refuse_other_currencies(bounds: Sequence[_Bound], currency: str) -> None:
    for money, source in bounds:
        if money.currency != currency:
            raise CurrencyMismatch(f"{source} is {money}, the campaign is in {currency}")


def _first_best(bounds: Sequence[_Bound], *, highest: bool) -> _Bound:
    best = bounds[0]
    for bound in bounds[1:]:
        if bound[0] > best[0] if highest else bound[0] < best[0]:
            best = bound
    return best

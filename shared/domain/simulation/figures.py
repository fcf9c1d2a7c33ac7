"""What many negotiations come to."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from shared.domain.simulation.play import Played
from shared.domain.simulation.violations import violations


@dataclass(frozen=True, slots=True, kw_only=True)
class Figures:
    """Sums over *n* negotiations; a share is None where there is nothing to share among.

    Attributes:
        feasible: Sellers whose reservation is inside our limit.
        agreement_rate_feasible: Deals made with them, 0 to 1.
        buyer_surplus_share: Mean over them of (limit - price) / (limit - reservation): what was kept of what perfect
            knowledge would keep; 0 for a missed deal and where the reservation is the limit.
        mean_rounds: Offers made, over all n.
    """

    n: int
    feasible: int
    agreed: int
    agreement_rate_feasible: float | None
    buyer_surplus_share: float | None
    mean_rounds: float | None
    violations: int


def figures_of(played: Sequence[Played], *, round_cap: int) -> Figures:
    """The figures of these negotiations, shares with four decimals."""
    feasible = [one for one in played if one.is_feasible]
    closed = sum(one.price is not None for one in feasible)
    return Figures(
        n=len(played),
        feasible=len(feasible),
        agreed=sum(one.price is not None for one in played),
        agreement_rate_feasible=_mean(Decimal(closed), len(feasible)),
        buyer_surplus_share=_mean(sum((surplus_share(one) for one in feasible), Decimal(0)), len(feasible)),
        mean_rounds=_mean(Decimal(sum(one.rounds for one in played)), len(played)),
        violations=sum(len(violations(one, round_cap=round_cap)) for one in played),
    )


def surplus_share(played: Played) -> Decimal:
    """0 to 1; 0 without a deal."""
    if played.limits is None or played.price is None:
        return Decimal(0)
    limit, reservation = played.limits.ceiling.amount, played.seller.reservation.amount
    return (limit - played.price.amount) / (limit - reservation) if limit > reservation else Decimal(0)


def _mean(total: Decimal, count: int) -> float | None:
    return round(float(total / count), 4) if count else None

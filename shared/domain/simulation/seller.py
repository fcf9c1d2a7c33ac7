"""A simulated seller: what it asks for, what it takes, when it leaves. docs/strategy.md says what it stands for."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from typing import Final

from shared.domain.money import Money


class Style(StrEnum):
    """How a seller comes down from its first ask to its reservation price."""

    LINEAR = "linear"
    BOULWARE = "boulware"
    CONCEDER = "conceder"
    TIT_FOR_TAT = "tit_for_tat"
    STUBBORN = "stubborn"


# How sharply boulware and conceder bend; 1 would be linear.
_BEND: Final = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Seller:
    """One simulated creator.

    Attributes:
        average_views: Per post, above 0.
        reservation: The least it takes, ever; above 0.
        first_ask: What it asks for first, at least the reservation.
        patience_rounds: How many of our offers it answers, from 1; to the last of them it says yes or leaves.

    Raises:
        ValueError: one of these does not hold.
    """

    id: str
    average_views: int
    reservation: Money
    first_ask: Money
    style: Style
    patience_rounds: int

    def __post_init__(self) -> None:
        if self.average_views < 1 or self.patience_rounds < 1:
            raise ValueError(f"seller {self.id} needs views and patience of at least 1")
        if self.reservation.amount <= 0 or self.first_ask < self.reservation:
            raise ValueError(f"seller {self.id} needs 0 < reservation <= first ask")


@dataclass(frozen=True, slots=True)
class Takes:
    """Our last offer is good enough."""


@dataclass(frozen=True, slots=True)
class Asks:
    amount: Money


@dataclass(frozen=True, slots=True)
class Leaves:
    """Patience has ended, without another word."""


def response(seller: Seller, offers: Sequence[Money]) -> Takes | Asks | Leaves:
    """What the seller says to the last of *offers*, ours so far, oldest first."""
    demand = demand_after(seller, offers)
    if offers[-1] >= demand:
        return Takes()
    return Leaves() if len(offers) >= seller.patience_rounds else Asks(demand)


def demand_after(seller: Seller, offers: Sequence[Money]) -> Money:
    """The least the seller takes at this point: its first ask at the first offer, its reservation at its last answer.

    Between them, with t the share of its patience that has passed: linear 1 - t of the difference is left, boulware
    1 - t^3, conceder (1 - t)^3; tit-for-tat has come down by as much as we have gone up; stubborn has not moved.
    """
    if len(offers) >= seller.patience_rounds:
        return seller.reservation
    if seller.style is Style.TIT_FOR_TAT:
        return _mirrored(seller, offers)
    passed = Decimal(len(offers) - 1) / (seller.patience_rounds - 1)
    spread = seller.first_ask.amount - seller.reservation.amount
    return Money.rounded(seller.reservation.amount + spread * _left(seller.style, passed), seller.first_ask.currency)


def _left(style: Style, passed: Decimal) -> Decimal:
    match style:
        case Style.BOULWARE:
            return 1 - passed**_BEND
        case Style.CONCEDER:
            return (1 - passed) ** _BEND
        case Style.STUBBORN:
            return Decimal(1)
        case _:
            return 1 - passed


def _mirrored(seller: Seller, offers: Sequence[Money]) -> Money:
    given = max(offers[-1].amount - offers[0].amount, Decimal(0))
    return Money(max(seller.reservation.amount, seller.first_ask.amount - given), seller.first_ask.currency)

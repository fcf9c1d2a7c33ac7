"""A described population of sellers, drawn the same on every machine for the same seed."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Final

from shared.domain.money import Money
from shared.domain.simulation.seller import Seller, Style

_64_BITS: Final = (1 << 64) - 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Mix:
    """Ranges, both ends included, drawn from evenly and independently of each other.

    Attributes:
        reservation: In major units of *currency*.
        markup: First ask divided by reservation, from 1.
        styles: Drawn evenly; name one twice to make it twice as frequent.

    Raises:
        ValueError: a range is empty, or no style is named.
    """

    count: int
    currency: str
    average_views: tuple[int, int]
    reservation: tuple[Decimal, Decimal]
    markup: tuple[Decimal, Decimal]
    patience_rounds: tuple[int, int]
    styles: Sequence[Style]

    def __post_init__(self) -> None:
        ranges = (self.average_views, self.reservation, self.markup, self.patience_rounds)
        if any(low > high for low, high in ranges):
            raise ValueError("a range goes from its lower to its higher end")
        if self.markup[0] < 1:
            raise ValueError("nobody asks for less than they would take: markup is at least 1")
        if not self.styles:
            raise ValueError("name at least one style")


def draw(mix: Mix, seed: int) -> tuple[Seller, ...]:
    """The sellers of this mix; the same seed draws the same ones."""
    numbers = _numbers(seed)
    return tuple(_seller(mix, place, numbers) for place in range(1, mix.count + 1))


def _seller(mix: Mix, place: int, numbers: Iterator[int]) -> Seller:
    reservation = Money.rounded(_between(mix.reservation, next(numbers)), mix.currency)
    asked = reservation.amount * _between(mix.markup, next(numbers))
    return Seller(
        id=f"seller-{place}",
        average_views=_whole(mix.average_views, next(numbers)),
        reservation=reservation,
        first_ask=Money.rounded(asked, mix.currency),
        style=mix.styles[next(numbers) % len(mix.styles)],
        patience_rounds=_whole(mix.patience_rounds, next(numbers)),
    )


def _between(ends: tuple[Decimal, Decimal], number: int) -> Decimal:
    return ends[0] + (ends[1] - ends[0]) * number / _64_BITS


def _whole(ends: tuple[int, int], number: int) -> int:
    return ends[0] + number % (ends[1] - ends[0] + 1)


def _numbers(seed: int) -> Iterator[int]:
    """64-bit numbers without end: SplitMix64 (Steele, Lea, Flood 2014), the same on every machine."""
    state = seed & _64_BITS
    while True:
        state = (state + 0x9E3779B97F4A7C15) & _64_BITS
        mixed = ((state ^ (state >> 30)) * 0xBF58476D1CE4E5B9) & _64_BITS
        mixed = ((mixed ^ (mixed >> 27)) * 0x94D049BB133111EB) & _64_BITS
        yield mixed ^ (mixed >> 31)

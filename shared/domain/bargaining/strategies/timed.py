"""Schedules that look at the round alone; each reaches the limit in the last one (Faratin, Sierra, Jennings 1998)."""

from __future__ import annotations

from decimal import Decimal
from typing import Final

from shared.domain.bargaining.concession import Bargain

# How sharply the two curves bend; 1 would be linear.
_BEND: Final = 3


def ceiling(bargain: Bargain) -> Decimal:
    """The limit from the first counter on: what the system before this one did."""
    return bargain.limits.ceiling.amount


def linear(bargain: Bargain) -> Decimal:
    """Equal steps."""
    return _at(bargain, bargain.elapsed)


def boulware(bargain: Bargain) -> Decimal:
    """Holds near the floor, gives way at the end."""
    return _at(bargain, bargain.elapsed**_BEND)


def conceder(bargain: Bargain) -> Decimal:
    """Gives way early, small steps at the end."""
    return _at(bargain, 1 - (1 - bargain.elapsed) ** _BEND)


def _at(bargain: Bargain, share: Decimal) -> Decimal:
    return bargain.limits.floor.amount + bargain.room * share

"""Schedules of concessions by name: ours, and the ones it is measured against."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from shared.domain.concession import Schedule
from shared.domain.strategies.parley import parley
from shared.domain.strategies.timed import boulware, ceiling, conceder, linear
from shared.domain.strategies.tit_for_tat import tit_for_tat

STRATEGIES: Final[Mapping[str, Schedule]] = MappingProxyType(
    {
        "parley": parley,
        "ceiling": ceiling,
        "linear": linear,
        "boulware": boulware,
        "conceder": conceder,
        "tit_for_tat": tit_for_tat,
    }
)

__all__ = ["STRATEGIES", "parley"]

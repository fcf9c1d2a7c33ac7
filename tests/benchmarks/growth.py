"""What a turn takes of the processor as an installation grows."""

from collections.abc import Sequence
from contextlib import closing
from dataclasses import dataclass
from statistics import median
from typing import Final

from shared.adapters.sqlite import SqliteStore
from tests.benchmarks.counting_store import CountingStore
from tests.benchmarks.turns import Scale, play

SCALES: Final = (Scale(), Scale(creators=1_000), Scale(people=50), Scale(mails=200))


@dataclass(frozen=True, slots=True, kw_only=True)
class Grown:
    """One scale: milliseconds of the processor for one turn (median), and its calls of the store."""

    scale: Scale
    cpu_ms: float
    calls: int


def measure_growth(turns: int, scales: Sequence[Scale] = SCALES) -> list[Grown]:
    return [_measured(turns, scale) for scale in scales]


def _measured(turns: int, scale: Scale) -> Grown:
    with closing(CountingStore(SqliteStore(":memory:"))) as store:
        costs = play(store, turns, scale)
    last = costs[-1]
    cpu_ms = median(cost.cpu_seconds for cost in costs) * 1000
    return Grown(scale=scale, cpu_ms=cpu_ms, calls=last.decide.calls + last.send.calls)

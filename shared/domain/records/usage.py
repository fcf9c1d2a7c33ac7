"""What the model took, summed, so that it can be bounded and priced."""

from dataclasses import dataclass, replace
from datetime import date

from shared.domain.reading.facts import ModelUse


@dataclass(frozen=True, slots=True, kw_only=True)
class DailyUse:
    """What one model took on one day (UTC): prices change from day to day."""

    day: date
    use: ModelUse


@dataclass(frozen=True, slots=True, kw_only=True)
class UsageRecord:
    """`usage/{id}`: tokens of the whole installation on a day, or of a negotiation in all its days.

    Attributes:
        calls: Answers of the model that were paid for.
        lines: One for each day and model.
    """

    id: str
    version: int
    calls: int = 0
    lines: tuple[DailyUse, ...] = ()

    @property
    def tokens(self) -> int:
        """Of every kind of billing."""
        return sum(line.use.tokens for line in self.lines)


def usage_of_day(day: date) -> str:
    """The id of a day's record."""
    return f"day:{day.isoformat()}"


def usage_of_negotiation(negotiation_id: str) -> str:
    """The id of a negotiation's record."""
    return f"negotiation:{negotiation_id}"


def with_call(record: UsageRecord, day: date, use: ModelUse) -> UsageRecord:
    """The record with one more call in it."""
    same = [line for line in record.lines if (line.day, line.use.model) == (day, use.model)]
    others = tuple(line for line in record.lines if line not in same)
    summed = use
    for line in same:
        summed = _sum(line.use, summed)
    return replace(record, calls=record.calls + 1, lines=(*others, DailyUse(day=day, use=summed)))


def _sum(one: ModelUse, other: ModelUse) -> ModelUse:
    return ModelUse(
        model=one.model,
        input_tokens=one.input_tokens + other.input_tokens,
        output_tokens=one.output_tokens + other.output_tokens,
        cache_write_tokens=one.cache_write_tokens + other.cache_write_tokens,
        cache_read_tokens=one.cache_read_tokens + other.cache_read_tokens,
    )

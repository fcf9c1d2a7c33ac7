"""What the models' tokens cost."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Final

from shared.domain.reading.facts import ModelUse
from shared.domain.records.usage import DailyUse

_MILLION: Final = Decimal(1_000_000)


@dataclass(frozen=True, slots=True, kw_only=True)
class ModelPrice:
    """US dollars for a million tokens, from a day on; *cache_write* is that of the five-minute cache."""

    model: str
    since: date
    input: Decimal
    output: Decimal
    cache_write: Decimal
    cache_read: Decimal


def _price(model: str, since: str, *per_million: str) -> ModelPrice:
    input_, output, cache_write, cache_read = map(Decimal, per_million)
    return ModelPrice(
        model=model,
        since=date.fromisoformat(since),
        input=input_,
        output=output,
        cache_write=cache_write,
        cache_read=cache_read,
    )


# https://platform.claude.com/docs/en/about-claude/pricing and the models' own pages, as of 2026-10-16. Haiku 5.5 costs
# five times as much for prompts above 100,000 tokens; ours stay below 20,000. Sonnet 5.5's cache reads became cheaper.
PRICES: Final = (
    _price("claude-haiku-5-5", "2026-10-07", "0.10", "0.50", "0.125", "0.01"),
    _price("claude-sonnet-5-5", "2026-09-01", "2", "10", "2.50", "0.20"),
    _price("claude-sonnet-5-5", "2026-10-07", "2", "10", "2.50", "0.10"),
    _price("claude-sonnet-5", "2026-06-30", "2", "10", "2.50", "0.20"),
)


def cost(use: ModelUse, day: date) -> Decimal | None:
    """US dollars, unrounded; None for a model, or a day, whose price is not known here: never 0."""
    known = [price for price in PRICES if price.model == use.model and price.since <= day]
    if not known:
        return None
    price = max(known, key=lambda one: one.since)
    billed = (
        use.input_tokens * price.input
        + use.output_tokens * price.output
        + use.cache_write_tokens * price.cache_write
        + use.cache_read_tokens * price.cache_read
    )
    return billed / _MILLION


def total_cost(lines: Iterable[DailyUse]) -> Decimal | None:
    """US dollars of all of them; None when any has no known price: half a sum would pass for the whole."""
    costs = [cost(line.use, line.day) for line in lines]
    known = [one for one in costs if one is not None]
    return sum(known, Decimal(0)) if len(known) == len(costs) else None

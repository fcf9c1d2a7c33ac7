"""What the model took, in words and as values."""

from collections.abc import Iterable, Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from shared.domain.model_prices import total_cost
from shared.domain.reading.facts import ModelUse
from shared.domain.records import DailyUse, UsageRecord


def taken(records: Iterable[UsageRecord]) -> dict[str, Any]:
    """Calls, tokens by kind of billing and cost of all the records; the cost is null where a price is not known."""
    found = tuple(records)
    lines = [line for record in found for line in record.lines]
    return {"calls": sum(record.calls for record in found), **_sums(lines)}


def of_mail(use: Iterable[ModelUse], day: date) -> dict[str, Any]:
    """What one mail took, on the day it was written or read."""
    return _sums([DailyUse(day=day, use=one) for one in use])


def in_words(value: Mapping[str, Any]) -> str:
    """One line: "4 calls, 12,345 tokens (71% read from the cache), $0.0123"."""
    share = f" ({100 * value['cache_read_tokens'] // value['tokens']}% read from the cache)" if value["tokens"] else ""
    cost = f"${value['cost_usd']}" if value["cost_usd"] is not None else "cost not known"
    return f"{value['calls']} calls, {value['tokens']:,} tokens{share}, {cost}"


def _sums(lines: list[DailyUse]) -> dict[str, Any]:
    uses = [line.use for line in lines]
    return {
        "tokens": sum(use.tokens for use in uses),
        "input_tokens": sum(use.input_tokens for use in uses),
        "cache_write_tokens": sum(use.cache_write_tokens for use in uses),
        "cache_read_tokens": sum(use.cache_read_tokens for use in uses),
        "output_tokens": sum(use.output_tokens for use in uses),
        "cost_usd": _dollars(total_cost(lines)),
    }


def _dollars(cost: Decimal | None) -> str | None:
    """To a hundredth of a cent: a mail costs about one cent."""
    return None if cost is None else f"{cost:.4f}"

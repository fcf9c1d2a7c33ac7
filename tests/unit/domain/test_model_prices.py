"""What tokens cost: each kind at its own price of its own day, and never nothing for want of a price."""

from datetime import date
from decimal import Decimal

import pytest

from shared.domain.model_prices import cost, total_cost
from shared.domain.reading.facts import ModelUse
from shared.domain.records.usage import DailyUse, UsageRecord, with_call

DAY = date(2026, 11, 20)
MIXED = ModelUse(
    model="claude-sonnet-5-5",
    input_tokens=1_000,
    output_tokens=300,
    cache_write_tokens=2_000,
    cache_read_tokens=10_000,
)


def test_each_kind_of_token_has_its_price() -> None:
    # 1,000 at $2 + 300 at $10 + 2,000 at $2.50 + 10,000 at $0.10, each for a million.
    assert cost(MIXED, DAY) == Decimal("0.011")


@pytest.mark.parametrize(
    ("day", "expected"),
    [(date(2026, 10, 6), "0.012"), (date(2026, 10, 7), "0.011"), (date(2026, 9, 1), "0.012")],
)
def test_a_day_has_the_price_of_that_day(day: date, expected: str) -> None:
    assert cost(MIXED, day) == Decimal(expected)


@pytest.mark.parametrize(
    ("model", "day"), [("claude-unheard-of", DAY), ("", DAY), ("claude-sonnet-5-5", date(2026, 8, 31))]
)
def test_an_unknown_price_is_not_nothing(model: str, day: date) -> None:
    use = ModelUse(model=model, input_tokens=0, output_tokens=0)

    assert cost(use, day) is None
    assert total_cost([DailyUse(day=DAY, use=MIXED), DailyUse(day=day, use=use)]) is None


def test_a_sum_is_exact() -> None:
    assert total_cost([DailyUse(day=DAY, use=MIXED)] * 3) == Decimal("0.033")
    assert total_cost([]) == 0


def test_calls_of_a_day_and_model_are_summed_and_others_stand_apart() -> None:
    record = UsageRecord(id="day:2026-11-20", version=0)
    other = ModelUse(model="claude-haiku-5-5", input_tokens=7, output_tokens=1)
    for day, use in ((DAY, MIXED), (DAY, other), (date(2026, 11, 21), MIXED), (DAY, MIXED)):
        record = with_call(record, day, use)

    assert record.calls == 4
    assert record.tokens == 3 * 13_300 + 8
    assert {(line.day, line.use.model): line.use.tokens for line in record.lines} == {
        (DAY, "claude-sonnet-5-5"): 26_600,
        (DAY, "claude-haiku-5-5"): 8,
        (date(2026, 11, 21), "claude-sonnet-5-5"): 13_300,
    }

from datetime import date
from decimal import Decimal

import pytest

from shared.domain.bargaining.urgency import urgency_on
from shared.domain.campaign import Facts

DUE = Facts(content_due_on=date(2026, 4, 29), publish_on=date(2026, 5, 20))


@pytest.mark.parametrize(
    ("today", "urgency"),
    [
        (date(2026, 3, 1), "0"),
        (date(2026, 4, 1), "0"),
        (date(2026, 4, 2), "0.05"),
        (date(2026, 4, 8), "0.33"),
        (date(2026, 4, 15), "0.67"),
        (date(2026, 4, 21), "0.95"),
        (date(2026, 4, 22), "1"),
        (date(2026, 4, 29), "1"),
        (date(2026, 6, 1), "1"),
    ],
)
def test_it_rises_evenly_from_four_weeks_before_content_is_due_to_one(today: date, urgency: str) -> None:
    assert urgency_on(DUE, today) == Decimal(urgency)


def test_without_a_due_day_the_day_of_publishing_counts() -> None:
    assert urgency_on(Facts(publish_on=date(2026, 4, 29)), date(2026, 4, 15)) == Decimal("0.67")


def test_without_dates_nothing_presses() -> None:
    assert urgency_on(Facts(), date(2026, 4, 15)) == 0

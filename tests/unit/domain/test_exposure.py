"""What is said of a roster that the budget may not pay for: 50,000 views at a CPM of 20 to 30 are $1,000 to $1,500."""

from typing import Any

import pytest

from shared.domain.bargaining.exposure import Exposure, exposure
from shared.domain.campaign import Creator
from tests.unit.domain.builders import budget, campaign, creator, tracker, usd


def cost(count: int, total: str, **changes: Any) -> Exposure:
    return exposure(campaign(budget=budget(total=usd(total)), **changes), [creator()] * count)


def test_it_is_silent_while_the_budget_covers_every_limit() -> None:
    found = cost(2, "3000")
    assert (found.creators, found.wanted) == (2, 2)
    assert (found.at_openings, found.at_limits, found.budget_left) == (usd("2000"), usd("3000"), usd("3000"))
    assert found.notices() == ()


@pytest.mark.parametrize(
    ("total", "notice"),
    [
        ("2999.99", "if all 2 hold out for the limit, that is $3,000.00 of the $2,999.99 left"),
        ("2000", "if all 2 hold out for the limit, that is $3,000.00 of the $2,000.00 left"),
        (
            "1999.99",
            "if all 2 accept the opening offer, that is $2,000.00 of the $1,999.99 left; "
            "the first to agree get the money, the others go to a person",
        ),
    ],
)
def test_the_cent_too_much_is_said(total: str, notice: str) -> None:
    assert cost(2, total).notices() == (notice,)


def test_what_is_agreed_already_is_not_left() -> None:
    found = cost(1, "2000", tracker=tracker(usd("900")))
    assert found.notices() == ("if the only creator holds out for the limit, that is $1,500.00 of the $1,100.00 left",)


def test_no_more_than_the_target_still_wants_can_agree() -> None:
    assert cost(3, "2600", target_creators=2, tracker=tracker(usd("1000"))).notices() == ()
    found = cost(3, "2400", target_creators=2, tracker=tracker(usd("1000")))
    assert found.notices() == ("if 1 of the 3 hold out for the limit, that is $1,500.00 of the $1,400.00 left",)
    assert cost(3, "1000", target_creators=1, tracker=tracker(usd("1000"))).notices() == ()


def test_the_dearest_of_them_are_counted() -> None:
    rows: list[Creator] = [creator(average_views=views) for views in (10_000, 100_000, 50_000)]
    found = exposure(campaign(budget=budget(total=usd("9000")), target_creators=2), rows)
    assert (found.at_openings, found.at_limits) == (usd("3000"), usd("4500"))


def test_caps_and_rows_are_limits_too_and_no_room_costs_nothing() -> None:
    rows = [creator(maximum_rate=usd("1200")), creator(minimum_rate=usd("2000"))]
    found = exposure(campaign(budget=budget(total=usd("1000"), approval_cap=usd("1100"))), rows)
    assert (found.creators, found.at_openings, found.at_limits) == (1, usd("1000"), usd("1100"))
    assert exposure(campaign(), []).notices() == ()

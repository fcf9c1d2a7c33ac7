from decimal import Decimal

import pytest

from shared.domain.amounts import Unreadable, parse_count, parse_money_cell, parse_percent
from shared.domain.money import Money


@pytest.mark.parametrize(
    ("cell", "currency", "expected"),
    [
        ("$1,000", "USD", "1000.00"),
        ("1,000.00", "USD", "1000.00"),
        ("1k", "USD", "1000.00"),
        ("1.5k", "USD", "1500.00"),
        ("1000 USD", "USD", "1000.00"),
        ("1000", "USD", "1000.00"),
        (" $1,500 ", "USD", "1500.00"),
        ("nine hundred", "USD", "900.00"),
        ("0", "USD", "0.00"),
        ("$1,000", "CAD", "1000.00"),
        ("1.500,00", "EUR", "1500.00"),
        ("1.500", "EUR", "1500.00"),
        ("1.500", "KWD", "1.500"),
        ("¥150,000", "JPY", "150000"),
    ],
)
def test_a_money_cell_is_read(cell: str, currency: str, expected: str) -> None:
    assert parse_money_cell(cell, currency) == Money.of(expected, currency)


@pytest.mark.parametrize("cell", ["", "  ", "\n"])
def test_an_empty_cell_is_nothing(cell: str) -> None:
    assert parse_money_cell(cell, "USD") is None
    assert parse_percent(cell) is None
    assert parse_count(cell) is None


@pytest.mark.parametrize(
    ("cell", "reason"),
    [
        ("TBD", "not a number"),
        ("n/a", "not a number"),
        ("-", "not a number"),
        ("$", "not a number"),
        ("-5", "not a number"),
        ("#REF!", "not a number"),
        ("1e3", "not a number"),
        ("$20-$50", "a range; write one figure"),
        ("1500-2000", "a range; write one figure"),
        ("a few hundred", "a range; write one figure"),
        ("€900", "in EUR, the campaign is in USD"),
        ("900 EUR", "in EUR, the campaign is in USD"),
        ("CA$900", "in CAD, the campaign is in USD"),
        ("€900 USD", "not clearly an amount in USD"),
        ("50 cents", "not clearly an amount in USD"),
        ("$1.500", "can be read in two ways; write it like 1500.00"),
        ("1,50", "can be read in two ways; write it like 1500.00"),
        ("1.2.3", "can be read in two ways; write it like 1500.00"),
        ("twelve fifty", "can be read in two ways; write it like 1500.00"),
        ("1000 + VAT", "holds more than one figure with its currency"),
        ("1000 per reel", "holds more than one figure with its currency"),
        ("20%", "holds more than one figure with its currency"),
        ("12/05", "holds more than one figure with its currency"),
        ("2000-1000", "holds more than one figure with its currency"),
        ("10.0055", "10.0055 is finer than the minor unit of USD"),
        ("99999999999999", "99999999999999 is not an amount of money"),
    ],
)
def test_l07_what_is_not_one_price_is_refused_with_the_reason(cell: str, reason: str) -> None:
    assert parse_money_cell(cell, "USD") == Unreadable(text=cell, reason=reason)


@pytest.mark.parametrize(
    ("cell", "expected"),
    [
        ("20%", "20"),
        ("20 %", "20"),
        ("20", "20"),
        ("12.5%", "12.5"),
        ("12,5 %", "12.5"),
        ("20 percent", "20"),
        ("0", "0"),
    ],
)
def test_a_percent_cell_is_read_in_points(cell: str, expected: str) -> None:
    assert parse_percent(cell) == Decimal(expected)


@pytest.mark.parametrize("cell", ["TBD", "10-15%", "-5%", "$20", "20% off", "1.500", "%"])
def test_l07_a_percent_cell_that_is_not_one_is_refused(cell: str) -> None:
    assert isinstance(parse_percent(cell), Unreadable)


@pytest.mark.parametrize(
    ("cell", "expected"),
    [
        ("50,000", 50_000),
        ("50k", 50_000),
        ("1.2M", 1_200_000),
        ("1.2m", 1_200_000),
        ("50 000", 50_000),
        ("50.000", 50_000),
        ("1,5k", 1_500),
        ("1.25k", 1_250),
        ("50,000 views", 50_000),
        ("0", 0),
    ],
)
def test_a_count_cell_is_read(cell: str, expected: int) -> None:
    assert parse_count(cell) == expected


@pytest.mark.parametrize("cell", ["n/a", "1.5", "10-20k", "$50", "1.23456k", "50k reels", "-3", "1,2,3"])
def test_l07_a_count_cell_that_is_not_one_is_refused(cell: str) -> None:
    assert isinstance(parse_count(cell), Unreadable)

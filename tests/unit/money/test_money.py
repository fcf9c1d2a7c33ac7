from decimal import Decimal

import pytest

from shared.domain.money import MINOR_UNITS, CurrencyMismatch, InvalidMoney, Money, UnknownCurrency


def test_text_form_carries_currency_and_all_decimals() -> None:
    assert str(Money.of("1500", "USD")) == "USD 1500.00"
    assert Money.of("1500", "USD").text == "1500.00"
    assert Money.of("1500", "JPY").text == "1500"
    assert Money.of("1.5", "KWD").text == "1.500"


@pytest.mark.parametrize(
    ("text", "currency", "shown"),
    [
        ("1500.00", "USD", "$1,500.00"),
        ("900", "EUR", "€900.00"),
        ("1200.5", "GBP", "£1,200.50"),
        ("1200", "CHF", "CHF 1,200.00"),
        ("1234567", "JPY", "¥1,234,567"),
        ("1500", "CAD", "CA$1,500.00"),
        ("12.345", "KWD", "KWD 12.345"),
        ("0", "USD", "$0.00"),
    ],
)
def test_display(text: str, currency: str, shown: str) -> None:
    assert Money.of(text, currency).display() == shown


@pytest.mark.parametrize(
    "text", ["", "1,500", "1.5k", "-1", "+1", "1e3", "NaN", " 1", "1_000", "１５", "Infinity", ".5", "5."]
)
def test_text_that_is_not_a_plain_decimal_is_refused(text: str) -> None:
    with pytest.raises(InvalidMoney):
        Money.of(text, "USD")


@pytest.mark.parametrize(
    ("amount", "currency"),
    [
        ("10.005", "USD"),
        ("10.5", "JPY"),
        ("-0.01", "USD"),
        ("NaN", "USD"),
        ("Infinity", "USD"),
        ("1000000000000.01", "USD"),
    ],
)
def test_amount_that_is_not_money_is_refused(amount: str, currency: str) -> None:
    with pytest.raises(InvalidMoney):
        Money(Decimal(amount), currency)


def test_float_and_int_are_refused() -> None:
    with pytest.raises(TypeError, match="Decimal, not float"):
        Money(10.5, "USD")  # type: ignore[arg-type]
    with pytest.raises(TypeError, match="Decimal, not int"):
        Money(10, "USD")  # type: ignore[arg-type]


@pytest.mark.parametrize("currency", ["usd", "XYZ", "", "US"])
def test_unknown_currency_is_refused_by_name(currency: str) -> None:
    with pytest.raises(UnknownCurrency, match="supported: AED"):
        Money.of("1", currency)


@pytest.mark.parametrize(
    ("amount", "currency", "expected"),
    [
        ("2.5249", "USD", "2.52"),
        ("2.525", "USD", "2.53"),
        ("2.515", "USD", "2.52"),
        ("2.5", "JPY", "3"),
        ("0.0005", "KWD", "0.001"),
    ],
)
def test_rounding_is_explicit_and_half_up(amount: str, currency: str, expected: str) -> None:
    assert Money.rounded(Decimal(amount), currency) == Money.of(expected, currency)


@pytest.mark.parametrize("amount", ["-0.001", "NaN", "Infinity", "1000000000001"])
def test_rounding_refuses_what_is_not_money(amount: str) -> None:
    with pytest.raises(InvalidMoney):
        Money.rounded(Decimal(amount), "USD")


def test_order_within_one_currency() -> None:
    low, high = Money.of("999.99", "USD"), Money.of("1000", "USD")
    assert low < high
    assert low <= high
    assert high > low
    assert high >= Money.of("1000.00", "USD")
    assert max(low, high) == high


def test_currencies_do_not_mix() -> None:
    dollars, euros = Money.of("10", "USD"), Money.of("10", "EUR")
    assert dollars != euros
    for mixed in (lambda: dollars < euros, lambda: dollars >= euros, lambda: dollars + euros, lambda: dollars - euros):
        with pytest.raises(CurrencyMismatch, match=r"USD 10\.00 and EUR 10\.00"):
            mixed()


def test_sums_stay_exact_and_never_negative() -> None:
    assert Money.of("0.10", "USD") + Money.of("0.20", "USD") == Money.of("0.30", "USD")
    assert Money.of("3", "USD") - Money.of("1.25", "USD") == Money.of("1.75", "USD")
    with pytest.raises(InvalidMoney):
        Money.of("1", "USD") - Money.of("1.01", "USD")


def test_minus_zero_is_zero() -> None:
    assert Money(Decimal("-0.00"), "USD").text == "0.00"


def test_minor_units_follow_iso_4217() -> None:
    assert (MINOR_UNITS["USD"], MINOR_UNITS["JPY"], MINOR_UNITS["KWD"], MINOR_UNITS["CLP"]) == (2, 0, 3, 0)

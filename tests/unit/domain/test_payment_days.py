"""When a fee is paid: what two sides say of it, in days."""

import pytest

from shared.domain.terms.payment import WHEN_PAID, days_to_pay, leaves_our_terms

OURS = "Payment within 30 days after publication"


@pytest.mark.parametrize(
    ("words", "days"),
    [
        ("net 15", 15),
        ("net-60", 60),
        ("payment within 7 days", 7),
        ("paid within two weeks", 14),
        ("a month after posting", 30),
        ("due on receipt", 0),
        ("payable upon delivery", 0),
        ("paid immediately after posting", 0),
        ("same-day payment", 0),
        ("by bank transfer", None),
        ("half in 7 days, half in 30 days", None),
        ("within 10 business days", None),
    ],
)
def test_a_delay_is_read_in_days(words: str, days: int | None) -> None:
    assert days_to_pay(words) == days


@pytest.mark.parametrize("theirs", ["net 30", "Net 45", "payment within 30 days", "payment is 60 days after posting"])
def test_no_sooner_than_ours_is_ours(theirs: str) -> None:
    assert leaves_our_terms(OURS, theirs) is True


@pytest.mark.parametrize(
    "theirs",
    ["net 15", "payment on receipt", "50% within 30 days", "30 days after signing", "30 days with a deposit", "soon"],
)
def test_sooner_or_anything_else_is_not(theirs: str) -> None:
    assert leaves_our_terms(OURS, theirs) is False


@pytest.mark.parametrize("ours", [None, "By bank transfer"])
def test_nothing_is_compared_with_terms_that_name_no_day(ours: str | None) -> None:
    assert leaves_our_terms(ours, "net 60") is False


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("$1,200 net 15.", "net 15"),
        ("I need to be paid within 7 days.", "paid within 7 days"),
        ("My payment terms are 15 days.", "payment terms are 15 days"),
        ("$1,200, due on receipt", "0, due on receipt"),
        ("15-day payment terms", "15-day payment terms"),
        ("The invoice is due within a week.", "invoice is due within a week"),
        ("payment once the invoice is in", "payment once the invoice"),
    ],
)
def test_when_they_want_to_be_paid_is_found(text: str, words: str) -> None:
    found = WHEN_PAID.search(text)
    assert found is not None
    assert found.group() == words


@pytest.mark.parametrize(
    "text",
    [
        "paid usage within 30 days",
        "paid ads for 30 days",
        "The draft is due in 14 days.",
        "I will invoice you next week.",
        "net $1,500",
        "I pay attention to detail.",
        "Payment after publication is fine.",
    ],
)
def test_other_days_are_not(text: str) -> None:
    assert WHEN_PAID.search(text) is None

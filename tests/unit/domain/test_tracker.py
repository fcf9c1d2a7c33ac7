"""The campaign's books: the known figures, and that neither order nor repetition changes them."""

from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shared.domain.money import CurrencyMismatch
from shared.domain.tracker import Agreement, Tracker
from tests.unit.domain.builders import usd


def deal(name: str, cpm: str) -> Agreement:
    """50,000 views at this CPM."""
    return Agreement(negotiation_id=name, price=usd(str(Decimal(cpm) * 50)), average_views=50_000)


def booked(*agreements: Agreement) -> Tracker:
    tracker = Tracker()
    for agreement in agreements:
        tracker = tracker.booked(agreement)
    return tracker


def deals(*cpms: str) -> Tracker:
    return booked(*(deal(f"n{place}", cpm) for place, cpm in enumerate(cpms)))


def allowed(tracker: Tracker, engagement: str | None = None, *, ceiling: str = "30", target: int | None = 5) -> Decimal:
    percent = None if engagement is None else Decimal(engagement)
    return tracker.allowance(Decimal(ceiling), target_creators=target, engagement_percent=percent).cpm


@pytest.mark.parametrize(
    ("tracker", "engagement", "cpm"),
    [
        (deals(), None, "30.00"),
        (deals(), "3.0", "30.00"),
        (deals(), "3.1", "32.40"),
        (deals(), "5.0", "32.40"),
        (deals(), "5.1", "34.50"),
        (deals("25"), None, "31.25"),
        (deals("25", "25"), None, "33.33"),
        (deals("25", "25"), "6", "36.00"),
        (deals("31"), "6", "34.50"),
        (deals("25", "25", "25", "25", "25"), None, "30.00"),
    ],
)
def test_a_ceiling_of_30_for_five_creators(tracker: Tracker, engagement: str | None, cpm: str) -> None:
    assert allowed(tracker, engagement) == Decimal(cpm)


def test_an_average_above_the_ceiling_reduces_nothing() -> None:
    assert allowed(deals("45", "40")) == Decimal("30.00")


def test_without_a_target_nobody_knows_for_how_many_the_savings_are() -> None:
    assert allowed(deals("20"), target=None) == Decimal("30.00")


def test_the_cap_is_never_passed_by_rounding() -> None:
    allowance = deals("1").allowance(Decimal("22.23"), target_creators=2, engagement_percent=None)
    assert (allowance.cpm, allowance.is_capped) == (Decimal("26.67"), True)
    assert allowance.why == "budget premium 21.23, engagement premium 0.00, held at 120 %"


def test_the_average_counts_each_deal_alike_and_is_rounded_once() -> None:
    small = Agreement(negotiation_id="a", price=usd("10"), average_views=1_000)
    assert booked(small, deal("b", "20"), deal("c", "20")).average_cpm == Decimal("16.67")
    assert Tracker().average_cpm is None


def test_the_same_agreement_counts_once_and_a_new_price_takes_its_place() -> None:
    tracker = booked(deal("a", "25"), deal("b", "20"), deal("a", "25"))
    assert (len(tracker), tracker.committed("USD")) == (2, usd("2250"))
    assert tracker.booked(deal("a", "26")).committed("USD") == usd("2300")


def test_what_a_negotiation_had_bound_is_set_free() -> None:
    tracker = booked(deal("a", "25"), deal("b", "20"))
    assert tracker.without("a") == booked(deal("b", "20"))
    assert tracker.without("nobody") == tracker


def test_books_in_two_currencies_are_refused() -> None:
    with pytest.raises(CurrencyMismatch):
        deals("25").committed("EUR")


@pytest.mark.parametrize(
    "lines",
    [
        (deal("a", "25"), deal("a", "25")),
        (deal("b", "25"), deal("a", "25")),
        (Agreement(negotiation_id="a", price=usd("1"), average_views=0),),
    ],
)
def test_books_that_cannot_have_been_written_are_refused(lines: tuple[Agreement, ...]) -> None:
    with pytest.raises(ValueError, match=r"each negotiation once|views above zero"):
        Tracker(agreements=lines)


AGREEMENTS = st.builds(
    lambda name, cents, views: Agreement(
        negotiation_id=f"n{name}", price=usd(str(Decimal(cents) / 100)), average_views=views
    ),
    st.integers(0, 30),
    st.integers(1, 1_000_000),
    st.integers(1, 3_000_000),
)
BOOKS = st.lists(AGREEMENTS, max_size=12, unique_by=lambda agreement: agreement.negotiation_id)
CPMS = st.integers(1, 20_000).map(lambda cents: Decimal(cents) / 100)
TARGETS = st.none() | st.integers(1, 40)
ENGAGEMENTS = st.none() | st.integers(0, 200).map(lambda tenths: Decimal(tenths) / 10)


@given(st.data(), BOOKS)
def test_neither_order_nor_repetition_changes_the_books(data: st.DataObject, lines: list[Agreement]) -> None:
    repeated = data.draw(st.permutations(lines + data.draw(st.lists(st.sampled_from(lines)) if lines else st.just([]))))
    tracker = booked(*repeated)
    assert tracker == booked(*lines)
    assert tracker.committed("USD").amount == sum((line.price.amount for line in lines), Decimal(0))


@given(BOOKS, AGREEMENTS)
def test_freeing_undoes_booking(lines: list[Agreement], one: Agreement) -> None:
    tracker = booked(*lines).without(one.negotiation_id)
    assert tracker.booked(one).without(one.negotiation_id) == tracker


@given(BOOKS, CPMS, TARGETS, ENGAGEMENTS)
def test_the_allowance_is_exact_and_stays_between_the_ceiling_and_120_percent(
    lines: list[Agreement], ceiling: Decimal, target: int | None, engagement: Decimal | None
) -> None:
    """Recomputed from the policy's own words in whole fractions: no cent is lost or won on the way."""
    cpm = booked(*lines).allowance(ceiling, target_creators=target, engagement_percent=engagement).cpm
    most = Fraction(ceiling)
    saved = sum((most - line.cpm for line in lines), Fraction(0))
    left = (target or 0) - len(lines)
    premium = saved / left if left > 0 and saved > 0 else Fraction(0)
    percent = 0 if engagement is None else 15 if engagement > 5 else 8 if engagement > 3 else 0
    expected = min(most + premium + most * percent / 100, most * 12 / 10)
    assert 0 <= expected - Fraction(cpm) < Fraction(1, 100)
    assert ceiling <= cpm <= ceiling * Decimal("1.2")

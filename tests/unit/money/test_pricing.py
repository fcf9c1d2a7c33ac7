from dataclasses import replace
from decimal import Decimal

import pytest

from shared.domain.bargaining.pricing import (
    Bounds,
    BoundSource,
    CpmBounds,
    Limits,
    NoRoom,
    PricedLine,
    PriceSources,
    campaign_cpm_bounds,
    implied_cpm,
    limits,
    rate,
)
from shared.domain.money import CurrencyMismatch, Money


def usd(text: str) -> Money:
    return Money.of(text, "USD")


def usd_or_none(text: str | None) -> Money | None:
    return None if text is None else usd(text)


def cpm(floor: str, ceiling: str) -> CpmBounds:
    return CpmBounds(floor=Decimal(floor), ceiling=Decimal(ceiling))


def found(sources: PriceSources) -> Limits:
    result = limits(sources, "USD")
    assert isinstance(result, Limits)
    return result


HOUSE = PriceSources(views=50_000, cpm=cpm("20", "30"))


@pytest.mark.parametrize(
    ("views", "price", "expected"),
    [
        (50_000, "20", "1000.00"),
        (50_000, "30", "1500.00"),
        (100_000, "25", "2500.00"),
        (33_333, "22.5", "749.99"),
        (12_345, "27.55", "340.10"),
        (101, "24.95", "2.52"),
        (1, "20", "0.02"),
    ],
)
def test_rate_is_views_per_thousand_times_cpm(views: int, price: str, expected: str) -> None:
    assert rate(views, Decimal(price), "USD") == usd(expected)


def test_rate_rounds_to_the_minor_unit_of_its_currency() -> None:
    assert rate(33_333, Decimal("22.5"), "JPY") == Money.of("750", "JPY")
    assert rate(33_333, Decimal("22.5"), "KWD") == Money.of("749.993", "KWD")


@pytest.mark.parametrize(("views", "price"), [(0, "20"), (-1, "20"), (50_000, "0"), (50_000, "-1")])
def test_rate_without_views_or_price_is_an_error(views: int, price: str) -> None:
    with pytest.raises(ValueError, match="above zero"):
        rate(views, Decimal(price), "USD")


def test_implied_cpm_is_shown_with_two_decimals() -> None:
    assert implied_cpm(usd("1500.00"), 50_000) == Decimal("30.00")
    assert implied_cpm(usd("1000.00"), 33_333) == Decimal("30.00")
    with pytest.raises(ValueError, match="above zero"):
        implied_cpm(usd("1"), 0)


@pytest.mark.parametrize(
    ("target", "leniency", "floor", "ceiling"),
    [
        ("25", None, "25", "25"),
        ("25", "20", "25", "30"),
        ("30", "40", "30", "42"),
        ("22.225", "10", "22.23", "24.45"),
    ],
)
def test_campaign_bounds_come_from_target_and_leniency(
    target: str, leniency: str | None, floor: str, ceiling: str
) -> None:
    assert campaign_cpm_bounds(Decimal(target), None if leniency is None else Decimal(leniency)) == cpm(floor, ceiling)


def test_l06_a_target_of_zero_or_a_negative_leniency_is_refused() -> None:
    with pytest.raises(ValueError, match="0 < floor"):
        campaign_cpm_bounds(Decimal(0), Decimal(20))
    with pytest.raises(ValueError, match="negative"):
        campaign_cpm_bounds(Decimal(25), Decimal(-1))
    with pytest.raises(ValueError, match="0 < floor"):
        cpm("30", "20")


def test_limits_from_cpm_alone() -> None:
    assert found(HOUSE) == Limits(
        floor=usd("1000"),
        ceiling=usd("1500"),
        hard_ceiling=usd("1500"),
        floor_source=BoundSource.CAMPAIGN_CPM,
        ceiling_source=BoundSource.CAMPAIGN_CPM,
    )


@pytest.mark.parametrize(
    ("row_maximum", "approval_cap", "ceiling", "source"),
    [
        ("1400", None, "1400", BoundSource.ROW),
        ("1600", None, "1500", BoundSource.CAMPAIGN_CPM),
        (None, "1200", "1200", BoundSource.APPROVAL_CAP),
        ("1400", "1200", "1200", BoundSource.APPROVAL_CAP),
        ("1100", "1200", "1100", BoundSource.ROW),
        ("1500", "1500", "1500", BoundSource.CAMPAIGN_CPM),
    ],
)
def test_l16_the_tightest_ceiling_wins(
    row_maximum: str | None, approval_cap: str | None, ceiling: str, source: BoundSource
) -> None:
    bounded = found(
        PriceSources(
            views=50_000,
            cpm=cpm("20", "30"),
            row_maximum=usd_or_none(row_maximum),
            approval_cap=usd_or_none(approval_cap),
        )
    )
    assert (bounded.ceiling, bounded.ceiling_source) == (usd(ceiling), source)


@pytest.mark.parametrize(
    ("row_minimum", "minimum_cost", "floor", "source"),
    [
        ("1100", None, "1100", BoundSource.ROW),
        ("900", None, "1000", BoundSource.CAMPAIGN_CPM),
        (None, "1200", "1200", BoundSource.MINIMUM_COST),
        ("1300", "1200", "1300", BoundSource.ROW),
        ("1000", "1000", "1000", BoundSource.CAMPAIGN_CPM),
    ],
)
def test_l15_the_highest_floor_wins(
    row_minimum: str | None, minimum_cost: str | None, floor: str, source: BoundSource
) -> None:
    bounded = found(
        PriceSources(
            views=50_000,
            cpm=cpm("20", "30"),
            row_minimum=usd_or_none(row_minimum),
            minimum_cost=usd_or_none(minimum_cost),
        )
    )
    assert (bounded.floor, bounded.floor_source) == (usd(floor), source)


def test_an_explicit_rate_replaces_the_cpm_floor_and_tightens_the_ceiling() -> None:
    explicit = Bounds(floor=usd("800"), ceiling=usd("1450"))
    bounded = found(PriceSources(views=50_000, cpm=cpm("20", "30"), rate=explicit))
    assert (bounded.floor, bounded.floor_source) == (usd("800"), BoundSource.CAMPAIGN_RATE)
    assert (bounded.ceiling, bounded.ceiling_source) == (usd("1450"), BoundSource.CAMPAIGN_RATE)


def test_the_approval_cap_does_not_lower_the_hard_ceiling() -> None:
    bounded = found(PriceSources(views=50_000, cpm=cpm("20", "30"), row_maximum=usd("1400"), approval_cap=usd("1200")))
    assert (bounded.ceiling, bounded.hard_ceiling) == (usd("1200"), usd("1400"))


def test_l08_changing_the_target_changes_the_limits() -> None:
    bounded = found(PriceSources(views=50_000, cpm=campaign_cpm_bounds(Decimal(40), Decimal(10))))
    assert (bounded.floor, bounded.ceiling) == (usd("2000"), usd("2200"))


def test_a_floor_above_the_ceiling_is_no_room_and_says_who_set_both() -> None:
    assert limits(PriceSources(views=50_000, cpm=cpm("20", "30"), row_maximum=usd("900")), "USD") == NoRoom(
        reason="the opening offer, $1,000.00 by the campaign's CPM, is above the limit, $900.00 by the roster",
        ceiling_source=BoundSource.ROW,
    )


@pytest.mark.parametrize(
    ("premium", "left", "ceiling", "source"),
    [
        ("36", None, "1800", BoundSource.CPM_TRACKER),
        ("30", None, "1500", BoundSource.CAMPAIGN_CPM),
        ("25", None, "1500", BoundSource.CAMPAIGN_CPM),
        ("36", "1799.99", "1799.99", BoundSource.BUDGET_LEFT),
        (None, "1500", "1500", BoundSource.CAMPAIGN_CPM),
        (None, "1200", "1200", BoundSource.BUDGET_LEFT),
    ],
)
def test_a_premium_lifts_the_ceiling_and_what_is_left_of_the_budget_lowers_it(
    premium: str | None, left: str | None, ceiling: str, source: BoundSource
) -> None:
    sources = PriceSources(
        views=50_000,
        cpm=cpm("20", "30"),
        cpm_premium=None if premium is None else Decimal(premium),
        budget_left=None if left is None else usd(left),
    )
    found = limits(sources, "USD")
    assert isinstance(found, Limits)
    assert (found.ceiling, found.ceiling_source) == (usd(ceiling), source)
    assert found.hard_ceiling == usd("1800" if premium == "36" else "1500")


@pytest.mark.parametrize(
    "sources",
    [
        PriceSources(),
        PriceSources(cpm=CpmBounds(floor=Decimal(20), ceiling=Decimal(30))),
        PriceSources(views=50_000),
        PriceSources(row_minimum=usd("1"), row_maximum=usd("2"), approval_cap=usd("3")),
    ],
)
def test_a_campaign_without_a_price_is_no_room(sources: PriceSources) -> None:
    assert limits(sources, "USD") == NoRoom(
        reason="the campaign sets no price: it needs a CPM with average views, or a rate"
    )


def test_l06_an_offer_of_zero_is_impossible() -> None:
    tiny = PriceSources(views=1, cpm=cpm("0.001", "30"))
    assert limits(tiny, "USD") == NoRoom(reason="the opening offer, $0.00 by the campaign's CPM, is no price")


def test_views_and_cpm_that_come_to_no_fee_at_all_leave_no_room() -> None:
    slip = PriceSources(views=10**14, cpm=cpm("20", "30"), row_maximum=usd("900"))
    assert limits(slip, "USD") == NoRoom(
        reason="100,000,000,000,000 views at the campaign's CPM come to more than anybody is paid"
    )


def test_bounds_in_another_currency_are_a_bug() -> None:
    with pytest.raises(CurrencyMismatch):
        limits(PriceSources(views=50_000, cpm=cpm("20", "30"), row_maximum=Money.of("1400", "EUR")), "USD")
    with pytest.raises(CurrencyMismatch):
        limits(PriceSources(rate=Bounds(floor=Money.of("1", "EUR"), ceiling=Money.of("2", "EUR"))), "USD")


class TestRateCards:
    """A reel and two stories for 50,000 views: $400 to $600 for the reel, $100 to $150 for each story."""

    CARDS = PriceSources(
        views=50_000,
        cpm=cpm("20", "30"),
        lines=(PricedLine(quantity=1, cpm=cpm("8", "12")), PricedLine(quantity=2, cpm=cpm("2", "3"))),
    )

    def test_they_take_the_place_of_the_campaigns_cpm(self) -> None:
        priced = found(self.CARDS)
        assert (priced.floor, priced.ceiling) == (usd("600"), usd("900"))
        assert (priced.floor_source, priced.ceiling_source) == (BoundSource.RATE_CARDS, BoundSource.RATE_CARDS)

    def test_and_of_the_premium_on_it(self) -> None:
        assert found(replace(self.CARDS, cpm_premium=Decimal(36))).ceiling == usd("900")

    def test_each_post_is_rounded_by_itself(self) -> None:
        lines = (PricedLine(quantity=3, cpm=cpm("22.5", "27.55")),)
        priced = found(PriceSources(views=33_333, lines=lines))
        assert (priced.floor, priced.ceiling) == (usd("2249.97"), usd("2754.96"))

    def test_every_other_bound_is_still_the_tightest(self) -> None:
        bounded = found(replace(self.CARDS, row_maximum=usd("850"), approval_cap=usd("800"), minimum_cost=usd("650")))
        assert (bounded.floor, bounded.ceiling, bounded.hard_ceiling) == (usd("650"), usd("800"), usd("850"))

    def test_without_cards_the_cpm_prices_the_whole_package(self) -> None:
        assert (found(HOUSE).floor, found(HOUSE).ceiling) == (usd("1000"), usd("1500"))

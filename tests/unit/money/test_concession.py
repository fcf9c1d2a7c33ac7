from dataclasses import replace
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shared.domain.bargaining.concession import Bargain, Schedule, Strategy, is_acceptable, next_offer
from shared.domain.bargaining.pricing import BoundSource, Limits, NoRoom
from shared.domain.bargaining.strategies import STRATEGIES
from shared.domain.money import CurrencyMismatch, Money


def usd(text: str) -> Money:
    return Money.of(text, "USD")


def money(*texts: str) -> tuple[Money, ...]:
    return tuple(usd(text) for text in texts)


def between(floor: Money, ceiling: Money) -> Limits:
    return Limits(
        floor=floor,
        ceiling=ceiling,
        hard_ceiling=ceiling,
        floor_source=BoundSource.CAMPAIGN_CPM,
        ceiling_source=BoundSource.CAMPAIGN_CPM,
    )


LIMITS = between(usd("1000"), usd("1500"))


def bargain(**changes: object) -> Bargain:
    fields: dict[str, object] = {"limits": LIMITS, "offers": money("1000"), "asks": money("2400"), "round_number": 2}
    return Bargain(**(fields | changes))  # type: ignore[arg-type] # fields by name, of several types


def proposing(amount: str) -> Schedule:
    return lambda _: Decimal(amount)


@pytest.mark.parametrize("name", sorted(STRATEGIES))
def test_the_opening_is_the_floor_to_the_cent(name: str) -> None:
    opening = bargain(limits=between(usd("749.99"), usd("1500")), offers=(), asks=(), round_number=1)
    assert next_offer(opening, STRATEGIES[name].schedule) == usd("749.99")


def test_joining_a_thread_where_they_asked_first_still_opens_at_the_floor() -> None:
    assert next_offer(bargain(offers=(), round_number=3), proposing("1400")) == usd("1000")


@pytest.mark.parametrize(
    ("proposed", "ask", "offer"),
    [
        ("1200", "2400", "1200"),
        ("1204.20", "2400", "1210"),
        ("1504.20", "2400", "1500"),
        ("99999", "2400", "1500"),
        ("99999", "1200", "1200"),
        ("99999", "1204.20", "1200"),
        ("900", "2400", "1000"),
        ("-5", "2400", "1000"),
    ],
)
def test_l09_whatever_a_schedule_proposes_the_offer_is_inside_the_bounds(proposed: str, ask: str, offer: str) -> None:
    assert next_offer(bargain(asks=money(ask)), proposing(proposed)) == usd(offer)


def test_an_offer_never_falls() -> None:
    assert next_offer(bargain(offers=money("1000", "1300"), round_number=3), proposing("1100")) == usd("1300")


@pytest.mark.parametrize(
    ("floor", "ceiling", "proposed", "offer"),
    [
        ("USD 40.00", "USD 60.50", "47.30", "USD 48.00"),
        ("USD 95.00", "USD 140.00", "127.30", "USD 130.00"),
        ("KWD 301.125", "KWD 460.555", "441.2", "KWD 445.000"),
        ("USD 1000.00", "USD 1503.77", "1503.77", "USD 1500.00"),
        ("USD 10000.00", "USD 15000.00", "14572.30", "USD 14600.00"),
        ("JPY 147313", "JPY 221770", "214070", "JPY 215000"),
        ("JPY 147313", "JPY 221770", "221770", "JPY 221000"),
        ("IDR 15000000.00", "IDR 22500000.00", "21712500", "IDR 21800000.00"),
    ],
)
def test_a_counter_is_a_sum_that_people_would_name(floor: str, ceiling: str, proposed: str, offer: str) -> None:
    low, high, expected = (Money.of(*reversed(text.split())) for text in (floor, ceiling, offer))
    asks = (Money(high.amount * 2, high.currency),)
    assert next_offer(bargain(limits=between(low, high), offers=(low,), asks=asks), proposing(proposed)) == expected


def test_where_hardly_anything_is_left_to_give_the_offer_stands() -> None:
    narrow = bargain(limits=between(usd("1001"), usd("1004.55")), offers=money("1001"), asks=money("2000"))
    assert next_offer(narrow, proposing("1004.55")) == usd("1001")


@pytest.mark.parametrize(
    ("last", "proposed", "ask", "offer"),
    [
        ("1460", "1470", "2400", "1460"),
        ("1460", "1471", "2400", "1480"),
        ("1490", "1499", "2400", "1500"),
        ("1460", "1466", "1480", "1470"),
    ],
)
def test_a_slight_rise_is_none_unless_it_reaches_the_limit_or_about_their_ask(
    last: str, proposed: str, ask: str, offer: str
) -> None:
    later = bargain(offers=money("1000", last), asks=money(ask), round_number=3)
    assert next_offer(later, proposing(proposed)) == usd(offer)


@pytest.mark.parametrize(
    ("floor", "ceiling", "offer"),
    [
        ("USD 1000.00", "USD 1519.37", "USD 1519.00"),
        ("USD 95.00", "USD 140.75", "USD 140.00"),
        ("JPY 147313", "JPY 221770", "JPY 221700"),
        ("IDR 15000000.00", "IDR 22512345.00", "IDR 22510000.00"),
    ],
)
def test_the_last_offer_keeps_next_to_nothing_of_the_limit_back(floor: str, ceiling: str, offer: str) -> None:
    low, high, expected = (Money.of(*reversed(text.split())) for text in (floor, ceiling, offer))
    asks = (Money(high.amount * 2, high.currency),)
    last = bargain(limits=between(low, high), offers=(low,), asks=asks, round_number=5)
    assert next_offer(last, lambda now: now.limits.ceiling.amount) == expected


def test_in_the_last_round_a_slight_rise_is_made() -> None:
    last = bargain(offers=money("1000", "1490"), round_number=5)
    assert next_offer(last, proposing("1494")) == usd("1500")
    assert next_offer(replace(last, limits=between(usd("1000"), usd("1496.50"))), proposing("1496.5")) == usd("1496")


def test_a_small_sum_goes_up_by_less_than_a_unit_where_that_is_much_of_it() -> None:
    tiny = bargain(limits=between(usd("4"), usd("4.60")), offers=money("4"), asks=money("8"))
    assert next_offer(tiny, proposing("4.604")) == usd("4.60")


def test_nobody_haggles_over_the_last_few_dollars() -> None:
    assert next_offer(bargain(asks=money("1003")), proposing("1001.50")) == usd("1003")


@pytest.mark.parametrize(
    ("offers", "asks", "reason"),
    [
        ((), ("800",), "the next offer must be at least USD 1000.00 and at most USD 800.00"),
        (("1200",), ("1100",), "the next offer must be at least USD 1200.00 and at most USD 1100.00"),
        (("1600",), ("2000",), "the next offer must be at least USD 1600.00 and at most USD 1500.00"),
    ],
)
def test_bounds_that_exclude_each_other_are_no_room(
    offers: tuple[str, ...], asks: tuple[str, ...], reason: str
) -> None:
    result = next_offer(bargain(offers=money(*offers), asks=money(*asks)), proposing("1200"))
    assert result == NoRoom(reason=reason)


@pytest.mark.parametrize("wrong", [{"round_number": 0}, {"round_cap": 0}])
def test_rounds_count_from_one(wrong: dict[str, int]) -> None:
    with pytest.raises(ValueError, match="count from 1"):
        bargain(**wrong)


@pytest.mark.parametrize("urgency", ["-0.01", "1.01"])
def test_urgency_is_a_share(urgency: str) -> None:
    with pytest.raises(ValueError, match="urgency is 0 to 1"):
        bargain(urgency=Decimal(urgency))


def test_another_currency_is_a_bug() -> None:
    with pytest.raises(CurrencyMismatch):
        next_offer(bargain(offers=(), asks=[Money.of("900", "EUR")]), proposing("1000"))


@pytest.mark.parametrize(("ask", "accepted"), [("800", True), ("1000", True), ("1500", True), ("1500.01", False)])
def test_l10_an_ask_inside_the_limit_is_accepted(ask: str, accepted: bool) -> None:
    assert is_acceptable(bargain(asks=money(ask)), Strategy(schedule=proposing("1000"))) is accepted


def test_a_strategy_may_refuse_an_ask_inside_the_limit_but_take_none_above_it() -> None:
    never = Strategy(schedule=proposing("1000"), good_enough=lambda _: False)
    always = Strategy(schedule=proposing("1000"), good_enough=lambda _: True)
    assert not is_acceptable(bargain(asks=money("1200")), never)
    assert not is_acceptable(bargain(asks=money("1500.01")), always)


CENTS = st.integers(min_value=1, max_value=2_000_000_00)


def cents(count: int, currency: str) -> Money:
    return Money(Decimal(count).scaleb({"USD": -2, "JPY": 0, "KWD": -3}[currency]), currency)


@given(
    currency=st.sampled_from(["USD", "JPY", "KWD"]),
    bounds=st.tuples(CENTS, CENTS).map(sorted),
    asks=st.lists(CENTS, max_size=7),
    round_cap=st.integers(min_value=1, max_value=8),
    proposals=st.lists(st.decimals(allow_nan=False, allow_infinity=False, places=4), min_size=7, max_size=7),
)
def test_no_schedule_breaks_the_invariants(
    currency: str, bounds: list[int], asks: list[int], round_cap: int, proposals: list[Decimal]
) -> None:
    floor, ceiling = (cents(count, currency) for count in bounds)
    offers: list[Money] = []
    heard: list[Money] = []
    for round_number, ask in enumerate((cents(count, currency) for count in asks), start=1):
        heard.append(ask)
        now = Bargain(
            limits=between(floor, ceiling),
            offers=tuple(offers),
            asks=tuple(heard),
            round_number=round_number,
            round_cap=round_cap,
        )
        offer = next_offer(now, lambda now: proposals[now.round_number - 1])
        lowest = max([floor, *offers[-1:]])
        if isinstance(offer, NoRoom):
            assert lowest > min(ask, ceiling)
            return
        assert lowest <= offer <= min(ask, ceiling)
        offers.append(offer)

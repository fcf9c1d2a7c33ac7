from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shared.domain.concession import is_acceptable, next_offer
from shared.domain.money import CurrencyMismatch, Money
from shared.domain.pricing import BoundSource, Limits, NoRoom


def usd(text: str) -> Money:
    return Money.of(text, "USD")


def money(*texts: str) -> list[Money]:
    return [usd(text) for text in texts]


def between(floor: Money, ceiling: Money) -> Limits:
    return Limits(
        floor=floor,
        ceiling=ceiling,
        hard_ceiling=ceiling,
        floor_source=BoundSource.CAMPAIGN_CPM,
        ceiling_source=BoundSource.CAMPAIGN_CPM,
    )


LIMITS = between(usd("1000"), usd("1500"))


def test_the_opening_is_the_floor_to_the_cent() -> None:
    limits = between(usd("749.99"), usd("1500"))
    assert next_offer(limits=limits, offers=[], asks=[], round_number=1) == usd("749.99")


def test_joining_a_thread_where_they_asked_first_still_opens_at_the_floor() -> None:
    assert next_offer(limits=LIMITS, offers=[], asks=money("2400"), round_number=3) == usd("1000")


def test_steps_shrink_when_they_move_with_us() -> None:
    offers, asks = money("1000"), money("3000")
    for round_number, ask in ((2, "3000"), (3, "2000"), (4, "1700"), (5, "1510")):
        asks.append(usd(ask))
        offer = next_offer(limits=LIMITS, offers=offers, asks=asks[1:], round_number=round_number)
        assert isinstance(offer, Money)
        offers.append(offer)
    assert offers == money("1000", "1210", "1370", "1440", "1500")


def test_someone_who_does_not_move_gets_half_the_step_until_the_last_round() -> None:
    offers, asks = money("1000"), money("2400")
    for round_number in (2, 3, 4, 5):
        offer = next_offer(limits=LIMITS, offers=offers, asks=asks, round_number=round_number)
        assert isinstance(offer, Money)
        offers.append(offer)
        asks.append(usd("2400"))
    assert offers == money("1000", "1210", "1290", "1360", "1500")


def test_someone_who_asks_for_more_than_before_is_treated_as_not_moving() -> None:
    offer = next_offer(limits=LIMITS, offers=money("1000", "1210"), asks=money("2400", "2600"), round_number=3)
    assert offer == usd("1290")


def test_l09_an_offer_never_exceeds_the_ask() -> None:
    assert next_offer(limits=LIMITS, offers=money("1000"), asks=money("1200"), round_number=5) == usd("1200")


def test_the_last_round_goes_to_the_top_in_whole_tens() -> None:
    limits = between(usd("1000"), usd("1504.99"))
    assert next_offer(limits=limits, offers=money("1000"), asks=money("9000"), round_number=5) == usd("1500")


def test_a_round_past_the_cap_stays_at_the_top() -> None:
    assert next_offer(limits=LIMITS, offers=money("1500"), asks=money("9000"), round_number=9) == usd("1500")


def test_small_sums_move_in_whole_units() -> None:
    limits = between(usd("40"), usd("60.50"))
    assert next_offer(limits=limits, offers=money("40"), asks=money("90"), round_number=2) == usd("48")


def test_where_no_whole_ten_fits_the_offer_is_exact() -> None:
    limits = between(usd("1001"), usd("1004.55"))
    assert next_offer(limits=limits, offers=money("1001"), asks=money("2000"), round_number=5) == usd("1004.55")


def test_one_round_only_goes_to_the_top_at_once() -> None:
    offer = next_offer(limits=LIMITS, offers=money("1000"), asks=money("2000"), round_number=1, round_cap=1)
    assert offer == usd("1500")


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
    result = next_offer(limits=LIMITS, offers=money(*offers), asks=money(*asks), round_number=2)
    assert result == NoRoom(reason=reason)


def test_rounds_count_from_one() -> None:
    with pytest.raises(ValueError, match="count from 1"):
        next_offer(limits=LIMITS, offers=[], asks=[], round_number=0)


def test_another_currency_is_a_bug() -> None:
    with pytest.raises(CurrencyMismatch):
        next_offer(limits=LIMITS, offers=[], asks=[Money.of("900", "EUR")], round_number=1)


@pytest.mark.parametrize(("ask", "accepted"), [("800", True), ("1000", True), ("1500", True), ("1500.01", False)])
def test_l10_an_ask_inside_the_limit_is_accepted(ask: str, accepted: bool) -> None:
    assert is_acceptable(usd(ask), LIMITS) is accepted


CENTS = st.integers(min_value=1, max_value=2_000_000_00)


def cents(count: int, currency: str) -> Money:
    return Money(Decimal(count).scaleb({"USD": -2, "JPY": 0, "KWD": -3}[currency]), currency)


@given(
    currency=st.sampled_from(["USD", "JPY", "KWD"]),
    bounds=st.tuples(CENTS, CENTS).map(sorted),
    asks=st.lists(CENTS, max_size=7),
    round_cap=st.integers(min_value=1, max_value=8),
)
def test_invariants_hold_over_any_negotiation(
    currency: str, bounds: list[int], asks: list[int], round_cap: int
) -> None:
    floor, ceiling = (cents(count, currency) for count in bounds)
    limits = between(floor, ceiling)
    offers: list[Money] = []
    heard: list[Money] = []
    for round_number, ask in enumerate((cents(count, currency) for count in asks), start=1):
        heard.append(ask)
        offer = next_offer(limits=limits, offers=offers, asks=heard, round_number=round_number, round_cap=round_cap)
        lowest = max([floor, *offers[-1:]])
        if isinstance(offer, NoRoom):
            assert lowest > min(ask, ceiling)
            return
        assert lowest <= offer <= min(ask, ceiling)
        offers.append(offer)


@given(
    bounds=st.tuples(CENTS, CENTS).map(sorted),
    excess=st.lists(st.integers(min_value=1, max_value=10**9), min_size=5, max_size=5),
)
def test_the_last_round_ends_within_a_grain_of_the_ceiling(bounds: list[int], excess: list[int]) -> None:
    floor, ceiling = (cents(count, "USD") for count in bounds)
    offers: list[Money] = []
    asks = [cents(bounds[1] + extra, "USD") for extra in excess]
    for round_number in range(1, 6):
        offer = next_offer(
            limits=between(floor, ceiling), offers=offers, asks=asks[:round_number], round_number=round_number
        )
        assert isinstance(offer, Money)
        offers.append(offer)
    assert ceiling.amount - offers[-1].amount < 10

from decimal import Decimal

import pytest

from shared.domain.campaign import OptimizeFor
from shared.domain.concession import Bargain, is_acceptable, next_offer
from shared.domain.money import Money
from shared.domain.strategies import STRATEGIES
from tests.unit.money.test_concession import bargain, between, money, usd

NAMES = sorted(STRATEGIES)


def offered(now: Bargain, name: str = "parley") -> Money:
    offer = next_offer(now, STRATEGIES[name].schedule)
    assert isinstance(offer, Money), offer
    return offer


def ladder(name: str, *asks: str, round_cap: int = 5) -> list[str]:
    """Our offers up to the cap, when each is answered with the next of *asks*, the last one repeated."""
    offers, heard = [usd("1000")], [usd(asks[0])]
    for round_number in range(2, round_cap + 1):
        now = bargain(offers=tuple(offers), asks=tuple(heard), round_number=round_number, round_cap=round_cap)
        offers.append(offered(now, name))
        heard.append(usd(asks[min(round_number - 1, len(asks) - 1)]))
    return [str(offer.amount.to_integral_value()) for offer in offers]


@pytest.mark.parametrize(
    ("name", "offers"),
    [
        ("parley", ["1000", "1450", "1480", "1490", "1500"]),
        ("parley_one_more", ["1000", "1450", "1480", "1490", "1500"]),
        ("parley_cpm", ["1000", "1350", "1430", "1470", "1500"]),
        ("parley_content", ["1000", "1480", "1490", "1500", "1500"]),
        ("ceiling", ["1000", "1500", "1500", "1500", "1500"]),
        ("linear", ["1000", "1130", "1250", "1380", "1500"]),
        ("boulware", ["1000", "1010", "1070", "1220", "1500"]),
        ("conceder", ["1000", "1290", "1440", "1500", "1500"]),
        ("tit_for_tat", ["1000", "1000", "1000", "1000", "1500"]),
    ],
)
def test_against_someone_who_never_moves(name: str, offers: list[str]) -> None:
    assert ladder(name, "4000") == offers


def test_tit_for_tat_gives_what_it_gets() -> None:
    assert ladder("tit_for_tat", "2400", "2300", "2150", "2150") == ["1000", "1000", "1100", "1250", "1500"]


def test_tit_for_tat_does_not_follow_upwards() -> None:
    assert ladder("tit_for_tat", "2400", "2600", "2600")[:4] == ["1000", "1000", "1000", "1000"]


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("round_cap", [1, 2, 5, 8])
def test_the_last_round_is_at_the_limit_and_later_ones_stay_there(name: str, round_cap: int) -> None:
    for round_number in (round_cap, round_cap + 3):
        assert offered(bargain(round_number=round_number, round_cap=round_cap), name) == usd("1500")


class TestParley:
    def test_someone_close_above_the_limit_is_expected_to_come_down_a_fifth(self) -> None:
        assert offered(bargain(asks=money("1510"))) == usd("1210")

    def test_someone_who_moves_is_offered_no_more_than_the_next_step_of_theirs(self) -> None:
        assert offered(bargain(offers=money("1000", "1450"), asks=money("2000", "1800"), round_number=3)) == usd("1480")
        assert offered(bargain(offers=money("1000", "1200"), asks=money("2000", "1700"), round_number=3)) == usd("1400")

    def test_a_gesture_is_no_pace(self) -> None:
        moved = bargain(offers=money("1000", "1200"), asks=money("1620", "1600"), round_number=3)
        assert offered(moved) == usd("1280")

    def test_someone_who_asks_for_more_than_before_is_treated_as_not_moving(self) -> None:
        raised = bargain(offers=money("1000", "1200"), asks=money("1600", "1700"), round_number=3)
        assert offered(raised) == usd("1360")

    @pytest.mark.parametrize(
        ("wanted", "offer"),
        [
            (OptimizeFor.CPM, "1350"),
            (OptimizeFor.BALANCE, "1450"),
            (OptimizeFor.CONTENT_VOLUME_USAGE_RIGHTS, "1480"),
        ],
    )
    def test_the_campaign_says_which_side_of_the_trade_it_wants(self, wanted: OptimizeFor, offer: str) -> None:
        assert offered(bargain(optimize_for=wanted)) == usd(offer)

    @pytest.mark.parametrize(("urgency", "offer"), [("0", "1280"), ("0.5", "1440"), ("1", "1500")])
    def test_where_time_presses_less_is_waited_for(self, urgency: str, offer: str) -> None:
        assert offered(bargain(asks=money("1600"), urgency=Decimal(urgency))) == usd(offer)

    def test_a_scarce_budget_is_aimed_at_until_the_last_round(self) -> None:
        assert offered(bargain(budget_per_deal=usd("1200"))) == usd("1180")
        assert offered(bargain(budget_per_deal=usd("1200"), round_number=5)) == usd("1500")

    def test_a_budget_below_the_floor_does_not_go_below_it(self) -> None:
        assert offered(bargain(budget_per_deal=usd("10"))) == usd("1000")

    def test_without_any_ask_the_plan_counts_alone(self) -> None:
        assert offered(bargain(asks=())) == usd("1450")

    def test_where_floor_and_ceiling_are_one_there_is_one_offer(self) -> None:
        fixed = bargain(limits=between(usd("1500"), usd("1500")), offers=money("1500"))
        assert offered(fixed) == usd("1500")


class TestOneMoreCounter:
    @pytest.mark.parametrize("name", sorted(set(NAMES) - {"parley_one_more", "parley_cpm"}))
    @pytest.mark.parametrize("ask", ["800", "1000", "1300", "1500"])
    def test_every_other_strategy_takes_an_ask_inside_the_limit_at_once(self, name: str, ask: str) -> None:
        assert is_acceptable(bargain(asks=money(ask)), STRATEGIES[name])

    @pytest.mark.parametrize("name", ["parley_one_more", "parley_cpm"])
    def test_an_ask_with_something_to_win_is_answered_once(self, name: str) -> None:
        first = bargain(asks=money("1400"))
        assert not is_acceptable(first, STRATEGIES[name])
        assert offered(first, name) == usd("1120")
        later = bargain(offers=money("1000", "1120"), asks=money("1400", "1390"), round_number=3)
        assert is_acceptable(later, STRATEGIES[name])

    @pytest.mark.parametrize("ask", ["700", "1000"])
    def test_an_ask_at_the_floor_or_below_is_taken(self, ask: str) -> None:
        assert is_acceptable(bargain(asks=money(ask)), STRATEGIES["parley_cpm"])

    @pytest.mark.parametrize("round_number", [5, 6])
    def test_in_the_last_round_it_is_taken(self, round_number: int) -> None:
        assert is_acceptable(bargain(asks=money("1400"), round_number=round_number), STRATEGIES["parley_cpm"])

    def test_above_the_limit_nothing_is_taken(self) -> None:
        assert not is_acceptable(bargain(asks=money("1600"), round_number=5), STRATEGIES["parley_cpm"])

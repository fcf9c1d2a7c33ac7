from dataclasses import replace
from decimal import Decimal

import pytest

from shared.domain.bargaining.concession import Bargain, is_acceptable, next_offer
from shared.domain.bargaining.strategies import PARLEY, STRATEGIES
from shared.domain.campaign import AskInsideLimit, OptimizeFor
from shared.domain.money import Money
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
        ("parley", ["1000", "1480", "1480", "1480", "1500"]),
        ("parley_one_more", ["1000", "1480", "1480", "1480", "1500"]),
        ("parley_while_falling", ["1000", "1480", "1480", "1480", "1500"]),
        ("parley_cpm", ["1000", "1410", "1460", "1480", "1500"]),
        ("parley_content", ["1000", "1490", "1500", "1500", "1500"]),
        ("ceiling", ["1000", "1500", "1500", "1500", "1500"]),
        ("linear", ["1000", "1130", "1250", "1380", "1500"]),
        ("boulware", ["1000", "1000", "1070", "1220", "1500"]),
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
    @pytest.mark.parametrize(("ask", "offer"), [("1510", "1260"), ("1800", "1400"), ("2000", "1450"), ("3000", "1470")])
    def test_the_further_the_first_ask_the_less_is_held_back(self, ask: str, offer: str) -> None:
        assert offered(bargain(asks=money(ask))) == usd(offer)

    @pytest.mark.parametrize(
        ("floor", "offer"), [("200", "1430"), ("1000", "1430"), ("1300", "1430"), ("1400", "1450")]
    )
    def test_what_is_held_back_is_a_share_of_the_limit_and_at_most_half_of_the_room(
        self, floor: str, offer: str
    ) -> None:
        unheard = bargain(limits=between(usd(floor), usd("1500")), offers=money(floor), asks=())
        assert offered(unheard) == usd(offer)

    def test_someone_who_repeats_an_ask_is_met_halfway_again(self) -> None:
        assert ladder("parley", "1600") == ["1000", "1300", "1450", "1480", "1500"]

    def test_someone_who_comes_down_by_themselves_is_offered_their_next_step(self) -> None:
        near = bargain(offers=money("1000", "1200"), asks=money("2000", "1700"), round_number=3)
        assert offered(near) == usd("1400")

    def test_while_their_next_step_is_above_the_limit_the_offer_stands(self) -> None:
        far = bargain(offers=money("1000", "1200"), asks=money("2200", "1950"), round_number=3)
        assert offered(far) == usd("1200")
        out_of_reach = bargain(offers=money("1000", "1450"), asks=money("3000", "2500"), round_number=3)
        assert offered(out_of_reach) == usd("1450")

    def test_who_gives_only_what_we_give_is_met_halfway(self) -> None:
        mirror = bargain(offers=money("1000", "1200"), asks=money("1700", "1500.01"), round_number=3)
        assert offered(mirror) == usd("1360")

    def test_a_gesture_is_no_pace(self) -> None:
        moved = bargain(offers=money("1200", "1200"), asks=money("1610", "1600"), round_number=3)
        assert offered(moved) == usd("1400")

    def test_asking_for_more_than_before_does_not_pay(self) -> None:
        raised = bargain(offers=money("1000", "1200"), asks=money("1600", "1700"), round_number=3)
        assert offered(raised) == usd("1400")

    @pytest.mark.parametrize(
        ("asks", "offer"),
        [
            (("2200", "1900", "1600"), "1300"),
            (("2300", "2000", "1730"), "1460"),
            (("2400", "2000", "1700"), "1500"),
            (("2200", "2000", "1900"), "1500"),
            (("1900", "1600"), "1500"),
            (("1600", "1600", "1600"), "1500"),
        ],
    )
    def test_the_last_offer_is_the_limit_unless_a_steady_pace_leads_below_it(
        self, asks: tuple[str, ...], offer: str
    ) -> None:
        last = bargain(offers=money("1000", "1100", "1200", "1250"), asks=money(*asks), round_number=5)
        assert offered(last) == usd(offer)

    @pytest.mark.parametrize(
        ("wanted", "offer"),
        [
            (OptimizeFor.CPM, "1350"),
            (OptimizeFor.BALANCE, "1460"),
            (OptimizeFor.CONTENT_VOLUME_USAGE_RIGHTS, "1480"),
        ],
    )
    def test_the_campaign_says_which_side_of_the_trade_it_wants(self, wanted: OptimizeFor, offer: str) -> None:
        assert offered(bargain(optimize_for=wanted)) == usd(offer)

    @pytest.mark.parametrize(("urgency", "offer"), [("0", "1300"), ("0.5", "1450"), ("1", "1500")])
    def test_where_time_presses_less_is_waited_for(self, urgency: str, offer: str) -> None:
        assert offered(bargain(asks=money("1600"), urgency=Decimal(urgency))) == usd(offer)

    @pytest.mark.parametrize(("urgency", "offer"), [("0", "1200"), ("0.5", "1350"), ("1", "1500")])
    def test_where_time_presses_no_offer_stands_for_long(self, urgency: str, offer: str) -> None:
        far = bargain(
            offers=money("1000", "1200"), asks=money("2200", "1950"), round_number=3, urgency=Decimal(urgency)
        )
        assert offered(far) == usd(offer)

    @pytest.mark.parametrize(("urgency", "offer"), [("0", "1300"), ("0.5", "1450"), ("1", "1500")])
    def test_nor_does_the_last_one_wait_for_the_next_step(self, urgency: str, offer: str) -> None:
        asks = money("2200", "1900", "1600")
        last = bargain(offers=money("1000", "1200"), asks=asks, round_number=5, urgency=Decimal(urgency))
        assert offered(last) == usd(offer)

    def test_a_scarce_budget_is_aimed_at_first_and_less_round_by_round(self) -> None:
        later = [offered(bargain(budget_per_deal=usd("1200"), round_number=number)) for number in (2, 3, 4, 5)]
        assert later == [usd("1240"), usd("1330"), usd("1410"), usd("1500")]

    def test_a_budget_below_the_floor_is_left_behind_like_one_at_it(self) -> None:
        assert offered(bargain(budget_per_deal=usd("10"))) == usd("1100")
        assert offered(bargain(budget_per_deal=usd("1000"))) == usd("1100")

    def test_without_any_ask_the_plan_counts_alone(self) -> None:
        assert offered(bargain(asks=())) == usd("1430")

    def test_where_floor_and_ceiling_are_one_there_is_one_offer(self) -> None:
        fixed = bargain(limits=between(usd("1500"), usd("1500")), offers=money("1500"))
        assert offered(fixed) == usd("1500")


PATIENT = ("parley_cpm", "parley_one_more", "parley_while_falling")


class TestAskInsideTheLimit:
    @pytest.mark.parametrize("name", sorted(set(NAMES) - set(PATIENT)))
    @pytest.mark.parametrize("ask", ["800", "1000", "1300", "1500"])
    def test_every_other_strategy_takes_it_at_once(self, name: str, ask: str) -> None:
        assert is_acceptable(bargain(asks=money(ask)), STRATEGIES[name])

    @pytest.mark.parametrize(
        ("name", "offer"), [("parley_one_more", "1200"), ("parley_while_falling", "1200"), ("parley_cpm", "1160")]
    )
    def test_with_something_to_win_it_is_answered(self, name: str, offer: str) -> None:
        first = bargain(asks=money("1400"))
        assert not is_acceptable(first, STRATEGIES[name])
        assert offered(first, name) == usd(offer)

    @pytest.mark.parametrize(
        ("second", "taken"),
        [
            ("1390", {"parley_one_more": True, "parley_while_falling": False, "parley_cpm": False}),
            ("1400", {"parley_one_more": True, "parley_while_falling": True, "parley_cpm": True}),
            ("1450", {"parley_one_more": True, "parley_while_falling": True, "parley_cpm": True}),
        ],
    )
    def test_once_or_for_as_long_as_it_falls(self, second: str, taken: dict[str, bool]) -> None:
        later = bargain(offers=money("1000", "1120"), asks=money("1400", second), round_number=3)
        assert {name: is_acceptable(later, STRATEGIES[name]) for name in taken} == taken

    def test_the_first_one_inside_is_answered_however_they_came_there(self) -> None:
        arrived = bargain(offers=money("1000", "1120"), asks=money("1600", "1400"), round_number=3)
        assert not is_acceptable(arrived, STRATEGIES["parley_one_more"])

    @pytest.mark.parametrize("name", PATIENT)
    @pytest.mark.parametrize("ask", ["700", "1000", "1010", "1012"])
    def test_at_the_floor_below_it_or_hardly_above_it_is_taken(self, name: str, ask: str) -> None:
        assert is_acceptable(bargain(asks=money(ask)), STRATEGIES[name])

    @pytest.mark.parametrize("name", PATIENT)
    @pytest.mark.parametrize("round_number", [5, 6])
    def test_in_the_last_round_it_is_taken(self, name: str, round_number: int) -> None:
        assert is_acceptable(bargain(asks=money("1400"), round_number=round_number), STRATEGIES[name])

    @pytest.mark.parametrize("name", PATIENT)
    def test_above_the_limit_nothing_is_taken(self, name: str) -> None:
        assert not is_acceptable(bargain(asks=money("1600"), round_number=5), STRATEGIES[name])

    @pytest.mark.parametrize(
        ("said", "wish", "taken"),
        [
            (None, OptimizeFor.BALANCE, (True, True)),
            (None, OptimizeFor.CONTENT_VOLUME_USAGE_RIGHTS, (True, True)),
            (None, OptimizeFor.CPM, (False, False)),
            (AskInsideLimit.ACCEPT, OptimizeFor.CPM, (True, True)),
            (AskInsideLimit.COUNTER_ONCE, OptimizeFor.CPM, (False, True)),
            (AskInsideLimit.COUNTER_ONCE, OptimizeFor.BALANCE, (False, True)),
            (AskInsideLimit.COUNTER_WHILE_FALLING, OptimizeFor.BALANCE, (False, False)),
        ],
    )
    def test_the_campaign_says_so_or_its_wish_does(
        self, said: AskInsideLimit | None, wish: OptimizeFor, taken: tuple[bool, bool]
    ) -> None:
        first = bargain(asks=money("1400"), optimize_for=wish, ask_inside_limit=said)
        second = replace(first, offers=money("1000", "1120"), asks=money("1400", "1390"), round_number=3)
        assert tuple(is_acceptable(now, PARLEY) for now in (first, second)) == taken

    @pytest.mark.parametrize("said", [None, *AskInsideLimit])
    def test_when_it_is_high_time_it_is_taken_whatever_the_campaign_says(self, said: AskInsideLimit | None) -> None:
        pressed = bargain(asks=money("1400"), optimize_for=OptimizeFor.CPM, ask_inside_limit=said, urgency=Decimal(1))
        assert is_acceptable(pressed, PARLEY)

from dataclasses import replace
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shared.domain.bargaining.strategies import PARLEY, STRATEGIES
from shared.domain.campaign import Campaign
from shared.domain.decision import Decision, Reply
from shared.domain.money import Money
from shared.domain.negotiation import Move, Negotiation, Stage
from shared.domain.reading.facts import Reading
from shared.domain.simulation import Outcome, Played, Seller, Style, figures_of, play, violations
from shared.domain.simulation.figures import surplus_share
from shared.domain.simulation.play import play_deciding
from shared.domain.states import Event
from shared.domain.terms import campaign_terms
from tests.unit.domain.builders import budget, campaign, usd


def seller(style: Style, reservation: str, first_ask: str, patience: int, *, views: int = 50_000) -> Seller:
    return Seller(
        id=f"{style}-{reservation}",
        average_views=views,
        reservation=usd(reservation),
        first_ask=usd(first_ask),
        style=style,
        patience_rounds=patience,
    )


def told(one: Played) -> tuple[list[str], list[str], str | None, str]:
    offers = [str(offer.amount.to_integral_value()) for offer in one.offers]
    return offers, [ask.text for ask in one.asks], one.price.text if one.price else None, one.outcome.value


INSIDE = seller(Style.LINEAR, "1200", "1400", 4)
SLOW = seller(Style.LINEAR, "900", "2400", 6)
QUICK = seller(Style.CONCEDER, "900", "2000", 5)
LATE = seller(Style.BOULWARE, "1000", "1520", 3)
MIRROR = seller(Style.TIT_FOR_TAT, "1100", "1800", 4)
HASTY = seller(Style.STUBBORN, "1350", "1600", 2)
DEAR = seller(Style.LINEAR, "1600", "2000", 5)
STONE = seller(Style.STUBBORN, "1000", "5000", 9)
ALL = (INSIDE, SLOW, QUICK, LATE, MIRROR, HASTY, DEAR, STONE)


@pytest.mark.parametrize(
    ("one", "expected"),
    [
        (INSIDE, (["1000"], ["1400.00"], "1400.00", "ask_accepted")),
        (
            SLOW,
            (
                ["1000", "1460", "1480", "1480"],
                ["2400.00", "2100.00", "1800.00", "1500.00"],
                "1500.00",
                "ask_accepted",
            ),
        ),
        (QUICK, (["1000", "1450"], ["2000.00"], "1450.00", "offer_taken")),
        (LATE, (["1000", "1260"], ["1520.00", "1455.00"], "1455.00", "ask_accepted")),
        (MIRROR, (["1000", "1400"], ["1800.00"], "1400.00", "offer_taken")),
        (HASTY, (["1000", "1300"], ["1600.00"], None, "seller_left")),
        (
            DEAR,
            (
                ["1000", "1450", "1470", "1470", "1500"],
                ["2000.00", "1900.00", "1800.00", "1700.00"],
                None,
                "seller_left",
            ),
        ),
        (STONE, (["1000", "1480", "1480", "1500", "1500"], ["5000.00"] * 5, None, "we_left")),
    ],
)
def test_what_is_said_is_what_the_decision_says(
    one: Seller, expected: tuple[list[str], list[str], str | None, str]
) -> None:
    assert told(play(campaign(), one, PARLEY)) == expected


def test_the_figures_of_a_handful() -> None:
    """Seven of the eight could be agreed with; the shares kept are 1/3, 0, 1/12, 0.09, 0.25, 0 and 0."""
    played = [play(campaign(), one, PARLEY) for one in ALL]
    figures = figures_of(played, round_cap=5)
    assert (figures.n, figures.feasible, figures.agreed, figures.violations) == (8, 7, 5, 0)
    assert figures.agreement_rate_feasible == 0.7143
    assert figures.buyer_surplus_share == 0.1081
    assert figures.mean_rounds == 2.875


def test_a_share_of_nothing_is_none() -> None:
    nobody = figures_of([play(campaign(), DEAR, PARLEY)], round_cap=5)
    assert (nobody.agreement_rate_feasible, nobody.buyer_surplus_share, nobody.mean_rounds) == (None, None, 5.0)
    assert figures_of([], round_cap=5).mean_rounds is None


def test_a_reservation_at_the_limit_leaves_nothing_to_keep() -> None:
    at_limit = play(campaign(), seller(Style.LINEAR, "1500", "1500", 3), PARLEY)
    assert (at_limit.price, at_limit.is_feasible, surplus_share(at_limit)) == (usd("1500"), True, Decimal(0))


def test_the_limit_is_that_of_the_campaign() -> None:
    capped = campaign(budget=budget(approval_cap=usd("1200")))
    played = play(capped, MIRROR, PARLEY)
    assert played.limits is not None
    assert (played.limits.ceiling, played.is_feasible) == (usd("1200"), True)
    assert not play(capped, HASTY, PARLEY).is_feasible


def test_an_ask_between_approval_cap_and_ceiling_goes_to_a_person() -> None:
    capped = campaign(budget=budget(approval_cap=usd("1200")))
    assert told(play(capped, INSIDE, PARLEY)) == (["1000"], ["1400.00"], None, "escalated")


def test_without_room_nothing_is_offered() -> None:
    played = play(campaign(budget=budget(approval_cap=usd("900"))), INSIDE, PARLEY)
    assert (played.limits, played.outcome, played.rounds, played.is_feasible) == (None, Outcome.NO_ROOM, 0, False)
    assert violations(played, round_cap=5) == ()


def test_other_schedules_play_by_the_same_rules() -> None:
    assert told(play(campaign(), STONE, STRATEGIES["ceiling"]))[0] == ["1000", "1500", "1500", "1500", "1500"]
    assert told(play(campaign(), SLOW, STRATEGIES["boulware"]))[2:] == ("1500.00", "ask_accepted")


def test_one_that_answers_an_ask_inside_the_limit_once_may_pay_less() -> None:
    assert told(play(campaign(), INSIDE, STRATEGIES["parley_one_more"])) == (
        ["1000", "1200"],
        ["1400.00", "1333.33"],
        "1333.33",
        "ask_accepted",
    )


def saying(*amounts: str) -> Played:
    """A negotiation in which something else than our decision picks the numbers."""

    def decider(_: Campaign, negotiation: Negotiation, __: Reading) -> Decision:
        offered = campaign_terms(campaign(), usd(amounts[min(len(negotiation.offers), len(amounts)) - 1]))
        stage, event = (Stage.COUNTER, Event.SEND_COUNTER)
        if len(negotiation.offers) > len(amounts):
            stage, event = (Stage.AGREEMENT, Event.ACCEPT)
        return Reply(move=Move(stage=stage, event=event, terms=offered), their_ask=None)

    return play_deciding(campaign(), STONE, decider)


@pytest.mark.parametrize(
    ("amounts", "found"),
    [
        (("1200",), ()),
        (("1600",), ("offer USD 1600.00 is above the limit USD 1500.00", "the price USD 1600.00 is above the limit")),
        (("900",), ("offer USD 900.00 is below the floor USD 1000.00", "offer USD 900.00 is below the one before")),
        (("1300", "1200"), ("offer USD 1200.00 is below the one before, USD 1300.00",)),
    ],
)
def test_a_broken_invariant_is_noticed(amounts: tuple[str, ...], found: tuple[str, ...]) -> None:
    noticed = violations(saying(*amounts), round_cap=5)
    assert len(noticed) == len(found)
    assert all(one.startswith(words) for one, words in zip(noticed, found, strict=True))


def test_an_offer_above_their_ask_is_noticed() -> None:
    base = saying("1200")
    generous = replace(base, asks=(usd("1100"), usd("1100")))
    assert violations(generous, round_cap=5) == ("offer USD 1200.00 is above their ask USD 1100.00",)


def test_too_many_rounds_and_a_price_from_nowhere_are_noticed() -> None:
    odd = replace(saying("1200"), price=usd("1250"))
    assert violations(odd, round_cap=1) == ("2 offers, the cap is 1", "nobody had named the price USD 1250.00")


AMOUNT = st.integers(min_value=1, max_value=900_000_00)


@st.composite
def sellers(draw: st.DrawFn) -> Seller:
    reservation, first_ask = sorted((draw(AMOUNT), draw(AMOUNT)))
    return Seller(
        id="any",
        average_views=draw(st.integers(1, 20_000_000)),
        reservation=Money(Decimal(reservation).scaleb(-2), "USD"),
        first_ask=Money(Decimal(first_ask).scaleb(-2), "USD"),
        style=draw(st.sampled_from(list(Style))),
        patience_rounds=draw(st.integers(1, 12)),
    )


@st.composite
def campaigns(draw: st.DrawFn) -> Campaign:
    cents = st.integers(1, 10_000)
    low, high = sorted((draw(cents), draw(cents)))
    cap = draw(st.none() | AMOUNT.map(lambda count: Money(Decimal(count).scaleb(-2), "USD")))
    bounds = budget(floor_cpm=Decimal(low).scaleb(-2), ceiling_cpm=Decimal(high).scaleb(-2), approval_cap=cap)
    return campaign(budget=bounds, round_cap=draw(st.integers(1, 9)))


@given(where=campaigns(), who=sellers(), name=st.sampled_from(sorted(STRATEGIES)))
def test_no_strategy_breaks_an_invariant_anywhere(where: Campaign, who: Seller, name: str) -> None:
    played = play(where, who, STRATEGIES[name])
    assert violations(played, round_cap=where.round_cap) == ()
    assert played.rounds <= who.patience_rounds
    if played.price is not None:
        assert played.price >= who.reservation
    if played.outcome is not Outcome.NO_ROOM:
        assert len(played.asks) in {played.rounds - 1, played.rounds}


@given(who=sellers(), name=st.sampled_from(sorted(STRATEGIES)))
def test_the_same_negotiation_goes_the_same_way_twice(who: Seller, name: str) -> None:
    assert play(campaign(), who, STRATEGIES[name]) == play(campaign(), who, STRATEGIES[name])


@given(who=sellers(), name=st.sampled_from(["parley", "ceiling", "linear", "boulware", "conceder", "tit_for_tat"]))
def test_a_higher_ceiling_loses_no_deal_at_the_first_ask(who: Seller, name: str) -> None:
    """Changing a bound changes the decision: what was accepted at once stays accepted when the limit rises."""
    narrow = play(campaign(), who, STRATEGIES[name])
    wide = play(campaign(budget=budget(ceiling_cpm=Decimal(60))), who, STRATEGIES[name])
    if narrow.outcome is Outcome.ASK_ACCEPTED and narrow.rounds == 1:
        assert (wide.outcome, wide.price) == (narrow.outcome, narrow.price)

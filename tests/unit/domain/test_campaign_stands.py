"""What the campaign has agreed, still wants and is after changes its next decisions; no invariant with it."""

from decimal import Decimal
from typing import Any, Final

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shared.domain.bargaining.pricing import BoundSource, Limits, NoRoom
from shared.domain.bargaining.stand import price_limits
from shared.domain.campaign import AskInsideLimit, Campaign, OptimizeFor
from shared.domain.decide import decide, decide_opening
from shared.domain.decision import Decision, Declined, Escalate, Reason, Reply
from shared.domain.money import Money
from shared.domain.negotiation import LedgerEntry, Stage
from shared.domain.reading.facts import Intent, Question, Reading, Topic
from shared.domain.states import Event
from shared.domain.tracker import Tracker
from tests.unit.domain.builders import (
    ask,
    budget,
    campaign,
    creator,
    negotiation,
    offered,
    opened,
    ours,
    reading,
    theirs,
    tracker,
    usd,
)

TOTAL: Final = usd("20000")
ASKING: Final = reading(Intent.QUESTION, questions=(Question(topic=Topic.PAYMENT, text="When do you pay?"),))
YES: Final = reading(Intent.ACCEPT)


def counter(amount: str) -> Reading:
    return reading(Intent.COUNTER, ask(amount))


def left(amount: str) -> Tracker:
    """So much of the $20,000 is not agreed yet."""
    return tracker(TOTAL - usd(amount))


def answer_to(found: Reading, *, ledger: tuple[LedgerEntry, ...] = opened(), **changes: object) -> Decision:
    return decide(campaign(**changes), negotiation(ledger=ledger), found)


def offer_of(decision: Decision) -> Money | None:
    assert isinstance(decision, Reply), decision
    return decision.move.offer


def stage_of(decision: Decision) -> Stage | None:
    assert isinstance(decision, Reply), decision
    return decision.move.stage


def case_of(decision: Decision) -> tuple[Reason, str, Money | None]:
    assert isinstance(decision, Escalate), decision
    return decision.reason, decision.evidence, decision.their_ask


def room_of(found: Campaign, **row: object) -> Limits:
    room = price_limits(found, creator(**row))
    assert isinstance(room, Limits)
    return room


class TestPremiums:
    def test_by_default_the_ceiling_that_the_team_set_is_never_passed(self) -> None:
        room = room_of(campaign(tracker=tracker(usd("1000")), target_creators=2), engagement_percent=Decimal(9))
        assert (room.ceiling, room.ceiling_source) == (usd("1500"), BoundSource.CAMPAIGN_CPM)

    @pytest.mark.parametrize(
        ("engagement", "agreed", "ceiling", "source"),
        [
            (None, (), "1500", BoundSource.CAMPAIGN_CPM),
            ("3.1", (), "1620", BoundSource.CPM_TRACKER),
            ("5.1", (), "1725", BoundSource.CPM_TRACKER),
            (None, ("1250",), "1562.50", BoundSource.CPM_TRACKER),
            ("6", ("1250", "1250"), "1800", BoundSource.CPM_TRACKER),
            (None, ("2000",), "1500", BoundSource.CAMPAIGN_CPM),
        ],
    )
    def test_a_campaign_that_grants_them_lifts_the_ceiling(
        self, engagement: str | None, agreed: tuple[str, ...], ceiling: str, source: BoundSource
    ) -> None:
        found = campaign(
            budget=budget(cpm_premiums=True), target_creators=5, tracker=tracker(*(usd(price) for price in agreed))
        )
        room = room_of(found, engagement_percent=None if engagement is None else Decimal(engagement))
        assert (room.ceiling, room.hard_ceiling, room.ceiling_source) == (usd(ceiling), usd(ceiling), source)

    def test_the_tightest_bound_still_wins(self) -> None:
        found = campaign(budget=budget(cpm_premiums=True, approval_cap=usd("1600")))
        rich = room_of(found, engagement_percent=Decimal(9))
        assert (rich.ceiling, rich.hard_ceiling) == (usd("1600"), usd("1725"))
        capped_row = room_of(found, engagement_percent=Decimal(9), maximum_rate=usd("1400"))
        assert (capped_row.ceiling, capped_row.ceiling_source) == (usd("1400"), BoundSource.ROW)


class TestWholeBudget:
    def test_no_offer_is_made_above_what_is_left(self) -> None:
        assert offer_of(answer_to(counter("2400"), tracker=left("1200"))) == usd("1180")
        assert offer_of(answer_to(counter("4000"), tracker=left("1200"), round_cap=2)) == usd("1200")

    def test_an_ask_that_only_the_budget_forbids_goes_to_a_person(self) -> None:
        found = case_of(answer_to(counter("1400"), tracker=left("1200")))
        said = "they ask $1,400.00, above the $1,200.00 that the budget has left"
        assert found == (Reason.BUDGET_SPENT, said, usd("1400"))

    def test_a_yes_to_an_offer_that_the_budget_no_longer_covers_goes_to_a_person(self) -> None:
        found = case_of(answer_to(YES, ledger=offered("1000", "1300"), tracker=left("1299.99")))
        said = "$1,300.00 on top of $18,700.01 is more than the whole budget"
        assert found == (Reason.BUDGET_SPENT, said, usd("1300"))
        assert offer_of(answer_to(YES, ledger=offered("1000", "1300"), tracker=left("1300"))) == usd("1300")

    def test_an_offer_that_could_not_be_honoured_is_not_repeated_with_an_answer(self) -> None:
        reason, _, asked = case_of(answer_to(ASKING, ledger=offered("1000", "1300"), tracker=left("1200")))
        assert (reason, asked) == (Reason.BUDGET_SPENT, None)

    def test_less_than_the_floor_is_left_to_a_person_at_once(self) -> None:
        said = (
            "the opening offer, $1,000.00 by the campaign's CPM, is above the limit, $999.99 by the rest of the budget"
        )
        assert case_of(answer_to(counter("1100"), tracker=left("999.99")))[:2] == (Reason.BUDGET_SPENT, said)
        opening = decide_opening(campaign(tracker=left("999.99")), creator())
        assert case_of(opening)[:2] == (Reason.BUDGET_SPENT, said)

    def test_people_may_have_agreed_on_more_than_there_was(self) -> None:
        assert campaign(tracker=tracker(usd("30000"))).budget_left == usd("0")


class TestTargetCount:
    def test_when_all_wanted_creators_are_agreed_nobody_else_is_promised_anything(self) -> None:
        full: dict[str, Any] = {"tracker": tracker(usd("1000"), usd("1100")), "target_creators": 2}
        said = "2 creators are agreed, 2 were wanted"
        assert case_of(answer_to(YES, **full)) == (Reason.TARGET_REACHED, said, usd("1000"))
        assert case_of(answer_to(counter("1400"), **full)) == (Reason.TARGET_REACHED, said, usd("1400"))
        assert case_of(answer_to(counter("4000"), **full)) == (Reason.TARGET_REACHED, said, usd("4000"))
        assert case_of(answer_to(ASKING, **full)) == (Reason.TARGET_REACHED, said, None)

    def test_a_no_is_taken_note_of_all_the_same(self) -> None:
        full: dict[str, Any] = {"tracker": tracker(usd("1000")), "target_creators": 1}
        assert isinstance(answer_to(reading(Intent.REJECT), **full), Declined)

    def test_while_a_place_is_free_the_next_one_is_agreed(self) -> None:
        assert offer_of(answer_to(YES, tracker=tracker(usd("1000")), target_creators=2)) == usd("1000")

    @pytest.mark.parametrize(
        ("target", "agreed", "share"),
        [
            (None, ("1000",), None),
            (4, (), "5000.00"),
            (4, ("1000",), "6333.33"),
            (2, ("1000", "1000"), None),
            (3, ("20000", "5"), "0.00"),
        ],
    )
    def test_the_rest_of_the_budget_is_shared_out_among_the_creators_still_to_be_won(
        self, target: int | None, agreed: tuple[str, ...], share: str | None
    ) -> None:
        found = campaign(target_creators=target, tracker=tracker(*(usd(price) for price in agreed)))
        assert found.budget_per_deal == (None if share is None else usd(share))


class TestWhatTheCampaignIsAfter:
    def test_a_scarce_budget_is_aimed_at_first_and_in_the_last_round_no_longer(self) -> None:
        scarce: dict[str, Any] = {"budget": budget(total=usd("6000")), "target_creators": 5}
        assert offer_of(answer_to(counter("2400"), **scarce)) == usd("1240")
        last = offered("1000", "1240", "1330", "1410")
        assert offer_of(answer_to(counter("2400"), ledger=last, **scarce)) == usd("1500")

    @pytest.mark.parametrize(
        ("wanted", "offer"),
        [
            (OptimizeFor.CPM, "1350"),
            (OptimizeFor.BALANCE, "1460"),
            (OptimizeFor.CONTENT_VOLUME_USAGE_RIGHTS, "1480"),
        ],
    )
    def test_it_says_how_early_the_limit_is_neared(self, wanted: OptimizeFor, offer: str) -> None:
        assert offer_of(answer_to(counter("2400"), optimize_for=wanted)) == usd(offer)

    def test_only_a_campaign_for_the_lowest_cpm_answers_an_ask_inside_the_limit(self) -> None:
        assert offer_of(answer_to(counter("1400"), optimize_for=OptimizeFor.CPM)) == usd("1160")
        again = (*opened(), theirs("1400"), ours("1120", Stage.COUNTER, "n1-2"))
        repeated = answer_to(counter("1400"), ledger=again, optimize_for=OptimizeFor.CPM)
        assert (stage_of(repeated), offer_of(repeated)) == (Stage.AGREEMENT, usd("1400"))
        lower = answer_to(counter("1390"), ledger=again, optimize_for=OptimizeFor.CPM)
        assert (stage_of(lower), offer_of(lower)) == (Stage.COUNTER, usd("1230"))
        for wanted in (OptimizeFor.BALANCE, OptimizeFor.CONTENT_VOLUME_USAGE_RIGHTS):
            assert offer_of(answer_to(counter("1400"), optimize_for=wanted)) == usd("1400")

    @pytest.mark.parametrize(
        ("said", "first", "second"),
        [
            (AskInsideLimit.ACCEPT, Stage.AGREEMENT, Stage.AGREEMENT),
            (AskInsideLimit.COUNTER_ONCE, Stage.COUNTER, Stage.AGREEMENT),
            (AskInsideLimit.COUNTER_WHILE_FALLING, Stage.COUNTER, Stage.COUNTER),
        ],
    )
    @pytest.mark.parametrize("wanted", OptimizeFor)
    def test_or_one_that_says_so(self, wanted: OptimizeFor, said: AskInsideLimit, first: Stage, second: Stage) -> None:
        thrifty: dict[str, Any] = {"ask_inside_limit": said, "optimize_for": wanted}
        again = (*opened(), theirs("1400"), ours("1120", Stage.COUNTER, "n1-2"))
        assert stage_of(answer_to(counter("1400"), **thrifty)) is first
        assert stage_of(answer_to(counter("1390"), ledger=again, **thrifty)) is second

    @pytest.mark.parametrize(("urgency", "offer"), [("0", "1300"), ("0.5", "1450"), ("1", "1500")])
    def test_where_time_presses_less_is_waited_for(self, urgency: str, offer: str) -> None:
        found = decide(campaign(), negotiation(ledger=opened()), counter("1600"), urgency=Decimal(urgency))
        assert offer_of(found) == usd(offer)

    def test_when_it_is_high_time_even_the_lowest_cpm_takes_what_is_inside_the_limit(self) -> None:
        thrifty = campaign(optimize_for=OptimizeFor.CPM)
        found = decide(thrifty, negotiation(ledger=opened()), counter("1400"), urgency=Decimal(1))
        assert offer_of(found) == usd("1400")


PRICES = st.integers(1, 600_000).map(lambda cents: usd(str(Decimal(cents) / 100)))


@st.composite
def stands(draw: st.DrawFn) -> Campaign:
    """Campaigns at any point of their life."""
    return campaign(
        budget=budget(total=draw(PRICES), cpm_premiums=draw(st.booleans()), approval_cap=draw(st.none() | PRICES)),
        tracker=tracker(*draw(st.lists(PRICES, max_size=4))),
        target_creators=draw(st.none() | st.integers(1, 6)),
        optimize_for=draw(st.sampled_from(OptimizeFor)),
        ask_inside_limit=draw(st.none() | st.sampled_from(AskInsideLimit)),
    )


@given(
    stands(),
    PRICES | st.none(),
    st.integers(0, 100).map(lambda percent: Decimal(percent) / 100),
    st.sampled_from([None, Decimal("3.5"), Decimal("7")]),
    st.lists(PRICES, max_size=3),
)
def test_no_promise_goes_beyond_limits_budget_or_target(
    found: Campaign, price: Money | None, urgency: Decimal, engagement: Decimal | None, earlier: list[Money]
) -> None:
    row = creator(engagement_percent=engagement)
    ledger = tuple(ours(money.text, Stage.COUNTER, f"n1-{place}") for place, money in enumerate(sorted(earlier)))
    said = YES if price is None else counter(price.text)
    decision = decide(found, negotiation(creator=row, ledger=ledger), said, urgency=urgency)
    if not isinstance(decision, Reply) or decision.move.offer is None:
        return
    room, offer = price_limits(found, row), decision.move.offer
    assert not isinstance(room, NoRoom)
    assert offer + found.committed <= found.budget.total
    assert found.target_creators is None or len(found.tracker) < found.target_creators
    if decision.move.event is Event.ACCEPT:
        assert offer <= room.ceiling or any(offer <= money for money in earlier)
        return
    assert room.floor <= offer <= room.ceiling
    assert price is None or offer <= price
    assert room.ceiling <= usd("1800")

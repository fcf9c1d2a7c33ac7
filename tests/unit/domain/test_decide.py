from decimal import Decimal

import pytest

from shared.domain.bargaining.pricing import Limits, NoRoom, implied_cpm
from shared.domain.bargaining.stand import price_limits
from shared.domain.campaign import Budget, Facts
from shared.domain.decide import decide, decide_opening
from shared.domain.decision import Answer, Decision, Declined, Escalate, Reason, Reply
from shared.domain.money import Money
from shared.domain.negotiation import LedgerEntry, Move, Stage
from shared.domain.reading.facts import (
    Ask,
    Intent,
    Question,
    RequestedChange,
    Term,
    Topic,
)
from shared.domain.states import Event
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
    terms,
    theirs,
    tracker,
    usd,
)
from tests.unit.domain.decisions import agreement, answer_to, counter, move_of, offer_move, reason_of


def raised(decision: Decision) -> Money:
    move = move_of(decision)
    assert (move.stage, move.event) == (Stage.COUNTER, Event.SEND_COUNTER)
    assert move.offer is not None
    return move.offer


CLARIFICATION = Move(stage=Stage.CLARIFICATION, event=Event.SEND_COUNTER, terms=None)
EXIT = Move(stage=Stage.EXIT, event=Event.EXIT, terms=None)


class TestOpening:
    def test_it_offers_the_floor(self) -> None:
        expected = Move(stage=Stage.OPENING, event=Event.SEND_OFFER, terms=terms("1000"))
        assert move_of(decide_opening(campaign(), creator())) == expected

    @pytest.mark.parametrize(
        ("limits", "row", "floor"),
        [
            (budget(floor_cpm=Decimal(40), ceiling_cpm=Decimal(50)), {}, "2000"),
            (budget(minimum_cost=usd("1200")), {}, "1200"),
            (budget(), {"minimum_rate": usd("1100")}, "1100"),
            (budget(), {"average_views": 33_333}, "666.66"),
        ],
    )
    def test_the_tightest_lower_bound_is_the_floor(self, limits: Budget, row: dict[str, object], floor: str) -> None:
        assert move_of(decide_opening(campaign(budget=limits), creator(**row))).offer == usd(floor)

    @pytest.mark.parametrize(
        ("limits", "row"),
        [
            (budget(approval_cap=usd("900")), {}),
            (budget(), {"maximum_rate": usd("999.99")}),
            (budget(minimum_cost=usd("1500.01")), {}),
        ],
    )
    def test_bounds_that_leave_no_room_go_to_a_person(self, limits: Budget, row: dict[str, object]) -> None:
        assert reason_of(decide_opening(campaign(budget=limits), creator(**row))) is Reason.NO_ROOM

    def test_no_room_is_found_in_the_middle_of_a_negotiation_too(self) -> None:
        decision = answer_to(reading(Intent.ACCEPT), budget=budget(approval_cap=usd("900")))
        assert reason_of(decision) is Reason.NO_ROOM


class TestAsk:
    @pytest.mark.parametrize("amount", ["1000", "1000.01", "1200", "1499.99", "1500"])
    def test_an_ask_inside_the_limits_is_accepted_as_it_is(self, amount: str) -> None:
        decision = answer_to(counter(amount))
        assert move_of(decision) == agreement(amount)
        assert isinstance(decision, Reply)
        assert decision.their_ask == usd(amount)

    @pytest.mark.parametrize("amount", ["999", "750", "749.70"])
    def test_an_ask_below_our_plan_is_never_raised(self, amount: str) -> None:
        assert move_of(answer_to(counter(amount))) == agreement(amount)

    @pytest.mark.parametrize(
        ("amount", "why"),
        [
            ("1000", "the price is inside the limits"),
            ("999", "the price is inside the limits"),
            ("750", "the price is inside the limits"),
            ("749.99", "the price is inside the limits, and suspiciously far under the floor"),
            ("749.70", "the price is inside the limits, and suspiciously far under the floor"),
        ],
    )
    def test_a_cpm_under_15_is_suspicious_where_ours_begins_at_20(self, amount: str, why: str) -> None:
        decision = answer_to(counter(amount))
        assert isinstance(decision, Reply)
        assert (decision.move, decision.why) == (agreement(amount), why)

    def test_l25_a_cent_under_the_suspicious_price_is_suspicious_though_its_cpm_rounds_to_15(self) -> None:
        assert implied_cpm(usd("749.75"), 50_000) == Decimal("15.00")
        decision = answer_to(counter("749.75"))
        assert isinstance(decision, Reply)
        assert decision.why == "the price is inside the limits, and suspiciously far under the floor"

    @pytest.mark.parametrize("amount", ["1500.01", "1500.24", "1500.25", "1501"])
    def test_l25_a_cent_above_the_ceiling_is_above_it_though_its_cpm_rounds_to_30(self, amount: str) -> None:
        assert move_of(answer_to(counter(amount))).stage is Stage.COUNTER

    def test_an_ask_without_currency_means_the_campaigns(self) -> None:
        assert move_of(answer_to(counter("1400", currency=None))) == agreement("1400")

    @pytest.mark.parametrize("made", [("1000",), ("1000", "1200"), ("1000", "1200", "1300", "1400")])
    def test_an_ask_far_above_is_answered_with_a_higher_offer(self, made: tuple[str, ...]) -> None:
        assert usd(made[-1]) < raised(answer_to(counter("4000"), ledger=offered(*made))) <= usd("1500")

    def test_the_last_round_offers_all_there_is(self) -> None:
        ledger = offered("1000", "1200", "1300", "1400")
        assert move_of(answer_to(counter("4000"), ledger=ledger)) == offer_move("1500")

    def test_after_the_last_round_we_leave_courteously(self) -> None:
        decision = answer_to(counter("4000"), ledger=offered("1000", "1100", "1200", "1300", "1400"))
        assert move_of(decision) == EXIT
        assert isinstance(decision, Reply)
        assert decision.their_ask == usd("4000")

    def test_at_the_ceiling_the_offer_stands_while_rounds_are_left(self) -> None:
        assert move_of(answer_to(counter("1501"), ledger=offered("1000", "1500"))) == offer_move("1500")

    def test_who_asks_more_than_a_person_offered_above_the_limit_is_left_to_people(self) -> None:
        assert reason_of(answer_to(counter("2000"), ledger=offered("1000", "1800"))) is Reason.ABOVE_APPROVAL_CAP

    def test_a_price_under_half_the_floor_is_no_bargain_but_a_question(self) -> None:
        assert reason_of(answer_to(counter("499.99"))) is Reason.SUSPICIOUSLY_LOW
        assert move_of(answer_to(counter("500"))) == agreement("500")

    def test_a_campaign_sets_its_own_number_of_rounds(self) -> None:
        assert move_of(answer_to(counter("4000"), ledger=offered("1000", "1200"), round_cap=2)) == EXIT
        assert move_of(answer_to(counter("4000"), ledger=offered("1000"), round_cap=2)) == offer_move("1500")

    def test_answers_and_clarifications_spend_no_round(self) -> None:
        quiet = (ours("1000", Stage.ANSWER, "n1-2"), ours(None, Stage.CLARIFICATION, "n1-3"))
        assert answer_to(counter("4000"), ledger=opened(*quiet)) == answer_to(counter("4000"))

    def test_an_agreement_beyond_the_whole_budget_goes_to_a_person(self) -> None:
        total = campaign().budget.total
        one_cent_too_much = tracker(total - usd("1399.99"))
        assert reason_of(answer_to(counter("1400"), tracker=one_cent_too_much)) is Reason.BUDGET_SPENT
        assert move_of(answer_to(counter("1400"), tracker=tracker(total - usd("1400")))) == agreement("1400")

    def test_five_answers_are_enough_then_a_person_talks(self) -> None:
        asking = reading(Intent.QUESTION, questions=(Question(topic=Topic.PAYMENT, text="When do you pay?"),))
        answers = [ours("1000", Stage.ANSWER, f"n1-{place}") for place in range(2, 6)]
        assert move_of(answer_to(asking, ledger=opened(*answers))).stage is Stage.ANSWER
        fifth = ours("1000", Stage.ANSWER, "n1-6")
        assert reason_of(answer_to(asking, ledger=opened(*answers, fifth))) is Reason.MANY_QUESTIONS

    def test_what_we_offered_already_is_accepted_even_where_the_limit_is_lower(self) -> None:
        """A person may have offered more than the agent may; the creator who says yes to it is not sent away."""
        assert move_of(answer_to(counter("1800"), ledger=offered("1000", "1800"))) == agreement("1800")

    def test_the_first_answer_in_a_joined_thread_offers_the_floor(self) -> None:
        assert move_of(answer_to(counter("4000"), ledger=())) == offer_move("1000")


class TestCampaignBounds:
    """The same ask of $1,750 (a CPM of 35) under different limits."""

    @pytest.mark.parametrize(
        ("limits", "row", "expected"),
        [
            (budget(), {}, offer_move("1380")),
            (budget(floor_cpm=Decimal(25), ceiling_cpm=Decimal(40)), {}, agreement("1750")),
            (budget(floor_cpm=Decimal(25), ceiling_cpm=Decimal(40)), {"maximum_rate": usd("1600")}, "counter"),
            (budget(), {"average_views": 60_000}, agreement("1750")),
        ],
    )
    def test_they_decide(self, limits: Budget, row: dict[str, object], expected: Move | str) -> None:
        found = negotiation(ledger=opened(), creator=creator(**row))
        move = move_of(decide(campaign(budget=limits), found, counter("1750")))
        assert (move if isinstance(expected, Move) else move.stage) == expected

    @pytest.mark.parametrize(("amount", "asks"), [("1200", False), ("1200.01", True), ("1500", True), ("1501", False)])
    def test_between_approval_cap_and_ceiling_a_person_decides(self, amount: str, asks: bool) -> None:
        decision = answer_to(counter(amount), budget=budget(approval_cap=usd("1200")))
        if not asks:
            assert isinstance(decision, Reply)
            return
        assert isinstance(decision, Escalate)
        assert (decision.reason, decision.their_ask) == (Reason.ABOVE_APPROVAL_CAP, usd(amount))

    def test_no_offer_passes_the_approval_cap(self) -> None:
        decision = answer_to(
            counter("4000"), ledger=offered("1000", "1080", "1140", "1180"), budget=budget(approval_cap=usd("1200"))
        )
        assert move_of(decision) == offer_move("1200")

    def test_the_limits_are_those_of_the_campaign_and_the_row(self) -> None:
        limits = price_limits(campaign(budget=budget(approval_cap=usd("1200"))), creator())
        assert isinstance(limits, Limits)
        assert (limits.floor, limits.ceiling, limits.hard_ceiling) == (usd("1000"), usd("1200"), usd("1500"))
        assert isinstance(price_limits(campaign(), creator(maximum_rate=usd("10"))), NoRoom)


class TestAcceptance:
    def test_it_means_our_last_offer(self) -> None:
        decision = answer_to(reading(Intent.ACCEPT), ledger=offered("1000", "1210"))
        assert move_of(decision) == agreement("1210")

    def test_it_may_repeat_the_price(self) -> None:
        found = reading(Intent.ACCEPT, ask("1210"))
        assert move_of(answer_to(found, ledger=offered("1000", "1210"))) == agreement("1210")

    def test_at_a_higher_price_it_is_a_counter(self) -> None:
        found = reading(Intent.ACCEPT, ask("2500"))
        assert move_of(answer_to(found, ledger=opened())).stage is Stage.COUNTER

    def test_with_a_question_the_answer_comes_along(self) -> None:
        found = reading(Intent.ACCEPT, questions=(Question(topic=Topic.PAYMENT, text="When do you pay?"),))
        decision = answer_to(found)
        assert move_of(decision) == agreement("1000")
        assert isinstance(decision, Reply)
        assert decision.answers == (
            Answer(question="When do you pay?", fact="Payment within 30 days after publication"),
        )

    def test_before_any_offer_of_ours_it_gets_the_first_one(self) -> None:
        assert move_of(answer_to(reading(Intent.ACCEPT), ledger=())) == offer_move("1000")

    def test_with_other_terms_it_goes_to_a_person(self) -> None:
        change = RequestedChange(term=Term.USAGE_RIGHTS, text="no paid usage")
        decision = answer_to(reading(Intent.ACCEPT, requested_changes=(change,)))
        assert isinstance(decision, Escalate)
        assert (decision.reason, decision.evidence) == (Reason.TERMS_CHANGE, "no paid usage")


class TestRefusal:
    def test_a_no_is_taken_note_of(self) -> None:
        assert answer_to(reading(Intent.REJECT, summary="Not interested.")) == Declined(why="Not interested.")

    def test_a_no_that_names_a_price_is_a_counter_offer(self) -> None:
        decision = answer_to(reading(Intent.REJECT, ask("2000")), ledger=offered("1000"))
        assert isinstance(decision, Reply)
        assert (decision.move.stage, decision.their_ask) == (Stage.COUNTER, usd("2000"))
        decision = answer_to(reading(Intent.REJECT, ask("1300")), ledger=offered("1000"))
        assert move_of(decision) == Move(stage=Stage.AGREEMENT, event=Event.ACCEPT, terms=terms("1300"))


class TestQuestions:
    def test_an_answer_concedes_nothing(self) -> None:
        found = reading(Intent.QUESTION, questions=(Question(topic=Topic.TIMELINE, text="By when?"),))
        decision = answer_to(found, ledger=offered("1000", "1210"))
        assert move_of(decision) == Move(stage=Stage.ANSWER, event=Event.SEND_COUNTER, terms=terms("1210"))
        assert isinstance(decision, Reply)
        assert decision.answers == (
            Answer(question="By when?", fact="Content is due on 20 April and goes live on 27 April"),
        )

    def test_before_any_offer_the_first_one_comes_with_the_answer(self) -> None:
        found = reading(Intent.QUESTION, questions=(Question(topic=Topic.APPROVAL, text="Who approves?"),))
        assert move_of(answer_to(found, ledger=())) == offer_move("1000")

    @pytest.mark.parametrize("topic", [Topic.BRIEF, Topic.PRODUCT, Topic.OTHER])
    def test_what_the_campaign_does_not_say_a_person_answers(self, topic: Topic) -> None:
        questions = (
            Question(topic=Topic.PAYMENT, text="When do you pay?"),
            Question(topic=topic, text="What about that?"),
        )
        decision = answer_to(reading(Intent.QUESTION, questions=questions))
        assert isinstance(decision, Escalate)
        assert (decision.reason, decision.evidence) == (Reason.UNKNOWN_ANSWER, "What about that?")

    def test_no_exclusivity_is_an_answer_and_an_unknown_one_is_none(self) -> None:
        found = reading(Intent.QUESTION, questions=(Question(topic=Topic.EXCLUSIVITY, text="Exclusive?"),))
        decision = answer_to(found, facts=Facts(exclusivity=""))
        assert isinstance(decision, Reply)
        assert decision.answers == (Answer(question="Exclusive?", fact="No exclusivity is asked for."),)
        assert reason_of(answer_to(found, facts=Facts())) is Reason.UNKNOWN_ANSWER

    def test_a_question_with_an_ask_gets_both_answers(self) -> None:
        found = reading(
            Intent.COUNTER, ask("4000"), questions=(Question(topic=Topic.PAYMENT, text="When do you pay?"),)
        )
        decision = answer_to(found)
        assert raised(decision) > usd("1000")
        assert isinstance(decision, Reply)
        assert len(decision.answers) == 1


class TestPriceless:
    def test_a_counter_that_names_no_price_changes_no_price(self) -> None:
        decision = answer_to(reading(Intent.COUNTER), ledger=offered("1000", "1210"))
        assert move_of(decision) == Move(stage=Stage.ANSWER, event=Event.SEND_COUNTER, terms=terms("1210"))

    def test_a_negotiation_about_the_price_alone_goes_to_its_end(self) -> None:
        """No levers, no facts, no product: price is all there is, and the exit comes after the schedule only."""
        ledger: tuple[LedgerEntry, ...] = opened()
        stages = []
        for turn in range(5):
            heard = (*ledger, theirs("2000", f"m{turn}"))
            move = move_of(answer_to(counter("2000"), ledger=ledger, facts=Facts()))
            stages.append(move.stage)
            ledger = (*heard, ours(move.offer.text if move.offer else None, move.stage, f"n1-{turn + 2}"))
        assert stages == [*[Stage.COUNTER] * 4, Stage.EXIT]


def test_the_ask_that_counts_is_the_one_just_named() -> None:
    ledger = (*opened(theirs("4000", "m1")), ours("1210", Stage.COUNTER, "n1-2"))
    found: Ask = ask("1450")
    assert move_of(answer_to(reading(Intent.COUNTER, found), ledger=ledger)) == agreement("1450")

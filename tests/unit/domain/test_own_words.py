"""What a person's own words do, and what speaks against their price."""

from dataclasses import replace
from typing import Any

import pytest

from shared.domain.campaign import Campaign
from shared.domain.decision import Reason
from shared.domain.errors import InvalidInput
from shared.domain.money import Money
from shared.domain.negotiation import Move, Stage
from shared.domain.own_words import OwnWords, objections, person_move, unheard, unsettled
from shared.domain.records import CaseRecord, CaseState
from shared.domain.states import Event, State
from tests.unit.domain.builders import NOW, budget, campaign, creator, negotiation, opened, terms, tracker, usd

# The campaign's limit for the builders' creator is $1,500.
CAMPAIGN = campaign()
YES = OwnWords(text="Hi", accept=True)
TIGHT = campaign(budget=budget(total=usd("1100")))


def case(**changes: Any) -> CaseRecord:
    fields: dict[str, Any] = {"id": "n1-case1", "version": 1, "reason": Reason.UNCLEAR, "state": CaseState.OPEN}
    return CaseRecord(**(fields | {"negotiation_id": "n1", "opened_at": NOW, "evidence": ""} | changes))


def move_of(words: OwnWords, *, their_ask: Money | None = None, **standing: Any) -> Move:
    found = negotiation(**({"ledger": opened(), "thread_id": "t1", "state": State.ESCALATED} | standing))
    return person_move(CAMPAIGN, case(their_ask=their_ask), found, words)


def counter(amount: str) -> Move:
    return Move(stage=Stage.COUNTER, event=Event.RESUME_COUNTER, terms=terms(amount))


class TestMove:
    def test_words_alone_repeat_our_last_offer(self) -> None:
        found = move_of(OwnWords(text="Hi"))
        assert found == Move(stage=Stage.ANSWER, event=Event.RESUME_COUNTER, terms=terms("1000"))

    def test_a_price_is_a_counter_even_where_it_is_what_they_asked(self) -> None:
        assert move_of(OwnWords(text="Hi", offer=usd("1400")), their_ask=usd("1400")) == counter("1400")

    def test_before_anything_was_sent_it_opens(self) -> None:
        found = move_of(OwnWords(text="Hi", offer=usd("900")), ledger=(), thread_id=None, state=State.INITIAL_OFFER)
        assert found == Move(stage=Stage.COUNTER, event=Event.SEND_OFFER, terms=terms("900"))

    def test_only_accepting_agrees_and_on_what_they_asked(self) -> None:
        found = move_of(OwnWords(text="Hi", accept=True), their_ask=usd("1400"))
        assert found == Move(stage=Stage.AGREEMENT, event=Event.ACCEPT, terms=terms("1400"))

    @pytest.mark.parametrize(
        ("words", "their_ask", "problem"),
        [
            (OwnWords(text="Hi", offer=usd("0")), None, "an offer must be above zero"),
            (OwnWords(text="Hi", accept=True), None, "the case shows no price of theirs"),
            (
                OwnWords(text="Hi", accept=True, offer=usd("1300")),
                usd("1400"),
                "they asked .*, not .*1,300.00",
            ),
        ],
    )
    def test_what_cannot_be_meant_is_refused(self, words: OwnWords, their_ask: Money | None, problem: str) -> None:
        with pytest.raises(InvalidInput, match=problem):
            move_of(words, their_ask=their_ask)


class TestObjections:
    @pytest.mark.parametrize(
        ("found", "amount", "objection"),
        [
            (CAMPAIGN, "999.99", "$999.99 is below our last offer"),
            (CAMPAIGN, "1500.01", "$1,500.01 is above the campaign's limit for this creator"),
            (
                campaign(budget=budget(total=usd("1100"))),
                "1200",
                "$1,200.00 is more than the rest of the campaign's budget",
            ),
            (
                campaign(target_creators=1, tracker=tracker(usd("1000"))),
                "1200",
                "$1,200.00 would be for more creators than the campaign wants",
            ),
        ],
    )
    def test_a_price_that_the_campaign_does_not_carry_is_objected_to(
        self, found: Campaign, amount: str, objection: str
    ) -> None:
        assert objections(found, negotiation(ledger=opened(), creator=creator()), counter(amount)) == (objection,)

    @pytest.mark.parametrize("amount", ["1000", "1500"])
    def test_a_price_inside_the_limits_is_not(self, amount: str) -> None:
        assert objections(CAMPAIGN, negotiation(ledger=opened()), counter(amount)) == ()

    def test_a_person_is_what_the_approval_cap_asks_for(self) -> None:
        capped = campaign(budget=budget(approval_cap=usd("1200")))
        assert objections(capped, negotiation(ledger=opened()), counter("1400")) == ()

    def test_an_agreement_may_be_below_our_last_offer(self) -> None:
        agreed = Move(stage=Stage.AGREEMENT, event=Event.ACCEPT, terms=terms("900"))
        assert objections(CAMPAIGN, negotiation(ledger=opened()), agreed) == ()


class TestUnsettled:
    def test_an_agreement_leaves_out_what_they_want_beside_the_price(self) -> None:
        agreed = Move(stage=Stage.AGREEMENT, event=Event.ACCEPT, terms=terms("1400"))
        said = unsettled(case(wishes=("payment within 7 days",)), agreed)
        assert said == ("they want payment within 7 days, and the agreement states our terms",)

    def test_a_counter_settles_nothing(self) -> None:
        assert unsettled(case(wishes=("payment within 7 days",)), counter("1400")) == ()


class TestAcceptingWithoutAPriceOfTheirs:
    @pytest.mark.parametrize(
        "changes",
        [
            {"inbound_ids": ()},
            {"reason": Reason.NEW_PARTICIPANT},
            {"reason": Reason.UNTRUSTED_SENDER},
            {"reason": Reason.SEND_UNCLEAR},
            {"reason": Reason.BOUNCE},
        ],
        ids=lambda changes: str(next(iter(changes.values()))),
    )
    def test_is_no_answer_of_theirs_to_our_offer(self, changes: dict[str, Any]) -> None:
        answered = case(**({"inbound_ids": ("m1",)} | changes))
        with pytest.raises(InvalidInput, match="and no answer of theirs to our offer"):
            person_move(CAMPAIGN, answered, negotiation(ledger=opened(), state=State.ESCALATED), YES)

    def test_needs_a_price_where_we_have_offered_none(self) -> None:
        answered, joined = case(inbound_ids=("m1",)), negotiation(ledger=(), thread_id="t1", state=State.ESCALATED)
        with pytest.raises(InvalidInput, match="we have offered none; name the one you agree on"):
            person_move(CAMPAIGN, answered, joined, YES)
        assert person_move(CAMPAIGN, answered, joined, replace(YES, offer=usd("1200"))).offer == usd("1200")

    def test_is_objected_to_where_our_last_mail_names_another_price_than_the_books(self) -> None:
        answered = case(inbound_ids=("m1",))
        told = negotiation(ledger=opened(), last_sent_text="We could also do $1,250.", state=State.ESCALATED)
        agreed = person_move(CAMPAIGN, answered, told, YES)
        assert agreed.offer == usd("1000")
        assert unheard(answered, told, agreed, ["Deal!"]) == ("our last mail names $1,250",)


class TestUnheard:
    AGREED = Move(stage=Stage.AGREEMENT, event=Event.ACCEPT, terms=terms("1300"))

    @pytest.mark.parametrize(
        ("said", "objection"),
        [
            (["$1,300 is fine too."], ()),
            (["$1,500.", "Or 1.3k, if you hurry: make it $1,300."], ()),
            (["€1,300 is fine."], ("they wrote €1,300, and the agreement would be at $1,300.00",)),
            (["$1,200-1,300."], ("they wrote $1,200-1,300, and the agreement would be at $1,300.00",)),
            (["Well?"], ("$1,300.00 is neither in their mails nor our last offer",)),
        ],
    )
    def test_a_price_is_looked_up_in_their_mails(self, said: list[str], objection: tuple[str, ...]) -> None:
        asked = case(their_ask=usd("1400"), inbound_ids=("m1", "m2"), since_ask=("m2",))
        assert unheard(asked, negotiation(ledger=opened()), self.AGREED, said) == objection

    def test_what_was_read_needs_no_look(self) -> None:
        asked = case(their_ask=usd("1300"), inbound_ids=("m1",))
        assert unheard(asked, negotiation(ledger=opened()), self.AGREED, ["thirteen hundred"]) == ()

    def test_a_counter_is_ours_to_name(self) -> None:
        asked = case(their_ask=usd("1400"), inbound_ids=("m1", "m2"), since_ask=("m2",))
        assert unheard(asked, negotiation(ledger=opened()), counter("1350"), ["$1,300."]) == ()

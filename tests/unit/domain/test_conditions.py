"""A price that hangs on something is no plain price: met by our terms it is one, else a person sees both."""

from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any, Final

import pytest

from shared.domain.decide import decide
from shared.domain.decision import Escalate, Reason, Reply
from shared.domain.negotiation import Stage
from shared.domain.package import Duration, Levers, UsageRights
from shared.domain.reading.combine import combine, of_two_minds
from shared.domain.reading.facts import AskedRight, Intent, Reading, RequestedChange, Right, Term
from shared.domain.reading.grounded import KnownFigures, grounded
from shared.domain.states import Event
from shared.domain.terms import Lever
from shared.domain.triggers import Triggers
from tests.unit.domain.builders import FACTS, REEL, ask, asked, campaign, negotiation, reading, usd
from tests.unit.domain.decisions import agreement, answer_to, move_of, offer_move, reason_of

UPFRONT: Final = RequestedChange(term=Term.PAYMENT, text="if you pay half upfront")
KNOWN: Final = KnownFigures(currency="USD", last_offer=Decimal(1000), posts=1)
EXCLUSIVE: Final = RequestedChange(term=Term.EXCLUSIVITY, text="if there is no exclusivity", no_exclusivity=True)


def usage(duration: Duration, text: str = "if usage is 30 days only") -> RequestedChange:
    return RequestedChange(
        term=Term.USAGE_RIGHTS, text=text, rights=(AskedRight(right=Right.PAID_USAGE, duration=duration),)
    )


def hanging(amount: str, *conditions: RequestedChange, **changes: Any) -> Reading:
    return reading(Intent.COUNTER, ask(amount, conditions=conditions), **changes)


class TestGrounded:
    def test_a_condition_in_the_mails_own_words_stays_with_its_price(self) -> None:
        found = grounded(hanging("900", UPFRONT), "I can do $900 if you pay half\nupfront.", KNOWN)
        assert (found.asks[0].conditions, found.requested_changes, found.doubt) == ((UPFRONT,), (), None)

    def test_words_that_the_mail_does_not_hold_are_a_doubt(self) -> None:
        found = grounded(hanging("900", UPFRONT), "I can do $900.", KNOWN)
        assert (found.intent, found.asks) == (Intent.UNCLEAR, ())
        assert found.doubt == "the mail does not plainly name what was read from it: if you pay half upfront"

    def test_a_yes_that_hangs_on_something_is_a_counter(self) -> None:
        read = replace(hanging("1000", UPFRONT), intent=Intent.ACCEPT)
        assert grounded(read, "Deal at $1000 if you pay half upfront.", KNOWN).intent is Intent.COUNTER

    @pytest.mark.parametrize(
        "invented",
        [
            usage(Duration.DAYS_60),
            usage(Duration.NOT_REQUIRED),
            usage(Duration.DAYS_30, "if usage is short"),
            usage(Duration.DAYS_30, "if you pay within 30 days"),
            RequestedChange(term=Term.EXCLUSIVITY, text="if you want exclusivity", no_exclusivity=True),
        ],
    )
    def test_a_condition_says_no_more_than_its_words(self, invented: RequestedChange) -> None:
        found = grounded(hanging("1200", invented), f"I can do $1200 {invented.text}.", KNOWN)
        assert found.asks[0].conditions == (RequestedChange(term=invented.term, text=invented.text),)

    @pytest.mark.parametrize(
        "said",
        [
            usage(Duration.DAYS_30),
            usage(Duration.DAYS_30, "if it is for one month"),
            usage(Duration.NOT_REQUIRED, "if there are no paid ads"),
            usage(Duration.YEAR_1, "for 12 months of usage"),
            EXCLUSIVE,
            RequestedChange(term=Term.EXCLUSIVITY, text="as it's non-exclusive", no_exclusivity=True),
            RequestedChange(term=Term.REVISIONS, text="with one round of edits", revision_rounds=1),
        ],
    )
    def test_and_no_less(self, said: RequestedChange) -> None:
        found = grounded(hanging("1200", said), f"I can do $1200 {said.text}.", KNOWN)
        assert found.asks[0].conditions == (said,)

    @pytest.mark.parametrize(
        ("text", "clause"),
        [
            ("I can do $1500 if you pay half upfront.", "$1500 if you pay half upfront"),
            ("I'd do it for $1500, half of it paid up front.", "$1500, half of it paid up front"),
            ("$1500 upfront and we are good.", "$1500 upfront"),
            ("For $1500 I need a 50% deposit.", "50% deposit"),
            ("$1500, as long as usage ends after a week.", "as long as usage"),
            ("$1500, but only if I keep the edit.", "only if I keep the edit"),
            ("$1500, unless you want whitelisting too.", "unless you want whitelisting"),
        ],
    )
    def test_an_overlooked_condition_is_a_change_of_terms(self, text: str, clause: str) -> None:
        (change,) = grounded(reading(Intent.COUNTER, ask("1500")), text, KNOWN).requested_changes
        assert change == RequestedChange(term=Term.OTHER, text=clause)

    @pytest.mark.parametrize(
        "text",
        [
            "I can do $1500 if that works for you.",
            "Thanks in advance! $1500 would be my rate.",
            "My rate is $1500. Let me know if you need my payment details.",
            "To be upfront with you: $1500 is my rate.",
            "$1500 please. Can you pay half upfront?",
            "If you can do $1500, I'm in.",
        ],
    )
    def test_polite_words_and_questions_are_none(self, text: str) -> None:
        found = grounded(reading(Intent.COUNTER, ask("1500")), text, KNOWN)
        assert (found.requested_changes, found.doubt) == ((), None)

    @pytest.mark.parametrize(
        ("text", "clause"),
        [
            ("Deal, as long as I can post it whenever I like.", "as long as I can post it whenever I like"),
            ("Deal provided that you boost it.", "provided that you boost it"),
            ("Deal subject to my manager's ok.", "subject to my manager's ok"),
            ("Yes, unless you want two.", "unless you want two"),
            ("Deal! I need the money before I start.", "money before I"),
            ("Deal; half now, half on publication.", "half now"),
        ],
    )
    def test_a_yes_that_hangs_on_anything_is_a_persons(self, text: str, clause: str) -> None:
        found = grounded(reading(Intent.ACCEPT), text, KNOWN)
        assert found.requested_changes == (RequestedChange(term=Term.OTHER, text=clause),)
        assert reason_of(answer_to(found)) is Reason.TERMS_CHANGE

    @pytest.mark.parametrize(
        "text",
        [
            "Deal! Going by the details you provided, I start on Monday.",
            "Deal! I'm all set unless you need anything else from me.",
            "Deal! Payment 30 days after publication is fine.",
            "Deal! Can you tell me the date before I start filming?",
        ],
    )
    def test_a_plain_yes_stays_one(self, text: str) -> None:
        assert move_of(answer_to(grounded(reading(Intent.ACCEPT), text, KNOWN))) == agreement("1000")

    def test_both_ends_of_a_range_hang_on_what_one_does(self) -> None:
        read = reading(
            Intent.COUNTER, ask("1200", quote="$1200-1500", conditions=(UPFRONT,)), ask("1500", quote="1500")
        )
        found = grounded(read, "It is $1200-1500 if you pay half upfront.", KNOWN)
        assert [one.conditions for one in found.asks] == [(UPFRONT,), (UPFRONT,)]

    def test_a_price_and_the_same_price_on_a_condition_are_two_words(self) -> None:
        plain, hangs = reading(Intent.COUNTER, ask("900")), hanging("900", UPFRONT)
        assert of_two_minds([("manager@x.example", hangs), ("mia@x.example", plain)])
        assert not of_two_minds([("manager@x.example", hangs), ("mia@x.example", hangs)])


class TestTwoMails:
    def test_a_later_yes_does_not_lift_what_the_price_hung_on(self) -> None:
        found = combine([hanging("1000", UPFRONT), reading(Intent.ACCEPT)])
        assert (found.intent, found.requested_changes) == (Intent.ACCEPT, (UPFRONT,))
        assert reason_of(answer_to(found)) is Reason.TERMS_CHANGE

    def test_where_our_terms_meet_it_the_yes_is_one(self) -> None:
        assert move_of(answer_to(combine([hanging("1000", usage(Duration.DAYS_30)), reading(Intent.ACCEPT)]))) == (
            agreement("1000")
        )

    def test_a_later_price_without_it_does(self) -> None:
        found = combine([hanging("1000", UPFRONT), reading(Intent.COUNTER, ask("1200"))])
        assert found.requested_changes == ()


class TestMet:
    """Our terms hold already what the price hangs on."""

    @pytest.mark.parametrize(
        ("condition", "changes"),
        [
            (usage(Duration.DAYS_30), {}),
            (usage(Duration.DAYS_90, "if usage stays under 90 days"), {}),
            (EXCLUSIVE, {"facts": replace(FACTS, exclusivity="")}),
            (
                RequestedChange(term=Term.REVISIONS, text="with 2 rounds of edits", revision_rounds=2),
                {"facts": replace(FACTS, revision_rounds=2)},
            ),
            (
                RequestedChange(term=Term.TIMELINE, text="if it is due on 1 May", content_due_on=date(2026, 5, 1)),
                {"facts": replace(FACTS, content_due_on=date(2026, 5, 1))},
            ),
            (RequestedChange(term=Term.DELIVERABLES, text="for one Reel"), {"lines": (asked(REEL, 1),)}),
        ],
    )
    def test_then_it_is_a_plain_ask(self, condition: RequestedChange, changes: dict[str, Any]) -> None:
        lines = changes.pop("lines", ())
        read = reading(Intent.COUNTER, ask("1200", conditions=(condition,), deliverables=lines))
        assert move_of(answer_to(read, **changes)) == agreement("1200", **changes)

    def test_and_is_bargained_over_like_one(self) -> None:
        assert move_of(answer_to(hanging("1900", usage(Duration.DAYS_30)))) == offer_move("1450")

    def test_of_two_prices_the_one_whose_condition_is_met_counts(self) -> None:
        read = reading(Intent.COUNTER, ask("1500"), ask("1200", conditions=(usage(Duration.DAYS_30),)))
        assert move_of(answer_to(read)) == agreement("1200")

    def test_a_lever_gives_what_a_price_hangs_on(self) -> None:
        least = UsageRights(
            paid_usage=Duration.NOT_REQUIRED, whitelisting=Duration.NOT_REQUIRED, organic_owned=Duration.NOT_REQUIRED
        )
        condition = usage(Duration.NOT_REQUIRED, "if there are no paid ads")
        move = move_of(answer_to(hanging("1200", condition), levers=Levers(usage_rights_minimum=least)))
        assert (move.stage, move.lever, move.offer) == (Stage.AGREEMENT, Lever.USAGE_RIGHTS, usd("1200"))
        assert move.terms is not None
        assert move.terms.usage_rights.paid_usage is Duration.NOT_REQUIRED


class TestUnmet:
    """No price is taken, countered or repeated as one that they ask for our terms."""

    @pytest.mark.parametrize(
        ("condition", "said"),
        [
            (UPFRONT, "$1200; if you pay half upfront"),
            (
                RequestedChange(term=Term.PAYMENT, text="net 7"),
                "$1200; net 7 (we offered Payment within 30 days after publication)",
            ),
            (
                usage(Duration.NOT_REQUIRED, "with no ads"),
                "$1200; paid usage not at all (we offered paid usage 30 days)",
            ),
            (EXCLUSIVE, "$1200; no exclusivity"),
            (RequestedChange(term=Term.OTHER, text="if my sister joins"), "$1200; if my sister joins"),
        ],
    )
    @pytest.mark.parametrize("intent", [Intent.COUNTER, Intent.ACCEPT, Intent.QUESTION, Intent.REJECT])
    def test_a_person_sees_price_and_condition(self, intent: Intent, condition: RequestedChange, said: str) -> None:
        decision = answer_to(replace(hanging("1200", condition), intent=intent))
        assert isinstance(decision, Escalate)
        assert (decision.reason, decision.evidence) == (Reason.TERMS_CHANGE, said)
        assert (decision.their_ask, decision.wishes) == (usd("1200"), (said.removeprefix("$1200; "),))

    @pytest.mark.parametrize("amount", ["900", "1000", "1200", "1900", "5000"])
    def test_or_our_offer_is_repeated_where_the_campaign_lets_other_terms_pass(self, amount: str) -> None:
        for intent in (Intent.COUNTER, Intent.ACCEPT):
            read = replace(hanging(amount, UPFRONT), intent=intent)
            decision = answer_to(read, triggers=Triggers(unusual_request=False))
            assert isinstance(decision, Reply)
            move = decision.move
            assert (move.stage, move.event, move.offer) == (Stage.ANSWER, Event.SEND_COUNTER, usd("1000"))
            assert decision.their_ask is None

    def test_before_our_first_offer_it_is_our_opening(self) -> None:
        on = campaign(triggers=Triggers(unusual_request=False))
        decision = decide(on, negotiation(ledger=()), hanging("1900", UPFRONT))
        assert move_of(decision) == offer_move("1000")

    def test_no_lever_is_spent_on_half_of_what_it_hangs_on(self) -> None:
        least = UsageRights(
            paid_usage=Duration.NOT_REQUIRED, whitelisting=Duration.NOT_REQUIRED, organic_owned=Duration.NOT_REQUIRED
        )
        read = hanging("1200", UPFRONT, usage(Duration.NOT_REQUIRED, "if there are no paid ads"))
        passing = Triggers(unusual_request=False)
        move = move_of(answer_to(read, levers=Levers(usage_rights_minimum=least), triggers=passing))
        assert (move.stage, move.lever, move.offer) == (Stage.ANSWER, None, usd("1000"))

    def test_a_price_that_holds_otherwise_is_the_ask(self) -> None:
        read = reading(Intent.COUNTER, ask("900", conditions=(UPFRONT,)), ask("1200"))
        assert move_of(answer_to(read)) == agreement("1200")

    def test_all_that_is_to_choose_from_is_named(self) -> None:
        net = RequestedChange(term=Term.PAYMENT, text="if paid in 7 days")
        read = reading(Intent.COUNTER, ask("900", conditions=(UPFRONT,)), ask("1100", conditions=(net,)))
        decision = answer_to(read)
        assert isinstance(decision, Escalate)
        assert decision.evidence == "$900; if you pay half upfront; or $1100: if paid in 7 days"

    def test_prices_on_the_same_condition_are_asked_about(self) -> None:
        read = reading(Intent.COUNTER, ask("900", conditions=(UPFRONT,)), ask("1100", conditions=(UPFRONT,)))
        assert move_of(answer_to(read)).stage is Stage.CLARIFICATION

    def test_for_more_posts_the_price_is_one_of_another_package(self) -> None:
        three = RequestedChange(term=Term.DELIVERABLES, text="for 3 reels")
        read = reading(Intent.COUNTER, ask("2500", conditions=(three,), deliverables=(asked(REEL, 3),)))
        assert reason_of(answer_to(read)) is Reason.DELIVERABLES_DIFFER
        both = reading(Intent.COUNTER, ask("1200"), *read.asks)
        assert move_of(answer_to(both)) == agreement("1200")

    def test_a_condition_about_the_work_without_its_lines_is_other_work(self) -> None:
        assert reason_of(
            answer_to(hanging("1200", RequestedChange(term=Term.DELIVERABLES, text="if I skip the Story")))
        ) is (Reason.DELIVERABLES_DIFFER)

"""What a mail means before its price counts: clear, for the same package, and nothing for a person."""

from dataclasses import replace
from decimal import Decimal

import pytest

from shared.domain.campaign import Deliverable, Duration
from shared.domain.decide import decide
from shared.domain.decision import Escalate, Reason, Reply
from shared.domain.negotiation import Move, Stage
from shared.domain.reading.facts import (
    AskedRight,
    Basis,
    Intent,
    NewPerson,
    Purpose,
    RequestedChange,
    Right,
    Surcharge,
    Term,
    Tone,
)
from shared.domain.states import Event
from tests.unit.domain.builders import (
    REEL,
    STORY,
    ask,
    asked,
    campaign,
    negotiation,
    opened,
    reading,
    usd,
)
from tests.unit.domain.decisions import agreement, answer_to, counter, move_of, offer_move, reason_of

TWO_STORIES = (Deliverable(type=STORY, quantity=2),)

CLARIFICATION = Move(stage=Stage.CLARIFICATION, event=Event.SEND_COUNTER, terms=None)


class TestClarity:
    @pytest.mark.parametrize(("confidence", "stage"), [("0.69", Stage.CLARIFICATION), ("0.70", Stage.AGREEMENT)])
    def test_below_seventy_percent_the_model_is_not_believed(self, confidence: str, stage: Stage) -> None:
        found = reading(Intent.ACCEPT, confidence=Decimal(confidence))
        assert move_of(answer_to(found)).stage is stage

    def test_an_unclear_mail_is_asked_about_without_a_price(self) -> None:
        assert move_of(answer_to(reading(Intent.UNCLEAR))) == CLARIFICATION

    @pytest.mark.parametrize(("asked_before", "to_person"), [(0, False), (1, False), (2, True), (3, True)])
    def test_it_is_asked_twice_and_then_by_a_person(self, asked_before: int, to_person: bool) -> None:
        found = negotiation(ledger=opened(), unclear_count=asked_before)
        decision = decide(campaign(), found, reading(Intent.UNCLEAR, doubt="no sentence was finished"))
        if to_person:
            assert decision == Escalate(reason=Reason.UNCLEAR, evidence="no sentence was finished")
        else:
            assert move_of(decision) == CLARIFICATION

    def test_several_prices_are_asked_about_by_name(self) -> None:
        decision = answer_to(reading(Intent.COUNTER, ask("1200"), ask("1400")))
        assert move_of(decision) == CLARIFICATION
        assert isinstance(decision, Reply)
        assert decision.unclear_points == ("which of the prices you named is meant for the whole package",)

    def test_the_same_price_twice_is_one_price(self) -> None:
        found = reading(Intent.COUNTER, ask("1400", currency=None), ask("1400"))
        assert move_of(answer_to(found)) == agreement("1400")

    def test_a_price_in_another_currency_beside_ours_goes_to_a_person(self) -> None:
        found = reading(Intent.COUNTER, ask("1400"), ask("1300", currency="EUR", quote="1300 EUR"))
        assert answer_to(found) == Escalate(reason=Reason.FOREIGN_CURRENCY, evidence="1300 EUR")


class TestPackage:
    @pytest.mark.parametrize("currency", ["EUR", "XAU"])
    def test_another_currency_goes_to_a_person_in_their_words(self, currency: str) -> None:
        decision = answer_to(counter("1400", currency=currency, quote=f"1400 {currency}"))
        assert decision == Escalate(reason=Reason.FOREIGN_CURRENCY, evidence=f"1400 {currency}")

    @pytest.mark.parametrize(
        ("deliverables", "expected"),
        [
            ((), "agreed"),
            ((asked(REEL, 1),), "agreed"),
            ((asked(REEL, 2),), "differ"),
            ((asked(STORY, 1),), "differ"),
            ((asked(REEL, 1), asked(STORY, 1)), "differ"),
        ],
    )
    def test_a_price_for_another_package_is_not_compared(self, deliverables: tuple[object, ...], expected: str) -> None:
        decision = answer_to(counter("1400", deliverables=deliverables))
        if expected == "agreed":
            assert move_of(decision) == agreement("1400")
        else:
            assert reason_of(decision) is Reason.DELIVERABLES_DIFFER

    def test_a_price_each_counts_for_all_of_the_line(self) -> None:
        decision = answer_to(counter("700", basis=Basis.PER_DELIVERABLE), deliverables=TWO_STORIES)
        assert move_of(decision) == agreement("1400", deliverables=TWO_STORIES)
        decision = answer_to(counter("800", basis=Basis.PER_DELIVERABLE), deliverables=TWO_STORIES)
        assert move_of(decision) == offer_move("1300", deliverables=TWO_STORIES)
        assert isinstance(decision, Reply)
        assert decision.their_ask == usd("1600")

    def test_a_price_each_for_a_mixed_package_goes_to_a_person(self) -> None:
        mixed = (*TWO_STORIES, Deliverable(type=REEL, quantity=1))
        decision = answer_to(counter("700", basis=Basis.PER_DELIVERABLE), deliverables=mixed)
        assert reason_of(decision) is Reason.DELIVERABLES_DIFFER

    def test_a_price_of_unknown_basis_counts_for_the_package(self) -> None:
        assert move_of(answer_to(counter("1400", basis=Basis.UNKNOWN))) == agreement("1400")


class TestPeople:
    """Each sign alone sends an otherwise acceptable mail to a person."""

    CLEAR = reading(Intent.ACCEPT, ask("1200"))

    @pytest.mark.parametrize(
        ("sign", "reason"),
        [
            ({"tone": Tone.HOSTILE}, Reason.HOSTILE),
            ({"legal_language": True}, Reason.LEGAL_LANGUAGE),
            ({"call_requested": True}, Reason.CALL_REQUESTED),
            ({"payment_details_changed": True}, Reason.PAYMENT_DETAILS_CHANGED),
            ({"new_people": (NewPerson(name="Sam", email=None, role="manager"),)}, Reason.NEW_PARTICIPANT),
            ({"requested_changes": (RequestedChange(term=Term.PAYMENT, text="net 7"),)}, Reason.TERMS_CHANGE),
        ],
    )
    def test_a_person_decides(self, sign: dict[str, object], reason: Reason) -> None:
        assert reason_of(answer_to(replace(self.CLEAR, **sign))) is reason  # type: ignore[arg-type]

    def test_a_firm_tone_is_no_reason(self) -> None:
        assert move_of(answer_to(replace(self.CLEAR, tone=Tone.FIRM))) == agreement("1200")

    def test_the_most_dangerous_sign_is_named(self) -> None:
        found = replace(self.CLEAR, tone=Tone.HOSTILE, payment_details_changed=True, call_requested=True)
        assert reason_of(answer_to(found)) is Reason.PAYMENT_DETAILS_CHANGED

    def test_a_hostile_no_is_seen_by_a_person(self) -> None:
        assert reason_of(answer_to(reading(Intent.REJECT, tone=Tone.HOSTILE))) is Reason.HOSTILE


REEL_AND_STORIES = (Deliverable(type=REEL, quantity=1), Deliverable(type=STORY, quantity=2))


class TestTermByTerm:
    def test_prices_of_every_line_are_totalled_by_code(self) -> None:
        lines = (
            ask("700", basis=Basis.PER_DELIVERABLE, deliverables=(asked(REEL, 1),)),
            ask("300", basis=Basis.PER_DELIVERABLE, deliverables=(asked(STORY, 1),)),
        )
        decision = answer_to(reading(Intent.COUNTER, *lines), deliverables=REEL_AND_STORIES)
        assert move_of(decision) == agreement("1300", deliverables=REEL_AND_STORIES)

    @pytest.mark.parametrize(("package", "price"), [((asked(REEL, 1),), "900"), ((asked(REEL, 2),), "1600")])
    def test_of_several_packages_the_one_on_the_table_counts(self, package: tuple[object, ...], price: str) -> None:
        choice = (
            ask("900", deliverables=(asked(REEL, 1),)),
            ask("1600", deliverables=(asked(REEL, 2),)),
        )
        lines = tuple(Deliverable(type=line.type, quantity=line.quantity) for line in package)  # type: ignore[attr-defined]
        decision = answer_to(reading(Intent.COUNTER, *choice), deliverables=lines)
        assert isinstance(decision, Reply)
        assert decision.their_ask == usd(price)

    def test_of_packages_that_are_all_others_a_person_chooses(self) -> None:
        choice = (ask("900", deliverables=(asked(REEL, 2),)), ask("1600", deliverables=(asked(REEL, 3),)))
        decision = answer_to(reading(Intent.COUNTER, *choice))
        assert isinstance(decision, Escalate)
        assert (decision.reason, decision.their_ask) == (Reason.DELIVERABLES_DIFFER, None)
        assert decision.evidence == "$900; 2 Instagram Reels (we offered 1 Instagram Reel)"

    @pytest.mark.parametrize("intent", [Intent.ACCEPT, Intent.COUNTER])
    def test_our_price_for_fewer_posts_is_no_acceptance(self, intent: Intent) -> None:
        found = reading(intent, ask("1000", deliverables=(asked(REEL, 1),)))
        assert reason_of(answer_to(found, deliverables=REEL_AND_STORIES)) is Reason.DELIVERABLES_DIFFER

    @pytest.mark.parametrize(
        ("surcharge", "total"),
        [
            (Surcharge(quote="plus commission 20%", purpose=Purpose.AGENCY, percent=Decimal(20)), "1440"),
            (Surcharge(quote="+ $150 usage", purpose=Purpose.USAGE, amount=Decimal(150)), "1350"),
            (Surcharge(quote="plus VAT", purpose=Purpose.TAX), None),
        ],
    )
    def test_a_price_with_something_on_top_goes_to_a_person_with_the_sum(
        self, surcharge: Surcharge, total: str | None
    ) -> None:
        decision = answer_to(reading(Intent.COUNTER, ask("1200"), surcharges=(surcharge,)))
        assert isinstance(decision, Escalate)
        assert decision.reason is Reason.TERMS_CHANGE
        assert decision.evidence.startswith(surcharge.quote)
        assert decision.their_ask == (usd(total) if total else None)

    def test_something_on_top_of_our_own_offer_is_no_yes_either(self) -> None:
        extra = Surcharge(quote="plus 10% usage", purpose=Purpose.USAGE, percent=Decimal(10))
        decision = answer_to(reading(Intent.COUNTER, surcharges=(extra,)))
        assert isinstance(decision, Escalate)
        assert (decision.reason, decision.their_ask) == (Reason.TERMS_CHANGE, usd("1100"))

    def test_more_than_we_asked_for_is_taken_without_being_written_down(self) -> None:
        longer = RequestedChange(
            term=Term.USAGE_RIGHTS,
            text="you may use it for a year",
            rights=(AskedRight(right=Right.PAID_USAGE, duration=Duration.YEAR_1),),
        )
        decision = answer_to(reading(Intent.ACCEPT, requested_changes=(longer,)))
        assert move_of(decision) == agreement("1000")

    def test_less_than_we_asked_for_is_named_to_a_person(self) -> None:
        shorter = RequestedChange(
            term=Term.USAGE_RIGHTS,
            text="no ads please",
            rights=(AskedRight(right=Right.PAID_USAGE, duration=Duration.NOT_REQUIRED),),
        )
        decision = answer_to(reading(Intent.ACCEPT, requested_changes=(shorter,)))
        assert isinstance(decision, Escalate)
        assert decision.reason is Reason.TERMS_CHANGE
        assert decision.evidence == "paid usage not at all (we offered paid usage 30 days)"

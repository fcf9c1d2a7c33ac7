"""What a mail means before its price counts: clear, for the same package, and nothing for a person."""

from dataclasses import replace
from decimal import Decimal

import pytest

from shared.domain.campaign import Deliverable
from shared.domain.decide import decide
from shared.domain.decision import Decision, Escalate, Reason, Reply
from shared.domain.negotiation import LedgerEntry, Move, Stage
from shared.domain.reading import (
    Basis,
    Intent,
    NewPerson,
    Reading,
    RequestedChange,
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
    in_campaign,
    negotiation,
    opened,
    reading,
    terms,
    usd,
)

TWO_STORIES = (Deliverable(type=STORY, quantity=2),)

CLARIFICATION = Move(stage=Stage.CLARIFICATION, event=Event.SEND_COUNTER, terms=None)


def answer_to(found: Reading, *, ledger: tuple[LedgerEntry, ...] = opened(), **changes: object) -> Decision:
    on = campaign(**changes)
    return decide(on, negotiation(ledger=in_campaign(on, ledger)), found)


def counter(amount: str, **changes: object) -> Reading:
    return reading(Intent.COUNTER, ask(amount, **changes))


def move_of(decision: Decision) -> Move:
    assert isinstance(decision, Reply), decision
    return decision.move


def reason_of(decision: Decision) -> Reason:
    assert isinstance(decision, Escalate), decision
    return decision.reason


def offer_move(amount: str, **changes: object) -> Move:
    return Move(stage=Stage.COUNTER, event=Event.SEND_COUNTER, terms=terms(amount, campaign(**changes)))


def agreement(amount: str, **changes: object) -> Move:
    return Move(stage=Stage.AGREEMENT, event=Event.ACCEPT, terms=terms(amount, campaign(**changes)))


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
        assert move_of(decision) == offer_move("1280", deliverables=TWO_STORIES)
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

"""Every trigger escalates by default with its reason, and lets the negotiation go on where the campaign says so."""

from decimal import Decimal
from typing import Any, Final

import pytest

from shared.application.cards import ACTIONS
from shared.domain.campaign import Campaign
from shared.domain.decide import decide
from shared.domain.decision import Decision, Declined, Escalate, Reason, Reply
from shared.domain.mail.message import Attachment, Authentication
from shared.domain.money import Money
from shared.domain.negotiation import LedgerEntry, Stage
from shared.domain.reading.facts import Intent, NewPerson, Reading, RequestedChange, Term, Tone
from shared.domain.screen import Hold, OurSide, Read, screen
from shared.domain.signs import SIGNS, signs_in
from shared.domain.states import Event
from shared.domain.triggers import EVERY_TRIGGER, Triggers
from tests.unit.domain.builders import (
    MAILBOX,
    ask,
    budget,
    campaign,
    inbound,
    negotiation,
    offered,
    opened,
    reading,
    tracker,
    usd,
)

OURS: Final = OurSide(mailbox=MAILBOX, aliases=(), team_domains=("agency.example",))
UPFRONT: Final = RequestedChange(term=Term.PAYMENT, text="I want half of it upfront.")


def counter(amount: str, **changes: Any) -> Reading:
    return reading(Intent.COUNTER, ask(amount), **changes)


def answer_to(found: Reading, triggers: Triggers = EVERY_TRIGGER, **changes: Any) -> Decision:
    ledger: tuple[LedgerEntry, ...] = changes.pop("ledger", opened())
    return decide(campaign(triggers=triggers, **changes), negotiation(ledger=ledger), found)


def said(decision: Decision) -> tuple[Reason, str]:
    assert isinstance(decision, Escalate), decision
    return decision.reason, decision.evidence


def moved(decision: Decision) -> tuple[Stage, Event, Money | None]:
    assert isinstance(decision, Reply), decision
    return decision.move.stage, decision.move.event, decision.move.offer


SWITCHED: Final = [
    ("hostile", {"tone": Tone.HOSTILE}, Reason.HOSTILE),
    ("legal_text", {"legal_language": True}, Reason.LEGAL_LANGUAGE),
    ("call_request", {"call_requested": True}, Reason.CALL_REQUESTED),
    ("non_cash_pay", {"non_cash_pay": True}, Reason.NON_CASH_PAY),
    ("deadline_pressure", {"deadline_pressure": True}, Reason.DEADLINE_PRESSURE),
]


def without(*names: str) -> Triggers:
    switched: dict[str, Any] = dict.fromkeys(names, False)
    return Triggers(**switched)


class TestSigns:
    @pytest.mark.parametrize(("name", "sign", "reason"), SWITCHED)
    def test_a_person_sees_the_mail_with_the_reason_and_the_price_it_names(
        self, name: str, sign: dict[str, Any], reason: Reason
    ) -> None:
        decision = answer_to(counter("1400", **sign))
        assert said(decision) == (reason, "They answered.")
        assert isinstance(decision, Escalate)
        assert decision.their_ask == usd("1400")
        assert ACTIONS[reason], name

    @pytest.mark.parametrize(("name", "sign", "reason"), SWITCHED)
    def test_where_the_campaign_lets_it_pass_the_price_is_answered(
        self, name: str, sign: dict[str, Any], reason: Reason
    ) -> None:
        decision = answer_to(counter("1400", **sign), without(name))
        assert moved(decision) == (Stage.AGREEMENT, Event.ACCEPT, usd("1400")), reason

    @pytest.mark.parametrize("language", ["de", "fr", "ja"])
    def test_a_mail_in_another_language_goes_to_a_person(self, language: str) -> None:
        evidence = f"They answered. The mail is written in another language than English ({language})."
        assert said(answer_to(counter("1400", language=language))) == (Reason.NON_ENGLISH, evidence)
        assert moved(answer_to(counter("1400", language=language), Triggers(non_english=False)))[2] == usd("1400")

    @pytest.mark.parametrize("language", ["en", None])
    def test_english_and_what_nothing_tells_by_are_answered(self, language: str | None) -> None:
        assert moved(answer_to(counter("1400", language=language)))[2] == usd("1400")

    @pytest.mark.parametrize(
        ("sign", "reason"),
        [
            ({"payment_details_changed": True}, Reason.PAYMENT_DETAILS_CHANGED),
            ({"new_people": (NewPerson(name="Bo", email=None, role="manager"),)}, Reason.NEW_PARTICIPANT),
        ],
    )
    def test_other_accounts_and_new_people_are_seen_whatever_the_campaign_says(
        self, sign: dict[str, Any], reason: Reason
    ) -> None:
        nothing = without(*(name for name, _, _ in SWITCHED), "non_english", "attachment")
        assert said(answer_to(counter("1400", **sign), nothing))[0] is reason

    def test_several_signs_make_one_case_that_names_them_all(self) -> None:
        found = counter("1400", tone=Tone.HOSTILE, call_requested=True, language="de")
        assert said(answer_to(found)) == (
            Reason.HOSTILE,
            "They answered. The mail is written in another language than English (de). "
            "Also: call requested, non english.",
        )

    def test_the_table_has_a_row_for_each_reason_once(self) -> None:
        reasons = [sign.reason for sign in SIGNS]
        assert len(set(reasons)) == len(reasons)
        assert signs_in(counter("1400"), EVERY_TRIGGER) == ()


class TestOverTheCap:
    capped: Final = budget(approval_cap=usd("1200"))

    def test_an_ask_above_the_cap_goes_to_a_person(self) -> None:
        found = said(answer_to(counter("1400"), budget=self.capped))
        assert found == (Reason.ABOVE_APPROVAL_CAP, "they ask $1,400.00, above the limit of $1,200.00")

    @pytest.mark.parametrize(
        ("amount", "person"), [("1200.01", True), ("1500", True), ("1500.01", False), ("4000", False)]
    )
    def test_an_ask_that_no_limit_would_allow_is_bargained_down_first(self, amount: str, *, person: bool) -> None:
        assert isinstance(answer_to(counter(amount), budget=self.capped), Escalate) is person

    def test_or_the_cap_is_bargained_under_as_any_limit(self) -> None:
        decision = answer_to(counter("1400"), Triggers(over_cap=False), budget=self.capped)
        assert moved(decision) == (Stage.COUNTER, Event.SEND_COUNTER, usd("1160"))

    def test_the_whole_budget_is_no_cap_to_be_switched_off(self) -> None:
        decision = answer_to(counter("1400"), Triggers(over_cap=False), tracker=tracker(usd("18700")))
        assert said(decision)[0] is Reason.BUDGET_SPENT


class TestLowConfidence:
    @pytest.mark.parametrize(
        ("threshold", "confidence", "understood"),
        [("0.70", "0.70", True), ("0.70", "0.69", False), ("0.90", "0.89", False), ("0.50", "0.51", True)],
    )
    def test_the_campaign_sets_how_sure_the_reader_must_be(
        self, threshold: str, confidence: str, understood: bool
    ) -> None:
        triggers = Triggers(low_confidence=Decimal(threshold))
        stage, _, _ = moved(answer_to(counter("1400", confidence=Decimal(confidence)), triggers))
        assert stage is (Stage.AGREEMENT if understood else Stage.CLARIFICATION)


class TestUnusualRequest:
    passing: Final = Triggers(unusual_request=False)

    def test_another_term_goes_to_a_person_in_their_words(self) -> None:
        found = said(answer_to(counter("1400", requested_changes=(UPFRONT,))))
        assert found == (Reason.TERMS_CHANGE, "I want half of it upfront.")

    def test_let_pass_it_is_no_agreement_but_our_offer_on_our_own_terms(self) -> None:
        decision = answer_to(counter("1400", requested_changes=(UPFRONT,)), self.passing)
        assert moved(decision) == (Stage.COUNTER, Event.SEND_COUNTER, usd("1400"))
        decision = answer_to(reading(Intent.ACCEPT, requested_changes=(UPFRONT,)), self.passing)
        assert moved(decision) == (Stage.COUNTER, Event.SEND_COUNTER, usd("1000"))

    @pytest.mark.parametrize(
        ("amount", "ledger"),
        [
            ("900", opened()),
            ("1100", offered("1000", "1200")),
            ("1400", offered("1000", "1100", "1200", "1250", "1300")),
            ("1700", offered("1000", "1800")),
        ],
    )
    def test_where_that_would_break_a_rule_a_person_decides(self, amount: str, ledger: tuple[LedgerEntry, ...]) -> None:
        decision = answer_to(counter(amount, requested_changes=(UPFRONT,)), self.passing, ledger=ledger)
        assert said(decision) == (Reason.TERMS_CHANGE, "I want half of it upfront.")


class TestBeforeReading:
    contract: Final = Attachment(name="contract.pdf", content_type="application/pdf", size_bytes=9_000)

    def test_a_contract_goes_to_a_person_unless_the_campaign_lets_files_pass(self) -> None:
        mail = inbound(attachments=(self.contract,))
        assert screen(mail, negotiation(), OURS) == Hold(Reason.ATTACHMENT, "contract.pdf")
        assert screen(mail, negotiation(), OURS, triggers=Triggers(attachment=False)) == Read()

    def test_accounts_and_forged_senders_are_held_whatever_the_campaign_says(self) -> None:
        nothing = Triggers(attachment=False, non_english=False)
        account = screen(inbound(new_text="My new bank account: see below"), negotiation(), OURS, triggers=nothing)
        assert isinstance(account, Hold)
        assert account.reason is Reason.PAYMENT_DETAILS_CHANGED
        forged = screen(inbound(authentication=Authentication.FAIL), negotiation(), OURS, triggers=nothing)
        assert isinstance(forged, Hold)
        assert forged.reason is Reason.UNTRUSTED_SENDER


class TestWithoutRoom:
    """Where the budget is spent no price can be named, but a mail is still what it is."""

    spent: Final = campaign(tracker=tracker(usd("19500")))

    def decided(self, found: Reading) -> Decision:
        stand: Campaign = self.spent
        return decide(stand, negotiation(ledger=opened()), found)

    def test_a_no_is_taken_note_of(self) -> None:
        assert isinstance(self.decided(reading(Intent.REJECT)), Declined)

    @pytest.mark.parametrize(
        ("found", "reason"),
        [
            (reading(Intent.REJECT, tone=Tone.HOSTILE), Reason.HOSTILE),
            (reading(Intent.REJECT, confidence=Decimal("0.5")), Reason.BUDGET_SPENT),
            (reading(Intent.REJECT, ask("1400")), Reason.BUDGET_SPENT),
            (counter("1400"), Reason.BUDGET_SPENT),
        ],
    )
    def test_anything_else_goes_to_a_person(self, found: Reading, reason: Reason) -> None:
        assert said(self.decided(found))[0] is reason

    def test_a_yes_shows_the_price_it_says_yes_to(self) -> None:
        decision = self.decided(reading(Intent.ACCEPT))
        assert isinstance(decision, Escalate)
        assert decision.their_ask == usd("1000")

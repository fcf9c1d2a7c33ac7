"""The fee of their agency is part of the price we state; what nobody can put a figure to goes to a person."""

from dataclasses import replace
from decimal import Decimal
from typing import Any, Final

import pytest

from shared.domain.decide import decide
from shared.domain.decision import Decision, Escalate, Reason, Reply
from shared.domain.negotiation import LedgerEntry, Stage
from shared.domain.package import Deliverable, Duration
from shared.domain.reading.facts import (
    AskedRight,
    Basis,
    Intent,
    Purpose,
    Reading,
    RequestedChange,
    Right,
    Surcharge,
    Term,
)
from shared.domain.reading.grounded import KnownFigures, grounded
from shared.domain.states import Event
from shared.domain.terms.words import terms_lines
from shared.domain.triggers import Triggers
from tests.unit.domain.builders import REEL, ask, budget, campaign, negotiation, offered, opened, ours, reading, usd
from tests.unit.domain.decisions import answer_to

TWENTY: Final = Surcharge(quote="plus 20% agency fee", purpose=Purpose.AGENCY, percent=Decimal(20))
SUM: Final = Surcharge(quote="plus $200 management fee", purpose=Purpose.AGENCY, amount=Decimal(200))
VAT: Final = Surcharge(quote="plus VAT", purpose=Purpose.TAX)
KNOWN: Final = KnownFigures(currency="USD", last_offer=Decimal(1000), posts=1)


def on_top(amount: str, *surcharges: Surcharge, **changes: Any) -> Reading:
    return reading(Intent.COUNTER, ask(amount, **changes), surcharges=surcharges)


def moved(decision: Decision) -> tuple[Stage, Event, object, object, str | None]:
    assert isinstance(decision, Reply), decision
    move = decision.move
    assert move.terms is not None
    assert move.terms.agency_included
    return move.stage, move.event, move.offer, decision.their_ask, decision.said


class TestBargained:
    def test_price_and_fee_inside_the_limit_are_offered_as_one_total(self) -> None:
        decision = answer_to(on_top("1200", TWENTY))
        said = "$1,200.00, plus 20% agency fee"
        assert moved(decision) == (Stage.COUNTER, Event.SEND_COUNTER, usd("1440"), usd("1440"), said)
        assert isinstance(decision, Reply)
        assert decision.move.terms is not None
        assert "- Fee: $1,440.00 in total, agency fee included" in terms_lines(decision.move.terms)

    def test_a_price_inside_the_limit_whose_total_is_not_is_countered_with_a_total(self) -> None:
        counter = (Stage.COUNTER, Event.SEND_COUNTER, usd("1340"), usd("1680"), "$1,400.00, plus 20% agency fee")
        assert moved(answer_to(on_top("1400", TWENTY))) == counter

    def test_a_sum_is_added_like_a_share(self) -> None:
        assert moved(answer_to(on_top("1200", SUM)))[2:4] == (usd("1400"), usd("1400"))

    def test_a_yes_with_the_fee_on_top_is_an_ask_above_our_offer(self) -> None:
        for intent in (Intent.ACCEPT, Intent.COUNTER):
            decision = answer_to(reading(intent, surcharges=(TWENTY,)))
            assert moved(decision)[:4] == (Stage.COUNTER, Event.SEND_COUNTER, usd("1200"), usd("1200"))

    def test_the_cent_decides(self) -> None:
        assert moved(answer_to(on_top("1250", TWENTY)))[2:4] == (usd("1500"), usd("1500"))
        assert moved(answer_to(on_top("1250.01", TWENTY)))[2:4] == (usd("1260"), usd("1500.01"))

    def test_our_offers_stay_totals_once_they_are(self) -> None:
        first = answer_to(on_top("2000", TWENTY))
        assert isinstance(first, Reply)
        ledger = (*opened(), replace(ours("1460", Stage.COUNTER, "n1-2"), terms=first.move.terms))
        plain = decide(campaign(), negotiation(ledger=ledger), reading(Intent.COUNTER, ask("1480")))
        assert moved(plain)[:3] == (Stage.AGREEMENT, Event.ACCEPT, usd("1480"))
        yes = decide(campaign(), negotiation(ledger=ledger), reading(Intent.ACCEPT))
        assert moved(yes)[:3] == (Stage.AGREEMENT, Event.ACCEPT, usd("1460"))

    def test_a_person_is_told_price_and_fee(self) -> None:
        decision = answer_to(on_top("1200", TWENTY), budget=budget(approval_cap=usd("1300")))
        assert isinstance(decision, Escalate)
        assert (decision.reason, decision.their_ask) == (Reason.ABOVE_APPROVAL_CAP, usd("1440"))
        said = "they ask $1,440.00, above the limit of $1,300.00 ($1,200.00, plus 20% agency fee)"
        assert decision.evidence == said

    @pytest.mark.parametrize(
        ("amount", "ledger"),
        [
            ("800", opened()),
            ("1100", offered("1000", "1400")),
            ("1200", offered("1000", "1100", "1150", "1160", "1170")),
        ],
    )
    def test_a_total_that_no_offer_may_name_is_a_persons(self, amount: str, ledger: tuple[LedgerEntry, ...]) -> None:
        decision = answer_to(on_top(amount, TWENTY), ledger=ledger)
        assert isinstance(decision, Escalate)
        assert decision.reason is Reason.TERMS_CHANGE
        total = usd(amount).amount * Decimal("1.2")
        assert decision.evidence == f"they ask ${total:,.2f} in all (${Decimal(amount):,.2f}, plus 20% agency fee)"

    def test_a_fee_named_in_each_of_two_mails_is_one(self) -> None:
        assert moved(answer_to(on_top("1200", TWENTY, TWENTY)))[2] == usd("1440")


class TestPersons:
    @pytest.mark.parametrize(
        "surcharges",
        [
            (VAT,),
            (TWENTY, VAT),
            (TWENTY, SUM),
            (Surcharge(quote="plus agency fee", purpose=Purpose.AGENCY),),
            (Surcharge(quote="plus 10% commission", purpose=Purpose.AGENCY, percent=Decimal(10)),),
            (Surcharge(quote="plus 20% VAT", purpose=Purpose.AGENCY, percent=Decimal(20)),),
            (Surcharge(quote="plus 20% agency share of sales", purpose=Purpose.AGENCY, percent=Decimal(20)),),
            (Surcharge(quote="plus 60% agency fee", purpose=Purpose.AGENCY, percent=Decimal(60)),),
            (Surcharge(quote="plus $300 for usage", purpose=Purpose.USAGE, amount=Decimal(300)),),
        ],
    )
    def test_anything_else_on_top_is_decided_by_a_person(self, surcharges: tuple[Surcharge, ...]) -> None:
        decision = answer_to(on_top("1100", *surcharges))
        assert isinstance(decision, Escalate)
        assert decision.reason is Reason.TERMS_CHANGE

    def test_a_sum_beside_a_price_for_each_post_may_be_for_each(self) -> None:
        two = (Deliverable(type=REEL, quantity=2),)
        assert isinstance(answer_to(on_top("600", SUM, basis=Basis.PER_DELIVERABLE), deliverables=two), Escalate)
        assert moved(answer_to(on_top("600", TWENTY, basis=Basis.PER_DELIVERABLE), deliverables=two))[2] == usd("1440")

    def test_a_fee_on_nothing_that_was_offered(self) -> None:
        decision = decide(campaign(), negotiation(ledger=()), reading(Intent.COUNTER, surcharges=(TWENTY,)))
        assert isinstance(decision, Escalate)

    def test_a_question_about_it_is_no_ask(self) -> None:
        assert isinstance(answer_to(reading(Intent.QUESTION, surcharges=(TWENTY,))), Escalate)

    def test_other_terms_stay_a_persons_whatever_the_total(self) -> None:
        net = RequestedChange(term=Term.PAYMENT, text="net 7")
        decision = answer_to(replace(on_top("1200", TWENTY), requested_changes=(net,)))
        assert isinstance(decision, Escalate)
        assert decision.evidence == (
            "net 7 (we offered Payment within 30 days after publication) ($1,200.00, plus 20% agency fee)"
        )

    def test_a_tax_is_offered_without_where_other_terms_may_pass(self) -> None:
        decision = answer_to(on_top("1200", VAT), triggers=Triggers(unusual_request=False))
        assert isinstance(decision, Reply)
        assert (decision.move.stage, decision.move.offer, decision.said) == (Stage.COUNTER, usd("1200"), None)


class TestRead:
    def test_a_tax_beside_the_fee_is_not_overlooked(self) -> None:
        found = grounded(on_top("1200", TWENTY), "I ask $1200 plus 20% agency fee and VAT.", KNOWN)
        (change,) = found.requested_changes
        assert (change.term, "VAT" in change.text) == (Term.PAYMENT, True)

    @pytest.mark.parametrize(
        ("said", "quote"),
        [
            ("$1200 including my 20% agency fee.", "20% agency fee"),
            ("$1200, the 20% agency fee is included.", "20% agency fee"),
            ("$1200, plus 20% agency fee, which is included.", "plus 20% agency fee"),
            ("$1200 without the 20% agency fee.", "20% agency fee"),
            ("$1200, no 20% agency fee this time.", "20% agency fee"),
            ("$1200 minus 20% agency fee.", "20% agency fee"),
            ("$1200. My agency takes 20% of it.", "My agency takes 20%"),
            ("$1200 plus 20% agency fee per post.", "plus 20% agency fee"),
            ("$1200 plus 20% agency fee, each month.", "plus 20% agency fee"),
            ("$1200 plus 10-20% agency fee.", "plus 10-20% agency fee"),
            ("$1200 plus at least 20% agency fee.", "plus at least 20% agency fee"),
        ],
    )
    def test_a_fee_that_is_not_plainly_on_top_once_has_no_figure(self, said: str, quote: str) -> None:
        fee = Surcharge(quote=quote, purpose=Purpose.AGENCY, percent=Decimal(20))
        decision = answer_to(grounded(on_top("1200", fee), f"I ask {said}", KNOWN))
        assert isinstance(decision, Escalate)
        assert (decision.reason, decision.their_ask) == (Reason.TERMS_CHANGE, None)

    @pytest.mark.parametrize(
        "said",
        [
            "$1200 plus 20% agency fee of your media budget.",
            "$1200 plus 20% agency fee and the same for the studio.",
            "$1200. Our agency does 20% more reach.",
        ],
    )
    def test_a_fee_of_something_else_is_a_persons(self, said: str) -> None:
        quote = "Our agency does 20%" if "reach" in said else "plus 20% agency fee"
        fee = Surcharge(quote=quote, purpose=Purpose.AGENCY, percent=Decimal(20))
        assert isinstance(answer_to(grounded(on_top("1200", fee), f"I ask {said}", KNOWN)), Escalate)

    @pytest.mark.parametrize(
        ("said", "quote"),
        [
            ("$1200 + 20% agency.", "20% agency"),
            ("$1200 plus my agency's 20%.", "my agency's 20%"),
            ("$1200, and my agent's 20% comes on top.", "my agent's 20%"),
            ("$1200, plus 20% for my manager please.", "20% for my manager"),
            ("$1200 plus an agency fee of 20%.", "agency fee of 20%"),
            ("$1200 plus 20% agency fee and we are good.", "plus 20% agency fee"),
            ("$1200 with a 20 percent management fee on top.", "20 percent management fee"),
        ],
    )
    def test_a_fee_plainly_on_top_is_bargained_over_however_short_the_quote(self, said: str, quote: str) -> None:
        fee = Surcharge(quote=quote, purpose=Purpose.AGENCY, percent=Decimal(20))
        assert moved(answer_to(grounded(on_top("1200", fee), f"I ask {said}", KNOWN)))[2] == usd("1440")

    def test_of_several_prices_nobody_knows_which_the_fee_is_on_top_of(self) -> None:
        thirty = AskedRight(right=Right.PAID_USAGE, duration=Duration.DAYS_30)
        month = RequestedChange(term=Term.USAGE_RIGHTS, text="for 30 days of usage", rights=(thirty,))
        said = "I ask $1200 all in, or $1100 for 30 days of usage, plus 20% agency fee."
        read = reading(Intent.COUNTER, ask("1200"), ask("1100", conditions=(month,)), surcharges=(TWENTY,))
        assert isinstance(answer_to(grounded(read, said, KNOWN)), Escalate)

    def test_the_fee_alone_is_told_once(self) -> None:
        found = grounded(on_top("1200", TWENTY), "I ask $1200 plus 20% agency fee.", KNOWN)
        assert (found.requested_changes, found.surcharges) == ((), (TWENTY,))

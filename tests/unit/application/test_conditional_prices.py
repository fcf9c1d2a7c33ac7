"""A mail whose price hangs on something, or has something on top, from its arrival to what people see."""

from decimal import Decimal
from typing import Final

import pytest

from functions.commands.case_view import case_text, see_case
from shared.domain.campaign import Duration
from shared.domain.decision import Reason
from shared.domain.reading.facts import AskedRight, Intent, Purpose, RequestedChange, Right, Surcharge, Term
from shared.domain.records import Outcome
from shared.domain.states import State
from shared.domain.triggers import Triggers
from tests.unit.application.world import N1, only_case, opened
from tests.unit.domain.builders import ask, reading, usd

UPFRONT: Final = RequestedChange(term=Term.PAYMENT, text="if you pay half upfront")
THIRTY: Final = RequestedChange(
    term=Term.USAGE_RIGHTS,
    text="if usage is 30 days only",
    rights=(AskedRight(right=Right.PAID_USAGE, duration=Duration.DAYS_30),),
)


def test_a_price_on_payment_upfront_is_a_persons_with_both_in_the_case() -> None:
    world = opened()
    read = reading(Intent.COUNTER, ask("900", quote="$900", conditions=(UPFRONT,)))
    record = world.write("I could do $900 if you pay half upfront.", read)

    case = only_case(world)
    assert (record.outcome, case.reason, case.evidence) == (
        Outcome.ESCALATED,
        Reason.TERMS_CHANGE,
        "$900; if you pay half upfront",
    )
    assert (case.their_ask, case.wishes) == (usd("900"), ("if you pay half upfront",))
    assert "\nthey ask: $900.00\nthey also want: if you pay half upfront\n" in case_text(
        see_case(world.app.store, case.id)
    )
    assert len(world.app.mailbox.sent) == 1
    assert world.app.store.campaign("spring").committed == usd("0")


def test_or_it_is_answered_with_our_own_offer_where_the_campaign_says_so() -> None:
    world = opened(triggers=Triggers(unusual_request=False))
    read = reading(Intent.COUNTER, ask("1200", quote="$1,200", conditions=(UPFRONT,)))
    record = world.write("I could do $1,200 if you pay half upfront.", read)

    assert record.outcome is Outcome.ANSWERED
    assert (world.negotiation.state, world.negotiation.asks) == (State.COUNTER_SENT, ())
    assert "Our offer, unchanged:" in world.app.mailbox.sent[-1].body
    assert "- Fee: $1,000.00\n" in world.app.mailbox.sent[-1].body
    assert "1,200" not in world.app.mailbox.sent[-1].body


def test_a_condition_that_our_terms_meet_is_none() -> None:
    world = opened()
    read = reading(Intent.COUNTER, ask("1200", quote="1,200", currency=None, conditions=(THIRTY,)))
    world.write("I can do 1,200 USD if usage is 30 days only.", read)

    assert (world.negotiation.state, world.negotiation.agreed_rate) == (State.AGREED, usd("1200"))
    assert "- Usage rights: paid usage 30 days\n" in world.app.mailbox.sent[-1].body


def test_words_that_are_not_in_the_mail_are_asked_about() -> None:
    world = opened()
    read = reading(Intent.COUNTER, ask("1200", quote="$1,200", conditions=(THIRTY,)))
    world.write("I can do $1,200.", read)

    assert (world.negotiation.state, world.negotiation.unclear_count) == (State.COUNTER_SENT, 1)
    assert world.negotiation.asks == ()


TWENTY: Final = Surcharge(quote="plus 20% agency fee", purpose=Purpose.AGENCY, percent=Decimal(20))


class TestAgencyFeeOnTop:
    def test_the_total_is_named_by_us_and_agreed_to_by_them(self) -> None:
        world = opened()
        read = reading(Intent.COUNTER, ask("1200", quote="$1,200"), surcharges=(TWENTY,))
        world.write("It would be $1,200 plus 20% agency fee.", read)

        assert (world.negotiation.state, world.negotiation.asks) == (State.COUNTER_SENT, (usd("1440"),))
        assert "\n- Fee: $1,440.00 in total, agency fee included\n" in world.app.mailbox.sent[-1].body
        facts = [dict(event.facts) for event in world.app.store.events(N1) if event.kind == "asked_all_in"]
        assert facts == [{"said": "$1,200.00, plus 20% agency fee", "in_all": "$1,440.00"}]

        world.write("Deal!", reading(Intent.ACCEPT))
        assert (world.negotiation.state, world.negotiation.agreed_rate) == (State.AGREED, usd("1440"))
        assert world.app.store.campaign("spring").committed == usd("1440")
        (_, card) = world.app.notifier.posts[-1]
        assert dict(card.fields)["Fee"] == "$1,440.00 in total, agency fee included"

    def test_what_follows_is_about_the_total(self) -> None:
        world = opened()
        read = reading(Intent.COUNTER, ask("1400", quote="$1,400"), surcharges=(TWENTY,))
        world.write("It would be $1,400 plus 20% agency fee.", read)
        assert "\n- Fee: $1,340.00 in total, agency fee included\n" in world.app.mailbox.sent[-1].body
        world.write("Deal!", reading(Intent.ACCEPT))
        assert world.negotiation.agreed_rate == usd("1340")
        assert "\n- Fee: $1,340.00 in total, agency fee included\n" in world.app.mailbox.sent[-1].body

    def test_the_prose_may_say_what_the_block_says(self) -> None:
        world = opened()
        said = "Our figure is $1,340.00 in total, agency fee included. Would that work for the 1 Instagram Reel?"
        world.app.model.words.append(f"Hi Mia,\n\n{said}")
        read = reading(Intent.COUNTER, ask("1400", quote="$1,400"), surcharges=(TWENTY,))
        record = world.write("It would be $1,400 plus 20% agency fee.", read)
        assert record.outcome is Outcome.ANSWERED
        assert said in world.app.mailbox.sent[-1].body

    def test_a_tax_is_a_persons(self) -> None:
        world = opened()
        vat = Surcharge(quote="plus VAT", purpose=Purpose.TAX)
        world.write(
            "It would be $1,200 plus VAT.", reading(Intent.COUNTER, ask("1200", quote="$1,200"), surcharges=(vat,))
        )
        assert only_case(world).reason is Reason.TERMS_CHANGE
        assert len(world.app.mailbox.sent) == 1


class TestOpenPrice:
    def test_it_is_named_by_us_as_the_price_and_agreed_to_by_them(self) -> None:
        world = opened()
        world.write("My rates start at $1,200.", reading(Intent.COUNTER, ask("1200", quote="$1,200")))

        assert (world.negotiation.state, world.negotiation.asks) == (State.COUNTER_SENT, (usd("1200"),))
        mail = world.app.mailbox.sent[-1].body
        assert ("Our offer:" in mail, "What we agreed:" in mail) == (True, False)
        assert "\n- Fee: $1,200.00\n" in mail
        assert world.app.store.campaign("spring").committed == usd("0")

        world.write("Deal!", reading(Intent.ACCEPT))
        assert (world.negotiation.state, world.negotiation.agreed_rate) == (State.AGREED, usd("1200"))
        assert world.app.store.campaign("spring").committed == usd("1200")

    def test_a_yes_to_it_is_asked_about(self) -> None:
        world = opened()
        world.write("Yes, at least $1,000 works.", reading(Intent.ACCEPT))
        assert (world.negotiation.state, world.negotiation.unclear_count) == (State.COUNTER_SENT, 1)


class TestWhenPaid:
    @pytest.mark.parametrize(
        ("text", "words"),
        [
            ("$1,200 net 15.", "net 15 (we offered Payment within 30 days after publication)"),
            ("$1,200, payment within 7 days.", "payment within 7 days (we offered Payment within 30 days"),
            ("$1,200, payable on posting.", "payable on posting (we offered Payment within 30 days"),
            ("That would be $1,200 net.", "$1,200 net"),
            ("$1,200 excl. usage.", "excl. usage"),
        ],
    )
    def test_an_earlier_day_that_was_overlooked_is_a_persons(self, text: str, words: str) -> None:
        world = opened()
        world.write(text, reading(Intent.COUNTER, ask("1200", quote="$1,200")))

        case = only_case(world)
        assert (case.reason, case.their_ask) == (Reason.TERMS_CHANGE, usd("1200"))
        assert case.evidence.startswith(words)
        assert len(world.app.mailbox.sent) == 1

    def test_also_beside_a_yes(self) -> None:
        world = opened()
        world.write("Deal! Net 15 terms for me please.", reading(Intent.ACCEPT))
        assert only_case(world).reason is Reason.TERMS_CHANGE
        assert world.app.store.campaign("spring").committed == usd("0")

    @pytest.mark.parametrize(
        "text", ["Deal! Net 30 works.", "Deal. Payment within 30 days is fine.", "Deal! Net 45 works for me."]
    )
    def test_our_own_terms_said_again_are_a_yes(self, text: str) -> None:
        world = opened()
        world.write(text, reading(Intent.ACCEPT))
        assert (world.negotiation.state, world.negotiation.agreed_rate) == (State.AGREED, usd("1000"))

    def test_and_so_they_are_where_the_model_read_them_as_a_wish(self) -> None:
        world = opened()
        wish = RequestedChange(term=Term.PAYMENT, text="payment within 30 days")
        world.write(
            "$1,200, payment within 30 days.",
            reading(Intent.COUNTER, ask("1200", quote="$1,200"), requested_changes=(wish,)),
        )
        assert (world.negotiation.state, world.negotiation.agreed_rate) == (State.AGREED, usd("1200"))

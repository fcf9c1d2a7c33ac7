"""A mail whose price hangs on something, from its arrival to what people see."""

from typing import Final

from functions.commands.case_view import case_text, see_case
from shared.domain.campaign import Duration
from shared.domain.decision import Reason
from shared.domain.reading import AskedRight, Intent, RequestedChange, Right, Term
from shared.domain.records import Outcome
from shared.domain.states import State
from shared.domain.triggers import Triggers
from tests.unit.application.world import only_case, opened
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

"""A price that says it may be more is nobody's yes: we name it as the whole price, on our terms."""

from dataclasses import replace
from decimal import Decimal

import pytest

from shared.domain.amounts import find_prices
from shared.domain.decision import Escalate, Reason, Reply
from shared.domain.negotiation import Stage
from shared.domain.reading.at_least import may_be_more
from shared.domain.reading.facts import AskedDeliverable, Intent
from shared.domain.reading.grounded import KnownFigures, grounded
from shared.domain.reading.options import options_of
from shared.domain.states import Event
from shared.domain.terms import campaign_terms
from tests.unit.domain.builders import REEL, STORY, ask, budget, campaign, reading, usd
from tests.unit.domain.decisions import answer_to, move_of

KNOWN = KnownFigures(currency="USD", last_offer=Decimal(1000), posts=1)


def open_ended(text: str) -> list[str]:
    return [words for price in find_prices(text) if (words := may_be_more(price, text))]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("My rate is $1,200+.", "$1,200+"),
        ("It's $1,200+ per reel", "$1,200+"),
        ("My rates start from $1,200", "start from $1,200"),
        ("My rates start at around $1,200", "start at around $1,200"),
        ("From $1,200 for a Reel", "From $1,200"),
        ("Starting at $1,200", "Starting at $1,200"),
        ("My starting rate is $1,200", "starting rate is $1,200"),
        ("It is at least $1,200", "at least $1,200"),
        ("min. $1,200", "min. $1,200"),
        ("Our minimum fee is $1,200", "minimum fee is $1,200"),
        ("$1,200 minimum", "$1,200 minimum"),
        ("$1,200 as a starting point", "$1,200 as a starting point"),
        ("$1,200 and up", "$1,200 and up"),
        ("$1,200 or more", "$1,200 or more"),
        ("upwards of $1,200", "upwards of $1,200"),
        ("no less than $1,200", "no less than $1,200"),
        ("$1,200, depending on the concept", "$1,200, depending on"),
        ("ab 1.200 €", "ab 1.200 €"),
        ("à partir de 1 200 €", "à partir de 1 200 €"),
        ("desde 1.200 €", "desde 1.200 €"),
    ],
)
def test_an_open_upper_end_is_seen_in_the_mails_own_words(text: str, words: str) -> None:
    assert open_ended(text) == [words]


@pytest.mark.parametrize(
    "text",
    [
        "My rate is $1,200.",
        "$1,200 + VAT",
        "$1,200+VAT",
        "$1,200 + a free product",
        "I can come down from $2,000 to $1,700",
        "from $1,200 to $1,400",
        "I got $1,200 from another brand",
        "The minimum is two Reels, and $1,200 is my rate",
        "$1,200, at most",
        "I can't go below $1,200",
    ],
)
def test_what_stands_as_it_is_or_names_what_is_added_is_not(text: str) -> None:
    assert open_ended(text) == []


@pytest.mark.parametrize(("text", "at_least"), [("$1,200+ for you", True), ("$1,200 for you", False)])
def test_the_ask_of_a_reading_carries_it(text: str, *, at_least: bool) -> None:
    (found,) = grounded(reading(Intent.COUNTER, ask("1200", quote="$1,200")), text, KNOWN).asks
    assert found.at_least is at_least


def test_a_price_that_is_also_named_as_it_stands_is_not_open() -> None:
    text = "My rates start at $1,200. For this one, $1,200 it is."
    (found,) = grounded(reading(Intent.COUNTER, ask("1200", quote="$1,200")), text, KNOWN).asks
    assert found.at_least is False


@pytest.mark.parametrize("text", ["Yes! $1,000+ works.", "Yes, at least $1,000 is fine.", "Deal, from $1,000."])
def test_a_yes_to_an_open_price_is_a_doubt(text: str) -> None:
    found = grounded(reading(Intent.ACCEPT), text, KNOWN)
    assert (found.intent, found.doubt is not None) == (Intent.UNCLEAR, True)


def test_lines_of_which_one_is_open_are_open_in_all() -> None:
    lines = (
        replace(ask("900"), deliverables=(AskedDeliverable(type=REEL, quantity=1),), at_least=True),
        replace(ask("300"), deliverables=(AskedDeliverable(type=STORY, quantity=1),)),
    )
    standing = campaign_terms(campaign(), usd("1000"))
    stories = replace(standing, deliverables=(*standing.deliverables, replace(standing.deliverables[0], type=STORY)))
    (option,) = options_of(lines, stories) or ()
    assert (option.price, option.at_least) == (usd("1200"), True)


class TestAnswer:
    def test_what_we_would_take_is_offered_as_the_price_on_our_terms(self) -> None:
        move = move_of(answer_to(reading(Intent.COUNTER, replace(ask("1200"), at_least=True))))
        assert (move.stage, move.event, move.offer) == (Stage.COUNTER, Event.SEND_COUNTER, usd("1200"))

    def test_what_we_have_offered_already_stands(self) -> None:
        move = move_of(answer_to(reading(Intent.COUNTER, replace(ask("1000"), at_least=True))))
        assert (move.stage, move.offer) == (Stage.ANSWER, usd("1000"))

    def test_what_is_too_much_is_bargained_for_like_any_price(self) -> None:
        open_one = answer_to(reading(Intent.COUNTER, replace(ask("2400"), at_least=True)))
        assert isinstance(open_one, Reply)
        assert open_one == answer_to(reading(Intent.COUNTER, ask("2400")))

    def test_a_person_who_is_asked_hears_that_it_may_be_more(self) -> None:
        found = reading(Intent.COUNTER, replace(ask("1400"), at_least=True))
        decision = answer_to(found, budget=budget(approval_cap=usd("1200")))
        assert isinstance(decision, Escalate)
        assert (decision.reason, decision.their_ask) == (Reason.ABOVE_APPROVAL_CAP, usd("1400"))
        assert decision.wishes == ("a price that may be more",)

"""A person's own price: what they may name freely, what only by name, and what nobody may."""

import pytest

from shared.application.answer_case import preview_answer
from shared.domain.campaign import Facts
from shared.domain.decision import Reason
from shared.domain.errors import InvalidInput
from shared.domain.negotiation import Owner
from shared.domain.own_words import OwnWords
from shared.domain.reading.facts import Intent
from tests.unit.application.world import World
from tests.unit.domain.builders import REVIEWED, ask, budget, campaign, reading, usd

LEGAL = reading(Intent.ACCEPT, legal_language=True)


def asked(**changes: object) -> World:
    """The opening is out and a case waits for a person."""
    world = World(campaign(**changes))
    world.launch()
    world.write("My lawyer will answer.", LEGAL)
    return world


def case_of(world: World) -> str:
    (case,) = world.app.store.open_cases()
    return case.id


def test_a_price_of_zero_is_nobodys_offer() -> None:
    world = asked()
    with pytest.raises(InvalidInput, match="an offer must be above zero"):
        world.answer(case_of(world), OwnWords(text="Hi Mia, free?", offer=usd("0"), override=True))
    assert len(world.app.mailbox.sent) == 1


@pytest.mark.parametrize(
    ("offer", "why"),
    [
        ("1500.01", r"\$1,500.01 is above the campaign's limit for this creator"),
        ("999.99", r"\$999.99 is below our last offer"),
    ],
)
def test_a_price_outside_the_limits_leaves_only_with_an_override(offer: str, why: str) -> None:
    world = asked()
    words = f"Hi Mia, we can do {usd(offer).display()}."
    with pytest.raises(InvalidInput, match=why):
        world.answer(case_of(world), OwnWords(text=words, offer=usd(offer)))
    world.answer(case_of(world), OwnWords(text=words, offer=usd(offer), override=True))
    assert (world.negotiation.offers[-1], world.entries()[-1].decided_by) == (usd(offer), "Kim")


def test_a_price_beyond_the_rest_of_the_budget_needs_an_override() -> None:
    world = asked(budget=budget(total=usd("1100")))
    words = OwnWords(text="Hi Mia, we can do $1,200.00.", offer=usd("1200"))
    with pytest.raises(InvalidInput, match="is more than the rest of the campaign's budget"):
        world.answer(case_of(world), words)


def test_who_edits_another_price_into_a_mail_goes_on_alone() -> None:
    """The books say one price and the mail another: the creator's yes must not be taken for a yes to the first."""
    world = World(campaign(autonomy=REVIEWED))
    world.launch()
    world.edit(case_of(world), "Hi Mia! We could pay $5,000.00.", override=True)
    assert (world.negotiation.owner, world.negotiation.owner_name) == (Owner.HUMAN, "Kim")
    assert [mail.body for mail in world.app.mailbox.sent] == ["Hi Mia! We could pay $5,000.00."]

    world.write("Deal!", reading(Intent.ACCEPT))
    assert len(world.app.mailbox.sent) == 1
    assert world.app.store.open_cases()[0].reason is Reason.HUMAN_OWNED


@pytest.mark.parametrize(
    "words", ["Your $4,000.00 works for us, and our offer is $1,480.00.", "Our offer is $1,000.00 as before."]
)
def test_who_approves_a_draft_with_a_price_that_may_stand_in_any_mail_goes_on_alone(words: str) -> None:
    """Nothing but the failed check tells their ask, or an earlier offer, from one that is only spoken of."""
    world = World(campaign())
    world.launch()
    world.app.model.words = [f"Hi Mia,\n\n{words}"] * 2
    world.write("It is $4,000.", reading(Intent.COUNTER, ask("4000", quote="$4,000")))
    world.approve(case_of(world))
    assert (world.negotiation.owner, world.negotiation.owner_name) == (Owner.HUMAN, "Kim")

    world.write("Deal!", reading(Intent.ACCEPT))
    assert (world.negotiation.agreed_rate, len(world.app.mailbox.sent)) == (None, 2)


def test_a_yes_to_a_price_that_nobody_could_take_for_the_books_goes_to_a_person() -> None:
    world = World(campaign())
    world.launch()
    world.app.model.words = ["Hi Mia,\n\nWe could do $1,444."] * 2
    world.write("It is $4,000.", reading(Intent.COUNTER, ask("4000", quote="$4,000")))
    world.approve(case_of(world))
    assert world.negotiation.owner is Owner.AGENT

    world.write("Deal!", reading(Intent.ACCEPT))
    assert (world.negotiation.agreed_rate, len(world.app.mailbox.sent)) == (None, 2)
    assert world.app.store.open_cases()[0].reason is Reason.HUMAN_TOOK_OVER


def test_who_approves_a_draft_with_the_price_of_the_books_leaves_it_to_the_agent() -> None:
    world = World(campaign())
    world.launch()
    world.app.model.words = ["Hi Mia,\n\nWe guarantee more campaigns. Our offer is $1,480.00."] * 2
    world.write("It is $4,000.", reading(Intent.COUNTER, ask("4000", quote="$4,000")))
    assert world.app.store.case(case_of(world)).reason is Reason.GATE_FAILED
    world.approve(case_of(world))
    assert world.negotiation.owner is Owner.AGENT


def test_the_preview_is_the_text_that_leaves() -> None:
    world = World(campaign(autonomy=REVIEWED, facts=Facts()))
    world.launch()
    case_id = case_of(world)
    terms = ("payment_terms", "30 days after publication")
    words = OwnWords(text="Hi Mia, we can do $1,100.00.", offer=usd("1100"), facts=(terms,), override=True)

    shown = preview_answer(world.app, case_id, words)
    world.answer(case_id, words)

    assert "- Payment: 30 days after publication" in shown
    assert [mail.body for mail in world.app.mailbox.sent] == [shown]


@pytest.mark.parametrize("person", ["", "  ", "agent", " Agent "])
def test_nobody_acts_without_a_name_or_under_the_agents(person: str) -> None:
    world = World(campaign(autonomy=REVIEWED))
    world.launch()
    with pytest.raises(InvalidInput, match="say who is acting"):
        world.approve(case_of(world), person=person)
    assert world.app.store.open_cases()[0].reason is Reason.NEEDS_APPROVAL


def test_an_empty_mail_does_not_leave() -> None:
    world = World(campaign(autonomy=REVIEWED))
    world.launch()
    with pytest.raises(InvalidInput, match="the mail is empty"):
        world.edit(case_of(world), " \n", override=True)

"""A person answers an unknown question once, for the whole campaign."""

from typing import Final

import pytest

from shared.domain.campaign import Facts
from shared.domain.decision import Reason
from shared.domain.errors import InvalidInput
from shared.domain.negotiation import Negotiation, negotiation_id
from shared.domain.own_words import OwnWords
from shared.domain.reading.facts import Intent, Question, Topic
from shared.domain.records import CaseState, Outcome
from tests.unit.application.test_promises import broken
from tests.unit.application.world import N1, World, only_case
from tests.unit.domain.builders import ask, budget, campaign, creator, reading, usd

TERMS: Final = "30 days after publication"
WHEN_PAID: Final = reading(Intent.QUESTION, questions=(Question(topic=Topic.PAYMENT, text="When am I paid?"),))
ZOE: Final = creator(name="Zoe Park", email="zoe@creator.example")
N2: Final = negotiation_id("spring", ZOE.email)


def told(**facts: str) -> OwnWords:
    text = "Hi Mia, good question, and I am glad you asked. You are paid 30 days after publication."
    return OwnWords(text=text, facts=tuple(facts.items()))


def asked(facts: Facts | None = None) -> World:
    """Two creators hold an offer; the first of them asks when she is paid."""
    world = World(campaign(facts=facts or Facts(), creator_names=("Mia Lark", ZOE.name)), creator(), ZOE)
    world.launch()
    world.write("When am I paid?", WHEN_PAID)
    assert only_case(world).reason is Reason.UNKNOWN_ANSWER
    return world


def zoe_asks(world: World) -> None:
    thread_id = world.app.store.negotiation(N2).thread_id or ""
    record = world.write("When am I paid?", WHEN_PAID, sender=ZOE.email, thread_id=thread_id)
    assert record.outcome is Outcome.ANSWERED


def test_a_remembered_fact_answers_the_next_creator_without_a_person() -> None:
    world = asked()

    world.answer(only_case(world).id, told(payment_terms=TERMS))
    zoe_asks(world)

    assert world.app.model.briefs[-1].answers == (("When am I paid?", TERMS),)
    assert world.app.store.open_cases() == []
    assert broken(world) == {}


def test_the_answer_itself_may_tell_the_fact() -> None:
    world = asked()

    world.answer(only_case(world).id, told(payment_terms=TERMS))

    assert "You are paid 30 days after publication." in world.app.mailbox.sent[-1].body


def test_without_remembering_the_next_creator_asks_a_person_again() -> None:
    world = asked()
    words = OwnWords(text="Hi Mia, you are paid 30 days after publication.", override=True)
    world.answer(only_case(world).id, words)
    thread_id = world.app.store.negotiation(N2).thread_id or ""

    world.write("When am I paid?", WHEN_PAID, sender=ZOE.email, thread_id=thread_id)

    assert only_case(world).negotiation_id == N2


def test_offers_that_are_out_keep_their_terms() -> None:
    world = asked()
    before = [world.app.store.negotiation(one).terms for one in (N1, N2)]

    world.answer(only_case(world).id, told(payment_terms=TERMS))
    zoe_asks(world)

    assert [world.app.store.negotiation(one).terms for one in (N1, N2)] == before
    assert "- Payment" not in world.app.mailbox.sent[-1].body


def test_the_campaign_is_a_version_newer_and_the_trail_says_who_told_it() -> None:
    world = asked()
    before = world.app.store.campaign("spring")

    world.answer(only_case(world).id, told(payment_terms=TERMS))

    after = world.app.store.campaign("spring")
    assert (after.version, after.facts) == (before.version + 1, Facts(payment_terms=TERMS))
    (event,) = [one for one in world.app.store.events(N1) if one.kind == "fact_remembered"]
    assert (event.actor, event.facts) == ("Kim", (("fact", "payment_terms"), ("text", TERMS)))


def test_no_exclusivity_can_be_remembered() -> None:
    world = asked()

    world.answer(
        only_case(world).id, OwnWords(text="Hi Mia, no exclusivity is asked for.", facts=(("exclusivity", "none"),))
    )

    assert world.app.store.campaign("spring").facts.exclusivity == ""


@pytest.mark.parametrize(
    ("key", "text", "problem"),
    [
        ("payment_terms", "", "must not be empty"),
        ("payment_terms", "TBD", "'TBD' would be told to creators as it stands"),
        ("payment_terms", "x" * 2001, "must have at most 2,000 characters"),
        ("payment_terms", "We pay $1,500.00 after posting", "money: an amount that was not decided"),
        ("brief", "Of our 20000 for everybody, name no figure", "private: this figure does not belong in the mail"),
        ("brief", "Show the [product] in use", "placeholder: something was left to fill in"),
        ("brief", "Show it as Mia Lark did last year", "other_creator: another creator; leave them out: Mia Lark"),
        ("payment", TERMS, "no fact that can be remembered; did you mean 'payment_terms'?"),
        ("publish_on", "2026-05-01", "no fact that can be remembered"),
        ("exclusivity", "No other skincare brand for 30 days", "would ask more of creators who have an offer"),
    ],
)
def test_what_the_campaign_file_or_the_gate_would_refuse_is_not_remembered(key: str, text: str, problem: str) -> None:
    world = asked()

    with pytest.raises(InvalidInput) as raised:
        world.answer(only_case(world).id, OwnWords(text="Hi Mia, thanks for asking about it.", facts=((key, text),)))

    assert [one for one in raised.value.problems if one.startswith(f"--remember {key}: ") and problem in one]
    assert world.app.store.campaign("spring").facts == Facts()
    assert only_case(world).state is CaseState.OPEN


def test_a_fact_that_offers_stand_on_is_not_changed() -> None:
    world = World(campaign(facts=Facts(payment_terms="60 days after posting")))
    world.launch()
    unknown = reading(Intent.QUESTION, questions=(Question(topic=Topic.OTHER, text="Do you like jazz?"),))
    world.write("Do you like jazz?", unknown)

    with pytest.raises(InvalidInput, match="the campaign says already: 60 days after posting"):
        world.answer(only_case(world).id, OwnWords(text="Hi Mia, we do like jazz.", facts=(("payment_terms", TERMS),)))


def test_an_agreement_is_no_place_to_tell_the_campaign_something() -> None:
    world = World(campaign(facts=Facts(), budget=budget(approval_cap=usd("1200"))))
    world.launch()
    world.write("It is $1,400.", reading(Intent.COUNTER, ask("1400", quote="$1,400")))

    with pytest.raises(InvalidInput, match="not with --accept"):
        world.answer(
            only_case(world).id,
            OwnWords(text="Hi Mia, we can do $1,400.00.", accept=True, facts=(("payment_terms", TERMS),)),
        )


def test_a_refused_fact_leaves_the_negotiation_as_it_was() -> None:
    world = asked()
    before: Negotiation = world.negotiation

    with pytest.raises(InvalidInput):
        world.answer(only_case(world).id, told(payment_terms="TBD"))

    assert world.negotiation == before

"""Two people of the other side who write at the same time and do not say the same: a person hears of both."""

from dataclasses import replace

import pytest

from shared.domain.decision import Reason
from shared.domain.people.participants import Participant, Role
from shared.domain.reading.facts import Intent, Question, Reading, Topic
from shared.domain.states import State
from tests.unit.application.world import World, only_case, opened
from tests.unit.domain.builders import CREATOR_EMAIL, ask, reading, usd

MANAGER = "max@mgmt.example"
YES = reading(Intent.ACCEPT)
NO = reading(Intent.REJECT)
PRICE = reading(Intent.COUNTER, ask("3000", quote="$3,000"))
QUESTION = reading(Intent.QUESTION, questions=(Question(topic=Topic.TIMELINE, text="When is it due?"),))
TEXTS = {id(YES): "Yes, deal!", id(NO): "No thanks.", id(PRICE): "We need $3,000.", id(QUESTION): "When is it due?"}


def both_write(first: tuple[str, Reading], second: tuple[str, Reading]) -> World:
    world = opened()
    manager = Participant(email=MANAGER, name="Max Hill", role=Role.MANAGER)
    world.app.store.update(world.negotiation, lambda one: replace(one, participants=(*one.participants, manager)))
    for sender, found in (first, second):
        world.arrive(TEXTS[id(found)], found, sender=sender)
    world.notify()
    world.serve()
    return world


@pytest.mark.parametrize("words", [(PRICE, YES), (YES, PRICE), (NO, YES), (YES, NO), (PRICE, NO)])
def test_what_they_disagree_on_goes_to_a_person(words: tuple[Reading, Reading]) -> None:
    world = both_write((MANAGER, words[0]), (CREATOR_EMAIL, words[1]))
    assert (world.negotiation.state, only_case(world).reason) == (State.ESCALATED, Reason.UNCLEAR)
    assert len(world.app.mailbox.sent) == 1


@pytest.mark.parametrize("words", [(YES, YES), (QUESTION, YES), (YES, QUESTION)])
def test_what_they_agree_on_is_agreed(words: tuple[Reading, Reading]) -> None:
    world = both_write((MANAGER, words[0]), (CREATOR_EMAIL, words[1]))
    assert world.negotiation.agreed_rate == usd("1000")


def test_one_person_may_change_their_mind() -> None:
    world = both_write((CREATOR_EMAIL, PRICE), (CREATOR_EMAIL, YES))
    assert world.negotiation.agreed_rate == usd("1000")

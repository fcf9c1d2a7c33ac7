"""A case answered in a person's own words: what is sent, agreed and recorded for them."""

import pytest

from shared.domain.campaign import Campaign
from shared.domain.errors import InvalidInput, NotAllowed
from shared.domain.own_words import OwnWords
from shared.domain.reading import Intent
from shared.domain.records import EntryState, SuppressionRecord
from shared.domain.states import State
from tests.unit.application.world import World, only_case
from tests.unit.domain.builders import CREATOR_EMAIL, NOW, REVIEWED, ask, budget, campaign, reading, usd

ASK_1400 = reading(Intent.COUNTER, ask("1400", quote="$1,400"))
CAPPED = campaign(budget=budget(approval_cap=usd("1200")))


def opened(found: Campaign) -> World:
    world = World(found)
    world.launch()
    return world


def asked_1400() -> World:
    world = opened(CAPPED)
    world.write("It is $1,400.", ASK_1400)
    return world


def say(world: World, words: OwnWords) -> None:
    world.answer(only_case(world).id, words)


def test_accepting_agrees_on_what_they_asked() -> None:
    world = asked_1400()
    say(world, OwnWords(text="Hi Mia, that works.", accept=True))
    assert (world.negotiation.state, world.negotiation.agreed_rate) == (State.AGREED, usd("1400"))


@pytest.mark.parametrize("offer", ["1400", "1500"])
def test_a_price_alone_agrees_on_nothing_that_a_newer_mail_may_have_changed(offer: str) -> None:
    world = asked_1400()
    world.write("Sorry, I need $3,000 now.")
    say(world, OwnWords(text=f"Hi Mia, we can do ${int(offer):,}.00.", offer=usd(offer)))
    found = world.negotiation
    assert (found.state, found.agreed_rate, found.offers[-1]) == (State.COUNTER_SENT, None, usd(offer))


def test_another_price_than_theirs_is_not_accepted() -> None:
    world = asked_1400()
    with pytest.raises(InvalidInput, match=r"they asked \$1,400\.00, not \$1,300\.00"):
        say(world, OwnWords(text="Hi Mia, deal.", offer=usd("1300"), accept=True))
    assert world.negotiation.state is State.ESCALATED


def test_without_a_price_of_theirs_there_is_nothing_to_accept() -> None:
    world = opened(campaign())
    world.write("I manage Mia.", sender="sam@talent.example")
    with pytest.raises(InvalidInput, match="no price of theirs"):
        say(world, OwnWords(text="Hi Mia, deal.", accept=True))


def test_an_offer_below_our_last_one_needs_somebody_to_answer_for_it() -> None:
    world = asked_1400()
    words = OwnWords(text="Hi Mia, we can do $900.00.", offer=usd("900"))
    with pytest.raises(InvalidInput, match=r"\$900\.00 is below our last offer"):
        say(world, words)
    say(world, OwnWords(text=words.text, offer=words.offer, override=True))
    assert world.negotiation.offers[-1] == usd("900")
    assert "$900.00 is below our last offer" in world.entries()[-1].overridden


def test_an_opening_is_not_released_to_an_address_that_was_suppressed_meanwhile() -> None:
    world = opened(campaign(autonomy=REVIEWED))
    world.app.store.create(SuppressionRecord(email=CREATOR_EMAIL, version=1, why="asked for silence", at=NOW))
    with pytest.raises(NotAllowed, match="asked for silence"):
        world.approve(only_case(world).id)
    assert world.app.mailbox.sent == []
    assert world.entries()[-1].state is EntryState.HELD

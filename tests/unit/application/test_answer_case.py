"""A case answered in a person's own words: what is sent, agreed and recorded for them."""

import re
from dataclasses import replace

import pytest

from functions.commands.case_view import case_text, case_value, see_case
from shared.application.answer_case import preview_answer
from shared.application.steer_negotiation import Command
from shared.domain.campaign import Campaign
from shared.domain.decision import Reason
from shared.domain.errors import InvalidInput, NotAllowed, PermanentError
from shared.domain.own_words import OwnWords
from shared.domain.reading.facts import Intent, Question, Topic
from shared.domain.records import EntryState, SuppressionRecord
from shared.domain.states import State
from tests.unit.application.world import N1, World, only_case, steer
from tests.unit.domain.builders import CREATOR_EMAIL, NOW, REVIEWED, ask, budget, campaign, reading, usd

ASK_1400 = reading(Intent.COUNTER, ask("1400", quote="$1,400"))
FINE_TOO = "Actually, $1,300 is fine too."
YES = OwnWords(text="Hi Mia, that works.", accept=True)
CAPPED = campaign(budget=budget(approval_cap=usd("1200")))


def opened(found: Campaign) -> World:
    world = World(found)
    world.launch()
    return world


def asked_1400() -> World:
    world = opened(CAPPED)
    world.write("It is $1,400.", ASK_1400)
    return world


def asked_1400_then(newer: str) -> World:
    world = asked_1400()
    world.write(newer)
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


def test_a_price_that_may_be_more_is_agreed_on_in_a_persons_name_alone() -> None:
    world = opened(CAPPED)
    world.write("It is $1,400+ for me.", reading(Intent.COUNTER, replace(ask("1400", quote="$1,400+"), at_least=True)))
    said = "they want a price that may be more, and the agreement states our terms"
    with pytest.raises(InvalidInput, match=f"^{re.escape(said)}"):
        say(world, YES)
    say(world, replace(YES, override=True))
    assert (world.negotiation.agreed_rate, world.entries()[-1].overridden) == (usd("1400"), (said,))


def test_what_they_asked_is_not_agreed_on_once_they_have_written_again() -> None:
    world = asked_1400_then(FINE_TOO)
    with pytest.raises(InvalidInput, match=r"written again since they asked \$1,400\.00: .*--accept --offer PRICE"):
        say(world, YES)
    assert (world.negotiation.state, len(world.app.mailbox.sent)) == (State.ESCALATED, 1)


def test_the_case_tells_that_they_have_written_since_they_asked() -> None:
    world = asked_1400_then(FINE_TOO)
    seen = see_case(world.app.store, only_case(world).id)
    assert "\nthey ask: $1,400.00 (they have written again since)\n" in case_text(seen)
    assert case_value(seen)["since_ask"] == only_case(world).inbound_ids[1:]
    _, card = world.app.notifier.posts[-1]
    assert ("Their ask", "$1,400.00 (they have written again since)") in card.fields


@pytest.mark.parametrize("price", ["1300", "1400"])
def test_a_person_agrees_on_the_price_that_they_read_in_the_newer_mail(price: str) -> None:
    world = asked_1400_then("Actually, $1,300 is fine too. Or $1,400 with a story.")
    say(world, replace(YES, offer=usd(price)))
    assert (world.negotiation.state, world.negotiation.agreed_rate) == (State.AGREED, usd(price))
    assert world.entries()[-1].overridden == ()
    assert f"- Fee: {usd(price).display()}" in world.app.mailbox.sent[-1].body


def test_a_newer_mail_without_a_price_leaves_theirs_to_be_agreed_on_by_name() -> None:
    world = asked_1400_then("So what do you say?")
    say(world, replace(YES, offer=usd("1400")))
    assert (world.negotiation.state, world.negotiation.agreed_rate) == (State.AGREED, usd("1400"))


@pytest.mark.parametrize(
    ("newer", "price", "found"),
    [
        (FINE_TOO, "1400", "they wrote $1,300, and the agreement would be at $1,400.00"),
        ("So what do you say?", "1350", "$1,350.00 is neither in their mails nor our last offer"),
    ],
)
def test_another_price_than_the_newer_mail_names_is_agreed_on_in_a_persons_name_alone(
    newer: str, price: str, found: str
) -> None:
    world = asked_1400_then(newer)
    words = replace(YES, offer=usd(price))
    with pytest.raises(InvalidInput, match=re.escape(found)):
        say(world, words)
    assert world.negotiation.state is State.ESCALATED
    say(world, replace(words, override=True))
    assert world.negotiation.agreed_terms is not None
    assert world.negotiation.agreed_terms.rate == usd(price)
    assert world.entries()[-1].overridden == (found,)


def drafted_at_1400_then(newer: str) -> World:
    """The agreement was drafted, the gate found something in it, and they wrote again before anybody looked."""
    world = opened(campaign())
    world.app.model.words = ["Hi Mia, and $77.00 more."] * 2
    world.write("It is $1,400.", ASK_1400)
    world.write(newer)
    assert (only_case(world).reason, world.entries()[-1].state) == (Reason.GATE_FAILED, EntryState.HELD)
    return world


def test_a_drafted_agreement_is_not_approved_once_they_have_written_again() -> None:
    world = drafted_at_1400_then(FINE_TOO)
    with pytest.raises(InvalidInput, match=r"written again since the agreement at \$1,400\.00 was drafted"):
        world.approve(only_case(world).id)
    with pytest.raises(InvalidInput, match=r"written again since the agreement at \$1,400\.00 was drafted"):
        world.edit(only_case(world).id, "Hi Mia, deal at $1,400.00.", override=False)
    assert (world.negotiation.state, len(world.app.mailbox.sent)) == (State.ESCALATED, 1)
    say(world, replace(YES, offer=usd("1300")))
    assert (world.negotiation.state, world.negotiation.agreed_rate) == (State.AGREED, usd("1300"))
    assert [entry.state for entry in world.entries()[-2:]] == [EntryState.WITHDRAWN, EntryState.SENT]


def test_a_drafted_counter_is_approved_although_they_have_written_again() -> None:
    world = opened(campaign())
    world.app.model.words = ["Hi Mia, and $77.00 more."] * 2
    world.write("It is $4,000.", reading(Intent.COUNTER, ask("4000", quote="$4,000")))
    world.write("So what do you say?")
    world.approve(only_case(world).id)
    assert (world.negotiation.state, len(world.app.mailbox.sent)) == (State.COUNTER_SENT, 2)


def asked_where_to_sign() -> World:
    world = opened(campaign())
    question = Question(topic=Topic.OTHER, text="Where do I sign?")
    world.write("Sounds great, I'm in! Where do I sign?", reading(Intent.QUESTION, questions=(question,)))
    assert (only_case(world).reason, only_case(world).their_ask) == (Reason.UNKNOWN_ANSWER, None)
    return world


def test_a_yes_that_only_the_person_saw_agrees_on_our_offer_as_it_stands() -> None:
    world = asked_where_to_sign()
    offered = world.negotiation.terms
    assert "They said yes to our offer: `case answer --accept`" in only_case(world).actions
    say(world, YES)
    assert (world.negotiation.state, world.negotiation.agreed_terms) == (State.AGREED, offered)
    assert "- Fee: $1,000.00" in world.app.mailbox.sent[-1].body


def test_our_offer_is_not_agreed_on_where_a_mail_of_the_case_names_another_price() -> None:
    world = asked_where_to_sign()
    world.write("Oh, I meant for $1,200.")
    with pytest.raises(InvalidInput, match=r"they wrote \$1,200, and the agreement would be at \$1,000\.00"):
        say(world, YES)
    say(world, replace(YES, offer=usd("1200")))
    assert (world.negotiation.state, world.negotiation.agreed_rate) == (State.AGREED, usd("1200"))


def test_our_offer_is_not_agreed_on_beyond_what_the_campaign_still_has() -> None:
    world = asked_where_to_sign()
    poorer = budget(total=usd("900"))
    world.app.store.update(world.app.store.campaign("spring"), lambda current: replace(current, budget=poorer))
    with pytest.raises(InvalidInput, match=r"\$1,000\.00 is more than the rest of the campaign's budget"):
        say(world, YES)


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


class TestInPlaceOfAMailThatDidNotLeave:
    def unclear(self) -> World:
        """Our counter of $1,480 was refused by Gmail; the opening offered $1,000."""
        world = opened(campaign())
        world.app.mailbox.on.fail("create_draft", PermanentError("400 invalidArgument"))
        with pytest.raises(PermanentError):
            world.write("It is $4,000.", reading(Intent.COUNTER, ask("4000", quote="$4,000")))
        assert only_case(world).reason is Reason.SEND_UNCLEAR
        return world

    def test_an_offer_is_held_against_what_the_creator_was_told(self) -> None:
        world = self.unclear()
        say(world, OwnWords(text="Hi Mia, we can do $1,200.00.", offer=usd("1200")))
        found = world.negotiation
        assert (found.state, found.offers) == (State.COUNTER_SENT, (usd("1000"), usd("1200")))
        assert [entry.state for entry in world.entries()] == [EntryState.SENT, EntryState.WITHDRAWN, EntryState.SENT]
        assert world.events().count("mail_withdrawn") == 1

    def test_words_alone_repeat_what_the_creator_was_told(self) -> None:
        world = self.unclear()
        case, words = only_case(world), OwnWords(text="Hi Mia, thank you for your patience.")
        preview = preview_answer(world.app, case.id, words)
        say(world, words)
        assert world.app.mailbox.sent[-1].body == preview
        assert world.negotiation.offers == (usd("1000"), usd("1000"))


class TestWhereNoMailCanLeave:
    def test_a_paused_negotiation_is_resumed_first(self) -> None:
        world = opened(campaign(autonomy=REVIEWED))
        (opening,) = world.app.store.open_cases()
        steer(world, Command.PAUSE)
        said = f"the negotiation is paused; `negotiation resume {N1}` first"
        with pytest.raises(NotAllowed, match=f"^{re.escape(said)}$"):
            say(world, OwnWords(text="Hi Mia, hello."))
        with pytest.raises(NotAllowed, match=f"^{re.escape(said)}$"):
            world.approve(opening.id)
        assert world.app.mailbox.sent == []
        steer(world, Command.RESUME)
        world.approve(opening.id)
        assert len(world.app.mailbox.sent) == 1

    def test_a_word_that_is_theirs_is_not_spoken_by_us(self) -> None:
        world = opened(campaign())
        world.colleague_sends("We look forward to it.")
        world.write("I will be back.", sender="kim@agency.example")
        said = "in state awaiting_reply the next word is theirs; to write all the same, use the mailbox"
        with pytest.raises(NotAllowed, match=f"^{re.escape(said)}$"):
            say(world, OwnWords(text="Hi Mia, hello."))

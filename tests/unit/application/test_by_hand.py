"""Whoever names a price past the agent keeps the negotiation: a yes to it is no yes to what the books hold."""

import pytest

from shared.application.steer_negotiation import Command
from shared.domain.decision import Reason
from shared.domain.negotiation import Owner
from shared.domain.own_words import OwnWords
from shared.domain.reading.facts import Intent
from shared.domain.states import State
from tests.unit.application.world import World, only_case, opened, steer
from tests.unit.domain.builders import MAILBOX, ask, reading, usd

ACCEPT = reading(Intent.ACCEPT)
CALL = reading(Intent.COUNTER, call_requested=True)


def handed_back_after(text: str) -> World:
    """A colleague wrote *text* from the mailbox, the creator answered, and the negotiation is the agent's again."""
    world = opened()
    world.colleague_sends(text)
    world.write("Let me think about it.")
    steer(world, Command.RELEASE)
    return world


class TestAPriceNamedInTheMailbox:
    @pytest.mark.parametrize("text", ["I can offer $1,800.", "Let us say 1800.", "We could do 1.8k for the Reel."])
    def test_a_bare_yes_after_it_goes_to_a_person(self, text: str) -> None:
        world = handed_back_after(text)
        world.write("Yes, deal!", ACCEPT)
        assert (world.negotiation.state, world.negotiation.owner) == (State.COUNTER_RECEIVED, Owner.HUMAN)
        assert only_case(world).reason is Reason.HUMAN_TOOK_OVER
        assert "by hand, which the books do not hold" in only_case(world).evidence

    def test_the_agent_goes_on_from_what_is_then_offered_in_the_books(self) -> None:
        world = handed_back_after("I can offer $1,400.")
        world.write("Yes, deal!")
        words = OwnWords(text="Hi Mia,\n\nOur offer is $1,400.00.", offer=usd("1400"))
        world.answer(only_case(world).id, words)
        steer(world, Command.RELEASE)
        world.write("Great, yes!", ACCEPT)
        assert (world.negotiation.state, world.negotiation.agreed_rate) == (State.AGREED, usd("1400"))

    @pytest.mark.parametrize("text", ["We are excited to work with you!", "It stays at $1,000.", "Due 20 April."])
    def test_words_without_another_price_leave_the_offer_as_it_stands(self, text: str) -> None:
        world = handed_back_after(text)
        world.write("Yes, deal!", ACCEPT)
        assert world.negotiation.agreed_rate == usd("1000")

    def test_a_teammates_own_mail_counts_like_one_from_the_mailbox(self) -> None:
        world = opened()
        world.write("We can go up to $1,800.", sender="kim@agency.example")
        steer(world, Command.RELEASE)
        world.write("Yes, deal!", ACCEPT)
        assert world.negotiation.owner is Owner.HUMAN

    def test_a_draft_that_was_changed_in_gmail_counts_too(self) -> None:
        world = opened()
        asked = reading(Intent.COUNTER, ask("4000", quote="$4,000"))
        left = f"Hi Mia,\n\nI can do $1,900 for you.\n\nBest,\nAlex Morgan ({MAILBOX})"
        mailbox = world.app.mailbox

        def sent_otherwise() -> None:
            (draft,) = mailbox.drafts
            mailbox.edit_by_hand(draft, body=left)
            mailbox.send_by_hand(draft)

        mailbox.on.plan("send_draft", sent_otherwise)
        world.write("I charge $4,000.", asked)
        assert world.negotiation.owner is Owner.HUMAN
        steer(world, Command.RELEASE)
        world.write("Yes, deal!", ACCEPT)
        assert (world.negotiation.agreed_rate, world.negotiation.owner) == (None, Owner.HUMAN)


class TestOwnWordsWithAnotherPrice:
    def case_of_a_call(self) -> World:
        world = opened()
        world.write("Call me.", CALL)
        return world

    def test_they_leave_the_negotiation_to_whoever_answers_for_them(self) -> None:
        world = self.case_of_a_call()
        world.answer(only_case(world).id, OwnWords(text="Hi Mia,\n\nLet us do $1,800 all in.", override=True))
        assert world.negotiation.owner_name == "Kim"
        world.write("Yes, deal!", ACCEPT)
        assert (world.negotiation.agreed_rate, only_case(world).reason) == (None, Reason.HUMAN_OWNED)

    def test_handing_back_does_not_make_it_ours(self) -> None:
        world = self.case_of_a_call()
        world.answer(only_case(world).id, OwnWords(text="Hi Mia,\n\nLet us do $1,800 all in.", override=True))
        steer(world, Command.RELEASE)
        world.write("Yes, deal!", ACCEPT)
        assert (world.negotiation.agreed_rate, only_case(world).reason) == (None, Reason.HUMAN_TOOK_OVER)

    def test_an_offer_above_the_limit_in_somebodys_name_stays_with_the_agent(self) -> None:
        world = self.case_of_a_call()
        words = OwnWords(text="Hi Mia,\n\nOur offer is $1,800.00.", offer=usd("1800"), override=True)
        world.answer(only_case(world).id, words)
        world.write("Yes, deal!", ACCEPT)
        assert world.negotiation.agreed_rate == usd("1800")

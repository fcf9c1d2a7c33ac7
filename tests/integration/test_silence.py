"""Creators who say nothing for days: followed up by the sweep, once; and those who are only away."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from emulators.creators.cast import Client, Persona
from emulators.creators.gmail import GmailPost
from emulators.creators.letter import Address
from emulators.creators.play import Play
from tests.integration.stand_ins import MAILBOX
from tests.integration.world import CAMPAIGN, ON_SQLITE, World

# A week is more than three working days and less than eight, whatever the day it begins on.
TWICE = f"{CAMPAIGN}follow_ups:\n  after_days: [3, 5]\n  close_after_days: 5\n  then: stale\n"
CLOSING = f"{CAMPAIGN}follow_ups:\n  close_after_days: 3\n  then: exit\n"
NEXT_DAY = f"{CAMPAIGN}follow_ups:\n  after_days: [1]\n"
A_WEEK = 7


def jo(world: World, behaviour: str) -> Play:
    """Jo at work, answering at once."""
    persona = Persona(
        id="jo",
        address=Address(name="Jo Park", email="jo@creators.example"),
        behaviour=behaviour,
        client=Client.GMAIL_WEB,
        zone=UTC,
        signature="Jo",
    )
    return Play([persona], GmailPost(world.gmail.url, MAILBOX), now=_now, tell=_heard, thinking_seconds=0)


def _now() -> datetime:
    return datetime.now(UTC)  # noqa: TID251 - the creators' own clock


def _heard(_: dict[str, object]) -> None:
    pass


def play(world: World, creator: Play) -> None:
    """The creator reads and answers; what follows is done."""
    creator.step()
    world.notify()
    world.work()


def pass_days(world: World, days: int) -> None:
    world.wait(days=days)
    assert world.product.call("renew_watch") == 200
    assert world.sweep() == 200


def test_a_creator_who_forgot_is_reminded_once_and_agrees(world: World) -> None:
    world.launch(TWICE)
    creator = jo(world, "answers_the_follow_up")
    play(world, creator)
    assert len(world.sent()) == 1

    pass_days(world, A_WEEK)
    pass_days(world, 0)

    opening, again = world.sent()
    assert again.header("In-Reply-To") == opening.header("Message-ID")
    assert "Our offer, unchanged:" in again.body
    assert "- Fee: $1,000.00" in again.body
    assert (world.state(), world.offers()) == ("awaiting_reply", ["1000.00", "1000.00"])
    play(world, creator)
    assert (world.state(), world.rate()) == ("agreed", "1000.00")
    world.check()


@ON_SQLITE
def test_a_creator_who_never_answers_is_told_of_in_slack_and_may_still_answer(world: World) -> None:
    world.launch(TWICE)
    for _ in range(3):
        pass_days(world, A_WEEK)
    assert len(world.sent()) == 3
    assert world.state() == "stale"
    (card,) = (post for post in world.posts() if "No answer: Jo Park" in post)
    assert "after 2 follow-ups" in card

    world.answer("Sorry for the wait! Deal.")

    assert (world.state(), world.rate()) == ("agreed", "1000.00")
    world.check()


@ON_SQLITE
def test_a_campaign_that_closes_after_silence_sends_a_last_mail(world: World) -> None:
    world.launch(CLOSING)
    pass_days(world, A_WEEK)
    assert (world.state(), len(world.sent())) == ("exited", 2)
    assert "$" not in world.sent()[-1].body
    world.check()


@ON_SQLITE
def test_a_creator_who_is_away_is_followed_up_after_the_return(world: World) -> None:
    world.launch(NEXT_DAY)
    play(world, jo(world, "is_out_of_office"))  # back on Monday
    back = world.negotiation().away_until
    assert back is not None
    assert (f"{back:%A %H:%M}", world.negotiation().rounds) == ("Tuesday 12:00", 1)

    world.wait(seconds=(back - world.product.clock.now() - timedelta(hours=1)).total_seconds())
    pass_days(world, 0)
    assert len(world.sent()) == 1
    world.wait(hours=2)
    pass_days(world, 0)
    assert len(world.sent()) == 2
    world.check()


@ON_SQLITE
def test_what_comes_next_is_shown(world: World) -> None:
    world.launch(TWICE)
    id_ = world.negotiation().id
    before = shown(world, id_)
    pass_days(world, A_WEEK)
    after = shown(world, id_)
    assert before == (0, "follow_up", 1)
    assert after == (1, "follow_up", 2)
    page = world.product.cli("negotiation", "show", id_).out
    assert "\nfollow_up_decided, " in page.replace("agent: ", "\n")
    assert "UTC, follow-ups: 1\nnext, " in page
    assert "UTC: follow-up 2 of 2\n" in page


@ON_SQLITE
@pytest.mark.parametrize("command", ["pause", "claim"])
def test_what_a_person_holds_has_no_next_look(world: World, command: str) -> None:
    world.launch(TWICE)
    id_ = world.negotiation().id
    world.cli("negotiation", command, id_, "--as", "Ava")
    assert shown(world, id_) == (0, None, None)
    pass_days(world, 4 * A_WEEK)
    assert len(world.sent()) == 1


def shown(world: World, id_: str) -> tuple[Any, Any, Any]:
    one = world.cli("negotiation", "show", id_)
    look = one["next_look"] or {"step": None, "number": None}
    return one["follow_ups"], look["step"], look["number"]

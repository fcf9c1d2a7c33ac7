"""Pushes that come too often, from too many, or never."""

from dataclasses import replace

import pytest

from shared.adapters.sqlite import SqliteStore
from shared.application.steer_negotiation import Command, steer_negotiation
from shared.domain.records import InboundState
from tests.crash.books import drafts_left, marker_of
from tests.crash.platform import Platform, launch
from tests.crash.scenarios import (
    COUNTER,
    FOLLOW_UP,
    OPENING,
    Point,
    Scenario,
    Side,
    crash,
    ended,
    prepared,
    undisturbed,
)
from tests.crash.world import CAMPAIGN, CREATOR, Died, World, notification
from tests.unit.application.world import new_app

BOTH_STORES = pytest.mark.parametrize(
    "world", ["sqlite", pytest.param("firestore", marks=pytest.mark.firestore)], indirect=True
)

EMAILS = ("ada@one.example", "ben@two.example", "cy@three.example")
ROSTER = "Name,Email,Platform,Handle,Average Views,Min Rate,Max Rate,Engagement Rate\n" + "".join(
    f'Creator {email},{email},Instagram,@{email.partition("@")[0]},"60,000","$1,000","$2,400",4.8%\n'
    for email in EMAILS
)


@BOTH_STORES
def test_failure_mode_02_the_same_notification_20_times_from_8_processes_gives_one_reply(world: World) -> None:
    calm = undisturbed(world, COUNTER)
    platform = prepared(world, COUNTER)
    platform.worker.end()
    world.crowd([("gmail_notification", notification())] * 20, processes=8)
    turns = [("negotiation_turn", body) for body in world.published("inbound-messages")]
    assert turns
    world.crowd((turns * 20)[:20], processes=8)
    assert world.sent_to(CREATOR) == 2  # the opening and one reply
    platform.worker = world.worker()
    platform.recover()
    platform.worker.end()
    assert ended(world) == calm.end


@BOTH_STORES
def test_a_sweep_in_8_processes_at_once_follows_up_once(world: World) -> None:
    calm = undisturbed(world, FOLLOW_UP)
    assert len(calm.end["sent"]) == 2
    platform = prepared(world, FOLLOW_UP)
    platform.worker.end()
    world.crowd([("sweep", None)] * 16, processes=8)
    assert world.sent_to(CREATOR) == 2  # the opening and one follow-up
    platform.worker = world.worker()
    platform.recover()
    platform.worker.end()
    assert ended(world) == calm.end


def test_a_push_that_never_comes_is_made_up_for_by_the_sweep(world: World) -> None:
    calm = undisturbed(world, COUNTER)
    platform = prepared(world, COUNTER)
    platform.recover()
    platform.worker.end()
    assert ended(world) == calm.end


def test_failure_mode_04_expired_history_with_three_unseen_mails_gives_three_answers_once_each(world: World) -> None:
    platform = opened(world)
    for email in EMAILS:
        world.creator_writes("Thanks! My rate for this package is $2,100.", email)
    world.post(world.urls["gmail"], "expire-history")
    for _ in range(3):
        assert platform.notify() == 200
        platform.deliver(again=True)
    platform.recover()
    platform.worker.end()
    assert [world.sent_to(email) for email in EMAILS] == [2, 2, 2]
    with world.place.opened() as store:
        assert [len(one.asks) for one in store.negotiations(CAMPAIGN)] == [1, 1, 1]
        outcomes = [record.outcome for record in store.inbound_of(InboundState.DONE)]
    # Our three openings are in the list of recent mail too; their threads tell whose they are.
    assert sorted(str(outcome) for outcome in outcomes) == ["answered"] * 3


def test_a_crash_between_queueing_and_waking_is_woken_by_the_sweep(world: World) -> None:
    calm = undisturbed(world, COUNTER)
    platform = crash(world, COUNTER, Point("pubsub", 1, "Publish", Side.BEFORE))
    COUNTER.play(platform)
    assert world.published("inbound-messages") == []  # redelivered, the notification finds the mail queued
    platform.recover()
    platform.worker.end()
    assert ended(world) == calm.end


def test_failure_mode_08_a_mail_that_kills_every_turn_is_parked_after_five_while_others_are_served(
    world: World,
) -> None:
    platform = opened(world)
    poisoned = world.creator_writes("Thanks! My rate for this package is $2,100.", EMAILS[0])
    platform.notify()
    deaths = 0
    for _ in range(8):
        deaths += _dies(platform, poisoned)
        world.advance()
    assert deaths == 5
    world.creator_writes("Thanks! My rate for this package is $2,100.", EMAILS[1])
    platform.recover()
    platform.worker.end()
    assert [world.sent_to(email) for email in EMAILS] == [1, 2, 1]
    with world.place.opened() as store:
        assert store.inbound(poisoned).state is InboundState.PARKED
        assert [case.reason for case in store.open_cases() if case.negotiation_id] == ["parked"]
        cards = [entry.id for entry in store.entries() if entry.card and entry.negotiation_id]
    assert len(cards) == 1
    assert [marker_of(post) for post in world.get("slack", "posts")].count(cards[0]) == 1


@pytest.mark.parametrize("method", ["drafts.create", "drafts.send"])
def test_a_process_that_dies_while_it_opens_has_committed_before_it_sends(world: World, method: str) -> None:
    platform = prepared(world, OPENING)
    world.fault("gmail", method=method, action="kill", side="before")
    with pytest.raises(Died):
        OPENING.play(platform)
    with world.place.opened() as store:
        (negotiation,) = store.negotiations(CAMPAIGN)
        (entry,) = store.entries()
        assert (negotiation.state, negotiation.version) == ("awaiting_reply", 1)
        assert entry.negotiation_id == negotiation.id
        assert [event.kind for event in store.events(negotiation.id)] == ["negotiation_opened", "opening_decided"]
    assert world.sent_to(CREATOR) == 0


@pytest.mark.parametrize("scenario", [OPENING, COUNTER], ids=lambda scenario: scenario.name)
def test_a_redelivered_event_sends_what_a_process_had_committed_when_it_died(world: World, scenario: Scenario) -> None:
    calm = undisturbed(world, scenario)
    commit = calm.calls["store"].index("transact") + 1
    before = 0 if scenario is OPENING else 1
    platform = crash(world, scenario, Point("store", commit, "transact", Side.AFTER))
    assert world.sent_to(CREATOR) == before
    platform.deliver()
    assert world.sent_to(CREATOR) == before + 1
    platform.recover()
    platform.worker.end()
    assert ended(world) == calm.end


def test_a_stop_between_a_crash_and_the_recovery_lets_nothing_leave(world: World) -> None:
    platform = crash(world, COUNTER, Point("gmail", 7, "drafts.send", Side.BEFORE))
    with world.place.opened() as store:
        (negotiation,) = store.negotiations(CAMPAIGN)
        assert isinstance(store, SqliteStore)
        steer_negotiation(replace(new_app(), store=store), negotiation.id, Command.STOP, "Kim")
    platform.recover()
    platform.worker.end()
    with world.place.opened() as store:
        assert [entry.state for entry in store.entries()] == ["sent", "withdrawn"]
    assert world.sent_to(CREATOR) == 1
    assert drafts_left(world) == []


def _dies(platform: Platform, poisoned: str) -> bool:
    platform.worker.ask(do="watch", fault={"poison": f"inbound/{poisoned}"})
    try:
        platform.deliver(again=True)
    except Died:
        platform.worker = platform.world.worker()
        return True
    return False


def opened(world: World) -> Platform:
    """Three creators, each with our first mail."""
    world.reset(world.place)
    platform = Platform(world, world.worker())
    launch(platform, roster=ROSTER)
    platform.deliver()
    return platform

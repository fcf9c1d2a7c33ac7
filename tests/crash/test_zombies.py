"""A process that sleeps past its lease, and wakes up after another took over: no second mail, no second step."""

from collections.abc import Iterator

import pytest

from tests.crash.books import drafts_left
from tests.crash.platform import Platform
from tests.crash.scenarios import (
    ACCEPT,
    COUNTER,
    FOLLOW_UP,
    Point,
    Scenario,
    Side,
    Undisturbed,
    ended,
    park,
    resume,
    undisturbed,
)
from tests.crash.world import World

# The calls of the send protocol, by their place among the turn's calls of Gmail.
SEND_PROTOCOL = [
    (4, "threads.get"),
    (5, "messages.list"),
    (6, "drafts.create"),
    (7, "drafts.send"),
    (8, "messages.get"),
]

ON_GMAIL = [Point("gmail", at, call, side) for at, call in SEND_PROTOCOL for side in Side]


@pytest.fixture
def calm(world: World) -> Undisturbed:
    world.prepare(workers=2)
    return undisturbed(world, COUNTER)


@pytest.mark.parametrize("point", ON_GMAIL, ids=lambda point: f"{point.side}-{point.call}")
def test_zombie_at_a_call_of_gmail_changes_nothing(world: World, calm: Undisturbed, point: Point) -> None:
    assert calm.calls["gmail"][point.at - 1] == point.call
    assert outlived(world, calm, point) == []


def test_zombie_between_the_store_calls_of_the_send_protocol_changes_nothing(world: World, calm: Undisturbed) -> None:
    points = list(after_commit(calm))
    assert len(points) >= 14
    assert [words for point in points for words in outlived(world, calm, point)] == []


def test_zombie_between_the_claim_and_the_post_of_a_card_posts_no_second(world: World) -> None:
    world.prepare(workers=2)
    calm = undisturbed(world, ACCEPT)
    assert len(calm.end["cards"]) == 1
    claim = [at for at, call in enumerate(calm.calls["store"], start=1) if call == "swap"][-2]
    assert outlived(world, calm, Point("store", claim, "swap", Side.AFTER), ACCEPT) == []


@pytest.mark.long
@pytest.mark.timeout(900)
def test_zombie_at_any_call_of_the_turn_changes_nothing(world: World, calm: Undisturbed) -> None:
    assert [words for point in calm.points() for words in outlived(world, calm, point)] == []


@pytest.mark.timeout(300)
def test_zombie_at_an_outside_call_of_a_follow_up_changes_nothing(world: World) -> None:
    world.prepare(workers=2)
    calm = undisturbed(world, FOLLOW_UP)
    outside = [point for point in calm.points() if point.where in {"gmail", "claude"}]
    assert {point.call for point in outside} >= {"messages.create", "drafts.create", "drafts.send"}
    assert [words for point in outside for words in outlived(world, calm, point, FOLLOW_UP)] == []


def after_commit(calm: Undisturbed) -> Iterator[Point]:
    calls = calm.calls["store"]
    for at in range(calls.index("transact") + 1, len(calls) + 1):
        yield from (Point("store", at, calls[at - 1], side) for side in Side)


def outlived(world: World, calm: Undisturbed, point: Point, scenario: Scenario = COUNTER) -> list[str]:
    """Park a process at *point*, let another finish, wake the first; what is otherwise than in the calm run."""
    zombie = park(world, scenario, point)
    heir = Platform(world, world.worker(1))
    heir.lose_pushes()
    heir.recover()
    resume(zombie)
    heir.recover()
    heir.worker.end()
    end = ended(world)
    found = [f"{name}: {end[name]!r} instead of {calm.end[name]!r}" for name in end if end[name] != calm.end[name]]
    found += [f"drafts left: {drafts_left(world)}"] if drafts_left(world) else []
    return [f"stopped {point}: {words}" for words in found]

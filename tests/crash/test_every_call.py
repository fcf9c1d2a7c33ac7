"""A process killed at any call, before or after it acts, leaves nothing that redelivery and the sweep do not finish."""

import itertools
import sys
from collections.abc import Iterable

import pytest

from tests.contract.stores.firestore_proxy import BEGINNING_READ
from tests.crash.books import drafts_left
from tests.crash.scenarios import (
    ACCEPT,
    COUNTER,
    FOLLOW_UP,
    OPENING,
    ORDERS,
    Order,
    Point,
    Scenario,
    Side,
    Undisturbed,
    crash,
    ended,
    redelivered_alone,
    undisturbed,
)
from tests.crash.world import World

# The scenarios on both stores, Firestore's fault points being its RPCs; in the short run one scenario stands for all.
EVERYWHERE = pytest.mark.parametrize(
    ("world", "scenario"),
    [
        pytest.param("sqlite", OPENING, id="opening-sqlite"),
        pytest.param("sqlite", COUNTER, id="counter-sqlite"),
        pytest.param("sqlite", ACCEPT, id="accept-sqlite"),
        pytest.param("sqlite", FOLLOW_UP, id="follow-up-sqlite"),
        pytest.param("firestore", COUNTER, id="counter-firestore", marks=pytest.mark.firestore),
        pytest.param("firestore", OPENING, id="opening-firestore", marks=[pytest.mark.firestore, pytest.mark.long]),
        pytest.param("firestore", ACCEPT, id="accept-firestore", marks=[pytest.mark.firestore, pytest.mark.long]),
        pytest.param("firestore", FOLLOW_UP, id="follow-up-firestore", marks=[pytest.mark.firestore, pytest.mark.long]),
    ],
    indirect=["world"],
)


@pytest.mark.timeout(900)
@EVERYWHERE
def test_failure_mode_07_a_crash_at_any_call_ends_as_if_there_was_none(
    world: World, scenario: Scenario, capfd: pytest.CaptureFixture[str]
) -> None:
    calm = undisturbed(world, scenario)
    points = [point for point in calm.points() if point not in inside_transactions(calm)]
    # The two sides of a call share an order, so that each order meets each kind of call.
    orders = (ORDERS[number // 2 % len(ORDERS)] for number in itertools.count())
    failures = play_all(world, scenario, calm, zip(points, orders, strict=False))
    tell(capfd, f"{len(points)} crash points of {sum(map(len, calm.calls.values()))} calls in one {scenario.name}")
    assert failures == []


@pytest.mark.long
@pytest.mark.timeout(3_000)
@EVERYWHERE
def test_a_crash_at_any_call_ends_the_same_in_every_order_of_recovery(
    world: World, scenario: Scenario, capfd: pytest.CaptureFixture[str]
) -> None:
    calm = undisturbed(world, scenario)
    points = [point for point in calm.points() if point not in inside_transactions(calm)]
    failures = play_all(world, scenario, calm, itertools.product(points, ORDERS))
    tell(capfd, f"{len(points)} crash points in one {scenario.name}, {len(ORDERS)} orders of recovery each")
    assert failures == []


def test_redelivery_alone_finishes_a_turn_that_died_before_its_commit(world: World) -> None:
    calm = undisturbed(world, COUNTER)
    calls = calm.calls["store"]
    turn, commit = calls.index("find"), calls.index("transact") + 1
    points = [Point("store", at, calls[at - 1], side) for at in range(turn, commit) for side in Side]
    points += [Point("claude", at, "messages.create", side) for at in (1, 2) for side in Side]
    assert play_all(world, COUNTER, calm, ((point, redelivered_alone) for point in points)) == []


@pytest.mark.long
@pytest.mark.timeout(600)
@pytest.mark.parametrize("world", [pytest.param("firestore", marks=pytest.mark.firestore)], indirect=True)
def test_a_crash_inside_a_transaction_is_finished_once_its_locks_are_gone(world: World) -> None:
    calm = undisturbed(world, COUNTER)
    orders = itertools.cycle(ORDERS)
    points = inside_transactions(calm)
    assert len(points) == 2
    assert play_all(world, COUNTER, calm, zip(points, orders, strict=False)) == []


def inside_transactions(calm: Undisturbed) -> list[Point]:
    """Where the emulator goes on holding the dead process's locks, for a minute of real time.

    It ignores the optimistic concurrency that the production database is created with, which holds none.
    """
    calls = calm.calls.get("rpc", [])
    begun = [at for at, call in enumerate(calls, start=1) if call == BEGINNING_READ]
    reads = [Point("rpc", at, calls[at - 1], Side.AFTER) for at in begun]
    return reads + [Point("rpc", at + 1, calls[at], Side.BEFORE) for at in begun]


def play_all(world: World, scenario: Scenario, calm: Undisturbed, runs: Iterable[tuple[Point, Order]]) -> list[str]:
    """What ended otherwise than the undisturbed run, in words."""
    return [words for point, order in runs for words in _differences(world, scenario, calm, (point, order))]


def _differences(world: World, scenario: Scenario, calm: Undisturbed, run: tuple[Point, Order]) -> list[str]:
    point, order = run
    platform = crash(world, scenario, point)
    order(platform, scenario)
    platform.worker.end()
    end = ended(world)
    found = [f"{name}: {end[name]!r} instead of {calm.end[name]!r}" for name in end if end[name] != calm.end[name]]
    # A first mail has no thread yet to find a forgotten draft in; it stays, unsent. Every other draft is found.
    if drafts_left(world):
        found.append(f"drafts left: {drafts_left(world)}")
    return [f"killed {point}, {order.__name__}: {words}" for words in found]


def tell(capfd: pytest.CaptureFixture[str], words: str) -> None:
    """Print past pytest's capture, also from a worker of xdist."""
    with capfd.disabled():
        print(f"\n{words}", file=sys.stderr)  # noqa: T201

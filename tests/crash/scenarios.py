"""What is played with a crash in it, where the crash can be, and how the platform carries on."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from tests.crash.books import books
from tests.crash.platform import Platform, launch
from tests.crash.world import WIRES, Died, Json, Parked, World


@dataclass(frozen=True, slots=True)
class Scenario:
    """One function's or two functions' work: an opening, or with *mail* the turn of the creator's answer.

    With *silent_days* the creator says nothing for so long, and the work is the schedule's.
    """

    name: str
    mail: str | None
    silent_days: int = 0

    def prepare(self, platform: Platform) -> None:
        """Everything before the part where a crash may be."""
        launch(platform)
        if self.mail:
            platform.deliver()
            platform.world.creator_writes(self.mail)
        if self.silent_days:
            platform.deliver()
            platform.world.advance(self.silent_days * 86_400.0)
            assert platform.call("renew_watch", None) == 200

    def play(self, platform: Platform) -> None:
        """The part itself, and again when the platform delivers again."""
        if self.mail:
            platform.notify()
        if self.silent_days:
            platform.sweep()
        platform.deliver()


OPENING: Final = Scenario("opening", None)
# Whatever the day of the week, three working days are over then and eight are not.
FOLLOW_UP: Final = Scenario("follow-up", None, silent_days=7)
COUNTER: Final = Scenario("counter", "Hi! Thanks, I love the brand. My rate for this package is $2,100.")
ACCEPT: Final = Scenario("accept", "Hi! Sounds great, I accept. Deal!")


class Side(StrEnum):
    BEFORE = "before"
    AFTER = "after"


@dataclass(frozen=True, slots=True)
class Point:
    """The process dies before or after the *at*-th call of *where* (from 1); *call* is that call's name."""

    where: str
    at: int
    call: str
    side: Side

    def __str__(self) -> str:
        return f"{self.side} {self.where} call {self.at} ({self.call})"


@dataclass(frozen=True, slots=True)
class Undisturbed:
    """A run without a crash: how it ended, and every call it made, by where."""

    end: Json
    calls: Mapping[str, list[str]]

    def points(self) -> list[Point]:
        return [
            Point(where, number, call, side)
            for where, calls in self.calls.items()
            for number, call in enumerate(calls, start=1)
            for side in Side
        ]


def undisturbed(world: World, scenario: Scenario) -> Undisturbed:
    """Play without a crash."""
    platform = prepared(world, scenario)
    before = {wire: len(world.calls(wire)) for wire in WIRES}
    platform.worker.ask(do="watch", fault={})
    world.place.listen()
    scenario.play(platform)
    rpcs = world.place.rpcs_heard()
    calls = {"rpc": rpcs} if rpcs else {"store": platform.worker.ask(do="calls")["calls"]}
    calls |= {wire: world.calls(wire)[before[wire] :] for wire in WIRES}
    platform.recover()
    scenario.play(platform)
    platform.recover()
    platform.worker.end()
    return Undisturbed(end=ended(world), calls=calls)


def crash(world: World, scenario: Scenario, point: Point) -> Platform:
    """Play until the process is killed at *point*; answers the platform with a new process.

    Raises:
        AssertionError: the process never came to that point.
    """
    platform = prepared(world, scenario)
    strike(platform, point, "kill")
    try:
        scenario.play(platform)
    except Died:
        platform.worker = world.worker()
        return platform
    platform.worker.end()
    raise AssertionError(f"{scenario.name}: nothing died {point}; the run made other calls than the undisturbed one")


def park(world: World, scenario: Scenario, point: Point) -> Platform:
    """Play until the process is stopped at *point*; it stays so until its worker resumes it.

    Raises:
        AssertionError: the process never came to that point.
    """
    platform = prepared(world, scenario)
    strike(platform, point, "stop")
    try:
        scenario.play(platform)
    except Parked:
        return platform
    platform.worker.end()
    raise AssertionError(f"{scenario.name}: nothing stopped {point}")


def resume(zombie: Platform) -> None:
    """Let the parked process finish what it was at, and end."""
    zombie.world.post(zombie.world.urls["gmail"], "resume")
    zombie.worker.resume()
    zombie.worker.answer()
    zombie.worker.end()


def strike(platform: Platform, point: Point, action: str) -> None:
    """Let *action* happen to the platform's process at *point*: kill, or stop."""
    if point.where == "store":
        platform.worker.ask(do="watch", fault={"at": point.at, "side": point.side, "action": action})
    elif point.where == "rpc":
        platform.world.place.kill_at(point.at, point.side, platform.worker.pid)
    else:
        on_wire = {"kill": "kill", "stop": "pause"}[action]
        platform.world.fault(point.where, method="*", nth=point.at, action=on_wire, side=point.side)


def ended(world: World) -> Json:
    """The books at the end."""
    with world.place.opened() as store:
        return books(world, store)


def redelivered_at_once(platform: Platform, scenario: Scenario) -> None:
    """While the dead worker's lease still holds; then the schedule."""
    scenario.play(platform)
    platform.recover()


def redelivered_late(platform: Platform, scenario: Scenario) -> None:
    """After the lease, everything once more, also what was taken; then the schedule."""
    platform.world.advance()
    platform.delivered.clear()
    scenario.play(platform)
    platform.recover()


def redelivered_alone(platform: Platform, scenario: Scenario) -> None:
    """Every push comes again after the lease; the schedule never calls."""
    platform.world.advance()
    platform.delivered.clear()
    scenario.play(platform)


def swept_only(platform: Platform, scenario: Scenario) -> None:
    """No push ever comes again."""
    del scenario
    platform.lose_pushes()
    platform.recover()


def swept_then_redelivered(platform: Platform, scenario: Scenario) -> None:
    platform.lose_pushes()
    platform.recover()
    platform.delivered.clear()
    scenario.play(platform)
    platform.recover()


Order = Callable[[Platform, Scenario], None]

ORDERS: Final[tuple[Order, ...]] = (redelivered_at_once, swept_only, redelivered_late, swept_then_redelivered)


def prepared(world: World, scenario: Scenario) -> Platform:
    """An empty world, and the scenario up to where its crash may be."""
    world.reset(world.place)
    platform = Platform(world, world.worker())
    scenario.prepare(platform)
    return platform

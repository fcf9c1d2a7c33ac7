"""Faults on request: which call of which method fails, is delayed, lost, or kills the process that makes it.

Knows no web framework. `FaultPlan.call` wraps one call of any transport; `emulators.fault_routes` does it for Flask.
"""

import os
import threading
import time
from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass, field, fields
from enum import StrEnum
from typing import TypeVar

import psutil

from emulators.server import ConnectionCut
from emulators.wallclock import now

T = TypeVar("T")

ANY_METHOD = "*"


class Action(StrEnum):
    FAIL = "fail"
    DELAY = "delay"
    DROP = "drop"
    RESET = "reset"
    KILL = "kill"
    PAUSE = "pause"


class Side(StrEnum):
    BEFORE = "before"
    AFTER = "after"


@dataclass(frozen=True, slots=True, kw_only=True)
class FaultRule:
    """One order for the future.

    Attributes:
        method: the method's name as the stand-in calls it, or "*" for every call.
        action: what happens.
        nth: the first call it happens to, counted from 1 since the rule was installed.
        times: on how many calls in a row; the rule is gone after the last.
        side: before or after the stand-in acts; "after" with drop is a reply lost after the work was done.
        status: of `fail`: the HTTP status.
        reason: of `fail`: the vendor's word for the error.
        message: of `fail`: text for people.
        retry_after: of `fail`: value of the Retry-After header, or what the vendor has in its place; None sends none.
        seconds: of `delay`: how long.
    """

    method: str
    action: Action
    nth: int = 1
    times: int = 1
    side: Side = Side.BEFORE
    status: int = 503
    reason: str = "backendError"
    message: str = "Injected fault"
    retry_after: str | None = None
    seconds: float = 2.0


class InvalidRuleError(ValueError):
    """The JSON of a rule has an unknown key, an unknown value or a count below 1."""


class InjectedFailure(Exception):
    """A `fail` rule is due; the transport answers with the vendor's error shape."""

    def __init__(self, rule: FaultRule) -> None:
        super().__init__(rule.message)
        self.rule = rule


def parse_rule(data: Mapping[str, object]) -> FaultRule:
    """A rule from its JSON; defaults as in `FaultRule`.

    Raises:
        InvalidRuleError: with the key that is wrong.
    """
    unknown = set(data) - {item.name for item in fields(FaultRule)}
    if unknown:
        raise InvalidRuleError(f"unknown keys: {', '.join(sorted(unknown))}")
    try:
        rule = FaultRule(
            **{
                **data,
                "method": str(data["method"]),
                "action": Action(str(data["action"])),
                "side": Side(str(data.get("side", "before"))),
            }  # type: ignore[arg-type] # numbers are checked below
        )
    except (KeyError, ValueError) as exc:
        raise InvalidRuleError(f"method, action or side: {exc}") from exc
    return _checked(rule)


def _checked(rule: FaultRule) -> FaultRule:
    for name in ("nth", "times", "status"):
        value = getattr(rule, name)
        if not isinstance(value, int) or value < 1:
            raise InvalidRuleError(f"{name} must be a whole number from 1, not {value!r}")
    seconds: object = rule.seconds
    if not isinstance(seconds, int | float) or seconds < 0:
        raise InvalidRuleError(f"seconds must be a number from 0, not {seconds!r}")
    return rule


@dataclass(frozen=True, slots=True, kw_only=True)
class Caller:
    """The other end of a connection on this machine: its port names its process."""

    peer_port: int
    own_port: int

    def process(self) -> psutil.Process:
        """The calling process.

        Raises:
            LookupError: it is gone, is this process itself, or belongs to another user.
        """
        for connection in psutil.net_connections(kind="tcp"):
            if not (connection.laddr and connection.raddr and connection.pid):
                continue
            if (connection.laddr.port, connection.raddr.port) == (self.peer_port, self.own_port):
                return _other_process(connection.pid)
        raise LookupError(f"no process found behind local port {self.peer_port}")


def _other_process(pid: int) -> psutil.Process:
    if pid == os.getpid():
        raise LookupError("the caller lives in the stand-in's own process: kill and pause need a process of its own")
    return psutil.Process(pid)


@dataclass(slots=True)
class _Installed:
    """A rule with its count; `id` is unique in its plan."""

    id: int
    rule: FaultRule
    seen: int = 0

    def meets(self, method: str) -> bool:
        """Count a call; True when the rule is due on it."""
        if self.rule.method not in (ANY_METHOD, method):
            return False
        self.seen += 1
        return self.rule.nth <= self.seen < self.rule.nth + self.rule.times

    @property
    def spent(self) -> bool:
        return self.seen >= self.rule.nth + self.rule.times - 1


@dataclass(slots=True)
class _Paused:
    """A stopped process; `released` lets the calls go on that wait for it."""

    process: psutil.Process
    released: threading.Event = field(default_factory=threading.Event)


class FaultPlan:
    """The rules and the calls of one stand-in; every method may be called from any thread."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._rules: list[_Installed] = []
        self._calls: list[dict[str, object]] = []
        self._paused: list[_Paused] = []
        self._last_id = 0

    def install(self, rule: FaultRule) -> int:
        with self._lock:
            self._last_id += 1
            self._rules.append(_Installed(self._last_id, rule))
            return self._last_id

    def rules(self) -> list[dict[str, object]]:
        """The rules that can still fire, each with its `id` and the calls `seen` so far."""
        with self._lock:
            return [{"id": item.id, "seen": item.seen, **asdict(item.rule)} for item in self._rules]

    def calls(self) -> list[dict[str, object]]:
        """Every call since the last reset, in order of arrival, also those that were never answered."""
        with self._lock:
            return [dict(item) for item in self._calls]

    def clear_rules(self) -> None:
        with self._lock:
            self._rules.clear()

    def reset(self) -> None:
        """Forget rules and calls; processes that were stopped go on."""
        with self._lock:
            self._rules.clear()
            self._calls.clear()
        self.resume()

    def resume(self) -> list[int]:
        """Let every process that a `pause` stopped go on; returns their ids."""
        with self._lock:
            paused, self._paused = self._paused, []
        for item in paused:
            if item.process.is_running():
                item.process.resume()
            item.released.set()
        return [item.process.pid for item in paused]

    def call(self, method: str, *, caller: Caller, act: Callable[[], T]) -> T:
        """Count one call of *method* and do *act*, with the faults that are due before and after it.

        A fault that is due after the act also happens when the act raises.

        Raises:
            InjectedFailure: answer with the vendor's error.
            ConnectionCut: end the connection without an answer.
        """
        due = self._begin(method)
        self._strike(due, Side.BEFORE, caller)
        try:
            return act()
        finally:
            self._strike(due, Side.AFTER, caller)

    def _begin(self, method: str) -> list[FaultRule]:
        with self._lock:
            self._calls.append({"n": len(self._calls) + 1, "method": method, "at": now().isoformat()})
            due = [item.rule for item in self._rules if item.meets(method)]
            self._rules = [item for item in self._rules if not item.spent]
            return due

    def _strike(self, due: list[FaultRule], side: Side, caller: Caller) -> None:
        for rule in due:
            if rule.side is side:
                self._do(rule, caller)

    def _do(self, rule: FaultRule, caller: Caller) -> None:
        match rule.action:
            case Action.FAIL:
                raise InjectedFailure(rule)
            case Action.DELAY:
                time.sleep(rule.seconds)
            case Action.DROP | Action.RESET:
                raise ConnectionCut(reset=rule.action is Action.RESET)
            case Action.KILL:
                caller.process().kill()
                raise ConnectionCut
            case Action.PAUSE:
                self._pause(rule, caller)

    def _pause(self, rule: FaultRule, caller: Caller) -> None:
        """Stop the caller. Before the act, the call waits too: what a parked process has yet to do is not done."""
        paused = _Paused(caller.process())
        paused.process.suspend()
        with self._lock:
            self._paused.append(paused)
        if rule.side is Side.AFTER:
            return
        paused.released.wait()
        if not paused.process.is_running():
            raise ConnectionCut

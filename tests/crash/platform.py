"""What Google's platform does for the product: deliver events, deliver failed ones again, call the schedule."""

from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any, Final

from shared.domain.records import EntryState, InboundState
from tests.crash.world import ROSTER, Json, Worker, World, notification

# Topic -> the function that its subscription pushes to.
PUSHES: Final = {"inbound-messages": "negotiation_turn", "campaign-tasks": "campaign_task"}

_UNFINISHED: Final = frozenset({EntryState.PENDING, EntryState.CLAIMED, EntryState.DRAFTED})

FAR_FUTURE: Final = datetime(2100, 1, 1, tzinfo=UTC)

# So many sweeps finish anything; each may find what the one before left.
SWEEPS: Final = 6


@dataclass(slots=True)
class Platform:
    """Delivers to one worker.

    Attributes:
        delivered: Ids of the messages that a function took (answered 2xx).
        answers: Status of each call, in order.
    """

    world: World
    worker: Worker
    delivered: set[str] = field(default_factory=set)
    answers: list[tuple[str, int]] = field(default_factory=list)

    def call(self, function: str, body: Json | None) -> int:
        answer = self.worker.ask(do="call", function=function, body=body)
        self.answers.append((function, answer["status"]))
        return int(answer["status"])

    def notify(self) -> int:
        return self.call("gmail_notification", notification())

    def sweep(self) -> None:
        self.call("sweep", None)

    def deliver(self, *, again: bool = False) -> int:
        """Push what was published until nothing new comes, each message once; *again*: also what was taken before."""
        if again:
            self.delivered.clear()
        pushed: set[str] = set()
        while waiting := self._waiting(pushed):
            function, body = waiting[0]
            pushed.add(body["message"]["messageId"])
            if self.call(function, body) < 300:
                self.delivered.add(body["message"]["messageId"])
        return len(pushed)

    def recover(self) -> None:
        """Sweep until there is nothing left to do, at the schedule's pace."""
        for _ in range(SWEEPS):
            self.world.advance()
            self.sweep()
            self.deliver()
            if self._quiet():
                return

    def _quiet(self) -> bool:
        with self.world.place.opened() as store:
            unsent = [entry for entry in store.entries() if entry.state in _UNFINISHED]
            silent = store.silent_negotiations(self.world.now(), 1)
            return not (
                silent or unsent or store.inbound_of(InboundState.QUEUED) or store.tasks_queued_before(FAR_FUTURE)
            )

    def lose_pushes(self) -> None:
        """What was published so far never arrives (again)."""
        self.delivered |= {body["message"]["messageId"] for topic in PUSHES for body in self.world.published(topic)}

    def _waiting(self, pushed: set[str]) -> list[tuple[str, Any]]:
        return [
            (function, body)
            for topic, function in PUSHES.items()
            for body in self.world.published(topic)
            if body["message"]["messageId"] not in self.delivered | pushed
        ]


def launch(platform: Platform, roster: str = ROSTER) -> None:
    """A launched campaign whose creators' tasks are queued, and a watched mailbox."""
    platform.worker.ask(do="seed", roster=roster)
    assert platform.call("renew_watch", None) == 200

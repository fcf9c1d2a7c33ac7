"""A burst: very many mails arrive at once, and several instances drain them, as the platform would start them."""

import json
import queue
import subprocess
import sys
import time
from collections.abc import Iterable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from typing import Any, Final

from shared.application.steer_mailbox import set_rules
from shared.domain.records import EntryState
from tests.integration.letters import Letter, reply
from tests.integration.stand_ins import MAILBOX
from tests.integration.world import CAMPAIGN, CAMPAIGN_ID, ROSTER_HEAD, World

# Nothing but the mails themselves is to be the limit: budget, caps of the mailbox, Gmail's quota, tokens, the sweep.
ENVIRONMENT: Final = {
    "PARLEY_DAILY_TOKENS": "1000000000",
    "PARLEY_GMAIL_UNITS_PER_MINUTE": "1000000000",
    "PARLEY_PATIENCE_SECONDS": "1",
}
BURST_CAMPAIGN: Final = CAMPAIGN.replace("$18,750", "$9,000,000").replace(
    "join_existing_threads: no", "join_existing_threads: yes"
)
DAILY_CAP: Final = 2000

# Of ten mails eight are from different people: one of them writes three times.
PEOPLE_OF_TEN: Final = 8
ASKS: Final = ("I would need $2,000.", "Sorry, $1,900 is enough.", "My last word: $1,800.")

# Every so many wake-ups one is lost; the sweep makes up for it.
LOST_WAKE_UPS: Final = 10

# The sweep comes again and again; more often than in production, so that a back-off of seconds is over in seconds.
ROUNDS: Final = 60
WAIT_SECONDS: Final = 0.5

Call = tuple[str, Mapping[str, object] | None]


class Instance:
    """One process that serves the functions, one call at a time."""

    def __init__(self, process: "subprocess.Popen[str]") -> None:
        self._process = process
        self.idle_mb = float(self._answer()["peak_mb"])
        self.peak_mb, self.cpu_seconds = self.idle_mb, 0.0

    def serve(self, call: Call) -> int:
        """Answers the status."""
        assert self._process.stdin is not None
        self._process.stdin.write(json.dumps({"function": call[0], "message": call[1]}) + "\n")
        self._process.stdin.flush()
        answer = self._answer()
        self.peak_mb, self.cpu_seconds = answer["peak_mb"], answer["cpu_seconds"]
        return int(answer["status"])

    def _answer(self) -> dict[str, Any]:
        assert self._process.stdout is not None
        answer: dict[str, Any] = json.loads(self._process.stdout.readline())
        return answer


class Pool:
    """Several instances; each takes the next call as soon as it is free."""

    def __init__(self, instances: Sequence[Instance]) -> None:
        self.instances = instances

    def serve(self, calls: Iterable[Call]) -> list[Call]:
        """Serve them all; answers those that were refused and come again."""
        free: queue.SimpleQueue[Instance] = queue.SimpleQueue()
        for instance in self.instances:
            free.put(instance)

        def serve(call: Call) -> int:
            instance = free.get()
            try:
                return instance.serve(call)
            finally:
                free.put(instance)

        with ThreadPoolExecutor(len(self.instances)) as threads:
            due = list(calls)
            return [call for call, status in zip(due, threads.map(serve, due), strict=True) if status >= 500]


@contextmanager
def running_pool(count: int) -> Iterator[Pool]:
    """*count* processes with this process's environment."""
    command = [sys.executable, "-m", "tests.integration.instance"]
    with ExitStack() as stack:
        processes = [
            stack.enter_context(
                subprocess.Popen(
                    command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True
                )
            )
            for _ in range(count)
        ]
        yield Pool([Instance(process) for process in processes])


@dataclass(frozen=True, slots=True, kw_only=True)
class Drained:
    """What a burst took.

    Attributes:
        pushed: Pushes that Gmail let through; the others were dropped, as it says it does.
        lost: Wake-ups that were lost on their way.
        seconds: From the first push to the last mail's outcome.
        receiver_mb, turn_mb: Peak memory of the largest instance of each kind.
        idle_mb: Of an instance before its first call.
    """

    mails: int
    people: int
    pushed: int
    lost: int
    seconds: float
    cpu_seconds: float
    receiver_mb: float
    turn_mb: float
    idle_mb: float


class Burst:
    """*mails* of creators who were written to by others, and who all answer within a second."""

    def __init__(self, world: World, receivers: Pool, turns: Pool, mails: int) -> None:
        self.world = world
        self.people = [f"creator{number}@creators.example" for number in range(mails * PEOPLE_OF_TEN // 10)]
        self._eager = set(self.people[: (mails - len(self.people)) // (len(ASKS) - 1)])
        self._mails = mails
        self._receivers, self._turns = receivers, turns
        self._lost = 0

    def launch(self) -> None:
        for mailbox in self.world.product.app.policy.mailboxes:
            set_rules(self.world.product.app, mailbox, "Kim", {"daily_cap": DAILY_CAP})
        rows = (f'Person {address[7:-17]},{address},Instagram,@x,"50,000",,\n' for address in self.people)
        assert self.world.import_files(BURST_CAMPAIGN, ROSTER_HEAD + "".join(rows)).code == 0
        assert self.world.product.cli("campaign", "launch", CAMPAIGN_ID).code == 0
        assert self._turns.serve(self.world.newly_published()) == []

    def arrive(self) -> dict[str, str]:
        """All at once, one mail of everybody before the second of anybody; answers who wrote which, by Gmail's id."""
        return {
            self._write(address, number): address
            for number in range(len(ASKS))
            for address in self.people
            if number < self.mails_of(address)
        }

    def mails_of(self, address: str) -> int:
        """Three of the first ones, else one, so that all together are as many as asked for."""
        return len(ASKS) if address in self._eager else 1

    def _write(self, address: str, number: int) -> str:
        first = f"<{address}-0>"
        headers = {"Message-ID": f"<{address}-{number}>"} | ({"References": first} if number else {})
        letter = Letter(text=ASKS[number], sender=address, subject="Your offer", headers=headers)
        return self.world.deliver_raw(reply(letter, None))

    def drain(self) -> Drained:
        """Until nothing is queued and nothing waits to leave."""
        start = time.monotonic()
        pushes = [push for push in self.world.gmail.get("pushes") if push["outcome"] == "unpublished"]
        notification = {"emailAddress": MAILBOX, "historyId": int(pushes[-1]["historyId"])}
        # The same push reaches all of them at the same time.
        due: list[Call] = [("gmail_notification", notification)] * len(self._receivers.instances)
        due = self._receivers.serve(due)
        for _ in range(ROUNDS):
            due = self._turns.serve([*due, *self._kept(self.world.newly_published())])
            if not due and not self.world.queue() and self._all_left():
                return self._drained(len(pushes), time.monotonic() - start)
            due += self._receivers.serve([("sweep", None)] * len(self._receivers.instances))
            time.sleep(WAIT_SECONDS)
        raise AssertionError(f"{self.world.queue()} mails are queued still, {len(due)} calls are refused")

    def _all_left(self) -> bool:
        return all(entry.state is EntryState.SENT for entry in self.world.store.entries())

    def _kept(self, calls: Sequence[Call]) -> list[Call]:
        kept = [call for place, call in enumerate(calls, start=1) if place % LOST_WAKE_UPS]
        self._lost += len(calls) - len(kept)
        return kept

    def _drained(self, pushed: int, seconds: float) -> Drained:
        receivers, turns = self._receivers.instances, self._turns.instances
        return Drained(
            mails=self._mails,
            people=len(self.people),
            pushed=pushed,
            lost=self._lost,
            seconds=seconds,
            cpu_seconds=sum(one.cpu_seconds for one in (*receivers, *turns)),
            receiver_mb=max(one.peak_mb for one in receivers),
            turn_mb=max(one.peak_mb for one in turns),
            idle_mb=max(one.idle_mb for one in turns),
        )

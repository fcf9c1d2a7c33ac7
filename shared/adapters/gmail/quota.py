"""Gmail's quota of one mailbox, kept by whoever calls: a call waits its turn for a moment, or is put off.

Each process counts what it spends itself. Others spend the same quota, people's programs too, so Gmail's own answer
(403, 429) is what decides in the end; this keeps a burst from running into it.
"""

import threading
from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Final

from shared.application.ports import PatientClock
from shared.domain.errors import MailboxQuiet

# Of one user in one project, for projects that first used the API after 2026-05-01; older ones have 15,000.
# https://developers.google.com/workspace/gmail/api/reference/quota
UNITS_PER_MINUTE: Final = 6_000

# The same page, for such projects; what it lists for older ones is lower (messages.get 5, threads.get 10).
UNITS: Final[Mapping[str, int]] = {
    "getProfile": 1,
    "history.list": 2,
    "messages.list": 5,
    "messages.get": 20,
    "threads.get": 40,
    "drafts.list": 5,
    "drafts.get": 20,
    "drafts.create": 10,
    "drafts.delete": 10,
    "drafts.send": 100,
    "watch": 100,
    "stop": 50,
}

LONGEST_WAIT: Final = timedelta(seconds=10)

_MINUTE: Final = timedelta(minutes=1)


class Quota:
    """The units of any 60 seconds, by mailbox; for several threads.

    Args:
        clock: what the minute is measured by, and what waits.
        units_per_minute: what one mailbox may use.
    """

    def __init__(self, clock: PatientClock, units_per_minute: int = UNITS_PER_MINUTE) -> None:
        self._clock = clock
        self._limit = units_per_minute
        self._lock = threading.Lock()
        self._spent: dict[str, list[tuple[datetime, int]]] = {}

    def spend(self, address: str, method: str) -> None:
        """Answer when *method* may be called in *address*; ten seconds later at most.

        Raises:
            MailboxQuiet: it may not within ten seconds; nothing is spent, and it says when.
        """
        pause = self._reserve(address, UNITS[method], method)
        if pause > timedelta(0):
            self._clock.sleep(pause)

    def _reserve(self, address: str, units: int, method: str) -> timedelta:
        with self._lock:
            now = self._clock.now()
            # Places of others who still wait lie ahead of now, so each caller waits once. What lies further ahead was
            # taken before the clock was set back.
            known = self._spent.get(address, ())
            spent = [place for place in known if now - _MINUTE < place[0] <= now + LONGEST_WAIT]
            start = self._start(spent, units, now)
            if start - now > LONGEST_WAIT:
                said = f"Gmail {method}: {self._limit} quota units in a minute are used up in {address}"
                raise MailboxQuiet(said, mailbox=address, until=start)
            self._spent[address] = [*spent, (start, units)]
            return start - now

    def _start(self, spent: list[tuple[datetime, int]], units: int, now: datetime) -> datetime:
        """The first instant, after every place that is taken, at which the minute before it has room."""
        start = max([now, *(at for at, _ in spent)])
        window = [(at, used) for at, used in spent if at > start - _MINUTE]
        excess = sum(used for _, used in window) + units - self._limit
        for at, used in window:
            if excess <= 0:
                break
            start, excess = at + _MINUTE, excess - used
        return start

"""What the sweep sends: replies before first contacts, oldest first, no faster than each mailbox may."""

from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from typing import Final

from shared.application.app import App
from shared.application.take_slot import expected_delay
from shared.domain.records import OutboxEntry, OutgoingMail

# The longest pause that is waited for here; a longer one is left to a later sweep.
LONGEST_PAUSE: Final = timedelta(seconds=10)

# A sweep may run for 270 s (terraform/functions.tf), and one mail may take some of them by itself.
LONGEST_RUN: Final = timedelta(seconds=150)


def send_due(app: App, attempt: Callable[[OutboxEntry], int]) -> tuple[int, int]:
    """Attempt every entry that is due; answers how many were, and how many mails wait for their mailbox's pace.

    What has to wait is not claimed: it stays due, and a later sweep takes it up in the same order.
    """
    due = in_order(app.store.due_entries(app.clock.now()))
    pace = _Pace(app)
    attempted = [attempt(entry) for entry in due if pace.lets(entry)]
    return sum(attempted), len(due) - len(attempted)


def in_order(entries: Sequence[OutboxEntry]) -> list[OutboxEntry]:
    """Cards, then replies, then first contacts; each oldest first."""
    return sorted(entries, key=lambda entry: (_rank(entry.mail), entry.created_at, entry.id))


def _rank(mail: OutgoingMail | None) -> int:
    if mail is None:
        return 0
    return 2 if mail.thread_id is None else 1


class _Pace:
    """Whether a mailbox may send now; what it refuses is not asked again in the same run."""

    def __init__(self, app: App) -> None:
        self._app = app
        self._ends_at: datetime = app.clock.now() + LONGEST_RUN
        self._refused: set[tuple[str, bool]] = set()

    def lets(self, entry: OutboxEntry) -> bool:
        """True when it may be tried; waits for a short pause to end."""
        mail = entry.mail
        # What has its draft may have left already and only needs to be booked.
        if mail is None or entry.draft_id is not None:
            return True
        kind = (mail.mailbox, mail.thread_id is None)
        if kind in self._refused:
            return False
        if not self._in_time(entry, mail):
            self._refused.add(kind)
            return False
        return True

    def _in_time(self, entry: OutboxEntry, mail: OutgoingMail) -> bool:
        delay, now = expected_delay(self._app, entry, mail), self._app.clock.now()
        pause = delay.until - now if delay else timedelta(0)
        if pause > LONGEST_PAUSE or now + pause > self._ends_at:
            return False
        if pause > timedelta(0):
            self._app.clock.sleep(pause)
        return True

"""The safety net: whatever a crash, a lost push or a lost wake-up left behind is found in the store and carried on."""

import logging
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import partial
from typing import Final

from shared.application.app import App
from shared.application.deliver import deliver
from shared.application.follow_up import follow_up
from shared.application.queue_mail import wake
from shared.application.quiet import due_before, quiet_mailboxes
from shared.application.receive_mail import receive_mail
from shared.application.reconcile import reconcile
from shared.application.renew_watch import revive_watch, rewatch
from shared.application.report_health import report_health
from shared.application.send_due import send_due
from shared.application.topics import CAMPAIGN_TASKS
from shared.domain.errors import MailboxQuiet, ParleyError, PermanentError
from shared.domain.records import OutboxEntry

logger = logging.getLogger(__name__)

# A queued mail is normally served within seconds; one that waits longer has lost its wake-up or its worker.
PATIENCE: Final = timedelta(minutes=2)

# A follow-up takes a call of the model and a send, some ten seconds together. The function is given 270 s; the rest of
# the sweep needs its share, and so does the next one.
LOOKS: Final = 20
# So many are looked through for them: where one mailbox or campaign fails, its silences must not hide those of others.
SILENCES_DUE: Final = 1_000
LONGEST_LOOKING: Final = timedelta(seconds=90)


@dataclass(frozen=True, slots=True, kw_only=True)
class Swept:
    """How much the sweep found; all zero on a quiet, healthy day.

    Attributes:
        delivered: Entries that were tried.
        overlooked: Mails that no history told of; the daily look found them.
        waiting: Mails that are due, but not before their mailbox may send again.
        failures: Parts that failed, in words; the others were still done.
    """

    received: int
    overlooked: int
    woken: int
    delivered: int
    waiting: int
    tasks: int
    silences: int
    failures: tuple[str, ...]


def sweep(app: App, *, patience: timedelta = PATIENCE) -> Swept:
    """Read every history once more, wake stuck turns and tasks, send what is due; one failing part stops no other."""
    before = app.clock.now() - patience
    trouble = Trouble()
    received = {mailbox: _receive(app, mailbox, trouble) for mailbox in app.policy.mailboxes}
    overlooked = sum(_look(app, mailbox, trouble) for mailbox in app.policy.mailboxes)
    woken = _part("wake", lambda: _wake(app, before), trouble)
    delivered, waiting = _deliver(app, trouble)
    tasks = _part("tasks", lambda: _tasks(app, before), trouble)
    # Last: these call the model, and are the least urgent.
    silences = _part("silences", lambda: _silences(app, trouble), trouble)
    unpushed = [mailbox for mailbox, found in received.items() if found]
    for mailbox, found in received.items():
        _part(f"watch {mailbox}", partial(_watch, app, mailbox, unpushed=bool(found)), trouble, about=mailbox)
    _part("report", lambda: _report(app, unpushed, trouble), trouble)
    return Swept(
        received=sum(received.values()),
        overlooked=overlooked,
        woken=woken,
        delivered=delivered,
        waiting=waiting,
        tasks=tasks,
        silences=silences,
        failures=tuple(trouble.failures),
    )


@dataclass(slots=True)
class Trouble:
    """What went wrong in one sweep; *refused* is the part that waiting will not mend, by what it concerns."""

    failures: list[str] = field(default_factory=list)
    refused: dict[str, list[str]] = field(default_factory=dict)


def _part(name: str, do: Callable[[], int], trouble: Trouble, *, about: str = "sweep") -> int:
    try:
        return do()
    except MailboxQuiet as quiet:
        # Nothing failed: it waits for the time that Gmail named.
        logger.info("sweep: %s waits: %s", name, quiet)
        return 0
    except ParleyError as error:
        logger.exception("sweep: %s failed", name)
        trouble.failures.append(f"{name}: {error}")
        if isinstance(error, PermanentError):
            trouble.refused.setdefault(about, []).append(f"{name}: {error}")
        return 0


def _receive(app: App, mailbox: str, trouble: Trouble) -> int:
    return _part(f"receive {mailbox}", lambda: len(receive_mail(app, mailbox)), trouble, about=mailbox)


def _look(app: App, mailbox: str, trouble: Trouble) -> int:
    return _part(f"look {mailbox}", lambda: len(reconcile(app, mailbox)), trouble, about=mailbox)


def _watch(app: App, mailbox: str, *, unpushed: bool) -> int:
    return int(rewatch(app, mailbox) or (unpushed and revive_watch(app, mailbox)))


def _report(app: App, unpushed: Sequence[str], trouble: Trouble) -> int:
    cards = report_health(app, trouble.refused, unpushed)
    return sum(_deliver_one(app, card) for card in cards)


def _wake(app: App, before: datetime) -> int:
    stuck = due_before(app, before)
    wake(app, stuck)
    return len(stuck)


def _deliver(app: App, trouble: Trouble) -> tuple[int, int]:
    """How many entries were tried, and how many mails wait for their mailbox."""
    waiting: list[int] = []

    def attempt(entry: OutboxEntry) -> int:
        about = entry.mail.mailbox if entry.mail else "cards"
        return _part(f"deliver {entry.id}", partial(_deliver_one, app, entry), trouble, about=about)

    def attempt_all() -> int:
        tried, held_up = send_due(app, attempt)
        waiting.append(held_up)
        return tried

    return _part("deliver", attempt_all, trouble), sum(waiting)


def _deliver_one(app: App, entry: OutboxEntry) -> int:
    deliver(app, entry)
    return 1


def _silences(app: App, trouble: Trouble) -> int:
    """Follow up what is due, one by one, as long as the time lasts; the next sweep goes on from there."""
    end = app.clock.now() + LONGEST_LOOKING
    done = 0
    silent = app.store.silent_negotiations(app.clock.now(), SILENCES_DUE)
    quiet = quiet_mailboxes(app) if silent else frozenset()
    for negotiation in [one for one in silent if one.mailbox not in quiet]:
        if done >= LOOKS or app.clock.now() > end:
            break
        done += _part(f"silence of {negotiation.id}", partial(follow_up, app, negotiation), trouble)
    return done


def _tasks(app: App, before: datetime) -> int:
    stuck = app.store.tasks_queued_before(before)
    for task in stuck:
        app.publisher.publish(CAMPAIGN_TASKS, {"campaign_id": task.campaign_id, "task_id": task.id})
    return len(stuck)

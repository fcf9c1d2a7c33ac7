"""Is this installation well? Each part is asked in turn, and none of the questions changes anything."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial
from typing import Final

from shared.application.app import App
from shared.application.claims import TO_SEND
from shared.application.ports import HistoryExpired
from shared.application.quiet import due_before, quiet_until
from shared.application.report_health import LEAST_WATCH
from shared.application.sweep import PATIENCE
from shared.domain.errors import ParleyError
from shared.domain.records import EntryState, InboundState, MailboxRecord, OutboxEntry

# The sweep runs every 5 minutes: what it should have carried on and did not after two rounds, it cannot.
TWO_SWEEPS: Final = timedelta(minutes=10)

_ENDED_BADLY: Final = {EntryState.REVIEW: "wait for a person", EntryState.DEAD: "could not be posted"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """One line of the examination; *fix* None: the part is well."""

    part: str
    said: str
    fix: str | None = None

    @property
    def is_well(self) -> bool:
        return self.fix is None


def examine(app: App, probes: Mapping[str, tuple[Callable[[], str], str]]) -> Iterator[Finding]:
    """Every part with what was found, the store first: when it cannot be reached, little else can be told.

    probes: a question to each other outside system, which raises or tells what it saw; and the fix when it fails.
    """
    yield from _part("store", lambda: _store(app), "check PARLEY_STORE, and the account's role datastore.user")
    for address in app.policy.mailboxes:
        yield from _part(f"mailbox {address}", partial(_mailbox, app, address), _GMAIL_FIX)
    for name, (probe, fix) in probes.items():
        yield from _part(name, partial(_probed, name, probe), fix)
    yield from _part("queue", lambda: _queue(app), "look at the log of negotiation_turn")
    yield from _part("outbox", lambda: _outbox(app), "look at the log of sweep")


_GMAIL_FIX: Final = "check the account's delegation for the mailbox in the Workspace admin console (docs/deploy.md)"


def _part(part: str, ask: Callable[[], Sequence[Finding]], fix: str) -> Iterator[Finding]:
    try:
        yield from ask()
    except ParleyError as error:
        yield Finding(part=part, said=str(error), fix=fix)


def _probed(part: str, probe: Callable[[], str]) -> list[Finding]:
    return [Finding(part=part, said=probe())]


def _store(app: App) -> list[Finding]:
    """Run every query that needs an index: Firestore refuses one whose index is missing, and names it."""
    store, now = app.store, app.clock.now()
    campaigns = store.campaigns()
    for campaign in campaigns:
        store.negotiations(campaign.id)
    store.due_entries(now)
    store.queued_before(now)
    store.tasks_queued_before(now)
    store.open_cases()
    if store.quarantined:
        corrupt = ", ".join(sorted(store.quarantined))
        return [Finding(part="store", said=f"corrupt: {corrupt}", fix="mend them; `migrate` says what is wrong")]
    return [Finding(part="store", said=f"answers, {len(campaigns)} campaign(s)")]


def _mailbox(app: App, address: str) -> list[Finding]:
    part = f"mailbox {address}"
    box = app.store.mailbox(address)
    if until := quiet_until(box, app.clock.now()):
        said = f"Gmail wants no call before {until:%Y-%m-%d %H:%M} UTC"
        return [Finding(part=part, said=said, fix="nothing: what waits is taken up then")]
    newest = app.mailbox.current_cursor(address)
    if box is None or box.cursor is None:
        return [Finding(part=part, said="was never watched", fix="call renew_watch")]
    found = [*_watch(box, app.clock.now()), *_behind(app, address, box.cursor)]
    if not box.sending:
        found.append(Finding(part=part, said="sending is switched off", fix="switch it on when the reason is gone"))
    return found or [Finding(part=part, said=f"readable and watched, cursor {box.cursor} of {newest}")]


def _watch(box: MailboxRecord, now: datetime) -> list[Finding]:
    ends = box.watch_expires_at
    if ends is not None and ends - now >= LEAST_WATCH:
        return []
    said = f"the watch ends {ends:%Y-%m-%d %H:%M} UTC: it is not renewed daily" if ends else "it is not watched"
    return [Finding(part=f"mailbox {box.address}", said=said, fix="call renew_watch, and look at its schedule")]


def _behind(app: App, address: str, cursor: int) -> list[Finding]:
    read = app.mailbox.history(address, since=cursor)
    if isinstance(read, HistoryExpired):
        said = f"Gmail has forgotten cursor {cursor}: nothing was received for about a week"
        return [Finding(part=f"mailbox {address}", said=said, fix="call sweep: it looks through the recent mail")]
    waiting = [message for message in read.messages if message.is_received]
    if waiting:
        said = f"{len(waiting)} mail(s) arrived that are not queued yet"
        return [Finding(part=f"mailbox {address}", said=said, fix="when this stays: call sweep, look at its log")]
    return []


def _queue(app: App) -> list[Finding]:
    now = app.clock.now()
    late, tasks = due_before(app, now - TWO_SWEEPS - PATIENCE), app.store.tasks_queued_before(now - TWO_SWEEPS)
    # Once its case is closed a person has seen to it; the record stays parked, so that nothing reads it again.
    asked_about = {id_ for case in app.store.open_cases() for id_ in case.inbound_ids}
    parked = [record for record in app.store.inbound_of(InboundState.PARKED) if record.id in asked_about]
    found = []
    if late:
        said = f"{len(late)} mail(s) wait for their turn, the oldest since {late[0].queued_at:%Y-%m-%d %H:%M} UTC"
        found.append(Finding(part="queue", said=said, fix=f"look at the log of negotiation_turn for {late[0].id}"))
    if tasks:
        said = f"{len(tasks)} opening(s) wait, the first is {tasks[0].campaign_id}/{tasks[0].id}"
        found.append(Finding(part="queue", said=said, fix="look at the log of campaign_task"))
    if parked:
        said = f"{len(parked)} mail(s) are parked: {', '.join(record.id for record in parked[:5])}"
        found.append(Finding(part="queue", said=said, fix="settle their cases: `case list`"))
    return found or [Finding(part="queue", said="nothing waits longer than it should")]


def _outbox(app: App) -> list[Finding]:
    now = app.clock.now()
    entries = app.store.entries()
    stuck = [entry for entry in entries if entry.state in TO_SEND and entry.next_attempt_at < now - TWO_SWEEPS]
    held = [entry for entry in stuck if entry.lease_until is not None and entry.lease_until < now]
    found = [_stuck(entry, lease_over=entry in held) for entry in stuck]
    for state, meaning in _ENDED_BADLY.items():
        ids = [entry.id for entry in entries if entry.state is state]
        if ids:
            said = f"{len(ids)} {meaning}: {', '.join(ids[:5])}"
            found.append(Finding(part="outbox", said=said, fix=f"`outbox --state {state}`, then settle the case"))
    return found or [Finding(part="outbox", said="nothing is stuck")]


def _stuck(entry: OutboxEntry, *, lease_over: bool) -> Finding:
    holder = "its worker's lease ran out" if lease_over else f"{entry.attempts} attempt(s)"
    said = f"{entry.id} is due since {entry.next_attempt_at:%Y-%m-%d %H:%M} UTC, {holder}: {entry.last_error or '-'}"
    return Finding(part="outbox", said=said, fix="the sweep should send it: look at its log and its schedule")

"""Who works on what, for how long: leases with a fencing token on threads and on outbox entries."""

from dataclasses import replace
from datetime import datetime, timedelta

from shared.application.app import App
from shared.domain.errors import NotAllowed, NotFound
from shared.domain.records import EntryState, InboundRecord, OutboxEntry, ThreadRecord, thread_key

TO_SEND = frozenset({EntryState.PENDING, EntryState.CLAIMED, EntryState.DRAFTED})


def claim_thread(app: App, mail: InboundRecord) -> ThreadRecord | None:
    """The mail's thread, leased to us; None while another worker serves it."""
    # Not the mail's own thread, where it was put into the lane of a newer mail in another one.
    thread_id = mail.thread_key.removeprefix(thread_key(mail.mailbox, ""))
    return claim_lane(app, ThreadRecord(id=mail.thread_key, version=1, mailbox=mail.mailbox, thread_id=thread_id))


def claim_lane(app: App, new: ThreadRecord) -> ThreadRecord | None:
    """The thread, leased to us, made from *new* when nobody ever served it; None while another worker serves it.

    Each claim counts as an attempt until a turn is finished, so that a mail which kills its worker is noticed.
    """
    now = app.clock.now()

    def leased(lane: ThreadRecord) -> ThreadRecord:
        return replace(lane, token=lane.token + 1, attempts=lane.attempts + 1, lease_until=now + app.policy.lease)

    def lease(lane: ThreadRecord) -> ThreadRecord | None:
        return leased(lane) if _free(lane.lease_until, now) else None

    try:
        return app.store.update(new, lease)
    except NotFound:
        first = leased(new)
        return first if app.store.create(first) else app.store.update(new, lease)


def give_back(app: App, lane: ThreadRecord, *, counts: bool) -> None:
    """End our lease early after a failure; *counts* False takes the attempt back, as the mail is not to blame."""

    def release(current: ThreadRecord) -> ThreadRecord | None:
        # Free already: the turn was committed after all, its answer lost; that commit forgot the attempts.
        if current.token != lane.token or current.lease_until is None:
            return None
        return replace(current, lease_until=None, attempts=current.attempts - (not counts))

    app.store.update(lane, release)


def claim_entry(app: App, entry: OutboxEntry, *, early: bool = False) -> OutboxEntry | None:
    """The outbox entry, leased to us; None when it is not to be sent, not due (unless *early*), or another's."""
    now = app.clock.now()

    def lease(current: OutboxEntry) -> OutboxEntry | None:
        ready = current.state in TO_SEND and (early or current.next_attempt_at <= now)
        if not ready or not _free(current.lease_until, now):
            return None
        state = EntryState.CLAIMED if current.state is EntryState.PENDING else current.state
        return replace(
            current,
            state=state,
            token=current.token + 1,
            attempts=current.attempts + 1,
            lease_until=now + app.policy.lease,
        )

    return app.store.update(entry, lease)


def released(lane: ThreadRecord, negotiation_id: str | None) -> ThreadRecord:
    """The thread after a finished turn, to be committed with it: free, its attempts forgotten."""
    owner = negotiation_id or lane.negotiation_id
    return replace(lane, version=lane.version + 1, lease_until=None, attempts=0, negotiation_id=owner)


def may_post(app: App, claimed: OutboxEntry) -> bool:
    """Whether our lease still holds; after it another worker may be at the same card."""
    return claimed.lease_until is not None and claimed.lease_until > app.clock.now()


def record_draft(app: App, claimed: OutboxEntry, draft_id: str, thread_id: str) -> OutboxEntry | None:
    """Record the draft that will be sent: only with our token, and only if none is recorded; None: we lost."""

    def record(current: OutboxEntry) -> OutboxEntry | None:
        if current.token != claimed.token:
            return None
        if current.draft_id is not None:
            return None
        return replace(current, state=EntryState.DRAFTED, draft_id=draft_id, draft_thread_id=thread_id)

    return app.store.update(claimed, record)


def postpone(app: App, claimed: OutboxEntry, *, until: datetime, why: str, counts: bool = True) -> None:
    """Leave the entry for later: its lease ends now, its next attempt is not before *until*.

    *counts* False takes the attempt back: nothing was tried and nothing is wrong with the mail.
    """

    def later(current: OutboxEntry) -> OutboxEntry | None:
        if current.token != claimed.token or current.state not in TO_SEND:
            return None
        attempts = current.attempts - (not counts)
        return replace(current, lease_until=None, next_attempt_at=until, last_error=why, attempts=attempts)

    app.store.update(claimed, later)


def drop_draft(app: App, claimed: OutboxEntry) -> OutboxEntry | None:
    """Forget the recorded draft, which was deleted, so that the next attempt makes its own; None: we lost."""

    def dropped(current: OutboxEntry) -> OutboxEntry | None:
        if current.state not in TO_SEND or current.token != claimed.token:
            return None
        return replace(current, state=EntryState.PENDING, draft_id=None, draft_thread_id=None)

    return app.store.update(claimed, dropped)


def backoff(attempts: int) -> timedelta:
    """The wait before attempt *attempts* + 1: 10 s, 20 s, 40 s, ... up to 10 minutes, as Pub/Sub's own back-off."""
    doubled: int = 2 ** min(attempts - 1, 10)
    return min(timedelta(seconds=10) * doubled, timedelta(minutes=10))


def require_idle(entry: OutboxEntry, now: datetime) -> None:
    """Refuse to change an entry under the hands of whoever sends it.

    Raises:
        NotAllowed: a worker holds its lease.
    """
    if not _free(entry.lease_until, now):
        raise NotAllowed(f"{entry.id} is being sent at this moment; look again in a minute")


def _free(lease_until: datetime | None, now: datetime) -> bool:
    return lease_until is None or lease_until <= now

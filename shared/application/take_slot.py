"""A mail's place among those that its mailbox sends: taken right before it is drafted, and told beforehand."""

from collections.abc import Callable
from datetime import timedelta
from typing import Final

from shared.application.app import App
from shared.application.fresh import Later
from shared.domain.errors import NotFound
from shared.domain.pacing import RECHECK, Delay, bounced, delay_of, taken
from shared.domain.records import Bounce, OutboxEntry, OutgoingMail, PacingRecord, SendingRules, Slot

# A mail that took its slot a moment ago and then failed goes on with that slot.
SLOT_HOLDS: Final = timedelta(minutes=15)


def take_slot(app: App, entry: OutboxEntry, mail: OutgoingMail, rules: SendingRules) -> Later | None:
    """Take the mail's slot in one conditional write; answers why it has to wait, or None when it may leave now.

    A repeat of the same mail takes no second slot. Workers that meet here decide again on what the winner left, so
    that together they never exceed a cap.

    Raises:
        Contention: eight others got in between; nothing was taken.
    """
    slot = _slot(app, entry, mail)
    delays: list[Delay | None] = []

    def take(current: PacingRecord) -> PacingRecord | None:
        held = next((known for known in current.slots if known.entry_id == entry.id), None)
        if held is not None and slot.at - held.at < SLOT_HOLDS:
            delays.append(None)
            return None
        # What has its draft may have left already: it is not held up, only counted.
        delays.append(None if held and entry.draft_id else delay_of(slot, rules, current, slot.at))
        return taken(current, slot) if delays[-1] is None else None

    _update(app, mail.mailbox, take)
    delay = delays[-1]
    # Looked at again before the delay ends: people may change the rules meanwhile.
    return Later(until=min(delay.until, slot.at + RECHECK), why=delay.why, forbidden=False) if delay else None


def expected_delay(app: App, entry: OutboxEntry, mail: OutgoingMail) -> Delay | None:
    """Why the mail would have to wait now; nothing is taken."""
    box, pacing = app.store.pace(mail.mailbox)
    if pacing is None:
        return None
    rules = box.rules if box else SendingRules()
    return delay_of(_slot(app, entry, mail), rules, pacing, app.clock.now())


def note_bounce(app: App, mailbox: str, inbound_id: str) -> None:
    """Count a mail of ours that was refused for good; the same report counts once."""
    bounce = Bounce(inbound_id=inbound_id, at=app.clock.now())
    _update(app, mailbox, lambda current: bounced(current, bounce))


def _slot(app: App, entry: OutboxEntry, mail: OutgoingMail) -> Slot:
    recipients = len(mail.to) + len(mail.cc)
    return Slot(entry_id=entry.id, at=app.clock.now(), first=mail.thread_id is None, recipients=recipients)


def _update(app: App, mailbox: str, change: Callable[[PacingRecord], PacingRecord | None]) -> None:
    empty = PacingRecord(address=mailbox, version=1)
    try:
        app.store.update(empty, change)
    except NotFound:
        app.store.create(empty)
        app.store.update(empty, change)

"""Whether a decided mail may still leave: asked again right before it does, against the store and the thread."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from shared.application.app import App
from shared.application.ports import ThreadMessage
from shared.application.receive_mail import inbound_id
from shared.domain.negotiation import Negotiation, Owner
from shared.domain.records import InboundRecord, InboundState, MailboxRecord, OutboxEntry
from shared.domain.states import State

# How long a mail of a paused negotiation or a switched-off mailbox waits before it asks again.
RECHECK: Final = timedelta(minutes=5)


@dataclass(frozen=True, slots=True)
class Fresh:
    """The mail may leave."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Later:
    """The mail may not leave now, and nothing about it is wrong.

    Attributes:
        forbidden: A person forbade it, so that not even a draft may be left for a worker that overslept.
    """

    until: datetime
    why: str
    forbidden: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Stale:
    """The mail must not leave any more.

    Attributes:
        again: Whether the mails it answered are to be decided again.
        unqueued: Mails of the thread that the queue does not know yet; the new decision has to take them in.
    """

    why: str
    again: bool
    unqueued: tuple[ThreadMessage, ...] = ()


def freshness(app: App, entry: OutboxEntry, thread: tuple[ThreadMessage, ...]) -> Fresh | Later | Stale:
    """The newest mail is the one answered, nobody else answered, and nobody paused, stopped or took the negotiation."""
    if entry.negotiation_id is None or entry.mail is None:
        return Fresh()
    negotiation, box = app.store.standing(entry.negotiation_id, entry.mail.mailbox)
    now = app.clock.now()
    # What only delays comes last: an answer that is overtaken is taken back even while nothing may be sent.
    return (
        _silenced(entry, negotiation, now)
        or _overtaken(app, entry, negotiation, thread)
        or (_delayed(box, now) if box else None)
        or Fresh()
    )


def _silenced(entry: OutboxEntry, negotiation: Negotiation, now: datetime) -> Later | Stale | None:
    if negotiation.state is State.STOPPED:
        return Stale(why="the negotiation was stopped", again=False)
    if negotiation.state is State.PAUSED:
        return Later(until=now + RECHECK, why="the negotiation is paused", forbidden=True)
    if entry.decided_by != "agent":
        return None
    if negotiation.state is State.ESCALATED:
        return Stale(why="a person decides first", again=False)
    if negotiation.owner is Owner.HUMAN:
        return Stale(why=f"{negotiation.owner_name} took the negotiation over", again=True)
    return None


def _delayed(box: MailboxRecord, now: datetime) -> Later | None:
    if not box.sending:
        return Later(until=now + RECHECK, why="sending is switched off for this mailbox", forbidden=True)
    if box.retry_at is not None and box.retry_at > now:
        return Later(until=box.retry_at, why="Gmail asked for quiet", forbidden=False)
    return None


def _overtaken(
    app: App, entry: OutboxEntry, negotiation: Negotiation, thread: tuple[ThreadMessage, ...]
) -> Stale | None:
    people = [
        m for m in thread if "SENT" in m.labels and not m.marker and m.received_at > negotiation.human_watermark_at
    ]
    if people and entry.decided_by == "agent":
        return Stale(why=f"{people[-1].sender} answered from the mailbox", again=True)
    newer = {inbound_id(negotiation.mailbox, m): m for m in _after_answered(entry, negotiation, thread)}
    known = app.store.existing(InboundRecord, list(newer))
    unqueued = tuple(message for id_, message in newer.items() if id_ not in known)
    queued = [id_ for id_, record in known.items() if record.state is InboundState.QUEUED]
    if not unqueued and not queued:
        return None
    return Stale(why=f"a newer mail arrived: {', '.join(newer)}", again=True, unqueued=unqueued)


def _after_answered(
    entry: OutboxEntry, negotiation: Negotiation, thread: tuple[ThreadMessage, ...]
) -> list[ThreadMessage]:
    theirs = [message for message in thread if not {"SENT", "DRAFT"} & set(message.labels)]
    answered = [n for n, message in enumerate(theirs) if inbound_id(negotiation.mailbox, message) in entry.answers]
    return theirs[answered[-1] + 1 :] if answered else theirs

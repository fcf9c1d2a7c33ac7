"""Whether a decided mail may still leave: asked again right before it does, against the store and the thread."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from shared.application.app import App
from shared.application.by_hand import answered_by_hand
from shared.application.fetch_mail import fetch_mail
from shared.application.match import match_negotiation
from shared.application.ports import MessageRef, ThreadMessage
from shared.application.queue_mail import inbound_id
from shared.application.quiet import quiet_until
from shared.domain.decision import Reason
from shared.domain.mail.message import InboundMessage, MailKind
from shared.domain.negotiation import Negotiation, Owner
from shared.domain.records import (
    InboundRecord,
    InboundState,
    MailboxRecord,
    OutboxEntry,
    SendingRules,
    SuppressionRecord,
    thread_key,
)
from shared.domain.states import State

# Mail of these kinds changes what is to be said; beside other machine mail our answer may leave.
TELLING: Final = frozenset({MailKind.HUMAN, MailKind.BOUNCE_HARD})

# How long a mail of a paused negotiation or a switched-off mailbox waits before it asks again.
RECHECK: Final = timedelta(minutes=5)


@dataclass(frozen=True, slots=True)
class Fresh:
    """The mail may leave, at the pace of *rules*."""

    rules: SendingRules


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
        unqueued: Mails that the queue does not know yet; the new decision has to take them in.
        lane: Where the mails it answered are decided again, with what overtook them; None: where they were.
        reason: Why a person has to decide about this very mail; None: nobody has to.
    """

    why: str
    again: bool
    unqueued: tuple[MessageRef, ...] = ()
    lane: str | None = None
    reason: Reason | None = None


def freshness(app: App, entry: OutboxEntry, thread: tuple[ThreadMessage, ...]) -> Fresh | Later | Stale:
    """The newest mail is the one answered, nobody else answered, and nobody paused, stopped or took the negotiation."""
    if entry.negotiation_id is None or entry.mail is None:
        raise ValueError("only mail of a negotiation is asked about before it leaves")
    mail = entry.mail
    negotiation, box, suppressed = app.store.standing(entry.negotiation_id, mail.mailbox, (*mail.to, *mail.cc))
    now = app.clock.now()
    # What only delays comes last: an answer that is overtaken is taken back even while nothing may be sent.
    return (
        _silenced(entry, negotiation, now)
        or _unwelcome(suppressed)
        or _overtaken(app, entry, negotiation, thread)
        or overtaken_elsewhere(app, entry, negotiation, thread)
        or (_delayed(box, now) if box else None)
        or Fresh(box.rules if box else SendingRules())
    )


def _silenced(entry: OutboxEntry, negotiation: Negotiation, now: datetime) -> Later | Stale | None:
    if negotiation.state is State.STOPPED:
        return Stale(why="the negotiation was stopped", again=False)
    if negotiation.state is State.PAUSED:
        return Later(until=now + RECHECK, why="the negotiation is paused", forbidden=True)
    if not entry.is_agents:
        return None
    if negotiation.state is State.ESCALATED:
        return Stale(why="a person decides first", again=False)
    if negotiation.owner is Owner.HUMAN:
        return Stale(why=f"{negotiation.owner_name} took the negotiation over", again=True)
    return None


def _unwelcome(suppressed: Sequence[SuppressionRecord]) -> Stale | None:
    """An address may bounce, or its owner ask for silence, between the decision and the mail."""
    if not suppressed:
        return None
    why = "; ".join(f"{kept.email} is suppressed: {kept.why}" for kept in suppressed)
    return Stale(why=why, again=False, reason=Reason.SUPPRESSED)


def _delayed(box: MailboxRecord, now: datetime) -> Later | None:
    if not box.sending:
        return Later(until=now + RECHECK, why="sending is switched off for this mailbox", forbidden=True)
    return delayed_by_gmail(box, now)


def delayed_by_gmail(box: MailboxRecord | None, now: datetime) -> Later | None:
    """Why the mail has to wait, where Gmail wants no call about its mailbox."""
    until = quiet_until(box, now)
    return Later(until=until, why="Gmail asked for quiet", forbidden=False) if until else None


def _overtaken(
    app: App, entry: OutboxEntry, negotiation: Negotiation, thread: tuple[ThreadMessage, ...]
) -> Stale | None:
    past_agent = answered_by_hand(thread, negotiation) if entry.is_agents else None
    if past_agent is not None:
        return Stale(why=f"{past_agent.sender} answered from the mailbox", again=True)
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
    theirs = [message for message in thread if message.is_received]
    answered = [n for n, message in enumerate(theirs) if inbound_id(negotiation.mailbox, message) in entry.answers]
    return theirs[answered[-1] + 1 :] if answered else theirs


def overtaken_elsewhere(
    app: App, entry: OutboxEntry, negotiation: Negotiation, thread: tuple[ThreadMessage, ...]
) -> Stale | None:
    """Whether a newer mail of the negotiation waits in another thread: a changed subject starts one."""
    answered = [m.received_at for m in thread if inbound_id(negotiation.mailbox, m) in entry.answers]
    since = max(answered, default=entry.created_at)
    known = {*entry.answers, *(inbound_id(negotiation.mailbox, message) for message in thread)}
    found = unserved_elsewhere(app, negotiation, since=since, known=known)
    if found is None:
        return None
    ref, record = found
    lane = record.thread_key if record else thread_key(negotiation.mailbox, ref.thread_id)
    why = f"a newer mail arrived in another thread: {inbound_id(negotiation.mailbox, ref)}"
    return Stale(why=why, again=True, unqueued=() if record else (ref,), lane=lane)


def unserved_elsewhere(
    app: App, negotiation: Negotiation, *, since: datetime, known: Collection[str]
) -> tuple[MessageRef, InboundRecord | None] | None:
    """The newest mail of the participants that no turn has served, *known* ones apart; with its record, if any.

    The queue does not know who wrote, so Gmail is asked for newer mail of the participants, and each that no turn has
    served is looked at as its own turn will.
    """
    people = [person.email for person in negotiation.participants]
    listed = app.mailbox.received_from(negotiation.mailbox, senders=people, since=since)
    refs = {inbound_id(negotiation.mailbox, ref): ref for ref in listed}
    refs = {id_: ref for id_, ref in refs.items() if id_ not in known}
    records = app.store.existing(InboundRecord, list(refs))
    for id_, ref in refs.items():
        record = records.get(id_)
        unserved = record is None or record.state is InboundState.QUEUED
        if unserved and _is_of(app, negotiation, ref, since):
            return ref, record
    return None


def _is_of(app: App, negotiation: Negotiation, ref: MessageRef, since: datetime) -> bool:
    """Whether the message changes what is to be said in this negotiation and no other."""
    mailbox = negotiation.mailbox
    lane = app.store.thread(thread_key(mailbox, ref.thread_id))
    owner = lane.negotiation_id if lane else None
    if owner not in {None, negotiation.id}:
        return False
    message = fetch_mail(app, mailbox, ref.message_id, last_sent_text=negotiation.last_sent_text)
    if message is None or message.kind not in TELLING or message.received_at <= since:
        return False
    return owner is not None or _matched(app, mailbox, message) == negotiation.id


def _matched(app: App, mailbox: str, message: InboundMessage) -> str | None:
    negotiation = match_negotiation(app.store, mailbox, [message]).negotiation
    return negotiation.id if negotiation else None

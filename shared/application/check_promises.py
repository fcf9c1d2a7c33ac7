"""The seven promises, counted over what is stored and what really left the mailbox: each count must be zero."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from shared.application.store import Store
from shared.domain.decide import price_limits
from shared.domain.money import Money
from shared.domain.negotiation import Negotiation, Side
from shared.domain.pricing import Limits, NoRoom
from shared.domain.records import (
    CaseRecord,
    EntryKind,
    EntryState,
    EventRecord,
    InboundRecord,
    InboundState,
    OutboxEntry,
    Outcome,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class LeftMail:
    """A mail that left the mailbox, as the mailbox itself knows it; *marker* None: Parley did not write it."""

    message_id: str
    marker: str | None
    body: str
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class MailboxFacts:
    """What the mailbox holds, from the mailbox itself and not from the store."""

    received_ids: tuple[str, ...]
    left: tuple[LeftMail, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Promise:
    """One promise: how many things were looked at, and which broke it."""

    name: str
    checked: int
    broken: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Books:
    negotiations: tuple[Negotiation, ...]
    events: dict[str, tuple[EventRecord, ...]]
    entries: dict[str, OutboxEntry]
    inbound: dict[str, InboundRecord]
    cases: dict[str, CaseRecord]


def check_promises(store: Store, mailbox: str, facts: MailboxFacts) -> tuple[Promise, ...]:
    """Each of the seven promises with what was checked and what broke it."""
    books = _load(store, mailbox, facts)
    checks = (_lost, _twice, _undecided, _state_late, _sent_despite_stop, _money, _silent)
    return tuple(check(store, books, facts) for check in checks)


def _load(store: Store, mailbox: str, facts: MailboxFacts) -> _Books:
    negotiations = tuple(
        negotiation
        for campaign in store.campaigns()
        if campaign.mailbox == mailbox
        for negotiation in store.negotiations(campaign.id)
    )
    inbound = store.existing(InboundRecord, [f"{mailbox}:{id_}" for id_ in facts.received_ids])
    stored = {record.id: record for state in InboundState for record in store.inbound_of(state)}
    return _Books(
        negotiations=negotiations,
        events={negotiation.id: tuple(store.events(negotiation.id)) for negotiation in negotiations},
        entries={entry.id: entry for entry in store.entries()},
        inbound=stored | inbound,
        cases={case.id: case for case in store.cases()},
    )


def _lost(_: Store, books: _Books, facts: MailboxFacts) -> Promise:
    received = {id_.rsplit(":", 1)[1]: record for id_, record in books.inbound.items()}
    broken = [id_ for id_ in facts.received_ids if id_ not in received or received[id_].outcome is None]
    return Promise(name="nothing is lost", checked=len(facts.received_ids), broken=tuple(broken))


def _twice(_: Store, books: _Books, facts: MailboxFacts) -> Promise:  # noqa: ARG001 - one signature for all checks
    marked = Counter(mail.marker for mail in facts.left if mail.marker)
    broken = [f"{marker} left {count} times" for marker, count in marked.items() if count > 1]
    return Promise(name="nothing is sent twice", checked=len(marked), broken=tuple(broken))


def _undecided(_: Store, books: _Books, facts: MailboxFacts) -> Promise:
    broken = []
    ours = [mail for mail in facts.left if mail.marker]
    for mail in ours:
        entry = books.entries.get(mail.marker or "")
        if entry is None or entry.mail is None:
            broken.append(f"{mail.message_id} has no outbox entry")
        elif _words(entry.mail.body) != _words(mail.body):
            broken.append(f"{entry.id} left with other words than decided")
    return Promise(name="nothing is sent that was not decided", checked=len(ours), broken=tuple(broken))


def _state_late(_: Store, books: _Books, facts: MailboxFacts) -> Promise:
    decided = {
        value: event.at
        for events in books.events.values()
        for event in events
        if event.kind.endswith("_decided")
        for label, value in event.facts
        if label == "mail"
    }
    ours = [mail for mail in facts.left if mail.marker]
    broken = [
        f"{mail.marker} left before its state was committed"
        for mail in ours
        if mail.marker not in decided or decided[mail.marker] > mail.at
    ]
    return Promise(name="state first", checked=len(ours), broken=tuple(broken))


def _sent_despite_stop(_: Store, books: _Books, facts: MailboxFacts) -> Promise:
    silences = {one.id: _silences(books.events[one.id]) for one in books.negotiations}
    ours = [mail for mail in facts.left if mail.marker in books.entries]
    broken = [
        f"{entry.id} left while the negotiation was silenced"
        for mail in ours
        if (entry := books.entries[mail.marker or ""]).decided_by == "agent"
        and any(
            start < mail.at and (end is None or mail.at < end) for start, end in silences[entry.negotiation_id or ""]
        )
    ]
    return Promise(name="a stop is a stop", checked=len(ours), broken=tuple(broken))


_SILENCED: Final = {"paused": "resumed", "stopped": None, "claimed": "released", "taken_over": "released"}


def _silences(events: Sequence[EventRecord]) -> list[tuple[datetime, datetime | None]]:
    spans = []
    for place, event in enumerate(events):
        if event.kind in _SILENCED:
            until = _SILENCED[event.kind]
            end = next((later.at for later in events[place + 1 :] if later.kind == until), None)
            spans.append((event.at, end))
    return spans


def _money(store: Store, books: _Books, facts: MailboxFacts) -> Promise:  # noqa: ARG001 - one signature for all checks
    approved = {entry.id for entry in books.entries.values() if entry.decided_by != "agent"}
    checked, broken = 0, []
    for negotiation in books.negotiations:
        room = price_limits(store.campaign(negotiation.campaign_id), negotiation.creator)
        ours = [line for line in negotiation.ledger if line.side is Side.OURS and line.amount is not None]
        # What a person has offered, the agent may repeat and agree to.
        vouched = {line.amount for line in ours if line.mail_id in approved}
        mine = [line for line in ours if line.amount not in vouched]
        checked += len(mine)
        broken += [f"{line.mail_id} offers {line.amount}" for line in mine if not _is_inside(line.amount, room)]
    return Promise(name="money never defaults", checked=checked, broken=tuple(broken))


def _is_inside(amount: Money | None, room: Limits | NoRoom) -> bool:
    return isinstance(room, Limits) and amount is not None and 0 < amount.amount <= room.ceiling.amount


def _silent(_: Store, books: _Books, facts: MailboxFacts) -> Promise:  # noqa: ARG001 - one signature for all checks
    known = {id_ for case in books.cases.values() for id_ in case.inbound_ids}
    escalated = [record for record in books.inbound.values() if record.outcome is Outcome.ESCALATED]
    broken = [f"{record.id} was escalated to nobody" for record in escalated if record.id not in known]
    cards = [entry for entry in books.entries.values() if entry.kind is EntryKind.CARD]
    broken += [f"{card.id} was not posted" for card in cards if card.state is not EntryState.SENT]
    return Promise(name="nothing stops silently", checked=len(escalated) + len(cards), broken=tuple(broken))


def _words(text: str) -> list[str]:
    return text.split()

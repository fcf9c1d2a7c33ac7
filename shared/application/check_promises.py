"""The seven promises, counted over what is stored and what really left the mailbox: each count must be zero."""

from collections import Counter, defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial
from itertools import pairwise
from typing import Final

from shared.application.books import Books, load_books
from shared.application.outside import LeftMail, MailboxFacts, nobody
from shared.application.store import Store
from shared.domain.bargaining.pricing import Limits, NoRoom
from shared.domain.bargaining.stand import widest_limits
from shared.domain.money import Money
from shared.domain.negotiation import Negotiation, Stage
from shared.domain.records import (
    EntryKind,
    EntryState,
    EventRecord,
    OutboxEntry,
    Outcome,
)
from shared.domain.writing.regate import Told, unanswered_for, words_of_theirs

# A mailbox dates its mail in whole seconds, our books in microseconds.
GRAIN: Final = timedelta(seconds=1)

# The same words twice within this time were sent twice, whatever the marks say; reminders are days apart.
REPEATED_WITHIN: Final = timedelta(days=1)

# Silence for everybody, and silence for the agent alone: what begins it, and what ends it (None: nothing does).
_STOPS: Final[Mapping[str, str | None]] = {"paused": "resumed", "stopped": None, "closing_mail_withdrawn": None}
_HANDED_OVER: Final = {"claimed": "released", "taken_over": "released"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Promise:
    """One promise: how many things were looked at, and which broke it."""

    name: str
    checked: int
    broken: tuple[str, ...]


def check_promises(
    store: Store, mailbox: str, facts: MailboxFacts, tell: Callable[[str], None] = nobody
) -> tuple[Promise, ...]:
    """Each of the seven promises with what was checked and what broke it.

    With nothing negotiated every count is 0: the caller must not take that for a promise kept. *tell* hears how far it
    is, in words.
    """
    books = load_books(store, mailbox, facts, tell)
    undecided = partial(_undecided, tell=tell)
    checks = (_lost, _twice, undecided, _state_late, _sent_despite_stop, _money, _silent)
    return tuple(check(books) for check in checks)


def _lost(books: Books) -> Promise:
    received = {id_.rsplit(":", 1)[1]: record for id_, record in books.inbound.items()}
    # A queue record is deleted months later; the conversation keeps the mail.
    told = (turn.mail_id for turns in books.turns.values() for turn in turns)
    kept = {id_.rsplit(":", 1)[-1] for id_ in told} - received.keys()
    broken = [
        id_
        for id_ in books.facts.received_ids
        if id_ not in kept and (id_ not in received or received[id_].outcome is None)
    ]
    return Promise(name="nothing is lost", checked=len(books.facts.received_ids), broken=tuple(broken))


def _twice(books: Books) -> Promise:
    marked = Counter(mail.marker for mail in books.ours)
    broken = [f"{marker} left {count} times" for marker, count in marked.items() if count > 1]
    broken += _repeated(books)
    broken += _answered_twice(books)
    return Promise(name="nothing is sent twice", checked=len(books.facts.left), broken=tuple(broken))


def _repeated(books: Books) -> list[str]:
    """The same words twice to the same people: what they would call a duplicate, in whatever thread, marked or not."""
    same: dict[tuple[frozenset[str], tuple[str, ...]], list[LeftMail]] = defaultdict(list)
    for mail in sorted(books.facts.left, key=lambda mail: mail.at):
        same[mail.recipients, tuple(mail.body.split())].append(mail)
    pairs = (pair for mails in same.values() for pair in pairwise(mails))
    return [
        f"{second.marker or second.message_id} says the same as {first.marker or first.message_id}"
        for first, second in pairs
        if second.at - first.at < REPEATED_WITHIN and not _are_answers_apart(books, first, second)
    ]


def _are_answers_apart(books: Books, first: LeftMail, second: LeftMail) -> bool:
    """Whether both answer mails, and not the same ones; one mark twice is counted apart."""
    if first.marker is not None and first.marker == second.marker:
        return True
    answered = [books.entries.get(mail.marker or "") for mail in (first, second)]
    one, other = (set(entry.answers) if entry else set() for entry in answered)
    return bool(one and other) and not one & other


def _answered_twice(books: Books) -> list[str]:
    left: dict[str, list[str]] = defaultdict(list)
    for entry in {entry.id: entry for _, entry, _ in books.decided}.values():
        for inbound_id in entry.answers:
            left[inbound_id].append(entry.id)
    return [f"{inbound_id} was answered by {' and '.join(ids)}" for inbound_id, ids in left.items() if len(ids) > 1]


def _undecided(books: Books, *, tell: Callable[[str], None]) -> Promise:
    broken = []
    # A person changed these and sent them from Gmail; the audit trail says so, and a case told the team.
    by_hand = _named_in(books, "mail_sent_changed")
    known = {mail.message_id for mail, _, _ in books.decided}
    broken += [f"{mail.message_id} has no outbox entry" for mail in books.ours if mail.message_id not in known]
    told = {negotiation.id: _told(books, negotiation) for negotiation in books.negotiations.values()}
    for place, (mail, entry, negotiation) in enumerate(books.decided, start=1):
        tell(f"checking what left: mail {place:,} of {len(books.decided):,} ...")
        if entry.id not in by_hand:
            broken += _faults(mail, entry, told[negotiation.id])
    return Promise(name="nothing is sent that was not decided", checked=len(books.ours), broken=tuple(broken))


def _told(books: Books, negotiation: Negotiation) -> Told:
    campaign, turns = books.campaigns[negotiation.campaign_id], books.turns[negotiation.id]
    return Told(campaign=campaign, negotiation=negotiation, turns=turns, their_words=words_of_theirs(turns))


def _named_in(books: Books, kind: str) -> set[str]:
    """The mails that an event of this kind is about."""
    events = (event for events in books.events.values() for event in events if event.kind == kind)
    return {value for event in events for label, value in event.facts if label == "mail"}


def _faults(mail: LeftMail, entry: OutboxEntry, told: Told) -> list[str]:
    if entry.mail is None:
        return [f"{mail.message_id} has no outbox entry"]
    if entry.mail.body.split() != mail.body.split():
        return [f"{entry.id} left with other words than decided"]
    strangers = mail.recipients ^ {address.lower() for address in (*entry.mail.to, *entry.mail.cc)}
    found = [f"{entry.id} left to others than decided: {', '.join(sorted(strangers))}"] if strangers else []
    failures = unanswered_for(entry, mail.body, told)
    return found + ([f"{entry.id} left although the check finds {'; '.join(failures)}"] if failures else [])


def _state_late(books: Books) -> Promise:
    decided = {
        value: event.at
        for events in books.events.values()
        for event in events
        if event.kind.endswith("_decided")
        for label, value in event.facts
        if label == "mail"
    }
    broken = [
        f"{mail.marker} left before its state was committed"
        for mail in books.ours
        if mail.marker not in decided or decided[mail.marker] > mail.at + GRAIN
    ]
    return Promise(name="state first", checked=len(books.ours), broken=tuple(broken))


def _sent_despite_stop(books: Books) -> Promise:
    broken = [
        f"{entry.id} left while the negotiation was silenced"
        for mail, entry, negotiation in books.decided
        if any(_is_inside_span(mail.at, span) for span in _silences(books.events[negotiation.id], entry))
    ]
    broken += [
        f"{mail.marker} left for {email}, who must not be written to: {books.suppressed[email].why}"
        for mail in books.ours
        for email in sorted(mail.recipients & books.suppressed.keys())
        if books.suppressed[email].at + GRAIN < mail.at
    ]
    return Promise(name="a stop is a stop", checked=len(books.ours), broken=tuple(broken))


def _silences(events: Sequence[EventRecord], entry: OutboxEntry) -> list[tuple[datetime, datetime | None]]:
    """When this mail must not have left: a pause or a stop silences people too, a person's own hands only the agent."""
    silencing = {**_STOPS, **_HANDED_OVER} if entry.is_agents else _STOPS
    spans = []
    for place, event in enumerate(events):
        if event.kind in silencing and _concerns(event, entry):
            until = silencing[event.kind]
            end = next((later.at for later in events[place + 1 :] if later.kind == until), None)
            spans.append((event.at, end))
    return spans


def _concerns(event: EventRecord, entry: OutboxEntry) -> bool:
    return event.kind != "closing_mail_withdrawn" or dict(event.facts).get("mail") == entry.id


def _is_inside_span(at: datetime, span: tuple[datetime, datetime | None]) -> bool:
    start, end = span
    return start + GRAIN < at and (end is None or at < end - GRAIN)


def _money(books: Books) -> Promise:
    checked, broken = 0, []
    people = {entry.id: entry for entry in books.entries.values() if not entry.is_agents}
    for negotiation in books.negotiations.values():
        campaign = books.campaigns[negotiation.campaign_id]
        ours = [line for line in negotiation.ledger if line.terms is not None]
        # What a person has offered, the agent may repeat and agree to.
        vouched = {line.amount for line in ours if line.mail_id in people}
        checked += len(ours)
        for line in ours:
            room = widest_limits(campaign, negotiation.creator, line.terms.deliverables if line.terms else ())
            least = line.stage is not Stage.AGREEMENT
            if line.amount not in vouched and not _is_inside(line.amount, room, at_least_floor=least):
                broken.append(f"{line.mail_id} offers {line.amount}")
            elif line.mail_id in people and _needs_a_name(line.amount, room) and not people[line.mail_id].overridden:
                broken.append(f"{line.mail_id} offers {line.amount}, above the limit, and nobody answers for it")
    broken += [*_misbooked(books), *_overspent(books)]
    return Promise(name="money never defaults", checked=checked, broken=tuple(broken))


def _overspent(books: Books) -> list[str]:
    """Campaigns that are bound to more than they have, without anybody's name under an agreement of theirs."""
    owners = (books.negotiations.get(e.negotiation_id or "") for e in books.entries.values() if e.overridden)
    named = {owner.campaign_id for owner in owners if owner}
    return [
        f"{campaign.id} has {len(campaign.tracker)} agreements for {campaign.committed.display()}"
        for campaign in books.campaigns.values()
        if campaign.id not in named and campaign.is_overspent
    ]


def _misbooked(books: Books) -> list[str]:
    """Agreements that a campaign's tracker does not hold at their price, and what it holds without one."""
    agreed = {one.id: one.agreed_rate for one in books.negotiations.values() if one.agreed_rate is not None}
    booked = {
        line.negotiation_id: line.price
        for campaign_id in {one.campaign_id for one in books.negotiations.values()}
        for line in books.campaigns[campaign_id].tracker.agreements
    }
    differing = sorted(id_ for id_ in agreed.keys() | booked.keys() if agreed.get(id_) != booked.get(id_))
    return [f"{id_} is agreed at {agreed.get(id_)}, and booked at {booked.get(id_)}" for id_ in differing]


def _is_inside(amount: Money | None, room: Limits | NoRoom, *, at_least_floor: bool) -> bool:
    """An agreement may lie below the floor, where they asked for no more; an offer of ours never does."""
    if not isinstance(room, Limits) or amount is None or amount.amount == 0:
        return False
    return amount <= room.ceiling and (amount >= room.floor or not at_least_floor)


def _needs_a_name(amount: Money | None, room: Limits | NoRoom) -> bool:
    return isinstance(room, Limits) and amount is not None and amount > room.hard_ceiling


def _silent(books: Books) -> Promise:
    known = {id_ for case in books.cases.values() for id_ in case.inbound_ids}
    escalated = [record for record in books.inbound.values() if record.outcome is Outcome.ESCALATED]
    broken = [f"{record.id} was escalated to nobody" for record in escalated if record.id not in known]
    until = books.facts.until
    entries = [entry for entry in books.entries.values() if until is None or entry.created_at <= until]
    cards = [entry for entry in entries if entry.kind is EntryKind.CARD]
    broken += [f"{card.id} was not posted" for card in cards if card.state is not EntryState.SENT]
    return Promise(name="nothing stops silently", checked=len(escalated) + len(cards), broken=tuple(broken))

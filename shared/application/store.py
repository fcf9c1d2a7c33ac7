"""The store, in the product's words: claim this thread, commit this turn, finish this mail.

The protocol is written once, here, over the four primitives of a storage; an adapter writes only those.
"""

import logging
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any, Final, Literal, TypeVar

from shared.application.documents import Record, from_document, key_path, to_document
from shared.application.storage import Find, Key, Stored, Write
from shared.application.usage_store import UsageStore
from shared.domain.campaign import Campaign
from shared.domain.errors import Contention, CorruptRecord, NotFound
from shared.domain.negotiation import Negotiation
from shared.domain.records import (
    CaseRecord,
    CaseState,
    EntryState,
    EventRecord,
    InboundRecord,
    InboundState,
    MailboxRecord,
    OutboxEntry,
    PacingRecord,
    SuppressionRecord,
    TaskRecord,
    TaskState,
    ThreadRecord,
    TurnRecord,
)

logger = logging.getLogger(__name__)

R = TypeVar("R", bound=Record)

# A swap loses only to another writer of the same record; eight losses in a row mean something hammers it.
SWAP_ATTEMPTS: Final = 8

_LAST_INSTANT: Final = datetime(9999, 12, 31, tzinfo=UTC)


class Store(UsageStore):
    """The protocol over the primitives.

    Attributes:
        quarantined: Documents that a list had to leave out because they are corrupt; the sweep reports them.
    """

    quarantined: frozenset[str] = frozenset()

    def mailbox(self, address: str) -> MailboxRecord | None:
        return self._get(MailboxRecord, address)

    def pacing(self, address: str) -> PacingRecord | None:
        return self._get(PacingRecord, address)

    def pace(self, address: str) -> tuple[MailboxRecord | None, PacingRecord | None]:
        """What tells when the mailbox may send; one round trip."""
        box, pacing = self._load([_key(MailboxRecord, address), _key(PacingRecord, address)])
        return _record(MailboxRecord, box), _record(PacingRecord, pacing)

    def campaign(self, campaign_id: str) -> Campaign:
        return self._need(Campaign, campaign_id)

    def campaigns(self) -> list[Campaign]:
        return self._all(Campaign, Find(collection="campaigns"))

    def negotiation(self, negotiation_id: str) -> Negotiation:
        return self._need(Negotiation, negotiation_id)

    def negotiations(self, campaign_id: str) -> list[Negotiation]:
        """Of one campaign, in the order they were opened."""
        equals = (("campaign_id", campaign_id),)
        return self._all(
            Negotiation, Find(collection="negotiations", equals=equals, order_by="opened_at", limit=10_000)
        )

    def silent_negotiations(self, now: datetime, limit: int) -> list[Negotiation]:
        """Those whose silence is to be looked at now, longest due first."""
        find = Find(collection="negotiations", at_most=("next_look_at", now), order_by="next_look_at", limit=limit)
        return self._all(Negotiation, find)

    def case(self, case_id: str) -> CaseRecord:
        return self._need(CaseRecord, case_id)

    def open_cases(self) -> list[CaseRecord]:
        """Oldest first."""
        equals = (("state", CaseState.OPEN.value),)
        return self._all(CaseRecord, Find(collection="cases", equals=equals, order_by="opened_at", limit=1_000))

    def cases(self) -> list[CaseRecord]:
        """All of them, for audits."""
        return self._all(CaseRecord, Find(collection="cases", limit=10_000))

    def entry(self, entry_id: str) -> OutboxEntry:
        return self._need(OutboxEntry, entry_id)

    def entries(self) -> list[OutboxEntry]:
        """The whole outbox, for audits and the command line."""
        return self._all(OutboxEntry, Find(collection="outbox", limit=10_000))

    def unsent_entries(self) -> list[OutboxEntry]:
        """Entries that are to leave, due or not, in anybody's hands or in nobody's."""
        return self._to_leave(_LAST_INSTANT)

    def due_entries(self, now: datetime) -> list[OutboxEntry]:
        """Entries that may be tried now, or whose holder's lease has run out; longest due first."""
        found = self._to_leave(now)
        return [entry for entry in found if entry.lease_until is None or entry.lease_until <= now]

    def _to_leave(self, now: datetime) -> list[OutboxEntry]:
        found: list[OutboxEntry] = []
        for state in (EntryState.PENDING, EntryState.CLAIMED, EntryState.DRAFTED):
            find = Find(
                collection="outbox",
                equals=(("state", state.value),),
                at_most=("next_attempt_at", now),
                order_by="next_attempt_at",
                # All of it: mails that wait for their turn must not hide a reply behind them.
                limit=10_000,
            )
            found += self._all(OutboxEntry, find)
        return found

    def pending_of(self, negotiation_id: str) -> list[OutboxEntry]:
        """What a committed step put into the outbox and nobody has taken up."""
        equals = (("negotiation_id", negotiation_id), ("state", EntryState.PENDING.value))
        return self._all(OutboxEntry, Find(collection="outbox", equals=equals))

    def inbound(self, inbound_id: str) -> InboundRecord:
        return self._need(InboundRecord, inbound_id)

    def inbound_of(self, state: InboundState) -> list[InboundRecord]:
        return self._all(InboundRecord, Find(collection="inbound", equals=(("state", state.value),), limit=10_000))

    def queued_in_thread(self, thread_key: str) -> list[InboundRecord]:
        equals = (("thread_key", thread_key), ("state", InboundState.QUEUED.value))
        return self._all(InboundRecord, Find(collection="inbound", equals=equals))

    def queued_before(self, instant: datetime) -> list[InboundRecord]:
        """Mail that should have had its turn by now: its wake-up was lost or its turn failed."""
        find = Find(
            collection="inbound",
            equals=(("state", InboundState.QUEUED.value),),
            at_most=("queued_at", instant),
            order_by="queued_at",
            # All of it: a page of mails that fail again and again must not hide the ones behind them.
            limit=10_000,
        )
        return self._all(InboundRecord, find)

    def thread(self, thread_key: str) -> ThreadRecord | None:
        return self._get(ThreadRecord, thread_key)

    def suppression(self, email: str) -> SuppressionRecord | None:
        """Why this address must not be written to; None: it may be."""
        return self.suppressed([email]).get(email)

    def suppressed(self, emails: Sequence[str]) -> dict[str, SuppressionRecord]:
        """Those of *emails* that must not be written to; one round trip."""
        known = self.existing(SuppressionRecord, emails)
        return {email: record for email, record in known.items() if record.lifted_by is None}

    def task(self, campaign_id: str, task_id: str) -> TaskRecord:
        return self._need(TaskRecord, campaign_id, task_id)

    def tasks(self, campaign_id: str) -> list[TaskRecord]:
        return self._all(TaskRecord, Find(collection=f"campaigns/{campaign_id}/tasks", limit=10_000))

    def tasks_queued_before(self, instant: datetime) -> list[TaskRecord]:
        """Tasks of every campaign that should have run by now."""
        find = Find(
            collection="tasks",
            group=True,
            equals=(("state", TaskState.QUEUED.value),),
            at_most=("queued_at", instant),
            order_by="queued_at",
        )
        return self._all(TaskRecord, find)

    def turns(self, negotiation_id: str) -> list[TurnRecord]:
        """The conversation, oldest first."""
        find = Find(collection=f"negotiations/{negotiation_id}/turns", order_by="seq", limit=10_000)
        return self._all(TurnRecord, find)

    def events(self, negotiation_id: str) -> list[EventRecord]:
        """The audit trail, oldest first."""
        find = Find(collection=f"negotiations/{negotiation_id}/events", order_by="seq", limit=10_000)
        return self._all(EventRecord, find)

    def standing(
        self, negotiation_id: str, mailbox: str, recipients: Sequence[str]
    ) -> tuple[Negotiation, MailboxRecord | None, tuple[SuppressionRecord, ...]]:
        """What decides whether a mail may still leave, with the recipients never to be written to; one round trip.

        Raises:
            NotFound: there is no such negotiation.
        """
        suppressions = [_key(SuppressionRecord, email) for email in recipients]
        keys = _key(Negotiation, negotiation_id), _key(MailboxRecord, mailbox), *suppressions
        negotiation, box, *found = self._load(keys)
        suppressed = [kept for stored in found if (kept := _record(SuppressionRecord, stored)) is not None]
        barred = tuple(kept for kept in suppressed if kept.lifted_by is None)
        return _needed(Negotiation, keys[0], negotiation), _record(MailboxRecord, box), barred

    def finishing(
        self, entry_id: str, negotiation_id: str, thread_key: str
    ) -> tuple[OutboxEntry, Negotiation, ThreadRecord | None]:
        """What a mail that has left is written into; one round trip.

        Raises:
            NotFound: there is no such entry, or no such negotiation.
        """
        keys = _key(OutboxEntry, entry_id), _key(Negotiation, negotiation_id), _key(ThreadRecord, thread_key)
        entry, negotiation, thread = self._load(keys)
        return (
            _needed(OutboxEntry, keys[0], entry),
            _needed(Negotiation, keys[1], negotiation),
            _record(ThreadRecord, thread),
        )

    def existing(self, kind: type[R], ids: Sequence[str]) -> dict[str, R]:
        """Those records of *ids* that exist, by id; one round trip."""
        stored = self._load([_key(kind, id_) for id_ in ids]) if ids else []
        return {found.key.id: from_document(kind, found.key, found.document) for found in stored if found}

    def commit(self, records: Iterable[tuple[Record, str] | Record]) -> bool:
        """Write all the records in one transaction, or none.

        Records that lie below a negotiation or a campaign come with its id: `(turn, negotiation.id)`. A record of
        version 1 is created, any other replaces the version before it. False: something changed in between; nothing
        was written, and the caller decides again on fresh records.
        """
        return self._commit([_located(record) for record in records])

    def replace_seen(self, records: Iterable[tuple[Record, str] | Record]) -> bool:
        """As `commit`, in one round trip and without a transaction, for records that were read a moment ago.

        Each write names the very document it replaces. Falls back to `commit` where one is not remembered.
        """
        located = [_located(record) for record in records]
        writes = [write for key, document in located if (write := self._named(key, document))]
        return self._write(writes) if len(writes) == len(located) else self._commit(located)

    def update(self, record: R, change: Callable[[R], R | None]) -> R | None:
        """Replace one record by *change* of its newest stored state, however often others get in between.

        *change* is pure, raises nothing, and answers None to leave the record alone; it may run several times, on the
        newest record last. The answer is what is stored now, or None when *change* declined.

        Raises:
            NotFound: the record does not exist.
            Contention: eight others got in between.
        """
        key = _key(type(record), *_identity(record))
        guess = self._recall(key)
        for _ in range(SWAP_ATTEMPTS):
            (stored,) = [guess] if guess else self._load([key])
            if stored is None:
                raise NotFound(f"{key.collection}/{key.id} does not exist")
            done = self._changed(type(record), stored, change)
            if done or (done is None and not guess):
                return done
            guess = None
        raise Contention(f"{key.collection}/{key.id} kept changing")

    def create(self, record: Record) -> bool:
        """Store a new record; False when its id is taken already."""
        key, document = _located(record)
        return self._write([Write(key, document, None)])

    def queue_mail(self, mailbox: str, mails: Sequence[InboundRecord], cursor: int) -> list[InboundRecord]:
        """Queue the mails that are not queued yet and move the cursor forward to *cursor*, in one write.

        Answers the mails that are new. Redelivered and concurrent notifications find them taken.

        Raises:
            NotFound: the mailbox has no record; its watch was never set up.
            Contention: other notifications kept getting in between.
        """
        for _ in range(SWAP_ATTEMPTS):
            keys = [Key("mailboxes", mailbox), *(Key("inbound", mail.id) for mail in mails)]
            box, *queued = self._load(keys)
            if box is None:
                raise NotFound(f"mailbox {mailbox} has no record: renew its watch first")
            new = [mail for mail, stored in zip(mails, queued, strict=True) if stored is None]
            writes = [Write(Key("inbound", mail.id), to_document(mail), None) for mail in new]
            writes += _forward(from_document(MailboxRecord, box.key, box.document), box, cursor)
            if not writes or self._write(writes):
                return new
        raise Contention(f"the cursor of {mailbox} kept changing")

    def _changed(self, kind: type[R], stored: Stored, change: Callable[[R], R | None]) -> R | Literal[False] | None:
        """What is stored now, None when *change* declined, False when *stored* is not what lies there any more."""
        current = from_document(kind, stored.key, stored.document)
        changed = change(current)
        if changed is None:
            return None
        changed = replace(changed, version=current.version + 1)
        return self._write([Write(stored.key, to_document(changed), stored.etag)]) and changed

    def _named(self, key: Key, document: Mapping[str, Any]) -> Write | None:
        if document["version"] == 1:
            return Write(key, document, None)
        seen = self._recall(key)
        known = seen is not None and seen.document.get("version") == document["version"] - 1
        return Write(key, document, seen.etag) if seen and known else None

    def _get(self, kind: type[R], *identity: str) -> R | None:
        (stored,) = self._load([_key(kind, *identity)])
        return _record(kind, stored)

    def _need(self, kind: type[R], *identity: str) -> R:
        key = _key(kind, *identity)
        (stored,) = self._load([key])
        return _needed(kind, key, stored)

    def _all(self, kind: type[R], find: Find) -> list[R]:
        """The records found; a corrupt one is left where it lies and reported, so that it stops no other."""
        records = []
        for stored in self._query(find):
            try:
                records.append(from_document(kind, stored.key, stored.document))
            except CorruptRecord:
                logger.critical("quarantined %s/%s", stored.key.collection, stored.key.id, exc_info=True)
                self.quarantined |= {f"{stored.key.collection}/{stored.key.id}"}
        return records


def _key(kind: type[Any], *identity: str) -> Key:
    return Key(*key_path(kind, *identity))


def _record(kind: type[R], stored: Stored | None) -> R | None:
    return from_document(kind, stored.key, stored.document) if stored else None


def _needed(kind: type[R], key: Key, stored: Stored | None) -> R:
    if stored is None:
        raise NotFound(f"{key.collection}/{key.id} does not exist")
    return from_document(kind, stored.key, stored.document)


def _forward(box: MailboxRecord, stored: Stored, cursor: int) -> list[Write]:
    # The numeric comparison is the rule that the cursor never moves back, whatever order notifications arrive in.
    if box.cursor is not None and cursor <= box.cursor:
        return []
    moved = replace(box, cursor=cursor, version=box.version + 1)
    return [Write(stored.key, to_document(moved), stored.etag)]


def _identity(record: Record) -> tuple[str, ...]:
    match record:
        case MailboxRecord() | PacingRecord():
            return (record.address,)
        case SuppressionRecord():
            return (record.email,)
        case TaskRecord():
            return (record.campaign_id, record.id)
        case TurnRecord() | EventRecord():
            raise TypeError("turns and events are only ever appended, with the id of their negotiation")
        case _:
            return (record.id,)


def _located(record: tuple[Record, str] | Record) -> tuple[Key, Mapping[str, Any]]:
    if isinstance(record, tuple):
        entry, parent = record
        if not isinstance(entry, TurnRecord | EventRecord):
            raise TypeError("only turns and events lie below a negotiation")
        return _key(type(entry), parent, f"{entry.seq:06d}"), to_document(entry)
    return _key(type(record), *_identity(record)), to_document(record)

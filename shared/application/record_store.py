"""The store's words for reading: one record, or a list for a purpose."""

import logging
from collections.abc import Collection, Sequence
from datetime import UTC, datetime
from typing import Any, Final, TypeVar

from shared.application.documents import Record, from_document, key_path
from shared.application.storage import Find, Key, Stored
from shared.application.usage_store import UsageStore
from shared.domain.campaign import Campaign
from shared.domain.errors import CorruptRecord, NotFound
from shared.domain.negotiation import Negotiation
from shared.domain.records import (
    CaseRecord,
    CaseState,
    EntryKind,
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

_LAST_INSTANT: Final = datetime(9999, 12, 31, tzinfo=UTC)


class RecordStore(UsageStore):
    """Reading; a word that says so is one round trip.

    Attributes:
        quarantined: Documents that a list had to leave out because they are corrupt; the sweep reports them.
    """

    quarantined: frozenset[str] = frozenset()

    def mailbox(self, address: str) -> MailboxRecord | None:
        return self._get(MailboxRecord, address)

    def signature_of(self, address: str) -> str | None:
        """What people set to stand under the mailbox's mail, as it is now; None: nothing."""
        box = self.mailbox(address)
        return box.rules.signature if box else None

    def pacing(self, address: str) -> PacingRecord | None:
        return self._get(PacingRecord, address)

    def pace(self, address: str) -> tuple[MailboxRecord | None, PacingRecord | None]:
        """What tells when the mailbox may send; one round trip."""
        box, pacing = self._load([key_of(MailboxRecord, address), key_of(PacingRecord, address)])
        return record_at(MailboxRecord, box), record_at(PacingRecord, pacing)

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

    def open_case_of(self, negotiation: Negotiation) -> CaseRecord | None:
        """The case in which the negotiation waits for a person; None: there is none."""
        return self.case(negotiation.open_case_id) if negotiation.open_case_id else None

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

    def mails_of(self, negotiation: Negotiation, states: Collection[EntryState]) -> list[OutboxEntry]:
        """Its mails in one of *states*, oldest first; one round trip."""
        ids = [f"{negotiation.id}-{count}" for count in range(1, negotiation.outbox_count + 1)]
        found = self.existing(OutboxEntry, ids).values()
        return [entry for entry in found if entry.kind is EntryKind.MAIL and entry.state in states]

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

    def threads_taken(self, thread_keys: Sequence[str]) -> set[str]:
        """Those threads that belong to a negotiation; one round trip. A corrupt record counts by what it says."""
        stored = self._load([key_of(ThreadRecord, key) for key in thread_keys]) if thread_keys else []
        return {found.key.id for found in stored if found and found.document.get("negotiation_id")}

    def threads(self) -> list[ThreadRecord]:
        """All of them, for audits."""
        return self._all(ThreadRecord, Find(collection="threads", limit=100_000))

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

    def existing(self, kind: type[R], ids: Sequence[str]) -> dict[str, R]:
        """Those records of *ids* that exist, by id; one round trip."""
        stored = self._load([key_of(kind, id_) for id_ in ids]) if ids else []
        return {found.key.id: from_document(kind, found.key, found.document) for found in stored if found}

    def _get(self, kind: type[R], *identity: str) -> R | None:
        (stored,) = self._load([key_of(kind, *identity)])
        return record_at(kind, stored)

    def _need(self, kind: type[R], *identity: str) -> R:
        key = key_of(kind, *identity)
        (stored,) = self._load([key])
        return needed(kind, key, stored)

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


def key_of(kind: type[Any], *identity: str) -> Key:
    return Key(*key_path(kind, *identity))


def record_at(kind: type[R], stored: Stored | None) -> R | None:
    return from_document(kind, stored.key, stored.document) if stored else None


def missing(key: Key) -> NotFound:
    return NotFound(f"{key.collection}/{key.id} does not exist", collection=key.collection, id_=key.id)


def needed(kind: type[R], key: Key, stored: Stored | None) -> R:
    if stored is None:
        raise missing(key)
    return from_document(kind, stored.key, stored.document)

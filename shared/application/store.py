"""The store, in the product's words: queue this mail, commit this turn, change this record.

The protocol is written once, here, over the four primitives of a storage; an adapter writes only those.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Any, Final, Literal

from shared.application.documents import Record, from_document, to_document
from shared.application.joint_store import JointStore
from shared.application.record_store import R, key_of, missing
from shared.application.storage import Key, Stored, Write
from shared.domain.errors import Contention, NotFound
from shared.domain.records import (
    EventRecord,
    InboundRecord,
    MailboxRecord,
    PacingRecord,
    SuppressionRecord,
    TaskRecord,
    TurnRecord,
)

# A swap loses only to another writer of the same record; eight losses in a row mean something hammers it.
SWAP_ATTEMPTS: Final = 8


class Store(JointStore):
    """The words for writing; each says what it answers where somebody else wrote in between."""

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

        *change* answers None to leave the record alone. It may run several times: first on the record as it was last
        seen here, last on the newest one, and that run counts. The answer is what is stored now, or None when *change*
        declined.

        Raises:
            NotFound: the record does not exist.
            Contention: eight others got in between.
        """
        key = key_of(type(record), *_identity(record))
        guess = self._recall(key)
        for _ in range(SWAP_ATTEMPTS):
            (stored,) = [guess] if guess else self._load([key])
            if stored is None:
                raise missing(key)
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
        return key_of(type(entry), parent, f"{entry.seq:06d}"), to_document(entry)
    return key_of(type(record), *_identity(record)), to_document(record)

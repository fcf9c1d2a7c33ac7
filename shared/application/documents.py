"""Typed records to stored documents and back: exact, versioned, unknown keys refused."""

from collections.abc import Mapping
from typing import Any, Final, TypeVar

from shared.domain.campaign import Campaign
from shared.domain.negotiation import Negotiation
from shared.domain.records import (
    CaseRecord,
    EventRecord,
    InboundRecord,
    MailboxRecord,
    OutboxEntry,
    OutreachRecord,
    SuppressionRecord,
    TaskRecord,
    ThreadRecord,
    TurnRecord,
)

Record = (
    Campaign
    | CaseRecord
    | EventRecord
    | InboundRecord
    | MailboxRecord
    | Negotiation
    | OutboxEntry
    | OutreachRecord
    | SuppressionRecord
    | TaskRecord
    | ThreadRecord
    | TurnRecord
)

R = TypeVar("R", bound=Record)

# The names are a contract with everything that reads the store. `{}` stands for the parent's id.
COLLECTIONS: Final[Mapping[type[Record], str]] = {
    Campaign: "campaigns",
    CaseRecord: "cases",
    EventRecord: "negotiations/{}/events",
    InboundRecord: "inbound",
    MailboxRecord: "mailboxes",
    Negotiation: "negotiations",
    OutboxEntry: "outbox",
    OutreachRecord: "outreach",
    SuppressionRecord: "suppressions",
    TaskRecord: "campaigns/{}/tasks",
    ThreadRecord: "threads",
    TurnRecord: "negotiations/{}/turns",
}


def key_path(kind: type[Any], *identity: str) -> tuple[str, str]:
    """Collection and document id of a record; *identity* is its id, after its parent's id where it has one."""
    *parents, id_ = identity
    return COLLECTIONS[kind].format(*parents), id_


def to_document(record: Record) -> dict[str, Any]:
    raise NotImplementedError


def from_document(kind: type[R], place: tuple[str, str], document: Mapping[str, Any]) -> R:
    raise NotImplementedError

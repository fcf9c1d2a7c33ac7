"""What happened: the conversation and the audit trail, both append-only."""

from dataclasses import dataclass
from datetime import datetime
from typing import Final

# Who acts where no person does; no person may go by this name.
AGENT: Final = "agent"


@dataclass(frozen=True, slots=True, kw_only=True)
class TurnRecord:
    """`negotiations/{id}/turns/{seq}`: one mail of the conversation.

    Attributes:
        mail_id: Inbound record or outbox entry; each is in the conversation once.
        author: Address it came from.
        text: New text of an inbound mail; the whole body of ours.
    """

    seq: int
    version: int
    at: datetime
    outbound: bool
    mail_id: str
    author: str
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class EventRecord:
    """`negotiations/{id}/events/{seq}`: one fact of the audit trail, append-only.

    Attributes:
        kind: Past tense: mail_received, offer_decided, mail_sent, paused, ...
        actor: `AGENT` or the person's name.
        facts: Label and value pairs: amounts, ids, reasons. No mail bodies.
    """

    seq: int
    version: int
    at: datetime
    kind: str
    actor: str
    from_state: str
    to_state: str
    facts: tuple[tuple[str, str], ...] = ()

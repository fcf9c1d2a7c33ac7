"""Questions that wait for a person."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from shared.domain.decision import Reason
from shared.domain.money import Money


class CaseState(StrEnum):
    OPEN = "open"
    CLOSED = "closed"


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseRecord:
    """`cases/{id}`: an open question for a person.

    Attributes:
        inbound_ids: Mails it is about.
        draft_id: Outbox entry that waits for this case; None: no draft.
        failures: What the gate found in the draft.
        their_ask: The price that they ask or say yes to; None: no single one can be told.
        since_ask: Mails that came to the case after *their_ask* was told: they may name another.
        wishes: What they want otherwise than our terms beside the price.
        proposed_email: Address to add to the participants when a person approves; None: none proposed.
        resolution: What the person did, None while open.
    """

    id: str
    version: int
    reason: Reason
    state: CaseState
    negotiation_id: str | None
    opened_at: datetime
    evidence: str
    inbound_ids: tuple[str, ...] = ()
    draft_id: str | None = None
    failures: tuple[str, ...] = ()
    their_ask: Money | None = None
    since_ask: tuple[str, ...] = ()
    wishes: tuple[str, ...] = ()
    our_last_offer: Money | None = None
    proposed_email: str | None = None
    actions: tuple[str, ...] = ()
    closed_at: datetime | None = None
    closed_by: str | None = None
    resolution: str | None = None

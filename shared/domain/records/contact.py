"""Who was contacted, who is to be, and who never again."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from shared.domain.campaign import Creator
from shared.domain.records.trail import AGENT


@dataclass(frozen=True, slots=True, kw_only=True)
class OutreachRecord:
    """`outreach/{campaign:email}`: this creator was contacted for this campaign. Never deleted."""

    id: str
    version: int
    campaign_id: str
    email: str
    negotiation_id: str
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class SuppressionRecord:
    """`suppressions/{email}`: do not write to this address.

    Attributes:
        by: `AGENT` after a bounce, or the person who wrote it down.
        lifted_by: The person who allows mail again; None: it holds.
    """

    email: str
    version: int
    why: str
    at: datetime
    by: str = AGENT
    lifted_by: str | None = None


class TaskState(StrEnum):
    PLANNED = "planned"
    QUEUED = "queued"
    DONE = "done"
    FAILED = "failed"


@dataclass(frozen=True, slots=True, kw_only=True)
class TaskRecord:
    """`campaigns/{id}/tasks/{id}`: open the negotiation with one creator.

    Attributes:
        state: *planned* until the campaign is launched.
        queued_at: Since when it may run; in the future while the day's tokens are spent.
        why: Why it failed, or what it led to.
    """

    id: str
    version: int
    campaign_id: str
    creator: Creator
    state: TaskState
    queued_at: datetime
    attempts: int = 0
    why: str | None = None

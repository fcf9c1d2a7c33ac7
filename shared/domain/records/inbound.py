"""The queue of received mail, and the lanes that serve it thread by thread."""

from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum

from shared.domain.reading.facts import ModelUse, Reading


class InboundState(StrEnum):
    """*queued* waits for a turn, *waiting* for a paused negotiation; the others have their outcome."""

    QUEUED = "queued"
    WAITING = "waiting"
    DONE = "done"
    PARKED = "parked"


class Outcome(StrEnum):
    """What became of an inbound mail; exactly one is recorded for each."""

    ANSWERED = "answered"
    QUEUED = "queued"
    ESCALATED = "escalated"
    IGNORED = "ignored"


@dataclass(frozen=True, slots=True, kw_only=True)
class InboundRecord:
    """`inbound/{mailbox:message}`: the queue of received mail, and the proof that each is taken once.

    Attributes:
        thread_key: `mailbox:thread`, the id of its lane.
        queued_at: Since when it may have its turn; in the future while the day's tokens are spent.
        why: The reason beside the outcome, in words; None while there is no outcome.
        reading: Kept after the model read the mail, so that a retry does not pay again.
        draft: The worded mail, kept for the same reason; None before.
        draft_for: Digest of the decision that *draft* words; another decision words anew.
        draft_playbook: Version of the playbook that *draft* was worded by.
        use: Tokens the model calls took.
        turn_seq: Where it stands in the conversation; None until a turn took it.
        vouched_by: The person who trusted its sender although nothing proved who it was; None: nobody had to.
        kept_until: How long it is kept at least, as the proof that its mail was taken.
        expire_at: When the store may delete it; None: somebody may still come back to it.
    """

    id: str
    version: int
    mailbox: str
    message_id: str
    thread_id: str
    thread_key: str
    state: InboundState
    queued_at: datetime
    kept_until: datetime
    expire_at: datetime | None = None
    outcome: Outcome | None = None
    why: str | None = None
    negotiation_id: str | None = None
    reading: Reading | None = None
    draft: str | None = None
    draft_for: str | None = None
    draft_playbook: str | None = None
    use: tuple[ModelUse, ...] = ()
    turn_seq: int | None = None
    vouched_by: str | None = None


def with_outcome(
    record: InboundRecord, outcome: Outcome, why: str, *, state: InboundState = InboundState.DONE
) -> InboundRecord:
    """The mail with its outcome. What waits, and what a person was given, is never deleted for its age."""
    expire_at = record.kept_until if outcome in {Outcome.ANSWERED, Outcome.IGNORED} else None
    version = record.version + 1
    return replace(record, version=version, state=state, outcome=outcome, why=why, expire_at=expire_at)


def queued_again(record: InboundRecord) -> InboundRecord:
    """The mail back in the queue, its outcome open again."""
    version = record.version + 1
    return replace(record, version=version, state=InboundState.QUEUED, outcome=None, why=None, expire_at=None)


@dataclass(frozen=True, slots=True, kw_only=True)
class ThreadRecord:
    """`threads/{mailbox:thread}`: which negotiation a thread belongs to, and the lane that serves its mail one by one.

    Attributes:
        negotiation_id: None while the thread is matched to none.
        token: Fencing token, one higher with each claim; a holder whose token is not the newest may not write.
        lease_until: Until when the present holder works; None: the lane is free.
        attempts: Claims since the last finished turn; a lane that keeps failing is parked.
    """

    id: str
    version: int
    mailbox: str
    thread_id: str
    negotiation_id: str | None = None
    token: int = 0
    lease_until: datetime | None = None
    attempts: int = 0


def thread_key(mailbox: str, thread_id: str) -> str:
    """The id of a thread's record; Gmail's own id is of one mailbox."""
    return f"{mailbox}:{thread_id}"

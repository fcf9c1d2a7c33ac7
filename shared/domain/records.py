"""The stored records around a negotiation: queue, lanes, outbox, cases, ledgers. The collections are named here.

Every record carries a *version* that grows by one with each write; a write names the version it replaces.
"""

from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum

from shared.domain.campaign import Creator
from shared.domain.decision import Reason
from shared.domain.money import Money
from shared.domain.negotiation import Move
from shared.domain.reading import ModelUse, Reading


@dataclass(frozen=True, slots=True, kw_only=True)
class MailboxRecord:
    """`mailboxes/{address}`.

    Attributes:
        cursor: Gmail history id up to which mail is queued; only ever grows; None before the first watch.
        watch_expires_at: When Gmail stops notifying unless the watch is renewed.
        last_push_at: When a notification of Gmail was last served; an old one means a dead watch or a long outage.
        sending: False switches all sending off for this mailbox.
        retry_at: Gmail asked for quiet until then; None: no such wish.
    """

    address: str
    version: int
    cursor: int | None = None
    watch_expires_at: datetime | None = None
    last_push_at: datetime | None = None
    sending: bool = True
    retry_at: datetime | None = None


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
        why: The reason beside the outcome, in words; None while there is no outcome.
        reading: Kept after the model read the mail, so that a retry does not pay again.
        draft: The worded mail, kept for the same reason; None before.
        draft_for: Digest of the decision that *draft* words; another decision words anew.
        use: Tokens the model calls took.
        turn_seq: Where it stands in the conversation; None until a turn took it.
        vouched_by: The person who trusted its sender although nothing proved who it was; None: nobody had to.
        expire_at: When the store may delete it: beyond every redelivery.
    """

    id: str
    version: int
    mailbox: str
    message_id: str
    thread_id: str
    thread_key: str
    state: InboundState
    queued_at: datetime
    expire_at: datetime
    outcome: Outcome | None = None
    why: str | None = None
    negotiation_id: str | None = None
    reading: Reading | None = None
    draft: str | None = None
    draft_for: str | None = None
    use: tuple[ModelUse, ...] = ()
    turn_seq: int | None = None
    vouched_by: str | None = None


def queued_again(record: InboundRecord) -> InboundRecord:
    """The mail back in the queue, its outcome open again."""
    return replace(record, version=record.version + 1, state=InboundState.QUEUED, outcome=None, why=None)


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


class EntryKind(StrEnum):
    MAIL = "mail"
    CARD = "card"


class EntryState(StrEnum):
    """*held* waits for a person; *pending* to *sent* is the protocol; the rest are ends that a person can see."""

    HELD = "held"
    PENDING = "pending"
    CLAIMED = "claimed"
    DRAFTED = "drafted"
    SENT = "sent"
    WITHDRAWN = "withdrawn"
    REVIEW = "review"
    DEAD = "dead"


@dataclass(frozen=True, slots=True, kw_only=True)
class OutgoingMail:
    """A frozen mail: what is sent is what was decided and checked.

    Attributes:
        body: Plain text, complete, with the terms block and the signature.
        thread_id: Gmail's; None opens a new thread.
    """

    mailbox: str
    sender_name: str
    to: tuple[str, ...]
    cc: tuple[str, ...]
    subject: str
    body: str
    thread_id: str | None
    in_reply_to: str | None
    references: tuple[str, ...]


class Channel(StrEnum):
    """Which of the team's Slack channels a card goes to."""

    AGREEMENTS = "agreements"
    ESCALATIONS = "escalations"


@dataclass(frozen=True, slots=True, kw_only=True)
class Card:
    """A message for people, in words; the adapter lays it out.

    Attributes:
        fields: Label and value pairs, in order.
        thread: Gmail mailbox and thread id to link to; None: no thread.
        draft: A mail that waits for approval, None: none.
        actions: What a person can do next.
    """

    channel: Channel
    title: str
    fields: tuple[tuple[str, str], ...]
    evidence: str | None
    thread: tuple[str, str] | None
    draft: str | None
    actions: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class OutboxEntry:
    """`outbox/{id}`: one thing that leaves, at most once.

    Attributes:
        id: Also the mail's X-Parley-Send-Id and the Slack post's metadata.
        move: What the mail changes in the negotiation; None for cards.
        answers: Inbound mails it answers; a newer one makes it stale.
        token: Fencing token, one higher with each claim.
        lease_until: Until when the present holder works.
        draft_id: Gmail's draft; the single-use token. Only a recorded draft is ever sent.
        draft_thread_id: Thread of the draft, where the sent mail is looked for.
        sent_id: Gmail's message id or Slack's timestamp, once it left.
        decided_by: "agent", or the person who approved it.
        overridden: Gate failures that *decided_by* let pass by name.
    """

    id: str
    version: int
    kind: EntryKind
    state: EntryState
    negotiation_id: str | None
    created_at: datetime
    next_attempt_at: datetime
    mail: OutgoingMail | None = None
    card: Card | None = None
    move: Move | None = None
    answers: tuple[str, ...] = ()
    token: int = 0
    lease_until: datetime | None = None
    attempts: int = 0
    draft_id: str | None = None
    draft_thread_id: str | None = None
    sent_id: str | None = None
    sent_at: datetime | None = None
    decided_by: str = "agent"
    overridden: tuple[str, ...] = ()
    last_error: str | None = None


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
    our_last_offer: Money | None = None
    proposed_email: str | None = None
    actions: tuple[str, ...] = ()
    closed_at: datetime | None = None
    closed_by: str | None = None
    resolution: str | None = None


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
        actor: "agent" or the person's name.
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
    """`suppressions/{email}`: never write to this address again."""

    email: str
    version: int
    why: str
    at: datetime


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

"""What leaves: mails and cards, each at most once."""

import hashlib
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum

from shared.domain.negotiation import Move
from shared.domain.reading.facts import ModelUse
from shared.domain.records.trail import AGENT


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
        signature: The lines at the end of *body* that people set for the mailbox; None: signed as the sender.
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
    signature: str | None = None


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
        decided_by: `AGENT`, or the person who approved it.
        overridden: Gate failures that *decided_by* let pass by name.
        playbook: Version of the playbook that it was worded by; None for cards and for a person's own words.
        use: Tokens that wording it took, where it answers no mail that they are kept with.
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
    decided_by: str = AGENT
    overridden: tuple[str, ...] = ()
    playbook: str | None = None
    use: tuple[ModelUse, ...] = ()
    last_error: str | None = None

    def __post_init__(self) -> None:
        if self.kind is EntryKind.MAIL and (self.mail is None or self.move is None or self.negotiation_id is None):
            raise ValueError("a mail in the outbox has its text, its move and its negotiation")
        if self.kind is EntryKind.CARD and self.card is None:
            raise ValueError("a card in the outbox has its text")

    @property
    def is_agents(self) -> bool:
        """Whether the agent decided it by itself; False: a person answers for it by name."""
        return self.decided_by == AGENT


def withdrawn(entry: OutboxEntry, *, by: str | None = None) -> OutboxEntry:
    """The entry, never to leave any more; *by*: the person who keeps it back, None: what became of it decided that."""
    return replace(entry, version=entry.version + 1, state=EntryState.WITHDRAWN, decided_by=by or entry.decided_by)


@dataclass(frozen=True, slots=True, kw_only=True)
class SentMailRecord:
    """`sent_mails/{digest}`: which negotiation a mail of ours belongs to, for answers that come in another thread.

    Attributes:
        id: Digest of mailbox and Message-ID, which may hold what no document id may.
        rfc822_message_id: The Message-ID that the mail really left with.
    """

    id: str
    version: int
    mailbox: str
    rfc822_message_id: str
    negotiation_id: str
    at: datetime


def sent_mail_id(mailbox: str, rfc822_message_id: str) -> str:
    """The id under which a sent mail is found by its Message-ID."""
    return hashlib.sha256(f"{mailbox}:{rfc822_message_id}".encode()).hexdigest()[:32]

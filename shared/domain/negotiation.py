"""A negotiation with one creator: where it stands, who said which number, and who owns it."""

import hashlib
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum
from itertools import takewhile
from typing import Any, Final

from shared.domain.campaign import Creator
from shared.domain.money import Money
from shared.domain.package import Deliverable
from shared.domain.people.participants import Participant, Role, strongest
from shared.domain.states import TERMINAL, Event, State, next_state
from shared.domain.terms import Lever, Terms


class Side(StrEnum):
    OURS = "ours"
    THEIRS = "theirs"


class Stage(StrEnum):
    """What a mail of ours does; the playbook's example mails are chosen by it."""

    OPENING = "opening"
    COUNTER = "counter"
    AGREEMENT = "agreement"
    EXIT = "exit"
    ANSWER = "answer"
    CLARIFICATION = "clarification"
    FOLLOW_UP = "follow_up"


class Owner(StrEnum):
    AGENT = "agent"
    HUMAN = "human"


@dataclass(frozen=True, slots=True, kw_only=True)
class LedgerEntry:
    """One number or move, in the order it was made.

    Attributes:
        mail_id: The inbound mail that named it, or the outbox entry that carries it.
        stage: What our mail did; None on their side.
        terms: What we offered, complete; None on their side, and when our move offered nothing.
        asked: The price they named; None on our side, and when they named none.
        lever: What our mail moved beside the money; None: nothing.
        wishes: What they want otherwise than our terms at that price, and did not get; empty: nothing.
        asked_for: The package that *asked* pays for; empty: the one that stood on the table.
    """

    at: datetime
    side: Side
    mail_id: str
    stage: Stage | None
    terms: Terms | None = None
    asked: Money | None = None
    lever: Lever | None = None
    wishes: tuple[str, ...] = ()
    asked_for: tuple[Deliverable, ...] = ()

    @property
    def amount(self) -> Money | None:
        return self.asked if self.terms is None else self.terms.rate


@dataclass(frozen=True, slots=True, kw_only=True)
class Negotiation:
    """The stored negotiation; one creator, one campaign.

    Attributes:
        version: Grows by one with every commit; a commit that expects another version writes nothing.
        paused_from: Where a pause happened, so that resuming leads back; None unless paused.
        owner_name: The person who claimed it; None while the agent owns it.
        thread_id: Gmail's, in *mailbox*; None until the first mail is sent or joined.
        thread_subject: Subject of the thread, without "Re:".
        last_mail_id: RFC 822 Message-ID of the newest mail of either side, the parent of our next one.
        references: RFC 822 ids of the thread so far, oldest first.
        last_sent_text: Body of our newest mail that left, to tell our own words from theirs in what they quote.
        open_case_id: The case that waits for a person; a negotiation has one at a time.
        human_watermark_at: Mail that people sent from the mailbox before this instant is history, not a takeover.
        unclear_count: Requests to clarify sent since the last clear mail.
        waiting_since: When our newest mail left, or a person let the agent go on; None while neither has happened since
            they last wrote.
        away_until: No follow-up before then, as a machine mail of theirs asked for; None: no such mail.
        next_look_at: When their silence is to be looked at; None while the next move is not theirs.
        follow_up_count: Follow-ups decided since they last wrote.
        kept_out: Addresses that people refused to let join; that somebody copies them is asked about no more.
        turn_count, event_count, outbox_count, case_count: Last sequence number used below this negotiation.
        agreed_terms: Set with the state agreed, in the same commit; None before.
        former: Participants whom a person removed; mails from before name them.
    """

    id: str
    version: int
    campaign_id: str
    mailbox: str
    creator: Creator
    participants: tuple[Participant, ...]
    state: State
    owner: Owner
    opened_at: datetime
    updated_at: datetime
    human_watermark_at: datetime
    ledger: tuple[LedgerEntry, ...] = ()
    paused_from: State | None = None
    owner_name: str | None = None
    thread_id: str | None = None
    thread_subject: str | None = None
    last_mail_id: str | None = None
    references: tuple[str, ...] = ()
    last_sent_text: str | None = None
    open_case_id: str | None = None
    unclear_count: int = 0
    waiting_since: datetime | None = None
    away_until: datetime | None = None
    next_look_at: datetime | None = None
    follow_up_count: int = 0
    kept_out: tuple[str, ...] = ()
    turn_count: int = 0
    event_count: int = 0
    outbox_count: int = 0
    case_count: int = 0
    agreed_terms: Terms | None = None
    former: tuple[Participant, ...] = ()

    def __post_init__(self) -> None:
        if (self.state is State.PAUSED) != (self.paused_from is not None):
            raise ValueError("paused_from must be set exactly while paused")
        if (self.state is State.AGREED) != (self.agreed_terms is not None):
            raise ValueError("agreed_terms must be set exactly when agreed")
        if (self.owner is Owner.HUMAN) != (self.owner_name is not None):
            raise ValueError("owner_name must be set exactly while a person owns the negotiation")

    @property
    def is_terminal(self) -> bool:
        return self.state in TERMINAL

    @property
    def agreed_rate(self) -> Money | None:
        return self.agreed_terms.rate if self.agreed_terms else None

    @property
    def terms(self) -> Terms | None:
        """What we offered last; None before the first offer."""
        return next((entry.terms for entry in reversed(self.ledger) if entry.terms is not None), None)

    @property
    def awaits_answer(self) -> bool:
        """Whether the next move is the creator's: we have said something, and no person is asked or at work."""
        waits = self.state in {State.AWAITING_REPLY, State.COUNTER_SENT}
        return waits and self.owner is Owner.AGENT and self.open_case_id is None

    @property
    def levers_used(self) -> frozenset[Lever]:
        """Those of every mail that stands; a withdrawn mail gives its lever back."""
        return frozenset(entry.lever for entry in self.ledger if entry.lever is not None)

    @property
    def offers(self) -> tuple[Money, ...]:
        """Every amount we offered, oldest first, the opening included."""
        return self._amounts(Side.OURS)

    @property
    def asks(self) -> tuple[Money, ...]:
        """Every amount they asked for, oldest first."""
        return self._amounts(Side.THEIRS)

    @property
    def rounds(self) -> int:
        """Offers we made, the opening included; answers that repeat an offer do not count."""
        return sum(entry.stage in {Stage.OPENING, Stage.COUNTER} for entry in self.ledger)

    def _amounts(self, side: Side) -> tuple[Money, ...]:
        return tuple(e.amount for e in self.ledger if e.side is side and e.amount is not None)

    @property
    def counterparty(self) -> Role:
        """With whom we bargain: the one of the participants who does it most by profession."""
        return strongest(person.role for person in self.participants)

    def has_mail(self, rfc822_message_ids: Iterable[str]) -> bool:
        """Whether one of these Message-IDs is of its conversation."""
        return not {*self.references, self.last_mail_id}.isdisjoint(rfc822_message_ids)

    def is_participant(self, email: str) -> bool:
        return any(person.email == email for person in self.participants)


@dataclass(frozen=True, slots=True, kw_only=True)
class Move:
    """What a mail of ours changes once it is committed or approved: a state, and a line in the ledger.

    Attributes:
        terms: What the mail offers or agrees on, complete; None in a mail that names no price.
        lever: What made *terms* other than what stood before, the rate apart; None: nothing did.
    """

    stage: Stage
    event: Event
    terms: Terms | None
    lever: Lever | None = None

    @property
    def offer(self) -> Money | None:
        return self.terms.rate if self.terms else None


# Nothing of the silence before a reply counts any more.
_HEARD_AGAIN: Final[Mapping[str, Any]] = {
    "waiting_since": None, "away_until": None, "next_look_at": None, "follow_up_count": 0
}  # fmt: skip


def after_event(negotiation: Negotiation, event: Event, now: datetime) -> Negotiation:
    """The negotiation one step on.

    Raises:
        NotAllowed: the step is not in the table.
    """
    state = next_state(negotiation.state, event, paused_from=negotiation.paused_from)
    paused_from = negotiation.paused_from if state is State.PAUSED else None
    if event is Event.PAUSE:
        paused_from = negotiation.state
    agreed = negotiation.agreed_terms if state is State.AGREED else None
    heard = _HEARD_AGAIN if event is Event.RECEIVE_REPLY else {}
    return replace(negotiation, state=state, paused_from=paused_from, agreed_terms=agreed, updated_at=now, **heard)


def waiting_from(negotiation: Negotiation, now: datetime) -> Negotiation:
    """The negotiation from the moment on that the creator's silence counts."""
    return replace(negotiation, waiting_since=now, next_look_at=None)


def after_move(negotiation: Negotiation, move: Move, mail_id: str, now: datetime) -> Negotiation:
    """The negotiation after our mail *mail_id* (an outbox entry) makes *move*.

    Raises:
        NotAllowed: the move is not legal in the present state.
        ValueError: an agreement without terms: a bug.
    """
    entry = LedgerEntry(at=now, side=Side.OURS, mail_id=mail_id, stage=move.stage, terms=move.terms, lever=move.lever)
    state = next_state(negotiation.state, move.event, paused_from=negotiation.paused_from)
    ledger = (*negotiation.ledger, entry)
    again = move.stage is Stage.FOLLOW_UP
    return replace(
        negotiation,
        state=state,
        updated_at=now,
        ledger=ledger,
        unclear_count=_clarifications_in_a_row(ledger),
        # It counts from when this mail leaves; a follow-up that never does leaves the waiting as it was.
        waiting_since=negotiation.waiting_since if again else None,
        next_look_at=None,
        follow_up_count=negotiation.follow_up_count + 1 if again else 0,
        agreed_terms=move.terms if state is State.AGREED else None,
    )


def without_move(negotiation: Negotiation, mail_ids: Collection[str], now: datetime) -> Negotiation:
    """The negotiation with a mail of ours that never left taken back, so that it can be decided again.

    *mail_ids* names that mail and the mails it answered: their lines leave the ledger too and come back with the new
    decision.

    Raises:
        NotAllowed: the state is final; a person has to look at it.
    """
    taken = [entry for entry in negotiation.ledger if entry.mail_id in mail_ids]
    kept = tuple(entry for entry in negotiation.ledger if entry.mail_id not in mail_ids)
    follow_ups = sum(entry.stage is Stage.FOLLOW_UP for entry in taken)
    # A person who decides already has moved it on from where our mail had left it; a follow-up has moved nothing.
    stays = negotiation.state is State.ESCALATED or follow_ups > 0
    moved = negotiation if stays else after_event(negotiation, Event.WITHDRAW, now)
    count = max(negotiation.follow_up_count - follow_ups, 0)
    return replace(
        moved, ledger=kept, unclear_count=_clarifications_in_a_row(kept), follow_up_count=count, updated_at=now
    )


def relabelled(negotiation: Negotiation, mail_id: str, new_id: str) -> Negotiation:
    """The negotiation whose move *mail_id* is carried by another mail of ours."""
    lines = (replace(line, mail_id=new_id) if line.mail_id == mail_id else line for line in negotiation.ledger)
    return replace(negotiation, ledger=tuple(lines))


def _clarifications_in_a_row(ledger: Sequence[LedgerEntry]) -> int:
    """How many of our newest mails only asked what the creator meant; a follow-up asks nothing new."""
    own = (entry.stage for entry in reversed(ledger) if entry.side is Side.OURS)
    stages = [stage for stage in own if stage is not Stage.FOLLOW_UP]
    return sum(1 for _ in takewhile(lambda stage: stage is Stage.CLARIFICATION, stages))


def negotiation_id(campaign_id: str, email: str) -> str:
    """The id of the negotiation with *email* in a campaign.

    Derived, so that a second start finds the first; hashed, so that logs and links carry no address.
    """
    digest = hashlib.sha256(f"{campaign_id}:{email}".encode()).hexdigest()
    return f"{campaign_id}-{digest[:10]}"

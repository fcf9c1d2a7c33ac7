"""Collects what one step writes, so that state, conversation, audit trail, outbox and cases are committed together."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime

from shared.application.documents import Record
from shared.domain.decision import Escalate, Reply
from shared.domain.negotiation import LedgerEntry, Move, Negotiation, Side, after_event, after_move, without_move
from shared.domain.records import (
    Card,
    CaseRecord,
    CaseState,
    EntryKind,
    EntryState,
    EventRecord,
    OutboxEntry,
    OutgoingMail,
    TurnRecord,
)
from shared.domain.silence import next_look_at
from shared.domain.states import Event, State


class Journal:
    """One step of one negotiation: change it here, then commit `records()` in one transaction.

    Ids and sequence numbers continue the negotiation's own, so the same step computed twice writes the same records.
    """

    def __init__(self, negotiation: Negotiation, *, actor: str, now: datetime) -> None:
        self.negotiation = negotiation
        self.now = now
        self._actor = actor
        self._version = negotiation.version + 1
        self._below: list[tuple[TurnRecord | EventRecord, str]] = []
        self._entries: dict[str, OutboxEntry] = {}
        self._others: list[Record] = []

    @property
    def entries(self) -> tuple[OutboxEntry, ...]:
        """What this step puts into the outbox, in order."""
        return tuple(self._entries.values())

    def records(self) -> list[tuple[Record, str] | Record]:
        """Everything to commit, the negotiation first."""
        # Wherever a step leads, a negotiation that waits for the creator is looked at again, and no other is.
        look_at = next_look_at(self.negotiation, self.now)
        negotiation = replace(self.negotiation, version=self._version, updated_at=self.now, next_look_at=look_at)
        return [negotiation, *self._below, *self._entries.values(), *self._others]

    def note(self, kind: str, facts: Mapping[str, str] | None = None, *, was: State | None = None) -> None:
        """Add one fact to the audit trail."""
        event = EventRecord(
            seq=self.negotiation.event_count + 1,
            version=1,
            at=self.now,
            kind=kind,
            actor=self._actor,
            from_state=(was or self.negotiation.state).value,
            to_state=self.negotiation.state.value,
            facts=tuple((facts or {}).items()),
        )
        self.negotiation = replace(self.negotiation, event_count=event.seq)
        self._below.append((event, self.negotiation.id))

    def step(self, event: Event, kind: str, facts: Mapping[str, str] | None = None) -> None:
        """Take one step of the state machine and note it.

        Raises:
            NotAllowed: the step is not possible from here.
        """
        was = self.negotiation.state
        self.negotiation = after_event(self.negotiation, event, self.now)
        self.note(kind, facts, was=was)

    def change(self, negotiation: Negotiation) -> None:
        """Put other fields in place; the state is only changed by `step` and `make`."""
        self.negotiation = negotiation

    def hear(self, inbound_id: str, decision: Reply | Escalate) -> None:
        """Put the price they named into the ledger, with what it is for where that is not what we offered."""
        entry = LedgerEntry(at=self.now, side=Side.THEIRS, mail_id=inbound_id, stage=None, asked=decision.their_ask)
        match decision:
            case Reply():
                entry = replace(entry, asked_for=decision.asked_for)
            case Escalate():
                entry = replace(entry, wishes=decision.wishes)
        self.negotiation = replace(self.negotiation, ledger=(*self.negotiation.ledger, entry))

    def make(self, move: Move, entry_id: str) -> None:
        """Let our mail *entry_id* make its move: state, ledger, audit.

        Raises:
            NotAllowed: the move is not legal in the present state.
        """
        was = self.negotiation.state
        self.negotiation = after_move(self.negotiation, move, entry_id, self.now)
        facts = {"mail": entry_id}
        if move.offer is not None:
            facts["offer"] = move.offer.display()
        if move.lever is not None:
            facts["lever"] = move.lever.value
        self.note(f"{move.stage.value}_decided", facts, was=was)

    def take_back(self, entry: OutboxEntry, why: str, *, again: bool) -> None:
        """Undo the move of a mail that never left; *again*: what it answered is decided again and heard again.

        Raises:
            NotAllowed: the state is final.
        """
        was = self.negotiation.state
        taken = {entry.id, *entry.answers} if again else {entry.id}
        self.negotiation = without_move(self.negotiation, taken, self.now)
        self.note("mail_withdrawn", {"mail": entry.id, "why": why}, was=was)

    def converse(self, *, mail_id: str, author: str, text: str, outbound: bool) -> int:
        """Add one mail to the conversation; answers its sequence number."""
        seq = self.negotiation.turn_count + 1
        turn = TurnRecord(seq=seq, version=1, at=self.now, outbound=outbound, mail_id=mail_id, author=author, text=text)
        self.negotiation = replace(self.negotiation, turn_count=seq)
        self._below.append((turn, self.negotiation.id))
        return seq

    def send(self, mail: OutgoingMail, move: Move, *, answers: tuple[str, ...], state: EntryState) -> OutboxEntry:
        """Put a mail into the outbox; its move is made apart, now or on approval."""
        entry = OutboxEntry(
            id=self._next_entry_id(),
            version=1,
            kind=EntryKind.MAIL,
            state=state,
            negotiation_id=self.negotiation.id,
            created_at=self.now,
            next_attempt_at=self.now,
            mail=mail,
            move=move,
            answers=answers,
        )
        self._entries[entry.id] = entry
        return entry

    def post(self, card: Card) -> None:
        """Put a card for people into the outbox."""
        entry = OutboxEntry(
            id=self._next_entry_id(),
            version=1,
            kind=EntryKind.CARD,
            state=EntryState.PENDING,
            negotiation_id=self.negotiation.id,
            created_at=self.now,
            next_attempt_at=self.now,
            card=card,
        )
        self._entries[entry.id] = entry

    def put_back(self, entry: OutboxEntry) -> None:
        """Put a changed outbox entry in place: one of this step's, or a stored one whose next version it becomes."""
        known = entry.id in self._entries
        self._entries[entry.id] = entry if known else replace(entry, version=entry.version + 1)

    def write(self, record: Record) -> None:
        """Commit another record in the same transaction."""
        self._others.append(record)

    def open_case(self, case: CaseRecord) -> None:
        """Open the negotiation's case; its id comes from `next_case_id`."""
        count = self.negotiation.case_count + 1
        self.negotiation = replace(self.negotiation, case_count=count, open_case_id=case.id)
        self.note("case_opened", {"case": case.id, "reason": case.reason.value})
        self._others.append(case)

    def next_case_id(self) -> str:
        return f"{self.negotiation.id}-case{self.negotiation.case_count + 1}"

    def close_case(self, case: CaseRecord, resolution: str) -> None:
        """Close the negotiation's open case."""
        closed = replace(
            case,
            version=case.version + 1,
            state=CaseState.CLOSED,
            closed_at=self.now,
            closed_by=self._actor,
            resolution=resolution,
        )
        self.negotiation = replace(self.negotiation, open_case_id=None)
        self.note("case_closed", {"case": case.id, "resolution": resolution})
        self._others.append(closed)

    def _next_entry_id(self) -> str:
        count = self.negotiation.outbox_count + 1
        self.negotiation = replace(self.negotiation, outbox_count=count)
        return f"{self.negotiation.id}-{count}"

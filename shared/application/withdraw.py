"""Take back a mail that was decided but must not leave; what it answered is decided again, or goes to a person."""

from dataclasses import replace

from shared.application.app import App
from shared.application.escalate import Grounds, escalate
from shared.application.fresh import Stale
from shared.application.journal import Journal
from shared.application.queue_mail import inbound_record, wake
from shared.domain.decision import Reason
from shared.domain.errors import Contention
from shared.domain.records import AGENT, EntryState, InboundRecord, OutboxEntry, Outcome, queued_again, with_outcome
from shared.domain.states import TERMINAL, State


def withdraw(app: App, entry: OutboxEntry, stale: Stale) -> None:
    """Withdraw *entry* in one commit with the state it had moved, and wake the turn that decides again.

    Raises:
        Contention: the negotiation changed meanwhile; the entry stays and is looked at again.
    """
    if entry.negotiation_id is None:
        raise ValueError("only mail of a negotiation can become stale")
    journal = Journal(app.store.negotiation(entry.negotiation_id), actor=AGENT, now=app.clock.now())
    state = _undo(app, journal, entry, stale)
    queued = _to_queue(app, entry, stale, journal) if stale.again else []
    told = _to_person(app, entry, stale.reason) if stale.reason else []
    taken = replace(entry, version=entry.version + 1, state=state, lease_until=None, last_error=stale.why)
    if state is EntryState.HELD:
        taken = replace(taken, draft_id=None, draft_thread_id=None)
    if not app.store.commit([*journal.records(), taken, *queued, *told]):
        raise Contention(f"{entry.id} changed while it was withdrawn")
    wake(app, queued)


def _undo(app: App, journal: Journal, entry: OutboxEntry, stale: Stale) -> EntryState:
    """Take the move back where that can be done; answers what becomes of the mail."""
    if journal.negotiation.state in TERMINAL:
        if stale.reason:
            _ask_person(app, journal, entry, stale.reason, f"the closing mail was held back: {stale.why}")
            return EntryState.REVIEW
        if not stale.again:
            return EntryState.WITHDRAWN
        # A final state is never undone by the agent: the agreement or the exit stands in the books but was not told.
        _ask_person(app, journal, entry, Reason.SEND_UNCLEAR, f"the closing mail was held back: {stale.why}")
        return EntryState.REVIEW
    journal.take_back(entry, stale.why, again=stale.again)
    if stale.reason:
        _ask_person(app, journal, entry, stale.reason, stale.why)
        return EntryState.HELD
    if journal.negotiation.state is not State.INITIAL_OFFER:
        if stale.again and not entry.is_agents:
            said = f"what {entry.decided_by} released did not leave: {stale.why}"
            _ask_person(app, journal, entry, Reason.SEND_UNCLEAR, said)
        return EntryState.WITHDRAWN
    # Nobody will write first, so nothing would ever decide on the opening again.
    _ask_person(app, journal, entry, Reason.NEEDS_APPROVAL, f"the opening was held back: {stale.why}")
    return EntryState.HELD


def _ask_person(app: App, journal: Journal, entry: OutboxEntry, reason: Reason, evidence: str) -> None:
    grounds = Grounds(reason=reason, evidence=evidence, inbound_ids=entry.answers, draft=entry)
    escalate(journal, grounds, app.store.open_case_of(journal.negotiation))


def _to_queue(app: App, entry: OutboxEntry, stale: Stale, journal: Journal) -> list[InboundRecord]:
    """The mails to decide on: those it answered, unless that is final, and those the queue does not know yet."""
    mailbox = journal.negotiation.mailbox
    unqueued = [inbound_record(mailbox, message, journal.now) for message in stale.unqueued]
    if journal.negotiation.state in TERMINAL:
        return unqueued
    answered = app.store.existing(InboundRecord, entry.answers).values()
    again = [queued_again(record) for record in answered]
    if stale.lane is not None:
        again = [replace(record, thread_key=stale.lane) for record in again]
    return [*again, *unqueued]


def _to_person(app: App, entry: OutboxEntry, reason: Reason) -> list[InboundRecord]:
    """The mails it answered, which are a person's now."""
    answered = app.store.existing(InboundRecord, entry.answers).values()
    return [with_outcome(record, Outcome.ESCALATED, reason.value, state=record.state) for record in answered]

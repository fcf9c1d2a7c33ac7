"""What a person can do to a negotiation: pause, resume, stop, claim, release; each one commit with its audit event."""

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Final

from shared.application.app import App
from shared.application.claims import TO_SEND, require_idle
from shared.application.deliver import discard_draft
from shared.application.journal import Journal
from shared.application.named_person import require_person
from shared.application.queue_mail import wake
from shared.application.unbook import unbook
from shared.domain.decision import Reason
from shared.domain.errors import Contention, NotAllowed
from shared.domain.negotiation import Negotiation, Owner, waiting_from
from shared.domain.records import (
    CaseRecord,
    EntryState,
    InboundRecord,
    InboundState,
    OutboxEntry,
    queued_again,
    withdrawn,
)
from shared.domain.states import Event, State, legal_events

# Not yet in anyone's hands: these can be taken back in the same commit. The others are stopped by the check before
# sending.
_RECALLABLE: Final = frozenset({EntryState.HELD, EntryState.PENDING})

# Cases that only say who is at work; handing back settles them.
_PERSONAL: Final = frozenset({Reason.HUMAN_OWNED, Reason.HUMAN_TOOK_OVER})

# What they wrote was a person's to answer.
_HANDED_BACK: Final = frozenset({State.ESCALATED, State.COUNTER_RECEIVED})


class Command(StrEnum):
    PAUSE = "pause"
    RESUME = "resume"
    STOP = "stop"
    CLAIM = "claim"
    RELEASE = "release"


_EVENTS: Final = {Command.PAUSE: Event.PAUSE, Command.RESUME: Event.RESUME, Command.STOP: Event.STOP}


@dataclass(frozen=True, slots=True, kw_only=True)
class _Steering:
    app: App
    journal: Journal
    person: str
    case: CaseRecord | None
    woken: list[InboundRecord]


def steer_negotiation(app: App, negotiation_id: str, command: Command, person: str) -> Negotiation:
    """Carry out *command* in the name of *person*; answers the negotiation as it now is.

    Stopping one that is over withdraws its closing mail, when that has not left: an agreement is none then, any other
    end stays as it is.

    Raises:
        InvalidInput: the person has no name of their own.
        NotFound: there is no such negotiation.
        NotAllowed: the command is not possible now; the message says why.
        Contention: the negotiation changed at the same moment; nothing was done.
    """
    require_person(person)
    negotiation = app.store.negotiation(negotiation_id)
    case = app.store.open_case_of(negotiation)
    journal = Journal(negotiation, actor=person, now=app.clock.now())
    _require_possible(app, negotiation, command)
    steering = _Steering(app=app, journal=journal, person=person, case=case, woken=[])
    _COMMANDS[command](steering)
    if not app.store.commit([*journal.records(), *steering.woken]):
        raise Contention(f"{negotiation_id} changed at the same moment; look again")
    wake(app, steering.woken)
    return app.store.negotiation(negotiation_id)


def _require_possible(app: App, negotiation: Negotiation, command: Command) -> None:
    """Say what the person can do instead, by the commands that there are."""
    event, state = _EVENTS.get(command), negotiation.state
    if event is None or event in legal_events(state):
        return
    if not negotiation.is_terminal:
        others = ", ".join(f"`negotiation {other}`" for other in _possible(negotiation))
        raise NotAllowed(f"{command} is not possible in state {state}; possible: {others}")
    if command is not Command.STOP:
        raise NotAllowed(f"{command} is not possible in state {state}: it is final")
    if not app.store.mails_of(negotiation, TO_SEND):
        raise NotAllowed(f"{command} is not possible in state {state}: it is final, and no mail of it waits to be sent")


def _possible(negotiation: Negotiation) -> list[Command]:
    legal = legal_events(negotiation.state)
    hand = Command.CLAIM if negotiation.owner is Owner.AGENT else Command.RELEASE
    return [*(command for command, event in _EVENTS.items() if event in legal), hand]


def _pause(steering: _Steering) -> None:
    steering.journal.step(Event.PAUSE, "paused")


def _resume(steering: _Steering) -> None:
    steering.journal.step(Event.RESUME, "resumed")
    _wait_anew(steering.journal)
    _hand_back(steering.journal)
    _wake_waiting(steering)


def _stop(steering: _Steering) -> None:
    journal = steering.journal
    if journal.negotiation.is_terminal and (unsent := steering.app.store.mails_of(journal.negotiation, TO_SEND)):
        for entry in unsent:
            _withhold(steering, entry)
        if not journal.negotiation.is_terminal:
            journal.step(Event.STOP, "stopped")
        return
    journal.step(Event.STOP, "stopped")
    _withdraw(steering, _RECALLABLE)
    _ask_again(steering)
    _close_case(steering, "the negotiation was stopped")
    # What waited for the end of a pause goes to a person now.
    _wake_waiting(steering)


def _ask_again(steering: _Steering) -> None:
    """Let the check before sending find out what became of mails that nobody knows to have left.

    It records what left, takes back what did not, draft and all, and sends nothing of a stopped negotiation.
    """
    now = steering.journal.now
    for entry in steering.app.store.mails_of(steering.journal.negotiation, {EntryState.REVIEW}):
        state = EntryState.DRAFTED if entry.draft_id else EntryState.PENDING
        # Not a first attempt, which would not look for what an earlier one has left behind.
        again = replace(entry, version=entry.version + 1, state=state, attempts=1, next_attempt_at=now)
        steering.journal.write(again)


def _withhold(steering: _Steering, entry: OutboxEntry) -> None:
    """Keep back the closing mail of a negotiation that is over; an agreement is taken out of the books with it."""
    require_idle(entry, steering.journal.now)
    # What was never tried has left nothing in Gmail, which may want no call for hours.
    tried = entry.attempts > 0 or entry.draft_id is not None
    if entry.mail is not None and tried and discard_draft(steering.app, entry, entry.mail) is not None:
        raise NotAllowed(f"{entry.id} has left already")
    # The higher token keeps a worker that overslept from recording a draft for it.
    withheld = replace(withdrawn(entry, by=steering.person), token=entry.token + 1)
    said = f"withdrawn by {steering.person}"
    steering.journal.write(replace(withheld, lease_until=None, last_error=said))
    steering.journal.note("closing_mail_withdrawn", {"mail": entry.id})
    campaign = steering.app.store.campaign(steering.journal.negotiation.campaign_id)
    unbook(steering.journal, campaign, entry, said)


def _claim(steering: _Steering) -> None:
    negotiation = steering.journal.negotiation
    if negotiation.owner is Owner.HUMAN:
        raise NotAllowed(f"{negotiation.owner_name} owns this negotiation already")
    steering.journal.change(replace(negotiation, owner=Owner.HUMAN, owner_name=steering.person))
    steering.journal.note("claimed")


def _release(steering: _Steering) -> None:
    journal = steering.journal
    if journal.negotiation.owner is Owner.AGENT:
        raise NotAllowed("the agent owns this negotiation already")
    if journal.negotiation.state is State.ESCALATED and journal.negotiation.turn_count == 0:
        raise NotAllowed("nothing was sent and nothing came: settle the case first, or stop the negotiation")
    _require_known(steering)
    # What people wrote until now is history; only later mail of theirs takes the negotiation over again.
    journal.change(replace(journal.negotiation, owner=Owner.AGENT, owner_name=None, human_watermark_at=journal.now))
    _wait_anew(journal)
    journal.note("released")
    escalated = journal.negotiation.state is State.ESCALATED
    if escalated:
        _withdraw(steering, {EntryState.HELD})
    if escalated or (steering.case is not None and steering.case.reason in _PERSONAL):
        _close_case(steering, f"handed back by {steering.person}")
    _hand_back(journal)


def _hand_back(journal: Journal) -> None:
    """Let the next word be the creator's where a person had theirs in hand: without a case nobody looks at it again."""
    negotiation = journal.negotiation
    is_agents = negotiation.owner is Owner.AGENT and negotiation.open_case_id is None
    if is_agents and negotiation.state in _HANDED_BACK:
        journal.step(Event.RESUME_COUNTER, "handed_back")


def _require_known(steering: _Steering) -> None:
    """Refuse to close, with its case, the question whether a mail of ours left."""
    journal, case = steering.journal, steering.case
    if journal.negotiation.state is not State.ESCALATED or case is None:
        return
    if unclear := steering.app.store.mails_of(journal.negotiation, {EntryState.REVIEW}):
        raise NotAllowed(f"nobody knows whether {unclear[0].id} left: settle {case.id} first")


def _wait_anew(journal: Journal) -> None:
    """Nothing leaves at once because of a silence that lasted while a person had it in hand."""
    journal.change(waiting_from(replace(journal.negotiation, follow_up_count=0), journal.now))


def _withdraw(steering: _Steering, states: Collection[EntryState]) -> None:
    for entry in steering.app.store.mails_of(steering.journal.negotiation, states):
        steering.journal.write(withdrawn(entry))


def _close_case(steering: _Steering, resolution: str) -> None:
    if steering.case is not None:
        steering.journal.close_case(steering.case, resolution)


def _wake_waiting(steering: _Steering) -> None:
    waiting = steering.app.store.inbound_of(InboundState.WAITING)
    mine = [record for record in waiting if record.negotiation_id == steering.journal.negotiation.id]
    steering.woken.extend(queued_again(record) for record in mine)


_COMMANDS: Final[Mapping[Command, Callable[[_Steering], None]]] = {
    Command.PAUSE: _pause,
    Command.RESUME: _resume,
    Command.STOP: _stop,
    Command.CLAIM: _claim,
    Command.RELEASE: _release,
}

"""The negotiation's states and every legal step between them, as data.

Two rules: nothing outside this module decides whether a step is legal, and a terminal state has no way out, but for an
agreement that the creator was never told of: a person may take it back.
"""

from enum import StrEnum

from shared.domain.errors import NotAllowed


class State(StrEnum):
    INITIAL_OFFER = "initial_offer"
    AWAITING_REPLY = "awaiting_reply"
    COUNTER_RECEIVED = "counter_received"
    COUNTER_SENT = "counter_sent"
    ESCALATED = "escalated"
    STALE = "stale"
    PAUSED = "paused"
    AGREED = "agreed"
    REJECTED = "rejected"
    EXITED = "exited"
    STOPPED = "stopped"


class Event(StrEnum):
    """What can happen to a negotiation.

    *reject* is the creator's no; *exit* is ours. *send_counter* is any reply that leaves the next move with the
    creator: an offer, an answer, a request to clarify. *follow_up* repeats it. *resume_counter* says the same of what a
    person did or wrote. *withdraw* takes back a committed mail that never left.
    """

    SEND_OFFER = "send_offer"
    RECEIVE_REPLY = "receive_reply"
    TIMEOUT = "timeout"
    FOLLOW_UP = "follow_up"
    SEND_COUNTER = "send_counter"
    ACCEPT = "accept"
    REJECT = "reject"
    EXIT = "exit"
    ESCALATE = "escalate"
    RESUME_COUNTER = "resume_counter"
    WITHDRAW = "withdraw"
    PAUSE = "pause"
    RESUME = "resume"
    STOP = "stop"


TERMINAL = frozenset({State.AGREED, State.REJECTED, State.EXITED, State.STOPPED})

_PAUSABLE = (
    State.INITIAL_OFFER,
    State.AWAITING_REPLY,
    State.COUNTER_RECEIVED,
    State.COUNTER_SENT,
    State.ESCALATED,
    State.STALE,
)

TRANSITIONS: dict[tuple[State, Event], State] = {
    (State.INITIAL_OFFER, Event.SEND_OFFER): State.AWAITING_REPLY,
    (State.INITIAL_OFFER, Event.RECEIVE_REPLY): State.COUNTER_RECEIVED,
    (State.INITIAL_OFFER, Event.ESCALATE): State.ESCALATED,
    (State.AWAITING_REPLY, Event.RECEIVE_REPLY): State.COUNTER_RECEIVED,
    (State.AWAITING_REPLY, Event.FOLLOW_UP): State.AWAITING_REPLY,
    (State.AWAITING_REPLY, Event.TIMEOUT): State.STALE,
    (State.AWAITING_REPLY, Event.ESCALATE): State.ESCALATED,
    (State.AWAITING_REPLY, Event.WITHDRAW): State.INITIAL_OFFER,
    (State.COUNTER_RECEIVED, Event.RECEIVE_REPLY): State.COUNTER_RECEIVED,
    (State.COUNTER_RECEIVED, Event.SEND_COUNTER): State.COUNTER_SENT,
    (State.COUNTER_RECEIVED, Event.ACCEPT): State.AGREED,
    (State.COUNTER_RECEIVED, Event.REJECT): State.REJECTED,
    (State.COUNTER_RECEIVED, Event.EXIT): State.EXITED,
    (State.COUNTER_RECEIVED, Event.ESCALATE): State.ESCALATED,
    (State.COUNTER_RECEIVED, Event.RESUME_COUNTER): State.COUNTER_SENT,
    (State.COUNTER_SENT, Event.RECEIVE_REPLY): State.COUNTER_RECEIVED,
    (State.COUNTER_SENT, Event.FOLLOW_UP): State.COUNTER_SENT,
    (State.COUNTER_SENT, Event.TIMEOUT): State.STALE,
    (State.COUNTER_SENT, Event.ESCALATE): State.ESCALATED,
    (State.COUNTER_SENT, Event.WITHDRAW): State.COUNTER_RECEIVED,
    (State.ESCALATED, Event.RECEIVE_REPLY): State.ESCALATED,
    (State.ESCALATED, Event.ESCALATE): State.ESCALATED,
    (State.ESCALATED, Event.RESUME_COUNTER): State.COUNTER_SENT,
    (State.ESCALATED, Event.SEND_OFFER): State.AWAITING_REPLY,
    (State.ESCALATED, Event.SEND_COUNTER): State.COUNTER_SENT,
    (State.ESCALATED, Event.ACCEPT): State.AGREED,
    (State.ESCALATED, Event.REJECT): State.REJECTED,
    (State.ESCALATED, Event.EXIT): State.EXITED,
    (State.AGREED, Event.WITHDRAW): State.COUNTER_RECEIVED,
    (State.STALE, Event.RECEIVE_REPLY): State.COUNTER_RECEIVED,
    (State.STALE, Event.REJECT): State.REJECTED,
    (State.STALE, Event.EXIT): State.EXITED,
    (State.STALE, Event.ESCALATE): State.ESCALATED,
    (State.PAUSED, Event.RECEIVE_REPLY): State.PAUSED,
    (State.PAUSED, Event.STOP): State.STOPPED,
    **{(state, Event.PAUSE): State.PAUSED for state in _PAUSABLE},
    **{(state, Event.STOP): State.STOPPED for state in _PAUSABLE},
}


def next_state(state: State, event: Event, *, paused_from: State | None = None) -> State:
    """The state that *event* leads to; resuming leads back to *paused_from*.

    Raises:
        NotAllowed: the table has no such step; the message lists the events that are legal here.
    """
    if state is State.PAUSED and event is Event.RESUME and paused_from is not None:
        return paused_from
    try:
        return TRANSITIONS[state, event]
    except KeyError:
        legal = ", ".join(legal_events(state)) or "none, it is final"
        message = f"{event} is not possible in state {state} (possible: {legal})"
        raise NotAllowed(message) from None


def legal_events(state: State) -> tuple[Event, ...]:
    """The events that are possible in *state*, in the order of their names; empty when terminal."""
    events = {event for (source, event) in TRANSITIONS if source is state}
    if state is State.PAUSED:
        events.add(Event.RESUME)
    return tuple(sorted(events))

import re

import pytest

from shared.domain.errors import NotAllowed
from shared.domain.states import TERMINAL, Event, State, legal_events, next_state

# Written out on purpose and not taken from the module: the table of the product, state by state.
EXPECTED: dict[str, dict[str, str]] = {
    "initial_offer": {
        "send_offer": "awaiting_reply",
        "receive_reply": "counter_received",
        "escalate": "escalated",
        "pause": "paused",
        "stop": "stopped",
    },
    "awaiting_reply": {
        "receive_reply": "counter_received",
        "timeout": "stale",
        "follow_up": "awaiting_reply",
        "escalate": "escalated",
        "withdraw": "initial_offer",
        "pause": "paused",
        "stop": "stopped",
    },
    "counter_received": {
        "receive_reply": "counter_received",
        "resume_counter": "counter_sent",
        "send_counter": "counter_sent",
        "accept": "agreed",
        "reject": "rejected",
        "exit": "exited",
        "escalate": "escalated",
        "pause": "paused",
        "stop": "stopped",
    },
    "counter_sent": {
        "receive_reply": "counter_received",
        "timeout": "stale",
        "follow_up": "counter_sent",
        "escalate": "escalated",
        "withdraw": "counter_received",
        "pause": "paused",
        "stop": "stopped",
    },
    "escalated": {
        "receive_reply": "escalated",
        "escalate": "escalated",
        "resume_counter": "counter_sent",
        "send_offer": "awaiting_reply",
        "send_counter": "counter_sent",
        "accept": "agreed",
        "reject": "rejected",
        "exit": "exited",
        "pause": "paused",
        "stop": "stopped",
    },
    "stale": {
        "receive_reply": "counter_received",
        "reject": "rejected",
        "exit": "exited",
        "escalate": "escalated",
        "pause": "paused",
        "stop": "stopped",
    },
    "paused": {"receive_reply": "paused", "stop": "stopped"},
    "agreed": {"withdraw": "counter_received"},
    "rejected": {},
    "exited": {},
    "stopped": {},
}

PAUSABLE = ("initial_offer", "awaiting_reply", "counter_received", "counter_sent", "escalated", "stale")
PAIRS = [(state, event) for state in State for event in Event]


def test_the_table_names_every_state() -> None:
    assert {State(name) for name in EXPECTED} == set(State)


@pytest.mark.parametrize(("state", "event"), PAIRS)
def test_every_pair_of_state_and_event(state: State, event: Event) -> None:
    expected = EXPECTED[state].get(event)
    if expected is not None:
        assert next_state(state, event) == expected
        return
    with pytest.raises(NotAllowed, match=rf"^{event} is not possible in state {state} "):
        next_state(state, event)


@pytest.mark.parametrize("state", State)
def test_a_refused_event_names_what_is_possible_instead(state: State) -> None:
    refused = next(event for event in Event if event not in EXPECTED[state] and event is not Event.RESUME)
    possible = {*EXPECTED[state], *(["resume"] if state is State.PAUSED else [])}
    with pytest.raises(NotAllowed) as error:
        next_state(state, refused)
    listed = re.search(r"\(possible: (.*)\)", str(error.value))
    assert listed is not None
    assert listed[1] == (", ".join(sorted(possible)) or "none, it is final")


@pytest.mark.parametrize("state", State)
def test_legal_events_are_sorted_by_name(state: State) -> None:
    possible = {*EXPECTED[state], *(["resume"] if state is State.PAUSED else [])}
    assert legal_events(state) == tuple(Event(name) for name in sorted(possible))


def test_four_states_are_final() -> None:
    assert {"agreed", "rejected", "exited", "stopped"} == TERMINAL
    assert {event for state in TERMINAL for event in legal_events(state)} == {Event.WITHDRAW}


@pytest.mark.parametrize("name", PAUSABLE)
def test_resume_leads_back_to_where_the_pause_was(name: str) -> None:
    assert next_state(State(name), Event.PAUSE) is State.PAUSED
    assert next_state(State.PAUSED, Event.RESUME, paused_from=State(name)) == name


def test_a_pause_that_remembers_nothing_cannot_be_resumed() -> None:
    with pytest.raises(NotAllowed, match="resume is not possible in state paused"):
        next_state(State.PAUSED, Event.RESUME)


def test_what_a_pause_remembers_opens_no_other_way() -> None:
    with pytest.raises(NotAllowed):
        next_state(State.PAUSED, Event.SEND_COUNTER, paused_from=State.COUNTER_RECEIVED)
    with pytest.raises(NotAllowed):
        next_state(State.AGREED, Event.RESUME, paused_from=State.COUNTER_RECEIVED)


def _reached_from(start: State) -> set[State]:
    found, todo = {start}, [start]
    while todo:
        state = todo.pop()
        steps = {next_state(state, event) for event in legal_events(state) if event is not Event.RESUME}
        todo += steps - found
        found |= steps
    return found


def test_every_state_is_reached_from_the_first() -> None:
    assert _reached_from(State.INITIAL_OFFER) == set(State)


@pytest.mark.parametrize("state", sorted(set(State) - TERMINAL))
def test_no_state_is_a_dead_end(state: State) -> None:
    assert _reached_from(state) & TERMINAL
    assert set(legal_events(state)) - {Event.STOP, Event.PAUSE, Event.RESUME}

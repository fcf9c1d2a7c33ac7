"""One negotiation as people read it: every mail, then the audit trail."""

from collections.abc import Sequence

from shared.domain.negotiation import Negotiation
from shared.domain.people.participants import Participant
from shared.domain.records import EventRecord, TurnRecord
from shared.domain.terms.words import terms_lines


def transcript(one: Negotiation, turns: Sequence[TurnRecord], events: Sequence[EventRecord]) -> str:
    """The whole conversation and the audit trail, oldest first."""
    head = f"{one.creator.name} <{one.creator.email}>: {one.state.value}"
    terms = [] if one.terms is None else ["agreed:" if one.agreed_terms else "on the table:", *terms_lines(one.terms)]
    people = [*map(_contact, one.participants), *(f"kept out: {email}" for email in one.kept_out)]
    return "\n".join([head, *people, *terms, *map(_turn, turns), "\n--- audit trail ---", *map(_event, events)])


def _contact(person: Participant) -> str:
    about = ", ".join(part for part in (person.role.value, person.title, person.agency) if part)
    return f"with {person.name or person.email} ({about}{'' if person.copied else ', not copied'})"


def _turn(turn: TurnRecord) -> str:
    author = "we" if turn.outbound else turn.author
    return f"\n--- {turn.at:%Y-%m-%d %H:%M:%S} {author} ---\n{turn.text.strip()}"


def _event(event: EventRecord) -> str:
    facts = ", ".join(f"{label}={value}" for label, value in event.facts)
    states = f"{event.from_state} -> {event.to_state}"
    return f"{event.at:%Y-%m-%d %H:%M:%S} {event.actor}: {event.kind}, {states} {facts}".rstrip()

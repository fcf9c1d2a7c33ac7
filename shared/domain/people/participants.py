"""The people of one negotiation."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum
from typing import Final

_NEVER: Final = datetime.min.replace(tzinfo=UTC)


class Role(StrEnum):
    """Who somebody is to the creator; those further down speak for others by profession."""

    CREATOR = "creator"
    MANAGER = "manager"
    AGENCY = "agency"


def strongest(roles: Iterable[Role]) -> Role:
    """An agency before a manager, a manager before the creator."""
    return max(roles, key=list(Role).index, default=Role.CREATOR)


@dataclass(frozen=True, slots=True, kw_only=True)
class Participant:
    """Somebody the team approved to negotiate with; replies go to these and nobody else.

    Attributes:
        role: Sets the tone and which levers suit, never a price or a recipient.
        title: How they sign; None: not known.
        agency: Whom they work for, where it is an agency; None: nobody known.
        first_seen_at, last_seen_at: When their first and their newest mail came; None before it.
        copied: False: not put in copy when the mail goes to somebody else, as a person of the team decided.
    """

    email: str
    name: str | None
    role: Role
    title: str | None = None
    agency: str | None = None
    first_seen_at: datetime | None = None
    last_seen_at: datetime | None = None
    copied: bool = True


def addressee(people: Sequence[Participant]) -> Participant:
    """Whom our next mail goes to: who wrote last, and the first of them, the creator, before anybody has."""
    writers = [person for person in people if person.last_seen_at is not None]
    return max(writers, key=lambda person: person.last_seen_at or _NEVER, default=people[0])


def copied(people: Sequence[Participant], to: str) -> tuple[str, ...]:
    """Who gets a mail to *to* in copy: the other participants, those apart whom a person took out of it."""
    return tuple(person.email for person in people if person.copied and person.email != to)

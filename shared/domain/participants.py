"""The people of one negotiation."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


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
        first_seen_at: When their first mail came; None before it.
    """

    email: str
    name: str | None
    role: Role
    title: str | None = None
    agency: str | None = None
    first_seen_at: datetime | None = None

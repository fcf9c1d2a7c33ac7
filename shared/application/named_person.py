"""Who acts: a person by name, never nobody, and never under the name that stands for the agent."""

from shared.domain.errors import InvalidInput
from shared.domain.records import AGENT


def require_person(person: str) -> None:
    """Refuse an act without a name.

    Raises:
        InvalidInput: there is none, or it is the agent's.
    """
    if problems := person_problems(person):
        raise InvalidInput(problems)


def person_problems(person: str) -> list[str]:
    """What keeps *person* from acting; empty when nothing does."""
    if not person.strip():
        return ["say who is acting: the name goes into the audit trail"]
    if person.strip().lower() == AGENT:
        return [f"say who is acting: in the audit trail {person.strip()!r} is the agent itself"]
    return []

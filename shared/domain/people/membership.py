"""Who belongs to a negotiation: only people of the team let somebody in, keep them out, or remove them again."""

from dataclasses import replace

from shared.domain.negotiation import Negotiation
from shared.domain.people.participants import Participant, Role


def let_in(negotiation: Negotiation, email: str) -> Negotiation:
    """With somebody new among the participants, whoever kept them out before; as a manager until a mail tells more."""
    newcomer = Participant(email=email, name=None, role=Role.MANAGER)
    left = tuple(one for one in negotiation.kept_out if one != email)
    return replace(negotiation, participants=(*negotiation.participants, newcomer), kept_out=left)


def keep_out(negotiation: Negotiation, email: str) -> Negotiation:
    """Nobody is asked again about somebody who is only copied."""
    return replace(negotiation, kept_out=tuple(dict.fromkeys((*negotiation.kept_out, email))))


def remove(negotiation: Negotiation, email: str) -> Negotiation:
    """Without a participant; mails from before name them."""
    people = tuple(one for one in negotiation.participants if one.email != email)
    gone = (one for one in negotiation.participants if one.email == email)
    return keep_out(replace(negotiation, participants=people, former=(*negotiation.former, *gone)), email)

"""The contacts of a negotiation: who they are is learnt from each mail of theirs, and only ever added to."""

import re
from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from shared.domain.mail.message import Address, InboundMessage
from shared.domain.people.counterparty import Counterparty, recognise
from shared.domain.people.participants import Participant, strongest

# A name as people write it: a sender may put anything in its place, and a mail of ours may repeat it.
_NAME: Final = re.compile(r"[^\W\d_]+\.?(?:[ '’-]{1,2}[^\W\d_]+\.?){0,4}")
_LONGEST_NAME: Final = 60
_STRAY: Final = "\"'<> "


def plain_name(address: Address) -> str | None:
    """The display name without the marks that mail programs leave round it; None where it is no name of a person."""
    name = (address.name or "").strip(_STRAY)
    return name if len(name) <= _LONGEST_NAME and _NAME.fullmatch(name) else None


def met(participants: Sequence[Participant], mail: InboundMessage) -> tuple[tuple[Participant, ...], Counterparty]:
    """The participants after *mail* of one of them, and what it says of its writer; nobody joins or leaves by it."""
    found = recognise(mail.sender, mail.new_text)
    known = (_learnt(one, mail, found) if one.email == mail.sender.email else one for one in participants)
    return tuple(known), found


def _learnt(person: Participant, mail: InboundMessage, found: Counterparty) -> Participant:
    return replace(
        person,
        name=person.name or plain_name(mail.sender),
        # A short answer without a signature takes back nothing that an earlier mail has shown.
        role=strongest((person.role, found.role)),
        title=found.title or person.title,
        agency=found.agency or person.agency,
        first_seen_at=person.first_seen_at or mail.received_at,
        last_seen_at=max(person.last_seen_at or mail.received_at, mail.received_at),
    )

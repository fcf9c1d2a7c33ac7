"""What a mail shows of its writer goes into the contacts, and what says so into the audit trail."""

from dataclasses import replace
from typing import Final

from shared.application.journal import Journal
from shared.domain.mail.message import InboundMessage
from shared.domain.people import met, strangers_copied
from shared.domain.screen import OurSide

# A mail may name 500 people in Cc; a person looks at a few.
MOST_PROPOSED: Final = 10


def meet(journal: Journal, mail: InboundMessage, ours: OurSide) -> None:
    """Learn from *mail*, of a participant, who they are; nobody joins, and no price or recipient changes by it."""
    before = journal.negotiation.participants
    after, found = met(before, mail)
    journal.change(replace(journal.negotiation, participants=after))
    new = [one for one, was in zip(after, before, strict=True) if (one.role, one.agency) != (was.role, was.agency)]
    for person in new:
        facts = {"email": person.email, "role": person.role.value, "agency": person.agency or ""}
        journal.note("contact_recognised", {**facts, "evidence": "; ".join(found.evidence)})
    _propose(journal, mail, ours)


def _propose(journal: Journal, mail: InboundMessage, ours: OurSide) -> None:
    """Keep who was copied for a person to decide about; until then nothing is written to them."""
    negotiation = journal.negotiation
    known = {*negotiation.proposed, *(person.email for person in negotiation.participants)}
    room = MOST_PROPOSED - len(negotiation.proposed)
    new = [email for email in strangers_copied(mail, ours) if email not in known][:room]
    journal.change(replace(negotiation, proposed=(*negotiation.proposed, *new)))
    for email in new:
        journal.note("contact_proposed", {"email": email, "copied_by": mail.sender.email})

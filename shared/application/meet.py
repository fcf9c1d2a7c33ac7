"""What a mail shows of its writer goes into the contacts, and what says so into the audit trail."""

from dataclasses import replace

from shared.application.journal import Journal
from shared.domain.mail.message import InboundMessage
from shared.domain.people.contacts import met


def meet(journal: Journal, mail: InboundMessage) -> None:
    """Learn from *mail*, of a participant, who they are; nobody joins, and no price or recipient changes by it."""
    before = journal.negotiation.participants
    after, found = met(before, mail)
    journal.change(replace(journal.negotiation, participants=after))
    new = [one for one, was in zip(after, before, strict=True) if (one.role, one.agency) != (was.role, was.agency)]
    for person in new:
        facts = {"email": person.email, "role": person.role.value, "agency": person.agency or ""}
        journal.note("contact_recognised", {**facts, "evidence": "; ".join(found.evidence)})

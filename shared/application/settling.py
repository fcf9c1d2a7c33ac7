"""One case being settled by one person: what they saw is checked first, and everything is committed at once."""

from dataclasses import dataclass

from shared.application.app import App
from shared.application.journal import Journal
from shared.application.named_person import require_person
from shared.application.seen_case import draft_of_case, require_open, require_seen
from shared.application.store import Store
from shared.domain.campaign import Campaign
from shared.domain.errors import Contention, NotAllowed
from shared.domain.negotiation import Negotiation
from shared.domain.records import CaseRecord, CaseState, EntryState, OutboxEntry


@dataclass(frozen=True, slots=True, kw_only=True)
class Settling:
    """One case being settled by one person."""

    app: App
    case: CaseRecord
    campaign: Campaign
    journal: Journal
    person: str


def open_settling(app: App, case_id: str, person: str, *, seen: str | None) -> Settling:
    """Load what settling a case needs; *seen* None: the person's digest was checked a moment ago, on this same case.

    Raises:
        NotFound: there is no such case.
        InvalidInput: the person has no name of their own.
        NotAllowed: the case is closed, has changed since the person looked, or belongs to no negotiation and so has
            nothing to send.
    """
    case = app.store.case(case_id)
    require_person(person)
    require_open(case)
    if seen is not None:
        require_seen(app.store, case, seen)
    negotiation, campaign = subject_of(app.store, case)
    journal = Journal(negotiation, actor=person, now=app.clock.now())
    return Settling(app=app, case=case, campaign=campaign, journal=journal, person=person)


def subject_of(store: Store, case: CaseRecord) -> tuple[Negotiation, Campaign]:
    """What the case is about.

    Raises:
        NotAllowed: the case belongs to no negotiation.
    """
    if case.negotiation_id is None:
        raise NotAllowed(
            f"{case.id} belongs to no negotiation; answer the mail from the mailbox, then `case reject` it"
        )
    negotiation = store.negotiation(case.negotiation_id)
    return negotiation, store.campaign(negotiation.campaign_id)


def held_draft(settling: Settling) -> OutboxEntry | None:
    """The mail that waits for a person."""
    return _draft(settling, EntryState.HELD)


def unclear_draft(settling: Settling) -> OutboxEntry | None:
    """The mail of which nobody knows whether it left."""
    return _draft(settling, EntryState.REVIEW)


def _draft(settling: Settling, state: EntryState) -> OutboxEntry | None:
    entry = draft_of_case(settling.app.store, settling.case)
    return entry if entry is not None and entry.state is state else None


def commit_settled(settling: Settling) -> None:
    """Commit the step; where somebody else was faster, say who.

    Raises:
        NotAllowed: another person has settled the case at the same moment.
        Contention: something else changed at the same moment; nothing was done.
    """
    if settling.app.store.commit(settling.journal.records()):
        return
    case = settling.app.store.case(settling.case.id)
    if case.state is CaseState.CLOSED:
        raise NotAllowed(f"{case.closed_by} was faster: {case.id} is closed, {case.resolution}; nothing was done")
    raise Contention(f"{case.id} changed at the same moment; look again")

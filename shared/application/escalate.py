"""A case for a person: opened, or added to the one that is open, always with its card."""

from dataclasses import dataclass, replace
from typing import Final

from shared.application.cards import ACTIONS, escalation_card
from shared.application.journal import Journal
from shared.domain.decision import Reason
from shared.domain.money import Money
from shared.domain.negotiation import Owner
from shared.domain.records import CaseRecord, CaseState, EntryState, OutboxEntry, withdrawn
from shared.domain.states import TERMINAL, Event, State


@dataclass(frozen=True, slots=True, kw_only=True)
class Grounds:
    """Why a person is asked, and what they need to decide.

    Attributes:
        draft: A mail held in the outbox that waits for the person; None: there is none.
        failures: What the gate found in the draft.
        wishes: As in `Escalate`.
        proposed_email: Somebody who would join the participants on approval.
    """

    reason: Reason
    evidence: str
    inbound_ids: tuple[str, ...] = ()
    their_ask: Money | None = None
    wishes: tuple[str, ...] = ()
    draft: OutboxEntry | None = None
    failures: tuple[str, ...] = ()
    proposed_email: str | None = None


# Mail names things at any length; what a person needs fits, and the case stays storable.
LONGEST_EVIDENCE: Final = 2_000


# These leave the state alone: the negotiation waits for a person without being in trouble, or is over.
_KEEPS_STATE: Final = frozenset(
    {Reason.NEEDS_APPROVAL, Reason.LATE_MAIL, Reason.HUMAN_OWNED, Reason.HUMAN_TOOK_OVER, Reason.SEND_UNCLEAR}
)


def escalate(journal: Journal, grounds: Grounds, open_case: CaseRecord | None) -> None:
    """Ask a person: case, card and state step, all in *journal*; *open_case* is the negotiation's, if it has one."""
    state = journal.negotiation.state
    if grounds.reason not in _KEEPS_STATE and state not in TERMINAL | {State.PAUSED}:
        journal.step(Event.ESCALATE, "escalated", {"reason": grounds.reason.value})
    case = _added(open_case, grounds) if open_case else _opened(journal, grounds)
    if open_case:
        journal.write(case)
        journal.note("case_extended", {"case": case.id, "reason": grounds.reason.value})
    else:
        journal.open_case(case)
    draft = grounds.draft.mail.body if grounds.draft and grounds.draft.mail else None
    journal.post(escalation_card(case, journal.negotiation, draft))


def step_back(journal: Journal, person: str) -> None:
    """Leave the negotiation to *person*; later mail goes to them until somebody hands it back."""
    journal.change(replace(journal.negotiation, owner=Owner.HUMAN, owner_name=person))
    journal.note("taken_over", {"by": person})


def supersede(journal: Journal, case: CaseRecord, held: OutboxEntry | None) -> None:
    """Close a case whose question a newer mail has overtaken, and withdraw the draft that waited for it."""
    if held is not None and held.state is EntryState.HELD:
        journal.write(withdrawn(held))
    journal.close_case(case, "overtaken by a newer mail")


def clipped(text: str) -> str:
    """The beginning, as much as a case holds."""
    return text if len(text) <= LONGEST_EVIDENCE else f"{text[: LONGEST_EVIDENCE - 1]}…"


def _opened(journal: Journal, grounds: Grounds) -> CaseRecord:
    offers = journal.negotiation.offers
    return CaseRecord(
        id=journal.next_case_id(),
        version=1,
        reason=grounds.reason,
        state=CaseState.OPEN,
        negotiation_id=journal.negotiation.id,
        opened_at=journal.now,
        evidence=clipped(grounds.evidence),
        inbound_ids=grounds.inbound_ids,
        draft_id=grounds.draft.id if grounds.draft else None,
        failures=grounds.failures,
        their_ask=grounds.their_ask,
        wishes=grounds.wishes,
        our_last_offer=offers[-1] if offers else None,
        proposed_email=grounds.proposed_email,
        actions=ACTIONS[grounds.reason],
    )


def _newest(evidence: str) -> str:
    # What came last is what the person has not seen yet.
    return evidence if len(evidence) <= LONGEST_EVIDENCE else f"…{evidence[1 - LONGEST_EVIDENCE :]}"


def _added(case: CaseRecord, grounds: Grounds) -> CaseRecord:
    known = set(case.inbound_ids)
    new = tuple(id_ for id_ in grounds.inbound_ids if id_ not in known)
    return replace(
        case,
        version=case.version + 1,
        evidence=_newest(f"{case.evidence}\n{clipped(grounds.evidence)}"),
        inbound_ids=case.inbound_ids + new,
        their_ask=grounds.their_ask or case.their_ask,
        since_ask=(*case.since_ask, *new) if case.their_ask and not grounds.their_ask else (),
        wishes=grounds.wishes if grounds.their_ask else (*case.wishes, *grounds.wishes),
        draft_id=grounds.draft.id if grounds.draft else case.draft_id,
        failures=grounds.failures or case.failures,
    )

"""How a person settles a case by its draft: approve, edit or reject; state, audit and outbox in one commit."""

from collections.abc import Sequence
from dataclasses import replace

from shared.application.app import App
from shared.application.escalate import step_back
from shared.application.named_person import require_person
from shared.application.person_mail import answered_for, found_in, own_unbooked
from shared.application.queue_mail import wake
from shared.application.release_mail import had_left, release_mail, send_again
from shared.application.seen_case import require_seen
from shared.application.settling import Settling, commit_settled, held_draft, open_settling, unclear_draft
from shared.application.unbook import unbook
from shared.domain.decision import Reason
from shared.domain.errors import InvalidInput, NotAllowed
from shared.domain.negotiation import Move
from shared.domain.own_words import objections
from shared.domain.people.membership import keep_out, let_in
from shared.domain.people.vouching import vouched_for
from shared.domain.records import (
    CaseRecord,
    CaseState,
    InboundRecord,
    OutboxEntry,
    queued_again,
    withdrawn,
)
from shared.domain.states import Event, State

_TRY_AGAIN = frozenset({Reason.NEW_PARTICIPANT, Reason.UNTRUSTED_SENDER, Reason.PARKED})


def approve_case(app: App, case_id: str, person: str, *, seen: str, mails: Sequence[str] = ()) -> str:
    """Let the held draft leave as it is, or let the mails be read after all; answers what happened, in words.

    A draft that the gate refused leaves in the person's name; what they let pass is recorded with it.

    seen: the digest of the case as the person saw it, of `case_digest`; here and in the others.
    mails: which of several mails that nobody could authenticate the person trusts.

    Raises:
        NotAllowed: the case changed since, or is closed, or has nothing to approve.
        InvalidInput: several mails could be meant, budget or target no longer allow the price, or they
            have written since an agreement was drafted.
    """
    settling = open_settling(app, case_id, person, seen=seen)
    held = held_draft(settling)
    if held is not None and held.mail is not None and held.move is not None:
        if overtaken := _overtaken(settling, held, held.move):
            raise InvalidInput([*overtaken, "`case edit --override` sends it in your own name, `case reject` does not"])
        return release_mail(settling, held, held.mail, overridden=settling.case.failures)
    unclear = unclear_draft(settling)
    if unclear is not None and unclear.mail is not None and unclear.move is not None:
        return send_again(settling, unclear, unclear.mail, unclear.move)
    if settling.case.reason in _TRY_AGAIN:
        return _read_after_all(settling, mails)
    raise NotAllowed(f"{case_id} has no draft to approve; use `case answer` or `case reject`")


def _overtaken(settling: Settling, held: OutboxEntry, move: Move) -> tuple[str, ...]:
    """What has come to speak against a price since it was drafted.

    Others may have used up budget or places; a mail that nobody has read may name another price than is agreed to.
    """
    objected = objections(settling.campaign, settling.journal.negotiation, move)
    newer = set(settling.case.inbound_ids) - set(held.answers)
    if move.event is not Event.ACCEPT or move.offer is None or not newer:
        return objected
    drafted = f"they have written again since the agreement at {move.offer.display()} was drafted"
    return (*objected, f"{drafted}; `case answer --accept --offer PRICE` agrees on the price you read")


def edit_case(app: App, case_id: str, person: str, *, seen: str, body: str, override: bool) -> str:  # noqa: PLR0913 - who, what they saw, what they write
    """Send the held mail with another body; *override* lets it pass the gate in the person's name.

    A body that names another price than the draft leaves the negotiation to the person.

    Raises:
        InvalidInput: the gate found something and *override* is not set.
    """
    settling = open_settling(app, case_id, person, seen=seen)
    held = held_draft(settling)
    if held is None or held.mail is None or held.move is None:
        raise NotAllowed(f"{case_id} has no draft to edit; use `case answer`")
    overtaken = _overtaken(settling, held, held.move)
    failures = (*overtaken, *found_in(body, settling, held.move, held.mail.signature, held))
    overridden = answered_for(body, failures, override=override)
    own_unbooked(settling, overridden)
    return release_mail(settling, held, replace(held.mail, body=body), overridden=overridden)


def reject_case(app: App, case_id: str, person: str, *, seen: str) -> str:
    """Discard the draft, if any, and leave the negotiation to the person; a mail that left all the same is kept.

    A deal whose mail has not left is none any more, in the books of the campaign either.
    """
    case = app.store.case(case_id)
    if case.negotiation_id is None:
        return _close_loose(app, case, person, seen)
    settling = open_settling(app, case_id, person, seen=seen)
    unclear = unclear_draft(settling)
    if unclear is not None and had_left(app, unclear):
        settling, unclear = open_settling(app, case_id, person, seen=None), None
    journal, held = settling.journal, held_draft(settling) or unclear
    if unclear is not None:
        _untell(settling, unclear)
    if held is not None:
        journal.write(withdrawn(held, by=person))
    if (proposed := settling.case.proposed_email) is not None:
        journal.change(keep_out(journal.negotiation, proposed))
    said = f"it ended as {journal.negotiation.state}"
    if not journal.negotiation.is_terminal:
        step_back(journal, person)
        said = f"{person} owns the negotiation now"
    journal.close_case(settling.case, "rejected")
    commit_settled(settling)
    return f"rejected; {said}"


def _untell(settling: Settling, unsent: OutboxEntry) -> None:
    """The creator never saw this mail: nothing may be decided on its offer later, and its agreement is none."""
    journal = settling.journal
    unbooked = unbook(journal, settling.campaign, unsent, f"{settling.person} rejected the mail that agrees")
    if not unbooked and not journal.negotiation.is_terminal:
        told = tuple(line for line in journal.negotiation.ledger if line.mail_id != unsent.id)
        journal.change(replace(journal.negotiation, ledger=told))


def _read_after_all(settling: Settling, mails: Sequence[str]) -> str:
    journal, case = settling.journal, settling.case
    if case.proposed_email and not journal.negotiation.is_participant(case.proposed_email):
        if not case.proposed_email.isascii():
            raise NotAllowed(
                f"{case.proposed_email} cannot be written to: only ASCII addresses can; `case answer` instead"
            )
        journal.change(let_in(journal.negotiation, case.proposed_email))
        journal.note("participant_added", {"email": case.proposed_email})
    if journal.negotiation.state is State.ESCALATED:
        journal.step(Event.RESUME_COUNTER, "handed_back")
    journal.close_case(case, "approved: the mails are read")
    found = settling.app.store.existing(InboundRecord, case.inbound_ids)
    turns = settling.app.store.turns(journal.negotiation.id)
    participants = {person.email for person in journal.negotiation.participants}
    vouched = vouched_for(case, turns, found.values(), mails, participants=participants)
    again = [
        replace(queued_again(record), vouched_by=settling.person if record.id in vouched else record.vouched_by)
        for record in found.values()
    ]
    for record in again:
        journal.write(record)
    commit_settled(settling)
    wake(settling.app, again)
    return f"{len(again)} mail(s) go to the agent after all"


def _close_loose(app: App, case: CaseRecord, person: str, seen: str) -> str:
    require_person(person)

    def close(current: CaseRecord) -> CaseRecord:
        require_seen(app.store, current, seen)
        now = app.clock.now()
        return replace(current, state=CaseState.CLOSED, closed_at=now, closed_by=person, resolution="set aside")

    app.store.update(case, close)
    return "set aside"

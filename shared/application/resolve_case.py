"""How a person settles a case: approve, edit, reject or answer; state, audit and outbox in one commit."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from shared.application.app import App
from shared.application.escalate import step_back
from shared.application.journal import Journal
from shared.application.named_person import require_person
from shared.application.queue_mail import wake
from shared.application.release_mail import had_left, release_mail, send_again
from shared.application.remember_fact import with_facts
from shared.application.reply_mail import reply_mail
from shared.application.seen_case import require_seen
from shared.application.settling import Settling, commit_settled, open_settling
from shared.application.unbook import unbook
from shared.domain.decision import Reason, Reply
from shared.domain.errors import InvalidInput, NotAllowed
from shared.domain.gate import Check
from shared.domain.negotiation import Move
from shared.domain.own_words import OwnWords, objections, person_move, unsettled
from shared.domain.participants import Participant, Role
from shared.domain.records import (
    CaseRecord,
    CaseState,
    EntryState,
    InboundRecord,
    OutboxEntry,
    queued_again,
    withdrawn,
)
from shared.domain.regate import facts_of, greeted_in, words_of_theirs
from shared.domain.speech import Speech, full_body, gate_failures
from shared.domain.states import Event, State
from shared.domain.terms import stated_so_far
from shared.domain.vouching import vouched_for

# What the gate finds where a mail names another price than its move.
_UNBOOKED: Final = tuple(f"{check}:" for check in (Check.MONEY, Check.OFFER, Check.THEIR_ASK, Check.PRIVATE))

_TRY_AGAIN = frozenset({Reason.NEW_PARTICIPANT, Reason.UNTRUSTED_SENDER, Reason.PARKED})


def approve_case(app: App, case_id: str, person: str, *, seen: str, mails: Sequence[str] = ()) -> str:
    """Let the held draft leave as it is, or let the mails be read after all; answers what happened, in words.

    A draft that the gate refused leaves in the person's name; what they let pass is recorded with it.

    seen: the digest of the case as the person saw it, of `case_digest`; here and in the other three.
    mails: which of several mails that nobody could authenticate the person trusts.

    Raises:
        NotAllowed: the case changed since, or is closed, or has nothing to approve.
        InvalidInput: several mails could be meant, or budget or target no longer allow the price.
    """
    settling = open_settling(app, case_id, person, seen=seen)
    held = _held(settling)
    if held is not None and held.mail is not None and held.move is not None:
        if overtaken := _overtaken(settling, held.move):
            raise InvalidInput([*overtaken, "`case edit --override` sends it in your own name, `case reject` does not"])
        return release_mail(settling, held, held.mail, overridden=settling.case.failures)
    unclear = _in_review(settling)
    if unclear is not None and unclear.mail is not None and unclear.move is not None:
        return send_again(settling, unclear, unclear.mail, unclear.move)
    if settling.case.reason in _TRY_AGAIN:
        return _read_after_all(settling, mails)
    raise NotAllowed(f"{case_id} has no draft to approve; use `case answer` or `case reject`")


def _overtaken(settling: Settling, move: Move) -> tuple[str, ...]:
    """What has come to speak against a price since it was drafted: others may have used up budget or places."""
    return objections(settling.campaign, settling.journal.negotiation, move)


def edit_case(app: App, case_id: str, person: str, *, seen: str, body: str, override: bool) -> str:  # noqa: PLR0913 - who, what they saw, what they write
    """Send the held mail with another body; *override* lets it pass the gate in the person's name.

    A body that names another price than the draft leaves the negotiation to the person.

    Raises:
        InvalidInput: the gate found something and *override* is not set.
    """
    settling = open_settling(app, case_id, person, seen=seen)
    held = _held(settling)
    if held is None or held.mail is None or held.move is None:
        raise NotAllowed(f"{case_id} has no draft to edit; use `case answer`")
    overtaken = _overtaken(settling, held.move)
    failures = (*overtaken, *_failures(settling, body, held.move, held.mail.signature, held))
    overridden = _checked(body, failures, override=override)
    _own_unbooked(settling.journal, person, overridden)
    return release_mail(settling, held, replace(held.mail, body=body), overridden=overridden)


def reject_case(app: App, case_id: str, person: str, *, seen: str) -> str:
    """Discard the draft, if any, and leave the negotiation to the person; a mail that left all the same is kept.

    A deal whose mail has not left is none any more, in the books of the campaign either.
    """
    case = app.store.case(case_id)
    if case.negotiation_id is None:
        return _close_loose(app, case, person, seen)
    settling = open_settling(app, case_id, person, seen=seen)
    unclear = _in_review(settling)
    if unclear is not None and had_left(app, unclear):
        settling, unclear = open_settling(app, case_id, person, seen=None), None
    journal, held = settling.journal, _held(settling) or unclear
    if unclear is not None:
        _untell(settling, unclear)
    if held is not None:
        journal.write(withdrawn(held, by=person))
    if (kept_out := settling.case.proposed_email) is not None:
        journal.change(replace(journal.negotiation, kept_out=(*journal.negotiation.kept_out, kept_out)))
    if not journal.negotiation.is_terminal:
        step_back(journal, person)
    journal.close_case(settling.case, "rejected")
    commit_settled(settling)
    return f"rejected; {person} owns the negotiation now"


def _untell(settling: Settling, unsent: OutboxEntry) -> None:
    """The creator never saw this mail: nothing may be decided on its offer later, and its agreement is none."""
    journal = settling.journal
    unbooked = unbook(journal, settling.campaign, unsent, f"{settling.person} rejected the mail that agrees")
    if not unbooked and not journal.negotiation.is_terminal:
        told = tuple(line for line in journal.negotiation.ledger if line.mail_id != unsent.id)
        journal.change(replace(journal.negotiation, ledger=told))


def answer_case(app: App, case_id: str, person: str, words: OwnWords, *, seen: str) -> str:
    """Send the person's text with the terms under it; what they tell for the whole campaign is kept in the same commit.

    Raises:
        InvalidInput: the gate found something or the price is outside what was set, and *override* is not set; there
            is no such ask to accept; or a fact cannot be remembered.
        NotAllowed: the negotiation is over, or the mail whose sending was unclear has left.
    """
    settling = open_settling(app, case_id, person, seen=seen)
    journal = settling.journal
    if journal.negotiation.is_terminal:
        raise NotAllowed(f"the negotiation ended as {journal.negotiation.state}; answer from the mailbox")
    settling = _remembering(settling, words)
    signature = app.store.signature_of(journal.negotiation.mailbox)
    move, body = _in_own_words(settling, words, signature)
    found = objections(settling.campaign, journal.negotiation, move)
    failures = (*found, *unsettled(settling.case, move), *_failures(settling, body, move, signature))
    overridden = _checked(body, failures, override=words.override)
    unclear = _in_review(settling)
    if unclear is not None and had_left(app, unclear):
        raise NotAllowed(f"{unclear.id} had left after all; look at the thread and answer again")
    held = _held(settling) or unclear
    if held is not None:
        journal.write(withdrawn(held, by=person))
    mail = reply_mail(settling.campaign, journal.negotiation, body, signature)
    entry = journal.send(mail, move, answers=settling.case.inbound_ids, state=EntryState.HELD)
    _own_unbooked(settling.journal, person, overridden)
    return release_mail(settling, entry, mail, overridden=overridden)


def _remembering(settling: Settling, words: OwnWords) -> Settling:
    """The same with a campaign that knows their facts, to be committed with the answer."""
    if not words.facts:
        return settling
    if words.accept:
        raise InvalidInput(["--remember goes with an answer, not with --accept: an agreement states the terms offered"])
    campaign = with_facts(settling.campaign, settling.journal.negotiation, words.facts)
    settling.journal.write(campaign)
    for key, text in words.facts:
        settling.journal.note("fact_remembered", {"fact": key, "text": text})
    return replace(settling, campaign=campaign)


def preview_answer(app: App, case_id: str, words: OwnWords) -> str:
    """The whole text that `answer_case` would send.

    Raises:
        InvalidInput: there is no such ask to accept, or the offer is zero.
    """
    settling = open_settling(app, case_id, "nobody yet", seen=None)
    return _in_own_words(settling, words, app.store.signature_of(settling.journal.negotiation.mailbox))[1]


def _in_own_words(settling: Settling, words: OwnWords, signature: str | None) -> tuple[Move, str]:
    move = person_move(settling.campaign, settling.case, settling.journal.negotiation, words)
    return move, full_body(words.text, move, settling.campaign, signature=signature)


def _failures(
    settling: Settling, body: str, move: Move, signature: str | None, held: OutboxEntry | None = None
) -> tuple[str, ...]:
    # A person may tell any fact of the campaign in its own words, asked or not.
    stated = stated_so_far(settling.campaign, move.terms or settling.journal.negotiation.terms)
    reply = Reply(move=move, their_ask=settling.case.their_ask, answers=facts_of(stated, settling.campaign))
    turns = settling.app.store.turns(settling.journal.negotiation.id)
    speech = Speech(
        campaign=settling.campaign,
        negotiation=settling.journal.negotiation,
        reply=reply,
        their_words=words_of_theirs(turns),
        to=greeted_in(held, turns) if held else (),
        signature=signature,
    )
    return gate_failures(body, speech)


def _checked(body: str, failures: tuple[str, ...], *, override: bool) -> tuple[str, ...]:
    if not body.strip():
        raise InvalidInput(["the mail is empty"])
    if failures and not override:
        raise InvalidInput([*failures, "change the text, or repeat with --override to answer for it by name"])
    return failures


def _read_after_all(settling: Settling, mails: Sequence[str]) -> str:
    journal, case = settling.journal, settling.case
    if case.proposed_email and not journal.negotiation.is_participant(case.proposed_email):
        if not case.proposed_email.isascii():
            raise NotAllowed(
                f"{case.proposed_email} cannot be written to: only ASCII addresses can; `case answer` instead"
            )
        person = Participant(email=case.proposed_email, name=None, role=Role.MANAGER)
        journal.change(replace(journal.negotiation, participants=(*journal.negotiation.participants, person)))
        journal.note("participant_added", {"email": case.proposed_email})
    if journal.negotiation.state is State.ESCALATED:
        journal.step(Event.RESUME_COUNTER, "handed_back")
    journal.close_case(case, "approved: the mails are read")
    found = settling.app.store.existing(InboundRecord, case.inbound_ids)
    turns = settling.app.store.turns(journal.negotiation.id)
    vouched = vouched_for(case, turns, found.values(), mails)
    again = [
        replace(queued_again(record), vouched_by=settling.person if record.id in vouched else record.vouched_by)
        for record in found.values()
    ]
    for record in again:
        journal.write(record)
    commit_settled(settling)
    wake(settling.app, again)
    return f"{len(again)} mail(s) go to the agent after all"


def _held(settling: Settling) -> OutboxEntry | None:
    return _draft(settling, EntryState.HELD)


def _in_review(settling: Settling) -> OutboxEntry | None:
    return _draft(settling, EntryState.REVIEW)


def _draft(settling: Settling, state: EntryState) -> OutboxEntry | None:
    if settling.case.draft_id is None:
        return None
    entry = settling.app.store.entry(settling.case.draft_id)
    return entry if entry.state is state else None


def _close_loose(app: App, case: CaseRecord, person: str, seen: str) -> str:
    require_person(person)

    def close(current: CaseRecord) -> CaseRecord:
        require_seen(app.store, current, seen)
        now = app.clock.now()
        return replace(current, state=CaseState.CLOSED, closed_at=now, closed_by=person, resolution="set aside")

    app.store.update(case, close)
    return "set aside"


def _own_unbooked(journal: Journal, person: str, overridden: Sequence[str]) -> None:
    """Leave the negotiation to *person* where what they let pass names a price that the books do not hold.

    A yes to it must not reach the agent; a price to go on from is named with `case answer --offer`.
    """
    if any(failure.startswith(_UNBOOKED) for failure in overridden):
        step_back(journal, person)

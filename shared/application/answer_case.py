"""How a person settles a case in their own words; state, audit, outbox and what they tell for all in one commit."""

from dataclasses import replace

from shared.application.app import App
from shared.application.person_mail import answered_for, found_in, own_unbooked
from shared.application.release_mail import had_left, release_mail
from shared.application.remember_fact import with_facts
from shared.application.reply_mail import reply_mail
from shared.application.seen_case import draft_of_case
from shared.application.settling import Settling, open_settling, subject_of
from shared.domain.campaign import Campaign
from shared.domain.errors import InvalidInput, NotAllowed
from shared.domain.negotiation import Move, Negotiation, without_move
from shared.domain.own_words import OwnWords, objections, person_move, unheard, unsettled
from shared.domain.records import EntryState, OutboxEntry, withdrawn
from shared.domain.states import State
from shared.domain.writing.speech import full_body


def answer_case(app: App, case_id: str, person: str, words: OwnWords, *, seen: str) -> str:
    """Send the person's text with the terms under it; what they tell for the whole campaign is kept in the same commit.

    Raises:
        InvalidInput: the gate found something or the price is outside what was set, and *override* is not set; there
            is nothing to accept, or they have written since and no price is named; or a fact cannot be remembered.
        NotAllowed: no mail can leave now, or the mail whose sending was unclear has left.
    """
    settling = open_settling(app, case_id, person, seen=seen)
    journal = settling.journal
    _put_draft_aside(settling)
    settling = _remembering(settling, words)
    signature = app.store.signature_of(journal.negotiation.mailbox)
    move = person_move(settling.campaign, settling.case, journal.negotiation, words)
    body = full_body(words.text, move, settling.campaign, signature=signature)
    failures = (*_objected(settling, move), *found_in(body, settling, move, signature))
    overridden = answered_for(body, failures, override=words.override)
    mail = reply_mail(settling.campaign, journal.negotiation, body, signature)
    entry = journal.send(mail, move, answers=settling.case.inbound_ids, state=EntryState.HELD)
    own_unbooked(settling, overridden)
    return release_mail(settling, entry, mail, overridden=overridden)


def _objected(settling: Settling, move: Move) -> tuple[str, ...]:
    """What speaks against the move itself, whatever its words."""
    case, negotiation = settling.case, settling.journal.negotiation
    answered = case.since_ask or case.inbound_ids
    said = [turn.text for turn in settling.app.store.turns(negotiation.id) if turn.mail_id in answered]
    return (
        *objections(settling.campaign, negotiation, move),
        *unsettled(case, move),
        *unheard(case, negotiation, move, said),
    )


def _is_untold(draft: OutboxEntry, negotiation: Negotiation) -> bool:
    """Whether the draft's move stands in the books, and its mail has not left as far as anybody knows."""
    return draft.state is EntryState.REVIEW and not negotiation.is_terminal and negotiation.state is not State.PAUSED


def _put_draft_aside(settling: Settling) -> None:
    """The mail that the case is about never leaves; where it is not known whether it did, the mailbox is asked.

    Raises:
        NotAllowed: it had left.
    """
    journal, draft = settling.journal, draft_of_case(settling.app.store, settling.case)
    if draft is not None and _is_untold(draft, journal.negotiation):
        if had_left(settling.app, draft):
            raise NotAllowed(f"{draft.id} had left after all; look at the thread and answer again")
        journal.take_back(draft, f"{settling.person} answers in its place", again=False)
    if draft is not None and draft.state in {EntryState.HELD, EntryState.REVIEW}:
        journal.write(withdrawn(draft, by=settling.person))


def preview_answer(app: App, case_id: str, words: OwnWords) -> str:
    """The whole text that `answer_case` would send.

    Raises:
        InvalidInput: there is nothing to accept, they have written since and no price is named, the offer is zero, or
            a fact cannot be remembered.
        NotAllowed: the case belongs to no negotiation, or no mail can leave now.
    """
    case = app.store.case(case_id)
    negotiation, campaign = subject_of(app.store, case)
    draft = draft_of_case(app.store, case)
    if draft is not None and _is_untold(draft, negotiation):
        negotiation = without_move(negotiation, {draft.id}, app.clock.now())
    knowing = _knowing(campaign, negotiation, words)
    move = person_move(knowing, case, negotiation, words)
    return full_body(words.text, move, knowing, signature=app.store.signature_of(negotiation.mailbox))


def _remembering(settling: Settling, words: OwnWords) -> Settling:
    """The same with a campaign that knows their facts, to be committed with the answer."""
    if not words.facts:
        return settling
    campaign = _knowing(settling.campaign, settling.journal.negotiation, words)
    settling.journal.write(campaign)
    for key, text in words.facts:
        settling.journal.note("fact_remembered", {"fact": key, "text": text})
    return replace(settling, campaign=campaign)


def _knowing(campaign: Campaign, negotiation: Negotiation, words: OwnWords) -> Campaign:
    """The campaign that their text is said in."""
    if not words.facts:
        return campaign
    if words.accept:
        raise InvalidInput(["--remember goes with an answer, not with --accept: an agreement states the terms offered"])
    return with_facts(campaign, negotiation, words.facts)

"""A creator's silence that is due: followed up, or counted as no answer; once, whatever crashes or runs beside it."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Final

from shared.application.app import App
from shared.application.by_hand import answered_by_hand, unanswered
from shared.application.claims import TO_SEND, claim_lane, give_back, released
from shared.application.conclude import conclude
from shared.application.deliver import deliver
from shared.application.escalate import Grounds, escalate, step_back
from shared.application.fresh import unserved_elsewhere
from shared.application.journal import Journal
from shared.application.out_of_tokens import report_spent_day
from shared.application.ports import ThreadMessage
from shared.application.queue_mail import wake
from shared.application.quiet import calling_gmail
from shared.application.speak_first import speak_first
from shared.domain.campaign import Campaign, FollowUps, Unanswered
from shared.domain.decision import Reason, Reply
from shared.domain.errors import ParleyError, Refused, RetryableError, TokensSpent
from shared.domain.negotiation import Move, Negotiation, Side, Stage
from shared.domain.patience import MAX_ATTEMPTS
from shared.domain.records import AGENT, OutboxEntry, ThreadRecord, thread_key
from shared.domain.silence import Planned, Step, planned
from shared.domain.states import Event
from shared.domain.unbooked import priced_in_last_mail
from shared.domain.working_days import after_working_days

# A follow-up is never urgent: so long an outage, or refused access, may last before a person is given what fails.
PATIENCE: Final = timedelta(days=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Due:
    """A negotiation whose silence has lasted long enough, as the store has it."""

    app: App
    campaign: Campaign
    found: Negotiation
    plan: Planned


@dataclass(frozen=True, slots=True, kw_only=True)
class _Look:
    """One negotiation being looked at, and the journal it is written into.

    Attributes:
        lane: Its thread, leased to us; None while there is no thread.
        thread: As Gmail has it now.
        newest: The outbox entry of our newest mail; None when we have written none.
    """

    app: App
    campaign: Campaign
    journal: Journal
    lane: ThreadRecord | None
    thread: Sequence[ThreadMessage]
    newest: OutboxEntry | None

    @property
    def person_spoke_last(self) -> bool:
        """Whether a person's own words are the newest of our side: what they said is theirs to say again."""
        sent = [message for message in self.thread if message.is_sent]
        in_gmail = bool(sent) and sent[-1].marker is None
        overridden = self.newest is not None and bool(self.newest.overridden)
        return in_gmail or overridden or bool(priced_in_last_mail(self.journal.negotiation))

    @property
    def offer_stands(self) -> bool:
        """Whether a yes to what a follow-up repeats could be honoured: others may have used up budget or places."""
        return all(self.campaign.stands_by(price) for price in self.journal.negotiation.offers[-1:])


def follow_up(app: App, found: Negotiation) -> bool:
    """Do what the silence in *found* leads to; False: nothing is due yet, or another worker was at it.

    Raises:
        MailboxQuiet: Gmail is not to be asked now; nothing was done.
        RetryableError: an outside system failed; the next sweep tries again.
        PermanentError: so too; after several failures a person is asked.
    """
    campaign = app.store.campaign(found.campaign_id)
    plan = planned(found, campaign.follow_ups)
    if plan is None or plan.at > app.clock.now():
        journal = Journal(found, actor=AGENT, now=app.clock.now())
        _look_again(journal, plan)
        app.store.commit(journal.records())
        return False
    with calling_gmail(app, found.mailbox, app.store.mailbox(found.mailbox)):
        return _follow_up(_Due(app=app, campaign=campaign, found=found, plan=plan))


def _follow_up(due: _Due) -> bool:
    app, found = due.app, due.found
    if found.thread_id is None:
        return _act(due, None)
    key = thread_key(found.mailbox, found.thread_id)
    lane = claim_lane(app, ThreadRecord(id=key, version=1, mailbox=found.mailbox, thread_id=found.thread_id))
    return lane is not None and _serve(due, lane)


def _serve(due: _Due, lane: ThreadRecord) -> bool:
    """Act under the lease of the thread, so that no turn of its mail is decided at the same time."""
    app, done = due.app, False
    try:
        # A mail that is queued breaks the silence, and its own turn says how.
        done = not app.store.queued_in_thread(lane.id) and not _answered_elsewhere(due) and _act(due, lane)
    except ParleyError as error:
        overdue = app.clock.now() - due.plan.at > PATIENCE
        give_back(app, lane, counts=overdue or not isinstance(error, RetryableError | Refused))
        raise
    if not done:
        give_back(app, lane, counts=False)
    # The wake-up of a mail that came while we held the lease was turned away.
    wake(app, app.store.queued_in_thread(lane.id))
    return done


def _answered_elsewhere(due: _Due) -> bool:
    """Whether they answered under another subject, in a thread whose turn is still to come."""
    newest = _newest(due.app, due.found)
    since = newest.created_at if newest else due.found.waiting_since or due.found.opened_at
    return unserved_elsewhere(due.app, due.found, since=since, known=()) is not None


def _act(due: _Due, lane: ThreadRecord | None) -> bool:
    app, found = due.app, due.found
    look = _Look(
        app=app,
        campaign=due.campaign,
        journal=Journal(found, actor=AGENT, now=app.clock.now()),
        lane=lane,
        thread=app.mailbox.thread(found.mailbox, found.thread_id) if found.thread_id else (),
        newest=_newest(app, found),
    )
    try:
        _decide(look)
    except TokensSpent as spent:
        look = replace(look, journal=_without_tokens(app, found, spent))
    lanes = [released(lane, found.id)] if lane else []
    if not app.store.commit([*look.journal.records(), *lanes]):
        return False
    for entry in look.journal.entries:
        deliver(app, entry)
    return True


def _without_tokens(app: App, found: Negotiation, spent: TokensSpent) -> Journal:
    """The next day takes it up; where the negotiation's own tokens are used up, a person does."""
    journal = Journal(found, actor=AGENT, now=app.clock.now())
    if spent.until is None:
        escalate(journal, Grounds(reason=Reason.NEGOTIATION_TOKENS_SPENT, evidence=str(spent)), None)
    else:
        journal.change(replace(found, next_look_at=spent.until))
        report_spent_day(app, spent)
    return journal


def _newest(app: App, negotiation: Negotiation) -> OutboxEntry | None:
    ours = [line.mail_id for line in negotiation.ledger if line.side is Side.OURS]
    return app.store.existing(OutboxEntry, ours[-1:]).get(ours[-1]) if ours else None


def _decide(look: _Look) -> None:
    journal, negotiation = look.journal, look.journal.negotiation
    if look.lane is not None and look.lane.attempts > MAX_ATTEMPTS:
        escalate(journal, Grounds(reason=Reason.PARKED, evidence="following up failed again and again"), None)
        return
    past_agent = answered_by_hand(look.thread, negotiation)
    if past_agent is not None:
        step_back(journal, past_agent.sender)
        evidence = f"{past_agent.sender} answered from the mailbox"
        escalate(journal, Grounds(reason=Reason.HUMAN_TOOK_OVER, evidence=evidence), None)
        return
    if look.newest is not None and look.newest.state in TO_SEND:
        _look_again(journal, None)
        return
    waiting = unanswered(look.app, negotiation, look.thread)
    if waiting is not None:
        # It was handed back without a word to them: the silence is ours.
        evidence = f"nobody has answered their mail since the negotiation was handed back: {waiting}"
        escalate(journal, Grounds(reason=Reason.UNANSWERED, evidence=evidence, inbound_ids=(waiting,)), None)
        return
    barred = look.app.store.suppressed([person.email for person in negotiation.participants])
    if barred:
        _time_out(look, "; ".join(f"{one.email} is not written to any more: {one.why}" for one in barred.values()))
        return
    _speak(look)


def _speak(look: _Look) -> None:
    journal, ways = look.journal, look.campaign.follow_ups
    silent = look.person_spoke_last or not look.offer_stands
    plan = planned(journal.negotiation, replace(ways, after_days=()) if silent else ways)
    if plan is None or plan.at > journal.now:
        _look_again(journal, plan)
    elif plan.step is Step.FOLLOW_UP:
        reply = _repeated(journal.negotiation, ways, plan)
        speak_first(look.app, look.campaign, journal, reply, summary=_unanswered(journal.negotiation))
    else:
        _time_out(look, None)


def _repeated(negotiation: Negotiation, ways: FollowUps, plan: Planned) -> Reply:
    """Our last offer once more; a follow-up never has a number of its own."""
    move = Move(stage=Stage.FOLLOW_UP, event=Event.FOLLOW_UP, terms=negotiation.terms)
    why = f"follow-up {plan.number} of {len(ways.after_days)}: no answer since {_day(negotiation)}"
    return Reply(move=move, their_ask=None, why=why)


def _time_out(look: _Look, barred: str | None) -> None:
    """Count the silence as no answer, and close politely where the campaign says so and the mail may be written."""
    journal = look.journal
    why = barred or f"no answer since {_day(journal.negotiation)}{_after(journal.negotiation.follow_up_count)}"
    journal.step(Event.TIMEOUT, "timed_out", {"why": why})
    closes = look.campaign.follow_ups.then is Unanswered.EXIT and look.newest is not None
    if closes and not barred and not look.person_spoke_last:
        move = Move(stage=Stage.EXIT, event=Event.EXIT, terms=None)
        speak_first(
            look.app,
            look.campaign,
            journal,
            Reply(move=move, their_ask=None, why=why),
            summary=_unanswered(journal.negotiation),
        )
    if journal.negotiation.open_case_id is None:
        conclude(journal, look.campaign, why)


def _look_again(journal: Journal, plan: Planned | None) -> None:
    """Note when the silence is due; without a plan, because our mail has not left, the next working day tells more."""
    negotiation = journal.negotiation
    since = negotiation.waiting_since or journal.now
    at = plan.at if plan else after_working_days(journal.now, 1)
    journal.change(replace(negotiation, waiting_since=since, next_look_at=at))


def _unanswered(negotiation: Negotiation) -> str:
    """What the wording model is told; the number keeps two follow-ups from being worded alike."""
    count = negotiation.follow_up_count + 1
    return f"They have not answered our last {f'{count} mails' if count > 1 else 'mail'}."


def _after(follow_ups: int) -> str:
    return f", after {follow_ups} follow-up{'s' if follow_ups > 1 else ''}" if follow_ups else ""


def _day(negotiation: Negotiation) -> str:
    since = negotiation.waiting_since or negotiation.opened_at
    return f"{since:%-d %B %Y}"

"""Start with one creator: ledger, state, mail and audit in one commit, and never twice."""

from dataclasses import replace

from shared.application.app import App
from shared.application.deliver import deliver
from shared.application.escalate import Grounds, escalate
from shared.application.journal import Journal
from shared.application.loose_case import loose_case
from shared.application.out_of_tokens import report_spent_day
from shared.application.report_health import report_refusal
from shared.application.speak_first import speak_first
from shared.domain.campaign import Campaign, CampaignState
from shared.domain.decide import decide_opening
from shared.domain.decision import Escalate, Reason, Reply
from shared.domain.errors import ParleyError, Refused, RetryableError, TokensSpent
from shared.domain.negotiation import Negotiation, Owner, negotiation_id
from shared.domain.patience import MAX_ATTEMPTS, counts_against
from shared.domain.people.participants import Participant, Role
from shared.domain.records import AGENT, CaseRecord, OutreachRecord, TaskRecord, TaskState
from shared.domain.states import State


def open_negotiation(app: App, campaign_id: str, task_id: str) -> str:
    """Run the task; answers what came of it, in words.

    Where the campaign joins outreach of others, nothing is sent: the negotiation waits for the creator's answer.

    Raises:
        NotFound: there is no such task.
        RetryableError: an outside system failed; the task stays queued.
        Refused: our access was refused; the task stays queued, and a person hears of it.
    """
    task = app.store.task(campaign_id, task_id)
    campaign = app.store.campaign(campaign_id)
    if task.state is TaskState.DONE:
        # Opened by a process that may have died before it sent.
        for entry in app.store.pending_of(negotiation_id(campaign_id, task.creator.email)):
            deliver(app, entry)
    if task.state is not TaskState.QUEUED or campaign.state is not CampaignState.LAUNCHED:
        return f"nothing to do: the task is {task.state}"
    if (suppressed := app.store.suppression(task.creator.email)) is not None:
        return _ended(app, task, TaskState.FAILED, f"the address is suppressed: {suppressed.why}")
    if app.store.existing(OutreachRecord, [_outreach_id(task)]):
        return _ended(app, task, TaskState.DONE, "contacted before")
    if (closed := _closed(campaign, task)) is not None:
        return _not_opened(app, task, closed)
    tried = app.store.update(task, _tried)
    if tried is None:
        return "another worker opened it first"
    return _park(app, tried) if tried.attempts > MAX_ATTEMPTS else _try(app, campaign, tried)


def _closed(campaign: Campaign, task: TaskRecord) -> tuple[Reason, str] | None:
    """Why the campaign opens with nobody like this creator any more; None while it does."""
    if campaign.joins_outreach:
        return None  # somebody else has written to them: their answers must find a negotiation
    if campaign.is_complete:
        agreed, wanted = len(campaign.tracker), campaign.target_creators
        return Reason.TARGET_REACHED, f"{agreed} creators are agreed, {wanted} were wanted"
    decision = decide_opening(campaign, task.creator)
    spent = isinstance(decision, Escalate) and decision.reason is Reason.BUDGET_SPENT
    return (Reason.BUDGET_SPENT, "the rest of the budget is less than the least offer") if spent else None


def _not_opened(app: App, task: TaskRecord, closed: tuple[Reason, str]) -> str:
    """End the task without writing to the creator; a later launch tries it again. One case tells of all of them."""
    reason, why = closed
    case_id = f"{task.campaign_id}-{reason.value.replace('_', '-')}"
    said = f"campaign {task.campaign_id} opens with no more creators: {why}"
    case, card = loose_case(case_id, reason, said, app.clock.now())
    ended = replace(task, version=task.version + 1, state=TaskState.FAILED, why=why)
    if app.store.existing(CaseRecord, [case_id]) or not app.store.commit([ended, case, card]):
        return _ended(app, task, TaskState.FAILED, why)
    deliver(app, card)
    return why


def _tried(task: TaskRecord) -> TaskRecord | None:
    return replace(task, attempts=task.attempts + 1) if task.state is TaskState.QUEUED else None


def _try(app: App, campaign: Campaign, task: TaskRecord) -> str:
    try:
        return _start(app, campaign, task)
    except TokensSpent as spent:
        return _tomorrow(app, task, spent)
    except ParleyError as error:
        if not counts_against(error, task.queued_at, app.clock.now()):
            app.store.update(task, lambda current: replace(current, attempts=current.attempts - 1))
        if isinstance(error, Refused):
            report_refusal(app, campaign.mailbox, f"an opening: {error}")
        raise


def _tomorrow(app: App, task: TaskRecord, spent: TokensSpent) -> str:
    """Let the task wait for the next day's tokens; where its own are spent, which only failures do, it is set aside."""
    until = spent.until
    if until is None:
        return _park(app, task)
    app.store.update(task, lambda current: replace(current, attempts=current.attempts - 1, queued_at=until))
    report_spent_day(app, spent)
    return "waiting for the next day's tokens"


def _park(app: App, task: TaskRecord) -> str:
    """Set a task aside that failed again and again, and tell a person."""
    evidence = f"the negotiation with {task.creator.name} ({task.campaign_id}) could not be opened"
    now = app.clock.now()
    # The time tells a later launch's failure from this one's.
    case_id = f"{task.campaign_id}-{task.id}-parked-{now:%Y-%m-%dT%H-%M-%S}"
    case, card = loose_case(case_id, Reason.OPENING_FAILED, evidence, now)
    failed = replace(task, version=task.version + 1, state=TaskState.FAILED, why="failed too often")
    if app.store.commit([failed, case, card]):
        deliver(app, card)
    return "parked"


def _start(app: App, campaign: Campaign, task: TaskRecord) -> str:
    journal = Journal(_new(app, campaign, task), actor=AGENT, now=app.clock.now())
    journal.note("negotiation_opened", {"creator": task.creator.handle})
    decision = None if campaign.joins_outreach else decide_opening(campaign, task.creator)
    why = _carry_out(app, campaign, journal, decision)
    outreach = OutreachRecord(
        id=_outreach_id(task),
        version=1,
        campaign_id=campaign.id,
        email=task.creator.email,
        negotiation_id=journal.negotiation.id,
        at=journal.now,
    )
    done = replace(task, version=task.version + 1, state=TaskState.DONE, why=why)
    if not app.store.commit([*journal.records(), outreach, done]):
        return "another worker opened it first"
    for entry in journal.entries:
        deliver(app, entry)
    return why


def _carry_out(app: App, campaign: Campaign, journal: Journal, decision: Reply | Escalate | None) -> str:
    if decision is None:
        return "waiting for the creator's answer to outreach sent by others"
    if isinstance(decision, Escalate):
        escalate(journal, Grounds(reason=decision.reason, evidence=decision.evidence), None)
        return decision.reason.value
    return speak_first(app, campaign, journal, decision)


def _new(app: App, campaign: Campaign, task: TaskRecord) -> Negotiation:
    now, creator = app.clock.now(), task.creator
    return Negotiation(
        id=negotiation_id(campaign.id, creator.email),
        version=0,
        campaign_id=campaign.id,
        mailbox=campaign.mailbox,
        creator=creator,
        participants=(Participant(email=creator.email, name=creator.name, role=Role.CREATOR),),
        state=State.AWAITING_REPLY if campaign.joins_outreach else State.INITIAL_OFFER,
        owner=Owner.AGENT,
        opened_at=now,
        updated_at=now,
        human_watermark_at=now,
        waiting_since=now if campaign.joins_outreach else None,
    )


def _ended(app: App, task: TaskRecord, state: TaskState, why: str) -> str:
    if not app.store.commit([replace(task, version=task.version + 1, state=state, why=why)]):
        raise RetryableError(f"task {task.id} changed meanwhile")
    return why


def _outreach_id(task: TaskRecord) -> str:
    return f"{task.campaign_id}:{task.creator.email}"

"""From everything gathered to one commit: screened, read, decided, worded, then state, audit and outbox together."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import cache

from shared.application.answer_mails import answer_mails
from shared.application.app import App
from shared.application.by_hand import taken_over
from shared.application.claims import released
from shared.application.gather import Gathered, ReceivedMail
from shared.application.hold_mails import hold_mails
from shared.application.join_thread import join_thread
from shared.application.journal import Journal
from shared.application.loose_mail import loose_mail_records
from shared.application.metered import MeteredModel
from shared.application.out_of_tokens import out_of_tokens
from shared.application.take_slot import note_bounce
from shared.application.told_before import told_before
from shared.application.turn import Turn
from shared.domain.decision import Reason
from shared.domain.errors import TokensSpent
from shared.domain.mail.message import MailKind
from shared.domain.records import AGENT, InboundRecord, InboundState, OutboxEntry, Outcome, with_outcome
from shared.domain.reports import is_authentic_report
from shared.domain.screen import Hold, Ignore, Read, Screened, Seen, Wait, screen
from shared.domain.silence import away_until, put_off


def commit_turn(app: App, gathered: Gathered) -> tuple[OutboxEntry, ...] | None:
    """Decide and commit the turn; answers what it put into the outbox, or None when something changed meanwhile."""
    if gathered.negotiation is None or gathered.campaign is None:
        _count_bounces(app, gathered)
        records, entries = loose_mail_records(app, gathered)
        return entries if app.store.commit(records) else None
    journal = Journal(gathered.negotiation, actor=AGENT, now=app.clock.now())
    model = MeteredModel(app, gathered.negotiation.id, gathered.usage)
    turn = Turn(gathered=gathered, campaign=gathered.campaign, journal=journal, model=model)
    join_thread(journal, gathered)
    try:
        done = _settle(app, turn)
    except TokensSpent as spent:
        return out_of_tokens(app, gathered, gathered.negotiation, spent)
    lane = released(gathered.lane, gathered.negotiation.id)
    # Entries are born claimed by nobody and due at once; the caller sends them right after this commit.
    return journal.entries if app.store.commit([*journal.records(), *done, lane]) else None


def _count_bounces(app: App, gathered: Gathered) -> None:
    """Mail of the mailbox that was refused counts, whichever mail it was: receivers look at the mailbox as a whole.

    Before the commit and once per report, as for the reports of a negotiation.
    """
    for mail in gathered.mails:
        message = mail.message
        if message is not None and message.kind is MailKind.BOUNCE_HARD and is_authentic_report(message):
            note_bounce(app, mail.record.mailbox, mail.record.id)


def _settle(app: App, turn: Turn) -> list[InboundRecord]:
    # Several calls away, while most mails name no account: asked for when one does, once for all of them.
    told = cache(lambda: told_before(app, turn.gathered))
    verdicts = [(mail, _screen(app, turn, mail, told)) for mail in turn.gathered.mails]
    settled = [_ignored(mail, verdict) for mail, verdict in verdicts if isinstance(verdict, Ignore)]
    settled += [_waiting(mail, turn.journal.negotiation.id) for mail, verdict in verdicts if isinstance(verdict, Wait)]
    _note_ignored(turn.journal, settled)
    _hear_machines(turn.journal, [mail for mail, verdict in verdicts if isinstance(verdict, Ignore)])
    held = [(mail, verdict) for mail, verdict in verdicts if isinstance(verdict, Hold)]
    trusted = [mail for mail, verdict in verdicts if isinstance(verdict, Read)]
    if not held and trusted and (taken := taken_over(app, turn.gathered, turn.journal.negotiation)) is not None:
        held, trusted = [(mail, taken) for mail in trusted], []
    if held:
        return settled + hold_mails(app, turn, held, trusted)
    return settled + (answer_mails(app, turn, trusted) if trusted else [])


def _screen(app: App, turn: Turn, mail: ReceivedMail, told: Callable[[], tuple[str, ...]]) -> Screened:
    if mail.message is None:
        return Ignore("deleted in Gmail before it was read")
    seen = Seen(vouched=mail.record.vouched_by is not None)
    ours, triggers = app.policy.our_side(turn.gathered.lane.mailbox), turn.campaign.triggers
    verdict = screen(mail.message, turn.gathered.negotiation, ours, seen=seen, triggers=triggers)
    if not isinstance(verdict, Hold) or verdict.reason is not Reason.PAYMENT_DETAILS_CHANGED:
        return verdict
    return screen(mail.message, turn.gathered.negotiation, ours, seen=replace(seen, told=told()), triggers=triggers)


def _ignored(mail: ReceivedMail, verdict: Ignore) -> InboundRecord:
    return with_outcome(mail.record, Outcome.IGNORED, verdict.why)


def _waiting(mail: ReceivedMail, negotiation_id: str) -> InboundRecord:
    record = replace(mail.record, negotiation_id=negotiation_id)
    return with_outcome(record, Outcome.QUEUED, "the negotiation is paused", state=InboundState.WAITING)


def _hear_machines(journal: Journal, mails: Sequence[ReceivedMail]) -> None:
    """Nobody is followed up who is away, or whom our mail may not have reached yet."""
    for mail in mails:
        until = away_until(mail.message, journal.negotiation) if mail.message else None
        if until is not None and not journal.negotiation.is_terminal:
            journal.change(put_off(journal.negotiation, until))
            journal.note("follow_ups_postponed", {"mail": mail.record.id, "until": f"{until:%Y-%m-%d %H:%M} UTC"})


def _note_ignored(journal: Journal, settled: Sequence[InboundRecord]) -> None:
    for record in settled:
        journal.note("mail_set_aside", {"mail": record.id, "why": record.why or ""})

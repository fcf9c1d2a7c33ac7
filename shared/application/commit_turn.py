"""From everything gathered to one commit: screened, read, decided, worded, then state, audit and outbox together."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, replace

from shared.application.app import App
from shared.application.claims import released
from shared.application.conclude import conclude, may_leave
from shared.application.escalate import Grounds, escalate, step_back, supersede
from shared.application.gather import Gathered, ReceivedMail
from shared.application.join_thread import join_thread
from shared.application.journal import Journal
from shared.application.loose_mail import loose_mail_records
from shared.application.meet import meet
from shared.application.metered import MeteredModel
from shared.application.out_of_tokens import out_of_tokens
from shared.application.read_mails import read_mails
from shared.application.signature import signature_of
from shared.application.take_slot import note_bounce
from shared.application.word_reply import Speech, Wording, word_reply
from shared.domain.campaign import Campaign
from shared.domain.combine import combine
from shared.domain.decide import decide
from shared.domain.decision import Decision, Declined, Escalate, Reason, Reply
from shared.domain.errors import NotFound, TokensSpent
from shared.domain.mail.message import MailKind
from shared.domain.negotiation import Negotiation
from shared.domain.reading import Reading
from shared.domain.records import (
    EntryState,
    InboundRecord,
    InboundState,
    OutboxEntry,
    Outcome,
    OutgoingMail,
    SuppressionRecord,
)
from shared.domain.screen import Hold, Ignore, OurSide, Read, Screened, Wait, screen
from shared.domain.silence import quiet_until, quieted
from shared.domain.states import Event, State
from shared.domain.style import style_of
from shared.domain.urgency import urgency_on


@dataclass(frozen=True, slots=True, kw_only=True)
class Turn:
    """One turn in the making: its inputs and the journal it is written into."""

    gathered: Gathered
    campaign: Campaign
    journal: Journal


def commit_turn(app: App, gathered: Gathered) -> tuple[OutboxEntry, ...] | None:
    """Decide and commit the turn; answers what it put into the outbox, or None when something changed meanwhile."""
    if gathered.negotiation is None or gathered.campaign is None:
        records, entries = loose_mail_records(gathered, _our_side(app, gathered), app.clock.now())
        return entries if app.store.commit(records) else None
    journal = Journal(gathered.negotiation, actor="agent", now=app.clock.now())
    turn = Turn(gathered=gathered, campaign=gathered.campaign, journal=journal)
    join_thread(journal, gathered)
    try:
        done = _settle(app, turn)
    except TokensSpent as spent:
        return out_of_tokens(app, gathered, gathered.negotiation, spent)
    lane = released(gathered.lane, gathered.negotiation.id)
    # Entries are born claimed by nobody and due at once; the caller sends them right after this commit.
    return journal.entries if app.store.commit([*journal.records(), *done, lane]) else None


def _settle(app: App, turn: Turn) -> list[InboundRecord]:
    verdicts = [(mail, _screen(app, turn, mail)) for mail in turn.gathered.mails]
    settled = [_ignored(mail, verdict) for mail, verdict in verdicts if isinstance(verdict, Ignore)]
    settled += [_waiting(mail, turn.journal.negotiation.id) for mail, verdict in verdicts if isinstance(verdict, Wait)]
    _note_ignored(turn.journal, settled)
    _hear_machines(turn.journal, [mail for mail, verdict in verdicts if isinstance(verdict, Ignore)])
    held = [(mail, verdict) for mail, verdict in verdicts if isinstance(verdict, Hold)]
    trusted = [mail for mail, verdict in verdicts if isinstance(verdict, Read)]
    if not held and trusted and (taken := _human_wrote(turn)) is not None:
        held, trusted = [(mail, taken) for mail in trusted], []
    if held:
        return settled + _hold(app, turn, held, trusted)
    return settled + (_answer(app, turn, trusted) if trusted else [])


def _screen(app: App, turn: Turn, mail: ReceivedMail) -> Screened:
    if mail.message is None:
        return Ignore("deleted in Gmail before it was read")
    vouched = mail.record.vouched_by is not None
    ours, triggers = _our_side(app, turn.gathered), turn.campaign.triggers
    return screen(mail.message, turn.gathered.negotiation, ours, vouched=vouched, triggers=triggers)


def _our_side(app: App, gathered: Gathered) -> OurSide:
    mailbox, policy = gathered.lane.mailbox, app.policy
    return OurSide(mailbox=mailbox, aliases=policy.aliases_of(mailbox), team_domains=policy.team_domains)


def _hold(
    app: App, turn: Turn, held: Sequence[tuple[ReceivedMail, Hold]], trusted: Sequence[ReceivedMail]
) -> list[InboundRecord]:
    mails = [*(mail for mail, _ in held), *trusted]
    # A colleague who took over outranks whatever else is held: the agent must step back.
    first = next((pair for pair in held if pair[1].takes_over), held[0])
    hold = first[1]
    evidence = "\n".join(dict.fromkeys(verdict.evidence for _, verdict in held))
    _suppress(app, turn.journal, held)
    # Counted before the commit and once per report: a crash in between must not hide a bounce from the breaker.
    for mail, verdict in held:
        if verdict.undeliverable:
            note_bounce(app, mail.record.mailbox, mail.record.id)
    records = _received(turn, [(mail, mail.record) for mail in mails], replied=not hold.takes_over)
    if hold.takes_over:
        step_back(turn.journal, hold.evidence.split(" ", 1)[0])
    ids = tuple(dict.fromkeys((first[0].record.id, *turn.gathered.inbound_ids)))
    grounds = Grounds(reason=hold.reason, evidence=evidence, inbound_ids=ids, proposed_email=_proposed(first))
    _ask_person(turn, grounds)
    # Each mail keeps its own reason: a person who vouches for one has not vouched for what another was held for.
    reasons = {mail.record.id: verdict.reason for mail, verdict in held}
    return [_settled(record, Outcome.ESCALATED, reasons.get(record.id, hold.reason).value) for record in records]


def _proposed(held: tuple[ReceivedMail, Hold]) -> str | None:
    mail, hold = held
    return mail.message.sender.email if mail.message and hold.reason is Reason.NEW_PARTICIPANT else None


def _answer(app: App, turn: Turn, mails: Sequence[ReceivedMail]) -> list[InboundRecord]:
    records, readings = read_mails(app, mails, turn.campaign, turn.journal.negotiation)
    reading = combine(_vouched(records, readings), confident=turn.campaign.triggers.low_confidence)
    records = tuple(_received(turn, list(zip(mails, records, strict=True)), replied=True))
    for mail in mails:
        if mail.message is not None:
            meet(turn.journal, mail.message)
    urgency = urgency_on(turn.campaign.facts, turn.journal.now.date())
    decision = decide(turn.campaign, turn.journal.negotiation, reading, urgency=urgency)
    if not isinstance(decision, Declined) and decision.their_ask is not None:
        turn.journal.hear(records[-1].id, decision.their_ask)
    return _carry_out(app, turn, decision, _Read(records=records, reading=reading))


def _vouched(records: Sequence[InboundRecord], readings: Sequence[Reading]) -> list[Reading]:
    """The readings, without the newcomers that a person has already looked at: a case is not opened twice for them.

    Nobody is added for being named in a mail; who writes from an address of their own is asked about then.
    """
    pairs = zip(records, readings, strict=True)
    return [replace(reading, new_people=()) if record.vouched_by else reading for record, reading in pairs]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Read:
    records: tuple[InboundRecord, ...]
    reading: Reading


def _carry_out(app: App, turn: Turn, decision: Decision, read: _Read) -> list[InboundRecord]:
    match decision:
        case Reply():
            return _reply(app, turn, decision, read)
        case Declined():
            _clear_case(turn)
            turn.journal.step(Event.REJECT, "declined_by_creator", {"why": decision.why})
            conclude(turn.journal, turn.campaign, decision.why)
            return [_settled(record, Outcome.IGNORED, "the creator declined") for record in read.records]
        case Escalate():
            grounds = Grounds(reason=decision.reason, evidence=decision.evidence, their_ask=decision.their_ask)
            _ask_person(turn, grounds)
            return [_settled(record, Outcome.ESCALATED, decision.reason.value) for record in read.records]


def _reply(app: App, turn: Turn, reply: Reply, read: _Read) -> list[InboundRecord]:
    journal, negotiation = turn.journal, turn.journal.negotiation
    wording, kept = _worded(app, turn, reply, read)
    _clear_case(turn)
    mail = reply_mail(turn.campaign, negotiation, wording.body, wording.signature)
    answers = tuple(record.id for record in read.records)
    leaves = not wording.failures and may_leave(turn.campaign, reply.move.stage)
    state = EntryState.PENDING if leaves else EntryState.HELD
    entry = replace(journal.send(mail, reply.move, answers=answers, state=state), playbook=wording.playbook)
    journal.put_back(entry)
    if leaves:
        journal.make(reply.move, entry.id)
        conclude(journal, turn.campaign, reply.why)
        return [_settled(record, Outcome.ANSWERED, reply.why) for record in kept]
    reason = Reason.GATE_FAILED if wording.failures else Reason.NEEDS_APPROVAL
    grounds = Grounds(
        reason=reason, evidence=reply.why, their_ask=reply.their_ask, draft=entry, failures=wording.failures
    )
    _ask_person(turn, replace(grounds, inbound_ids=answers))
    return [_settled(record, Outcome.ESCALATED, reason.value) for record in kept]


def _worded(app: App, turn: Turn, reply: Reply, read: _Read) -> tuple[Wording, tuple[InboundRecord, ...]]:
    *older, newest = read.records
    signature = signature_of(app.store, turn.gathered.lane.mailbox)
    digest = hashlib.sha256(repr((reply, read.reading.summary, signature)).encode()).hexdigest()
    if newest.draft is not None and newest.draft_for == digest:
        kept_draft = Wording(
            body=newest.draft, failures=(), use=(), playbook=newest.draft_playbook, signature=signature
        )
        return kept_draft, read.records
    mail = next((one.message for one in turn.gathered.mails if one.record.id == newest.id), None)
    speech = Speech(
        campaign=turn.campaign,
        negotiation=turn.journal.negotiation,
        reply=reply,
        summary=read.reading.summary,
        author=mail.sender.email if mail else None,
        style=style_of(mail.new_text) if mail else (),
        signature=signature,
    )
    wording = word_reply(MeteredModel(app, turn.journal.negotiation.id), speech)

    def keep(record: InboundRecord) -> InboundRecord:
        draft = None if wording.failures else wording.body
        use = (*record.use, *wording.use)
        return replace(record, draft=draft, draft_for=digest, draft_playbook=wording.playbook, use=use)

    kept = app.store.update(newest, keep)
    if kept is None:
        raise NotFound(newest.id)
    return wording, (*older, replace(kept, turn_seq=newest.turn_seq))


def reply_mail(campaign: Campaign, negotiation: Negotiation, body: str, signature: str | None) -> OutgoingMail:
    """Our next mail in the negotiation's thread, to the approved participants and nobody else."""
    subject = negotiation.thread_subject or campaign.outreach_subject
    to, *cc = (person.email for person in negotiation.participants)
    return OutgoingMail(
        mailbox=negotiation.mailbox,
        sender_name=campaign.sender_name,
        to=(to,),
        cc=tuple(cc),
        subject=f"Re: {subject}" if negotiation.thread_id else subject,
        body=body,
        thread_id=negotiation.thread_id,
        in_reply_to=negotiation.last_mail_id,
        references=negotiation.references,
        signature=signature,
    )


def _human_wrote(turn: Turn) -> Hold | None:
    since = turn.journal.negotiation.human_watermark_at
    sent = [mail for mail in turn.gathered.thread if "SENT" in mail.labels and not mail.marker]
    newest = next((mail for mail in reversed(sent) if mail.received_at > since), None)
    if newest is None:
        return None
    return Hold(Reason.HUMAN_TOOK_OVER, f"{newest.sender} answered from the mailbox", takes_over=True)


def _received(turn: Turn, mails: Sequence[tuple[ReceivedMail, InboundRecord]], *, replied: bool) -> list[InboundRecord]:
    """Put the mails into the conversation; *replied*: they are the other side's, not a colleague's."""
    journal = turn.journal
    human = any(mail.message and mail.message.kind is MailKind.HUMAN for mail, _ in mails)
    if replied and human and journal.negotiation.state is not State.PAUSED and not journal.negotiation.is_terminal:
        journal.step(Event.RECEIVE_REPLY, "mail_received", {"mails": ", ".join(record.id for _, record in mails)})
    return [_in_conversation(journal, mail, record) for mail, record in mails]


def _in_conversation(journal: Journal, mail: ReceivedMail, record: InboundRecord) -> InboundRecord:
    if record.turn_seq is not None or mail.message is None:
        return record
    message = mail.message
    seq = journal.converse(mail_id=record.id, author=message.sender.email, text=message.new_text, outbound=False)
    return replace(record, turn_seq=seq)


def _ask_person(turn: Turn, grounds: Grounds) -> None:
    gathered = turn.gathered
    ids = grounds.inbound_ids or gathered.inbound_ids
    case = gathered.case
    if case and case.reason is Reason.NEEDS_APPROVAL:
        _clear_case(turn)
        case = None
    escalate(turn.journal, replace(grounds, inbound_ids=ids), case if turn.journal.negotiation.open_case_id else None)


def _clear_case(turn: Turn) -> None:
    if turn.gathered.case and turn.journal.negotiation.open_case_id:
        supersede(turn.journal, turn.gathered.case, turn.gathered.held)


def _suppress(app: App, journal: Journal, held: Sequence[tuple[ReceivedMail, Hold]]) -> None:
    bounced = {email: mail.record.id for mail, hold in held for email in hold.undeliverable}
    for email, inbound_id in bounced.items():
        known = app.store.existing(SuppressionRecord, [email]).get(email)
        if known is None or known.lifted_by is not None:
            version = known.version + 1 if known else 1
            journal.write(SuppressionRecord(email=email, version=version, why=f"bounced: {inbound_id}", at=journal.now))


def _settled(record: InboundRecord, outcome: Outcome, why: str) -> InboundRecord:
    return replace(record, version=record.version + 1, state=InboundState.DONE, outcome=outcome, why=why)


def _ignored(mail: ReceivedMail, verdict: Ignore) -> InboundRecord:
    return _settled(mail.record, Outcome.IGNORED, verdict.why)


def _waiting(mail: ReceivedMail, negotiation_id: str) -> InboundRecord:
    waiting = _settled(mail.record, Outcome.QUEUED, "the negotiation is paused")
    return replace(waiting, state=InboundState.WAITING, negotiation_id=negotiation_id)


def _hear_machines(journal: Journal, mails: Sequence[ReceivedMail]) -> None:
    """Nobody is followed up who is away, or whom our mail may not have reached yet."""
    for mail in mails:
        until = quiet_until(mail.message, journal.negotiation) if mail.message else None
        if until is not None and not journal.negotiation.is_terminal:
            journal.change(quieted(journal.negotiation, until))
            journal.note("follow_ups_postponed", {"mail": mail.record.id, "until": f"{until:%Y-%m-%d %H:%M} UTC"})


def _note_ignored(journal: Journal, settled: Sequence[InboundRecord]) -> None:
    for record in settled:
        journal.note("mail_set_aside", {"mail": record.id, "why": record.why or ""})

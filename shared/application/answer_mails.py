"""The mails that the agent may answer: read, decided, worded, and put into the journal."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, replace

from shared.application.app import App
from shared.application.conclude import conclude
from shared.application.escalate import Grounds
from shared.application.gather import ReceivedMail
from shared.application.meet import meet
from shared.application.put_into_outbox import put_into_outbox
from shared.application.read_mails import read_mails
from shared.application.turn import Turn, ask_person, clear_case, received
from shared.application.word_reply import Wording, word_reply
from shared.domain.bargaining.urgency import urgency_on
from shared.domain.decide import decide
from shared.domain.decision import Decision, Declined, Escalate, Reason, Reply
from shared.domain.errors import NotFound
from shared.domain.reading.combine import combine, of_two_minds
from shared.domain.reading.facts import Reading
from shared.domain.records import InboundRecord, Outcome, with_outcome
from shared.domain.states import Event
from shared.domain.writing.speech import Speech
from shared.domain.writing.style import style_of


def answer_mails(app: App, turn: Turn, mails: Sequence[ReceivedMail]) -> list[InboundRecord]:
    """Read the mails together, decide once, and put what follows into the journal; answers their outcomes.

    Raises:
        TokensSpent: the model may not be asked; nothing is decided.
    """
    records, readings = read_mails(app, turn, mails)
    reading = combine(_vouched(records, readings), confident=turn.campaign.triggers.low_confidence)
    records = tuple(received(turn, list(zip(mails, records, strict=True)), replied=True))
    for mail in mails:
        if mail.message is not None:
            meet(turn.journal, mail.message)
    decision = _decided(turn, reading, list(zip(_authors(mails), readings, strict=True)))
    if not isinstance(decision, Declined) and decision.their_ask is not None:
        turn.journal.hear(records[-1].id, decision)
        if isinstance(decision, Reply) and decision.said is not None:
            turn.journal.note("asked_all_in", {"said": decision.said, "in_all": decision.their_ask.display()})
    return _carry_out(app, turn, decision, _Read(records=records, reading=reading))


def _decided(turn: Turn, reading: Reading, said: Sequence[tuple[str, Reading]]) -> Decision:
    """What the reading of all the mails leads to, unless those who wrote them contradict each other."""
    urgency = urgency_on(turn.campaign.facts, turn.journal.now.date())
    decision = decide(turn.campaign, turn.journal.negotiation, reading, urgency=urgency)
    if isinstance(decision, Escalate) or not of_two_minds(said):
        return decision
    evidence = f"they do not say the same: {reading.summary}"
    return Escalate(reason=Reason.UNCLEAR, evidence=evidence, their_ask=None)


def _authors(mails: Sequence[ReceivedMail]) -> list[str]:
    return [mail.message.sender.email for mail in mails if mail.message]


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
            clear_case(turn)
            turn.journal.step(Event.REJECT, "declined_by_creator", {"why": decision.why})
            conclude(turn.journal, turn.campaign, decision.why)
            return [with_outcome(record, Outcome.IGNORED, "the creator declined") for record in read.records]
        case Escalate():
            grounds = Grounds(reason=decision.reason, evidence=decision.evidence, their_ask=decision.their_ask)
            ask_person(turn, replace(grounds, wishes=decision.wishes))
            return [with_outcome(record, Outcome.ESCALATED, decision.reason.value) for record in read.records]


def _reply(app: App, turn: Turn, reply: Reply, read: _Read) -> list[InboundRecord]:
    wording, kept = _worded(app, turn, reply, read)
    clear_case(turn)
    answers = tuple(record.id for record in read.records)
    entry, held_for = put_into_outbox(turn.journal, turn.campaign, reply, wording, answers)
    if held_for is None:
        conclude(turn.journal, turn.campaign, reply.why)
        return [with_outcome(record, Outcome.ANSWERED, reply.why) for record in kept]
    grounds = Grounds(
        reason=held_for, evidence=reply.why, their_ask=reply.their_ask, draft=entry, failures=wording.failures
    )
    ask_person(turn, replace(grounds, inbound_ids=answers))
    return [with_outcome(record, Outcome.ESCALATED, held_for.value) for record in kept]


def _worded(app: App, turn: Turn, reply: Reply, read: _Read) -> tuple[Wording, tuple[InboundRecord, ...]]:
    """The wording, and the records with it kept, so that an attempt that fails later does not pay for it again."""
    *older, newest = read.records
    signature = turn.gathered.signature
    digest = hashlib.sha256(repr((reply, read.reading.summary, signature)).encode()).hexdigest()
    if newest.draft is not None and newest.draft_for == digest:
        kept_draft = Wording(
            body=newest.draft, failures=(), use=(), playbook=newest.draft_playbook, signature=signature
        )
        return kept_draft, read.records
    wording = word_reply(turn.model, _speech(turn, reply, read))

    def keep(record: InboundRecord) -> InboundRecord:
        draft = None if wording.failures else wording.body
        use = (*record.use, *wording.use)
        return replace(record, draft=draft, draft_for=digest, draft_playbook=wording.playbook, use=use)

    kept = app.store.update(newest, keep)
    if kept is None:
        raise NotFound(newest.id)
    return wording, (*older, replace(kept, turn_seq=newest.turn_seq))


def _speech(turn: Turn, reply: Reply, read: _Read) -> Speech:
    answered = {record.id for record in read.records}
    messages = {one.record.id: one.message for one in turn.gathered.mails if one.message and one.record.id in answered}
    newest = messages.get(read.records[-1].id)
    return Speech(
        campaign=turn.campaign,
        negotiation=turn.journal.negotiation,
        reply=reply,
        summary=read.reading.summary,
        their_words="\n".join(message.new_text for message in messages.values()),
        author=newest.sender.email if newest else None,
        style=style_of(newest.new_text) if newest else (),
        signature=turn.gathered.signature,
    )

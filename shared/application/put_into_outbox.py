"""A worded reply goes into the outbox: to leave by itself, or held until a person has looked at it."""

from dataclasses import replace

from shared.application.journal import Journal
from shared.application.reply_mail import reply_mail
from shared.application.word_reply import Wording
from shared.domain.campaign import Campaign, Leave
from shared.domain.decision import Reason, Reply
from shared.domain.negotiation import Stage
from shared.domain.records import EntryState, OutboxEntry


def put_into_outbox(
    journal: Journal, campaign: Campaign, reply: Reply, wording: Wording, answers: tuple[str, ...]
) -> tuple[OutboxEntry, Reason | None]:
    """The entry, and why a person has to look at it first; None: it leaves, and its move is made.

    answers: Inbound mails that it answers, with which the tokens of its wording are kept; none: the entry keeps them.
    """
    mail = reply_mail(campaign, journal.negotiation, wording.body, wording.signature)
    held_for = _held_for(campaign, reply.move.stage, wording)
    state = EntryState.HELD if held_for else EntryState.PENDING
    sent = journal.send(mail, reply.move, answers=answers, state=state)
    entry = replace(sent, playbook=wording.playbook, use=() if answers else wording.use)
    journal.put_back(entry)
    if held_for is None:
        journal.make(reply.move, entry.id)
    return entry, held_for


def _held_for(campaign: Campaign, stage: Stage, wording: Wording) -> Reason | None:
    if wording.failures:
        return Reason.GATE_FAILED
    autonomy = campaign.autonomy
    rule = {Stage.AGREEMENT: autonomy.agreements, Stage.EXIT: autonomy.exits}.get(stage, autonomy.mails)
    return None if rule is Leave.AUTO else Reason.NEEDS_APPROVAL

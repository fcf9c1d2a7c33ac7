"""A mail that answers none: worded, checked, and put into the outbox to leave, or to wait for a person."""

from dataclasses import replace

from shared.application.app import App
from shared.application.conclude import may_leave
from shared.application.escalate import Grounds, escalate
from shared.application.journal import Journal
from shared.application.metered import MeteredModel
from shared.application.reply_mail import reply_mail
from shared.application.signature import signature_of
from shared.application.word_reply import Speech, word_reply
from shared.domain.campaign import Campaign
from shared.domain.decision import Reason, Reply
from shared.domain.negotiation import Negotiation
from shared.domain.records import EntryState


def speak_first(app: App, campaign: Campaign, journal: Journal, reply: Reply, *, summary: str | None = None) -> str:
    """Word *reply* into *journal*, its move made when it may leave by itself; answers what came of it, in words.

    *summary* tells the wording model what there is to know of the creator.

    Raises:
        TokensSpent: the model may not be asked; nothing was put into *journal*.
    """
    negotiation = journal.negotiation
    signature = signature_of(app.store, campaign.mailbox)
    speech = Speech(campaign=campaign, negotiation=negotiation, reply=reply, summary=summary, signature=signature)
    wording = word_reply(MeteredModel(app, negotiation.id), speech)
    failures = wording.failures or _repetition(wording.body, negotiation)
    leaves = not failures and may_leave(campaign, reply.move.stage)
    state = EntryState.PENDING if leaves else EntryState.HELD
    mail = reply_mail(campaign, negotiation, wording.body, signature)
    sent = journal.send(mail, reply.move, answers=(), state=state)
    entry = replace(sent, playbook=wording.playbook, use=wording.use)
    journal.put_back(entry)
    if leaves:
        journal.make(reply.move, entry.id)
        return reply.why
    reason = Reason.GATE_FAILED if failures else Reason.NEEDS_APPROVAL
    escalate(journal, Grounds(reason=reason, evidence=reply.why, draft=entry, failures=failures), None)
    return reason.value


def _repetition(body: str, negotiation: Negotiation) -> tuple[str, ...]:
    # The same words once more are what people call a duplicate, whatever was decided.
    repeats = negotiation.last_sent_text is not None and body.split() == negotiation.last_sent_text.split()
    return ("repetition: word for word our last mail; write it in other words",) if repeats else ()

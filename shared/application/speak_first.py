"""A mail that answers none: worded, checked, and put into the outbox to leave, or to wait for a person."""

from dataclasses import replace

from shared.application.app import App
from shared.application.escalate import Grounds, escalate
from shared.application.journal import Journal
from shared.application.metered import MeteredModel
from shared.application.put_into_outbox import put_into_outbox
from shared.application.word_reply import word_reply
from shared.domain.campaign import Campaign
from shared.domain.decision import Reply
from shared.domain.negotiation import Negotiation
from shared.domain.writing.speech import Speech


def speak_first(app: App, campaign: Campaign, journal: Journal, reply: Reply, *, summary: str | None = None) -> str:
    """Word *reply* into *journal*, its move made when it may leave by itself; answers what came of it, in words.

    *summary* tells the wording model what there is to know of the creator.

    Raises:
        TokensSpent: the model may not be asked; nothing was put into *journal*.
    """
    negotiation = journal.negotiation
    signature = app.store.signature_of(campaign.mailbox)
    speech = Speech(campaign=campaign, negotiation=negotiation, reply=reply, summary=summary, signature=signature)
    worded = word_reply(MeteredModel(app, negotiation.id), speech)
    wording = replace(worded, failures=worded.failures or _repetition(worded.body, negotiation))
    entry, held_for = put_into_outbox(journal, campaign, reply, wording, answers=())
    if held_for is None:
        return reply.why
    grounds = Grounds(reason=held_for, evidence=reply.why, draft=entry, failures=wording.failures)
    escalate(journal, grounds, None)
    return held_for.value


def _repetition(body: str, negotiation: Negotiation) -> tuple[str, ...]:
    # The same words once more are what people call a duplicate, whatever was decided.
    repeats = negotiation.last_sent_text is not None and body.split() == negotiation.last_sent_text.split()
    return ("repetition: word for word our last mail; write it in other words",) if repeats else ()

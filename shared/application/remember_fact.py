"""A fact that a person tells once for the whole campaign: from then on the agent answers with it by itself."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from types import MappingProxyType
from typing import Final

from shared.application.files.cells import did_you_mean
from shared.application.files.field_readers import read_fact
from shared.application.word_reply import Speech, gate_failures, plain_signature
from shared.domain.campaign import Campaign
from shared.domain.decision import Answer, Reply
from shared.domain.errors import InvalidInput
from shared.domain.negotiation import Move, Negotiation, Stage
from shared.domain.reading import Topic
from shared.domain.states import Event
from shared.domain.terms.words import fact_for

# The facts in words that answer a question. Days, counts and prices belong to offers and stay in the campaign file.
TOPICS: Final[Mapping[str, Topic]] = MappingProxyType(
    {
        "payment_terms": Topic.PAYMENT,
        "timeline": Topic.TIMELINE,
        "approval": Topic.APPROVAL,
        "brief": Topic.BRIEF,
        "exclusivity": Topic.EXCLUSIVITY,
    }
)


def with_facts(campaign: Campaign, negotiation: Negotiation, facts: Sequence[tuple[str, str]]) -> Campaign:
    """The campaign's next version, which knows *facts* too: pairs of a key of the campaign file and its text.

    A fact is only ever added. What the campaign says already stands in offers that are out, so it is not changed; and
    exclusivity can only be told to be none, since any other would ask more of those who hold an offer.

    negotiation: whose limits must not be in a fact, beside the campaign's own.

    Raises:
        InvalidInput: everything that is wrong with them.
    """
    problems: list[str] = []
    known = campaign
    for key, text in facts:
        found = list(_faults(known, negotiation, key, text))
        problems += [f"--remember {key}: {fault}" for fault in found]
        if not found:
            known = _knowing(known, key, text)
    if problems:
        raise InvalidInput(problems)
    return replace(known, version=campaign.version + 1)


def _faults(campaign: Campaign, negotiation: Negotiation, key: str, text: str) -> Iterator[str]:
    topic = TOPICS.get(key)
    if topic is None:
        yield f"no fact that can be remembered{did_you_mean(key, TOPICS)}; use {', '.join(TOPICS)}"
        return
    try:
        read = read_fact(key, text)
    except ValueError as error:
        yield str(error)
        return
    said = fact_for(topic, campaign)
    if said is not None:
        yield f"the campaign says already: {said}; offers stand on it, so it stays"
    elif key == "exclusivity" and read:
        yield "would ask more of creators who have an offer: only `none` can be remembered"
    elif read:
        yield from _unfit(_knowing(campaign, key, text), negotiation, Answer(question=key, fact=read))


def _knowing(campaign: Campaign, key: str, text: str) -> Campaign:
    changed: dict[str, str] = {key: read_fact(key, text)}
    return replace(campaign, facts=replace(campaign.facts, **changed))  # type: ignore[arg-type] # each is a text


def _unfit(campaign: Campaign, negotiation: Negotiation, answer: Answer) -> Iterator[str]:
    """What would keep any mail from leaving that tells the fact word for word."""
    told = Reply(
        move=Move(stage=Stage.CLARIFICATION, event=Event.SEND_COUNTER, terms=None), their_ask=None, answers=(answer,)
    )
    body = f"Hi there,\n\n{answer.fact}\n\n{plain_signature(campaign)}\n"
    yield from gate_failures(body, Speech(campaign=campaign, negotiation=negotiation, reply=told))

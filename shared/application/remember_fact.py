"""A fact that a person tells once for the whole campaign: from then on the agent answers with it by itself."""

from collections.abc import Sequence
from dataclasses import replace

from shared.application.files.cells import did_you_mean
from shared.application.files.field_readers import read_fact
from shared.domain.campaign import Campaign
from shared.domain.errors import InvalidInput
from shared.domain.negotiation import Negotiation
from shared.domain.terms.words import FACT_TOPICS, fact_for
from shared.domain.writing.speech import for_people, private_amounts
from shared.domain.writing.unfit_texts import faults_of


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
        try:
            known = _with_fact(known, negotiation, key, text)
        except InvalidInput as error:
            problems += [f"--remember {key}: {fault}" for fault in error.problems]
    if problems:
        raise InvalidInput(problems)
    return replace(known, version=campaign.version + 1)


def _with_fact(campaign: Campaign, negotiation: Negotiation, key: str, text: str) -> Campaign:
    topic = FACT_TOPICS.get(key)
    if topic is None:
        raise InvalidInput(
            [f"no fact that can be remembered{did_you_mean(key, FACT_TOPICS)}; use {', '.join(FACT_TOPICS)}"]
        )
    try:
        fact = read_fact(key, text)
    except ValueError as error:
        raise InvalidInput([str(error)]) from error
    if (said := fact_for(topic, campaign)) is not None:
        raise InvalidInput([f"the campaign says already: {said}; offers stand on it, so it stays"])
    if key == "exclusivity" and fact:
        raise InvalidInput(["would ask more of creators who have an offer: only `none` can be remembered"])
    changed: dict[str, str] = {key: fact}
    knowing = replace(campaign, facts=replace(campaign.facts, **changed))  # type: ignore[arg-type] # each is a text
    # No exclusivity is an empty text.
    faults = faults_of(fact, knowing, private=private_amounts(campaign, negotiation)) if fact else ()
    if faults:
        raise InvalidInput(for_people(faults))
    return knowing

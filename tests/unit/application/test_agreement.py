"""What was agreed is one thing wherever it stands, and nothing is agreed that they have not said yes to."""

from dataclasses import replace

import pytest

from functions.commands.transcript import transcript
from shared.domain.negotiation import Stage
from shared.domain.reading import Intent
from shared.domain.states import State
from shared.domain.terms import Lever
from shared.domain.terms.words import terms_lines
from tests.unit.application.world import World
from tests.unit.domain.builders import FACTS, ask, reading
from tests.unit.domain.test_levers import with_levers

ALL_FACTS = replace(
    FACTS, exclusivity="No other skincare brand for 30 days", revision_rounds=1, raw_footage="Not asked for"
)
ASKS = [("4000", "$4,000"), ("1700", "$1,700"), ("1690", "$1,690"), ("1680", "$1,680"), ("1670", "$1,670")]


def bargained(asks: int) -> World:
    """So many of their asks were countered, each counter with a lever of its own."""
    world = World(with_levers(facts=ALL_FACTS))
    world.launch()
    for amount, quote in ASKS[:asks]:
        world.write(f"I would do it for {quote}.", reading(Intent.COUNTER, ask(amount, quote=quote)))
    return world


@pytest.mark.parametrize(
    ("asks", "lever"),
    [
        (0, None),
        (1, Lever.SCENARIO_1),
        (2, Lever.SCENARIO_2),
        (3, Lever.USAGE_RIGHTS),
        (4, Lever.PRODUCT),
        (5, None),
    ],
)
def test_mail_card_books_and_what_people_are_shown_say_the_same_after_every_lever(
    asks: int, lever: Lever | None
) -> None:
    world = bargained(asks)
    world.write("Deal!", reading(Intent.ACCEPT, summary="They accept."))

    found = world.negotiation
    assert found.state is State.AGREED
    assert found.agreed_terms is not None
    agreed = terms_lines(found.agreed_terms)
    block = world.app.mailbox.sent[-1].body.partition("What we agreed:\n")[2].partition("\n\n")[0]
    assert block.splitlines() == list(agreed)
    (_, card) = world.app.notifier.posts[-1]
    assert [f"- {label}: {text}" for label, text in card.fields if f"- {label}: {text}" in agreed] == list(agreed)
    shown = transcript(found, world.app.store.turns(found.id), world.app.store.events(found.id))
    assert "\n".join(["agreed:", *agreed, ""]) in shown
    (booked,) = world.app.store.campaign("spring").tracker.agreements
    assert booked.price == found.agreed_terms.rate
    assert found.ledger[-2].lever is lever
    # What they said yes to is what our last mail before it had offered, term by term.
    *_, offered, confirmed = [line for line in found.ledger if line.terms]
    assert (confirmed.stage, confirmed.terms) == (Stage.AGREEMENT, offered.terms)

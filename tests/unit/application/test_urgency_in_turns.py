"""The day on which a mail is answered counts: the nearer the dates, the sooner an offer nears the limit."""

from dataclasses import replace
from datetime import date

import pytest

from shared.domain.reading.facts import Intent
from tests.unit.application.world import World
from tests.unit.domain.builders import FACTS, ask, campaign, reading, usd


@pytest.mark.parametrize(
    ("due", "offer"),
    [(None, "1300"), (date(2026, 3, 30), "1300"), (date(2026, 3, 20), "1450"), (date(2026, 3, 9), "1500")],
)
def test_an_offer_nears_the_limit_as_the_due_day_comes_near(due: date | None, offer: str) -> None:
    world = World(campaign(facts=replace(FACTS, content_due_on=due)))
    world.launch()
    world.write("It would be $1600.", reading(Intent.COUNTER, ask("1600")))
    assert world.negotiation.offers == (usd("1000"), usd(offer))

"""The campaign's whole budget bounds its agreements, however many are made at once."""

from shared.domain.campaign import Creator
from shared.domain.decision import Reason
from shared.domain.negotiation import negotiation_id
from shared.domain.reading import Intent
from shared.domain.states import State
from tests.unit.application.world import World
from tests.unit.domain.builders import budget, campaign, creator, reading, usd

ACCEPT = reading(Intent.ACCEPT)
ZOE: Creator = creator(name="Zoe Park", email="zoe@creator.example")


def test_each_agreement_is_counted_and_the_one_too_many_goes_to_a_person() -> None:
    world = World(campaign(budget=budget(total=usd("1800"))), creator(), ZOE)
    world.launch()
    world.write("Deal!", ACCEPT)
    assert world.app.store.campaign("spring").committed == usd("1000")

    thread = world.app.store.negotiation(negotiation_id("spring", ZOE.email)).thread_id or ""
    world.write("Deal!", ACCEPT, sender=ZOE.email, thread_id=thread)

    (case,) = world.app.store.open_cases()
    assert case.reason is Reason.BUDGET_SPENT
    assert case.evidence == "$1,000.00 on top of $1,000.00 is more than the whole budget"
    assert world.app.store.campaign("spring").committed == usd("1000")
    assert world.app.store.negotiation(negotiation_id("spring", ZOE.email)).state is State.ESCALATED

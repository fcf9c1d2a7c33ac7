"""What moves beside the fee, from the campaign file to the mail, the books and the card."""

from tests.integration.world import CAMPAIGN, ON_SQLITE, World

LEVERS = """\
scenarios:
  - deliverables:
      - type: instagram_reel
        quantity: 1
      - type: instagram_story
        quantity: 1
usage_rights_minimum:
  paid_usage: not required
  whitelisting: not required
  organic_owned: 30 days
"""
SMALLER = "- Deliverables: 1 Instagram Reel, 1 Instagram story"


def test_a_smaller_package_is_offered_once_agreed_on_and_told_to_everybody(world: World) -> None:
    world.launch(campaign=CAMPAIGN + LEVERS)

    world.answer("I would need $4,000 for that.")
    world.answer("That is still far off. $3,800 is what I need.")
    world.answer("Okay, deal, count me in!")

    opening, first, second, agreed = world.sent()
    assert "- Deliverables: 1 Instagram Reel, 2 Instagram stories" in opening.body
    assert SMALLER in first.body.splitlines()
    assert "The package is now 1 Instagram Reel, 1 Instagram story." in first.body
    # The second counter pulls the next lever and keeps what the first one gave.
    assert SMALLER in second.body.splitlines()
    assert "- Usage rights: use on the brand's own channels 30 days" in second.body.splitlines()
    assert SMALLER in agreed.body.splitlines()
    assert "- Usage rights: use on the brand's own channels 30 days" in agreed.body.splitlines()
    (card,) = world.posts("agreements")
    assert "1 Instagram Reel, 1 Instagram story" in card
    shown = world.cli("negotiation", "show", world.negotiation().id)
    assert (shown["state"], shown["levers"]) == ("agreed", ["scenario_1", "usage_rights"])
    assert SMALLER in shown["terms"]


@ON_SQLITE
def test_a_yes_with_an_agency_fee_on_top_is_no_deal_before_they_agree_to_the_sum(world: World) -> None:
    world.launch()

    mail = world.answer("Deal, $1,200 works for me, plus 20% agency fee.")

    assert world.outcome(mail) == "answered: the price is inside the limits; it is offered on our own terms"
    assert (world.state(), world.rate(), world.offers()[-1]) == ("counter_sent", None, "1440.00")
    assert "- Fee: $1,440.00 in total, agency fee included" in world.sent()[-1].body.splitlines()


@ON_SQLITE
def test_prices_per_post_are_added_up(world: World) -> None:
    world.launch()

    world.answer("I'd need $700 per reel and $300 per story.")

    assert (world.state(), world.rate()) == ("agreed", "1300.00")

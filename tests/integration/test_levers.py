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
# One Reel alone is worth $800 to $1,200, the whole package $1,000 to $1,500.
REEL_ALONE = """\
rates:
  - {type: instagram_reel, cpm_floor: $16, cpm_ceiling: $24}
  - {type: instagram_story, cpm_floor: $2, cpm_ceiling: $3}
scenarios:
  - deliverables:
      - {type: instagram_reel, quantity: 1}
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


@ON_SQLITE
def test_a_price_for_a_smaller_package_is_not_held_against_the_price_of_the_whole_one(world: World) -> None:
    world.launch(campaign=CAMPAIGN + REEL_ALONE)

    world.answer("I could do 1 Reel for $1,400.")
    assert "- Deliverables: 1 Instagram Reel" in world.sent()[-1].body.splitlines()
    world.answer("Then 1 Reel and 2 stories for $1,900, please.")

    assert world.offers() == ["1000.00", "1160.00", "1470.00"]
    assert "- Deliverables: 1 Instagram Reel, 2 Instagram stories" in world.sent()[-1].body.splitlines()

"""Importing a campaign and its roster from the command line: what is refused, listed, or known already."""

import re

import pytest

from tests.integration.world import CAMPAIGN, ON_SQLITE, ROSTER, ROSTER_HEAD, World

pytestmark = ON_SQLITE


def test_a_row_with_dollar_signs_and_commas_sets_the_creators_own_limits(world: World) -> None:
    world.launch(roster=ROSTER_HEAD + 'Jo Park,jo@creators.example,Instagram,@jopark,50k,"$1,100","$1,250"\n')
    assert world.offers() == ["1100.00"]

    world.answer("I could do it for $1,300.")

    assert world.state() == "counter_sent"
    assert float(world.offers()[1]) <= 1250


def test_rows_that_cannot_be_read_are_listed_with_their_reasons_and_the_others_are_planned(world: World) -> None:
    roster = ROSTER + "Ana,ana@creators.example,Instagram,@ana,many,,\nBen,,Instagram,@ben,50000,,\n"
    roster += 'Cleo,cleo@creators.example,Instagram,@cleo,"50,000",about 900,\n'

    imported = world.import_files(roster=roster)

    assert imported.code == 1
    assert imported.value["planned"] == ["jo@creators.example"]
    assert imported.value["read"] == 4
    assert imported.value["rejected"] == [
        "row 2 (line 3): Average Views: 'many': not a number",
        "row 3 (line 4): Email: is empty",
        "row 4 (line 5): Min Rate: 'about 900': not a number",
    ]
    launched = world.cli("campaign", "launch", "spring")
    assert (launched["campaign_id"], launched["started"]) == ("spring", 1)


def test_a_roster_that_the_budget_may_not_pay_for_is_told_before_anything_leaves(world: World) -> None:
    told = (
        "if all 2 accept the opening offer, that is $2,000.00 of the $1,800.00 left; "
        "the first to agree get the money, the others go to a person"
    )
    small = re.sub(r"total: .*", "total: $1,800", CAMPAIGN)
    imported = world.import_files(small, roster=f'{ROSTER}Ana,ana@creators.example,Instagram,@ana,"50,000",,\n')

    assert imported.code == 0
    assert imported.value["exposure"] == {
        "creators": 2,
        "wanted": 2,
        "at_openings": "2000.00",
        "at_limits": "3000.00",
        "budget_left": "1800.00",
        "notices": [told],
    }
    launched = world.cli("campaign", "launch", "spring")
    assert launched["started"] == 2
    assert launched["exposure"] == imported.value["exposure"]

    world.work()
    world.answer("Deal!")
    again = world.cli("campaign", "launch", "spring")
    assert (again["exposure"]["creators"], again["exposure"]["budget_left"]) == (1, "800.00")


def test_a_renamed_creator_with_the_same_address_is_not_contacted_twice(world: World) -> None:
    world.launch()

    imported = world.import_files(roster=ROSTER.replace("Jo Park,jo@", "Joanna Park-Lee,JO@"))
    world.cli("campaign", "launch", "spring")
    world.work()

    assert imported.value["already_known"] == ["jo@creators.example"]
    assert imported.value["planned"] == []
    assert len(world.sent()) == 1


def test_a_creator_added_to_a_launched_campaign_is_opened_by_the_next_launch(world: World) -> None:
    world.launch()

    world.import_files(roster=ROSTER + "Ana,ana@creators.example,Instagram,@ana,40000,,\n")
    world.cli("campaign", "launch", "spring")
    world.work()

    assert [mail.header("To") for mail in world.sent()] == ["jo@creators.example", "ana@creators.example"]
    assert world.negotiation("ana@creators.example").offers[0].text == "800.00"


@pytest.mark.parametrize(
    ("line", "instead", "named"),
    [
        ("  cpm_target: $20\n", "", "cpm_target"),
        ("cpm_target: $20", "cpm_target: cheap", "cpm_target"),
        ("cpm_target: $20", "cpm_target: 0", "cpm_target"),
        ("total: $18,750", "total: lots", "total"),
        ("type: instagram_reel", "type: hologram", "hologram"),
        ("currency: USD", "currency: shells", "currency"),
    ],
    ids=["no CPM target", "a CPM in words", "a CPM of zero", "a budget in words", "a deliverable", "a currency"],
)
def test_a_campaign_that_sets_no_readable_price_is_refused_whole(
    world: World, line: str, instead: str, named: str
) -> None:
    refused = world.import_files(CAMPAIGN.replace(line, instead))

    assert refused.code == 1
    assert named in refused.err
    assert world.store.campaigns() == []
    assert world.product.cli("campaign", "launch", "spring").code == 1
    assert world.sent() == []


def test_every_problem_of_both_files_is_told_at_once(world: World) -> None:
    campaign = CAMPAIGN.replace("client: Northwind Skincare\n", "").replace("$18,750", "lots")

    refused = world.import_files(campaign, ROSTER_HEAD + "Jo,jo@creators.example,Instagram,@jo,many,,\n")

    assert refused.code == 1
    for problem in ("client", "lots", "many"):
        assert problem in refused.err


def test_the_terms_of_a_launched_campaign_stay(world: World) -> None:
    world.launch()

    refused = world.import_files(CAMPAIGN.replace("$20\n", "$25\n"))

    assert refused.code == 1
    assert "launched" in refused.err
    assert "20" in refused.err
    assert "25" in refused.err


def test_a_campaign_of_a_mailbox_that_is_not_read_is_not_imported(world: World) -> None:
    refused = world.import_files(campaign=CAMPAIGN.replace("deals@brand.example", "else@brand.example"))

    assert refused.code == 1
    assert "Parley does not read 'else@brand.example'; use deals@brand.example" in refused.err
    assert world.sent() == []

"""What a command refuses is told in a person's words, with what they can do instead."""

from pathlib import Path

import pytest

from tests.integration.world import CAMPAIGN, ON_SQLITE, World

pytestmark = ON_SQLITE
MAIL = "From: Ada <ada@creators.example>\nTo: deals@brand.example\nSubject: Rates\n\nI ask $2,000.\n"


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (("negotiation", "show", "123"), "there is no negotiation 123; see `negotiation list`"),
        (("negotiation", "stop", "123"), "there is no negotiation 123; see `negotiation list`"),
        (("campaign", "launch", "nosuch"), "there is no campaign nosuch; see `campaign list`"),
        (("campaign", "show", "nosuch"), "there is no campaign nosuch; see `campaign list`"),
        (("case", "show", "nosuch"), "there is no case nosuch; see `case list`"),
        (("mailbox", "show", "no@brand.example"), "no@brand.example is none of ours; there is deals@brand.example"),
    ],
)
def test_what_is_not_there_is_told_with_the_list_of_what_is(
    world: World, arguments: tuple[str, ...], told: str
) -> None:
    wrong = world.product.cli(*arguments)

    assert (wrong.code, wrong.err) == (1, f"{told}\n")


def test_the_campaigns_are_listed(world: World) -> None:
    world.launch()

    (campaign,) = world.cli("campaign", "list")["campaigns"]

    assert (campaign["id"], campaign["state"], campaign["agreed"]) == ("spring", "launched", 0)


@pytest.mark.parametrize(
    ("offer", "why"),
    [
        ("abc", "'abc': not a number"),
        ("", "'': is empty"),
        ("€1300", "'€1300': in EUR, the campaign is in USD"),
        ("1300-1400", "'1300-1400': a range; write one figure"),
    ],
)
def test_an_offer_that_is_no_price_is_refused_with_the_form_wanted(world: World, offer: str, why: str) -> None:
    world.launch(CAMPAIGN.replace("mails: auto", "mails: review"))

    wrong = world.product.cli("case", "answer", world.case().id, "--text", "Hi Jo", "--offer", offer, "--seen", "x")

    assert (wrong.code, wrong.err) == (
        1,
        f"--offer {why}; write one price in USD, such as 1300 or '1300.00 USD'\n",
    )


@pytest.mark.parametrize("command", ["answer", "edit"])
@pytest.mark.parametrize("text", ["", "  \n"])
def test_words_that_are_empty_are_refused_as_empty(world: World, command: str, text: str) -> None:
    wrong = world.product.cli("case", command, "c1", "--text", text)

    assert wrong.code == 2
    assert "Error: --text is empty: write what the creator is to read\n" in wrong.err


def test_a_file_without_words_is_refused_by_its_name(world: World, tmp_path: Path) -> None:
    file = tmp_path / "words.txt"
    file.write_text("\n")

    wrong = world.product.cli("case", "answer", "c1", "--file", str(file))

    assert wrong.code == 2
    assert f"Error: {file} is empty: write what the creator is to read\n" in wrong.err


def test_words_in_another_encoding_are_refused_with_the_fix(world: World, tmp_path: Path) -> None:
    file = tmp_path / "words.txt"
    file.write_bytes("Grüße".encode("latin-1"))

    wrong = world.product.cli("case", "answer", "c1", "--file", str(file))

    assert (wrong.code, wrong.err.partition("; ")[0]) == (1, f"{file}: byte 3 is not UTF-8")


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("", "is empty: give a raw mail (.eml)"),
        (
            "Name,Email\nAda,ada@x.example\n",
            "is no mail: it begins with no headers (From: ...); give a raw mail (.eml)",
        ),
        ("Hi there,\n\nFrom: me\n", "is no mail: it begins with no headers (From: ...); give a raw mail (.eml)"),
    ],
    ids=["empty", "table", "letter"],
)
def test_what_is_no_mail_is_not_delivered(world: World, tmp_path: Path, text: str, why: str) -> None:
    file = tmp_path / "file"
    file.write_text(text)

    wrong = world.product.cli("mail", "deliver", str(file))

    assert (wrong.code, wrong.err) == (1, f"{file} {why}\n")


def test_a_raw_mail_is_delivered(world: World, tmp_path: Path) -> None:
    file = tmp_path / "reply.eml"
    file.write_text(MAIL)

    delivered = world.cli("mail", "deliver", str(file))["id"]
    world.notify()
    world.work()

    assert world.outcome(delivered) == "escalated: unmatched"

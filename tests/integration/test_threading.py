"""The headers of the mail that left: a reader's mail program must show one conversation."""

from email.utils import getaddresses

from tests.integration.letters import Letter
from tests.integration.world import ON_SQLITE, World

pytestmark = ON_SQLITE


def test_an_opening_starts_a_thread_of_its_own(world: World) -> None:
    world.launch()

    (opening,) = world.sent()
    assert getaddresses([opening.header("From")]) == [("Alex Morgan", "deals@brand.example")]
    assert getaddresses([opening.header("To")])[0][1] == "jo@creators.example"
    assert opening.header("Subject") == "Northwind Skincare x you this spring"
    assert opening.message["In-Reply-To"] is None
    assert opening.message["References"] is None
    assert opening.message["X-Parley-Send-Id"] == f"{world.negotiation().id}-1"
    assert opening.message["Auto-Submitted"] is None


def test_a_reply_names_its_parent_and_the_whole_chain(world: World) -> None:
    world.launch()
    first = world.answer("I would need $2,000.", headers={"Message-ID": "<first@creators.example>"})
    world.answer("Make it $1,900.", headers={"Message-ID": "<second@creators.example>"})

    opening, counter, second = world.sent()
    assert counter.thread_id == opening.thread_id == world.inbound(first).thread_id
    assert counter.header("Subject") == "Re: Northwind Skincare x you this spring"
    assert counter.header("In-Reply-To") == "<first@creators.example>"
    assert counter.header("References").split() == [opening.header("Message-ID"), "<first@creators.example>"]
    assert second.header("In-Reply-To") == "<second@creators.example>"
    assert second.header("References").split() == [
        opening.header("Message-ID"),
        "<first@creators.example>",
        counter.header("Message-ID"),
        "<second@creators.example>",
    ]


def test_headers_in_another_case_thread_as_well(world: World) -> None:
    world.launch()
    opening = world.sent()[0]

    world.answer(
        "I would need $2,000.",
        headers={"Message-ID": "", "MESSAGE-ID": "<odd@creators.example>", "References": opening.header("Message-ID")},
    )

    assert world.sent()[1].header("In-Reply-To") == "<odd@creators.example>"


def test_a_subject_with_other_letters_comes_back_whole(world: World) -> None:
    world.launch()

    world.answer("I would need $2,000.", subject="Re: Frühling – идея 🌷")

    assert world.sent()[1].header("Subject") == "Re: Frühling – идея 🌷"


def test_a_reply_to_two_mails_hangs_on_the_newer_one(world: World) -> None:
    world.launch()
    opening = world.sent()[0]
    world.deliver(Letter(text="I would need $2,000.", headers={"Message-ID": "<one@creators.example>"}), opening)
    world.deliver(Letter(text="Or $1,900.", headers={"Message-ID": "<two@creators.example>"}), opening)
    world.notify()
    world.work()

    assert world.sent()[1].header("In-Reply-To") == "<two@creators.example>"

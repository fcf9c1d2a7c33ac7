"""Joining: people or another tool wrote first, and the creator answers."""

from tests.integration.letters import LeftMail, Letter
from tests.integration.stand_ins import MAILBOX
from tests.integration.world import CAMPAIGN, ON_SQLITE, ROSTER, World

JOINING = CAMPAIGN.replace("join_existing_threads: no", "join_existing_threads: yes")
SUBJECT = "Collab with Northwind?"


def outreach_of_a_person(world: World) -> LeftMail:
    """A colleague writes from the mailbox, in Gmail's window and in a thread of its own."""
    seed = world.deliver_raw(b"From: deals@brand.example\r\nTo: deals@brand.example\r\nSubject: seed\r\n\r\nseed\r\n")
    thread = next(message["threadId"] for message in world.held() if message["id"] == seed)
    letter = Letter(
        text="Hi Jo, fancy a collab?", sender=MAILBOX, to="jo@creators.example", subject=SUBJECT, quote=False
    )
    world.human_sends(letter, thread)
    return world.sent()[-1]


@ON_SQLITE
def test_nothing_is_sent_before_the_creator_answers(world: World) -> None:
    world.launch(JOINING)

    assert world.sent() == []
    assert world.state() == "awaiting_reply"


def test_an_answer_to_a_persons_outreach_gets_our_offer_in_that_thread(world: World) -> None:
    outreach = outreach_of_a_person(world)
    world.launch(JOINING)

    mail = world.answer("Which deliverables would you need?")
    assert world.outcome(mail) == "answered: first offer in a joined thread, at the floor"
    offer = world.sent()[-1]
    assert offer.thread_id == outreach.thread_id
    assert offer.header("Subject") == f"Re: {SUBJECT}"
    assert outreach.header("Message-ID") in offer.header("References").split()
    assert "- Fee: $1,000.00" in offer.body.splitlines()

    world.answer("Deal!")
    assert (world.state(), world.rate()) == ("agreed", "1000.00")


@ON_SQLITE
def test_outreach_sent_after_the_launch_is_joined_as_well(world: World) -> None:
    world.launch(JOINING)
    outreach_of_a_person(world)

    mail = world.answer("I would do it for $1,200.")

    assert world.outcome(mail) == "answered: the price is inside the limits"
    assert (world.state(), world.rate()) == ("agreed", "1200.00")


def test_an_answer_to_another_tools_outreach_is_matched_by_who_writes(world: World) -> None:
    world.launch(JOINING)

    mail = world.answer(
        "Thanks for reaching out, I charge $2,000.",
        subject="Re: Paid partnership",
        headers={"In-Reply-To": "<17@tool.example>", "References": "<17@tool.example>"},
    )

    assert world.outcome(mail) == "answered: offer 1 of 5"
    (offer,) = world.sent()
    assert offer.thread_id == world.inbound(mail).thread_id
    assert offer.header("Subject") == "Re: Paid partnership"
    assert offer.header("References").split()[0] == "<17@tool.example>"
    assert world.offers() == ["1000.00"]


@ON_SQLITE
def test_a_person_who_goes_on_writing_after_we_joined_takes_over(world: World) -> None:
    outreach = outreach_of_a_person(world)
    world.launch(JOINING)
    world.answer("I charge $2,000.")
    assert len(world.sent()) == 2
    mail = world.deliver(Letter(text="Any news?"))
    letter = Letter(
        text="Hi Jo, let me check.", sender=MAILBOX, to="jo@creators.example", subject=f"Re: {SUBJECT}", quote=False
    )
    world.human_sends(letter, outreach.thread_id)

    world.notify()
    world.work()

    assert world.outcome(mail) == "escalated: human_took_over"
    assert len(world.sent()) == 3


@ON_SQLITE
def test_l36_mail_of_somebody_nobody_knows_becomes_a_case_and_gets_no_answer(world: World) -> None:
    world.launch(JOINING)

    mail = world.answer("I'd love to work with you for $500!", sender="Zed <zed@nowhere.example>", subject="Hello")

    assert world.outcome(mail) == "escalated: unmatched"
    assert world.sent() == []
    (card,) = world.posts("escalations")
    assert "Unmatched" in card
    world.cli("case", "reject", world.case().id, "--as", "Ava")
    assert world.cases() == []


@ON_SQLITE
def test_a_creator_of_two_campaigns_who_refers_to_neither_is_left_to_a_person(world: World) -> None:
    world.launch(JOINING)
    assert world.import_files(JOINING.replace("id: spring", "id: autumn"), ROSTER).code == 0
    world.cli("campaign", "launch", "autumn")
    world.work()

    mail = world.answer("I charge $1,200.", subject="Hello")

    assert world.outcome(mail) == "escalated: unmatched"
    assert world.sent() == []

"""Managers, teammates and operators: who else writes, and who holds a negotiation."""

import pytest

from tests.integration.letters import Letter
from tests.integration.world import OFFERED, ON_SQLITE, World

DANA = "Dana Cole <dana@talent.example>"


def test_a_manager_who_answers_is_held_and_negotiates_once_approved(world: World) -> None:
    world.launch()
    held = world.answer("Jo asked me to reply. We would need $2,000.", sender=DANA, cc="jo@creators.example")
    assert world.outcome(held) == "escalated: new_participant"
    assert len(world.sent()) == 1
    assert "dana@talent.example" in world.case().evidence

    world.cli("case", "approve", world.case().id, "--as", "Ava")
    world.work()

    assert world.outcome(held) == "answered: offer 2 of 5"
    assert world.offers() == OFFERED
    recipients = f"{world.sent()[-1].header('To')} {world.sent()[-1].header('Cc')}"
    assert "dana@talent.example" in recipients
    assert "jo@creators.example" in recipients
    world.answer("Fine, deal.", sender=DANA)
    assert (world.state(), world.rate()) == ("agreed", OFFERED[1])


@ON_SQLITE
def test_l31_a_stranger_who_is_not_approved_stays_out(world: World) -> None:
    world.launch()
    world.answer("I speak for Jo now. We need $1,200.", sender="Max <max@unknown.example>")

    world.cli("case", "reject", world.case().id, "--as", "Ava")
    world.work()

    assert len(world.sent()) == 1
    assert [person.email for person in world.negotiation().participants] == ["jo@creators.example"]


@ON_SQLITE
def test_a_creator_who_names_a_manager_is_answered_once_a_person_agrees(world: World) -> None:
    world.launch()
    mail = world.answer("My manager Dana Cole <dana@talent.example> joins us. We would need $2,000.")
    assert world.outcome(mail) == "escalated: new_participant"

    world.cli("case", "approve", world.case().id, "--as", "Ava")
    world.work()

    assert world.outcome(mail) == "answered: offer 2 of 5"
    assert world.cases() == []
    assert len(world.sent()) == 2


@ON_SQLITE
def test_l31_somebody_whom_the_creator_copies_is_told_nothing_until_a_person_agrees(world: World) -> None:
    world.launch()
    mail = world.answer("I would need $2,000.", cc=DANA)
    assert world.outcome(mail) == "escalated: new_participant"
    assert (world.case().evidence.splitlines()[0], len(world.sent())) == (
        "jo@creators.example copied dana@talent.example",
        1,
    )

    world.cli("case", "approve", world.case().id, "--as", "Ava")
    world.work()

    assert world.outcome(mail) == "answered: offer 2 of 5"
    answer = world.sent()[1]
    assert {"jo@creators.example", "dana@talent.example"} <= set(
        f"{answer.header('To')}, {answer.header('Cc')}".split(", ")
    )
    assert world.cases() == []


@ON_SQLITE
def test_a_manager_whom_the_creator_copies_and_names_is_asked_about_once(world: World) -> None:
    world.launch()
    mail = world.answer("My manager Dana Cole is in copy. I would need $2,000.", cc=DANA)

    world.cli("case", "approve", world.case().id, "--as", "Ava")
    world.work()

    assert world.outcome(mail) == "answered: offer 2 of 5"
    assert world.cases() == []


@ON_SQLITE
def test_l31_somebody_who_was_kept_out_is_asked_about_once_and_gets_no_mail_of_ours(world: World) -> None:
    world.launch()
    world.answer("I would need $2,000.", cc=DANA)
    world.cli("case", "reject", world.case().id, "--as", "Ava")
    world.cli("negotiation", "release", world.negotiation().id, "--as", "Ava")

    mail = world.answer("Or $1,300 if that is easier.", cc=DANA)

    assert world.outcome(mail) == "answered: the price is inside the limits"
    assert len(world.sent()) == 2
    assert "dana" not in world.sent()[1].header("To") + world.sent()[1].header("Cc")


def test_a_teammate_who_answers_first_takes_over_and_the_agent_stays_silent(world: World) -> None:
    world.launch()
    opening = world.sent()[0]

    taken = world.answer("Hi Jo, I'll take it from here.", sender="Ava <ava@brand.example>", to="jo@creators.example")
    mail = world.deliver(Letter(text="Deal!"), opening)
    world.notify()
    world.work()

    assert world.outcome(taken) == "escalated: human_took_over"
    assert world.outcome(mail) == "escalated: human_owned"
    assert world.negotiation().owner_name == "ava@brand.example"
    assert len(world.sent()) == 1


@ON_SQLITE
def test_failure_mode_15_a_person_who_answers_from_the_mailbox_takes_over(world: World) -> None:
    world.launch()
    thread = world.sent()[0].thread_id
    mail = world.deliver(Letter(text="I would need $2,000."))
    world.human_sends(
        Letter(
            text="We can do $1,300.",
            sender="deals@brand.example",
            to="jo@creators.example",
            subject="Re: Northwind Skincare x you this spring",
        ),
        thread,
    )

    world.notify()
    world.work()

    assert world.outcome(mail) == "escalated: human_took_over"
    assert world.negotiation().owner == "human"
    assert [left.by for left in world.sent()] == ["api", "human"]


@ON_SQLITE
def test_failure_mode_15_a_person_who_writes_from_the_mailbox_in_another_thread_takes_over(world: World) -> None:
    world.launch()
    world.notify()
    world.work()
    assert world.negotiation().owner == "agent"
    letter = Letter(text="Call me.", sender="deals@brand.example", to="jo@creators.example", subject="A quick word")
    world.human_sends(letter, None)

    world.notify()
    world.work()

    assert (world.negotiation().owner, world.case().reason) == ("human", "human_took_over")
    mail = world.answer("I would need $2,000.")
    assert world.outcome(mail) == "escalated: human_owned"
    assert [left.by for left in world.sent()] == ["api", "human"]
    assert world.requests(reading=True) == []


def test_a_released_negotiation_goes_on_with_the_agent(world: World) -> None:
    world.launch()
    opening = world.sent()[0]
    world.cli("negotiation", "claim", world.negotiation().id, "--as", "Ava")
    mail = world.deliver(Letter(text="I would need $2,000."), opening)
    world.notify()
    world.work()
    assert world.outcome(mail) == "escalated: human_owned"
    assert len(world.sent()) == 1

    world.cli("negotiation", "release", world.negotiation().id, "--as", "Ava")
    world.answer("Or $1,300 if that is easier.")

    assert (world.state(), world.rate()) == ("agreed", "1300.00")
    assert world.cases() == []
    assert [event.kind for event in world.events() if event.actor == "Ava"] == [
        "claimed",
        "released",
        "case_closed",
        "handed_back",
    ]


def test_mail_to_a_paused_negotiation_waits_and_is_answered_on_resume(world: World) -> None:
    world.launch()
    world.cli("negotiation", "pause", world.negotiation().id, "--as", "Ava")
    mail = world.answer("I could do it for $1,400.")
    assert world.outcome(mail) == "queued: the negotiation is paused"
    assert (world.state(), len(world.sent())) == ("paused", 1)

    world.product.restart()
    resumed = world.cli("negotiation", "resume", world.negotiation().id, "--as", "Ava")
    world.work()

    assert resumed["state"] == "awaiting_reply"
    assert (world.state(), world.rate()) == ("agreed", "1400.00")
    assert len(world.sent()) == 2


def test_a_stop_survives_a_restart(world: World) -> None:
    world.launch()
    world.cli("negotiation", "stop", world.negotiation().id, "--as", "Ava")
    world.product.restart()

    mail = world.answer("Deal!")
    world.wait(hours=1)
    world.sweep()

    assert world.outcome(mail) == "escalated: late_mail"
    assert world.state() == "stopped"
    assert len(world.sent()) == 1


def test_a_stop_holds_back_a_mail_that_was_decided_but_has_not_left(world: World) -> None:
    world.launch()
    world.gmail.fault("drafts.create", "fail", status=503, times=100)
    world.answer("I would need $2,000.")
    assert world.state() == "counter_sent"
    assert len(world.sent()) == 1

    world.cli("negotiation", "stop", world.negotiation().id, "--as", "Ava")
    world.gmail.heal()
    world.wait(hours=1)
    world.sweep()

    assert len(world.sent()) == 1
    assert [message for message in world.held() if "DRAFT" in message["labelIds"]] == []


def test_a_person_who_claims_holds_back_a_mail_that_has_not_left(world: World) -> None:
    world.launch()
    world.gmail.fault("drafts.send", "fail", status=503, times=100)
    mail = world.answer("I would need $2,000.")

    world.cli("negotiation", "claim", world.negotiation().id, "--as", "Ava")
    world.gmail.heal()
    world.wait(hours=1)
    world.sweep()

    assert len(world.sent()) == 1
    assert world.outcome(mail) == "escalated: human_owned"


@ON_SQLITE
@pytest.mark.parametrize(
    ("words", "reason"),
    [
        ("This is ridiculous, stop wasting my time!", "hostile"),
        ("My lawyer will be in touch.", "legal_language"),
        ("Please use my new bank account, the IBAN follows.", "payment_details_changed"),
        ("Could we hop on a quick call first?", "call_requested"),
    ],
)
def test_what_no_agent_should_answer_goes_to_a_person(world: World, words: str, reason: str) -> None:
    world.launch()

    mail = world.answer(words)

    assert world.outcome(mail) == f"escalated: {reason}"
    assert world.case().reason == reason
    assert len(world.sent()) == 1
    assert len(world.posts("escalations")) == 1

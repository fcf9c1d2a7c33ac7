"""Autonomy `review`: what waits for a person, and how a person settles it from the command line."""

import os
import pty
from dataclasses import replace
from pathlib import Path

import pytest

from tests.integration.test_command_line import process
from tests.integration.world import CAMPAIGN, ON_SQLITE, World

REVIEWED = CAMPAIGN.replace(": auto", ": review")
DEALS_REVIEWED = CAMPAIGN.replace("agreements: auto", "agreements: review").replace("exits: auto", "exits: review")


def test_an_opening_waits_and_leaves_as_it_is_once_approved(world: World) -> None:
    world.launch(REVIEWED)
    assert world.sent() == []
    assert world.state() == "initial_offer"
    (card,) = world.posts("escalations")
    assert "Needs approval: Jo Park" in card
    assert "$1,000.00" in card
    shown = world.cli("case", "show", world.case().id)
    assert "- Fee: $1,000.00" in shown["draft"].splitlines()

    world.cli("case", "approve", world.case().id, "--as", "Ava")

    assert world.state() == "awaiting_reply"
    (sent,) = world.sent()
    assert sent.body == shown["draft"]
    assert world.cases() == []
    decided = [event for event in world.events() if event.kind == "opening_decided"]
    assert [event.actor for event in decided] == ["Ava"]


def test_a_counter_waits_and_a_newer_mail_takes_its_draft_back(world: World) -> None:
    world.launch(REVIEWED)
    world.cli("case", "approve", world.case().id, "--as", "Ava")
    world.answer("I would need $2,000.")
    first = world.case().id
    assert len(world.sent()) == 1

    world.answer("Let's say $1,900.")

    refused = world.try_cli("case", "approve", first)
    assert refused.code == 1
    assert "closed" in refused.err
    assert world.case().id != first
    world.cli("case", "approve", world.case().id, "--as", "Ava")
    assert (len(world.offers()), len(world.negotiation().asks)) == (2, 2)
    assert len(world.sent()) == 2


def test_failure_mode_22_approving_twice_sends_once(world: World) -> None:
    world.launch(REVIEWED)
    case = world.case().id
    world.cli("case", "approve", case, "--as", "Ava")

    again = world.try_cli("case", "approve", case)

    assert again.code == 1
    assert "was closed by Ava" in again.err
    assert len(world.sent()) == 1


@ON_SQLITE
@pytest.mark.parametrize("words", ["Deal!", "I could do it for $1,000."])
def test_an_agreement_waits_while_counters_leave_by_themselves(world: World, words: str) -> None:
    world.launch(DEALS_REVIEWED)
    world.answer("I would need $2,000.")
    assert len(world.sent()) == 2

    mail = world.answer(words)

    assert world.outcome(mail) == "escalated: needs_approval"
    assert world.rate() is None
    assert len(world.sent()) == 2
    world.cli("case", "approve", world.case().id, "--as", "Ava")
    assert world.state() == "agreed"
    assert len(world.sent()) == 3
    (card,) = world.posts("agreements")
    assert "Deal agreed: Jo Park" in card


@ON_SQLITE
def test_an_exit_waits_for_a_person(world: World) -> None:
    world.launch(DEALS_REVIEWED.replace("round_cap: 5", "round_cap: 2"))
    world.answer("I need $5,000.")

    world.answer("I need $5,000.")

    assert world.case().reason == "needs_approval"
    assert (world.state(), len(world.sent())) == ("counter_received", 2)
    world.cli("case", "approve", world.case().id, "--as", "Ava")
    assert (world.state(), len(world.sent())) == ("exited", 3)


def test_an_agreement_that_a_person_keeps_back_binds_nothing_of_the_budget(world: World) -> None:
    world.launch(DEALS_REVIEWED)
    world.answer("Deal!")
    for _ in range(2):
        world.gmail.fault("drafts.send", action="fail", status=503)
    world.cli("case", "approve", world.case().id, "--as", "Ava")
    assert (world.state(), len(world.sent())) == ("agreed", 1)
    assert world.cli("campaign", "show", "spring")["agreed"]["committed"] == "1000.00"

    world.cli("negotiation", "stop", world.negotiation().id, "--as", "Ava")

    assert (world.state(), world.rate()) == ("stopped", None)
    assert world.cli("campaign", "show", "spring")["agreed"]["committed"] == "0.00"
    kinds = [event.kind for event in world.events()]
    assert kinds[-4:] == ["closing_mail_withdrawn", "mail_withdrawn", "agreement_unbooked", "stopped"]
    world.gmail.heal()
    world.wait(minutes=20)
    world.sweep()
    assert len(world.sent()) == 1


def test_an_agreement_whose_unclear_mail_a_person_rejects_binds_nothing_of_the_budget(world: World) -> None:
    world.launch()
    world.gmail.fault("drafts.send", action="fail", status=404)
    world.answer("Deal!")
    assert (world.state(), world.case().reason) == ("agreed", "send_unclear")
    assert world.store.campaign("spring").committed.text == "1000.00"

    world.cli("case", "reject", world.case().id, "--as", "Ava")

    assert (world.state(), world.rate()) == ("counter_received", None)
    assert world.store.campaign("spring").committed.text == "0.00"
    world.sweep()
    assert "Agreement taken back: Jo Park" in world.posts("agreements")[-1]
    assert len(world.sent()) == 1


def test_an_edited_draft_must_pass_the_check_or_carry_a_name(world: World, tmp_path: Path) -> None:
    world.launch(REVIEWED)
    case = world.case().id
    draft = world.cli("case", "show", case)["draft"]
    wrong = tmp_path / "wrong.txt"
    wrong.write_text(draft.replace("Best,", "We could stretch to $1,350.00.\n\nBest,"))

    refused = world.try_cli("case", "edit", case, "--file", str(wrong), "--as", "Ava")

    assert refused.code == 1
    assert "$1,350.00" in refused.err
    assert "--override" in refused.err
    assert world.sent() == []
    assert world.case().id == case

    world.cli("case", "edit", case, "--file", str(wrong), "--as", "Ava", "--override")

    (sent,) = world.sent()
    assert "We could stretch to $1,350.00." in sent.body
    (overridden,) = [event for event in world.events() if event.kind == "gate_overridden"]
    assert overridden.actor == "Ava"
    assert "money" in dict(overridden.facts)["found"]
    entry = world.store.entry(dict(overridden.facts)["mail"])
    assert entry.decided_by == "Ava"
    assert entry.overridden != ()


@ON_SQLITE
def test_an_edit_that_passes_the_check_leaves_with_the_persons_words(world: World, tmp_path: Path) -> None:
    world.launch(REVIEWED)
    draft = world.cli("case", "show", world.case().id)["draft"]
    better = tmp_path / "better.txt"
    better.write_text(draft.replace("Best,", "We loved your last reel.\n\nBest,"))

    world.cli("case", "edit", world.case().id, "--file", str(better), "--as", "Ava")

    (sent,) = world.sent()
    assert "We loved your last reel." in sent.body
    assert [event.kind for event in world.events() if event.kind == "gate_overridden"] == []


@ON_SQLITE
def test_a_rejected_draft_never_leaves_and_the_person_owns_the_negotiation(world: World) -> None:
    world.launch(REVIEWED)

    world.cli("case", "reject", world.case().id, "--as", "Ava")
    world.wait(hours=2)
    world.sweep()

    assert world.sent() == []
    assert world.negotiation().owner_name == "Ava"


def test_a_person_answers_a_case_in_their_words_with_a_price(world: World) -> None:
    world.launch(CAMPAIGN.replace("$4,215", "$1,215"))
    world.answer("I could do it for $1,400.")

    world.cli("case", "answer", world.case().id, "--text", "Hi Jo, that works for us.", "--accept", "--as", "Ava")

    assert (world.state(), world.rate()) == ("agreed", "1400.00")
    sent = world.sent()[-1]
    assert sent.body.startswith("Hi Jo, that works for us.\n\nWhat we agreed:\n")
    assert "- Fee: $1,400.00" in sent.body.splitlines()
    (card,) = world.posts("agreements")
    assert "$1,400.00" in card


@ON_SQLITE
def test_a_lower_price_that_came_while_the_case_was_open_is_agreed_on_by_name(world: World) -> None:
    world.launch(CAMPAIGN.replace("$4,215", "$1,215"))
    world.answer("I could do it for $1,400.")
    world.answer("Actually, $1,300 is fine too.")
    yes = ("case", "answer", world.case().id, "--text", "Hi Jo, that works for us.", "--accept", "--as", "Ava")

    refused = world.try_cli(*yes)

    assert refused.code == 1
    assert "they have written again since they asked $1,400.00" in refused.err
    assert (world.rate(), len(world.sent())) == (None, 1)
    world.cli(*yes, "--offer", "1300")
    assert (world.state(), world.rate()) == ("agreed", "1300.00")
    assert "- Fee: $1,300.00" in world.sent()[-1].body.splitlines()


@ON_SQLITE
def test_a_yes_that_the_agent_did_not_take_for_one_is_confirmed_by_a_person(world: World) -> None:
    world.launch()
    world.answer("Sounds great, I'm in! Where do I sign?")
    case = world.case()
    assert (case.reason, case.their_ask) == ("unknown_answer", None)

    world.cli("case", "answer", case.id, "--text", "Hi Jo, wonderful.", "--accept", "--as", "Ava")

    assert (world.state(), world.rate()) == ("agreed", "1000.00")
    assert "- Fee: $1,000.00" in world.sent()[-1].body.splitlines()


@ON_SQLITE
def test_a_person_answers_a_question_and_the_agent_carries_on(world: World) -> None:
    world.launch()
    world.answer("Which camera should I use?")

    world.cli("case", "answer", world.case().id, "--text", "Hi Jo, any camera is fine.", "--as", "Ava")
    assert world.state() == "counter_sent"
    world.answer("Great, deal!")

    assert (world.state(), world.rate()) == ("agreed", "1000.00")
    assert len(world.sent()) == 3


@ON_SQLITE
def test_a_price_that_cannot_be_read_is_refused(world: World) -> None:
    world.launch(CAMPAIGN.replace("$4,215", "$1,215"))
    world.answer("I could do it for $1,400.")

    refused = world.try_cli("case", "answer", world.case().id, "--text", "Hi Jo, yes.", "--offer", "lots")

    assert refused.code == 1
    assert "lots" in refused.err
    assert len(world.sent()) == 1


@ON_SQLITE
def test_failure_mode_22_a_case_that_changed_since_somebody_looked_is_not_approved(world: World) -> None:
    world.launch(REVIEWED)
    world.cli("case", "approve", world.case().id, "--as", "Ava")
    world.answer("I would need $2,000.")
    case = world.case().id
    seen = world.digest(case)
    held = world.store.entry(world.case().draft_id or "")
    assert held.mail is not None
    body = f"{held.mail.body}Take it or leave it.\n"
    world.store.commit([replace(held, version=held.version + 1, mail=replace(held.mail, body=body))])

    refused = world.try_cli("case", "approve", case, "--seen", seen, "--as", "Ava")

    assert refused.code == 1
    assert f"{case} has changed since you looked at it" in refused.err
    assert world.digest(case) in refused.err
    assert len(world.sent()) == 1
    shown = world.cli("case", "show", case)
    assert shown["draft"] == body
    assert (shown["draft_to"], shown["draft_subject"]) == (
        ["jo@creators.example"],
        "Re: Northwind Skincare x you this spring",
    )
    assert [mail["text"] for mail in shown["mails"]] == ["I would need $2,000."]


@ON_SQLITE
@pytest.mark.parametrize(("typed", "code", "sent"), [(b"y\n", 0, 1), (b"n\n", 1, 0)])
def test_in_a_terminal_a_person_is_shown_what_leaves_and_asked(
    world: World, environment: dict[str, str], typed: bytes, code: int, sent: int
) -> None:
    world.launch(REVIEWED)
    case = world.case().id
    ours, theirs = pty.openpty()
    os.write(ours, typed)

    done = process("case", "approve", case, "--as", "Ava", environment=environment, stdin=theirs)

    os.close(ours)
    os.close(theirs)
    assert (done.returncode, len(world.sent())) == (code, sent)
    assert "--- draft to jo@creators.example: Northwind Skincare x you this spring ---" in done.stdout
    assert "- Fee: $1,000.00" in done.stdout

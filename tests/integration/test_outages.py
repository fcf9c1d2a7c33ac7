"""What is down, late, doubled or killed: nothing is lost, nothing is sent twice."""

import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from tests.integration.letters import Letter
from tests.integration.stand_ins import MAILBOX
from tests.integration.world import OFFERED, ON_SQLITE, World

ROOT = Path(__file__).parents[2]
ASK = "I would need $2,000."

# The turn in a process of its own, so that a stand-in can kill it.
TURN = """
import sys
from tests.integration.product import Product, load_functions
sys.exit(Product(load_functions()).push("negotiation_turn", {"inbound_id": sys.argv[1]}) >= 500)
"""


def turn_in_a_process(environment: dict[str, str], inbound_id: str) -> int:
    """Negative when the process was killed."""
    inherited = {name: os.environ[name] for name in ("PATH", "HOME") if name in os.environ}  # noqa: TID251 - what a process cannot start without
    command = [sys.executable, "-c", TURN, inbound_id]
    done = subprocess.run(
        command, cwd=ROOT, env=inherited | {"PYTHONPATH": str(ROOT)} | environment, capture_output=True, timeout=60
    )
    return done.returncode


def test_a_duplicate_push_is_answered_once(world: World) -> None:
    world.launch()
    mail = world.deliver(Letter(text=ASK))

    for _ in range(20):
        assert world.notify() == 200
    world.work()
    for _ in range(5):
        assert world.product.push("negotiation_turn", {"inbound_id": f"{MAILBOX}:{mail}"}) == 200

    assert world.outcome(mail) == "answered: offer 2 of 5"
    assert len(world.sent()) == 2


@ON_SQLITE
def test_a_duplicate_task_opens_one_negotiation(world: World) -> None:
    world.launch()
    (task,) = world.published("campaign-tasks")

    for _ in range(5):
        assert world.product.push("campaign_task", task) == 200
    world.cli("campaign", "launch", "spring")
    world.work()

    assert len(world.sent()) == 1


@ON_SQLITE
@pytest.mark.parametrize("side", ["before", "after"])
@pytest.mark.parametrize("method", ["drafts.create", "drafts.send"])
def test_a_crash_between_the_commit_and_the_end_of_sending_leaves_one_mail(
    world: World, environment: dict[str, str], method: str, side: str
) -> None:
    world.launch()
    mail = world.deliver(Letter(text=ASK))
    world.notify()
    world.forget_messages()
    world.gmail.fault(method, "kill", side=side)

    assert turn_in_a_process(environment, f"{MAILBOX}:{mail}") == -9

    assert world.state() == "counter_sent"
    assert world.offers() == OFFERED
    world.wait(minutes=10)
    world.sweep()
    assert len(world.sent()) == 2
    assert [message for message in world.held() if "DRAFT" in message["labelIds"]] == []
    assert world.offers() == OFFERED


def test_a_lost_wake_up_is_made_up_for_by_the_sweep(world: World) -> None:
    world.launch()
    mail = world.deliver(Letter(text=ASK))
    world.notify()
    world.forget_messages()
    assert world.queue() == 1

    world.wait(minutes=3)
    world.sweep()

    assert world.outcome(mail) == "answered: offer 2 of 5"
    assert len(world.sent()) == 2


def test_while_slack_is_down_mail_goes_on_and_the_cards_come_later(world: World) -> None:
    world.launch()
    world.slack.fault("chat.postMessage", "fail", status=503, times=100)

    world.answer("Deal!")

    assert (world.state(), len(world.sent())) == ("agreed", 2)
    assert world.posts() == []
    world.slack.heal()
    world.wait(minutes=10)
    world.sweep()
    world.sweep()
    (card,) = world.posts("agreements")
    assert "Deal agreed: Jo Park" in card


@pytest.mark.parametrize("side", ["before", "after"])
def test_a_card_whose_answer_was_lost_is_there_once(world: World, side: str) -> None:
    world.launch()
    world.slack.fault("chat.postMessage", "drop", side=side)

    world.answer("Can we hop on a quick call?")
    world.wait(minutes=10)
    world.sweep()

    assert len(world.posts("escalations")) == 1


def test_l84_a_model_overloaded_for_ten_minutes_loses_nothing_and_parks_nothing(world: World) -> None:
    world.launch()
    world.claude.fault("messages.create", "fail", status=529, reason="overloaded_error", times=1000)
    mail = world.deliver(Letter(text=ASK))
    world.notify()

    for _ in range(10):
        assert world.work() >= 1
        world.wait(minutes=1)
        assert world.sweep() == 200

    assert world.queue() == 1
    assert world.cases() == []
    assert len(world.sent()) == 1
    world.claude.heal()
    world.work()
    assert world.outcome(mail) == "answered: offer 2 of 5"
    assert len(world.sent()) == 2


@ON_SQLITE
@pytest.mark.parametrize(
    "failure",
    [
        {"action": "fail", "status": 529, "reason": "overloaded_error"},
        {"action": "fail", "status": 429, "reason": "rate_limit_error", "retry_after": "30"},
        {"action": "fail", "status": 500},
        {"action": "drop"},
        {"action": "reset", "side": "after"},
    ],
    ids=["overloaded", "rate limited", "broken", "no answer", "answer lost"],
)
def test_l84_a_model_that_fails_between_reading_and_wording_is_not_asked_to_read_twice(
    world: World, failure: dict[str, Any]
) -> None:
    world.launch()
    before = len(world.requests())
    world.claude.fault("messages.create", nth=2, **failure)
    mail = world.deliver(Letter(text=ASK))
    world.notify()
    assert world.work() == 1

    world.work()

    assert world.outcome(mail) == "answered: offer 2 of 5"
    asked = world.requests()[before:]
    assert len(world.requests(reading=True)) == 1
    assert len(asked) == 3


@ON_SQLITE
def test_l81_a_model_that_the_api_does_not_know_reaches_a_person_and_loses_no_mail(world: World) -> None:
    world.launch()
    world.claude.fault("messages.create", "fail", status=404, reason="not_found_error", nth=2, times=1000)
    mail = world.deliver(Letter(text=ASK))
    world.notify()

    assert world.work() == 0, "another delivery cannot help"
    for _ in range(4):
        world.wait(minutes=10)
        world.sweep()

    assert world.queue() == 1
    assert len(world.sent()) == 1
    (case,) = world.cases()
    assert "404" in case.evidence
    assert "check PARLEY_READ_MODEL and PARLEY_WORD_MODEL" in case.evidence
    (card,) = world.posts("escalations")
    assert "Connection refused" in card
    assert len(world.requests(reading=True)) == 1, "the reading is kept"
    assert len(world.requests(reading=False)) == 1 + 1 + 4, "the opening's, and no more than one in each round"

    world.claude.heal()
    world.wait(minutes=10)
    world.sweep()
    assert world.outcome(mail) == "answered: offer 2 of 5"
    assert len(world.requests(reading=True)) == 1
    assert len(world.sent()) == 2


@ON_SQLITE
def test_l81_the_doctor_finds_a_model_that_the_api_does_not_know_before_any_mail_does(world: World) -> None:
    world.claude.fault("messages.create", "fail", status=404, reason="not_found_error")

    done = world.try_cli("doctor", "--paid")

    (found,) = [one for one in done.value["findings"] if not one["well"]]
    assert (done.code, found["part"]) == (1, "claude")
    assert "404" in found["said"]
    assert found["fix"] == "check the API key and the models' names"


@ON_SQLITE
def test_an_opening_waits_for_an_overloaded_model(world: World) -> None:
    world.claude.fault("messages.create", "fail", status=529, times=1)
    world.launch()
    assert world.sent() == []

    world.work()

    assert len(world.sent()) == 1
    assert world.state() == "awaiting_reply"


@ON_SQLITE
def test_failure_mode_08_a_mail_that_fails_for_hours_is_parked_with_a_card_and_the_others_go_on(world: World) -> None:
    world.launch()
    world.gmail.fault("messages.get", "fail", status=500, times=1000)
    mail = world.deliver(Letter(text=ASK))
    world.notify()

    for _ in range(8):
        world.wait(minutes=40)
        world.sweep()

    assert world.outcome(mail) == "escalated: parked"
    assert sum("Parked: Jo Park" in card for card in world.posts("escalations")) == 1
    world.gmail.heal()
    (parked,) = [case.id for case in world.cases() if case.negotiation_id]
    world.cli("case", "approve", parked, "--as", "Ava")
    world.work()
    assert world.outcome(mail) == "answered: offer 2 of 5"
    assert len(world.sent()) == 2


@ON_SQLITE
def test_failure_mode_20_a_revoked_token_loses_no_mail(world: World) -> None:
    world.launch()
    mail = world.deliver(Letter(text=ASK))
    world.gmail.fault("history.list", "fail", status=401, reason="authError", times=1000)
    world.notify()
    world.work()
    assert world.sweep() == 500
    (post,) = world.posts("escalations")
    assert post.startswith("Connection refused: no negotiation")

    world.gmail.heal()
    assert world.sweep() == 200

    assert world.outcome(mail) == "answered: offer 2 of 5"


@ON_SQLITE
def test_l39_a_permission_to_read_that_was_withdrawn_and_given_back_loses_no_mail(world: World) -> None:
    world.launch()
    world.gmail.fault("messages.get", "fail", status=403, reason="insufficientPermissions")
    mail = world.deliver(Letter(text=ASK))
    world.notify()
    world.work()
    assert world.queue() == 1

    world.wait(hours=1)
    world.sweep()

    assert world.outcome(mail) == "answered: offer 2 of 5"
    assert len(world.sent()) == 2


@ON_SQLITE
def test_people_hear_of_access_that_gmail_refuses_and_the_mail_leaves_once_it_is_mended(world: World) -> None:
    world.launch()
    world.gmail.fault("drafts.create", "fail", status=403, reason="insufficientPermissions")

    world.answer(ASK)
    world.sweep()

    assert len(world.sent()) == 1
    assert world.case().reason == "connection_refused"
    (card,) = world.posts("escalations")
    assert "insufficientPermissions" in card
    world.gmail.heal()
    world.wait(minutes=1)
    world.sweep()
    assert len(world.sent()) == 2


def test_failure_mode_14_a_newer_mail_overtakes_an_answer_that_has_not_left(world: World) -> None:
    world.launch()
    opening = world.sent()[0]
    world.gmail.fault("drafts.create", "fail", status=503)
    first = world.answer(ASK)
    assert world.offers() == OFFERED

    second = world.deliver(Letter(text="Sorry, $1,300 is fine."), opening)
    world.notify()
    world.wait(minutes=3)
    world.sweep()
    world.sweep()

    assert (world.state(), world.rate()) == ("agreed", "1300.00")
    assert len(world.sent()) == 2
    assert world.outcome(second) == "answered: the price is inside the limits"
    assert world.outcome(first).startswith("answered")


@ON_SQLITE
def test_a_message_that_is_no_push_body_is_acknowledged_and_changes_nothing(world: World) -> None:
    world.launch()

    assert world.product.push("negotiation_turn", {"inbound_id": "nobody:nothing"}) == 200
    assert world.product.push("gmail_notification", {"emailAddress": "stranger@brand.example", "historyId": 1}) == 200
    assert world.product.push("campaign_task", {"campaign_id": "spring"}) in {200, 500}
    world.sweep()

    assert len(world.sent()) == 1

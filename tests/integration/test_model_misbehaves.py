"""The model invents, leaks, breaks its format or obeys the mail: the code decides all the same."""

import json
from typing import Any

import pytest

from tests.integration.world import COUNTER, ON_SQLITE, World

pytestmark = ON_SQLITE
GOOD = "Hi Jo,\n\nThanks for your reply. For 1 Instagram Reel and 2 Instagram stories we can offer {}. Does that work?"


def reading(**changed: object) -> dict[str, Any]:
    plain: dict[str, Any] = {
        "intent": "counter",
        "asks": [],
        "questions": [],
        "surcharges": [],
        "requested_changes": [],
        "new_people": [],
        "call_requested": False,
        "payment_details_changed": False,
        "tone": "neutral",
        "legal_language": False,
        "non_cash_pay": False,
        "deadline_pressure": False,
        "confidence": 0.95,
        "summary": "The creator answers.",
    }
    return {**plain, **changed}


def ask(quote: str, amount: str) -> dict[str, object]:
    plain: dict[str, object] = {"currency": "USD", "basis": "package", "deliverables": [], "conditions": []}
    return {"quote": quote, "amount": amount, **plain}


@pytest.mark.parametrize(
    ("told", "amount"),
    [("$1,200", "1200"), ("$2,000", "1200"), ("$1,000.00", "1000")],
    ids=["not in the mail", "in the mail as another figure", "only in the quote"],
)
def test_an_amount_that_the_mail_does_not_name_is_never_taken(world: World, told: str, amount: str) -> None:
    world.launch()
    world.claude.post("script", json={"read": reading(asks=[ask(told, amount)])})

    world.answer("I would need $2,000.")

    assert world.rate() is None
    assert world.negotiation().asks == ()
    assert world.offers() == ["1000.00"]
    assert world.negotiation().unclear_count == 1


@pytest.mark.parametrize(
    "answer",
    [
        "not JSON at all",
        '{"intent": "accept"}',
        json.dumps(reading(intent="surrender")),
        json.dumps(reading(asks=[ask("$2,000", "two thousand")])),
        json.dumps(reading(confidence=7)),
        json.dumps({**reading(intent="accept"), "offer_instead": "5000"}),
    ],
    ids=["no JSON", "fields missing", "unknown intent", "amount in words", "confidence above 1", "a field too many"],
)
def test_a_malformed_reading_is_an_unclear_one(world: World, answer: str) -> None:
    world.launch()
    world.claude.post("script", json={"read": answer})

    world.answer("I would need $2,000.")

    assert (world.state(), world.rate()) == ("counter_sent", None)
    assert world.offers() == ["1000.00"]
    assert world.negotiation().unclear_count == 1


def test_an_unsure_reading_moves_no_price(world: World) -> None:
    world.launch()
    world.claude.post("script", json={"read": reading(intent="accept", confidence=0.5)})

    world.answer("Well, yes and no.")

    assert world.rate() is None
    assert world.negotiation().unclear_count == 1


@pytest.mark.parametrize(
    "draft",
    [
        GOOD.format("$1,310.00"),
        GOOD.format(COUNTER) + " We could go up to $1,500.00.",
        GOOD.format(COUNTER) + " Our ceiling is fifteen hundred dollars.",
        GOOD.format(COUNTER) + " We always pay 10 % more to friends.",
        GOOD.format(COUNTER.replace("$", "€")),
        GOOD.format(COUNTER) + " Write to me at alex@elsewhere.example.",
        GOOD.format(COUNTER) + " See https://pay.example/now.",
        GOOD.format(COUNTER).replace("Hi Jo", "Hi Maya"),
        GOOD.format("[amount]"),
        GOOD.format(COUNTER) + " You get exclusivity for 12 months.",
    ],
    ids=[
        "wrong amount",
        "leaked ceiling",
        "leaked ceiling in words",
        "percentage",
        "wrong currency",
        "address",
        "link",
        "other creator's name",
        "placeholder",
        "promise",
    ],
)
def test_a_draft_that_fails_the_check_is_repaired_once_and_leaves_right(world: World, draft: str) -> None:
    world.launch()
    world.claude.post("script", json={"write": draft})

    mail = world.answer("I would need $2,000.")

    assert world.outcome(mail) == "answered: offer 2 of 5"
    assert world.cases() == []
    body = world.sent()[1].body
    assert COUNTER in body
    assert draft.split("\n")[-1] not in body
    assert len(world.requests()) == 4


def test_a_draft_that_fails_twice_goes_to_a_person_and_not_to_the_creator(world: World) -> None:
    world.launch()
    for _ in range(2):
        world.claude.post("script", json={"write": GOOD.format("$1,350.00")})

    mail = world.answer("I would need $2,000.")

    assert world.outcome(mail) == "escalated: gate_failed"
    assert world.state() == "escalated"
    assert world.offers() == ["1000.00"]
    assert len(world.sent()) == 1
    case = world.cli("case", "show", world.case().id)
    assert "$1,350.00" in case["draft"]
    assert any("$1,350.00" in failure for failure in case["failures"])
    (card,) = world.posts("escalations")
    assert "Gate failed: Jo Park" in card

    world.cli("case", "approve", world.case().id, "--as", "Ava")

    assert "$1,350.00" in world.sent()[1].body
    assert [event.actor for event in world.events() if event.kind == "gate_overridden"] == ["Ava"]


def test_an_opening_that_fails_twice_goes_to_a_person(world: World) -> None:
    for _ in range(2):
        world.claude.post("script", json={"write": GOOD.format("$1,350.00")})

    world.launch()

    assert world.sent() == []
    assert world.case().reason == "gate_failed"
    assert len(world.posts("escalations")) == 1


def test_a_repair_is_asked_for_without_any_private_figure(world: World) -> None:
    world.launch()
    world.claude.post("script", json={"write": GOOD.format(COUNTER) + " Our ceiling is $1,500.00."})

    world.answer("I would need $2,000.")

    repair = world.requests()[-1]
    assert "does not belong in the mail" in repair
    assert "1,500" not in repair
    assert "1500" not in repair


def test_no_request_names_the_ceiling_or_the_budget(world: World) -> None:
    world.launch()

    world.answer("I need $5,000.")
    world.answer("I need $4,800.")

    assert "1500.00" not in world.offers()
    assert len(world.requests()) == 5
    for request in world.requests():
        assert "1,500" not in request
        assert "1500" not in request
        assert "30" not in request.replace("within 30 days", "")


def test_a_refusal_of_the_model_loses_no_mail(world: World) -> None:
    world.launch()
    world.claude.fault("messages.create", "fail", status=400, reason="invalid_request_error")
    mail = world.answer("I would need $2,000.")

    world.wait(minutes=30)
    world.sweep()

    assert world.outcome(mail) == "answered: offer 2 of 5"
    assert len(world.sent()) == 2

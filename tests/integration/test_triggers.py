"""What brings a person to a mail, from the raw mail to the card in Slack."""

import pytest

from tests.integration.world import CAMPAIGN, ON_SQLITE, World

pytestmark = ON_SQLITE


@pytest.mark.parametrize(
    ("text", "reason", "title"),
    [
        ("This is ridiculous, stop wasting my time. $1,200.", "hostile", "Hostile"),
        ("My lawyer says $1,200 and no indemnification.", "legal_language", "Legal language"),
        ("Can we hop on a quick call about the $1,200?", "call_requested", "Call requested"),
        ("I would do it for equity in the brand.", "non_cash_pay", "Non cash pay"),
        ("$1,200, and I need your answer by tonight.", "deadline_pressure", "Deadline pressure"),
        ("Hallo, ich würde das sehr gerne machen, bräuchte dafür aber 1200 Dollar.", "non_english", "Non english"),
        ("$1,200, but no whitelisting please.", "terms_change", "Terms change"),
    ],
)
def test_it_ends_as_a_case_with_its_reason(world: World, text: str, reason: str, title: str) -> None:
    world.launch()
    mail = world.answer(text)
    assert world.outcome(mail) == f"escalated: {reason}"
    assert world.state() == "escalated"
    assert len(world.sent()) == 1
    assert any(title in post for post in world.posts())


def test_a_campaign_that_lets_them_pass_answers_the_price(world: World) -> None:
    world.launch(CAMPAIGN + "triggers:\n  call_request: no\n  deadline_pressure: no\n")
    world.answer("$1,200 works for me. Let us hop on a quick call. I need your answer by tonight.")
    assert (world.state(), world.cases()) == ("agreed", [])

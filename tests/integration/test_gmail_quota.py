"""A mailbox whose quota is used up: work waits in its queue, the mailbox is quiet, and all is done in the end."""

import pytest

from shared.adapters.gmail.quota import UNITS
from tests.integration.stand_ins import MAILBOX
from tests.integration.world import COUNTER, ON_SQLITE, World

pytestmark = ON_SQLITE


@pytest.fixture
def environment(environment: dict[str, str]) -> dict[str, str]:
    return environment | {"PARLEY_GMAIL_UNITS_PER_MINUTE": "300"}


def test_a_turn_that_the_quota_does_not_allow_is_taken_a_minute_later_and_answers_once(world: World) -> None:
    world.launch()
    delivered = world.answer("My rate for this is $2,000.")
    assert spent(world) <= 300
    assert len(world.sent()) == 1
    world.wait(seconds=70)
    world.work()
    world.sweep()
    assert world.outcome(delivered).startswith("answered")
    assert [COUNTER in mail.body for mail in world.sent()] == [False, True]
    assert world.queue() == 0
    shown = world.cli("mailbox", "show", MAILBOX)
    assert (shown["sent"], shown["waiting_to_leave"]) == (2, 0)


def spent(world: World) -> int:
    return sum(UNITS[call["method"]] for call in world.gmail.get("calls"))

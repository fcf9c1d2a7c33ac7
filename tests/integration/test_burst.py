"""Very many mails at once: every one gets its one outcome, everybody one answer, in the order of their thread."""

from collections import Counter

import pytest

from tests.integration.burst import ASKS, ENVIRONMENT, Burst, running_pool
from tests.integration.world import CAMPAIGN_ID, ON_SQLITE, World


@pytest.fixture
def environment(environment: dict[str, str]) -> dict[str, str]:
    return environment | ENVIRONMENT


@ON_SQLITE
@pytest.mark.timeout(900)
@pytest.mark.parametrize("mails", [100, pytest.param(1000, marks=pytest.mark.long)])
def test_a_burst_drains_with_every_mail_answered_once(world: World, mails: int) -> None:
    with running_pool(2) as receivers, running_pool(2) as turns:
        burst = Burst(world, receivers, turns, mails)
        burst.launch()
        written = burst.arrive()
        drained = burst.drain()

    # Gmail dropped pushes, and wake-ups were lost.
    assert (len(written), drained.pushed < mails / 2, drained.lost >= mails / 20) == (mails, True, True)
    assert Counter(world.outcome(mail) for mail in written) == {"answered: offer 1 of 5": mails}
    assert Counter(mail.header("To") for mail in world.sent()) == dict.fromkeys(burst.people, 1)
    threads = {world.inbound(mail).thread_id: address for mail, address in written.items()}
    assert {mail.thread_id: mail.header("To") for mail in world.sent()} == threads
    assert world.cases() == []
    assert {promise.name: promise.broken for promise in world.promises() if promise.broken} == {}
    assert heard(world) == {address: list(ASKS[: burst.mails_of(address)]) for address in burst.people}


def heard(world: World) -> dict[str, list[str]]:
    """What everybody wrote, in the order of the conversation, and nothing after our answer."""
    found = {}
    for one in world.store.negotiations(CAMPAIGN_ID):
        *theirs, ours = world.store.turns(one.id)
        assert [turn.outbound for turn in (*theirs, ours)] == [False] * len(theirs) + [True]
        found[one.creator.email] = [turn.text.strip() for turn in theirs]
    return found

"""Gmail names a time before which it wants no call: nobody calls until then, and all is done once after it."""

from collections import Counter
from datetime import datetime, timedelta

import pytest

from shared.domain.records import InboundRecord, MailboxRecord
from tests.integration.letters import Letter
from tests.integration.stand_ins import MAILBOX, SECOND_MAILBOX
from tests.integration.test_mailboxes import arrive
from tests.integration.test_silence import NEXT_DAY
from tests.integration.world import ON_SQLITE, World

pytestmark = ON_SQLITE

ASK = "I would need $2,000."
THREE_HOURS = timedelta(hours=3)


def limit(world: World, method: str, reason: str = "userRateLimitExceeded") -> datetime:
    """From now on Gmail refuses *method*, and names a time three hours ahead."""
    until = (world.product.clock.now() + THREE_HOURS).replace(microsecond=0)
    status = 429 if reason == "userRateLimitExceeded" else 403
    text = {"message": "User-rate limit exceeded.", "retry_after": f"{until:%Y-%m-%dT%H:%M:%S.000Z}"}
    world.gmail.fault(method, "fail", status=status, reason=reason, times=1000, **text)
    return until


def calls(world: World) -> Counter[str]:
    return Counter(call["method"] for call in world.gmail.get("calls"))


def quiet_until(world: World) -> datetime | None:
    box = world.store.mailbox(MAILBOX)
    assert isinstance(box, MailboxRecord)
    return box.retry_at


def sweeps_until_the_time(world: World) -> None:
    """Nearly three hours of sweeps, and Gmail's calls, all of which succeed."""
    for _ in range(11):
        world.wait(minutes=16)
        assert world.sweep() == 200
        assert world.notify() == 200


def is_answered_once(world: World, mail: str) -> None:
    world.gmail.heal()
    world.wait(minutes=10)
    for _ in range(2):
        assert world.sweep() == 200
        world.wait(minutes=10)
    assert world.outcome(mail) == "answered: offer 2 of 5"
    assert len(world.sent()) == 2
    assert [case.reason for case in world.cases()] == ["mailbox_quiet"]


@pytest.mark.parametrize(
    ("method", "reason", "asked"),
    [
        ("messages.get", "userRateLimitExceeded", {"messages.get": 1}),
        ("messages.get", "dailyLimitExceeded", {"messages.get": 1}),
        ("threads.get", "userRateLimitExceeded", {"messages.get": 1, "threads.get": 1}),
    ],
)
def test_failure_mode_19_a_turn_that_meets_a_limit_asks_once_and_answers_after_its_end(
    world: World, method: str, reason: str, asked: dict[str, int]
) -> None:
    world.launch()
    mail = world.deliver(Letter(text=ASK))
    world.notify()
    until = limit(world, method, reason)
    before = calls(world)

    assert world.work() == 0
    sweeps_until_the_time(world)

    assert calls(world) - before == asked
    assert quiet_until(world) == until
    assert (world.inbound(mail).state, world.queue()) == ("queued", 1)
    lane = world.store.thread(world.inbound(mail).thread_key)
    assert lane is not None
    assert (lane.attempts, lane.lease_until) == (0, None)
    is_answered_once(world, mail)


def test_failure_mode_19_a_history_that_meets_a_limit_is_asked_once_and_its_mail_is_answered(world: World) -> None:
    world.launch()
    mail = world.deliver(Letter(text=ASK))
    until = limit(world, "history.list")
    before = calls(world)
    cursor = world.store.mailbox(MAILBOX)

    assert world.notify() == 200
    sweeps_until_the_time(world)

    assert calls(world) - before == {"history.list": 1}
    after = world.store.mailbox(MAILBOX)
    assert cursor is not None
    assert after is not None
    assert (after.cursor, after.retry_at) == (cursor.cursor, until)
    is_answered_once(world, mail)
    assert world.gmail.calls("stop") == 0


def test_failure_mode_19_a_follow_up_that_meets_a_limit_asks_once_and_leaves_once(world: World) -> None:
    world.launch(NEXT_DAY)
    world.wait(days=4)
    assert world.product.call("renew_watch") == 200
    limit(world, "threads.get")
    before = calls(world)

    assert world.sweep() == 200
    sweeps_until_the_time(world)

    # The two lists of the daily look; then a mail of theirs under another subject is looked for before the thread is.
    assert calls(world) - before == {"history.list": 1, "messages.list": 3, "threads.get": 1}
    assert len(world.sent()) == 1
    world.gmail.heal()
    world.wait(minutes=10)
    for _ in range(2):
        assert world.sweep() == 200
    assert len(world.sent()) == 2


def test_failure_mode_19_mail_decided_for_a_quiet_mailbox_leaves_after_its_time_without_a_call_before(
    world: World,
) -> None:
    limit(world, "history.list")
    assert world.notify() == 200
    before = calls(world)

    world.launch()
    sweeps_until_the_time(world)

    assert calls(world) - before == {}
    (entry,) = [entry for entry in world.store.entries() if entry.mail]
    assert (entry.state, entry.attempts, entry.last_error) == ("claimed", 0, "Gmail asked for quiet")
    assert entry.next_attempt_at == quiet_until(world)
    world.gmail.heal()
    world.wait(minutes=10)
    for _ in range(2):
        assert world.sweep() == 200
    assert len(world.sent()) == 1


def test_failure_mode_19_a_limit_that_ends_within_a_minute_is_waited_for_by_the_queue(world: World) -> None:
    world.launch()
    mail = world.deliver(Letter(text=ASK))
    world.notify()
    soon = world.product.clock.now() + timedelta(seconds=40)
    text = {"message": "User-rate limit exceeded.", "retry_after": f"{soon:%Y-%m-%dT%H:%M:%S.000Z}"}
    world.gmail.fault("messages.get", "fail", status=429, reason="userRateLimitExceeded", **text)
    before = calls(world)

    assert world.work() == 1
    assert world.work() == 1

    assert calls(world) - before == {"messages.get": 1}
    world.wait(seconds=41)
    assert world.work() == 0
    assert world.outcome(mail) == "answered: offer 2 of 5"
    assert len(world.sent()) == 2


def until_the_hour(world: World, hour: int) -> None:
    """It becomes this full hour of the day in UTC, and no day passes more than that takes."""
    now = world.product.clock.now()
    then = now.replace(hour=hour, minute=0, second=0, microsecond=0)
    world.wait(seconds=((then - now) % timedelta(days=1)).total_seconds())


def test_a_quiet_time_over_midnight_is_one_case_and_another_after_24_hours(world: World) -> None:
    until_the_hour(world, 23)
    limit(world, "history.list")
    world.notify()
    sweeps_until_the_time(world)
    assert [case.reason for case in world.cases()] == ["mailbox_quiet"]

    world.gmail.heal()
    until_the_hour(world, 23)
    world.wait(minutes=30)
    assert world.sweep() == 200
    limit(world, "history.list")
    world.notify()
    assert world.sweep() == 200
    assert [case.reason for case in world.cases()] == ["mailbox_quiet", "mailbox_quiet"]


class TestAnotherMailbox:
    @pytest.fixture
    def environment(self, environment: dict[str, str]) -> dict[str, str]:
        mailboxes = {
            "PARLEY_MAILBOX": f"{MAILBOX}, {SECOND_MAILBOX}",
            "PARLEY_ALIASES": f"{MAILBOX}:alex@brand.example",
        }
        return environment | mailboxes

    def test_failure_mode_19_is_not_affected(self, world: World) -> None:
        world.launch()
        mail = world.deliver(Letter(text=ASK))
        limit(world, "history.list")
        assert world.notify() == 200
        elsewhere = arrive(world, SECOND_MAILBOX, "hello")

        world.gmail.heal()
        assert world.sweep() == 200

        assert world.store.inbound(f"{SECOND_MAILBOX}:{elsewhere}").outcome == "escalated"
        assert world.gmail.calls("history.list") == 2
        assert world.store.existing(InboundRecord, [f"{MAILBOX}:{mail}"]) == {}
        world.wait(hours=3)
        assert world.sweep() == 200
        assert world.outcome(mail) == "answered: offer 2 of 5"

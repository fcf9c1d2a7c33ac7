"""How long the record of a received mail is kept: never too short for anybody who still comes back to it."""

from contextlib import suppress
from datetime import timedelta

from shared.application.steer_negotiation import Command
from shared.domain.errors import Unavailable
from shared.domain.reading.facts import Intent
from shared.domain.records import InboundState, Outcome
from tests.unit.application.world import only_case, opened, steer
from tests.unit.domain.builders import ask, reading

ASK_4000 = reading(Intent.COUNTER, ask("4000", quote="$4,000"))
LONGER_THAN_ANY_NEGOTIATION = timedelta(days=400)


def test_an_answered_mail_may_be_deleted_after_400_days() -> None:
    world = opened()
    record = world.write("It is $4,000.", ASK_4000)
    assert record.outcome is Outcome.ANSWERED
    assert record.expire_at == record.queued_at + LONGER_THAN_ANY_NEGOTIATION


def test_an_ignored_mail_too() -> None:
    world = opened()
    record = world.write("I am away.", None, **{"Auto-Submitted": "auto-replied"})
    assert record.outcome is Outcome.IGNORED
    assert record.expire_at == record.queued_at + LONGER_THAN_ANY_NEGOTIATION


def test_a_queued_mail_is_kept_until_it_has_its_outcome() -> None:
    world = opened()
    inbound_id = world.arrive("It is $4,000.", ASK_4000)
    world.notify()
    assert world.app.store.inbound(inbound_id).expire_at is None


def test_a_mail_that_waits_for_a_paused_negotiation_is_kept_until_it_is_answered() -> None:
    world = opened()
    steer(world, Command.PAUSE)
    waiting = world.write("It is $4,000.", ASK_4000)
    assert (waiting.state, waiting.expire_at) == (InboundState.WAITING, None)

    world.app.clock.advance(days=500)
    steer(world, Command.RESUME)
    world.serve()

    answered = world.app.store.inbound(waiting.id)
    assert answered.outcome is Outcome.ANSWERED
    assert answered.expire_at is not None


def test_a_mail_that_went_to_a_person_is_kept_and_answered_once_approved() -> None:
    world = opened()
    held = world.write("I speak for Mia. It is $4,000.", None, sender="dana@talent.example")
    assert (held.outcome, held.expire_at) == (Outcome.ESCALATED, None)

    world.app.model.readings.append(ASK_4000)
    world.app.clock.advance(days=500)
    world.approve(only_case(world).id)
    world.serve()

    assert world.app.store.inbound(held.id).outcome is Outcome.ANSWERED


def test_a_parked_mail_and_one_of_nobody_are_kept() -> None:
    world = opened()
    stranger = world.write("Hello?", None, sender="zoe@other.example", thread_id="elsewhere", subject="Hello")
    assert (stranger.outcome, stranger.expire_at) == (Outcome.ESCALATED, None)

    mail = world.arrive("It is $4,000.", None)
    world.notify()
    world.app.publisher.queue.clear()
    for _ in range(6):
        world.app.clock.advance(hours=2)
        world.app.mailbox.on.fail("fetch", Unavailable("500"))
        with suppress(Unavailable):
            world.sweep(minutes=1)
        world.app.publisher.queue.clear()
    parked = world.app.store.inbound(mail)
    assert (parked.state, parked.expire_at) == (InboundState.PARKED, None)

"""What the model may take is bounded: nothing more is asked of it then, and no mail is lost for it."""

from dataclasses import replace
from datetime import UTC, datetime

from shared.domain.decision import Reason
from shared.domain.reading.facts import Intent
from shared.domain.records import InboundState, TaskState, UsageRecord
from shared.domain.records.usage import usage_of_day, usage_of_negotiation, with_call
from shared.domain.states import State
from tests.unit.application.fakes import USE
from tests.unit.application.world import N1, World
from tests.unit.domain.builders import NOW, ask, reading, usd

MIDNIGHT = datetime(2026, 3, 3, tzinfo=UTC)
ACCEPTS = reading(Intent.ACCEPT)
ASKS = reading(Intent.COUNTER, ask("2000"))


def capped(*, calls_left: int | None = None, negotiation: int = 1_000_000) -> World:
    """A world whose calls take 110 tokens each, ten of them a day, of which so many are left today."""
    world = World()
    policy = replace(world.app.policy, daily_tokens=1_100, negotiation_tokens=negotiation)
    world.app = replace(world.app, policy=policy)
    others_take(world, calls=0 if calls_left is None else 10 - calls_left)
    return world


def calls(world: World) -> tuple[int, int]:
    return len(world.app.model.requests), len(world.app.model.briefs)


def reasons(world: World) -> list[Reason]:
    return [case.reason for case in world.app.store.cases()]


def others_take(world: World, *, calls: int) -> None:
    for _ in range(calls):
        world.app.store.spend([usage_of_day(NOW.date())], lambda record: with_call(record, NOW.date(), USE))


def spent(world: World, id_: str) -> UsageRecord:
    (record,) = world.app.store.usage([id_])
    return record


def test_every_call_is_counted_for_its_day_and_its_negotiation() -> None:
    world = capped()
    world.launch()
    world.write("I need $2000.", ASKS)

    day, negotiation = spent(world, usage_of_day(NOW.date())), spent(world, usage_of_negotiation(N1))
    assert (day.calls, day.tokens) == (3, 330)
    assert (negotiation.calls, negotiation.tokens) == (3, 330)
    assert [(line.day, line.use.model, line.use.input_tokens) for line in negotiation.lines] == [
        (NOW.date(), "scripted", 300)
    ]


def test_a_mail_that_comes_when_the_day_is_spent_is_answered_the_next_day() -> None:
    world = capped(calls_left=1)
    world.launch()

    mail = world.write("Yes, let's do it.", ACCEPTS)

    assert (mail.state, mail.outcome, mail.queued_at) == (InboundState.QUEUED, None, MIDNIGHT)
    assert calls(world) == (0, 1)
    assert world.negotiation.agreed_rate is None

    world.sweep(hours=14, minutes=50)
    assert calls(world) == (0, 1)

    world.sweep(minutes=15)
    assert world.app.store.inbound(mail.id).state is InboundState.DONE
    assert world.negotiation.state is State.AGREED


def test_a_card_tells_once_a_day_that_the_tokens_are_spent() -> None:
    world = capped(calls_left=1)
    world.launch()

    world.write("Yes, let's do it.", ACCEPTS)
    world.write("Are you there?")
    world.sweep()
    world.sweep()

    assert reasons(world) == [Reason.DAILY_TOKENS_SPENT]
    (case,) = world.app.store.cases()
    assert case.evidence == (
        "1,100 of 1,100 tokens were taken on 2026-03-02 (UTC); mail and openings that need the model wait until "
        "2026-03-03 00:00 UTC"
    )
    assert world.app.notifier.titles == ["Daily tokens spent: no negotiation"]


def test_mails_that_wait_for_the_next_day_are_answered_together() -> None:
    world = capped(calls_left=1)
    world.launch()
    first = world.write("I need $2000.", ASKS)
    world.app.clock.advance(hours=1)
    second = world.write("Sorry, yes to your offer.", ACCEPTS)
    assert calls(world) == (0, 1)

    world.sweep(hours=15)

    records = [world.app.store.inbound(mail.id) for mail in (first, second)]
    assert [record.state for record in records] == [InboundState.DONE, InboundState.DONE]
    assert world.negotiation.state is State.AGREED
    assert calls(world) == (2, 2)


def test_a_wake_up_that_comes_again_asks_nothing() -> None:
    world = capped(calls_left=1)
    world.launch()
    mail = world.write("I need $2000.", ASKS)

    world.app.publisher.publish("inbound-messages", {"inbound_id": mail.id})
    world.serve()

    assert calls(world) == (0, 1)
    assert world.app.store.inbound(mail.id).queued_at == MIDNIGHT


def test_what_was_read_before_the_day_was_spent_is_not_read_again() -> None:
    world = capped(calls_left=2)
    world.launch()

    mail = world.write("I need $2000.", ASKS)

    assert calls(world) == (1, 1)
    assert mail.state is InboundState.QUEUED
    assert list(world.negotiation.asks) == []
    assert world.app.store.turns(N1)[1:] == []

    world.sweep(hours=16)
    assert calls(world) == (1, 2)
    assert list(world.negotiation.asks) == [usd("2000")]


def test_what_others_took_while_a_mail_was_read_stops_the_wording() -> None:
    world = capped(calls_left=9)
    world.launch()
    world.app.model.on.plan("read", lambda: others_take(world, calls=7))

    mail = world.write("I need $2000.", ASKS)

    assert spent(world, usage_of_day(NOW.date())).tokens == 1_100
    assert calls(world) == (1, 1)
    assert (mail.state, mail.queued_at) == (InboundState.QUEUED, MIDNIGHT)


def test_a_day_that_begins_while_a_mail_is_read_has_tokens_of_its_own() -> None:
    world = capped(calls_left=2)
    world.launch()
    world.app.model.on.plan("read", lambda: world.app.clock.advance(hours=15))

    mail = world.write("I need $2000.", ASKS)

    assert (mail.state, calls(world)) == (InboundState.DONE, (1, 2))
    assert spent(world, usage_of_day(NOW.date())).calls == 10
    assert spent(world, usage_of_day(MIDNIGHT.date())).calls == 1


def test_a_draft_that_fails_is_not_repaired_beyond_the_cap_but_goes_to_a_person() -> None:
    world = capped(calls_left=3)
    world.launch()
    world.app.model.words.append("Hi Mia,\n\nwe pay $9,999.00. See www.elsewhere.example.")

    world.write("I need $2000.", ASKS)

    assert calls(world) == (1, 2)
    assert reasons(world) == [Reason.GATE_FAILED]


def test_an_opening_waits_for_the_next_day_too() -> None:
    world = capped(calls_left=0)
    store = world.app.store

    world.launch()

    task = store.task("spring", "task1")
    assert (task.state, task.queued_at, task.attempts) == (TaskState.QUEUED, MIDNIGHT, 0)
    assert calls(world) == (0, 0)
    assert reasons(world) == [Reason.DAILY_TOKENS_SPENT]

    world.sweep(hours=16)
    assert store.task("spring", "task1").state is TaskState.DONE
    assert len(world.entries()) == 1


def test_a_negotiation_that_took_its_share_goes_to_a_person() -> None:
    world = capped(negotiation=110)
    world.launch()

    mail = world.write("I need $2000.", ASKS)

    assert calls(world) == (0, 1)
    assert (mail.state, mail.why) == (InboundState.DONE, "negotiation_tokens_spent")
    assert world.negotiation.state is State.ESCALATED
    assert reasons(world) == [Reason.NEGOTIATION_TOKENS_SPENT]
    (case,) = world.app.store.cases()
    assert case.evidence == "this negotiation took 110 of 110 tokens"
    assert case.inbound_ids == (mail.id,)
    assert [turn.text.strip() for turn in world.app.store.turns(N1)][-1] == "I need $2000."


def test_a_negotiation_that_took_its_share_asks_nothing_more_however_much_comes() -> None:
    world = capped(negotiation=110)
    world.launch()

    for text in ("I need $2000.", "Hello?", "Anybody?"):
        world.write(text, ASKS)
    world.sweep(days=2)

    assert calls(world) == (0, 1)
    assert world.app.store.inbound_of(InboundState.QUEUED) == []

"""What a crash, a lost wake-up or a broken message leaves behind is carried on, set aside, and never repeated."""

from dataclasses import replace
from datetime import timedelta

import pytest

from shared.application.claims import claim_thread
from shared.application.loose_case import loose_case
from shared.application.storage import Key, Write
from shared.application.sweep import sweep
from shared.application.take_turn import take_turn
from shared.domain.decision import Reason
from shared.domain.errors import Contention, Refused, Unavailable, Unstorable
from shared.domain.patience import MAX_ATTEMPTS
from shared.domain.reading.facts import Intent
from shared.domain.records import EntryState, InboundRecord, InboundState, Outcome, TaskState, ThreadRecord
from shared.domain.states import State
from tests.unit.application.world import LEASE, N1, World, opened
from tests.unit.domain.builders import MAILBOX, NOW, ask, reading

ACCEPT = reading(Intent.ACCEPT)
ASK_4000 = reading(Intent.COUNTER, ask("4000", quote="$4,000"))


class Broken(Exception):
    """A bug, seen from outside: nobody expects it and nobody catches it."""


def lane(world: World) -> ThreadRecord:
    found = world.app.store.thread(f"{MAILBOX}:{world.thread_id}")
    assert found is not None
    return found


class TestCarriedOn:
    def test_a_quiet_day_finds_nothing(self) -> None:
        swept = opened().sweep()
        assert (swept.received, swept.woken, swept.delivered, swept.tasks, swept.failures) == (0, 0, 0, 0, ())

    def test_a_push_that_never_came(self) -> None:
        world = opened()
        inbound_id = world.arrive("It is $4,000.", ASK_4000)
        assert world.sweep().received == 1
        assert world.app.store.inbound(inbound_id).outcome is Outcome.ANSWERED
        assert len(world.app.mailbox.sent) == 2

    def test_a_wakeup_that_was_lost(self) -> None:
        world = opened()
        world.arrive("It is $4,000.", ASK_4000)
        world.notify()
        world.app.publisher.queue.clear()
        assert world.sweep(minutes=1).woken == 0
        assert world.sweep(minutes=2).woken == 1
        assert len(world.app.mailbox.sent) == 2

    @pytest.mark.parametrize("method", ["read", "word"])
    def test_a_worker_that_died_in_the_middle(self, method: str) -> None:
        world = opened()
        inbound_id = world.arrive("It is $4,000.", ASK_4000)
        world.notify()
        world.app.model.on.fail(method, Broken())
        with pytest.raises(Broken):
            world.serve()
        world.sweep(minutes=5)
        assert world.app.store.inbound(inbound_id).state is InboundState.QUEUED
        world.sweep(seconds=LEASE.total_seconds())
        assert world.app.store.inbound(inbound_id).outcome is Outcome.ANSWERED
        assert len(world.app.mailbox.sent) == 2

    def test_a_worker_that_died_before_sending(self) -> None:
        world = opened()
        world.app.mailbox.on.fail("create_draft", Broken())
        with pytest.raises(Broken):
            world.write("It is $4,000.", ASK_4000)
        assert world.sweep(minutes=5).delivered == 0
        assert world.sweep(seconds=LEASE.total_seconds()).delivered == 1
        assert world.app.mailbox.markers == [f"{N1}-1", f"{N1}-2"]

    def test_one_part_that_fails_stops_no_other(self) -> None:
        world = opened()
        world.app.mailbox.on.fail("send_draft", Unavailable("503"))
        world.write("It is $4,000.", ASK_4000)
        world.app.mailbox.on.fail("history", Unavailable("history is down"))
        swept = world.sweep()
        assert swept.failures == (f"receive {MAILBOX}: history is down",)
        assert (swept.delivered, len(world.app.mailbox.sent)) == (1, 2)


class TestPaidOnce:
    def test_a_mail_that_was_read_is_not_read_again(self) -> None:
        world = opened()
        world.arrive("It is $4,000.", ASK_4000)
        world.notify()
        world.app.model.on.fail("word", Unavailable("529"))
        with pytest.raises(Unavailable):
            world.serve()
        world.sweep()
        assert (len(world.app.model.requests), len(world.app.mailbox.sent)) == (1, 2)

    def test_a_reply_that_was_worded_is_not_worded_again(self) -> None:
        world = opened()
        inbound_id = world.arrive("It is $4,000.", ASK_4000)
        world.notify()
        world.app.model.on.plan("word", lambda: _bump(world))
        with pytest.raises(Contention):
            world.serve()
        briefs = len(world.app.model.briefs)
        world.sweep()
        assert len(world.app.model.briefs) == briefs
        record = world.app.store.inbound(inbound_id)
        assert (record.outcome, len(record.use)) == (Outcome.ANSWERED, 2)


def _bump(world: World) -> None:
    world.app.store.update(world.negotiation, lambda current: current)


class TestConflict:
    def test_a_commit_that_loses_writes_nothing_and_is_tried_again(self) -> None:
        world = opened()
        before = (world.events(), len(world.entries()), len(world.app.store.turns(N1)))
        world.arrive("It is $4,000.", ASK_4000)
        world.notify()
        world.app.model.on.plan("word", lambda: _bump(world))
        with pytest.raises(Contention, match="changed while it was decided"):
            world.serve()
        assert (world.events(), len(world.entries()), len(world.app.store.turns(N1))) == before
        assert (lane(world).lease_until, lane(world).attempts) == (None, 1)
        world.sweep()
        assert (len(world.app.mailbox.sent), world.negotiation.rounds) == (2, 2)

    def test_a_worker_that_lost_its_lease_commits_nothing(self) -> None:
        world = opened()
        inbound_id = world.arrive("It is $4,000.", ASK_4000)
        world.notify()

        def overtaken() -> None:
            world.app.clock.advance(seconds=LEASE.total_seconds() + 1)
            take_turn(world.app, inbound_id)

        world.app.model.on.plan("word", overtaken)
        with pytest.raises(Contention):
            world.serve()
        assert world.app.mailbox.markers == [f"{N1}-1", f"{N1}-2"]
        assert world.negotiation.rounds == 2
        assert lane(world).lease_until is None

    def test_each_claim_takes_a_higher_token(self) -> None:
        world = opened()
        inbound_id = world.arrive("Hi.")
        world.notify()
        mail = world.app.store.inbound(inbound_id)
        first = claim_thread(world.app, mail)
        assert first is not None
        assert claim_thread(world.app, mail) is None
        world.app.clock.advance(seconds=LEASE.total_seconds())
        second = claim_thread(world.app, mail)
        assert second is not None
        assert (second.token, second.attempts) == (first.token + 1, first.attempts + 1)


class TestParking:
    def fail_turns(self, world: World, times: int) -> None:
        """Turns that die of a bug; the lease runs out and the sweep tries again."""
        for _ in range(times):
            world.app.mailbox.on.fail("fetch", Broken())
            with pytest.raises(Broken):
                world.serve()
            world.app.clock.advance(seconds=LEASE.total_seconds() + 60)
            world.app.publisher.queue.append(
                ("inbound-messages", {"inbound_id": world.app.store.inbound_of(InboundState.QUEUED)[0].id})
            )

    def test_after_five_failures_a_person_gets_the_mail(self) -> None:
        world = opened()
        inbound_id = world.arrive("Poison.")
        world.notify()
        self.fail_turns(world, MAX_ATTEMPTS)
        world.serve()
        record = world.app.store.inbound(inbound_id)
        assert (record.state, record.outcome, record.why) == (InboundState.PARKED, Outcome.ESCALATED, "parked")
        (case,) = world.app.store.open_cases()
        assert (case.reason, case.inbound_ids) == (Reason.PARKED, (inbound_id,))
        assert world.app.notifier.titles == ["Parked: Mia Lark"]
        assert (world.negotiation.state, lane(world).attempts) == (State.ESCALATED, 0)

    def test_four_failures_are_not_enough(self) -> None:
        world = opened()
        world.arrive("It is $4,000.", ASK_4000)
        world.notify()
        self.fail_turns(world, MAX_ATTEMPTS - 1)
        world.serve()
        assert world.app.store.open_cases() == []
        assert len(world.app.mailbox.sent) == 2

    def test_a_parked_mail_can_be_tried_again_by_a_person(self) -> None:
        world = opened()
        inbound_id = world.arrive("It is $4,000.", ASK_4000)
        world.notify()
        self.fail_turns(world, MAX_ATTEMPTS)
        world.serve()
        (case,) = world.app.store.open_cases()
        world.approve(case.id)
        world.serve()
        assert world.app.store.inbound(inbound_id).outcome is Outcome.ANSWERED
        assert len(world.app.mailbox.sent) == 2

    def test_mail_of_no_negotiation_is_parked_as_well(self) -> None:
        world = opened()
        inbound_id = world.arrive("Poison.", sender="zoe@else.example", thread_id="other")
        world.notify()
        self.fail_turns(world, MAX_ATTEMPTS)
        world.serve()
        (case,) = world.app.store.open_cases()
        assert (case.reason, case.negotiation_id, case.inbound_ids) == (Reason.PARKED, None, (inbound_id,))

    def test_another_thread_goes_on_meanwhile(self) -> None:
        world = opened()
        world.arrive("Poison.", sender="zoe@else.example", thread_id="other")
        world.notify()
        self.fail_turns(world, 1)
        world.app.publisher.queue.clear()
        world.write("Deal!", ACCEPT)
        assert world.negotiation.state is State.AGREED

    def test_an_outage_parks_nothing_for_an_hour(self) -> None:
        world = opened()
        inbound_id = world.arrive("It is $4,000.", ASK_4000)
        world.notify()
        for _ in range(20):
            world.app.model.on.fail("read", Unavailable("529"))
            with pytest.raises(Unavailable):
                take_turn(world.app, inbound_id)
            world.app.clock.advance(minutes=3)
        assert lane(world).attempts == 0
        world.serve()
        assert world.app.store.inbound(inbound_id).outcome is Outcome.ANSWERED

    def test_refused_access_parks_no_mail_and_is_reported(self) -> None:
        """A revoked token is nobody's mail's fault: the mails wait for the new one, and a person hears of it."""
        world = opened()
        inbound_id = world.arrive("It is $4,000.", ASK_4000)
        world.notify()
        world.app.clock.advance(hours=2)
        for _ in range(9):
            world.app.mailbox.on.fail("fetch", Refused("invalid_grant"))
            with pytest.raises(Refused):
                take_turn(world.app, inbound_id)
        assert lane(world).attempts == 0
        world.app.mailbox.on.fail("history", Refused("invalid_grant"))
        world.sweep()
        assert "Connection refused: no negotiation" in world.app.notifier.titles
        assert world.app.store.inbound(inbound_id).outcome is Outcome.ANSWERED

    def test_refused_access_of_more_than_a_day_parks_the_mail(self) -> None:
        world = opened()
        inbound_id = world.arrive("It is $4,000.")
        world.notify()
        world.app.clock.advance(hours=24, seconds=1)
        for _ in range(MAX_ATTEMPTS):
            world.app.model.on.fail("read", Refused("401 invalid x-api-key"))
            with pytest.raises(Refused):
                take_turn(world.app, inbound_id)
        take_turn(world.app, inbound_id)
        assert world.app.store.inbound(inbound_id).state is InboundState.PARKED

    def test_a_mail_that_cannot_be_stored_is_parked_and_its_thread_goes_on(self) -> None:
        """What no store can hold is the mail's fault, not that of our access: it is counted and set aside."""
        world = opened()
        poison = world.arrive("Hello.", sender="zoe@else.example", thread_id="other")
        found = world.app.mailbox.messages[poison.rpartition(":")[2]]
        raw = found.raw.replace(b"Someone <zoe@else.example>", b"a" * 1_600 + b"@else.example")
        world.app.mailbox.messages[found.id] = replace(found, raw=raw)
        world.notify()
        for _ in range(MAX_ATTEMPTS):
            with pytest.raises(Unstorable):
                take_turn(world.app, poison)
        world.serve()
        assert world.app.store.inbound(poison).state is InboundState.PARKED
        assert world.app.notifier.titles == ["Parked: no negotiation"]
        later = world.write("Hello?", sender="zoe@else.example", thread_id="other")
        assert (later.state, later.why) == (InboundState.DONE, "unmatched")

    def test_a_case_holds_two_thousand_characters_of_what_a_mail_says(self) -> None:
        case, _ = loose_case("c", Reason.UNMATCHED, "x" * 1_048_576, NOW)
        assert case.evidence == f"{'x' * 1_999}…"

    def test_an_outage_of_hours_reaches_a_person(self) -> None:
        world = opened()
        inbound_id = world.arrive("It is $4,000.")
        world.notify()
        world.app.clock.advance(hours=1, seconds=1)
        for _ in range(MAX_ATTEMPTS):
            world.app.model.on.fail("read", Unavailable("529"))
            with pytest.raises(Unavailable):
                take_turn(world.app, inbound_id)
        take_turn(world.app, inbound_id)
        assert world.app.store.inbound(inbound_id).state is InboundState.PARKED

    def test_a_mail_that_cannot_be_sent_for_days_reaches_a_person(self) -> None:
        world = opened()
        world.app.mailbox.on.fail("create_draft", Unavailable("503"))
        world.write("It is $4,000.", ASK_4000)
        entry = world.entries()[-1]
        world.app.store.update(entry, lambda current: replace(current, attempts=200))
        world.sweep()
        assert world.entries()[-1].state is EntryState.REVIEW
        (case,) = world.app.store.open_cases()
        assert case.reason is Reason.SEND_UNCLEAR


class TestReported:
    def test_a_refused_model_key_reaches_a_person_at_once_and_once_a_day(self) -> None:
        world = opened()
        inbound_id = world.arrive("It is $4,000.", ASK_4000)
        world.notify()
        for _ in range(3):
            world.app.model.on.fail("read", Refused("401 invalid x-api-key"))
            with pytest.raises(Refused):
                take_turn(world.app, inbound_id)
        (case,) = world.app.store.open_cases()
        assert (case.reason, case.evidence) == (Reason.CONNECTION_REFUSED, "a turn: 401 invalid x-api-key")
        world.app.publisher.queue.clear()
        world.sweep(minutes=1)
        assert world.app.notifier.titles == ["Connection refused: no negotiation"]

    def test_a_refused_model_key_parks_no_opening_and_reaches_a_person(self) -> None:
        world = World()
        world.app.model.on.fail("word", Refused("401 invalid x-api-key"))
        with pytest.raises(Refused):
            world.launch()
        task = world.app.store.task("spring", "task1")
        assert (task.state, task.attempts) == (TaskState.QUEUED, 0)
        assert [case.evidence for case in world.app.store.open_cases()] == ["an opening: 401 invalid x-api-key"]
        world.sweep()
        assert world.app.mailbox.markers == [f"{N1}-1"]

    def test_mail_that_waits_for_more_than_an_hour_is_reported(self) -> None:
        world = opened()
        inbound_id = world.arrive("It is $4,000.")
        world.notify()
        queued = world.app.store.inbound(inbound_id)
        world.app.clock.advance(minutes=59)
        sweep(world.app)
        assert world.app.store.open_cases() == []
        world.app.clock.advance(minutes=2)
        sweep(world.app)
        (case,) = world.app.store.open_cases()
        since = f"{queued.queued_at:%Y-%m-%d %H:%M}"
        assert case.evidence == f"mail waits since {since} UTC: {inbound_id}; 1 in all"

    def test_two_hundred_stuck_mails_hide_none_behind_them(self) -> None:
        world = opened()
        stuck = InboundRecord(
            id="",
            version=1,
            mailbox=MAILBOX,
            message_id="",
            thread_id="",
            thread_key="",
            state=InboundState.QUEUED,
            queued_at=NOW,
            kept_until=NOW + timedelta(days=90),
        )
        for number in range(200):
            key = f"{MAILBOX}:p{number}"
            world.app.store.create(replace(stuck, id=key, message_id=f"p{number}", thread_key=key))
        inbound_id = world.arrive("Deal!")
        world.notify()
        world.app.publisher.queue.clear()
        world.app.clock.advance(minutes=10)
        assert sweep(world.app).woken == 201
        assert inbound_id in [message["inbound_id"] for _, message in world.app.publisher.queue]


class TestCorrupt:
    def test_a_corrupt_record_stops_no_other_and_a_person_hears_of_it(self) -> None:
        world = opened()
        spoiled = world.arrive("Deal!")
        world.notify()
        world.app.publisher.queue.clear()
        _spoil(world, spoiled)
        world.sweep()
        (case,) = world.app.store.open_cases()
        assert (case.reason, case.evidence) == (Reason.CORRUPT_RECORD, f"inbound/{spoiled}")
        assert world.app.notifier.titles == ["Corrupt record: no negotiation"]


def _spoil(world: World, inbound_id: str) -> None:
    """An unknown key, as a newer version would write it."""
    key = Key("inbound", inbound_id)
    (stored,) = world.app.store._read([key])
    assert stored is not None
    assert world.app.store._swap([Write(key, {**stored.document, "mood": "sunny"}, stored.etag)])

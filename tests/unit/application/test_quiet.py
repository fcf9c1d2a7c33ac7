"""Gmail's wish for quiet: kept on the mailbox, the later time, and no call before it; what people hear meanwhile."""

from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from shared.application.examine import examine
from shared.application.follow_up import follow_up
from shared.application.outside import mailbox_facts
from shared.application.quiet import calling_gmail, keep_quiet, quiet_mailboxes
from shared.application.receive_mail import receive_mail
from shared.application.renew_watch import renew_watch, renew_watches
from shared.application.steer_negotiation import Command
from shared.application.sweep import sweep
from shared.application.take_turn import TurnReport, take_turn
from shared.domain.decision import Reason
from shared.domain.errors import MailboxQuiet, RateLimited
from shared.domain.reading.facts import Intent
from shared.domain.records import CaseRecord, EntryState, InboundState, MailboxRecord, Outcome
from tests.unit.application.world import World, last, new_app, opened, steer
from tests.unit.domain.builders import MAILBOX, NOW, ask, reading

ASK_4000 = reading(Intent.COUNTER, ask("4000", quote="$4,000"))


def wish(until: datetime) -> MailboxQuiet:
    return MailboxQuiet("429 Retry after", mailbox=MAILBOX, until=until)


def stored(world: World) -> datetime | None:
    box = world.app.store.mailbox(MAILBOX)
    assert box is not None
    return box.retry_at


def hush(world: World, **span: float) -> datetime:
    """Somebody was just told to leave the mailbox alone for so long."""
    until = world.app.clock.now() + timedelta(**span)
    keep_quiet(world.app, wish(until))
    return until


def asked(world: World) -> int:
    return world.app.mailbox.on.calls.total()


def troubles(world: World) -> list[tuple[Reason, str | None]]:
    return [(case.reason, case.evidence) for case in world.app.store.open_cases()]


class TestTheTime:
    def test_the_later_wish_stays(self) -> None:
        world = World()
        keep_quiet(world.app, wish(NOW + timedelta(hours=2)))
        keep_quiet(world.app, wish(NOW + timedelta(hours=1)))
        assert stored(world) == NOW + timedelta(hours=2)
        keep_quiet(world.app, wish(NOW + timedelta(hours=3)))
        assert stored(world) == NOW + timedelta(hours=3)

    def test_a_mailbox_that_was_never_watched_keeps_it_too(self) -> None:
        app = new_app()
        keep_quiet(app, wish(NOW + timedelta(hours=2)))
        assert app.store.mailbox(MAILBOX) == MailboxRecord(
            address=MAILBOX, version=1, retry_at=NOW + timedelta(hours=2)
        )

    def test_work_begins_again_at_that_very_instant(self) -> None:
        world = World()
        hush(world, hours=2)
        assert quiet_mailboxes(world.app) == {MAILBOX}
        world.app.clock.advance(hours=2)
        assert quiet_mailboxes(world.app) == frozenset()
        with calling_gmail(world.app, MAILBOX, world.app.store.mailbox(MAILBOX)):
            pass

    def test_a_limit_of_something_else_is_not_gmails(self) -> None:
        """The model's, in the middle of a turn: Gmail may still be asked."""
        world = opened()
        world.app.model.on.fail("read", RateLimited("429", retry_at=NOW + timedelta(hours=5)))
        inbound_id = world.arrive("It is $4,000.", ASK_4000)
        receive_mail(world.app, MAILBOX)
        with pytest.raises(RateLimited):
            take_turn(world.app, inbound_id)
        assert stored(world) is None


class TestNobodyCalls:
    def test_everything_that_would_ask_gmail_waits(self) -> None:
        world = opened()
        inbound_id = world.arrive("It is $4,000.", ASK_4000)
        receive_mail(world.app, MAILBOX)
        world.app.publisher.queue.clear()
        until = hush(world, hours=3)
        before = asked(world)

        assert take_turn(world.app, inbound_id) == TurnReport(finished=(), quiet_until=until)
        assert receive_mail(world.app, MAILBOX, pushed=True) == ()
        silent = replace(world.negotiation, waiting_since=NOW - timedelta(days=20), next_look_at=NOW)
        for work in (
            lambda: follow_up(world.app, silent),
            lambda: renew_watch(world.app, MAILBOX),
            lambda: mailbox_facts(world.app, MAILBOX, NOW),
        ):
            with pytest.raises(MailboxQuiet, match=f"Gmail wants no call about {MAILBOX} before 2026-03-02 12:"):
                work()
        assert list(renew_watches(world.app).until) == []
        swept = world.sweep(minutes=10)

        assert (swept.failures, swept.woken) == ((), 0)
        assert asked(world) == before
        assert world.app.store.inbound(inbound_id).state is InboundState.QUEUED

    def test_mail_is_woken_into_a_short_quiet_and_comes_back(self) -> None:
        world = opened()
        inbound_id = world.arrive("It is $4,000.", ASK_4000)
        receive_mail(world.app, MAILBOX)
        world.app.publisher.queue.clear()
        world.app.clock.advance(minutes=5)
        hush(world, seconds=60)
        swept = sweep(world.app)
        assert (swept.woken, swept.failures) == (1, ())
        for _ in range(2):
            with pytest.raises(MailboxQuiet):
                take_turn(world.app, inbound_id)
        world.app.clock.advance(seconds=60)
        assert take_turn(world.app, inbound_id).finished == (inbound_id,)

    def test_the_mail_is_answered_once_after_it(self) -> None:
        world = opened()
        world.app.mailbox.on.fail("thread", wish(NOW + timedelta(hours=3)))
        record = world.write("It is $4,000.", ASK_4000)
        assert record.state is InboundState.QUEUED
        world.sweep(hours=2)
        assert len(world.app.mailbox.sent) == 1
        world.sweep(hours=1)
        assert world.app.store.inbound(record.id).outcome is Outcome.ANSWERED
        assert len(world.app.mailbox.sent) == 2

    def test_being_put_off_wears_no_mail_out(self) -> None:
        """Gmail puts it off eight times, for two hours each; five failed attempts would park it."""
        world = opened()
        for call in range(1, 9):
            world.app.mailbox.on.fail("thread", wish(NOW + call * timedelta(hours=2)), call=call)
        record = world.write("It is $4,000.", ASK_4000)
        for _ in range(7):
            world.sweep(hours=2, minutes=1)
            assert world.app.store.inbound(record.id).state is InboundState.QUEUED
        world.sweep(hours=2, minutes=1)
        assert world.app.store.inbound(record.id).outcome is Outcome.ANSWERED

    def test_a_decided_mail_waits_with_its_attempts_as_they_were(self) -> None:
        world = opened()
        inbound_id = world.arrive("It is $4,000.", ASK_4000)
        world.app.model.on.plan("word", lambda: hush(world, hours=3))
        receive_mail(world.app, MAILBOX)
        world.serve()
        entry = last(world)
        assert world.app.store.inbound(inbound_id).outcome is Outcome.ANSWERED
        assert (entry.state, entry.attempts, entry.next_attempt_at) == (EntryState.CLAIMED, 0, stored(world))

    def test_a_stop_needs_no_gmail_for_a_closing_mail_that_was_never_tried(self) -> None:
        world = opened()
        world.arrive("Deal!", reading(Intent.ACCEPT))
        world.app.model.on.plan("word", lambda: hush(world, hours=3))
        receive_mail(world.app, MAILBOX)
        world.serve()
        before = asked(world)
        steer(world, Command.STOP)
        assert (last(world).state, asked(world)) == (EntryState.WITHDRAWN, before)
        world.sweep(hours=4)
        assert len(world.app.mailbox.sent) == 1

    def test_a_limit_met_while_mail_sent_by_hand_is_told_from_ours_moves_no_cursor(self) -> None:
        world = opened()
        world.notify()
        before = world.app.store.mailbox(MAILBOX)
        world.colleague_sends(thread_id="elsewhere")
        world.app.mailbox.on.fail("marker", wish(NOW + timedelta(hours=3)))
        assert receive_mail(world.app, MAILBOX) == ()
        assert before is not None
        after = world.app.store.mailbox(MAILBOX)
        assert after is not None
        assert (after.cursor, after.retry_at) == (before.cursor, NOW + timedelta(hours=3))
        world.app.clock.advance(hours=3)
        assert len(receive_mail(world.app, MAILBOX)) == 1

    def test_a_limit_met_while_the_real_message_id_is_read_back_is_kept(self) -> None:
        world = World()
        world.app.mailbox.on.fail("rfc822_message_id", wish(NOW + timedelta(hours=3)))
        world.launch()
        assert [entry.state for entry in world.entries()] == [EntryState.SENT]
        assert stored(world) == NOW + timedelta(hours=3)


class TestWhatPeopleHear:
    def test_a_long_quiet_is_told_once_a_day_and_nothing_else_is_complained_of(self) -> None:
        world = opened()
        record = world.write("It is $4,000.", ASK_4000)
        assert record.outcome is Outcome.ANSWERED
        world.app.mailbox.on.fail("fetch", wish(NOW + timedelta(hours=6)))
        world.write("Or $3,900.", reading(Intent.COUNTER, ask("3900", quote="$3,900")))
        world.arrive("Nobody reads this yet.", thread_id="t9", sender="zoe@else.example")
        for _ in range(5):
            assert world.sweep(hours=1).failures == ()
        told = (
            f"Gmail wants no call about {MAILBOX} before 2026-03-02 15:00 UTC: "
            "until then its mail is neither read nor sent"
        )
        assert troubles(world) == [(Reason.MAILBOX_QUIET, told)]
        world.sweep(hours=1)
        assert [reason for reason, _ in troubles(world)] == [Reason.MAILBOX_QUIET, Reason.UNMATCHED]
        assert world.app.mailbox.on.calls["stop"] == 0

    def test_an_hour_is_nobodys_business(self) -> None:
        world = opened()
        hush(world, hours=1)
        world.sweep(minutes=5)
        assert troubles(world) == []

    def test_short_quiets_hide_no_mail_that_waits_for_more_than_a_day(self) -> None:
        world = opened()
        inbound_id = world.arrive("It is $4,000.", ASK_4000)
        receive_mail(world.app, MAILBOX)
        for _ in range(5):
            world.app.publisher.queue.clear()
            world.app.clock.advance(hours=5)
            hush(world, minutes=5)
            world.sweep(minutes=1)
        assert world.app.store.inbound(inbound_id).state is InboundState.QUEUED
        assert [case.reason for case in _refusals(world)] == [Reason.CONNECTION_REFUSED]

    def test_the_doctor_says_so_and_asks_nothing(self) -> None:
        world = opened()
        hush(world, hours=3)
        before = asked(world)
        found = {one.part: (one.said, one.fix) for one in examine(world.app, {})}
        assert found[f"mailbox {MAILBOX}"] == (
            "Gmail wants no call before 2026-03-02 12:00 UTC",
            "nothing: what waits is taken up then",
        )
        assert asked(world) == before


def _refusals(world: World) -> list[CaseRecord]:
    return [case for case in world.app.store.open_cases() if case.reason is Reason.CONNECTION_REFUSED]

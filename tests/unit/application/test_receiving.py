"""Gmail's notifications, the cursor, the watch: what is queued, once, and from where the next reading starts."""

from dataclasses import replace
from datetime import timedelta

import pytest

from shared.application.receive_mail import receive_mail
from shared.application.reconcile import reconcile
from shared.application.renew_watch import renew_watch
from shared.application.topics import INBOUND_MESSAGES
from shared.domain.decision import Reason
from shared.domain.errors import NotFound, Refused, Unavailable
from shared.domain.records import InboundState, MailboxRecord
from tests.unit.application.world import World, new_app
from tests.unit.domain.builders import MAILBOX, NOW


def watched() -> World:
    """A mailbox with a watch, and no campaign launched yet."""
    return World()


def box(world: World) -> MailboxRecord:
    found = world.app.store.mailbox(MAILBOX)
    assert found is not None
    return found


def queued(world: World) -> list[str]:
    return [record.id for record in world.app.store.inbound_of(InboundState.QUEUED)]


class TestReceiving:
    def test_l35_each_new_mail_is_queued_once_and_woken(self) -> None:
        world = watched()
        first = world.arrive("One.")
        second = world.arrive("Two.", thread_id="other")
        assert receive_mail(world.app, MAILBOX) == (first, second)
        assert queued(world) == [first, second]
        assert world.app.publisher.queue == [
            (INBOUND_MESSAGES, {"inbound_id": first, "thread_key": f"{MAILBOX}:{world.thread_id}"}),
            (INBOUND_MESSAGES, {"inbound_id": second, "thread_key": f"{MAILBOX}:other"}),
        ]
        assert box(world).cursor == 2

    def test_the_same_notification_again_queues_nothing(self) -> None:
        world = watched()
        world.arrive("One.")
        receive_mail(world.app, MAILBOX)
        version = box(world).version
        assert receive_mail(world.app, MAILBOX) == ()
        assert (box(world).version, len(queued(world))) == (version, 1)

    def test_a_notification_that_was_overtaken_moves_nothing_back(self) -> None:
        world = watched()
        first = world.arrive("One.")

        def overtake() -> None:
            world.arrive("Two.")
            receive_mail(world.app, MAILBOX)

        world.app.mailbox.on.plan("history", overtake)
        assert receive_mail(world.app, MAILBOX) == ()
        assert box(world).cursor == 2
        assert first in queued(world)

    def test_l29_an_unreachable_gmail_moves_no_cursor(self) -> None:
        world = watched()
        world.arrive("One.")
        world.app.mailbox.on.fail("history", Unavailable("503"))
        with pytest.raises(Unavailable):
            receive_mail(world.app, MAILBOX, pushed=True)
        assert box(world).cursor == 0
        assert len(receive_mail(world.app, MAILBOX)) == 1

    def test_a_wakeup_that_is_lost_loses_no_mail(self) -> None:
        world = watched()
        inbound_id = world.arrive("One.")
        world.app.publisher.on.fail("publish", Unavailable("no route"))
        with pytest.raises(Unavailable):
            receive_mail(world.app, MAILBOX)
        assert (queued(world), box(world).cursor) == ([inbound_id], 1)

    def test_a_mailbox_without_a_cursor_is_a_mistake_of_ours(self) -> None:
        with pytest.raises(NotFound, match="renew its watch first"):
            receive_mail(new_app(), MAILBOX)


class TestExpiredHistory:
    def test_l30_everything_unseen_is_found_again_once(self) -> None:
        world = watched()
        seen = world.arrive("Seen.")
        receive_mail(world.app, MAILBOX, pushed=True)
        unseen = [world.arrive(f"Unseen {count}.", thread_id=f"t{count}") for count in range(3)]
        world.app.mailbox.expired_before = 4
        assert receive_mail(world.app, MAILBOX) == tuple(unseen)
        assert queued(world) == [seen, *unseen]
        assert box(world).cursor == 4
        assert receive_mail(world.app, MAILBOX) == ()

    def test_mail_that_comes_during_the_catching_up_is_not_missed(self) -> None:
        world = watched()
        world.arrive("Unseen.")
        world.app.mailbox.expired_before = 1
        late: list[str] = []
        world.app.mailbox.on.plan("recent", lambda: late.append(world.arrive("Late.", thread_id="t2")))
        found = receive_mail(world.app, MAILBOX)
        assert late[0] in {*found, *receive_mail(world.app, MAILBOX)}
        assert len(queued(world)) == 2

    def test_pushes_that_could_not_be_served_shorten_nothing(self) -> None:
        """A week of failing reads, with Gmail calling every day: the mail of its first day is still found."""
        world = watched()
        inbound_id = world.arrive("Unseen.")
        for _ in range(7):
            world.app.clock.advance(days=1)
            world.app.mailbox.on.fail("history", Unavailable("503"))
            with pytest.raises(Unavailable):
                receive_mail(world.app, MAILBOX, pushed=True)
        world.app.mailbox.expired_before = 1
        assert receive_mail(world.app, MAILBOX, pushed=True) == (inbound_id,)


class TestUnreadMailbox:
    """Gmail fails, with whatever it likes, each time its history is asked for."""

    def fail(self, world: World, hours: float) -> None:
        for _ in range(int(hours * 4)):
            world.app.mailbox.on.fail("history", Unavailable("503"))
            world.sweep(minutes=15)

    def told(self, world: World) -> list[str | None]:
        return [case.evidence for case in world.app.store.open_cases() if case.reason is Reason.MAILBOX_UNREAD]

    def test_is_told_once_a_day_after_an_hour_or_two(self) -> None:
        world = watched()
        world.sweep(hours=1)
        self.fail(world, hours=1.5)
        assert self.told(world) == []
        self.fail(world, hours=4)
        assert self.told(world) == [
            f"the mail of {MAILBOX} could not be read since 2026-03-02 10:00 UTC or a little later"
        ]
        assert [title for title in world.app.notifier.titles if "unread" in title] == ["Mailbox unread: no negotiation"]

    def test_is_told_when_it_never_could_be_read(self) -> None:
        world = watched()
        self.fail(world, hours=2)
        assert len(self.told(world)) == 1

    def test_that_is_refused_is_told_as_that(self) -> None:
        world = watched()
        for _ in range(10):
            world.app.mailbox.on.fail("history", Refused("401"))
            world.sweep(minutes=15)
        assert [case.reason for case in world.app.store.open_cases()] == [Reason.CONNECTION_REFUSED]

    def test_is_noted_as_read_twice_in_an_hour(self) -> None:
        world = watched()
        versions = []
        for _ in range(12):
            receive_mail(world.app, MAILBOX)
            versions.append(box(world).version)
            world.app.clock.advance(minutes=5)
        assert len(set(versions)) == 2


class TestDailyLook:
    """Mail that no history tells of, or told of behind the cursor."""

    def unlisted(self, world: World, text: str = "Overlooked.", *, thread_id: str = "t0") -> str:
        inbound_id = world.arrive(text, thread_id=thread_id)
        world.app.mailbox.history_log.remove(inbound_id.rpartition(":")[2])
        return inbound_id

    def looks(self, world: World) -> int:
        return world.app.mailbox.on.calls["recent"]

    def test_finds_it_once(self) -> None:
        world = watched()
        known = world.arrive("Told of.", thread_id="t1")
        overlooked = self.unlisted(world, thread_id="t2")
        receive_mail(world.app, MAILBOX)
        assert queued(world) == [known]
        swept = world.sweep(days=1)
        assert (swept.received, swept.overlooked, self.looks(world)) == (0, 1, 1)
        assert world.app.store.inbound(overlooked).outcome == "escalated"
        assert (box(world).cursor, box(world).looked_at) == (1, NOW + timedelta(days=1, minutes=2))
        assert world.sweep(minutes=5).overlooked == 0

    def test_is_taken_once_in_a_day(self) -> None:
        world = watched()
        looks = []
        for hours in (23, 1, 12, 11, 1):
            world.sweep(hours=hours)
            looks.append(self.looks(world))
        assert looks == [0, 1, 1, 1, 2]

    def test_that_failed_is_taken_by_the_next_sweep(self) -> None:
        world = watched()
        overlooked = self.unlisted(world)
        world.app.mailbox.on.fail("recent", Unavailable("503"))
        assert world.sweep(days=1).failures == (f"look {MAILBOX}: 503",)
        assert world.sweep(minutes=5).overlooked == 1
        assert world.app.store.inbound(overlooked).outcome == "escalated"

    def test_whose_wakeup_is_lost_loses_no_mail(self) -> None:
        world = watched()
        overlooked = [self.unlisted(world, f"Mail {count}.", thread_id=f"t{count}") for count in range(201)]
        world.app.clock.advance(days=1)
        world.app.publisher.on.fail("publish", Unavailable("no route"))
        with pytest.raises(Unavailable):
            reconcile(world.app, MAILBOX)
        assert queued(world) == sorted(overlooked)

    def test_goes_two_days_back_and_not_behind_the_day_the_mailbox_became_ours(self) -> None:
        world = World()
        new = new_app()
        world.app = replace(new, mailbox=world.app.mailbox, clock=world.app.clock)
        self.unlisted(world, "From before anybody told Parley of this mailbox.")
        world.app.clock.advance(hours=1)
        renew_watch(world.app, MAILBOX)
        world.app.clock.advance(hours=24)
        assert reconcile(world.app, MAILBOX) == ()
        recent = self.unlisted(world, "Today.")
        world.app.clock.advance(hours=47)
        assert reconcile(world.app, MAILBOX) == (recent,)

    def test_goes_back_behind_the_last_one_however_long_ago_that_was(self) -> None:
        world = watched()
        world.sweep(days=1)
        early = self.unlisted(world, "In the quiet.")
        world.app.clock.advance(days=9)
        late = self.unlisted(world, "At its end.", thread_id="t2")
        assert set(reconcile(world.app, MAILBOX)) == {early, late}

    def test_takes_nothing_of_ours_for_mail_to_us(self) -> None:
        world = World()
        world.launch()
        world.colleague_sends()
        world.sweep(days=1)
        assert self.looks(world) == 1
        assert [record.id for state in InboundState for record in world.app.store.inbound_of(state)] == []


class TestPushes:
    def test_when_gmail_called_is_noted_at_most_once_a_minute(self) -> None:
        world = watched()
        receive_mail(world.app, MAILBOX, pushed=True)
        first = box(world)
        assert first.last_push_at == world.app.clock.now()
        world.app.clock.advance(seconds=59)
        receive_mail(world.app, MAILBOX, pushed=True)
        assert box(world) == first
        world.app.clock.advance(seconds=1)
        receive_mail(world.app, MAILBOX, pushed=True)
        assert box(world).last_push_at == world.app.clock.now()

    def test_a_sweep_is_no_push(self) -> None:
        world = watched()
        receive_mail(world.app, MAILBOX)
        assert box(world).last_push_at is None


class TestWatch:
    def test_the_first_watch_seeds_the_cursor(self) -> None:
        world = watched()
        assert (box(world).cursor, world.app.mailbox.watches) == (0, 1)
        assert box(world).watch_expires_at is not None

    def test_l29_a_renewal_never_moves_the_cursor(self) -> None:
        world = watched()
        inbound_id = world.arrive("Not seen yet.")
        world.app.clock.advance(days=1)
        renewed = renew_watch(world.app, MAILBOX)
        assert (renewed.cursor, world.app.mailbox.watches) == (0, 2)
        assert receive_mail(world.app, MAILBOX) == (inbound_id,)

    def test_a_renewal_keeps_everything_else(self) -> None:
        world = watched()
        receive_mail(world.app, MAILBOX, pushed=True)
        world.app.store.update(box(world), lambda current: replace(current, sending=False))
        before = box(world)
        world.app.clock.advance(days=1)
        after = renew_watch(world.app, MAILBOX)
        assert replace(after, version=before.version, watch_expires_at=before.watch_expires_at) == before
        assert before.watch_expires_at is not None
        assert after.watch_expires_at is not None
        assert after.watch_expires_at > before.watch_expires_at


class TestSilentWatch:
    def test_mail_that_only_the_sweep_found_has_the_watch_made_anew(self) -> None:
        world = watched()
        world.arrive("Nobody called.")
        before = box(world)
        assert world.sweep(hours=2).failures == ()
        after = box(world)
        assert (world.app.mailbox.on.calls["stop"], world.app.mailbox.watches, world.app.mailbox.watched) == (
            1,
            2,
            True,
        )
        assert after.rewatched_at == NOW + timedelta(hours=2, minutes=1)
        assert after.watch_expires_at == NOW + timedelta(days=7, hours=2, minutes=1)
        assert (before.cursor, after.cursor) == (0, 1)

    def test_it_moves_no_cursor_past_mail_that_comes_meanwhile(self) -> None:
        world = watched()
        world.arrive("Nobody called.")
        late: list[str] = []
        world.app.mailbox.on.plan("stop", lambda: late.append(world.arrive("Came while it was stopped.")))
        world.sweep(hours=2)
        assert [receive_mail(world.app, MAILBOX)] == [tuple(late)]

    def test_nothing_is_stopped_while_gmail_calls(self) -> None:
        world = watched()
        world.notify()
        world.arrive("Found by a sweep that was faster than the call.")
        world.sweep(minutes=50)
        assert (world.app.mailbox.on.calls["stop"], box(world).rewatched_at) == (0, None)

    def test_nothing_is_stopped_in_a_mailbox_where_no_mail_comes(self) -> None:
        world = watched()
        world.sweep(days=3)
        assert world.app.mailbox.on.calls["stop"] == 0

    def test_once_a_day_at_most(self) -> None:
        world = watched()
        stops = []
        for _ in range(4):
            world.arrive("Nobody called.")
            world.sweep(hours=10)
            stops.append(world.app.mailbox.on.calls["stop"])
        assert stops == [1, 1, 1, 2]

    @pytest.mark.parametrize("method", ["stop", "watch"])
    def test_what_failed_after_the_stop_is_taken_up_by_the_next_sweep(self, method: str) -> None:
        world = watched()
        world.arrive("Nobody called.")
        world.app.mailbox.on.fail(method, Unavailable("Gmail is down"))
        assert world.sweep(hours=2).failures == (f"watch {MAILBOX}: Gmail is down",)
        assert box(world).watch_expires_at is None
        assert world.sweep(minutes=5).failures == ()
        assert world.app.mailbox.watched
        assert box(world).watch_expires_at is not None

    def test_people_hear_of_it(self) -> None:
        world = watched()
        world.notify()
        world.app.clock.advance(hours=2)
        world.arrive("Nobody called.")
        world.sweep()
        told = [case.evidence for case in world.app.store.open_cases() if case.reason is Reason.WATCH_SILENT]
        assert told == [
            f"mail arrived in {MAILBOX}, but Gmail has not called since 2026-03-02 09:00:00+00:00; "
            "its watch was last made anew at 2026-03-02 11:11 UTC"
        ]

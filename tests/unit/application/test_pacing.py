"""A mailbox's pace where mails leave: slots, order, waiting, the breaker, and what people set."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from shared.adapters.sqlite import SqliteStore
from shared.application.claims import claim_entry
from shared.application.deliver import MAX_ATTEMPTS, deliver
from shared.application.steer_mailbox import close_breaker, set_rules, switch_sending
from shared.application.take_slot import note_bounce, take_slot
from shared.domain.decision import Reason
from shared.domain.errors import InvalidInput, MailboxQuiet, NotAllowed, Unclear
from shared.domain.reading.facts import Intent
from shared.domain.records import EntryState, MailboxRecord, OutboxEntry, OutgoingMail, SendingRules
from tests.unit.application.world import World, new_app, only_case
from tests.unit.domain.builders import MAILBOX, NOW, ask, creator, reading

ASK_4000 = reading(Intent.COUNTER, ask("4000", quote="$4,000"))
ROWS = [creator(email=f"c{number}@creator.example", handle=f"@c{number}") for number in range(5)]


def box(world: World) -> MailboxRecord:
    found = world.app.store.mailbox(MAILBOX)
    assert found is not None
    return found


def slots(world: World) -> list[str]:
    pacing = world.app.store.pacing(MAILBOX)
    return [slot.entry_id for slot in pacing.slots] if pacing else []


def receivers(world: World) -> list[str]:
    return [mail.to[0] for mail in world.app.mailbox.sent]


class TestPauses:
    def test_openings_leave_a_pause_apart_in_their_order_and_the_sweep_waits_for_short_pauses(self) -> None:
        world = World(None, *ROWS)
        world.set_rules(seconds_between=10)
        world.launch()
        assert receivers(world) == ["c0@creator.example"]
        waiting = [entry for entry in world.app.store.entries() if entry.state is not EntryState.SENT]
        assert {(entry.attempts, entry.last_error) for entry in waiting} == {(0, "10 s between two mails")}
        before = world.app.clock.now()
        assert world.sweep(minutes=5).waiting == 0
        assert receivers(world) == [row.email for row in ROWS]
        assert world.app.clock.now() - before == timedelta(minutes=5, seconds=30)

    def test_a_longer_pause_is_left_to_the_next_sweeps(self) -> None:
        world = World(None, *ROWS)
        world.set_rules(seconds_between=60)
        world.launch()
        assert (world.sweep(minutes=5).waiting, len(world.app.mailbox.sent)) == (3, 2)
        assert (world.sweep(minutes=5).waiting, len(world.app.mailbox.sent)) == (2, 3)

    def test_waiting_for_weeks_wears_no_mail_out(self) -> None:
        world = World(None, *ROWS[:1])
        world.set_rules(seconds_between=60)
        world.app.store.update(box(world), lambda current: replace(current, sending=False))
        world.launch()
        (entry,) = world.entries()
        for _ in range(MAX_ATTEMPTS + 10):
            world.app.clock.advance(minutes=10)
            deliver(world.app, entry)
        assert world.app.store.entry(entry.id).attempts == 0
        switch_sending(world.app, MAILBOX, "Kim", on=True)
        world.sweep()
        assert receivers(world) == ["c0@creator.example"]


class TestCaps:
    def test_a_reply_still_leaves_when_first_contacts_have_used_their_share(self) -> None:
        world = World(None, creator(), *ROWS)
        world.set_rules(daily_cap=5)
        world.launch()
        assert len(world.app.mailbox.sent) == 4
        world.write("It is $4,000.", ASK_4000)
        assert receivers(world)[4] == "mia@creator.example"
        assert world.sweep().waiting == 2
        assert world.sweep(hours=25).waiting == 0
        assert receivers(world)[5:] == ["c3@creator.example", "c4@creator.example"]

    def test_replies_go_first_and_the_oldest_of_each_kind_before_the_newer(self) -> None:
        world = World(None, creator(), *ROWS[:2])
        world.set_rules(seconds_between=600)
        world.launch()
        world.write("It is $4,000.", ASK_4000)
        world.set_rules(seconds_between=0)
        world.sweep()
        assert receivers(world) == [
            "mia@creator.example",
            "mia@creator.example",
            "c0@creator.example",
            "c1@creator.example",
        ]

    def test_a_mail_that_is_tried_again_takes_no_second_slot(self) -> None:
        world = World()
        world.app.mailbox.on.lose_answer("send_draft", Unclear("the connection broke"))
        world.launch()
        world.sweep()
        assert (len(world.app.mailbox.sent), len(slots(world))) == (1, 1)

    def test_a_mail_that_gmail_put_off_counts_when_it_leaves(self) -> None:
        world = World()
        later = world.app.clock.now() + timedelta(hours=30)
        world.app.mailbox.on.fail("create_draft", MailboxQuiet("slow down", mailbox=MAILBOX, until=later))
        world.launch()
        world.sweep(hours=31)
        pacing = world.app.store.pacing(MAILBOX)
        assert pacing is not None
        assert [slot.at for slot in pacing.slots] == [world.app.clock.now()]

    def test_a_mail_that_has_left_is_booked_even_when_the_cap_is_reached(self) -> None:
        world = World()
        world.app.mailbox.on.lose_answer("send_draft", Unclear("the connection broke"))
        world.launch()
        world.set_rules(daily_cap=1)
        world.sweep(hours=1)
        assert [entry.state for entry in world.entries()] == [EntryState.SENT]

    def test_eight_workers_at_once_stay_within_the_cap(self, tmp_path: Path) -> None:
        store = SqliteStore(str(tmp_path / "parley.db"))
        app = replace(new_app(), store=store)
        rules = SendingRules(seconds_between=0, daily_cap=20)

        opening = outgoing()

        def attempt(number: int) -> bool:
            entry = replace(opening, id=f"e{number}")
            for _ in range(50):
                try:
                    return take_slot(app, entry, mail_of(entry), rules) is None
                except Exception as error:
                    if type(error).__name__ != "Contention":
                        raise
            return False

        with ThreadPoolExecutor(8) as pool:
            went = list(pool.map(attempt, [number % 64 for number in range(128)]))
        pacing = store.pacing(MAILBOX)
        assert pacing is not None
        assert len(pacing.slots) == len({slot.entry_id for slot in pacing.slots}) == 20
        assert 20 <= sum(went) <= 40
        store.close()


def outgoing() -> OutboxEntry:
    world = World()
    world.launch()
    return replace(world.entries()[0], draft_id=None)


def mail_of(entry: OutboxEntry) -> OutgoingMail:
    assert entry.mail is not None
    return replace(entry.mail, thread_id="t1")


class TestBreaker:
    def tripped(self) -> World:
        world = World(None, creator(), *ROWS)
        world.set_rules(daily_cap=3)
        world.launch()
        for number in range(3):
            note_bounce(world.app, MAILBOX, f"b{number}")
        world.set_rules(daily_cap=100)
        return world

    def test_that_opens_again_on_the_day_it_was_closed_is_told_again(self) -> None:
        world = self.tripped()
        world.sweep()
        close_breaker(world.app, MAILBOX, "Kim")
        world.reject(only_case(world).id)
        for number in range(3):
            note_bounce(world.app, MAILBOX, f"c{number}")
        world.sweep()
        assert only_case(world).reason is Reason.MANY_BOUNCES
        world.sweep()
        assert len(world.app.store.open_cases()) == 1

    def test_holds_first_contacts_tells_people_and_lets_replies_leave(self) -> None:
        world = self.tripped()
        before = len(world.app.mailbox.sent)
        assert world.sweep().waiting == 6 - before
        assert len(world.app.mailbox.sent) == before
        (case,) = world.app.store.open_cases()
        assert case.reason is Reason.MANY_BOUNCES
        assert case.evidence == (
            f"{MAILBOX} writes to no new people since {NOW + timedelta(seconds=6):%Y-%m-%d %H:%M} UTC: "
            "3 of its newest mails were refused for good"
        )
        assert world.app.notifier.titles == ["Many bounces: no negotiation"]
        world.write("It is $4,000.", ASK_4000)
        assert len(world.app.mailbox.sent) == before + 1

    def test_is_closed_by_a_person_alone_and_their_name_is_kept(self) -> None:
        world = self.tripped()
        world.sweep(hours=48)
        assert len(world.app.mailbox.sent) == 3
        close_breaker(world.app, MAILBOX, "Kim")
        world.sweep()
        assert len(world.app.mailbox.sent) == 6
        assert [(change.person, change.what) for change in box(world).changes][-1] == ("Kim", "breaker closed")
        with pytest.raises(NotAllowed, match="is not open"):
            close_breaker(world.app, MAILBOX, "Kim")

    def test_a_bounce_that_a_turn_believed_is_counted_once(self) -> None:
        world = World()
        world.launch()
        report = {"X-Failed-Recipients": "mia@creator.example", "subject": "Delivery Status Notification"}
        world.write("The address was not found.", None, sender="mailer-daemon@googlemail.com", **report)
        pacing = world.app.store.pacing(MAILBOX)
        assert pacing is not None
        assert len(pacing.bounces) == 1

    def test_a_bounce_outside_every_negotiation_counts_when_a_mail_server_vouches_for_it(self) -> None:
        world = World()
        world.launch()
        report = {"subject": "Delivery Status Notification (Failure)", "thread_id": "elsewhere"}
        daemon = {"sender": "mailer-daemon@googlemail.com", **report}
        world.write("550 5.1.1", None, **daemon, **{"X-Failed-Recipients": "old@else.example"})
        forged = {**daemon, "auth": "fail", "thread_id": "forged"}
        world.write("550 5.1.1", None, **forged, **{"X-Failed-Recipients": "old@else.example"})
        of_nobody = {**report, "sender": "mailer-daemon@attacker.example", "thread_id": "nobodys"}
        world.write("550 5.1.1", None, **of_nobody, **{"X-Failed-Recipients": "old@else.example"})
        pacing = world.app.store.pacing(MAILBOX)
        assert pacing is not None
        assert len(pacing.bounces) == 1
        assert pacing.bounces[0].inbound_id.startswith(MAILBOX)


class TestSettings:
    def test_every_change_is_kept_with_its_name_and_time(self) -> None:
        world = World()
        world.app.clock.advance(minutes=1)
        world.set_rules(daily_cap=50, signature="Best,\nAna")
        newest = box(world).changes[-1]
        assert (newest.at, newest.person) == (NOW + timedelta(minutes=1), "Kim")
        assert newest.what == "signature from none to Best, / Ana; daily cap from 400 to 50"
        world.set_rules(daily_cap=50)
        assert len(box(world).changes) == 2

    def test_all_that_is_wrong_is_told_and_nothing_is_set(self) -> None:
        world = World()
        with pytest.raises(InvalidInput) as refused:
            set_rules(world.app, MAILBOX, "Kim", {"daily_cap": 5000, "seconds_between": -1})
        assert len(refused.value.problems) == 2
        assert box(world).rules.daily_cap == 400

    def test_a_mailbox_of_others_and_nobodys_name_are_refused(self) -> None:
        with pytest.raises(InvalidInput, match="say who is acting"):
            switch_sending(World().app, MAILBOX, " ", on=False)
        with pytest.raises(InvalidInput, match="none of ours"):
            switch_sending(World().app, "else@agency.example", "Kim", on=False)

    def test_what_was_switched_off_leaves_when_it_is_switched_on(self) -> None:
        world = World()
        switch_sending(world.app, MAILBOX, "Kim", on=False)
        world.launch()
        assert world.app.mailbox.sent == []
        switch_sending(world.app, MAILBOX, "Kim", on=True)
        world.sweep()
        assert len(world.app.mailbox.sent) == 1

    def test_a_signature_stands_under_openings_and_answers_and_passes_the_gate(self) -> None:
        signature = "Kind regards,\nAlex Morgan\nNorthwind, +49 30 1234567\nwww.northwind.example"
        world = World()
        world.set_rules(signature=signature)
        world.launch()
        world.write("It is $4,000.", ASK_4000)
        assert len(world.app.mailbox.sent) == 2
        for mail in world.app.mailbox.sent:
            assert mail.body.endswith(f"\n\n{signature}\n")
            assert "Best," not in mail.body

    def test_a_link_of_the_signature_may_stand_nowhere_else(self) -> None:
        world = World()
        world.set_rules(signature="Kind regards,\nAlex\nwww.northwind.example")
        words = "Hi Mia,\n\nOur offer is $1,000.00. See www.northwind.example for more about the brand."
        world.app.model.words = [words, words]
        world.launch()
        assert world.app.mailbox.sent == []
        (case,) = world.app.store.open_cases()
        assert case.reason is Reason.GATE_FAILED


def test_a_claim_that_ends_in_waiting_is_taken_back() -> None:
    world = World(None, *ROWS[:2])
    world.set_rules(seconds_between=60)
    world.launch()
    waiting = next(entry for entry in world.entries() if entry.state is not EntryState.SENT)
    assert claim_entry(world.app, waiting) is None
    assert (waiting.attempts, waiting.lease_until) == (0, None)

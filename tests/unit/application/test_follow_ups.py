"""A silent creator is followed up when it is due, once, and nobody else is; in the end people hear of the silence."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from shared.application.claims import claim_lane
from shared.application.follow_up import follow_up
from shared.application.renew_watch import renew_watch
from shared.application.steer_negotiation import Command, steer_negotiation
from shared.application.sweep import LOOKS, sweep
from shared.domain.campaign import Campaign, FollowUps, Unanswered
from shared.domain.decision import Reason
from shared.domain.errors import InvalidInput, ParleyError, Refused, Unavailable
from shared.domain.negotiation import Stage
from shared.domain.own_words import OwnWords
from shared.domain.patience import MAX_ATTEMPTS
from shared.domain.reading.facts import Intent
from shared.domain.records import CaseRecord, EntryState, InboundState, Outcome, SuppressionRecord, ThreadRecord
from shared.domain.states import State
from tests.unit.application.world import LEASE, N1, World, only_case
from tests.unit.domain.builders import (
    AUTOMATIC,
    CREATOR_EMAIL,
    MAILBOX,
    NOW,
    REVIEWED,
    ask,
    budget,
    campaign,
    creator,
    reading,
    tracker,
    usd,
)

TWICE = FollowUps(after_days=(3, 5), close_after_days=4)
ACCEPT = reading(Intent.ACCEPT)
ASK_4000 = reading(Intent.COUNTER, ask("4000", quote="$4,000"))
AWAY = {"Auto-Submitted": "auto-replied", "subject": "Out of office: Re: Northwind x Mia"}


def silent(found: Campaign | None = None) -> World:
    """The opening left on Monday, 2 March 2026, shortly after nine."""
    world = World(found or campaign(follow_ups=TWICE))
    world.launch()
    return world


def at(world: World, day: int, hour: int = 10) -> None:
    """It is that day of March, and the sweep runs."""
    world.app.clock.instant = datetime(2026, 3, day, hour, tzinfo=UTC)
    renew_watch(world.app, MAILBOX)
    sweep(world.app)
    world.serve()


def stages(world: World) -> list[Stage]:
    return [entry.move.stage for entry in world.entries() if entry.move]


def case_of(world: World) -> CaseRecord:
    assert world.negotiation.open_case_id is not None
    return world.app.store.case(world.negotiation.open_case_id)


class TestFollowedUp:
    def test_each_on_its_day_and_never_twice(self) -> None:
        world = silent()
        sent = []
        for day in (3, 4, 5, 5, 6, 9, 10, 11, 12, 12, 13):
            at(world, day)
            sent.append(len(world.app.mailbox.sent))
        #                 Tue  Wed  Thu  Thu  Fri  Mon  Tue  Wed  Thu  Thu  Fri
        assert sent == [1, 1, 2, 2, 2, 2, 2, 2, 3, 3, 3]
        assert stages(world) == [Stage.OPENING, Stage.FOLLOW_UP, Stage.FOLLOW_UP]

    def test_it_repeats_the_offer_and_its_terms_in_the_same_thread(self) -> None:
        world = silent()
        at(world, 5)
        opening, again = world.app.mailbox.sent
        assert again.thread_id == world.thread_id
        assert (again.to, again.subject) == (opening.to, "Re: Northwind x Mia")
        assert "Our offer, unchanged:\n- Deliverables: 1 Instagram Reel\n- Fee: $1,000.00\n" in again.body
        assert again.body.partition("- Deliv")[2] == opening.body.partition("- Deliv")[2]

    def test_it_costs_no_round_and_leaves_the_state(self) -> None:
        world = silent()
        before = world.negotiation
        at(world, 5)
        after = world.negotiation
        assert (after.state, after.rounds, after.follow_up_count) == (before.state, 1, 1)
        assert after.waiting_since == datetime(2026, 3, 5, 10, tzinfo=UTC)

    def test_the_model_is_told_only_that_they_did_not_answer(self) -> None:
        world = silent()
        at(world, 5)
        brief = world.app.model.briefs[-1]
        assert (brief.stage, brief.offer, brief.their_ask) == ("follow_up", "$1,000.00", None)
        assert brief.their_summary == "They have not answered our last mail."
        at(world, 12)
        assert world.app.model.briefs[-1].their_summary == "They have not answered our last 2 mails."

    def test_after_a_counter_offer_that_one_is_repeated(self) -> None:
        world = silent()
        world.write("It is $4,000.", ASK_4000)
        offer = world.negotiation.offers[-1]
        at(world, 5)
        assert stages(world) == [Stage.OPENING, Stage.COUNTER, Stage.FOLLOW_UP]
        assert world.negotiation.offers[-2:] == (offer, offer)
        assert world.negotiation.state is State.COUNTER_SENT
        assert f"- Fee: {offer.display()}\n" in world.app.mailbox.sent[-1].body

    def test_an_answer_to_it_goes_on_as_ever_and_starts_the_days_anew(self) -> None:
        world = silent()
        at(world, 5)
        assert world.write("It is $4,000.", ASK_4000).outcome is Outcome.ANSWERED
        assert (world.negotiation.state, world.negotiation.follow_up_count) == (State.COUNTER_SENT, 0)
        at(world, 9)
        assert stages(world)[-1] is Stage.COUNTER
        at(world, 10, 11)
        assert stages(world)[-1] is Stage.FOLLOW_UP

    def test_a_campaign_that_says_nothing_of_it_sends_none(self) -> None:
        world = silent(campaign())
        for day in range(3, 31):
            at(world, day)
        assert stages(world) == [Stage.OPENING]

    def test_more_than_one_sweep_can_follow_up_are_left_to_the_next(self) -> None:
        rows = [creator(email=f"c{number}@creator.example") for number in range(LOOKS + 3)]
        world = World(campaign(follow_ups=TWICE), *rows)
        world.launch()
        world.app.clock.instant = datetime(2026, 3, 5, 12, tzinfo=UTC)
        found = [sweep(world.app).silences for _ in range(3)]
        assert found == [LOOKS, 3, 0]
        assert len(world.app.mailbox.sent) == 2 * (LOOKS + 3)


class TestHeldBack:
    def test_with_review_it_waits_for_a_person_and_then_counts_from_there(self) -> None:
        world = silent()
        stored = world.app.store.campaign("spring")
        world.app.store.update(stored, lambda found: replace(found, autonomy=REVIEWED))
        at(world, 5)
        assert (len(world.app.mailbox.sent), case_of(world).reason) == (1, Reason.NEEDS_APPROVAL)
        assert case_of(world).evidence == "follow-up 1 of 2: no answer since 2 March 2026"
        at(world, 9)
        assert len(world.entries()) == 2
        world.approve(case_of(world).id)
        assert (len(world.app.mailbox.sent), world.negotiation.follow_up_count) == (2, 1)
        assert world.negotiation.waiting_since == datetime(2026, 3, 9, 10, tzinfo=UTC)

    def test_a_mail_that_the_gate_refuses_waits_for_a_person_who_may_send_it(self) -> None:
        world = silent()
        world.app.model.words += ["Hi Mia,\n\nWe could do $1,400.", "Hi Mia,\n\nWe could do $1,400."]
        at(world, 5)
        assert (world.negotiation.state, case_of(world).reason) == (State.ESCALATED, Reason.GATE_FAILED)
        world.approve(case_of(world).id)
        assert (world.negotiation.state, len(world.app.mailbox.sent)) == (State.COUNTER_SENT, 2)

    def test_the_same_words_once_more_go_to_a_person(self) -> None:
        world = silent()
        world.app.model.words += ["Hi Mia,\n\nDid you see my mail about this?"] * 2
        for day in (5, 12):
            at(world, day)
        assert (len(world.app.mailbox.sent), case_of(world).reason) == (2, Reason.GATE_FAILED)
        assert case_of(world).failures == ("repetition: word for word our last mail; write it in other words",)

    def test_after_a_persons_own_words_there_is_none_and_the_silence_still_ends(self) -> None:
        world = silent()
        world.app.model.words += ["Hi Mia,\n\nWe could do $1,400.", "Hi Mia,\n\nWe could do $1,400."]
        at(world, 5)
        world.approve(case_of(world).id)
        for day in (6, 9, 10, 11, 12, 13, 16):
            at(world, day)
        assert (len(world.app.mailbox.sent), world.negotiation.state) == (2, State.STALE)

    @pytest.mark.parametrize("command", [Command.PAUSE, Command.CLAIM, Command.STOP])
    def test_what_a_person_took_in_hand_is_not_followed_up(self, command: Command) -> None:
        world = silent()
        steer_negotiation(world.app, N1, command, "Kim")
        for day in (5, 12, 31):
            at(world, day)
        assert (len(world.app.mailbox.sent), world.negotiation.next_look_at) == (1, None)

    @pytest.mark.parametrize(("take", "give"), [(Command.PAUSE, Command.RESUME), (Command.CLAIM, Command.RELEASE)])
    def test_handed_back_the_days_count_from_there(self, take: Command, give: Command) -> None:
        world = silent()
        steer_negotiation(world.app, N1, take, "Kim")
        world.app.clock.instant = datetime(2026, 3, 10, 9, tzinfo=UTC)
        steer_negotiation(world.app, N1, give, "Kim")
        at(world, 12)
        assert len(world.app.mailbox.sent) == 1
        at(world, 13)
        assert len(world.app.mailbox.sent) == 2

    def test_a_pause_between_deciding_and_sending_holds_it(self) -> None:
        world = silent()

        def pause() -> None:
            steer_negotiation(world.app, N1, Command.PAUSE, "Kim")

        world.app.mailbox.on.plan("thread", pause, call=2)
        at(world, 5)
        assert (len(world.app.mailbox.sent), stages(world)[-1]) == (1, Stage.FOLLOW_UP)
        steer_negotiation(world.app, N1, Command.RESUME, "Kim")
        world.sweep()
        assert len(world.app.mailbox.sent) == 2

    def test_an_answer_between_deciding_and_sending_takes_it_back(self) -> None:
        world = silent()
        answered: list[str] = []

        def answer() -> None:
            answered.append(world.arrive("Sounds good!", ACCEPT))

        world.app.mailbox.on.plan("thread", answer, call=2)
        at(world, 5)
        world.sweep()
        assert world.app.store.inbound(answered[0]).outcome is Outcome.ANSWERED
        assert [entry.state for entry in world.entries()] == [EntryState.SENT, EntryState.WITHDRAWN, EntryState.SENT]
        assert (world.negotiation.state, world.negotiation.follow_up_count) == (State.AGREED, 0)

    def test_a_queued_answer_is_decided_first(self) -> None:
        world = silent()
        inbound_id = world.arrive("Sounds good!", ACCEPT)
        world.notify()
        world.app.clock.instant = datetime(2026, 3, 5, 12, tzinfo=UTC)
        assert follow_up(world.app, world.negotiation) is False
        world.serve()
        assert world.app.store.inbound(inbound_id).state is InboundState.DONE
        assert (world.negotiation.state, stages(world)) == (State.AGREED, [Stage.OPENING, Stage.AGREEMENT])

    @pytest.mark.parametrize("is_queued", [True, False])
    def test_an_answer_under_another_subject_is_decided_first(self, is_queued: bool) -> None:
        world = silent()
        world.app.clock.instant = datetime(2026, 3, 5, 10, tzinfo=UTC)
        parent = world.negotiation.last_mail_id or ""
        world.arrive("Deal!", ACCEPT, thread_id="another", subject="A new subject", References=parent)
        if is_queued:
            world.notify()
        assert not follow_up(world.app, world.negotiation)
        world.notify()
        world.serve()
        assert stages(world) == [Stage.OPENING, Stage.AGREEMENT]

    @pytest.mark.parametrize(
        "spent", [{"target_creators": 1}, {"budget": budget(total=usd("1900"))}], ids=["target", "budget"]
    )
    def test_an_offer_that_could_not_be_honoured_any_more_is_not_repeated(self, spent: dict[str, Any]) -> None:
        world = silent(campaign(follow_ups=TWICE, **spent))
        found = world.app.store.campaign("spring")
        world.app.store.update(found, lambda one: replace(one, tracker=tracker(usd("1000"))))
        for day in range(3, 7):
            at(world, day)
        assert stages(world) == [Stage.OPENING]
        for day in range(7, 14):
            at(world, day)
        assert world.negotiation.state is State.STALE

    def test_a_person_who_wrote_from_the_mailbox_has_taken_over(self) -> None:
        world = silent()
        world.colleague_sends()
        at(world, 5)
        assert (world.negotiation.owner_name, case_of(world).reason) == ("kim@agency.example", Reason.HUMAN_TOOK_OVER)
        assert len(world.app.mailbox.sent) == 1

    def test_an_address_that_is_not_written_to_any_more_ends_the_waiting(self) -> None:
        world = silent(campaign(follow_ups=replace(TWICE, then=Unanswered.EXIT)))
        world.app.store.create(SuppressionRecord(email=CREATOR_EMAIL, version=1, why="asked us to stop", at=NOW))
        at(world, 5)
        assert (world.negotiation.state, len(world.app.mailbox.sent)) == (State.STALE, 1)
        assert world.app.notifier.titles == ["No answer: Mia Lark"]
        assert world.app.notifier.posts[0][1].evidence == (
            "mia@creator.example is not written to any more: asked us to stop"
        )

    def test_while_our_mail_has_not_left_nothing_repeats_it(self) -> None:
        world = World(campaign(follow_ups=TWICE))
        for call in range(1, 20):
            world.app.mailbox.on.fail("create_draft", Unavailable("Gmail is down"), call=call)
        world.launch()
        for day in (3, 4, 5, 6, 9):
            at(world, day)
        assert stages(world) == [Stage.OPENING]
        assert world.app.mailbox.sent == []


class TestMachineMail:
    def test_an_out_of_office_mail_moves_it_to_the_day_after_the_return(self) -> None:
        world = silent()
        away = "I am out of the office and will be back on 12 March 2026."
        assert world.write(away, None, **AWAY).outcome is Outcome.IGNORED
        assert world.negotiation.next_look_at == datetime(2026, 3, 13, 12, tzinfo=UTC)
        for day in (5, 12):
            at(world, day)
        assert (len(world.app.mailbox.sent), world.negotiation.rounds) == (1, 1)
        at(world, 13, 12)
        assert len(world.app.mailbox.sent) == 2
        assert "follow_ups_postponed" in world.events()

    def test_without_a_day_it_moves_by_five_working_days(self) -> None:
        world = silent()
        world.write("I am out of the office with limited access to email.", None, **AWAY)
        assert world.negotiation.away_until == world.app.clock.now().replace(day=9) - timedelta(seconds=1)

    def test_an_answer_after_all_ends_the_absence(self) -> None:
        world = silent()
        world.write("I am out of the office and will be back on 27 March 2026.", None, **AWAY)
        world.write("It is $4,000.", ASK_4000)
        at(world, 5)
        assert stages(world) == [Stage.OPENING, Stage.COUNTER, Stage.FOLLOW_UP]

    def test_a_mail_that_is_still_being_delivered_is_not_followed_up(self) -> None:
        world = silent()
        delayed = {
            "sender": "mailer-daemon@googlemail.com",
            "subject": "Delivery Status Notification (Delay)",
            "Auto-Submitted": "auto-replied",
            "X-Failed-Recipients": CREATOR_EMAIL,
        }
        assert world.write("Delivery incomplete. Gmail will retry for 46 more hours.", None, **delayed).why == (
            "a temporary delivery problem; the mail server keeps trying"
        )
        at(world, 6)
        assert len(world.app.mailbox.sent) == 1
        at(world, 9)
        assert len(world.app.mailbox.sent) == 2


class TestNoAnswer:
    def test_the_silence_ends_at_rest_with_a_card(self) -> None:
        world = silent()
        for day in (5, 12, 17):
            at(world, day)
        assert (world.negotiation.state, len(world.app.mailbox.sent)) == (State.AWAITING_REPLY, 3)
        at(world, 18)
        assert (world.negotiation.state, world.negotiation.next_look_at) == (State.STALE, None)
        assert world.app.notifier.titles == ["No answer: Mia Lark"]
        assert world.app.notifier.posts[0][1].evidence == "no answer since 12 March 2026, after 2 follow-ups"
        assert world.events()[-1] == "timed_out"
        at(world, 31)
        assert len(world.app.notifier.posts) == 1

    def test_without_follow_ups_it_ends_after_two_weeks(self) -> None:
        world = silent(campaign())
        at(world, 13)
        before = world.negotiation.state
        at(world, 16)
        assert (before, world.negotiation.state) == (State.AWAITING_REPLY, State.STALE)
        assert world.app.notifier.posts[0][1].evidence == "no answer since 2 March 2026"

    def test_a_late_answer_takes_it_up_again(self) -> None:
        world = silent(campaign())
        at(world, 16)
        assert world.write("It is $4,000.", ASK_4000).outcome is Outcome.ANSWERED
        assert world.negotiation.state is State.COUNTER_SENT
        assert world.negotiation.next_look_at == datetime(2026, 3, 17, 10, 1, 1, tzinfo=UTC)

    def test_where_others_were_to_open_and_nobody_ever_answers(self) -> None:
        world = silent(campaign(joins_outreach=True, follow_ups=replace(TWICE, then=Unanswered.EXIT)))
        for day in (5, 6):
            at(world, day)
        assert (world.negotiation.state, world.app.mailbox.sent) == (State.STALE, [])
        assert world.app.notifier.titles == ["No answer: Mia Lark"]

    def test_a_campaign_may_close_with_a_mail(self) -> None:
        world = silent(campaign(follow_ups=FollowUps(close_after_days=4, then=Unanswered.EXIT)))
        at(world, 6)
        assert (world.negotiation.state, stages(world)) == (State.EXITED, [Stage.OPENING, Stage.EXIT])
        assert len(world.app.mailbox.sent) == 2
        assert world.app.notifier.titles == ["Ended without a deal: Mia Lark"]
        assert world.events()[-3:] == ["timed_out", "exit_decided", "mail_sent"]

    def test_a_closing_mail_waits_for_a_person_where_exits_do(self) -> None:
        found = campaign(
            autonomy=replace(AUTOMATIC, exits=REVIEWED.exits),
            follow_ups=FollowUps(close_after_days=4, then=Unanswered.EXIT),
        )
        world = silent(found)
        at(world, 6)
        assert (world.negotiation.state, case_of(world).reason) == (State.STALE, Reason.NEEDS_APPROVAL)
        assert world.app.notifier.titles == ["Needs approval: Mia Lark"]
        world.approve(case_of(world).id)
        assert (world.negotiation.state, len(world.app.mailbox.sent)) == (State.EXITED, 2)

    def test_a_person_may_keep_the_closing_mail_back(self) -> None:
        world = silent(campaign(autonomy=REVIEWED, follow_ups=FollowUps(close_after_days=4, then=Unanswered.EXIT)))
        world.approve(case_of(world).id)
        at(world, 6)
        world.reject(case_of(world).id)
        assert (world.negotiation.state, world.negotiation.owner_name) == (State.STALE, "Kim")
        assert len(world.app.mailbox.sent) == 1


class TestThroughFailures:
    @pytest.mark.parametrize("method", ["create_draft", "send_draft"])
    def test_a_lost_answer_of_gmail_leaves_one(self, method: str) -> None:
        world = silent()
        world.app.mailbox.on.lose_answer(method, Unavailable("the answer was lost"))
        at(world, 5)
        world.sweep()
        assert len(world.app.mailbox.sent) == 2

    def test_a_worker_that_died_while_it_decided(self) -> None:
        world = silent()
        world.app.model.on.plan("word", broken)
        with pytest.raises(Broken):
            at(world, 5)
        world.sweep(minutes=1)
        assert len(world.app.mailbox.sent) == 1
        world.sweep(seconds=LEASE.total_seconds())
        assert len(world.app.mailbox.sent) == 2

    def test_another_worker_at_the_thread_is_left_alone(self) -> None:
        world = silent()
        world.app.clock.instant = datetime(2026, 3, 5, 12, tzinfo=UTC)
        assert claim_lane(world.app, lane(world)) is not None
        assert follow_up(world.app, world.negotiation) is False
        assert len(world.app.mailbox.sent) == 1

    def test_what_another_sweep_has_done_meanwhile_is_not_done_again(self) -> None:
        world = silent()
        world.app.clock.instant = datetime(2026, 3, 5, 12, tzinfo=UTC)
        seen_before = world.negotiation
        assert follow_up(world.app, seen_before) is True
        assert follow_up(world.app, seen_before) is False
        assert (len(world.app.mailbox.sent), len(world.entries())) == (2, 2)

    def test_a_model_that_is_down_delays_it(self) -> None:
        world = silent()
        world.app.model.on.fail("word", Unavailable("the model is down"))
        at(world, 5)
        assert len(world.app.mailbox.sent) == 1
        world.sweep()
        assert len(world.app.mailbox.sent) == 2

    def test_one_that_fails_again_and_again_goes_to_a_person(self) -> None:
        world = silent()
        for call in range(1, MAX_ATTEMPTS + 1):
            world.app.model.on.fail("word", InvalidInput(["too long"]), call=call)
        at(world, 5)
        for _ in range(MAX_ATTEMPTS):
            world.sweep()
        assert (world.negotiation.state, case_of(world).reason) == (State.ESCALATED, Reason.PARKED)
        world.approve(case_of(world).id)
        world.sweep(days=1)
        world.sweep(days=3)
        assert len(world.app.mailbox.sent) == 2

    @pytest.mark.parametrize("error", [Unavailable("the model is down"), Refused("the key is revoked")])
    def test_a_day_without_the_model_gives_nobody_work(self, error: ParleyError) -> None:
        world = silent()
        for call in range(1, MAX_ATTEMPTS + 3):
            world.app.model.on.fail("word", error, call=call)
        at(world, 5)
        for _ in range(MAX_ATTEMPTS + 1):
            world.sweep(hours=1)
        assert (world.negotiation.open_case_id, len(world.app.mailbox.sent)) == (None, 1)
        world.sweep(hours=1)
        assert len(world.app.mailbox.sent) == 2

    def test_after_more_than_a_day_without_the_model_a_person_is_asked(self) -> None:
        world = silent()
        for call in range(1, 2 * MAX_ATTEMPTS + 3):
            world.app.model.on.fail("word", Unavailable("the model is down"), call=call)
        at(world, 5)
        at(world, 6, 12)
        for _ in range(MAX_ATTEMPTS):
            world.sweep()
        assert (len(world.app.mailbox.sent), case_of(world).reason) == (1, Reason.PARKED)

    def test_without_tokens_of_its_own_a_person_is_asked(self) -> None:
        world = silent()
        world.app = replace(world.app, policy=replace(world.app.policy, negotiation_tokens=1))
        at(world, 5)
        assert (len(world.app.mailbox.sent), case_of(world).reason) == (1, Reason.NEGOTIATION_TOKENS_SPENT)

    def test_without_tokens_of_the_day_it_waits_for_the_next(self) -> None:
        world = World(campaign(follow_ups=TWICE), creator(), creator(email="zoe@creator.example"))
        world.launch()
        # One follow-up takes 110.
        world.app = replace(world.app, policy=replace(world.app.policy, daily_tokens=100))
        at(world, 5)
        found = world.app.store.negotiations("spring")
        assert len(world.app.mailbox.sent) == 3
        assert datetime(2026, 3, 6, tzinfo=UTC) in {one.next_look_at for one in found}
        assert [one.open_case_id for one in found] == [None, None]
        at(world, 6)
        assert len(world.app.mailbox.sent) == 4

    def test_a_sweep_full_of_failing_ones_keeps_no_other_waiting(self) -> None:
        rows = [creator(name=f"Mia {n}", email=f"mia{n}@creator.example") for n in range(LOOKS + 1)]
        world = World(campaign(follow_ups=TWICE), *rows)
        world.launch()
        for call in range(1, LOOKS + 1):
            world.app.mailbox.on.fail("thread", Unavailable("no answer"), call=call)
        at(world, 5)
        assert stages(world).count(Stage.FOLLOW_UP) == 1

    def test_one_that_cannot_be_worded_keeps_no_other_waiting(self) -> None:
        world = World(campaign(follow_ups=TWICE), creator(), creator(email="zoe@creator.example"))
        world.launch()
        world.app.model.on.fail("word", Unavailable("the model is down"))
        at(world, 5)
        assert len(world.app.mailbox.sent) == 3


class Broken(Exception):
    """A bug, seen from outside: nobody expects it and nobody catches it."""


def broken() -> None:
    raise Broken


def lane(world: World) -> ThreadRecord:
    found = world.app.store.thread(f"{MAILBOX}:{world.thread_id}")
    assert found is not None
    return found


class TestHandedBack:
    """A person had it in hand while the next word was ours: it is looked at again like any other."""

    def claimed(self) -> World:
        """A person has the negotiation, and the creator's price is theirs to answer."""
        world = silent()
        steer_negotiation(world.app, N1, Command.CLAIM, "Kim")
        world.write("It is $4,000.")
        assert world.negotiation.state is State.COUNTER_RECEIVED
        return world

    def test_what_a_person_answered_by_hand_ends_as_unanswered_one_day(self) -> None:
        world = self.claimed()
        world.colleague_sends("Let me ask the client.")
        steer_negotiation(world.app, N1, Command.RELEASE, "Kim")
        assert world.negotiation.state is State.COUNTER_SENT
        at(world, 9)
        assert (world.negotiation.state, len(world.app.mailbox.sent)) == (State.STALE, 1)
        assert world.app.notifier.titles[-1] == "No answer: Mia Lark"

    def test_what_nobody_answered_goes_to_a_person_and_is_not_followed_up(self) -> None:
        world = self.claimed()
        (mail,) = only_case(world).inbound_ids
        steer_negotiation(world.app, N1, Command.RELEASE, "Kim")
        at(world, 5)
        (case,) = world.app.store.open_cases()
        assert (case.reason, case.inbound_ids) == (Reason.UNANSWERED, (mail,))
        assert case.evidence == f"nobody has answered their mail since the negotiation was handed back: {mail}"
        assert (world.negotiation.state, len(world.app.mailbox.sent)) == (State.ESCALATED, 1)
        world.answer(case.id, OwnWords(text="Hi Mia,\n\nthank you for your patience."))
        assert (world.negotiation.state, len(world.app.mailbox.sent)) == (State.COUNTER_SENT, 2)

    def test_so_does_what_an_escalated_case_left_unanswered(self) -> None:
        world = silent()
        world.write("My lawyer says $4,000.", replace(ASK_4000, legal_language=True))
        steer_negotiation(world.app, N1, Command.CLAIM, "Kim")
        steer_negotiation(world.app, N1, Command.RELEASE, "Kim")
        at(world, 5)
        assert [case.reason for case in world.app.store.open_cases()] == [Reason.UNANSWERED]
        assert len(world.app.mailbox.sent) == 1

    def test_a_draft_that_a_person_rejected_leaves_nothing_that_is_never_looked_at(self) -> None:
        world = silent(campaign(follow_ups=TWICE, autonomy=REVIEWED))
        (opening,) = world.app.store.open_cases()
        world.approve(opening.id)
        world.write("It is $4,000.", ASK_4000)
        (draft,) = world.app.store.open_cases()
        world.reject(draft.id)
        steer_negotiation(world.app, N1, Command.RELEASE, "Kim")
        at(world, 5)
        assert [case.reason for case in world.app.store.open_cases()] == [Reason.UNANSWERED]

    def test_an_absence_notice_is_no_word_of_theirs(self) -> None:
        world = silent()
        world.write("I am away.", None, **AWAY)
        at(world, 31)
        assert stages(world) == [Stage.OPENING, Stage.FOLLOW_UP]

    def test_a_teammates_own_mail_is_an_answer(self) -> None:
        world = self.claimed()
        world.write("I will look into it, Mia.", sender="kim@agency.example")
        steer_negotiation(world.app, N1, Command.RELEASE, "Kim")
        at(world, 5)
        assert [case.reason for case in world.app.store.open_cases()] == []

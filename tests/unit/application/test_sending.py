"""From the commit to the mail that left: checks, single-use drafts, lost answers, and other people."""

from dataclasses import replace
from datetime import timedelta

import pytest

from shared.application.claims import claim_entry, record_draft
from shared.application.deliver import deliver
from shared.application.resolve_case import approve_case
from shared.application.steer_negotiation import Command, steer_negotiation
from shared.domain.decision import Reason
from shared.domain.errors import Contention, RateLimited, Refused, Unavailable, Unclear
from shared.domain.negotiation import Owner
from shared.domain.reading import Intent, Question, Topic
from shared.domain.records import EntryKind, EntryState, InboundState, OutboxEntry, Outcome
from shared.domain.states import State
from tests.unit.application.world import LEASE, N1, World
from tests.unit.domain.builders import MAILBOX, ask, reading, usd

ACCEPT = reading(Intent.ACCEPT)
ASK_4000 = reading(Intent.COUNTER, ask("4000", quote="$4,000"))
ASK_2000 = reading(Intent.COUNTER, ask("2000", quote="$2,000"))
QUESTION = reading(Intent.QUESTION, questions=(Question(topic=Topic.PAYMENT, text="When do you pay?"),))


def opened() -> World:
    world = World()
    world.launch()
    return world


def steer(world: World, command: Command) -> None:
    steer_negotiation(world.app, N1, command, "Kim")


def last(world: World) -> OutboxEntry:
    return world.entries()[-1]


class TestLostAnswers:
    @pytest.mark.parametrize("method", ["create_draft", "send_draft"])
    def test_of_gmail_cost_no_second_mail(self, method: str) -> None:
        world = opened()
        world.app.mailbox.on.lose_answer(method, Unclear("the connection broke"))
        world.write("It is $4,000.", ASK_4000)
        assert last(world).state is not EntryState.SENT
        world.sweep()
        assert world.app.mailbox.markers == [f"{N1}-1", f"{N1}-2"]
        assert last(world).state is EntryState.SENT
        assert world.negotiation.rounds == 2
        assert world.app.mailbox.drafts == {}

    @pytest.mark.parametrize("method", ["create_draft", "send_draft"])
    def test_of_gmail_cost_no_second_opening(self, method: str) -> None:
        world = World()
        world.app.mailbox.on.lose_answer(method, Unclear("the connection broke"))
        world.launch()
        world.sweep()
        assert world.app.mailbox.markers == [f"{N1}-1"]
        assert last(world).state is EntryState.SENT

    def test_of_slack_cost_no_second_card(self) -> None:
        world = opened()
        world.app.notifier.on.lose_answer("post", Unclear("the connection broke"))
        world.write("Deal!", ACCEPT)
        world.sweep()
        assert world.app.notifier.titles == ["Deal agreed: Mia Lark"]
        cards = [entry for entry in world.app.store.entries() if entry.kind is EntryKind.CARD]
        assert [card.state for card in cards] == [EntryState.SENT]

    def test_a_message_id_that_cannot_be_read_back_costs_threading_alone(self) -> None:
        world = World()
        world.app.mailbox.on.fail("rfc822_message_id", Unavailable("503"))
        world.launch()
        assert last(world).state is EntryState.SENT
        assert world.negotiation.last_mail_id is None
        assert world.app.mailbox.markers == [f"{N1}-1"]


class TestTrouble:
    def test_an_unreachable_gmail_leaves_the_mail_for_later(self) -> None:
        world = opened()
        world.app.mailbox.on.fail("send_draft", Unavailable("503"))
        record = world.write("It is $4,000.", ASK_4000)
        assert record.outcome is Outcome.ANSWERED
        entry = last(world)
        assert (entry.state, entry.lease_until, entry.last_error) == (EntryState.DRAFTED, None, "503")
        assert entry.next_attempt_at == world.app.clock.now() + timedelta(seconds=10)
        world.sweep()
        assert len(world.app.mailbox.sent) == 2

    def test_what_gmail_asks_to_wait_is_waited(self) -> None:
        world = opened()
        later = world.app.clock.now() + timedelta(hours=1)
        world.app.mailbox.on.fail("create_draft", RateLimited("slow down", retry_at=later))
        world.write("It is $4,000.", ASK_4000)
        assert last(world).next_attempt_at == later
        world.sweep(minutes=30)
        assert len(world.app.mailbox.sent) == 1
        world.sweep(minutes=31)
        assert len(world.app.mailbox.sent) == 2

    def test_a_refusal_hands_the_mail_to_a_person(self) -> None:
        world = opened()
        world.app.mailbox.on.fail("create_draft", Refused("the token was revoked"))
        with pytest.raises(Refused):
            world.write("It is $4,000.", ASK_4000)
        assert last(world).state is EntryState.REVIEW
        (case,) = world.app.store.open_cases()
        assert (case.reason, case.draft_id) == (Reason.SEND_UNCLEAR, last(world).id)
        world.sweep()
        assert "Send unclear: Mia Lark" in world.app.notifier.titles
        assert len(world.app.mailbox.sent) == 1

    def test_slack_that_is_down_holds_up_no_mail(self) -> None:
        world = opened()
        world.app.notifier.on.fail("post", Unavailable("slack is down"))
        world.write("Deal!", ACCEPT)
        assert len(world.app.mailbox.sent) == 2
        assert world.app.notifier.posts == []
        world.sweep()
        assert world.app.notifier.titles == ["Deal agreed: Mia Lark"]


def claimable() -> World:
    """An answer that Gmail refused once: in the outbox, without a draft, not due yet."""
    world = opened()
    world.app.mailbox.on.fail("create_draft", Unavailable("503"))
    world.write("It is $4,000.", ASK_4000)
    return world


class TestDrafts:
    def test_a_draft_that_somebody_sent_by_hand_unmarked_is_reviewed(self) -> None:
        world = opened()
        world.app.mailbox.on.plan("send_draft", lambda: world.app.mailbox.delete_draft(MAILBOX, "r4"))
        world.write("It is $4,000.", ASK_4000)
        assert last(world).state is EntryState.REVIEW
        (case,) = world.app.store.open_cases()
        assert case.reason is Reason.SEND_UNCLEAR
        assert len(world.app.mailbox.sent) == 1

    def test_a_draft_that_another_worker_sent_is_counted_as_sent(self) -> None:
        world = opened()

        def other_worker() -> None:
            world.app.mailbox.send_draft(MAILBOX, "r4")

        world.app.mailbox.on.plan("send_draft", other_worker)
        world.write("It is $4,000.", ASK_4000)
        assert last(world).state is EntryState.SENT
        assert world.app.mailbox.markers == [f"{N1}-1", f"{N1}-2"]
        assert world.app.store.open_cases() == []

    @pytest.mark.parametrize("method", ["thread", "create_draft", "send_draft"])
    def test_a_worker_who_overslept_its_lease_sends_nothing_more(self, method: str) -> None:
        world = opened()

        def oversleep() -> None:
            world.app.clock.advance(seconds=LEASE.total_seconds() + 1)
            deliver(world.app, last(world))

        calls = 2 if method == "thread" else 1  # the turn itself looks at the thread first
        world.app.mailbox.on.plan(method, oversleep, call=calls)
        world.write("It is $4,000.", ASK_4000)
        world.sweep()
        assert world.app.mailbox.markers == [f"{N1}-1", f"{N1}-2"]
        assert last(world).state is EntryState.SENT
        assert world.app.mailbox.drafts == {}
        assert world.events().count("mail_sent") == 2
        assert len(world.app.store.turns(N1)) == 3

    def test_a_claimed_entry_is_nobody_elses_until_the_lease_is_over(self) -> None:
        world = claimable()
        first = claim_entry(world.app, last(world), early=True)
        assert first is not None
        assert claim_entry(world.app, last(world), early=True) is None
        world.app.clock.advance(seconds=LEASE.total_seconds())
        second = claim_entry(world.app, last(world), early=True)
        assert second is not None
        assert (second.token, second.attempts) == (first.token + 1, first.attempts + 1)

    def test_a_draft_of_a_worker_who_lost_its_claim_is_not_recorded(self) -> None:
        world = claimable()
        late = claim_entry(world.app, last(world), early=True)
        assert late is not None
        world.app.clock.advance(seconds=LEASE.total_seconds())
        assert claim_entry(world.app, last(world), early=True) is not None
        assert record_draft(world.app, late, "r-late", "t1") is None
        assert last(world).draft_id is None

    def test_a_second_draft_is_never_recorded(self) -> None:
        world = claimable()
        claimed = claim_entry(world.app, last(world), early=True)
        assert claimed is not None
        assert record_draft(world.app, claimed, "r-first", "t1") is not None
        assert record_draft(world.app, claimed, "r-second", "t1") is None
        assert (last(world).draft_id, last(world).state) == ("r-first", EntryState.DRAFTED)

    def test_an_entry_that_is_not_due_is_left_alone(self) -> None:
        world = claimable()
        assert claim_entry(world.app, last(world)) is None
        assert last(world).lease_until is None


class TestStops:
    """What people do between the commit and the sending."""

    def act_before_sending(self, world: World, command: Command) -> None:
        world.app.mailbox.on.plan("thread", lambda: steer(world, command), call=2)
        world.write("It is $4,000.", ASK_4000)

    def test_a_stop_withdraws_the_mail(self) -> None:
        world = opened()
        self.act_before_sending(world, Command.STOP)
        assert (world.negotiation.state, last(world).state) == (State.STOPPED, EntryState.WITHDRAWN)
        world.sweep()
        assert len(world.app.mailbox.sent) == 1

    def test_a_pause_keeps_the_mail_until_the_resume(self) -> None:
        world = opened()
        self.act_before_sending(world, Command.PAUSE)
        world.sweep()
        assert (world.negotiation.state, len(world.app.mailbox.sent)) == (State.PAUSED, 1)
        steer(world, Command.RESUME)
        world.sweep()
        assert (world.negotiation.state, len(world.app.mailbox.sent)) == (State.COUNTER_SENT, 2)

    def test_a_mail_that_has_left_already_is_counted_as_sent_in_a_pause_too(self) -> None:
        world = opened()
        world.app.mailbox.on.lose_answer("send_draft", Unclear("the connection broke"))
        world.write("It is $4,000.", ASK_4000)
        steer(world, Command.PAUSE)
        world.sweep()
        assert (world.negotiation.state, last(world).state) == (State.PAUSED, EntryState.SENT)
        assert len(world.app.mailbox.sent) == 2

    def test_a_mail_that_was_parked_holds_back_the_older_answer(self) -> None:
        world = claimable()
        lane = world.app.store.thread(f"{MAILBOX}:{world.thread_id}")
        assert lane is not None
        world.app.store.update(lane, lambda current: replace(current, attempts=5))
        record = world.write("Poison.")
        assert record.state is InboundState.PARKED
        world.sweep()
        assert (world.negotiation.state, last(world).state) == (State.ESCALATED, EntryState.WITHDRAWN)
        assert world.negotiation.offers == (usd("1000"),)
        assert len(world.app.mailbox.sent) == 1

    def test_a_claim_withdraws_the_mail_and_gives_its_question_to_the_person(self) -> None:
        world = opened()
        self.act_before_sending(world, Command.CLAIM)
        found = world.negotiation
        assert (last(world).state, found.owner, found.offers) == (
            EntryState.WITHDRAWN,
            Owner.HUMAN,
            (usd("1000"),),
        )
        (case,) = world.app.store.open_cases()
        assert case.reason is Reason.HUMAN_OWNED
        assert len(world.app.mailbox.sent) == 1

    def test_a_claim_before_the_opening_left_keeps_it_for_a_person(self) -> None:
        world = World()
        world.app.mailbox.on.fail("send_draft", Unavailable("503"))
        world.launch()
        steer(world, Command.CLAIM)
        world.sweep()
        (case,) = world.app.store.open_cases()
        assert (case.reason, case.draft_id, world.negotiation.state) == (
            Reason.NEEDS_APPROVAL,
            f"{N1}-1",
            State.INITIAL_OFFER,
        )
        assert (last(world).state, world.app.mailbox.drafts) == (EntryState.HELD, {})
        steer(world, Command.RELEASE)
        approve_case(world.app, case.id, "Kim")
        assert (world.negotiation.state, world.app.mailbox.markers) == (State.AWAITING_REPLY, [f"{N1}-1"])

    def test_a_claim_of_a_paused_negotiation_waits_for_the_resume(self) -> None:
        world = opened()

        def both() -> None:
            steer(world, Command.PAUSE)
            steer(world, Command.CLAIM)

        world.app.mailbox.on.plan("thread", both, call=2)
        world.write("It is $4,000.", ASK_4000)
        world.sweep()
        assert last(world).state is not EntryState.REVIEW
        steer(world, Command.RESUME)
        world.sweep()
        assert (last(world).state, len(world.app.mailbox.sent)) == (EntryState.WITHDRAWN, 1)

    def test_a_stop_finds_the_recorded_draft_and_deletes_it(self) -> None:
        world = opened()
        world.app.mailbox.on.fail("send_draft", Unavailable("503"))
        world.write("It is $4,000.", ASK_4000)
        assert len(world.app.mailbox.drafts) == 1
        steer(world, Command.STOP)
        world.sweep()
        assert (world.app.mailbox.drafts, last(world).state) == ({}, EntryState.WITHDRAWN)
        assert len(world.app.mailbox.sent) == 1

    def test_a_switched_off_mailbox_sends_nothing_until_it_is_on_again(self) -> None:
        world = opened()
        box = world.app.store.mailbox(MAILBOX)
        assert box is not None
        world.app.store.update(box, lambda current: replace(current, sending=False))
        world.write("It is $4,000.", ASK_4000)
        assert len(world.app.mailbox.sent) == 1
        world.app.store.update(box, lambda current: replace(current, sending=True))
        world.sweep()
        assert len(world.app.mailbox.sent) == 2


class TestNewerMail:
    @pytest.mark.parametrize("notified", [True, False])
    def test_before_sending_the_answer_is_decided_again_on_both(self, notified: bool) -> None:
        world = opened()
        ids: list[str] = []

        def newer() -> None:
            ids.append(world.arrive("Make it $2,000.", ASK_2000))
            if notified:
                world.notify()

        world.app.mailbox.on.plan("thread", newer, call=2)
        first = world.write("It is $4,000.", ASK_4000)
        withdrawn, sent = world.entries()[1:]
        assert (withdrawn.state, sent.state) == (EntryState.WITHDRAWN, EntryState.SENT)
        assert sent.answers == (first.id, *ids)
        found = world.negotiation
        assert (found.asks, found.rounds, len(world.app.mailbox.sent)) == ((usd("2000"),), 2, 2)
        assert world.app.store.inbound(ids[0]).outcome is Outcome.ANSWERED
        assert "mail_withdrawn" in world.events()

    def test_a_newer_absence_note_holds_nothing_up(self) -> None:
        world = opened()
        letter = {"Auto-Submitted": "auto-replied", "subject": "Out of office"}
        world.app.mailbox.on.fail("send_draft", Unavailable("503"))
        world.write("It is $4,000.", ASK_4000)
        world.write("I am away.", None, **letter)
        world.sweep()
        assert world.app.mailbox.markers == [f"{N1}-1", f"{N1}-2"]

    @pytest.mark.parametrize("method", ["create_draft", "send_draft"])
    def test_answered_by_a_later_turn_leaves_the_older_answer_unsent(self, method: str) -> None:
        """The first answer is still in the outbox when the next mail is decided: one of the two may leave."""
        world = opened()
        world.app.mailbox.on.fail(method, Unavailable("503"))
        world.write("It is $4,000.", ASK_4000)
        world.write("Make it $2,000.", ASK_2000)
        world.sweep()
        assert len(world.app.mailbox.sent) == 2
        assert EntryState.SENT not in {entry.state for entry in world.entries()[1:-1]}
        assert last(world).state is EntryState.SENT
        assert world.negotiation.rounds == 2
        assert world.app.mailbox.drafts == {}

    def test_escalated_by_a_later_turn_leaves_the_older_answer_unsent(self) -> None:
        world = opened()
        world.app.mailbox.on.fail("create_draft", Unavailable("503"))
        world.write("It is $4,000.", ASK_4000)
        world.write("I will sue you.", replace(ACCEPT, legal_language=True))
        world.sweep()
        assert (world.negotiation.state, len(world.app.mailbox.sent)) == (State.ESCALATED, 1)

    def test_while_sending_is_off_the_older_answer_is_taken_back(self) -> None:
        world = opened()
        box = world.app.store.mailbox(MAILBOX)
        assert box is not None
        world.app.store.update(box, lambda current: replace(current, sending=False))
        world.write("It is $4,000.", ASK_4000)
        world.write("Make it $2,000.", ASK_2000)
        assert [entry.state for entry in world.entries()[1:]] == [EntryState.WITHDRAWN, EntryState.CLAIMED]
        world.app.store.update(box, lambda current: replace(current, sending=True))
        world.sweep()
        assert len(world.app.mailbox.sent) == 2

    def test_waits_while_the_older_answer_can_neither_leave_nor_be_taken_back(self) -> None:
        world = opened()
        world.app.mailbox.on.fail("send_draft", Unavailable("503"))
        world.write("It is $4,000.", ASK_4000)
        world.app.mailbox.on.fail("delete_draft", Unavailable("503"))
        inbound_id = world.arrive("Make it $2,000.", ASK_2000)
        world.notify()
        with pytest.raises(Contention, match="still on its way"):
            world.serve()
        assert world.app.store.inbound(inbound_id).state is InboundState.QUEUED
        world.sweep()
        assert world.app.mailbox.markers == [f"{N1}-1", f"{N1}-3"]
        assert world.app.mailbox.drafts == {}

    def test_that_waited_in_a_pause_leaves_the_older_answer_unsent(self) -> None:
        world = opened()
        world.app.mailbox.on.plan("thread", lambda: steer(world, Command.PAUSE), call=2)
        world.write("It is $4,000.", ASK_4000)
        world.write("Make it $2,000.", ASK_2000)
        steer(world, Command.RESUME)
        world.serve()
        world.sweep()
        assert len(world.app.mailbox.sent) == 2
        assert last(world).state is EntryState.SENT

    def test_a_closing_mail_that_is_overtaken_goes_to_a_person(self) -> None:
        world = opened()
        world.app.mailbox.on.fail("create_draft", Unavailable("503"))
        world.write("Deal!", ACCEPT)
        world.write("Wait, make it $2,000.")
        world.sweep()
        assert world.negotiation.state is State.AGREED
        assert len(world.app.mailbox.sent) == 1
        assert last(world).state is EntryState.REVIEW
        assert world.app.store.open_cases() != []

    def test_a_person_who_answers_from_the_mailbox_withdraws_ours(self) -> None:
        world = opened()
        world.app.mailbox.on.plan("thread", world.colleague_sends, call=2)
        record = world.write("It is $4,000.", ASK_4000)
        found = world.negotiation
        assert (found.owner, found.owner_name) == (Owner.HUMAN, "kim@agency.example")
        assert (record.outcome, record.why) == (Outcome.ESCALATED, "human_took_over")
        assert last(world).state is EntryState.WITHDRAWN
        assert len(world.app.mailbox.sent) == 1

    def test_nothing_is_left_in_the_queue(self) -> None:
        world = opened()

        def newer() -> None:
            world.arrive("When do you pay?", QUESTION)

        world.app.mailbox.on.plan("thread", newer, call=2)
        world.write("It is $4,000.", ASK_4000)
        assert world.app.store.inbound_of(InboundState.QUEUED) == []

"""What happens between the commit and the sending: people step in, or a newer mail arrives."""

from dataclasses import replace

import pytest

from shared.application.steer_negotiation import Command
from shared.domain.decision import Reason
from shared.domain.errors import Contention, Unavailable, Unclear
from shared.domain.negotiation import Owner
from shared.domain.reading.facts import Intent, Question, Topic
from shared.domain.records import EntryState, InboundState, Outcome
from shared.domain.states import State
from tests.unit.application.world import N1, World, last, opened, steer
from tests.unit.domain.builders import MAILBOX, ask, reading, usd

ACCEPT = reading(Intent.ACCEPT)
ASK_4000 = reading(Intent.COUNTER, ask("4000", quote="$4,000"))
ASK_2000 = reading(Intent.COUNTER, ask("2000", quote="$2,000"))
QUESTION = reading(Intent.QUESTION, questions=(Question(topic=Topic.PAYMENT, text="When do you pay?"),))


def claimable() -> World:
    """An answer that Gmail refused once: in the outbox, without a draft, not due yet."""
    world = opened()
    world.app.mailbox.on.fail("create_draft", Unavailable("503"))
    world.write("It is $4,000.", ASK_4000)
    return world


class TestStops:
    """What people do between the commit and the sending."""

    def act_before_sending(self, world: World, command: Command) -> None:
        world.app.mailbox.on.plan("thread", lambda: steer(world, command), call=2)
        world.write("It is $4,000.", ASK_4000)

    @pytest.mark.parametrize("command", [Command.STOP, Command.PAUSE])
    def test_a_draft_of_which_nobody_heard_is_not_left_to_be_sent_by_hand(self, command: Command) -> None:
        world = opened()
        world.app.mailbox.on.lose_answer("create_draft", Unclear("the connection broke"))
        world.write("It is $4,000.", ASK_4000)
        assert (last(world).draft_id, len(world.app.mailbox.drafts)) == (None, 1)
        steer(world, command)
        world.sweep()
        assert (world.app.mailbox.drafts, len(world.app.mailbox.sent)) == ({}, 1)

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
        world.approve(case.id)
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

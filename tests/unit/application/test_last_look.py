"""The look right before a mail leaves, beyond its thread: newer mail elsewhere, and addresses nobody may write to."""

from functools import partial

import pytest

from shared.application.launch_campaign import launch_campaign
from shared.application.open_negotiation import open_negotiation
from shared.application.topics import INBOUND_MESSAGES
from shared.domain.decision import Reason
from shared.domain.errors import NotAllowed, Unavailable
from shared.domain.reading.facts import Intent
from shared.domain.records import EntryState, InboundState, Outcome, SuppressionRecord, ThreadRecord
from shared.domain.states import State
from tests.unit.application.world import N1, World, last, opened
from tests.unit.domain.builders import CREATOR_EMAIL, MAILBOX, NOW, REVIEWED, ask, campaign, reading, usd

ACCEPT = reading(Intent.ACCEPT)
ASK_4000 = reading(Intent.COUNTER, ask("4000", quote="$4,000"))
ASK_2000 = reading(Intent.COUNTER, ask("2000", quote="$2,000"))
ELSEWHERE = {"thread_id": "thread of the new subject", "subject": "My rates"}


def suppress(world: World, email: str = CREATOR_EMAIL) -> None:
    assert world.app.store.create(SuppressionRecord(email=email, version=1, why="complained", at=NOW))


class TestAnotherThread:
    @pytest.mark.parametrize("notified", [True, False])
    def test_with_a_newer_mail_holds_the_answer_back_and_both_are_decided_there(self, notified: bool) -> None:
        world = opened()
        ids: list[str] = []

        def newer() -> None:
            ids.append(world.arrive("Make it $2,000.", ASK_2000, **ELSEWHERE))
            if notified:
                world.notify()

        world.app.mailbox.on.plan("thread", newer, call=2)
        first = world.write("It is $4,000.", ASK_4000)

        withdrawn, sent = world.entries()[1:]
        assert (withdrawn.state, sent.state) == (EntryState.WITHDRAWN, EntryState.SENT)
        assert sent.answers == (first.id, *ids)
        assert sent.mail is not None
        assert (sent.mail.thread_id, sent.mail.in_reply_to) == (ELSEWHERE["thread_id"], "<in4@creator.example>")
        assert [world.app.store.inbound(id_).outcome for id_ in sent.answers] == [Outcome.ANSWERED] * 2
        assert (world.negotiation.asks, world.negotiation.rounds) == ((usd("2000"),), 2)
        assert len(world.app.mailbox.sent) == 2
        assert world.app.mailbox.drafts == {}

    def test_with_an_absence_note_holds_nothing_up(self) -> None:
        world = opened()
        note = {**ELSEWHERE, "Auto-Submitted": "auto-replied"}
        world.app.mailbox.on.plan("thread", lambda: world.arrive("I am away.", None, **note), call=2)
        world.write("It is $4,000.", ASK_4000)
        assert world.app.mailbox.markers == [f"{N1}-1", f"{N1}-2"]

    def test_that_was_served_already_holds_nothing_up(self) -> None:
        world = opened()
        world.write("It is $4,000.", ASK_4000, **ELSEWHERE)
        world.app.mailbox.on.fail("send_draft", Unavailable("503"))
        world.write("Make it $2,000.", ASK_2000, thread_id="a third one")
        world.sweep()
        assert world.app.mailbox.markers == [f"{N1}-1", f"{N1}-2", f"{N1}-3"]

    def test_with_a_newer_mail_of_somebody_else_holds_nothing_up(self) -> None:
        world = opened()
        other = {**ELSEWHERE, "sender": "zoe@other.example"}
        world.app.mailbox.on.plan("thread", lambda: world.arrive("Hello?", None, **other), call=2)
        world.write("It is $4,000.", ASK_4000)
        assert world.app.mailbox.markers == [f"{N1}-1", f"{N1}-2"]

    def test_of_another_negotiation_holds_nothing_up(self) -> None:
        world = opened()

        def theirs() -> None:
            id_ = world.arrive("Make it $2,000.", None, **ELSEWHERE)
            world.notify()
            record = world.app.store.inbound(id_)
            lane = ThreadRecord(
                id=record.thread_key, version=1, mailbox=MAILBOX, thread_id=record.thread_id, negotiation_id="other-1"
            )
            assert world.app.store.create(lane)
            world.app.publisher.queue.clear()

        world.app.mailbox.on.plan("thread", theirs, call=2)
        world.write("It is $4,000.", ASK_4000)
        assert world.app.mailbox.markers == [f"{N1}-1", f"{N1}-2"]

    def test_holds_back_an_opening_that_has_not_left(self) -> None:
        world = World()
        world.app.mailbox.on.fail("send_draft", Unavailable("503"))
        world.launch()
        record = world.write("Hi, I heard of you. It is $2,000.", ASK_2000, **ELSEWHERE)
        world.sweep()
        assert world.app.store.inbound(record.id).state is InboundState.DONE
        assert [mail.thread_id for mail in world.app.mailbox.sent] == [ELSEWHERE["thread_id"]]
        assert world.entries()[0].state is EntryState.WITHDRAWN

    def test_that_comes_while_a_task_sends_the_opening_is_served_by_a_turn_which_the_task_wakes(self) -> None:
        world = World()
        launch_campaign(world.app, "spring")
        world.app.publisher.queue.clear()
        ids: list[str] = []
        text = "Hi, I heard of you. It is $2,000."
        late = partial(world.arrive, text, ASK_2000, **ELSEWHERE)
        world.app.mailbox.on.plan("received_from", lambda: ids.append(late()))

        open_negotiation(world.app, "spring", "task1")

        assert world.app.mailbox.sent == []
        woken = {"inbound_id": ids[0], "thread_key": f"{MAILBOX}:{ELSEWHERE['thread_id']}"}
        assert world.app.publisher.queue == [(INBOUND_MESSAGES, woken)]


class TestSuppressedAddress:
    def test_is_not_written_to_and_a_person_decides(self) -> None:
        world = opened()
        world.app.mailbox.on.plan("thread", lambda: suppress(world), call=2)
        record = world.write("It is $4,000.", ASK_4000)

        assert len(world.app.mailbox.sent) == 1
        assert world.app.mailbox.drafts == {}
        (case,) = world.app.store.open_cases()
        assert (case.reason, case.draft_id) == (Reason.SUPPRESSED, last(world).id)
        assert case.evidence == f"{CREATOR_EMAIL} is suppressed: complained"
        found = world.app.store.inbound(record.id)
        assert (found.outcome, found.why) == (Outcome.ESCALATED, "suppressed")
        assert (last(world).state, world.negotiation.state) == (EntryState.HELD, State.ESCALATED)
        assert world.negotiation.offers == (usd("1000"),)
        with pytest.raises(NotAllowed, match="complained"):
            world.approve(case.id)
        world.sweep()
        assert len(world.app.mailbox.sent) == 1

    def test_is_not_written_to_when_a_crashed_mail_is_taken_up_again(self) -> None:
        world = opened()
        world.app.mailbox.on.fail("send_draft", Unavailable("503"))
        world.write("It is $4,000.", ASK_4000)
        assert len(world.app.mailbox.drafts) == 1
        suppress(world)
        world.sweep()
        assert (len(world.app.mailbox.sent), world.app.mailbox.drafts) == (1, {})
        assert (last(world).state, last(world).draft_id) == (EntryState.HELD, None)

    def test_is_not_written_to_when_a_person_released_the_mail_before(self) -> None:
        world = World(campaign(autonomy=REVIEWED))
        world.launch()
        (case,) = world.app.store.open_cases()
        world.app.mailbox.on.fail("create_draft", Unavailable("503"))
        world.approve(case.id)
        suppress(world)
        world.sweep()
        assert world.app.mailbox.sent == []
        assert last(world).state is EntryState.HELD
        (case,) = world.app.store.open_cases()
        assert case.reason is Reason.SUPPRESSED

    def test_is_not_told_of_an_agreement(self) -> None:
        world = opened()
        world.app.mailbox.on.plan("thread", lambda: suppress(world), call=2)
        world.write("Deal!", ACCEPT)
        assert (world.negotiation.state, last(world).state) == (State.AGREED, EntryState.REVIEW)
        (case,) = world.app.store.open_cases()
        assert case.reason is Reason.SUPPRESSED
        with pytest.raises(NotAllowed, match="complained"):
            world.approve(case.id)
        assert len(world.app.mailbox.sent) == 1

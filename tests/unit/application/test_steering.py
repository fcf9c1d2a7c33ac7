"""People pause, resume, stop, claim and hand back: state, audit, queue and outbox change together."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from shared.application.steer_negotiation import Command
from shared.domain.decision import Reason
from shared.domain.errors import InvalidInput, NotAllowed, Unavailable
from shared.domain.negotiation import Owner
from shared.domain.own_words import OwnWords
from shared.domain.reading.facts import Intent
from shared.domain.records import CaseState, EntryState, InboundState, Outcome
from shared.domain.states import State
from tests.unit.application.world import World, last, only_case, opened, reviewed, steer
from tests.unit.domain.builders import ask, budget, campaign, reading, usd

ACCEPT = reading(Intent.ACCEPT)
ASK_4000 = reading(Intent.COUNTER, ask("4000", quote="$4,000"))
LEGAL = replace(ACCEPT, legal_language=True)


class TestSteering:
    @pytest.mark.parametrize("command", list(Command))
    @pytest.mark.parametrize("person", ["", "  ", "agent"])
    def test_nobody_steers_without_a_name_or_under_the_agents(self, command: Command, person: str) -> None:
        world = opened()
        with pytest.raises(InvalidInput, match="say who is acting"):
            steer(world, command, person)
        assert (world.negotiation.state, world.negotiation.owner) == (State.AWAITING_REPLY, Owner.AGENT)

    def test_mail_waits_in_a_pause_and_is_answered_after_the_resume(self) -> None:
        world = opened()
        steer(world, Command.PAUSE)
        record = world.write("It is $4,000.", ASK_4000)
        assert (record.state, record.outcome) == (InboundState.WAITING, Outcome.QUEUED)
        world.sweep()
        assert len(world.app.mailbox.sent) == 1
        assert steer(world, Command.RESUME).state is State.AWAITING_REPLY
        world.serve()
        assert (world.negotiation.state, len(world.app.mailbox.sent)) == (State.COUNTER_SENT, 2)
        assert world.app.store.inbound(record.id).outcome is Outcome.ANSWERED
        assert world.events()[3:6] == ["paused", "mail_set_aside", "resumed"]

    def test_mail_of_every_thread_is_answered_after_the_resume(self) -> None:
        world = opened()
        steer(world, Command.PAUSE)
        world.write("It is $4,000.", ASK_4000)
        world.write("Same here: $4,000.", ASK_4000, thread_id="fresh", subject="My rate")
        steer(world, Command.RESUME)
        world.serve()
        assert world.app.store.inbound_of(InboundState.WAITING) == []

    def test_mail_that_waited_for_a_stopped_negotiation_reaches_a_person(self) -> None:
        world = opened()
        steer(world, Command.PAUSE)
        record = world.write("It is $4,000.")
        steer(world, Command.STOP)
        world.serve()
        assert world.app.store.inbound(record.id).outcome is Outcome.ESCALATED
        assert only_case(world).reason is Reason.LATE_MAIL

    def test_a_stop_withdraws_what_is_held_and_closes_the_case(self) -> None:
        world = reviewed()
        world.write("It is $4,000.", ASK_4000)
        case = only_case(world)
        assert steer(world, Command.STOP).state is State.STOPPED
        assert (last(world).state, world.app.store.case(case.id).state) == (EntryState.WITHDRAWN, CaseState.CLOSED)
        assert world.app.store.case(case.id).resolution == "the negotiation was stopped"

    def test_a_stop_keeps_back_the_closing_mail_of_a_deal_that_is_not_told_yet(self) -> None:
        world = opened()
        world.app.mailbox.on.fail("send_draft", Unavailable("503"))
        world.write("Deal!", ACCEPT)
        assert (world.negotiation.state, last(world).state) == (State.AGREED, EntryState.DRAFTED)
        assert world.app.store.campaign("spring").committed == usd("1000")
        assert steer(world, Command.STOP).state is State.STOPPED
        assert (last(world).state, last(world).decided_by) == (EntryState.WITHDRAWN, "Kim")
        assert world.events()[-4:] == [
            "closing_mail_withdrawn",
            "mail_withdrawn",
            "agreement_unbooked",
            "stopped",
        ]
        assert world.app.store.campaign("spring").committed == usd("0")
        world.sweep()
        assert (len(world.app.mailbox.sent), world.app.mailbox.drafts) == (1, {})
        with pytest.raises(NotAllowed, match="it is final"):
            steer(world, Command.STOP)

    def test_a_stop_is_refused_while_the_closing_mail_is_being_sent(self) -> None:
        world = opened()

        def stop() -> None:
            with pytest.raises(NotAllowed, match="at this moment"):
                steer(world, Command.STOP)

        world.app.mailbox.on.plan("send_draft", stop)
        world.write("Deal!", ACCEPT)
        assert (last(world).state, len(world.app.mailbox.sent)) == (EntryState.SENT, 2)

    def test_a_stop_survives_everything_after_it(self) -> None:
        world = opened()
        steer(world, Command.STOP)
        record = world.write("Deal!")
        assert (record.why, len(world.app.mailbox.sent)) == ("late_mail", 1)
        for command in (Command.PAUSE, Command.RESUME, Command.STOP):
            with pytest.raises(NotAllowed, match="it is final"):
                steer(world, command)

    @pytest.mark.parametrize(
        ("before", "command", "told"),
        [
            ((), Command.RESUME, "resume is not possible in state awaiting_reply; possible: {pause}, {stop}, {claim}"),
            (
                (Command.PAUSE,),
                Command.PAUSE,
                "pause is not possible in state paused; possible: {resume}, {stop}, {claim}",
            ),
            (
                (Command.CLAIM,),
                Command.RESUME,
                "resume is not possible in state awaiting_reply; possible: {pause}, {stop}, {release}",
            ),
            ((Command.STOP,), Command.PAUSE, "pause is not possible in state stopped: it is final"),
        ],
    )
    def test_what_is_not_possible_now_is_told_with_the_commands_that_are(
        self, before: tuple[Command, ...], command: Command, told: str
    ) -> None:
        world = opened()
        for earlier in before:
            steer(world, earlier)
        with pytest.raises(NotAllowed) as refused:
            steer(world, command)
        named = {one.value: f"`negotiation {one}`" for one in Command}
        assert str(refused.value) == told.format(**named)

    def test_an_agreement_that_was_told_cannot_be_stopped(self) -> None:
        world = opened()
        world.write("Deal!", ACCEPT)
        with pytest.raises(NotAllowed) as refused:
            steer(world, Command.STOP)
        assert str(refused.value) == (
            "stop is not possible in state agreed: it is final, and no mail of it waits to be sent"
        )

    @pytest.mark.parametrize("command", [Command.RESUME, Command.RELEASE])
    def test_what_is_not_paused_or_owned_cannot_be_undone(self, command: Command) -> None:
        with pytest.raises(NotAllowed):
            steer(opened(), command)

    def test_a_second_claim_names_the_first(self) -> None:
        world = opened()
        steer(world, Command.CLAIM)
        with pytest.raises(NotAllowed, match="Kim owns"):
            steer(world, Command.CLAIM, "Lee")

    def test_a_released_negotiation_is_the_agents_again(self) -> None:
        world = opened()
        world.colleague_sends()
        world.write("It is $4,000.")
        case = only_case(world)
        released = steer(world, Command.RELEASE)
        assert (released.owner, released.open_case_id) == (Owner.AGENT, None)
        assert world.app.store.case(case.id).resolution == "handed back by Kim"
        world.write("Deal!", ACCEPT)
        assert world.negotiation.state is State.AGREED

    def test_a_released_negotiation_is_taken_over_by_newer_human_mail_alone(self) -> None:
        world = opened()
        world.colleague_sends()
        world.write("It is $4,000.")
        steer(world, Command.RELEASE)
        world.colleague_sends()
        world.write("Deal!")
        assert world.negotiation.owner is Owner.HUMAN

    def test_handing_back_an_escalated_one_discards_the_refused_draft(self) -> None:
        world = opened()
        world.app.model.words += ["Hi Mia, we promise you a bonus."] * 2
        world.write("It is $4,000.", ASK_4000)
        steer(world, Command.CLAIM)
        steer(world, Command.RELEASE)
        assert (world.negotiation.state, last(world).state) == (State.COUNTER_SENT, EntryState.WITHDRAWN)
        assert world.app.store.open_cases() == []

    def test_before_anything_was_sent_there_is_nothing_to_hand_back(self) -> None:
        world = World(campaign(budget=budget(approval_cap=usd("900"))))
        world.launch()
        steer(world, Command.CLAIM)
        with pytest.raises(NotAllowed, match="nothing was sent"):
            steer(world, Command.RELEASE)
        assert only_case(world).reason is Reason.NO_ROOM

    def test_after_a_rejected_case_a_release_lets_the_agent_go_on(self) -> None:
        world = opened()
        world.write("My lawyer says ...", LEGAL)
        world.reject(only_case(world).id)
        steer(world, Command.RELEASE)
        world.write("Deal!", ACCEPT)
        assert world.negotiation.state is State.AGREED

    def test_what_was_handed_back_during_a_pause_is_looked_at_again_after_it(self) -> None:
        world = opened()
        world.write("My lawyer says ...", LEGAL)
        steer(world, Command.PAUSE)
        world.reject(only_case(world).id)
        steer(world, Command.RELEASE)
        resumed = steer(world, Command.RESUME)
        assert (resumed.state, resumed.next_look_at) == (State.COUNTER_SENT, datetime(2026, 3, 3, 9, 1, 2, tzinfo=UTC))

    def test_a_case_is_settled_once(self) -> None:
        world = opened()
        world.write("My lawyer says ...", LEGAL)
        case = only_case(world)
        world.answer(case.id, OwnWords(text="Hi Mia, no worries."))
        with pytest.raises(NotAllowed, match="was closed by Kim"):
            world.answer(case.id, OwnWords(text="Hi Mia, many worries."), person="Lee")
        assert len(world.app.mailbox.sent) == 2

    def test_a_publisher_that_is_down_loses_no_resumed_mail(self) -> None:
        world = opened()
        steer(world, Command.PAUSE)
        world.write("It is $4,000.", ASK_4000)
        world.app.publisher.on.fail("publish", Unavailable("no route"))
        with pytest.raises(Unavailable):
            steer(world, Command.RESUME)
        world.sweep()
        assert (world.negotiation.state, len(world.app.mailbox.sent)) == (State.COUNTER_SENT, 2)

"""Each kind of turn, from the state that production has at that moment: our opening is out, the creator answers."""

from dataclasses import replace
from decimal import Decimal

import pytest

from shared.application.take_turn import take_turn
from shared.domain.campaign import Deliverable
from shared.domain.decision import Reason
from shared.domain.errors import NotFound
from shared.domain.negotiation import Owner, Side, Stage
from shared.domain.reading.facts import Basis, Intent, Question, Topic
from shared.domain.records import EntryState, InboundState, Outcome
from shared.domain.states import State
from tests.unit.application.world import World, opened
from tests.unit.domain.builders import MAILBOX, STORY, ask, campaign, reading, usd

ACCEPT = reading(Intent.ACCEPT, summary="They accept.")
ASK_4000 = reading(Intent.COUNTER, ask("4000", quote="$4,000"), summary="They ask $4,000.")
ASK_1400 = reading(Intent.COUNTER, ask("1400", quote="$1,400"), summary="They ask $1,400.")
QUESTION = reading(Intent.QUESTION, questions=(Question(topic=Topic.PAYMENT, text="When do you pay?"),))


def open_reasons(world: World) -> list[Reason]:
    return [case.reason for case in world.app.store.open_cases()]


class TestReplies:
    def test_an_acceptance_agrees_on_our_last_offer_and_tells_everybody(self) -> None:
        world = opened()
        record = world.write("Deal!", ACCEPT)
        assert (record.state, record.outcome) == (InboundState.DONE, Outcome.ANSWERED)
        found = world.negotiation
        assert (found.state, found.agreed_rate) == (State.AGREED, usd("1000"))
        assert "What we agreed:" in world.app.mailbox.sent[-1].body
        assert "- Fee: $1,000.00" in world.app.mailbox.sent[-1].body
        (_, card) = world.app.notifier.posts[0]
        assert (card.title, dict(card.fields)["Fee"]) == ("Deal agreed: Mia Lark", "$1,000.00")
        assert world.events()[3:] == ["mail_received", "agreement_decided", "mail_sent"]

    def test_a_counter_is_answered_in_the_same_thread_with_the_next_offer(self) -> None:
        world = opened()
        world.write("I would do it for $4,000.", ASK_4000)
        first, second = world.app.mailbox.sent
        offer = world.negotiation.offers[-1]
        assert usd("1000") < offer < usd("1500")
        assert f"- Fee: {offer.display()}" in second.body
        assert (second.subject, second.thread_id) == ("Re: Northwind x Mia", world.thread_id)
        assert second.in_reply_to == "<in3@creator.example>"
        assert second.references == ("<sent2@gmail>", "<in3@creator.example>")
        assert first.in_reply_to is None
        assert world.negotiation.state is State.COUNTER_SENT
        lines = [(line.side, line.stage, line.amount) for line in world.negotiation.ledger]
        assert lines == [
            (Side.OURS, Stage.OPENING, usd("1000")),
            (Side.THEIRS, None, usd("4000")),
            (Side.OURS, Stage.COUNTER, offer),
        ]

    def test_an_ask_inside_the_limits_closes_the_deal_at_the_ask(self) -> None:
        world = opened()
        world.write("I would do it for $1,400.", ASK_1400)
        assert (world.negotiation.state, world.negotiation.agreed_rate) == (State.AGREED, usd("1400"))

    def test_a_whole_negotiation_haggles_and_exits_courteously(self) -> None:
        world = opened()
        for _ in range(5):
            world.write("It is $4,000.", ASK_4000)
        assert world.negotiation.state is State.EXITED
        assert [entry.move.stage for entry in world.entries() if entry.move] == [
            Stage.OPENING,
            *[Stage.COUNTER] * 4,
            Stage.EXIT,
        ]
        assert "$" not in world.app.mailbox.sent[-1].body
        assert world.app.notifier.titles == ["Ended without a deal: Mia Lark"]

    def test_a_question_is_answered_without_a_concession(self) -> None:
        world = opened()
        world.write("When do you pay?", QUESTION)
        assert "Payment within 30 days after publication" in world.app.mailbox.sent[-1].body
        assert "- Fee: $1,000.00" in world.app.mailbox.sent[-1].body
        assert (world.negotiation.state, world.negotiation.rounds) == (State.COUNTER_SENT, 1)

    def test_an_unclear_mail_then_a_clear_one(self) -> None:
        world = opened()
        world.write("Hm, well.", reading(Intent.UNCLEAR))
        assert world.negotiation.unclear_count == 1
        assert "$" not in world.app.mailbox.sent[-1].body
        world.write("Deal!", ACCEPT)
        assert (world.negotiation.state, world.negotiation.unclear_count) == (State.AGREED, 0)

    def test_the_third_unclear_mail_goes_to_a_person(self) -> None:
        world = opened()
        for _ in range(3):
            record = world.write("Hm, well.", reading(Intent.UNCLEAR))
        assert (record.outcome, record.why) == (Outcome.ESCALATED, "unclear")
        assert (open_reasons(world), world.negotiation.state) == ([Reason.UNCLEAR], State.ESCALATED)
        assert len(world.app.mailbox.sent) == 3

    def test_a_no_ends_it_without_a_mail_and_people_hear_of_it(self) -> None:
        world = opened()
        record = world.write("No, thanks.", reading(Intent.REJECT))
        assert (record.outcome, record.why) == (Outcome.IGNORED, "the creator declined")
        assert world.negotiation.state is State.REJECTED
        assert len(world.app.mailbox.sent) == 1
        assert world.app.notifier.titles == ["Declined by the creator: Mia Lark"]

    def test_a_no_to_a_counter_counts_as_well(self) -> None:
        world = opened()
        world.write("It is $4,000.", ASK_4000)
        world.write("No, thanks.", reading(Intent.REJECT))
        assert world.negotiation.state is State.REJECTED

    def test_a_price_each_enters_the_books_as_the_price_of_the_package(self) -> None:
        """Two stories at $900 each are an ask of $1,800."""
        world = opened(deliverables=(Deliverable(type=STORY, quantity=2),))
        each = ask("900", quote="$900 each", basis=Basis.PER_DELIVERABLE)
        world.write("It is $900 each.", reading(Intent.COUNTER, each))
        assert world.negotiation.asks == (usd("1800"),)


class TestQueue:
    def test_mails_in_a_row_get_one_answer(self) -> None:
        world = opened()
        first = world.arrive("It is $4,000.", ASK_4000)
        second = world.arrive("When do you pay?", QUESTION)
        world.notify()
        world.serve()
        assert len(world.app.mailbox.sent) == 2
        entry = world.entries()[-1]
        assert entry.answers == (first, second)
        assert [world.app.store.inbound(id_).outcome for id_ in entry.answers] == [Outcome.ANSWERED] * 2
        assert "Payment within 30 days" in world.app.mailbox.sent[-1].body

    def test_a_mail_deleted_before_we_came_is_noted(self) -> None:
        world = opened()
        inbound_id = world.arrive("Oops.")
        world.notify()
        del world.app.mailbox.messages[inbound_id.rpartition(":")[2]]
        world.serve()
        record = world.app.store.inbound(inbound_id)
        assert (record.outcome, record.why) == (Outcome.IGNORED, "deleted in Gmail before it was read")

    def test_mail_that_belongs_to_nobody_becomes_a_case(self) -> None:
        world = opened()
        record = world.write("Buy my course.", sender="spam@shop.example", thread_id="other")
        (case,) = world.app.store.open_cases()
        assert (case.reason, case.negotiation_id, case.inbound_ids) == (Reason.UNMATCHED, None, (record.id,))
        assert world.app.notifier.titles == ["Unmatched: no negotiation"]
        assert record.outcome is Outcome.ESCALATED

    def test_machine_mail_that_belongs_to_nobody_is_only_noted(self) -> None:
        world = opened()
        letter = {"Auto-Submitted": "auto-generated", "sender": "bot@shop.example", "thread_id": "other"}
        record = world.write("Your parcel is on its way.", None, **letter)
        assert (record.outcome, world.app.store.open_cases()) == (Outcome.IGNORED, [])

    def test_a_wakeup_for_a_finished_mail_does_nothing(self) -> None:
        world = opened()
        record = world.write("It is $4,000.", ASK_4000)
        take_turn(world.app, record.id)
        assert len(world.app.mailbox.sent) == 2

    def test_a_wakeup_for_no_mail_is_a_mistake(self) -> None:
        with pytest.raises(NotFound):
            take_turn(opened().app, f"{MAILBOX}:nothing")

    def test_a_busy_thread_is_left_to_its_worker(self) -> None:
        world = opened()
        inbound_id = world.arrive("It is $4,000.", ASK_4000)
        world.notify()
        busy: list[bool] = []
        world.app.model.on.plan("read", lambda: busy.append(take_turn(world.app, inbound_id).busy))
        world.serve()
        assert busy == [True]
        assert len(world.app.mailbox.sent) == 2

    def test_a_mail_that_comes_while_another_is_read_is_served_by_the_same_worker(self) -> None:
        world = opened()
        world.arrive("It is $4,000.", ASK_4000)
        world.notify()

        def another() -> None:
            world.arrive("When do you pay?", QUESTION)
            world.notify()

        world.app.model.on.plan("word", another)
        world.serve()
        assert world.app.store.inbound_of(InboundState.QUEUED) == []
        assert [entry.state for entry in world.entries()] == [
            EntryState.SENT,
            EntryState.WITHDRAWN,
            EntryState.SENT,
        ]
        assert len(world.app.mailbox.sent) == 2


class TestJoining:
    def test_a_creator_who_answered_others_outreach_is_answered_in_that_thread(self) -> None:
        world = World(campaign(joins_outreach=True))
        world.launch()
        record = world.write("Interested!", ACCEPT, thread_id="outreach", subject="Re: Hello from Northwind")
        (mail,) = world.app.mailbox.sent
        assert (mail.thread_id, mail.subject) == ("outreach", "Re: Hello from Northwind")
        assert mail.in_reply_to == f"<{record.message_id}@creator.example>"
        assert "- Fee: $1,000.00" in mail.body
        assert "thread_joined" in world.events()
        assert (world.negotiation.state, world.negotiation.thread_id) == (State.COUNTER_SENT, "outreach")

    def test_outreach_that_people_sent_before_is_no_takeover(self) -> None:
        world = World(campaign(joins_outreach=True))
        world.launch()
        world.colleague_sends("Hello from Northwind")
        world.write("Interested!", ACCEPT, thread_id="no thread yet")
        assert (world.negotiation.owner, len(world.app.mailbox.sent)) == (Owner.AGENT, 1)

    def test_a_new_thread_of_the_same_creator_goes_on_there(self) -> None:
        world = opened()
        world.write("It is $4,000.", ASK_4000, thread_id="fresh", subject="My rate")
        assert (world.app.mailbox.sent[-1].thread_id, world.app.mailbox.sent[-1].subject) == ("fresh", "Re: My rate")
        offer = world.negotiation.offers[-1]
        world.write("Deal!", ACCEPT, thread_id="fresh", subject="Re: My rate")
        assert (world.negotiation.state, world.negotiation.agreed_rate) == (State.AGREED, offer)

    def test_a_model_that_sees_a_price_the_mail_does_not_name_is_not_believed(self) -> None:
        world = opened()
        world.write("Let me think about it.", reading(Intent.ACCEPT, ask("1400", quote="$1,400")))
        assert world.negotiation.state is State.COUNTER_SENT
        assert world.entries()[-1].move is not None
        assert world.entries()[-1].move.stage is Stage.CLARIFICATION  # type: ignore[union-attr]

    def test_a_price_that_is_only_quoted_is_not_an_ask(self) -> None:
        world = opened()
        text = "Sounds good.\n\nOn Mon, 2 Mar 2026 at 09:00, Alex <deals@agency.example> wrote:\n> The fee is $1,400.\n"
        world.write(text, reading(Intent.ACCEPT, ask("1400", quote="$1,400")))
        assert world.negotiation.asks == ()
        assert "1,400" not in world.app.model.requests[0].new_text

    def test_the_reading_model_is_told_no_limit(self) -> None:
        world = opened()
        world.write("It is $4,000.", replace(ASK_4000, confidence=Decimal("0.9")))
        (request,) = world.app.model.requests
        assert request.our_last_offer == "$1,000.00"
        assert "1,500" not in repr(request)
        assert "1500" not in repr(request)

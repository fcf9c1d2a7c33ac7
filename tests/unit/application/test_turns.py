"""Each kind of turn, from the state that production has at that moment: our opening is out, the creator answers."""

from dataclasses import replace
from decimal import Decimal

import pytest

from shared.application.resolve_case import approve_case
from shared.application.take_turn import take_turn
from shared.domain.campaign import Deliverable
from shared.domain.decision import Reason
from shared.domain.errors import NotFound
from shared.domain.negotiation import Owner, Side, Stage
from shared.domain.reading import Basis, Intent, NewPerson, Question, Reading, RequestedChange, Term, Tone, Topic
from shared.domain.records import EntryState, InboundState, Outcome
from shared.domain.states import State
from tests.unit.application.world import N1, World
from tests.unit.domain.builders import CREATOR_EMAIL, MAILBOX, STORY, ask, budget, campaign, reading, usd

ACCEPT = reading(Intent.ACCEPT, summary="They accept.")
ASK_4000 = reading(Intent.COUNTER, ask("4000", quote="$4,000"), summary="They ask $4,000.")
ASK_1400 = reading(Intent.COUNTER, ask("1400", quote="$1,400"), summary="They ask $1,400.")
QUESTION = reading(Intent.QUESTION, questions=(Question(topic=Topic.PAYMENT, text="When do you pay?"),))


def opened(**changes: object) -> World:
    world = World(campaign(**changes))
    world.launch()
    return world


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
        assert (card.title, dict(card.fields)["Rate"]) == ("Deal agreed: Mia Lark", "$1,000.00")
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


class TestPeople:
    @pytest.mark.parametrize(
        ("sign", "reason"),
        [
            ({"tone": Tone.HOSTILE}, Reason.HOSTILE),
            ({"legal_language": True}, Reason.LEGAL_LANGUAGE),
            ({"call_requested": True}, Reason.CALL_REQUESTED),
            ({"payment_details_changed": True}, Reason.PAYMENT_DETAILS_CHANGED),
            ({"new_people": (NewPerson(name="Sam", email=None, role="manager"),)}, Reason.NEW_PARTICIPANT),
            ({"questions": (Question(topic=Topic.OTHER, text="Why me?"),)}, Reason.UNKNOWN_ANSWER),
        ],
    )
    def test_what_the_agent_may_not_answer_becomes_a_case_with_its_card(
        self, sign: dict[str, object], reason: Reason
    ) -> None:
        world = opened()
        found: Reading = replace(ACCEPT, **sign)  # type: ignore[arg-type]
        record = world.write("Deal, but ...", found)
        (case,) = world.app.store.open_cases()
        assert (case.reason, case.inbound_ids, case.our_last_offer) == (reason, (record.id,), usd("1000"))
        assert (record.outcome, world.negotiation.state) == (Outcome.ESCALATED, State.ESCALATED)
        assert world.negotiation.open_case_id == case.id
        (_, card) = world.app.notifier.posts[0]
        assert card.actions == case.actions != ()
        assert len(world.app.mailbox.sent) == 1

    def test_above_the_approval_cap_the_card_shows_ask_and_offer(self) -> None:
        world = opened(budget=budget(approval_cap=usd("1200")))
        world.write("I would do it for $1,400.", ASK_1400)
        (_, card) = world.app.notifier.posts[0]
        fields = dict(card.fields)
        assert (fields["Their ask"], fields["Our last offer"]) == ("$1,400.00", "$1,000.00")

    def test_a_case_about_other_terms_shows_their_price_too(self) -> None:
        world = opened()
        change = RequestedChange(term=Term.PAYMENT, text="net 7")
        world.write("$4,000, paid in 7 days.", replace(ASK_4000, requested_changes=(change,)))
        (case,) = world.app.store.open_cases()
        assert (case.reason, case.their_ask) == (Reason.TERMS_CHANGE, usd("4000"))
        assert world.negotiation.asks == (usd("4000"),)

    def test_prices_that_are_asked_about_are_not_in_the_books(self) -> None:
        world = opened()
        two = reading(Intent.COUNTER, ask("1200", quote="$1,200"), ask("1400", quote="$1,400"))
        world.write("$1,200 or $1,400.", two)
        assert world.negotiation.asks == ()

    def test_a_second_mail_joins_the_open_case_and_is_not_answered(self) -> None:
        world = opened()
        first = world.write("I will sue you.", replace(ACCEPT, legal_language=True))
        second = world.write("Hello?")
        (case,) = world.app.store.open_cases()
        assert case.inbound_ids == (first.id, second.id)
        assert (second.outcome, second.why) == (Outcome.ESCALATED, "while_escalated")
        assert len(world.app.notifier.posts) == 2
        assert len(world.app.mailbox.sent) == 1
        assert len(world.app.model.requests) == 1

    def test_a_stranger_in_the_thread_is_held_unread(self) -> None:
        world = opened()
        world.write("I manage Mia.", sender="sam@talent.example")
        (case,) = world.app.store.open_cases()
        assert (case.reason, case.proposed_email) == (Reason.NEW_PARTICIPANT, "sam@talent.example")
        assert world.app.model.requests == []
        assert world.negotiation.thread_id == world.app.mailbox.messages["sent2"].thread_id

    def test_a_manager_whom_a_person_approves_negotiates_from_then_on(self) -> None:
        world = opened()
        world.write("I manage Mia. It is $4,000.", sender="sam@talent.example")
        (case,) = world.app.store.open_cases()
        world.app.model.readings.append(ASK_4000)
        approve_case(world.app, case.id, "Kim")
        world.serve()
        mail = world.app.mailbox.sent[-1]
        assert (mail.to, mail.cc) == ((CREATOR_EMAIL,), ("sam@talent.example",))
        assert f"- Fee: {world.negotiation.offers[-1].display()}" in mail.body
        assert world.app.model.briefs[-1].tone == "manager"
        assert world.negotiation.state is State.COUNTER_SENT

    @pytest.mark.parametrize("auth", ["none", "fail"])
    def test_a_sender_nobody_vouches_for_moves_nothing(self, auth: str) -> None:
        world = opened()
        before = world.negotiation
        world.write("Deal!", auth=auth)
        assert open_reasons(world) == [Reason.UNTRUSTED_SENDER]
        assert world.app.model.requests == []
        assert world.negotiation.ledger == before.ledger

    def test_a_forged_creator_in_a_new_thread_does_not_move_the_conversation_there(self) -> None:
        world = opened()
        before = world.negotiation
        world.write("Let us talk here.", auth="fail", thread_id="forged", subject="New thread")
        found = world.negotiation
        assert (found.thread_id, found.thread_subject) == (before.thread_id, before.thread_subject)
        assert (found.last_mail_id, found.references) == (before.last_mail_id, before.references)

    def test_a_sender_whom_a_person_vouches_for_is_read_after_all(self) -> None:
        world = opened()
        record = world.write("Deal!", auth="none")
        (case,) = world.app.store.open_cases()
        world.app.model.readings.append(ACCEPT)
        approve_case(world.app, case.id, "Kim")
        world.serve()
        assert world.negotiation.state is State.AGREED
        assert world.app.store.inbound(record.id).vouched_by == "Kim"
        assert world.app.store.inbound(record.id).outcome is Outcome.ANSWERED
        assert len(world.app.store.turns(N1)) == 3

    def test_a_colleague_who_writes_in_takes_over(self) -> None:
        world = opened()
        record = world.write("Hi Mia, Kim here.", sender="kim@agency.example")
        found = world.negotiation
        assert (found.owner, found.owner_name) == (Owner.HUMAN, "kim@agency.example")
        assert (record.outcome, record.why) == (Outcome.ESCALATED, "human_took_over")
        assert found.state is State.AWAITING_REPLY
        answer = world.write("Deal!")
        assert (answer.outcome, answer.why) == (Outcome.ESCALATED, "human_owned")
        assert len(world.app.mailbox.sent) == 1

    def test_a_colleague_and_a_stranger_at_once_are_both_seen(self) -> None:
        world = opened()
        world.arrive("I manage Mia.", sender="sam@talent.example")
        world.write("Kim here.", sender="kim@agency.example")
        assert world.negotiation.owner is Owner.HUMAN
        (case,) = world.app.store.open_cases()
        assert "sam@talent.example" in case.evidence
        assert "kim@agency.example" in case.evidence

    def test_a_person_who_answered_from_the_mailbox_owns_it(self) -> None:
        world = opened()
        world.colleague_sends()
        record = world.write("It is $4,000.", ASK_4000)
        assert (record.outcome, record.why) == (Outcome.ESCALATED, "human_took_over")
        assert world.negotiation.owner_name == "kim@agency.example"
        assert len(world.app.mailbox.sent) == 1


class TestMachines:
    def test_an_absence_note_changes_nothing_and_the_real_answer_counts(self) -> None:
        world = opened()
        before = world.negotiation
        letter = {"Auto-Submitted": "auto-replied", "subject": "Out of office: Northwind x Mia"}
        record = world.write("I am away until Monday.", None, **letter)
        assert (record.outcome, record.why) == (Outcome.IGNORED, "an out-of-office reply")
        assert (world.negotiation.state, world.negotiation.ledger) == (before.state, before.ledger)
        assert world.negotiation.last_mail_id == before.last_mail_id
        world.write("Deal!", ACCEPT)
        assert world.negotiation.state is State.AGREED

    def bounce(self, world: World) -> str:
        letter = {"sender": "mailer-daemon@googlemail.com", "X-Failed-Recipients": CREATOR_EMAIL}
        return world.arrive("550 5.1.1 no such user", None, subject="Delivery Status Notification (Failure)", **letter)

    def test_a_hard_bounce_suppresses_the_address_and_asks_a_person(self) -> None:
        world = opened()
        inbound_id = self.bounce(world)
        world.notify()
        world.serve()
        suppressed = world.app.store.suppression(CREATOR_EMAIL)
        assert suppressed is not None
        assert suppressed.why == f"bounced: {inbound_id}"
        assert (open_reasons(world), world.negotiation.state) == ([Reason.BOUNCE], State.ESCALATED)
        assert world.app.store.inbound(inbound_id).outcome is Outcome.ESCALATED

    def test_two_bounces_about_one_address_are_one_suppression(self) -> None:
        world = opened()
        ids = [self.bounce(world), self.bounce(world)]
        world.notify()
        world.serve()
        assert world.app.store.suppression(CREATOR_EMAIL) is not None
        assert [world.app.store.inbound(id_).outcome for id_ in ids] == [Outcome.ESCALATED] * 2
        world.write("It is still me.")


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


class TestLate:
    def test_mail_after_the_end_goes_to_a_person(self) -> None:
        world = opened()
        world.write("No, thanks.", reading(Intent.REJECT))
        record = world.write("I changed my mind.")
        assert (record.outcome, record.why) == (Outcome.ESCALATED, "late_mail")
        assert (world.negotiation.state, open_reasons(world)) == (State.REJECTED, [Reason.LATE_MAIL])


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

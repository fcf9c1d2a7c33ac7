"""Mail that the agent does not answer: a person decides, or nothing follows from it."""

from dataclasses import replace

import pytest

from shared.domain.decision import Reason
from shared.domain.negotiation import Owner
from shared.domain.reading.facts import Intent, NewPerson, Question, Reading, RequestedChange, Term, Tone, Topic
from shared.domain.records import Outcome
from shared.domain.states import State
from tests.unit.application.world import N1, World, opened
from tests.unit.domain.builders import CREATOR_EMAIL, ask, budget, reading, usd

ACCEPT = reading(Intent.ACCEPT, summary="They accept.")
ASK_4000 = reading(Intent.COUNTER, ask("4000", quote="$4,000"), summary="They ask $4,000.")
ASK_1400 = reading(Intent.COUNTER, ask("1400", quote="$1,400"), summary="They ask $1,400.")


def open_reasons(world: World) -> list[Reason]:
    return [case.reason for case in world.app.store.open_cases()]


INLINE = """Yes, sounds good, see my notes below!

From: Alex Morgan <deals@agency.example>
Sent: Monday, March 2, 2026 9:00 AM
To: Mia Lark
Subject: Northwind x Mia

Our offer:
- Fee: $1,000.00
  But I need $9,500 for that.
"""


def test_a_yes_beside_answers_among_quoted_words_is_asked_about_and_agrees_to_nothing() -> None:
    world = opened()

    mail = world.write(INLINE, ACCEPT)

    assert mail.reading is not None
    assert (mail.reading.intent, world.negotiation.state) == (Intent.UNCLEAR, State.COUNTER_SENT)
    assert "inside the quoted text" in (mail.reading.doubt or "")
    assert world.negotiation.offers == (usd("1000"),)


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
        record = world.write("Deal! Why me?", found)
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
        world.approve(case.id)
        world.serve()
        mail = world.app.mailbox.sent[-1]
        assert (mail.to, mail.cc) == (("sam@talent.example",), (CREATOR_EMAIL,))
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
        world.approve(case.id)
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


class TestLate:
    def test_mail_after_the_end_goes_to_a_person(self) -> None:
        world = opened()
        world.write("No, thanks.", reading(Intent.REJECT))
        record = world.write("I changed my mind.")
        assert (record.outcome, record.why) == (Outcome.ESCALATED, "late_mail")
        assert (world.negotiation.state, open_reasons(world)) == (State.REJECTED, [Reason.LATE_MAIL])

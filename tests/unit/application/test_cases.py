"""People settle cases and steer negotiations: state, audit, outbox and case change together."""

from dataclasses import replace

import pytest

from shared.application.steer_negotiation import Command
from shared.domain.campaign import Autonomy, Leave
from shared.domain.decision import Reason
from shared.domain.errors import InvalidInput, NotAllowed, NotFound, Unavailable
from shared.domain.own_words import OwnWords
from shared.domain.reading.facts import Intent
from shared.domain.records import CaseState, EntryState, Outcome
from shared.domain.states import State
from tests.unit.application.world import World, last, only_case, opened, reviewed, steer
from tests.unit.domain.builders import CREATOR_EMAIL, REVIEWED, ask, budget, reading, usd

ACCEPT = reading(Intent.ACCEPT)
REJECT = reading(Intent.REJECT)
ASK_4000 = reading(Intent.COUNTER, ask("4000", quote="$4,000"))
ASK_1400 = reading(Intent.COUNTER, ask("1400", quote="$1,400"))
LEGAL = replace(ACCEPT, legal_language=True)


def held_body(world: World) -> str:
    mail = last(world).mail
    assert mail is not None
    return mail.body


class TestReview:
    def test_an_approved_opening_leaves_in_the_persons_name(self) -> None:
        world = opened(autonomy=REVIEWED)
        case = only_case(world)
        world.approve(case.id)
        assert (last(world).state, last(world).decided_by, last(world).overridden) == (EntryState.SENT, "Kim", ())
        assert (world.negotiation.state, world.negotiation.offers) == (State.AWAITING_REPLY, (usd("1000"),))
        closed = world.app.store.case(case.id)
        assert (closed.state, closed.closed_by, closed.resolution) == (CaseState.CLOSED, "Kim", "sent")
        assert len(world.app.mailbox.sent) == 1

    def test_a_held_answer_moves_nothing_until_it_is_approved(self) -> None:
        world = reviewed()
        record = world.write("It is $4,000.", ASK_4000)
        assert (record.outcome, record.why) == (Outcome.ESCALATED, "needs_approval")
        assert (world.negotiation.state, world.negotiation.rounds) == (State.COUNTER_RECEIVED, 1)
        world.approve(only_case(world).id)
        assert (world.negotiation.state, world.negotiation.rounds) == (State.COUNTER_SENT, 2)
        assert "- Fee: $1,480.00" in world.app.mailbox.sent[-1].body

    def test_an_approved_agreement_tells_everybody(self) -> None:
        world = reviewed()
        world.write("Deal!", ACCEPT)
        assert world.negotiation.state is State.COUNTER_RECEIVED
        world.approve(only_case(world).id)
        assert (world.negotiation.state, world.negotiation.agreed_rate) == (State.AGREED, usd("1000"))
        assert world.app.notifier.titles[-1] == "Deal agreed: Mia Lark"

    def test_agreements_alone_can_be_reviewed(self) -> None:
        world = opened(autonomy=Autonomy(mails=Leave.AUTO, agreements=Leave.REVIEW, exits=Leave.AUTO))
        world.write("It is $4,000.", ASK_4000)
        assert len(world.app.mailbox.sent) == 2
        world.write("Deal!", ACCEPT)
        assert only_case(world).reason is Reason.NEEDS_APPROVAL
        assert len(world.app.mailbox.sent) == 2

    def test_an_edited_draft_leaves_with_the_new_words(self) -> None:
        world = opened(autonomy=REVIEWED)
        draft = last(world).mail
        assert draft is not None
        body = draft.body.replace("Thank you for your mail.", "Lovely to meet you.")
        assert body != draft.body
        world.edit(only_case(world).id, body, override=False)
        assert world.app.mailbox.sent[0].body == body

    def test_an_edit_that_the_gate_refuses_changes_nothing(self) -> None:
        world = opened(autonomy=REVIEWED)
        case = only_case(world)
        with pytest.raises(InvalidInput, match="1,999"):
            world.edit(case.id, "Hi Mia, we offer $1,999.00 for this.", override=False)
        assert (only_case(world), last(world).state) == (case, EntryState.HELD)

    def test_an_override_names_who_answers_for_it(self) -> None:
        world = opened(autonomy=REVIEWED)
        body = f"{held_body(world)}\nThere will be many more campaigns, we guarantee it.\n"
        world.edit(only_case(world).id, body, override=True)
        assert world.app.mailbox.sent[0].body == body
        assert last(world).decided_by == "Kim"
        assert any("guarantee" in found for found in last(world).overridden)
        assert "gate_overridden" in world.events()

    def test_a_rejected_draft_never_leaves_and_the_person_goes_on(self) -> None:
        world = reviewed()
        world.write("It is $4,000.", ASK_4000)
        world.reject(only_case(world).id)
        world.sweep()
        assert (last(world).state, world.negotiation.owner_name) == (EntryState.WITHDRAWN, "Kim")
        assert len(world.app.mailbox.sent) == 1
        assert world.app.store.open_cases() == []

    def test_own_words_in_place_of_the_draft(self) -> None:
        world = reviewed()
        world.write("It is $4,000.", ASK_4000)
        text = "Hi Mia, we can offer $1,300.00."
        world.answer(only_case(world).id, OwnWords(text=text, offer=usd("1300")))
        held, answered = world.entries()[-2:]
        assert (held.state, answered.state) == (EntryState.WITHDRAWN, EntryState.SENT)
        assert world.app.mailbox.sent[-1].body.startswith(text)
        assert (world.negotiation.state, world.negotiation.offers[-1]) == (State.COUNTER_SENT, usd("1300"))

    def test_a_newer_mail_supersedes_the_held_draft(self) -> None:
        world = reviewed()
        world.write("It is $4,000.", ASK_4000)
        first = only_case(world)
        world.write("Fine, $1,400.", ASK_1400)
        assert world.app.store.case(first.id).resolution == "overtaken by a newer mail"
        stale, fresh = world.entries()[-2:]
        assert (stale.state, fresh.state) == (EntryState.WITHDRAWN, EntryState.HELD)
        assert only_case(world).draft_id == fresh.id
        with pytest.raises(NotAllowed, match="was closed"):
            world.approve(first.id)

    def test_an_approval_that_a_queued_mail_overtakes_is_not_sent(self) -> None:
        world = reviewed()
        world.write("It is $4,000.", ASK_4000)
        world.arrive("Fine, $1,400.", ASK_1400)
        world.notify()
        world.approve(only_case(world).id)
        assert len(world.app.mailbox.sent) == 1
        world.app.model.readings.insert(0, ASK_4000)
        world.serve()
        assert len(world.app.mailbox.sent) == 1
        assert only_case(world).reason is Reason.NEEDS_APPROVAL

    def test_a_paused_negotiation_approves_nothing(self) -> None:
        world = reviewed()
        world.write("It is $4,000.", ASK_4000)
        steer(world, Command.PAUSE)
        with pytest.raises(NotAllowed, match="is paused; `negotiation resume"):
            world.approve(only_case(world).id)
        assert len(world.app.mailbox.sent) == 1


class TestGate:
    BAD = "Hi Mia, our offer is $1,000.00 and a bonus of $500.00."

    def test_one_repair_with_the_faults_is_enough(self) -> None:
        world = World()
        world.app.model.words.append(self.BAD)
        world.launch()
        first, second = world.app.model.briefs
        assert first.failures == ()
        assert any("bonus" in failure for failure in second.failures)
        assert (len(world.app.mailbox.sent), world.app.store.open_cases()) == (1, [])

    def test_a_failed_repair_goes_to_a_person_with_draft_and_faults(self) -> None:
        world = opened()
        world.app.model.words += [self.BAD, self.BAD]
        record = world.write("It is $4,000.", ASK_4000)
        case = only_case(world)
        assert (case.reason, case.draft_id) == (Reason.GATE_FAILED, last(world).id)
        assert any("500" in failure for failure in case.failures)
        assert (record.why, world.negotiation.state) == ("gate_failed", State.ESCALATED)
        assert len(world.app.mailbox.sent) == 1
        (_, card) = world.app.notifier.posts[-1]
        assert "bonus" in (card.draft or "")

    def test_what_the_gate_refused_leaves_in_the_persons_name_alone(self) -> None:
        world = opened()
        world.app.model.words += [self.BAD, self.BAD]
        world.write("It is $4,000.", ASK_4000)
        faults = only_case(world).failures
        world.approve(only_case(world).id)
        assert (last(world).state, last(world).decided_by, last(world).overridden) == (
            EntryState.SENT,
            "Kim",
            faults,
        )
        assert world.negotiation.state is State.COUNTER_SENT

    def test_an_opening_that_fails_the_gate_can_be_approved(self) -> None:
        world = World()
        world.app.model.words += [self.BAD, self.BAD]
        world.launch()
        assert world.negotiation.state is State.ESCALATED
        world.approve(only_case(world).id)
        assert (world.negotiation.state, len(world.app.mailbox.sent)) == (State.AWAITING_REPLY, 1)


class TestAnswers:
    def test_a_person_answers_and_the_agent_goes_on(self) -> None:
        world = opened()
        world.write("My lawyer says ...", LEGAL)
        world.answer(only_case(world).id, OwnWords(text="Hi Mia, no worries about that."))
        assert world.negotiation.state is State.COUNTER_SENT
        assert "- Fee: $1,000.00" in world.app.mailbox.sent[-1].body
        world.write("Deal!", ACCEPT)
        assert (world.negotiation.state, world.negotiation.agreed_rate) == (State.AGREED, usd("1000"))

    def test_a_person_may_go_above_the_cap(self) -> None:
        world = opened(budget=budget(approval_cap=usd("1200")))
        world.write("It is $1,400.", ASK_1400)
        words = OwnWords(text="Hi Mia, we can do $1,400.00.", accept=True)
        world.answer(only_case(world).id, words)
        assert (world.negotiation.state, world.negotiation.agreed_rate) == (State.AGREED, usd("1400"))
        assert world.app.notifier.titles[-1] == "Deal agreed: Mia Lark"

    def test_a_higher_offer_of_a_person_is_agreed_when_the_creator_takes_it(self) -> None:
        world = opened()
        world.write("It is $4,000.", replace(ASK_4000, legal_language=True))
        words = OwnWords(text="Hi Mia, we can do $2,000.00.", offer=usd("2000"), override=True)
        world.answer(only_case(world).id, words)
        taken = reading(Intent.ACCEPT, ask("2000", quote="$2,000"))
        world.write("Fine, $2,000 then.", taken)
        assert (world.negotiation.state, world.negotiation.agreed_rate) == (State.AGREED, usd("2000"))

    def test_a_foreign_currency_is_answered_in_ours(self) -> None:
        world = opened()
        world.write("It is 1,400 EUR.", reading(Intent.COUNTER, ask("1400", quote="1,400 EUR", currency="EUR")))
        case = only_case(world)
        assert (case.reason, case.evidence) == (Reason.FOREIGN_CURRENCY, "1,400 EUR")
        words = OwnWords(text="Hi Mia, we pay in dollars: $1,450.00.", offer=usd("1450"))
        world.answer(case.id, words)
        assert (world.negotiation.state, world.negotiation.offers[-1]) == (State.COUNTER_SENT, usd("1450"))

    def test_own_words_pass_the_gate_too(self) -> None:
        world = opened()
        world.write("My lawyer says ...", LEGAL)
        with pytest.raises(InvalidInput, match="override"):
            world.answer(only_case(world).id, OwnWords(text="Hi Mia, I promise you $9,000.00."))
        assert only_case(world).state is CaseState.OPEN

    def test_after_the_end_nothing_is_answered(self) -> None:
        world = opened()
        world.write("No.", REJECT)
        world.write("Or yes?")
        with pytest.raises(NotAllowed, match="ended as rejected"):
            world.answer(only_case(world).id, OwnWords(text="Hi Mia, too late, I am afraid."))
        world.reject(only_case(world).id)
        assert world.negotiation.state is State.REJECTED

    def test_a_released_mail_that_does_not_leave_is_told_to_the_person(self) -> None:
        world = opened(budget=budget(approval_cap=usd("1200")))
        world.write("It is $1,400.", ASK_1400)
        case = only_case(world)
        newer = world.arrive("Any news?")
        words = OwnWords(text="Hi Mia, our offer is $1,350.00.", offer=usd("1350"))
        said = world.answer(case.id, words)
        stale = f"a newer mail arrived: {newer}"
        assert said == f"{last(world).id} was released by Kim, but it has not left: {stale}"
        assert (last(world).state, len(world.app.mailbox.sent)) == (EntryState.WITHDRAWN, 1)
        told = only_case(world)
        assert (told.reason, told.evidence) == (Reason.SEND_UNCLEAR, f"what Kim released did not leave: {stale}")

    def test_an_address_that_cannot_be_written_is_refused_at_approval(self) -> None:
        world = opened()
        world.write("I handle Mia's deals.", sender="sam@mgmt.example")
        found = only_case(world)
        world.app.store.update(found, lambda case: replace(case, proposed_email="jürgen@mgmt.example"))
        with pytest.raises(NotAllowed, match="only ASCII addresses"):
            world.approve(found.id)
        assert [person.email for person in world.negotiation.participants] == [CREATOR_EMAIL]

    def test_a_mail_whose_sending_is_unclear_can_be_sent_again_by_a_person(self) -> None:
        world = opened()
        world.app.mailbox.on.plan("send_draft", lambda: world.app.mailbox.delete_draft("", "r4"))
        world.write("It is $4,000.", ASK_4000)
        world.approve(only_case(world).id)
        assert len(world.app.mailbox.sent) == 2
        assert "- Fee: $1,480.00" in world.app.mailbox.sent[-1].body
        assert (world.negotiation.state, world.negotiation.rounds) == (State.COUNTER_SENT, 2)

    def test_what_a_person_sends_again_is_overtaken_like_any_other_mail(self) -> None:
        world = opened()
        world.app.mailbox.on.plan("send_draft", lambda: world.app.mailbox.delete_draft("", "r4"))
        world.write("It is $4,000.", ASK_4000)
        world.app.mailbox.on.fail("create_draft", Unavailable("503"))
        world.approve(only_case(world).id)
        world.app.model.readings.append(ASK_1400)
        world.write("Fine, $1,400.", ASK_1400)
        world.sweep()
        assert (len(world.app.mailbox.sent), world.negotiation.agreed_rate) == (2, usd("1400"))


class TestLoose:
    def test_unmatched_mail_is_set_aside_by_a_person(self) -> None:
        world = opened()
        world.write("Buy my course.", sender="spam@shop.example", thread_id="other")
        case = only_case(world)
        with pytest.raises(NotAllowed, match="belongs to no negotiation"):
            world.approve(case.id)
        world.reject(case.id)
        assert world.app.store.case(case.id).resolution == "set aside"
        with pytest.raises(NotAllowed, match="was closed by Kim: set aside"):
            world.reject(case.id)

    def test_no_such_case(self) -> None:
        with pytest.raises(NotFound):
            World().approve("nowhere")


def test_cases_are_posted_to_the_escalations_channel_with_the_thread() -> None:
    world = opened()
    world.write("My lawyer says ...", LEGAL)
    (_, card) = world.app.notifier.posts[0]
    assert (card.channel, card.thread) == ("escalations", (world.negotiation.mailbox, world.thread_id))
    assert dict(card.fields)["Creator"] == f"Mia Lark ({CREATOR_EMAIL})"

"""The campaign's whole budget and target count bound its agreements, however many are made at once."""

from dataclasses import replace
from typing import Any

import pytest

from shared.application.conclude import book
from shared.application.journal import Journal
from shared.application.ports import DraftGone
from shared.application.resolve_case import reject_case
from shared.domain.campaign import Campaign, Creator, Leave
from shared.domain.decision import Reason
from shared.domain.errors import Contention, InvalidInput, NotAllowed
from shared.domain.negotiation import Negotiation, negotiation_id
from shared.domain.reading.facts import Intent
from shared.domain.records import EntryState, OutreachRecord, TaskState
from shared.domain.states import State
from shared.domain.tracker import Agreement
from tests.unit.application.world import N1, World, last, only_case
from tests.unit.domain.builders import (
    AUTOMATIC,
    NOW,
    ask,
    budget,
    campaign,
    creator,
    negotiation,
    reading,
    terms,
    tracker,
    usd,
)

ACCEPT = reading(Intent.ACCEPT)
ZOE: Creator = creator(name="Zoe Park", email="zoe@creator.example")
N2 = negotiation_id("spring", ZOE.email)


def both_say_yes(found: Campaign) -> World:
    world = World(found, creator(), ZOE)
    world.launch()
    world.write("Deal!", ACCEPT)
    thread = world.app.store.negotiation(N2).thread_id or ""
    world.write("Deal!", ACCEPT, sender=ZOE.email, thread_id=thread)
    return world


def test_each_agreement_is_counted_and_the_one_too_many_goes_to_a_person() -> None:
    world = both_say_yes(campaign(budget=budget(total=usd("1800"))))

    (case,) = world.app.store.open_cases()
    assert (case.reason, case.their_ask) == (Reason.BUDGET_SPENT, usd("1000"))
    assert (
        case.evidence
        == "the opening offer, $1,000.00 by the campaign's CPM, is above the limit, $800.00 by the rest of the budget"
    )
    assert world.app.store.campaign("spring").committed == usd("1000")
    assert world.app.store.negotiation(N2).state is State.ESCALATED


def test_both_are_agreed_where_the_budget_covers_both() -> None:
    world = both_say_yes(campaign(budget=budget(total=usd("2000"))))
    found = world.app.store.campaign("spring")
    assert [line.negotiation_id for line in found.tracker.agreements] == sorted([N1, N2])
    assert (found.committed, found.budget_left) == (usd("2000"), usd("0"))


def test_when_the_target_is_reached_the_next_yes_goes_to_a_person_with_the_reason() -> None:
    world = both_say_yes(campaign(target_creators=1))

    (case,) = world.app.store.open_cases()
    assert (case.reason, case.their_ask) == (Reason.TARGET_REACHED, usd("1000"))
    assert world.app.store.negotiation(N2).state is State.ESCALATED
    _, card = world.app.notifier.posts[-1]
    assert card.title == "Target reached: Zoe Park"
    assert card.evidence == "1 creators are agreed, 1 were wanted"


def test_openings_stop_when_the_target_is_reached_and_one_case_says_so() -> None:
    full = campaign(target_creators=2, tracker=tracker(usd("900"), usd("800")))
    world = World(full, creator(), ZOE)
    world.launch()

    assert world.app.mailbox.sent == []
    tasks = world.app.store.tasks("spring")
    assert {(task.state, task.why) for task in tasks} == {(TaskState.FAILED, "2 creators are agreed, 2 were wanted")}
    assert world.app.store.existing(OutreachRecord, [f"spring:{ZOE.email}"]) == {}
    (case,) = world.app.store.open_cases()
    assert case.evidence == "campaign spring opens with no more creators: 2 creators are agreed, 2 were wanted"


def test_openings_stop_when_the_rest_of_the_budget_pays_for_nobody() -> None:
    spent = campaign(tracker=tracker(usd("19500")))
    world = World(spent, creator(), ZOE)
    world.launch()

    assert world.app.mailbox.sent == []
    (case,) = world.app.store.open_cases()
    assert case.reason is Reason.BUDGET_SPENT


def test_a_creator_who_answers_outreach_of_others_finds_a_negotiation_all_the_same() -> None:
    world = World(campaign(target_creators=1, tracker=tracker(usd("900")), joins_outreach=True))
    world.launch()
    assert world.negotiation.state is State.AWAITING_REPLY


class TestOvertaken:
    """An agreement waits for its approval; meanwhile another one takes the last place."""

    def waiting(self) -> tuple[World, str]:
        world = World(campaign(target_creators=1, autonomy=replace(AUTOMATIC, agreements=Leave.REVIEW)))
        world.launch()
        world.write("Deal!", ACCEPT)
        (case,) = world.app.store.open_cases()
        taken = world.app.store.campaign("spring")
        world.app.store.commit([replace(taken, version=taken.version + 1, tracker=tracker(usd("900")))])
        return world, case.id

    def test_it_is_not_approved_by_the_way(self) -> None:
        world, case_id = self.waiting()
        with pytest.raises(InvalidInput, match=r"\$1,000\.00 would be for more creators than the campaign wants"):
            world.approve(case_id)
        assert world.negotiation.state is not State.AGREED

    def test_a_person_may_answer_for_it_by_name(self) -> None:
        world, case_id = self.waiting()
        mail = world.entries()[-1].mail
        world.edit(case_id, mail.body if mail else "", override=True)
        assert world.negotiation.agreed_rate == usd("1000")
        assert len(world.app.store.campaign("spring").tracker) == 2
        assert "would be for more creators than the campaign wants" in world.entries()[-1].overridden[0]


class TestBooking:
    """What the books say after one step of a negotiation, whatever ran before."""

    def booked(self, found: Negotiation, campaign_: Campaign) -> Campaign | None:
        journal = Journal(found, actor="agent", now=NOW)
        book(journal, campaign_)
        written = [record for record in journal.records() if isinstance(record, Campaign)]
        return written[0] if written else None

    def test_an_agreement_is_booked_once_however_often_the_step_is_repeated(self) -> None:
        agreed = negotiation(state=State.AGREED, agreed_terms=terms("1200"))
        once = self.booked(agreed, campaign())
        assert once is not None
        assert once.tracker.agreements == (Agreement(negotiation_id="n1", price=usd("1200"), average_views=50_000),)
        assert once.version == campaign().version + 1
        assert self.booked(agreed, once) is None

    def test_a_negotiation_that_is_not_agreed_any_more_binds_nothing(self) -> None:
        agreed = negotiation(state=State.AGREED, agreed_terms=terms("1200"))
        once = self.booked(agreed, campaign(tracker=tracker(usd("700"))))
        assert once is not None
        stopped = replace(agreed, state=State.STOPPED, agreed_terms=None)
        after = self.booked(stopped, once)
        assert after is not None
        assert after.committed == usd("700")

    def test_a_step_that_agrees_on_nothing_leaves_the_campaign_alone(self) -> None:
        assert self.booked(negotiation(), campaign(tracker=tracker(usd("700")))) is None


@pytest.mark.parametrize(
    ("changes", "why"),
    [
        ({"budget": budget(total=usd("2400"))}, "$1,450.00 is more than the rest of the campaign's budget"),
        ({"target_creators": 1}, "$1,450.00 would be for more creators than the campaign wants"),
    ],
)
def test_a_counter_offer_that_others_have_overtaken_is_not_approved(changes: dict[str, Any], why: str) -> None:
    world = World(campaign(autonomy=replace(AUTOMATIC, mails=Leave.REVIEW), **changes))
    world.launch()
    world.approve(only_case(world).id)
    world.write("I want $1,900", reading(Intent.COUNTER, ask("1900", quote="$1,900")))
    found = world.app.store.campaign("spring")
    world.app.store.update(found, lambda one: replace(one, tracker=tracker(usd("1000"))))

    with pytest.raises(InvalidInput) as refused:
        world.approve(only_case(world).id)

    assert refused.value.problems[0] == why
    assert [mail.body for mail in world.app.mailbox.sent if "1,450" in mail.body] == []


class TestTakenBack:
    """A deal is agreed and booked, but its mail has not left: whoever rejects the mail takes the deal back with it."""

    def unclear(self, **changes: Any) -> World:
        world = World(campaign(tracker=tracker(usd("700")), **changes), creator(), ZOE)
        world.launch()
        send = world.app.mailbox.send_draft
        world.app.mailbox.send_draft = lambda *_, **__: DraftGone()  # type: ignore[method-assign]
        world.write("Deal!", ACCEPT)
        world.app.mailbox.send_draft = send  # type: ignore[method-assign]
        assert (world.negotiation.state, last(world).state) == (State.AGREED, EntryState.REVIEW)
        assert world.app.store.campaign("spring").committed == usd("1700")
        return world

    def test_it_binds_nothing_any_more_and_people_hear_of_it(self) -> None:
        world = self.unclear()
        told = world.negotiation.ledger[:1]
        world.reject(only_case(world).id)

        found = world.negotiation
        assert (found.state, found.agreed_terms, found.owner_name) == (State.COUNTER_RECEIVED, None, "Kim")
        assert found.ledger == told
        assert world.app.store.campaign("spring").tracker == tracker(usd("700"))
        assert (last(world).state, world.app.mailbox.drafts) == (EntryState.WITHDRAWN, {})
        assert world.events()[-4:] == ["mail_withdrawn", "agreement_unbooked", "taken_over", "case_closed"]
        unbooked = next(one for one in world.app.store.events(N1) if one.kind == "agreement_unbooked")
        assert (unbooked.actor, dict(unbooked.facts)) == ("Kim", {"mail": f"{N1}-2", "fee": "$1,000.00"})
        world.sweep()
        _, card = world.app.notifier.posts[-1]
        assert (card.title, card.evidence) == (
            "Agreement taken back: Mia Lark",
            "Kim rejected the mail that agrees",
        )
        assert len(world.app.mailbox.sent) == 2

    def test_its_place_and_its_money_are_free_for_the_next(self) -> None:
        world = self.unclear(target_creators=2, budget=budget(total=usd("1700")))
        world.reject(only_case(world).id)
        thread = world.app.store.negotiation(N2).thread_id or ""
        world.write("Deal!", ACCEPT, sender=ZOE.email, thread_id=thread)
        assert world.app.store.negotiation(N2).state is State.AGREED
        assert world.app.store.campaign("spring").committed == usd("1700")

    def test_rejecting_it_twice_changes_nothing_more(self) -> None:
        world = self.unclear()
        case = only_case(world)
        world.reject(case.id)
        before = (world.negotiation, world.app.store.campaign("spring"))
        with pytest.raises(NotAllowed, match="was closed by Kim"):
            world.reject(case.id)
        assert (world.negotiation, world.app.store.campaign("spring")) == before

    def test_a_mail_that_had_left_after_all_keeps_its_deal(self) -> None:
        world = self.unclear()
        world.app.mailbox.send_by_hand(next(iter(world.app.mailbox.drafts)))
        world.reject(only_case(world).id)
        assert (world.negotiation.state, last(world).state) == (State.AGREED, EntryState.SENT)
        assert world.app.store.campaign("spring").committed == usd("1700")

    def test_what_changes_at_the_same_moment_is_looked_at_again(self) -> None:
        world = self.unclear()
        case, seen = only_case(world), world.seen(only_case(world).id)
        settle = world.app.store.commit

        def overtaken(records: Any) -> bool:
            world.app.store.commit = settle  # type: ignore[method-assign]
            found = world.app.store.campaign("spring")
            settle([replace(found, version=found.version + 1)])
            return settle(records)

        world.app.store.commit = overtaken  # type: ignore[method-assign]
        with pytest.raises(Contention):
            reject_case(world.app, case.id, "Kim", seen=seen)
        assert (world.negotiation.state, world.app.store.campaign("spring").committed) == (State.AGREED, usd("1700"))
        world.reject(case.id)
        assert world.app.store.campaign("spring").committed == usd("700")

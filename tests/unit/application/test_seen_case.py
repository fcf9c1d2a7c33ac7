"""A case is settled only as the person saw it; of two who act at once, one wins and the other is told."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import datetime
from threading import Barrier

import pytest

from shared.application.answer_case import answer_case
from shared.application.resolve_case import approve_case, edit_case, reject_case
from shared.domain.errors import InvalidInput, NotAllowed, ParleyError
from shared.domain.own_words import OwnWords
from shared.domain.reading.facts import Intent
from shared.domain.records import CaseState, EntryState, OutboxEntry
from shared.domain.states import State
from tests.unit.application.fakes import FakeClock
from tests.unit.application.world import FakeApp, World, only_case
from tests.unit.domain.builders import CREATOR_EMAIL, NOW, REVIEWED, ask, campaign, reading

ASK_4000 = reading(Intent.COUNTER, ask("4000", quote="$4,000"))
ASK_1400 = reading(Intent.COUNTER, ask("1400", quote="$1,400"))
LEGAL = replace(reading(Intent.ACCEPT), legal_language=True)
WORDS = OwnWords(text="Hi Mia, no worries about that.")


def held_opening() -> World:
    world = World(campaign(autonomy=REVIEWED))
    world.launch()
    return world


def legal_case() -> World:
    world = World()
    world.launch()
    world.write("My lawyer says ...", LEGAL)
    return world


def reworded(entry: OutboxEntry) -> OutboxEntry:
    return replace(entry, mail=replace(entry.mail, body=f"{entry.mail.body}More.\n")) if entry.mail else entry


class TestTheDigest:
    def test_holds_while_nothing_changes(self) -> None:
        world = held_opening()
        seen = world.seen(only_case(world).id)
        assert seen == world.seen(only_case(world).id)
        assert approve_case(world.app, only_case(world).id, "Kim", seen=seen).endswith("was released by Kim")

    def test_is_another_one_after_any_change(self) -> None:
        world = held_opening()
        case = only_case(world)
        seen = {world.seen(case.id)}
        for changed in (
            replace(case, version=2, evidence="something else"),
            replace(case, version=3, failures=("money: $5",)),
            replace(case, version=4, inbound_ids=("m1",)),
        ):
            assert world.app.store.commit([changed])
            seen.add(world.seen(case.id))
        world.app.store.update(world.entries()[0], reworded)
        seen.add(world.seen(case.id))
        assert len(seen) == 5

    @pytest.mark.parametrize("seen", ["", "yes", "1-2-3", "0-0-"])
    def test_of_another_form_is_refused_by_name(self, seen: str) -> None:
        world = held_opening()
        with pytest.raises(InvalidInput, match="is no digest of a case"):
            approve_case(world.app, only_case(world).id, "Kim", seen=seen)
        assert world.app.mailbox.sent == []


class TestWhatCameSince:
    def test_a_mail_that_joined_is_named(self) -> None:
        world = legal_case()
        case = only_case(world)
        seen = world.seen(case.id)
        joined = world.write("And pay my agency instead, please.", LEGAL)
        with pytest.raises(NotAllowed) as refused:
            answer_case(world.app, case.id, "Kim", WORDS, seen=seen)
        assert str(refused.value).splitlines() == [
            f"{case.id} has changed since you looked at it",
            f"new mail: {joined.id} of {CREATOR_EMAIL}: And pay my agency instead, please.",
            f"it is {world.seen(case.id)} now",
        ]
        assert (only_case(world).state, len(world.app.mailbox.sent)) == (CaseState.OPEN, 1)

    def test_another_draft_is_named(self) -> None:
        world = held_opening()
        case = only_case(world)
        seen = world.seen(case.id)
        world.app.store.update(world.entries()[0], reworded)
        with pytest.raises(NotAllowed, match=f"the draft is another one: {case.draft_id}"):
            approve_case(world.app, case.id, "Kim", seen=seen)
        assert world.app.mailbox.sent == []

    def test_a_draft_that_a_newer_mail_replaced_is_not_approved(self) -> None:
        world = held_opening()
        world.approve(only_case(world).id)
        world.write("It is $4,000.", ASK_4000)
        case = only_case(world)
        seen = world.seen(case.id)
        world.write("Fine, $1,400.", ASK_1400)
        with pytest.raises(NotAllowed, match="was closed by agent: overtaken by a newer mail"):
            approve_case(world.app, case.id, "Kim", seen=seen)
        assert len(world.app.mailbox.sent) == 1

    @pytest.mark.parametrize(
        "settle",
        [
            lambda app, case, seen: approve_case(app, case, "Kim", seen=seen),
            lambda app, case, seen: edit_case(app, case, "Kim", seen=seen, body="Hi Mia", override=True),
            lambda app, case, seen: answer_case(app, case, "Kim", WORDS, seen=seen),
            lambda app, case, seen: reject_case(app, case, "Kim", seen=seen),
        ],
        ids=["approve", "edit", "answer", "reject"],
    )
    def test_nothing_at_all_is_settled_on_an_old_view(self, settle: Callable[[FakeApp, str, str], str]) -> None:
        world = held_opening()
        case = only_case(world)
        seen = world.seen(case.id)
        world.app.store.update(case, lambda current: replace(current, evidence="something else"))
        before = only_case(world), world.entries(), world.negotiation
        with pytest.raises(NotAllowed, match="has changed since you looked at it"):
            settle(world.app, case.id, seen)
        assert (only_case(world), world.entries(), world.negotiation) == before

    def test_loose_mail_is_set_aside_only_as_it_was_seen(self) -> None:
        world = World()
        world.write("Buy my course.", sender="spam@shop.example", thread_id="other")
        case = only_case(world)
        seen = world.seen(case.id)
        world.app.store.update(case, lambda current: replace(current, evidence="it was a sponsor after all"))
        with pytest.raises(NotAllowed, match="has changed since"):
            reject_case(world.app, case.id, "Kim", seen=seen)
        assert only_case(world).state is CaseState.OPEN


class InterruptingClock(FakeClock):
    """Something happens between what a person's command has read and what it writes."""

    def __init__(self, act: Callable[[], object]) -> None:
        super().__init__(NOW)
        self._acts = [act]

    def now(self) -> datetime:
        if self._acts:
            self._acts.pop()()
        return super().now()


class TestAtOnce:
    def test_the_slower_of_two_people_is_told_who_was_faster(self) -> None:
        world = held_opening()
        case = only_case(world)
        seen = world.seen(case.id)
        slow = replace(world.app, clock=InterruptingClock(lambda: world.approve(case.id)))
        with pytest.raises(NotAllowed, match=f"Kim was faster: {case.id} is closed, sent"):
            reject_case(slow, case.id, "Lee", seen=seen)
        assert (len(world.app.mailbox.sent), world.negotiation.owner_name) == (1, None)
        assert world.negotiation.state is State.AWAITING_REPLY

    def test_a_mail_that_comes_while_a_person_approves_wins(self) -> None:
        world = held_opening()
        world.approve(only_case(world).id)
        world.write("It is $4,000.", ASK_4000)
        case = only_case(world)
        seen = world.seen(case.id)
        slow = replace(world.app, clock=InterruptingClock(lambda: world.write("Fine, $1,400.", ASK_1400)))
        with pytest.raises(NotAllowed, match="has no draft to approve"):
            approve_case(slow, case.id, "Kim", seen=seen)
        assert len(world.app.mailbox.sent) == 1
        assert world.entries()[-1].state is EntryState.HELD

    def test_of_eight_people_at_once_one_sends_and_seven_are_told(self) -> None:
        world = held_opening()
        case = only_case(world)
        seen, start = world.seen(case.id), Barrier(8)

        def approve(number: int) -> str:
            start.wait()
            try:
                return approve_case(world.app, case.id, f"person {number}", seen=seen)
            except ParleyError as error:
                return type(error).__name__

        with ThreadPoolExecutor(8) as people:
            said = list(people.map(approve, range(8)))
        assert said.count("NotAllowed") == 7
        assert len(world.app.mailbox.sent) == 1
        assert world.app.store.case(case.id).closed_by == world.entries()[0].decided_by

"""Each promise is kept by what the product does, and found broken when somebody breaks it behind its back."""

from dataclasses import replace
from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest

from shared.application.check_promises import Promise, check_promises
from shared.application.outside import LeftMail, MailboxFacts, mailbox_facts, stored_facts
from shared.application.steer_negotiation import Command, steer_negotiation
from shared.domain.campaign import Deliverable, RateCard
from shared.domain.errors import Unavailable
from shared.domain.negotiation import LedgerEntry, Side, Stage
from shared.domain.own_words import OwnWords
from shared.domain.reading.facts import Intent
from shared.domain.records import EntryKind, EntryState, OutboxEntry, Outcome, SuppressionRecord
from shared.domain.tracker import Agreement, Tracker
from tests.unit.application.fakes import Message
from tests.unit.application.world import N1, World
from tests.unit.domain.builders import (
    CREATOR_EMAIL,
    MAILBOX,
    REEL,
    REVIEWED,
    STORY,
    ask,
    budget,
    campaign,
    reading,
    terms,
    tracker,
    usd,
)

ACCEPT = reading(Intent.ACCEPT)
UNCLEAR = reading(Intent.UNCLEAR)
ASK_4000 = reading(Intent.COUNTER, ask("4000", quote="$4,000"))
ASK_1400 = reading(Intent.COUNTER, ask("1400", quote="$1,400"))
NAMES = (
    "nothing is lost",
    "nothing is sent twice",
    "nothing is sent that was not decided",
    "state first",
    "a stop is a stop",
    "money never defaults",
    "nothing stops silently",
)


def facts(world: World) -> MailboxFacts:
    messages = list(world.app.mailbox.messages.values())
    received = tuple(message.id for message in messages if "INBOX" in message.labels)
    return MailboxFacts(received_ids=received, left=tuple(_left(m) for m in messages if "SENT" in m.labels))


def _left(message: Message) -> LeftMail:
    mail = message.mail
    return LeftMail(
        message_id=message.id,
        marker=message.marker,
        recipients=frozenset((*mail.to, *mail.cc)) if mail else frozenset(),
        body=mail.body if mail else "",
        at=message.at,
    )


def checked(world: World, seen: MailboxFacts | None = None) -> dict[str, Promise]:
    found = check_promises(world.app.store, MAILBOX, seen or facts(world))
    return {promise.name: promise for promise in found}


def broken(world: World, seen: MailboxFacts | None = None) -> dict[str, tuple[str, ...]]:
    return {name: promise.broken for name, promise in checked(world, seen).items() if promise.broken}


def busy() -> World:
    """An opening, a counter, a pause in between, an agreement; one stranger set aside by a case."""
    world = World()
    world.launch()
    world.write("It is $4,000.", ASK_4000)
    world.app.clock.advance(minutes=1)
    steer_negotiation(world.app, N1, Command.PAUSE, "Kim")
    world.write("Hello? Deal!", ACCEPT)
    world.app.clock.advance(minutes=1)
    steer_negotiation(world.app, N1, Command.RESUME, "Kim")
    world.serve()
    world.write("Buy my course.", sender="spam@shop.example", thread_id="other")
    return world


def let_pass() -> World:
    """A person sends a draft with a promise that the gate refuses, in their own name."""
    world = World(campaign(autonomy=REVIEWED))
    world.launch()
    (case,) = world.app.store.open_cases()
    mail = world.entries()[0].mail
    body = f"{mail.body if mail else ''}\nThere will be many more campaigns, we guarantee it.\n"
    world.edit(case.id, body, override=True)
    return world


def test_the_mailbox_is_asked_for_every_thread_of_a_negotiation() -> None:
    world = World()
    world.launch()
    world.write("It is $4,000.", ASK_4000)
    world.write("Let us start afresh: it is $4,000.", ASK_4000, thread_id="fork", subject="New subject")
    assert world.negotiation.thread_id == "fork"

    told = mailbox_facts(world.app, MAILBOX, world.app.clock.now())

    assert len(told.left) == 3
    assert set(told.received_ids) == set(facts(world).received_ids)


def test_whoever_waits_is_told_how_far_the_check_is() -> None:
    world = World()
    world.launch()
    world.write("It is $4,000.", ASK_4000)
    told: list[str] = []

    seen = mailbox_facts(world.app, MAILBOX, world.app.clock.now(), told.append)
    check_promises(world.app.store, MAILBOX, seen, told.append)

    assert told == [
        f"{MAILBOX}: asking Gmail for thread 1 of 1 ...",
        f"{MAILBOX}: loading negotiation 1 of 1 ...",
        "checking what left: mail 1 of 2 ...",
        "checking what left: mail 2 of 2 ...",
    ]


class TestKept:
    def test_by_a_busy_negotiation(self) -> None:
        world = busy()
        found = checked(world)
        assert tuple(found) == NAMES
        assert broken(world) == {}
        assert {name: promise.checked for name, promise in found.items()} == {
            "nothing is lost": 3,
            "nothing is sent twice": 3,
            "nothing is sent that was not decided": 3,
            "state first": 3,
            "a stop is a stop": 3,
            "money never defaults": 3,
            "nothing stops silently": 3,
        }

    def test_by_people_who_go_above_the_limits(self) -> None:
        """A person answers for the higher offer, and the agent for nothing when the creator takes it."""
        world = World(campaign(budget=budget(approval_cap=usd("1200"))))
        world.launch()
        world.write("It is $1,400.", ASK_1400)
        (case,) = world.app.store.open_cases()
        words = OwnWords(text="Hi Mia, we can do $1,300.00.", offer=usd("1300"))
        world.answer(case.id, words)
        world.write("Deal!", ACCEPT)
        assert world.negotiation.agreed_rate == usd("1300")
        assert broken(world) == {}

    def test_by_offers_that_the_campaign_could_not_make_any_more(self) -> None:
        """What is agreed since has used up the budget; it had not when they left."""
        world = World(campaign(budget=budget(total=usd("1800"))))
        world.launch()
        world.write("Deal!", ACCEPT)
        assert world.app.store.campaign("spring").budget_left == usd("800")
        assert broken(world) == {}

    def test_by_an_offer_that_a_premium_allowed(self) -> None:
        """The premium is gone again: another deal has raised the average."""
        saved = tracker(usd("1000"))
        world = World(campaign(budget=budget(cpm_premiums=True), target_creators=2, tracker=saved, round_cap=2))
        world.launch()
        world.write("It is $4,000.", ASK_4000)
        assert world.negotiation.offers[-1] == usd("1800")
        dear = world.app.store.campaign("spring")
        world.app.store.commit([replace(dear, version=dear.version + 1, tracker=tracker(usd("2000")))])
        assert broken(world)["money never defaults"] == ("other0 is agreed at None, and booked at USD 2000.00",)

    def test_by_a_campaign_under_review(self) -> None:
        world = World(campaign(autonomy=REVIEWED))
        world.launch()
        (case,) = world.app.store.open_cases()
        world.approve(case.id)
        assert broken(world) == {}

    def test_by_a_mail_that_a_person_let_pass_by_name(self) -> None:
        world = let_pass()
        assert world.entries()[-1].overridden
        assert broken(world) == {}

    def test_by_the_same_question_after_two_unclear_mails(self) -> None:
        world = World()
        world.launch()
        world.write("Hm.", UNCLEAR)
        world.app.clock.advance(minutes=1)
        world.write("Well.", UNCLEAR)
        first, second = facts(world).left[-2:]
        assert first.body == second.body
        assert broken(world) == {}

    def test_by_what_the_store_alone_tells(self) -> None:
        world = busy()
        seen = stored_facts(world.app.store, MAILBOX, world.app.clock.now())
        assert (len(seen.received_ids), len(seen.left)) == (3, 3)
        assert broken(world, seen) == {}

    def test_by_what_is_only_just_under_way(self) -> None:
        world = busy()
        before = world.app.clock.now()
        world.app.clock.advance(minutes=1)
        world.app.notifier.on.fail("post", Unavailable("503"))
        world.write("Buy this too.", sender="spam@shop.example", thread_id="another")
        seen = stored_facts(world.app.store, MAILBOX, before)
        assert broken(world, seen) == {}
        assert set(broken(world)) == {"nothing stops silently"}

    def test_nothing_is_counted_where_nothing_was_negotiated(self) -> None:
        found = checked(World())
        assert {promise.checked for promise in found.values()} == {0}


class TestFoundBroken:
    def test_books_that_differ_from_what_is_agreed(self) -> None:
        world = World()
        world.launch()
        world.write("Deal!", ACCEPT)
        right = world.app.store.campaign("spring")
        line = Agreement(negotiation_id=N1, price=usd("900"), average_views=50_000)
        for wrong, said in (
            (Tracker(), f"{N1} is agreed at USD 1000.00, and booked at None"),
            (Tracker(agreements=(line,)), f"{N1} is agreed at USD 1000.00, and booked at USD 900.00"),
            (
                right.tracker.booked(replace(line, negotiation_id="zz")),
                "zz is agreed at None, and booked at USD 900.00",
            ),
        ):
            stored = world.app.store.campaign("spring")
            world.app.store.commit([replace(stored, version=stored.version + 1, tracker=wrong)])
            assert broken(world) == {"money never defaults": (said,)}

    def test_a_mail_that_was_never_queued(self) -> None:
        world = busy()
        world.arrive("Nobody will see this.")
        assert broken(world) == {"nothing is lost": ("in10",)}

    def test_a_mail_without_an_outcome(self) -> None:
        world = busy()
        world.arrive("Nobody serves this.")
        world.notify()
        assert broken(world) == {"nothing is lost": ("in10",)}

    def test_a_mail_that_left_twice(self) -> None:
        world = busy()
        seen = facts(world)
        again = replace(seen.left[-1], message_id="again")
        found = broken(world, replace(seen, left=(*seen.left, again)))
        assert found == {"nothing is sent twice": (f"{again.marker} left 2 times",)}

    def test_a_mail_that_nobody_decided(self) -> None:
        world = busy()
        seen = facts(world)
        stray = replace(seen.left[0], message_id="stray", marker="nobody-1", body="Hi", at=world.app.clock.now())
        found = broken(world, replace(seen, left=(*seen.left, stray)))
        assert found == {
            "nothing is sent that was not decided": ("stray has no outbox entry",),
            "state first": ("nobody-1 left before its state was committed",),
        }

    def test_a_mail_with_other_words_than_decided(self) -> None:
        world = busy()
        seen = facts(world)
        changed = replace(seen.left[0], body=seen.left[0].body.replace("$1,000.00", "$9,000.00"))
        found = broken(world, replace(seen, left=(changed, *seen.left[1:])))
        assert found == {"nothing is sent that was not decided": (f"{N1}-1 left with other words than decided",)}

    def test_a_mail_that_left_before_its_state(self) -> None:
        world = busy()
        seen = facts(world)
        early = replace(seen.left[0], at=seen.left[0].at - timedelta(hours=1))
        found = broken(world, replace(seen, left=(early, *seen.left[1:])))
        assert found == {"state first": (f"{N1}-1 left before its state was committed",)}

    def test_words_that_the_gate_refuses_although_the_books_hold_them(self) -> None:
        world = busy()
        seen = facts(world)
        entry = world.entries()[0]
        body = f"{entry.mail.body if entry.mail else ''}\nWe also pay a bonus of $500.00.\n"
        world.app.store.update(entry, lambda current: _saying(current, body))
        found = broken(world, replace(seen, left=(replace(seen.left[0], body=body), *seen.left[1:])))
        (fault,) = found.pop("nothing is sent that was not decided")
        assert fault.startswith(f"{N1}-1 left although the check finds money: ")
        assert "$500.00" in fault
        assert found == {}

    def test_a_fault_that_an_approval_does_not_name(self) -> None:
        world = let_pass()
        world.app.store.update(world.entries()[-1], lambda current: replace(current, overridden=()))
        (fault,) = broken(world)["nothing is sent that was not decided"]
        assert "guarantee" in fault

    def test_an_agents_mail_with_a_fault_that_is_named_all_the_same(self) -> None:
        world = let_pass()
        world.app.store.update(world.entries()[-1], lambda current: replace(current, decided_by="agent"))
        assert "nothing is sent that was not decided" in broken(world)

    def test_a_mail_to_somebody_else(self) -> None:
        world = busy()
        seen = facts(world)
        wrong = replace(seen.left[0], recipients=frozenset({"eve@shop.example"}))
        found = broken(world, replace(seen, left=(wrong, *seen.left[1:])))
        said = f"{N1}-1 left to others than decided: eve@shop.example, mia@creator.example"
        assert found == {"nothing is sent that was not decided": (said,)}

    @pytest.mark.parametrize("marker", [None, "other-1"])
    def test_the_same_words_twice_whatever_mark_they_carry(self, marker: str | None) -> None:
        world = busy()
        seen = facts(world)
        first = seen.left[0]
        later = first.at + timedelta(minutes=5)
        again = replace(first, message_id="again", marker=marker, at=later)
        found = broken(world, replace(seen, left=(*seen.left, again)))
        assert found["nothing is sent twice"] == (f"{marker or 'again'} says the same as {N1}-1",)

    def test_two_answers_to_one_mail(self) -> None:
        world = busy()
        _, counter, agreement = world.entries()
        world.app.store.update(agreement, lambda current: replace(current, answers=counter.answers))
        (answered,) = counter.answers
        found = f"{answered} was answered by {counter.id} and {agreement.id}"
        assert broken(world)["nothing is sent twice"] == (found,)

    @pytest.mark.parametrize("command", [Command.PAUSE, Command.STOP])
    def test_a_mail_of_a_person_that_left_after_a_stop(self, command: Command) -> None:
        world = World(campaign(autonomy=REVIEWED))
        world.launch()
        (case,) = world.app.store.open_cases()
        world.approve(case.id)
        steer_negotiation(world.app, N1, command, "Lee")
        seen = facts(world)
        late = replace(seen.left[0], at=world.app.clock.now() + timedelta(minutes=1))
        found = broken(world, replace(seen, left=(late,)))
        assert found == {"a stop is a stop": (f"{N1}-1 left while the negotiation was silenced",)}

    def test_a_persons_price_above_the_limit_without_a_name(self) -> None:
        world = World()
        world.launch()
        world.write("It is $4,000.", replace(ASK_4000, legal_language=True))
        (case,) = world.app.store.open_cases()
        words = OwnWords(text="Hi Mia, we can do $2,000.00.", offer=usd("2000"), override=True)
        world.answer(case.id, words)
        assert broken(world) == {}
        world.app.store.update(world.entries()[-1], lambda current: replace(current, overridden=()))
        said = f"{N1}-3 offers USD 2000.00, above the limit, and nobody answers for it"
        assert broken(world)["money never defaults"] == (said,)

    @pytest.mark.parametrize("command", [Command.PAUSE, Command.STOP, Command.CLAIM])
    def test_a_mail_that_left_after_a_stop(self, command: Command) -> None:
        world = World()
        world.launch()
        world.app.clock.advance(minutes=1)
        steer_negotiation(world.app, N1, command, "Kim")
        seen = facts(world)
        late = replace(seen.left[0], at=world.app.clock.now() + timedelta(seconds=2))
        found = broken(world, replace(seen, left=(late,)))
        assert found == {"a stop is a stop": (f"{N1}-1 left while the negotiation was silenced",)}

    @pytest.mark.parametrize("amount", ["0", "1500.01", "9000"])
    def test_an_offer_outside_the_limits(self, amount: str) -> None:
        world = busy()
        line = LedgerEntry(
            at=world.app.clock.now(), side=Side.OURS, mail_id="n9", stage=Stage.COUNTER, terms=terms(amount)
        )
        world.app.store.update(world.negotiation, lambda current: replace(current, ledger=(*current.ledger, line)))
        assert broken(world) == {"money never defaults": (f"n9 offers USD {usd(amount).text}",)}

    @pytest.mark.parametrize(("amount", "kept"), [("550", True), ("600.01", False)])
    def test_a_smaller_package_has_limits_of_its_own(self, amount: str, kept: bool) -> None:
        cards = (
            RateCard(type=REEL, floor_cpm=Decimal(8), ceiling_cpm=Decimal(12)),
            RateCard(type=STORY, floor_cpm=Decimal(2), ceiling_cpm=Decimal(3)),
        )
        package = (Deliverable(type=REEL, quantity=2), Deliverable(type=STORY, quantity=2))
        world = World(campaign(deliverables=package, rate_cards=cards))
        world.launch()
        assert world.negotiation.offers == (usd("1000"),)
        one_reel = replace(terms(amount), deliverables=(Deliverable(type=REEL, quantity=1),))
        line = LedgerEntry(at=world.app.clock.now(), side=Side.OURS, mail_id="n9", stage=Stage.COUNTER, terms=one_reel)
        world.app.store.update(world.negotiation, lambda current: replace(current, ledger=(*current.ledger, line)))
        assert (broken(world) == {}) == kept

    def test_an_offer_below_the_floor(self) -> None:
        world = busy()
        line = LedgerEntry(
            at=world.app.clock.now(), side=Side.OURS, mail_id="n1-99", stage=Stage.COUNTER, terms=terms("600")
        )
        negotiation = world.negotiation
        world.app.store.update(negotiation, lambda found: replace(found, ledger=(*found.ledger, line)))
        assert broken(world) == {"money never defaults": ("n1-99 offers USD 600.00",)}

    @pytest.mark.parametrize("changes", [{"target_creators": 1}, {"budget": budget(total=usd("2000"))}])
    def test_a_campaign_that_is_bound_to_more_than_it_has(self, changes: dict[str, Any]) -> None:
        world = busy()
        others = tracker(usd("1450"), usd("1000"))
        found = world.app.store.campaign("spring")
        own = found.tracker.agreements
        world.app.store.update(found, lambda one: replace(one, tracker=Tracker(agreements=own), **changes))
        before = broken(world)
        lines = tuple(sorted((*own, *others.agreements), key=lambda line: line.negotiation_id))
        found = world.app.store.campaign("spring")
        world.app.store.update(found, lambda one: replace(one, tracker=Tracker(agreements=lines)))
        assert before == {}
        assert "spring has 3 agreements for $3,930.00" in broken(world)["money never defaults"]

    def test_a_mail_to_somebody_who_must_not_be_written_to(self) -> None:
        world = busy()
        at = world.negotiation.opened_at
        world.app.store.create(SuppressionRecord(email=CREATOR_EMAIL, version=1, why="asked for silence", at=at))
        (first, *others) = broken(world)["a stop is a stop"]
        assert first == f"{N1}-2 left for {CREATOR_EMAIL}, who must not be written to: asked for silence"
        assert len(others) == 1

    def test_an_escalation_that_reached_nobody(self) -> None:
        world = busy()
        record = world.app.store.inbound(f"{MAILBOX}:in3")
        world.app.store.update(record, lambda current: replace(current, outcome=Outcome.ESCALATED))
        assert broken(world) == {"nothing stops silently": (f"{record.id} was escalated to nobody",)}

    def test_a_card_that_was_never_posted(self) -> None:
        world = busy()
        (card, *_) = [entry for entry in world.app.store.entries() if entry.kind is EntryKind.CARD]
        world.app.store.update(card, _dead)
        assert broken(world) == {"nothing stops silently": (f"{card.id} was not posted",)}


def _saying(entry: OutboxEntry, body: str) -> OutboxEntry:
    return replace(entry, mail=replace(entry.mail, body=body) if entry.mail else None)


def _dead(entry: OutboxEntry) -> OutboxEntry:
    return replace(entry, state=EntryState.DEAD)

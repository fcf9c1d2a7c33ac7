"""A person writes to the creator from Gmail in a thread of its own: the agent steps back, as in the thread."""

from contextlib import suppress
from dataclasses import replace

import pytest

from shared.domain.decision import Reason
from shared.domain.errors import Unavailable
from shared.domain.negotiation import Owner
from shared.domain.reading.facts import Intent
from shared.domain.records import InboundState, Outcome
from shared.domain.states import State
from tests.unit.application.test_strangers import finished_too, open_too
from tests.unit.application.world import World, only_case, opened
from tests.unit.domain.builders import CREATOR_EMAIL, MAILBOX, ask, reading

ASK_4000 = reading(Intent.COUNTER, ask("4000", quote="$4,000"), summary="They ask $4,000.")
ELSEWHERE = {"thread_id": "by-hand", "to": CREATOR_EMAIL, "subject": "Hello"}


def written(world: World, text: str = "Call me, I can do $5,000.", **letter: str) -> None:
    world.colleague_sends(text, **{**ELSEWHERE, **letter})
    world.notify()
    world.serve()


def done(world: World) -> list[tuple[str, str | None]]:
    return [(record.message_id, record.why) for record in world.app.store.inbound_of(InboundState.DONE)]


@pytest.mark.parametrize("letter", [{}, {"to": "sam@talent.example", "Cc": CREATOR_EMAIL}])
def test_the_negotiation_is_theirs(letter: dict[str, str]) -> None:
    world = opened()
    written(world, **letter)
    case = only_case(world)
    assert (case.reason, case.negotiation_id) == (Reason.HUMAN_TOOK_OVER, world.negotiation.id)
    assert case.evidence.startswith(f"{MAILBOX} wrote to ")
    assert (world.negotiation.owner, world.negotiation.owner_name) == (Owner.HUMAN, MAILBOX)
    (_, told) = world.app.store.turns(world.negotiation.id)
    assert (told.outbound, told.text) == (True, "Call me, I can do $5,000.")

    answer = world.write("Thanks! It is $4,000.", thread_id="by-hand")
    assert (answer.outcome, answer.why) == (Outcome.ESCALATED, "human_owned")
    assert (len(world.app.mailbox.sent), world.app.model.requests) == (1, [])


def test_after_gmail_has_forgotten_the_history_of_it_the_negotiation_is_theirs() -> None:
    world = opened()
    world.app.mailbox.expired_before = len(world.app.mailbox.history_log) + 1
    written(world)
    assert (only_case(world).reason, world.negotiation.owner) == (Reason.HUMAN_TOOK_OVER, Owner.HUMAN)


def test_that_no_history_told_of_is_found_by_the_daily_look() -> None:
    world = opened()
    world.sweep(days=1)
    world.colleague_sends("Call me.", **ELSEWHERE)
    world.app.mailbox.history_log.pop()
    swept = world.sweep(days=1, minutes=1)
    assert (swept.received, swept.overlooked, world.negotiation.owner) == (0, 1, Owner.HUMAN)


def test_every_open_negotiation_with_the_creator_is_theirs() -> None:
    world = opened()
    other = open_too(world)
    written(world)
    owners = [world.app.store.negotiation(id_).owner for id_ in (world.negotiation.id, other.id)]
    assert owners == [Owner.HUMAN, Owner.HUMAN]
    assert {case.negotiation_id for case in world.app.store.open_cases()} == {world.negotiation.id, other.id}


def test_our_address_that_nobody_could_confirm_holds_no_negotiation() -> None:
    world = opened()
    other = open_too(world)
    record = world.write("I take over.", None, sender=MAILBOX, auth="none", to=CREATOR_EMAIL, thread_id="forged")
    assert (record.outcome, record.why) == (Outcome.ESCALATED, "untrusted_sender")
    assert only_case(world).negotiation_id is None
    states = [world.app.store.negotiation(id_).state for id_ in (world.negotiation.id, other.id)]
    assert states == [State.AWAITING_REPLY, State.COUNTER_SENT]


def test_beside_a_finished_deal_the_open_one_is_theirs() -> None:
    world = opened()
    finished_too(world)
    written(world)
    assert world.negotiation.owner is Owner.HUMAN
    assert only_case(world).negotiation_id == world.negotiation.id


def test_seen_again_after_it_was_handed_back_it_takes_nothing_over() -> None:
    world = opened()
    written(world)
    before = replace(world.negotiation, version=world.negotiation.version + 1, owner=Owner.AGENT, owner_name=None)
    handed_back = replace(before, human_watermark_at=world.app.clock.now(), open_case_id=None)
    assert world.app.store.commit([handed_back])
    world.app.mailbox.history_log.append(next(id_ for id_ in world.app.mailbox.messages if id_.startswith("human")))
    world.notify()
    world.serve()
    assert world.negotiation.owner is Owner.AGENT


@pytest.mark.parametrize("call", ["marker", "fetch", "thread"])
def test_a_failure_in_between_loses_nothing(call: str) -> None:
    world = opened()
    world.colleague_sends("Call me.", **ELSEWHERE)
    world.app.mailbox.on.fail(call, Unavailable("down"))
    with suppress(Unavailable):
        world.notify()
        world.serve()
    assert world.negotiation.owner is Owner.AGENT
    world.notify()
    world.sweep()
    assert (only_case(world).reason, world.negotiation.owner) == (Reason.HUMAN_TOOK_OVER, Owner.HUMAN)


def test_our_own_openings_are_told_by_their_mark() -> None:
    world = World()
    world.launch()
    world.notify()
    world.serve()
    assert (done(world), world.app.store.open_cases()) == ([], [])
    assert world.negotiation.owner is Owner.AGENT


def test_an_opening_whose_thread_is_not_stored_yet_is_ours() -> None:
    world = World()
    world.app.mailbox.on.plan("rfc822_message_id", world.notify)
    world.launch()
    assert (len(world.app.mailbox.sent), done(world)) == (1, [])
    assert world.negotiation.owner is Owner.AGENT


def test_mail_to_somebody_else_and_to_a_creator_whose_deal_is_over_takes_nothing_over() -> None:
    world = opened()
    written(world, to="zoe@other.example")
    over = replace(world.negotiation, version=world.negotiation.version + 1, state=State.REJECTED)
    assert world.app.store.commit([over])
    written(world, thread_id="later")
    assert [why for _, why in done(world)] == ["our own mail", "our own mail"]
    assert world.app.store.open_cases() == []


def test_outreach_of_people_that_a_campaign_waits_to_join_is_no_takeover() -> None:
    world = opened(joins_outreach=True)
    written(world, "Hello from Northwind!")
    assert (world.negotiation.owner, world.app.store.open_cases()) == (Owner.AGENT, [])


def test_among_very_many_mails_of_a_person_it_is_noticed() -> None:
    world = opened()
    for number in range(25):
        world.colleague_sends("Hi.", thread_id=f"other{number}", to=f"fan{number}@crowd.example")
    written(world)
    assert world.negotiation.owner is Owner.HUMAN
    assert len(done(world)) == 26

from dataclasses import replace

import pytest

from shared.application.launch_campaign import launch_campaign
from shared.application.open_negotiation import open_negotiation
from shared.application.topics import CAMPAIGN_TASKS
from shared.domain.decision import Reason
from shared.domain.errors import NotFound, PermanentError, Unavailable
from shared.domain.negotiation import Stage
from shared.domain.records import EntryState, SuppressionRecord, TaskState
from shared.domain.states import State
from tests.unit.application.world import N1, World
from tests.unit.domain.builders import CREATOR_EMAIL, NOW, REVIEWED, campaign, creator, usd


def test_launching_opens_with_the_floor_in_one_mail() -> None:
    world = World()
    world.launch()
    (mail,) = world.app.mailbox.sent
    assert (mail.to, mail.cc, mail.subject, mail.thread_id) == ((CREATOR_EMAIL,), (), "Northwind x Mia", None)
    assert "- Fee: $1,000.00" in mail.body
    assert world.app.mailbox.markers == [f"{N1}-1"]
    found = world.negotiation
    assert (found.state, found.version, found.rounds, found.offers) == (State.AWAITING_REPLY, 2, 1, (usd("1000"),))
    assert world.events() == ["negotiation_opened", "opening_decided", "mail_sent"]
    assert world.app.store.task("spring", "task1").state is TaskState.DONE


def test_what_left_is_what_the_next_mail_hangs_on() -> None:
    world = World()
    world.launch()
    found = world.negotiation
    (sent,) = [message for message in world.app.mailbox.messages.values() if message.mail]
    assert (found.thread_id, found.last_mail_id, found.references) == (
        sent.thread_id,
        sent.rfc822_id,
        (sent.rfc822_id,),
    )
    assert found.last_sent_text == world.app.mailbox.sent[0].body
    assert [turn.mail_id for turn in world.app.store.turns(N1)] == [f"{N1}-1"]
    lane = world.app.store.thread(f"{found.mailbox}:{sent.thread_id}")
    assert lane is not None
    assert lane.negotiation_id == N1


def test_the_model_is_told_no_limit() -> None:
    world = World()
    world.launch()
    (brief,) = world.app.model.briefs
    assert (brief.stage, brief.offer, brief.their_ask) == (Stage.OPENING, "$1,000.00", None)
    assert "1,500" not in repr(brief)
    assert "20,000" not in repr(brief)


def test_the_same_task_twice_opens_once() -> None:
    world = World()
    world.launch()
    assert open_negotiation(world.app, "spring", "task1") == "nothing to do: the task is done"
    assert len(world.app.mailbox.sent) == 1


def test_two_workers_at_once_open_once() -> None:
    world = World()
    launch_campaign(world.app, "spring")
    world.app.model.on.plan("word", lambda: world.serve())
    assert open_negotiation(world.app, "spring", "task1") == "another worker opened it first"
    assert world.app.mailbox.markers == [f"{N1}-1"]


def test_a_creator_contacted_before_is_not_contacted_again() -> None:
    world = World(campaign(), creator(), creator(name="Mia L."))
    world.launch()
    assert len(world.app.mailbox.sent) == 1
    assert world.app.store.task("spring", "task2").why == "contacted before"


def test_a_suppressed_address_is_never_written_to() -> None:
    world = World()
    world.app.store.create(SuppressionRecord(email=CREATOR_EMAIL, version=1, why="bounced", at=NOW))
    world.launch()
    task = world.app.store.task("spring", "task1")
    assert (task.state, task.why) == (TaskState.FAILED, "the address is suppressed: bounced")
    assert world.app.mailbox.sent == []


def test_bounds_without_room_open_a_case_and_send_nothing() -> None:
    world = World(campaign(), creator(maximum_rate=usd("900")))
    world.launch()
    (case,) = world.app.store.open_cases()
    assert (case.reason, world.negotiation.state) == (Reason.NO_ROOM, State.ESCALATED)
    assert world.app.notifier.titles == ["No room: Mia Lark"]
    assert world.app.mailbox.sent == []


def test_under_review_the_opening_waits_for_a_person() -> None:
    world = World(campaign(autonomy=REVIEWED))
    world.launch()
    (entry,) = world.entries()
    (case,) = world.app.store.open_cases()
    assert (entry.state, case.reason, case.draft_id) == (EntryState.HELD, Reason.NEEDS_APPROVAL, entry.id)
    assert (world.negotiation.state, world.negotiation.offers) == (State.INITIAL_OFFER, ())
    (_, card) = world.app.notifier.posts[0]
    assert entry.mail is not None
    assert card.draft == entry.mail.body
    assert world.app.mailbox.sent == []


def test_where_people_write_first_nothing_is_sent() -> None:
    world = World(campaign(joins_outreach=True))
    world.launch()
    assert (world.negotiation.state, world.entries()) == (State.AWAITING_REPLY, [])
    assert world.app.mailbox.sent == []


def test_a_model_that_does_not_answer_leaves_the_task_queued() -> None:
    world = World()
    world.app.model.on.fail("word", Unavailable("529"))
    with pytest.raises(Unavailable):
        world.launch()
    assert world.app.store.task("spring", "task1").state is TaskState.QUEUED
    assert world.app.store.negotiations("spring") == []
    world.sweep()
    assert world.app.mailbox.markers == [f"{N1}-1"]


def test_a_task_that_fails_again_and_again_is_set_aside_for_a_person() -> None:
    world = World()
    launch_campaign(world.app, "spring")
    for _ in range(5):
        world.app.model.on.fail("word", PermanentError("the model refuses"))
        with pytest.raises(PermanentError):
            open_negotiation(world.app, "spring", "task1")
    assert open_negotiation(world.app, "spring", "task1") == "parked"
    assert world.app.store.task("spring", "task1").state is TaskState.FAILED
    assert [case.reason for case in world.app.store.open_cases()] == [Reason.OPENING_FAILED]
    assert world.app.notifier.titles == ["Opening failed: no negotiation"]
    assert world.app.mailbox.sent == []

    world.launch()
    assert world.app.mailbox.markers == [f"{N1}-1"]


def test_an_outage_of_minutes_does_not_count_against_a_task() -> None:
    world = World()
    launch_campaign(world.app, "spring")
    for _ in range(9):
        world.app.model.on.fail("word", Unavailable("529"))
        with pytest.raises(Unavailable):
            open_negotiation(world.app, "spring", "task1")
    world.serve()
    assert world.app.mailbox.markers == [f"{N1}-1"]


def test_launching_again_queues_only_creators_imported_since() -> None:
    world = World()
    world.launch()
    later = world.app.store.task("spring", "task1")
    row = creator(name="Zoe", email="zoe@creator.example")
    world.app.store.create(replace(later, id="task9", version=1, creator=row, state=TaskState.PLANNED))
    assert [task.id for task in launch_campaign(world.app, "spring")] == ["task9"]
    assert world.app.publisher.queue == [(CAMPAIGN_TASKS, {"campaign_id": "spring", "task_id": "task9"})]


def test_a_launch_that_dies_before_waking_is_carried_on_by_the_sweep() -> None:
    world = World()
    world.app.publisher.on.fail("publish", Unavailable("no route"))
    with pytest.raises(Unavailable):
        launch_campaign(world.app, "spring")
    assert world.app.mailbox.sent == []
    assert world.sweep().tasks == 1
    assert world.app.mailbox.markers == [f"{N1}-1"]


def test_a_campaign_that_does_not_exist_is_not_launched() -> None:
    with pytest.raises(NotFound, match="campaigns/nowhere"):
        launch_campaign(World().app, "nowhere")


def test_a_mail_to_one_creator_names_no_other_of_the_campaign() -> None:
    world = World(replace(campaign(), creator_names=("Mia Lark", "Maria Lopez")))
    world.app.model.words = ["Hi Mia,\n\nMaria Lopez joins us, too. Our offer is $1,000.00."] * 2
    world.launch()
    assert world.app.mailbox.sent == []
    (case,) = world.app.store.open_cases()
    assert [fault for fault in case.failures if fault.startswith("other_creator")] == [
        "other_creator: another creator; leave them out: Maria Lopez"
    ]

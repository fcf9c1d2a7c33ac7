"""A write that was done while its answer got lost: on Gmail one mail, in the store one step."""

import grpc
import pytest

from shared.domain.records import EntryState
from tests.crash.books import drafts_left
from tests.crash.places import FirestorePlace
from tests.crash.scenarios import ACCEPT, COUNTER, OPENING, Point, Scenario, Side, crash, ended, prepared, undisturbed
from tests.crash.world import CAMPAIGN, CREATOR, World

LOSSES = [{"action": "drop"}, {"action": "reset"}, {"action": "fail", "status": 503}]

ON_FIRESTORE = pytest.mark.parametrize("world", [pytest.param("firestore", marks=pytest.mark.firestore)], indirect=True)


@pytest.mark.parametrize("loss", LOSSES, ids=lambda loss: loss["action"])
@pytest.mark.parametrize("method", ["drafts.create", "drafts.send"])
@pytest.mark.parametrize("scenario", [OPENING, COUNTER], ids=lambda scenario: scenario.name)
def test_failure_mode_01_lost_reply_on_every_gmail_write_leaves_one_mail(
    world: World, scenario: Scenario, method: str, loss: dict[str, object]
) -> None:
    calm = undisturbed(world, scenario)
    platform = prepared(world, scenario)
    world.fault("gmail", method=method, side="after", **loss)
    scenario.play(platform)
    platform.recover()
    platform.worker.end()
    assert ended(world) == calm.end
    assert world.calls("gmail").count(method) <= 4  # the seed's, the lost one, the repeated one, and one to spare
    assert drafts_left(world) == []


@pytest.mark.parametrize("loss", LOSSES, ids=lambda loss: loss["action"])
def test_lost_reply_on_deleting_an_outdated_draft_leaves_one_mail(world: World, loss: dict[str, object]) -> None:
    platform = crash(world, COUNTER, Point("gmail", 7, "drafts.send", Side.BEFORE))
    second = world.creator_writes("Sorry, I meant $1,900 for the package.")
    world.fault("gmail", method="drafts.delete", side="after", **loss)
    platform.recover()
    platform.worker.end()
    with world.place.opened() as store:
        states = sorted(entry.state for entry in store.entries() if entry.mail)
        assert store.inbound(second).outcome == "answered"
    assert states == [EntryState.SENT, EntryState.SENT, EntryState.WITHDRAWN]
    assert world.sent_to(CREATOR) == 2
    assert drafts_left(world) == []


@pytest.mark.parametrize("loss", LOSSES, ids=lambda loss: loss["action"])
def test_a_card_whose_answer_is_lost_is_posted_once(world: World, loss: dict[str, object]) -> None:
    calm = undisturbed(world, ACCEPT)
    assert len(calm.end["cards"]) == 1
    platform = prepared(world, ACCEPT)
    world.fault("slack", method="chat.postMessage", side="after", **loss)
    ACCEPT.play(platform)
    platform.recover()
    platform.worker.end()
    assert ended(world) == calm.end


def test_a_commit_whose_answer_is_lost_is_one_step(world: World) -> None:
    calm = undisturbed(world, COUNTER)
    calls = calm.calls["store"]
    writes = [at for at, call in enumerate(calls, start=1) if call in {"swap", "transact"}]
    assert len(writes) >= 8
    for at in writes:
        platform = prepared(world, COUNTER)
        platform.worker.ask(do="watch", fault={"at": at, "side": "after", "action": "lose"})
        COUNTER.play(platform)
        platform.recover()
        platform.worker.end()
        assert ended(world) == calm.end, f"the answer of store call {at} ({calls[at - 1]}) was lost"


@ON_FIRESTORE
@pytest.mark.parametrize("code", [grpc.StatusCode.UNAVAILABLE, grpc.StatusCode.INTERNAL], ids=lambda code: code.name)
def test_a_commit_whose_answer_firestore_loses_is_one_step_without_any_help(
    world: World, code: grpc.StatusCode
) -> None:
    calm = undisturbed(world, COUNTER)
    place = world.place
    assert isinstance(place, FirestorePlace)
    commits = calm.calls["rpc"].count("Commit")
    assert commits >= 8
    for at in range(1, commits + 1):
        platform = prepared(world, COUNTER)
        place.lose_commit(at, code)
        COUNTER.play(platform)
        assert [status for _, status in platform.answers] == [200] * len(platform.answers), at
        assert _step(world) == (2, 1, 1), f"the answer of commit {at} was lost"
        platform.recover()
        platform.worker.end()
        assert ended(world) == calm.end, f"the answer of commit {at} was lost"


def _step(world: World) -> tuple[int, int, int]:
    with world.place.opened() as store:
        (negotiation,) = store.negotiations(CAMPAIGN)
        return world.sent_to(CREATOR), len(negotiation.asks), len(negotiation.offers) - 1

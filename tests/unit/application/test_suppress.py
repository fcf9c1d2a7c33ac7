"""Addresses on the list are not written to, wherever the attempt comes from; the list tells who and why."""

import pytest

from shared.application.launch_campaign import launch_campaign
from shared.application.open_negotiation import open_negotiation
from shared.application.suppress import lift_suppression, suppress, suppressions
from shared.domain.errors import InvalidInput, NotAllowed
from shared.domain.records import SuppressionRecord, TaskState
from tests.unit.application.world import World
from tests.unit.domain.builders import CREATOR_EMAIL, NOW, REVIEWED, campaign

WHY = "asked us on the phone"


def added(world: World) -> SuppressionRecord:
    return suppress(world.app, f" {CREATOR_EMAIL.upper()} ", "Kim", why=WHY)


class TestTheList:
    def test_tells_who_wrote_it_down_and_why(self) -> None:
        world = World()
        added(world)
        kept = SuppressionRecord(email=CREATOR_EMAIL, version=1, why=WHY, at=NOW, by="Kim")
        assert list(suppressions(world.app)) == [kept]

    def test_keeps_what_was_lifted_and_by_whom(self) -> None:
        world = World()
        added(world)
        lift_suppression(world.app, CREATOR_EMAIL, "Lee")
        assert world.app.store.suppression(CREATOR_EMAIL) is None
        (kept,) = suppressions(world.app)
        assert (kept.by, kept.lifted_by) == ("Kim", "Lee")

    def test_takes_back_what_was_lifted(self) -> None:
        world = World()
        added(world)
        lift_suppression(world.app, CREATOR_EMAIL, "Lee")
        assert (added(world).version, added_again_is_refused(world)) == (3, f"{CREATOR_EMAIL} is suppressed already")

    @pytest.mark.parametrize(
        ("email", "person", "why"), [("mia", "Kim", WHY), (CREATOR_EMAIL, " ", WHY), (CREATOR_EMAIL, "Kim", " ")]
    )
    def test_takes_no_address_without_name_and_reason(self, email: str, person: str, why: str) -> None:
        world = World()
        with pytest.raises(InvalidInput):
            suppress(world.app, email, person, why=why)
        assert list(suppressions(world.app)) == []

    def test_lifts_only_what_is_there(self) -> None:
        with pytest.raises(NotAllowed, match=f"{CREATOR_EMAIL} is not suppressed"):
            lift_suppression(World().app, CREATOR_EMAIL, "Kim")


def added_again_is_refused(world: World) -> str:
    with pytest.raises(NotAllowed) as refused:
        added(world)
    return str(refused.value).partition(",")[0]


class TestNobodyWrites:
    def test_at_launch(self) -> None:
        world = World()
        added(world)
        assert launch_campaign(world.app, "spring") == ()
        (task,) = world.app.store.tasks("spring")
        assert (task.state, task.why) == (TaskState.FAILED, f"the address is suppressed: {WHY}")

    def test_at_the_opening_when_it_came_after_the_launch(self) -> None:
        world = World()
        (task,) = launch_campaign(world.app, "spring")
        added(world)
        assert open_negotiation(world.app, "spring", task.id) == f"the address is suppressed: {WHY}"
        assert world.app.mailbox.sent == []

    def test_with_an_approval(self) -> None:
        world = World(campaign(autonomy=REVIEWED))
        world.launch()
        added(world)
        (case,) = world.app.store.open_cases()
        with pytest.raises(NotAllowed, match=WHY):
            world.approve(case.id)
        assert world.app.mailbox.sent == []

    def test_once_lifted_the_next_launch_starts_it(self) -> None:
        world = World()
        added(world)
        launch_campaign(world.app, "spring")
        lift_suppression(world.app, CREATOR_EMAIL, "Kim")
        world.launch()
        assert len(world.app.mailbox.sent) == 1

    def test_a_bounce_after_a_lift_counts_again(self) -> None:
        world = World()
        added(world)
        lift_suppression(world.app, CREATOR_EMAIL, "Kim")
        world.launch()
        letter = {"sender": "mailer-daemon@googlemail.com", "X-Failed-Recipients": CREATOR_EMAIL}
        world.write("550 5.1.1 no such user", None, subject="Delivery failure", **letter)
        kept = world.app.store.suppression(CREATOR_EMAIL)
        assert kept is not None
        assert (kept.by, kept.version) == ("agent", 3)

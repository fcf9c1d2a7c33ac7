"""Whatever creators, people and failures do in whatever order: nothing is left that nobody would ever look at again."""

import pytest

from tests.unit.application.any_order import Story, faults_of

STEPS = 40
SEEDS = 25


@pytest.mark.parametrize("seed", range(SEEDS))
def test_in_any_order_nothing_is_left_behind(seed: int) -> None:
    check(seed)


@pytest.mark.long
def test_in_many_more_orders_nothing_is_left_behind() -> None:
    for seed in range(SEEDS, 300):
        check(seed)


def check(seed: int) -> None:
    story = Story(seed)
    story.happens(STEPS)
    story.everybody_tidies_up()
    faults = faults_of(story.world)
    assert faults == [], "\n".join([f"seed {seed}", *story.told])

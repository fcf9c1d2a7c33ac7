"""The populations and the stand-in that the benchmark compares strategies with."""

import pytest

from shared.domain.bargaining.strategies import STRATEGIES
from shared.domain.simulation import figures_of, play
from tests.benchmarks.contests import MIX_NAMES, MIXES, ablation, campaign_with, sellers_of


def test_every_mix_is_in_the_contest() -> None:
    assert {file.stem for file in MIXES.glob("*.json")} == set(MIX_NAMES)


@pytest.mark.parametrize("mix", MIX_NAMES)
@pytest.mark.parametrize("name", sorted(STRATEGIES))
def test_no_strategy_breaks_a_limit_on_any_mix(mix: str, name: str) -> None:
    campaign = campaign_with(5)
    played = [play(campaign, seller, STRATEGIES[name]) for seller in sellers_of(mix, (1,), 25)]
    found = figures_of(played, round_cap=5)
    assert (found.n, found.violations) == (25, 0)
    assert found.feasible > 0


def test_ours_closes_nearly_as_many_deals_as_the_limit_at_once_and_keeps_more() -> None:
    """On sellers whose first ask is above the limit, so that there is something to bargain for."""
    sellers = sellers_of("agents", (1, 2), 100)
    campaign = campaign_with(5)
    ours, ceiling = (
        figures_of([play(campaign, seller, STRATEGIES[name]) for seller in sellers], round_cap=5)
        for name in ("parley", "ceiling")
    )
    assert (ours.agreement_rate_feasible, ours.buyer_surplus_share) == (0.8924, 0.2011)
    assert (ceiling.agreement_rate_feasible, ceiling.buyer_surplus_share) == (0.9051, 0.0341)


def test_a_model_that_picks_the_numbers_breaks_limits_and_ours_does_not() -> None:
    result = ablation("even", 5, sellers_of("even", (1,), 100))
    broken = {name: figures_of(games, round_cap=5).violations for name, games in result.played.items()}
    assert broken == {"parley": 0, "model decides, 2% slips": 19, "model decides, 10% slips": 40}

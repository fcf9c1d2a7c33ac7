"""Every strategy against the same sellers: ours, the schedules beside it, NegMAS's, a model that decides."""

import json
import subprocess
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any, Final

from shared.application.files.campaign_file import parse_campaign
from shared.application.files.sellers_file import parse_sellers
from shared.domain.bargaining.strategies import STRATEGIES
from shared.domain.campaign import Campaign
from shared.domain.money import Money
from shared.domain.simulation import Figures, Outcome, Played, Seller, figures_of, play
from shared.domain.simulation.play import play_deciding
from tests.benchmarks.model_decides import model_decides

CAMPAIGN: Final = Path("emulators/sample/campaign.yaml")
MIXES: Final = Path("tests/benchmarks/mixes")
BUYERS: Final = Path("tests/benchmarks/negmas_buyers.py")

# docs/strategy.md says what the numbers of our strategy were chosen on.
MIX_NAMES: Final = (
    "even",
    "anchored",
    "hurried",
    "patient",
    "tight",
    "hard",
    "mirrors",
    "cheap",
    "crowd",
    "agents",
    "varied",
)
ROUND_CAPS: Final = (5, 8)
SLIP_RATES: Final = (0.02, 0.10)


@dataclass(frozen=True, slots=True, kw_only=True)
class Contest:
    """All strategies' negotiations with the sellers of one mix."""

    mix: str
    round_cap: int
    played: Mapping[str, Sequence[Played]]

    def figures(self) -> dict[str, Figures]:
        return {name: figures_of(games, round_cap=self.round_cap) for name, games in self.played.items()}


def campaign_with(round_cap: int) -> Campaign:
    campaign = parse_campaign(CAMPAIGN.read_text(), datetime(2026, 1, 1, tzinfo=UTC))
    return replace(campaign, round_cap=round_cap)


def sellers_of(mix: str, seeds: Sequence[int], count: int) -> list[Seller]:
    """*count* sellers for each seed."""
    value = json.loads((MIXES / f"{mix}.json").read_text())
    value["mix"]["count"] = count
    return [seller for seed in seeds for seller in parse_sellers(json.dumps(value), currency="USD", seed=seed)]


def contest(mix: str, round_cap: int, sellers: Sequence[Seller], negmas_python: Path | None) -> Contest:
    """Our schedules, and NegMAS's negotiators where an interpreter that has them is given."""
    campaign = campaign_with(round_cap)
    played = {name: [play(campaign, seller, strategy) for seller in sellers] for name, strategy in STRATEGIES.items()}
    if negmas_python is not None:
        played |= _negmas(negmas_python, round_cap, played["parley"])
    return Contest(mix=mix, round_cap=round_cap, played=played)


def ablation(mix: str, round_cap: int, sellers: Sequence[Seller]) -> Contest:
    """The same sellers when a model picks the numbers and slips now and then."""
    campaign = campaign_with(round_cap)
    played = {"parley": [play(campaign, seller, STRATEGIES["parley"]) for seller in sellers]}
    for rate in SLIP_RATES:
        decider = model_decides(rate, seed=1)
        played[f"model decides, {rate:.0%} slips"] = [play_deciding(campaign, seller, decider) for seller in sellers]
    return Contest(mix=mix, round_cap=round_cap, played=played)


def _negmas(python: Path, round_cap: int, ours: Sequence[Played]) -> dict[str, list[Played]]:
    job = {"round_cap": round_cap, "sellers": [_told(one) for one in ours]}
    done = subprocess.run(
        [python, "-W", "ignore", BUYERS],
        input=json.dumps(job),
        env={"PYTHONPATH": "."},
        capture_output=True,
        text=True,
        timeout=1800,
        check=True,
    )
    lines = [json.loads(line) for line in done.stdout.splitlines()]
    return {
        line["buyer"]: [_as_played(mine, result) for mine, result in zip(ours, line["played"], strict=True)]
        for line in lines
    }


def _told(one: Played) -> dict[str, Any]:
    assert one.limits is not None
    return {
        "id": one.seller.id,
        "average_views": one.seller.average_views,
        "reservation": one.seller.reservation.text,
        "first_ask": one.seller.first_ask.text,
        "style": one.seller.style.value,
        "patience_rounds": one.seller.patience_rounds,
        "floor": one.limits.floor.text,
        "limit": one.limits.ceiling.text,
    }


def _as_played(ours: Played, result: Mapping[str, Any]) -> Played:
    offers = tuple(Money.of(text, "USD") for text in result["offers"])
    price = Money(Decimal(result["price"]), "USD") if result["price"] else None
    closed = Outcome.OFFER_TAKEN if price == offers[-1] else Outcome.ASK_ACCEPTED
    open_end = Outcome.SELLER_LEFT if result["left"] else Outcome.WE_LEFT
    return replace(
        ours,
        offers=offers,
        asks=tuple(Money.of(text, "USD") for text in result["asks"]),
        price=price,
        outcome=closed if price else open_end,
    )

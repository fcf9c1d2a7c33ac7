"""Negotiations with simulated sellers: how a campaign's limits and a strategy would fare."""

import json
from collections.abc import Iterable, Sequence
from dataclasses import asdict
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, TextIO

import click

from functions.commands.session import as_json, console, read_text, show_rows, working
from shared.application.files.campaign_file import parse_campaign
from shared.application.files.sellers_file import parse_sellers
from shared.domain.bargaining.strategies import STRATEGIES
from shared.domain.simulation import Figures, Played, figures_of, play

_FILE = click.Path(exists=True, dir_okay=False, path_type=Path)


@click.command()
@click.option("--campaign", "campaign_file", type=_FILE, required=True, help="Campaign file (YAML).")
@click.option("--sellers", "sellers_file", type=_FILE, required=True, help="Sellers, or a mix of them (JSON).")
@click.option(
    "--strategy",
    type=click.Choice(list(STRATEGIES)),
    default="parley",
    show_default=True,
    help="parley follows the campaign's optimize_for and ask_inside_limit; docs/strategy.md describes the others.",
)
@click.option("--seed", type=int, default=0, show_default=True, help="Which sellers are drawn from a mix.")
@click.option(
    "--out", type=click.File("w", encoding="utf-8", lazy=True), default=None, help="A line of JSON per seller."
)
@as_json
def simulate(  # noqa: PLR0913 - click hands every option over
    campaign_file: Path, sellers_file: Path, strategy: str, seed: int, out: TextIO | None, *, json_: bool
) -> None:
    """Let the decision code negotiate with simulated sellers.

    No model, no mail, no store.

    Exit code 1 when an invariant was broken.
    """
    written_at = datetime.fromtimestamp(campaign_file.stat().st_mtime, UTC)
    campaign = parse_campaign(read_text(campaign_file), written_at)
    sellers = parse_sellers(read_text(sellers_file), currency=campaign.currency, seed=seed)
    with working(f"negotiating with {len(sellers)} sellers ..."):
        played = [play(campaign, seller, STRATEGIES[strategy]) for seller in sellers]
    if out is not None:
        out.writelines(json.dumps(_line(one)) + "\n" for one in played)
    total, by_style = figures_of(played, round_cap=campaign.round_cap), _by_style(played, campaign.round_cap)
    if json_:
        click.echo(json.dumps({**asdict(total), "by_style": {style: asdict(one) for style, one in by_style.items()}}))
    else:
        _show(strategy, {"all": total, **by_style})
    raise SystemExit(1 if total.violations else 0)


def _by_style(played: Iterable[Played], round_cap: int) -> dict[str, Figures]:
    groups: dict[str, list[Played]] = {}
    for one in played:
        groups.setdefault(one.seller.style.value, []).append(one)
    return {style: figures_of(group, round_cap=round_cap) for style, group in sorted(groups.items())}


def _line(one: Played) -> dict[str, Any]:
    return {
        "id": one.seller.id,
        "limit": one.limits.ceiling.text if one.limits else None,
        "floor": one.limits.floor.text if one.limits else None,
        "agreed": one.price is not None,
        "price": one.price.text if one.price else None,
        "rounds": one.rounds,
        "offers": [offer.text for offer in one.offers],
        "asks": [ask.text for ask in one.asks],
        "outcome": one.outcome.value,
    }


def _show(strategy: str, figures: dict[str, Figures]) -> None:
    columns = ("Sellers", "n", "Feasible", "Agreed", "Of feasible", "Surplus", "Rounds", "Violations")
    rows: Sequence[Sequence[object]] = [
        (
            name,
            one.n,
            one.feasible,
            one.agreed,
            _percent(one.agreement_rate_feasible),
            _percent(one.buyer_surplus_share),
            one.mean_rounds,
            one.violations,
        )
        for name, one in figures.items()
    ]
    show_rows(f"{strategy}: negotiations", columns, rows, json_=False)
    console().print("Surplus: what was kept of the room between reservation and limit, over all feasible sellers.")


def _percent(share: float | None) -> str | None:
    return None if share is None else f"{share:.1%}"

"""Print how well the strategies negotiate, and draw it: `python -m tests.benchmarks.strategies [--negmas PYTHON]`."""

import time
from collections.abc import Sequence
from pathlib import Path

import click
from rich.console import Console
from rich.table import Table

from shared.domain.bargaining.strategies import STRATEGIES
from shared.domain.money import Money
from shared.domain.simulation import Figures, Played, Seller, Style, figures_of, play
from tests.benchmarks.contests import MIX_NAMES, ROUND_CAPS, Contest, ablation, campaign_with, contest, sellers_of
from tests.benchmarks.svg import Panel, figure

FIGURES = Path("docs/figures")

# Made by `make build/negmas/ready`; NegMAS and what it needs are heavy and serve no other purpose.
NEGMAS = Path("build/negmas/bin/python")

SEEDS = (1, 2, 3, 4, 5)

# The aims: nearly as many deals as going to the limit at once, at twice what that keeps.
MOST_BEHIND = 0.05
LEAST_KEPT = 2

# Ours, from the one that closes the most to the one that keeps the most.
OURS = ("parley_content", "parley", "parley_one_more", "parley_while_falling", "parley_cpm")

# Of our own, the offers by round show the default.
SHOWN = ("parley", "ceiling", "linear", "boulware", "conceder", "tit_for_tat")


@click.command()
@click.option("--negmas", type=click.Path(path_type=Path), default=NEGMAS, show_default=True, help="A Python with it.")
@click.option("--count", default=100, show_default=True, help="Sellers for each mix and seed.")
@click.option("--figures", type=click.Path(file_okay=False, path_type=Path), default=FIGURES, show_default=True)
def main(negmas: Path, count: int, figures: Path) -> None:
    """Every strategy against the same simulated sellers."""
    compare(Console(width=150), negmas=negmas, count=count, figures=figures)


def compare(console: Console, *, negmas: Path, count: int, figures: Path) -> None:
    """Play, print the tables, save the plots."""
    if not negmas.exists():
        console.print(f"NegMAS is left out: there is no {negmas} (make build/negmas/ready)")
    contests = []
    for round_cap in ROUND_CAPS:
        for mix in MIX_NAMES:
            contests.append(contest(mix, round_cap, sellers_of(mix, SEEDS, count), negmas if negmas.exists() else None))
        console.print(strategy_table([one for one in contests if one.round_cap == round_cap], count * len(SEEDS)))
    console.print(aims_table(contests))
    console.print(style_table(contests))
    console.print(ablation_table(count))
    draw(contests, figures)
    console.print(_broken(contests))
    console.print(f"{_negotiations_per_second():,.0f} negotiations a second of one processor; plots are in {figures}")


def draw(contests: Sequence[Contest], folder: Path) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    shown = [one for one in contests if one.round_cap == ROUND_CAPS[0]]
    (folder / "trade-off.svg").write_text(figure([_plane(one) for one in shown], columns=4))
    (folder / "offers-by-round.svg").write_text(figure([_offers(style) for style in Style], columns=3))


def strategy_table(contests: Sequence[Contest], n: int) -> Table:
    title = f"Round cap {contests[0].round_cap}: % of feasible deals closed / % of the surplus kept ({n} sellers each)"
    table = Table(title=title, title_justify="left")
    table.add_column("Mix")
    names = list(contests[0].played)
    for name in names:
        table.add_column(name.replace("_", "\n"), justify="right")
    for one in contests:
        found = one.figures()
        table.add_row(one.mix, *(_pair(found[name]) for name in names))
    return table


def aims_table(contests: Sequence[Contest]) -> Table:
    """What each of ours costs in deals and wins in money, and which of them meets both aims on which mix."""
    title = "Points of deals fewer than ceiling closes / how many times what it keeps"
    table = Table(title=title, title_justify="left")
    for column in ("Cap", "Mix", *OURS, "Both aims met by", "Ahead of parley in both"):
        table.add_column(column.replace("_", "\n"))
    for one in contests:
        found = one.figures()
        costs = {name: _cost(found[name], found["ceiling"]) for name in OURS}
        met = [name for name, (behind, times) in costs.items() if behind <= MOST_BEHIND and times >= LEAST_KEPT]
        ours = _shares(found["parley"])
        ahead = [name for name, other in found.items() if all(a > b for a, b in zip(_shares(other), ours, strict=True))]
        cells = (f"{behind * 100:.1f} / {times:.1f}" for behind, times in costs.values())
        table.add_row(str(one.round_cap), one.mix, *cells, ", ".join(met) or "none", ", ".join(ahead) or "nobody")
    return table


def _cost(ours: Figures, ceiling: Figures) -> tuple[float, float]:
    """Deals behind *ceiling*, as a share of the feasible ones, and what is kept as a multiple of what it keeps."""
    (closed, kept), (its_closed, its_kept) = _shares(ours), _shares(ceiling)
    return its_closed - closed, kept / its_kept if its_kept else float("inf")


def style_table(contests: Sequence[Contest]) -> Table:
    """All mixes together, by the sellers' style, in the first round cap."""
    table = Table(title=f"By style of the seller, all mixes, round cap {ROUND_CAPS[0]}", title_justify="left")
    shown = [one for one in contests if one.round_cap == ROUND_CAPS[0]]
    names = list(shown[0].played)
    table.add_column("Style")
    for name in names:
        table.add_column(name.replace("_", "\n"), justify="right")
    for style in Style:
        pairs = []
        for name in names:
            games = [game for one in shown for game in one.played[name] if game.seller.style is style]
            pairs.append(_pair(figures_of(games, round_cap=ROUND_CAPS[0])))
        table.add_row(style.value, *pairs)
    return table


def ablation_table(count: int) -> Table:
    table = Table(title=f"Who picks the numbers, mix even, round cap {ROUND_CAPS[0]}", title_justify="left")
    for column in ("Numbers by", "Negotiations", "Closed / kept", "Broken limits", "Over the limit", "Paid above it"):
        table.add_column(column)
    result = ablation("even", ROUND_CAPS[0], sellers_of("even", SEEDS, count))
    for name, games in result.played.items():
        found = figures_of(games, round_cap=result.round_cap)
        over = [game for game in games if game.limits and game.price and game.price > game.limits.ceiling]
        paid = sum((_excess(game) for game in over), Money.of("0", "USD"))
        table.add_row(name, str(found.n), _pair(found), str(found.violations), str(len(over)), paid.display())
    return table


def _broken(contests: Sequence[Contest]) -> str:
    found = [figures for one in contests for name, figures in one.figures().items() if name in STRATEGIES]
    negotiations, broken = sum(one.n for one in found), sum(one.violations for one in found)
    return f"{broken} broken limits in {negotiations:,} negotiations of the decision code"


def _negotiations_per_second() -> float:
    sellers, campaign = sellers_of("even", SEEDS, 200), campaign_with(ROUND_CAPS[0])
    started = time.process_time()
    for seller in sellers:
        play(campaign, seller, STRATEGIES["parley"])
    return len(sellers) / (time.process_time() - started)


def _excess(game: Played) -> Money:
    assert game.price is not None
    assert game.limits is not None
    return game.price - game.limits.ceiling


def _plane(one: Contest) -> Panel:
    points = {name: [(100 * closed, 100 * kept)] for name, (closed, kept) in _all_shares(one).items()}
    return Panel(
        title=one.mix,
        x_label="% of feasible deals closed",
        y_label="% of surplus kept",
        x_range=(0, 100),
        y_range=(0, 50),
        series=points,
    )


def _offers(style: Style) -> Panel:
    """Our offers to one seller of this style, and its asks, until the negotiation ends."""
    usd = [Money.of(text, "USD") for text in ("1300", "2000")]
    seller = Seller(
        id=style.value, average_views=50_000, reservation=usd[0], first_ask=usd[1], style=style, patience_rounds=7
    )
    campaign = campaign_with(ROUND_CAPS[0])
    games = {name: play(campaign, seller, STRATEGIES[name]) for name in SHOWN}
    series = {name: _line(game.offers) for name, game in games.items()}
    series["the seller's asks (to parley)"] = _line(games["parley"].asks)
    return Panel(
        title=f"a {style.value} seller: asks 2,000, takes 1,300",
        x_label="round",
        y_label="USD",
        x_range=(1, 5),
        y_range=(1000, 2000),
        series={name: points for name, points in series.items() if points},
    )


def _line(amounts: Sequence[Money]) -> list[tuple[float, float]]:
    return [(float(place), float(money.amount)) for place, money in enumerate(amounts, 1)]


def _all_shares(one: Contest) -> dict[str, tuple[float, float]]:
    return {name: _shares(found) for name, found in one.figures().items()}


def _shares(found: Figures) -> tuple[float, float]:
    return found.agreement_rate_feasible or 0.0, found.buyer_surplus_share or 0.0


def _pair(found: Figures) -> str:
    closed, kept = _shares(found)
    return f"{100 * closed:.0f} / {100 * kept:.0f}"


if __name__ == "__main__":
    main()

"""Print what we cost and how well we negotiate: `python -m tests.benchmarks [--json FILE] [--turns N]`."""

import json
import os
import platform
from dataclasses import asdict
from pathlib import Path
from typing import Any

import click
from rich.console import Console

from tests.benchmarks.burst import burst_table, measure_burst
from tests.benchmarks.growth import measure_growth
from tests.benchmarks.imports import FUNCTIONS, ColdStart, cold_start
from tests.benchmarks.report import cold_start_table, growth_table, turn_table
from tests.benchmarks.stores import Measured, measure_firestore, measure_sqlite
from tests.benchmarks.strategies import NEGMAS, compare
from tests.benchmarks.tokens import token_table
from tests.integration.burst import Drained

# Enough to tell strategies apart in seconds; docs/strategy.md shows a longer run.
SELLERS = 20
TURNS_GROWN = 20
PLOTS = Path("build/figures")


@click.command()
@click.option(
    "--json", "json_file", type=click.Path(dir_okay=False, path_type=Path), help="Also write the figures there."
)
@click.option("--turns", default=200, show_default=True, help="Turns to take in each store.")
@click.option("--mails", default=1000, show_default=True, help="Mails that arrive at once.")
def main(json_file: Path | None, turns: int, mails: int) -> None:
    """Measure one process of Parley, with outside systems that answer at once."""
    console = Console(width=110)
    machine = f"{os.cpu_count()} cores, {platform.system()}, Python {platform.python_version()}"
    console.print(f"{machine}; model and Gmail answer at once\n")
    measured = [measure for measure in (measure_sqlite(turns), measure_firestore(turns)) if measure]
    console.print(turn_table(measured))
    if len(measured) == 1:
        console.print("no Firestore emulator on this machine")
    grown = measure_growth(TURNS_GROWN)
    console.print(growth_table(grown))
    starts = [cold_start(function) for function in FUNCTIONS]
    console.print(cold_start_table(starts))
    console.print(token_table())
    compare(Console(width=150), negmas=NEGMAS, count=SELLERS, figures=PLOTS)
    # Last: it enters an environment of its own.
    drained = measure_burst(mails)
    console.print(burst_table(drained))
    if json_file:
        value = {"machine": machine, **_value(measured, starts, drained), "growth": [asdict(one) for one in grown]}
        json_file.write_text(json.dumps(value, indent=2) + "\n")


def _value(measured: list[Measured], starts: list[ColdStart], drained: Drained) -> dict[str, Any]:
    return {
        "turns": {one.store: asdict(one) for one in measured},
        "cold_starts": {one.function: asdict(one) for one in starts},
        "burst": asdict(drained),
    }


if __name__ == "__main__":
    main()

"""The figures as tables, each beside what the design aims at."""

from collections.abc import Sequence

from rich.table import Table

from tests.benchmarks.growth import Grown
from tests.benchmarks.imports import ColdStart
from tests.benchmarks.stores import Measured

ROUND_TRIP_AIM = 6
IMPORT_AIM_SECONDS = 0.45


def turn_table(measured: Sequence[Measured]) -> Table:
    table = Table(title="One turn: a counter-offer is decided, committed and sent", title_justify="left")
    for column in ("", "", "decide and commit", "send", "whole turn", "aim"):
        table.add_column(column, justify="left" if not column else "right")
    for one in measured:
        for row in _turn_rows(one):
            table.add_row(*row)
        table.add_section()
    return table


def _turn_rows(one: Measured) -> list[tuple[str, ...]]:
    times, (deciding, sending) = one.figures, one.round_trips
    read, written = one.decide.read + one.send.read, one.decide.written + one.send.written
    return [
        (one.store, "p50, ms", _ms(times.decide_p50_ms), _ms(times.send_p50_ms), _ms(times.total_p50_ms), ""),
        ("", "p95, ms", _ms(times.decide_p95_ms), _ms(times.send_p95_ms), _ms(times.total_p95_ms), ""),
        ("", "CPU p50, ms", "", "", _ms(times.cpu_p50_ms), ""),
        ("", "CPU p95, ms", "", "", _ms(times.cpu_p95_ms), ""),
        ("", "round trips", str(deciding), str(sending), str(deciding + sending), f"{ROUND_TRIP_AIM}"),
        *[
            ("", f"  {name}", str(one.decide_calls.get(name, 0)), str(one.send_calls.get(name, 0)), "", "")
            for name in sorted({*one.decide_calls, *one.send_calls})
            if len(one.decide_calls) > 1
        ],
        ("", "documents read", str(one.decide.read), str(one.send.read), str(read), ""),
        ("", "documents written", str(one.decide.written), str(one.send.written), str(written), ""),
        ("", "turns per second", "", "", f"{times.per_second:.0f}", ""),
    ]


def growth_table(grown: Sequence[Grown]) -> Table:
    table = Table(title="One turn as an installation grows", title_justify="left")
    for column in ("creators", "people in copy", "earlier mails", "CPU p50, ms", "calls of the store"):
        table.add_column(column, justify="right")
    for one in grown:
        scale = one.scale
        counts = (scale.creators, scale.people, scale.mails)
        table.add_row(*(f"{count:,}" for count in counts), _ms(one.cpu_ms), str(one.calls))
    return table


def cold_start_table(starts: Sequence[ColdStart]) -> Table:
    table = Table(title="Cold start of each function", title_justify="left")
    for column in ("", "import, s", "CPU, s", "aim, s", "memory, MB", "first use, s", "CPU, s", "memory then, MB"):
        table.add_column(column, justify="right" if column else "left")
    for one in starts:
        table.add_row(
            one.function,
            f"{one.import_seconds:.2f}",
            f"{one.import_cpu_seconds:.2f}",
            f"{IMPORT_AIM_SECONDS:.2f}",
            f"{one.import_mb:.0f}",
            f"{one.first_use_seconds:.2f}",
            f"{one.first_use_cpu_seconds:.2f}",
            f"{one.first_use_mb:.0f}",
        )
    return table


def _ms(value: float) -> str:
    return f"{value:.1f}"

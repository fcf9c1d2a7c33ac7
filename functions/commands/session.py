"""What every command shares: the App, who is acting, and printing as a table or as JSON."""

import getpass
import json
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from functools import lru_cache
from pathlib import Path
from typing import Any, TypeVar

import click
from rich.console import Console
from rich.status import Status
from rich.table import Table
from rich.text import Text

from shared.bootstrap import Parley
from shared.config import enter_local_stack, read_settings
from shared.domain.errors import InvalidInput

# Of tables in a pipe or a file.
PLAIN_WIDTH = 120

# Columns that people paste from or read at a glance: never in two pieces.
WHOLE = frozenset(
    {"Id", "Negotiation", "State", "Email", "Mailbox", "At", "Opened", "Sent", "Watched until", "Next look or case"}
)

# Words up to this are not cut in any column: names and kinds are shorter, addresses and links may be longer.
WORD = 18

# The fix of every problem with the settings, told once after the last of them.
SETTINGS_FIX = "see README.md for the settings, or start the local stack: make up"

F = TypeVar("F", bound=Callable[..., Any])


@lru_cache(maxsize=1)
def app() -> Parley:
    """The App of this command: from the environment, else of the local stack that is running.

    Raises:
        InvalidInput: neither is there; the message names what is missing.
    """
    enter_local_stack()
    try:
        return Parley(read_settings())
    except InvalidInput as error:
        raise InvalidInput([*error.problems, SETTINGS_FIX]) from None


def read_text(path: Path) -> str:
    """The file's text.

    Raises:
        InvalidInput: it is not UTF-8.
    """
    try:
        return path.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError as error:
        problem = f"{path}: byte {error.start + 1} is not UTF-8; save the file as UTF-8 (in Excel: CSV UTF-8)"
        raise InvalidInput([problem]) from None


def as_json(command: F) -> F:
    """Add `--json` to a command."""
    return click.option("--json", "json_", is_flag=True, help="Print one JSON object instead of text.")(command)


def acting(command: F) -> F:
    """Add `--as NAME`: the person whose name goes into the audit trail."""
    return click.option(
        "--as", "person", default=getpass.getuser, show_default="your login", help="Who is acting, for the audit trail."
    )(command)


def show(value: Mapping[str, Any], text: str, *, json_: bool) -> None:
    """Print the text, or with `--json` the value."""
    click.echo(json.dumps(value, default=str) if json_ else text)


def show_rows(
    title: str, columns: Sequence[str], rows: Sequence[Sequence[object]], *, json_: bool, key: str | None = None
) -> None:
    """Print rows as a table, or with `--json` as one object with a list of objects under *key*, else the title.

    Instants are cells as they are: a table shows them as `instant` does, JSON in ISO 8601 with their offset.
    """
    if json_:
        click.echo(json.dumps({key or title: as_objects(columns, rows)}, default=_json_value))
        return
    table = _table(title, columns, [[_cell(cell) for cell in row] for row in rows])
    shown = console()
    # Rather past the terminal's edge than an id in two pieces, which nobody can paste.
    needed = max(shown.width, shown.measure(table).minimum)
    Console(width=needed).print(table if rows else f"no {title}")


def _cell(value: object) -> str:
    shown = instant(value) if isinstance(value, datetime) else value
    return "" if shown is None else str(shown)


def _json_value(value: object) -> str:
    return value.isoformat(timespec="seconds") if isinstance(value, datetime) else str(value)


def _table(title: str, columns: Sequence[str], rows: Sequence[Sequence[str]]) -> Table:
    """Without the columns that say nothing in any row; they would take the place of the others."""
    table = Table(title=title, title_justify="left")
    told = [place for place in range(len(columns)) if any(row[place] for row in rows)]
    for place in told:
        words = [word for text in (columns[place], *(row[place] for row in rows)) for word in text.split()]
        least = min(max(map(len, words)), WORD)
        table.add_column(columns[place], overflow="fold", no_wrap=columns[place] in WHOLE, min_width=least)
    for row in rows:
        # As text: what creators wrote may look like markup.
        table.add_row(*(Text(row[place]) for place in told))
    return table


def instant(at: datetime | None) -> str | None:
    """An instant as every list shows it, in UTC: "2026-11-20 20:53:31Z"."""
    return f"{at:%Y-%m-%d %H:%M:%SZ}" if at else None


def as_objects(columns: Sequence[str], rows: Sequence[Sequence[object]]) -> list[dict[str, object]]:
    """The rows with the columns' names as keys."""
    keys = [column.lower().replace(" ", "_").replace("-", "_") for column in columns]
    return [dict(zip(keys, row, strict=True)) for row in rows]


def working(words: str) -> Status:
    """A sign of life while the block runs, on standard error; nothing at all where that is no terminal.

    In a terminal what the block itself prints goes there too: print results after it.
    """
    return Console(stderr=True).status(words)


def console() -> Console:
    """Standard output; wide enough for the tables where it is not a terminal."""
    plain = Console()
    return plain if plain.is_terminal else Console(width=PLAIN_WIDTH)

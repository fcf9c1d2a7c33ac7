"""CSV as spreadsheets and people write it: any of three delimiters, any column order, headers in any case."""

import csv
import io
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final, NamedTuple

from shared.application.files.cells import closest
from shared.domain.errors import InvalidInput

# The rates may be empty, but not absent: a misspelt header would drop a limit without a word.
REQUIRED: Final = ("Name", "Email", "Platform", "Handle", "Average Views", "Min Rate", "Max Rate")
OPTIONAL: Final = ("Engagement Rate",)

_DELIMITERS: Final = (",", ";", "\t")


class Place(NamedTuple):
    """*row* counts creators from 1; *line* is the file's line, usually the spreadsheet's row number."""

    row: int
    line: int

    def __str__(self) -> str:
        return f"row {self.row} (line {self.line})"


@dataclass(frozen=True, slots=True, kw_only=True)
class TableRow:
    """A filled row: trimmed cells by column name, or what makes its cells untrustworthy."""

    place: Place
    cells: Mapping[str, str]
    problem: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    rows: tuple[TableRow, ...]
    notes: tuple[str, ...]


def read_table(text: str) -> Table:
    """The filled rows below the header.

    Raises:
        InvalidInput: empty, not CSV, or columns missing or doubled; all columns are named.
    """
    text = text.removeprefix("\ufeff")
    records = _records(text, _delimiter(text))
    _, header = next(records, (0, []))
    if not header:
        raise InvalidInput(["the roster is empty"])
    columns, notes = _columns(header)
    rows = [_row(Place(row, line), cells, header, columns) for row, (line, cells) in enumerate(records, start=1)]
    return Table(rows=tuple(rows), notes=notes)


def _records(text: str, delimiter: str) -> Iterator[tuple[int, list[str]]]:
    """Each record that holds something, with the line it starts on."""
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    start = 1
    try:
        for cells in reader:
            if any(cell.strip() for cell in cells):
                yield start, [cell.strip() for cell in cells]
            start = reader.line_num + 1
    except csv.Error as error:
        raise InvalidInput([f"line {start}: not valid CSV: {error}"]) from error


def _delimiter(text: str) -> str:
    header = next((line for line in text.splitlines() if line.strip(" ,;\t")), "")
    return max(_DELIMITERS, key=lambda sign: sum(_known(cell) is not None for cell in header.split(sign)))


def _known(header: str) -> str | None:
    plain = re.sub(r"[\s_]+", " ", header.strip(' "')).strip().lower()
    return next((name for name in (*REQUIRED, *OPTIONAL) if name.lower() == plain), None)


def _columns(header: Sequence[str]) -> tuple[dict[str, int], tuple[str, ...]]:
    columns: dict[str, int] = {}
    problems, unknown = [], []
    for index, written in enumerate(header):
        name = _known(written)
        if name in columns:
            problems.append(f"column {name!r} is there twice")
        elif name:
            columns[name] = index
        elif written:
            unknown.append(written)
    problems += [_missing(name, unknown) for name in REQUIRED if name not in columns]
    if problems:
        raise InvalidInput(problems)
    return columns, tuple(f"column {written!r} is ignored" for written in unknown)


def _missing(name: str, unknown: Sequence[str]) -> str:
    found = closest(name, unknown)
    return f"column {name!r} is missing" + (f"; rename {found!r} if it is meant" if found else "")


def _row(place: Place, cells: Sequence[str], header: Sequence[str], columns: Mapping[str, int]) -> TableRow:
    spare = [cell for cell in cells[len(header) :] if cell]
    if spare or len(cells) < len(header):
        # A shifted row would read one creator's ceiling as the floor.
        fix = "write every cell, and quote an amount that holds a comma"
        problem = f"has {len(cells)} cells, the header has {len(header)}; {fix}"
        return TableRow(place=place, cells={}, problem=problem)
    return TableRow(place=place, cells={name: cells[index] for name, index in columns.items()}, problem=None)

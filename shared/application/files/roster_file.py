"""A roster to creators; every row that can't be used keeps all its reasons. docs/campaign-file.md describes it."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Final, TypeVar

from shared.application.files.cells import (
    did_you_mean,
    plain_word,
    read_count,
    read_email,
    read_line,
    read_money,
    read_percent,
)
from shared.application.files.roster_table import Place, TableRow, read_table
from shared.domain.campaign import Creator, Platform
from shared.domain.errors import InvalidInput
from shared.domain.money import Money

T = TypeVar("T")

# One import is one commit: Firestore takes 10 MiB per request (quota page), and a task is about 1 KiB.
MOST_ROWS: Final = 2_000

_PLATFORMS: Final = {
    "instagram": Platform.INSTAGRAM,
    "insta": Platform.INSTAGRAM,
    "ig": Platform.INSTAGRAM,
    "tiktok": Platform.TIKTOK,
    "tik_tok": Platform.TIKTOK,
    "tt": Platform.TIKTOK,
    "youtube": Platform.YOUTUBE,
    "you_tube": Platform.YOUTUBE,
    "yt": Platform.YOUTUBE,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class RosterRow:
    place: Place
    creator: Creator


@dataclass(frozen=True, slots=True, kw_only=True)
class RejectedRow:
    """A row that is not imported, with all its reasons: "Max Rate: ..."."""

    place: Place
    reasons: tuple[str, ...]

    def lines(self) -> tuple[str, ...]:
        return tuple(f"{self.place}: {reason}" for reason in self.reasons)


@dataclass(frozen=True, slots=True, kw_only=True)
class Roster:
    """Every filled row is in exactly one of *rows* and *rejected*, in the file's order; *notes* need no repair."""

    rows: tuple[RosterRow, ...]
    rejected: tuple[RejectedRow, ...]
    notes: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Others:
    """What one row's reading must know of the others.

    Attributes:
        fractions: Engagement is written as 0.042 throughout.
        seen: Where each email stood first.
    """

    currency: str
    fractions: bool
    seen: dict[str, Place] = field(default_factory=dict)


def parse_roster(text: str, currency: str) -> Roster:
    """The creators of a roster; rates without a currency sign are in *currency*.

    Raises:
        InvalidInput: it can't be read, columns are missing, or no row can be used; with every reason.
    """
    table = read_table(text)
    if not table.rows:
        raise InvalidInput(["there are no rows below the header"])
    if len(table.rows) > MOST_ROWS:
        raise InvalidInput([f"{len(table.rows):,} rows; at most {MOST_ROWS:,} fit one import: split the file"])
    others = _Others(currency=currency, fractions=_all_fractions(table.rows))
    outcomes = [_read_row(row, others) for row in table.rows]
    rejected = tuple(outcome for outcome in outcomes if isinstance(outcome, RejectedRow))
    if len(rejected) == len(outcomes):
        raise InvalidInput(["no row can be imported", *(line for row in rejected for line in row.lines())])
    rows = tuple(outcome for outcome in outcomes if isinstance(outcome, RosterRow))
    return Roster(rows=rows, rejected=rejected, notes=table.notes)


def _all_fractions(rows: Iterable[TableRow]) -> bool:
    cells = [cell for row in rows if (cell := row.cells.get("Engagement Rate"))]
    return all(_unsigned_up_to_one(cell) for cell in cells)


def _unsigned_up_to_one(cell: str) -> bool:
    try:
        return "%" not in cell and read_percent(cell) <= 1
    except ValueError:
        return False


class _Cells:
    """Reads the cells of one row and keeps every reason, so that a row is repaired in one go."""

    def __init__(self, row: TableRow) -> None:
        self._cells = row.cells
        self.reasons: list[str] = []

    def need(self, name: str, read: Callable[[str], T]) -> T | None:
        """None only with a reason."""
        try:
            if text := self._cells[name]:
                return read(text)
            self.reasons.append(f"{name}: is empty")
        except ValueError as error:
            self.reasons.append(f"{name}: {error}")
        return None

    def may(self, name: str, read: Callable[[str], T]) -> T | None:
        return self.need(name, read) if self._cells.get(name) else None


def _read_row(row: TableRow, others: _Others) -> RosterRow | RejectedRow:
    if row.problem:
        return RejectedRow(place=row.place, reasons=(row.problem,))
    cells = _Cells(row)
    creator = _creator(cells, others, row.place)
    if creator is None or cells.reasons:
        return RejectedRow(place=row.place, reasons=tuple(cells.reasons))
    return RosterRow(place=row.place, creator=creator)


def _creator(cells: _Cells, others: _Others, place: Place) -> Creator | None:
    name = cells.need("Name", read_line)
    email = cells.need("Email", lambda text: _first_time(read_email(text), others, place))
    platform = cells.need("Platform", _platform)
    handle = cells.need("Handle", read_line)
    views = cells.need("Average Views", read_count)
    minimum = cells.may("Min Rate", lambda text: read_money(text, others.currency))
    maximum = cells.may("Max Rate", lambda text: _at_least(minimum, read_money(text, others.currency)))
    engagement = cells.may("Engagement Rate", lambda text: _engagement(text, fractions=others.fractions))
    if name is None or email is None or platform is None or handle is None or views is None:
        return None
    return Creator(
        name=name,
        email=email,
        platform=platform,
        handle=handle,
        average_views=views,
        minimum_rate=minimum,
        maximum_rate=maximum,
        engagement_percent=engagement,
    )


def _first_time(email: str, others: _Others, place: Place) -> str:
    first = others.seen.setdefault(email, place)
    if first != place:
        raise ValueError(f"{email} is in {first} already")
    return email


def _platform(text: str) -> Platform:
    if plain_word(text) in _PLATFORMS:
        return _PLATFORMS[plain_word(text)]
    raise ValueError(
        f"{text!r} is not Instagram, TikTok or YouTube{did_you_mean(text, [platform.value for platform in Platform])}"
    )


def _at_least(minimum: Money | None, maximum: Money) -> Money:
    if minimum is not None and maximum < minimum:
        raise ValueError(f"{maximum.display()} is below Min Rate {minimum.display()}")
    return maximum


def _engagement(text: str, *, fractions: bool) -> Decimal:
    percent = read_percent(text)
    if "%" in text or percent > 1 or percent == 0:
        return percent
    if not fractions:
        raise ValueError(f"{text!r} may be a fraction or a percentage: write it with a % sign")
    return percent * 100

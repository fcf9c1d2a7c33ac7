"""What a mail of ours says about one right to use the content, held against the rights of the deal."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from typing import Final

from shared.domain.gate.durations import Span
from shared.domain.package import Duration, UsageRights
from shared.domain.reading.facts import Right
from shared.domain.terms.words import DURATION_NAMES, RIGHT_NAMES, right_of

NOT_AT_ALL: Final[Span] = (0, "not at all")
EVER: Final[Span] = (0, "ever")
_SPANS: Final[dict[Duration, Span]] = {
    Duration.NOT_REQUIRED: NOT_AT_ALL,
    Duration.DAYS_30: (30, "day"),
    Duration.DAYS_60: (60, "day"),
    Duration.DAYS_90: (90, "day"),
    Duration.MONTHS_6: (6, "month"),
    Duration.YEAR_1: (12, "month"),
    Duration.PERPETUAL: EVER,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class UsageStatement:
    """One right with every duration that it can be read with.

    text: the words that name it. places: what the statement is made of, as places in the sentence.
    spans: empty when it is named without a duration. hedged: with a word that opens the duration again.
    others: it is said of the rights that the mail does not name: "no other usage rights".
    """

    text: str
    right: Right | None
    spans: frozenset[Span]
    hedged: bool
    others: bool
    places: tuple[tuple[int, int], ...]

    def holds(self, rights: UsageRights) -> bool:
        if self.hedged:
            return False
        truths = [_SPANS[right_of(rights, one)] for one in ([self.right] if self.right else Right)]
        if not self.spans:
            return any(truth != NOT_AT_ALL for truth in truths)
        if self.right is None and self.spans == {NOT_AT_ALL}:
            return all(truth == NOT_AT_ALL for truth in truths)
        # "30 days of perpetual usage" is no 30 days.
        endless = EVER in self.spans and EVER not in truths
        return not endless and any(truth in self.spans for truth in truths)

    def holds_beside(self, told: Collection[Right], rights: UsageRights) -> bool:
        """Whether it is true in a mail that names these rights."""
        if not self.others or self.spans != {NOT_AT_ALL}:
            return self.holds(rights)
        return all(right_of(rights, one) is Duration.NOT_REQUIRED for one in Right if one not in told)

    def names(self, right: Right, rights: UsageRights) -> bool:
        """Whether it says the whole truth about the right."""
        return not self.hedged and self.right in {right, None} and _SPANS[right_of(rights, right)] in self.spans


def usage_fault(statement: UsageStatement, rights: UsageRights) -> str:
    """What the terms say instead."""
    if statement.right is None:
        return "how long content is used is not what the terms say; name each right with its time, or leave it out"
    name = RIGHT_NAMES[statement.right]
    duration = right_of(rights, statement.right)
    told = "not required" if duration is Duration.NOT_REQUIRED else DURATION_NAMES[duration]
    return f"the terms say {name}: {told}; say that or leave it out"

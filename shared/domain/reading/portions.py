"""Prices that are not what the whole package costs once: per month, a deposit, or what is left after somebody's cut."""

import re
from collections.abc import Iterator, Sequence, Set
from decimal import Decimal
from typing import Final

from shared.domain.amounts import AmountExpression

_TIME: Final = r"(?:hour|hr|day|week|month|mo|quarter|year)\b(?! (?:ago|from|later|before|after)\b)"
_WHOSE: Final = r"(?:(?:the|my|our|her|his|their|an?) )?"
# Behind the price.
_PORTION: Final = re.compile(
    rf" ?(?:(?:per|an?|each|every)\b|/) ?{_TIME}| ?(?:hourly|daily|weekly|monthly|yearly)\b"
    rf"| (?:as )?{_WHOSE}(?:deposit|retainer|down ?payment|first (?:half|part|instal\w+))\b"
    r"| (?:clear |net )?(?:to me|in my pocket|take[- ]home)\b"
    rf"| (?:clear |net )?(?:of|after) {_WHOSE}(?:agency|agent|manager|management|commission|fees?|tax(?:es)?)\b",
    re.IGNORECASE,
)


def portions(asked: Set[Decimal], text: str, prices: Sequence[AmountExpression]) -> Iterator[str]:
    """The asked prices of which the mail says so, in its own words."""
    for price in prices:
        found = _PORTION.match(text, price.end)
        if found and not asked.isdisjoint({price.low, price.high}):
            yield f"{price.text}{found.group()}"

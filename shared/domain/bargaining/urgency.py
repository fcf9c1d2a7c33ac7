"""How much time presses, from the campaign's dates and the present day alone."""

from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from typing import Final

from shared.domain.campaign import Facts

# A creator needs about a week to shoot and hand in, so that a deal closed later than that is late already; four weeks
# ahead nothing presses. Our working rule, stated in docs/campaign-file.md.
PRESSING_DAYS: Final = 7
CALM_DAYS: Final = 28

_CENT: Final = Decimal("0.01")


def urgency_on(facts: Facts, today: date) -> Decimal:
    """0 until four weeks before content is due, rising evenly to 1 in its last week; two decimals.

    Without the day it is due, the day of publishing counts; without either, nothing presses.
    """
    due = facts.content_due_on or facts.publish_on
    if due is None:
        return Decimal(0)
    elapsed = Decimal(CALM_DAYS - (due - today).days) / (CALM_DAYS - PRESSING_DAYS)
    return min(max(elapsed, Decimal(0)), Decimal(1)).quantize(_CENT, ROUND_HALF_UP)

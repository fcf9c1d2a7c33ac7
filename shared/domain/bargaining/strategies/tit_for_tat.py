"""A schedule that answers each move of theirs with an equal one."""

from __future__ import annotations

from decimal import Decimal

from shared.domain.bargaining.concession import Bargain


def tit_for_tat(bargain: Bargain) -> Decimal:
    """Our last offer plus what their last move came down by; the limit in the last round, as the others."""
    if bargain.is_last_round:
        return bargain.limits.ceiling.amount
    offers, asks = bargain.offers, bargain.asks
    start = (offers[-1] if offers else bargain.limits.floor).amount
    moved = asks[-2].amount - asks[-1].amount if len(asks) > 1 else Decimal(0)
    return start + max(moved, Decimal(0))

"""What no negotiation may show, checked on its record alone; shares no code with what keeps it so."""

from __future__ import annotations

from collections.abc import Iterator

from shared.domain.bargaining.pricing import Limits
from shared.domain.simulation.play import Played


def violations(played: Played, *, round_cap: int) -> tuple[str, ...]:
    """Every broken promise of one negotiation in words; empty when there is none."""
    return () if played.limits is None else tuple(_violations(played, played.limits, round_cap))


def _violations(played: Played, limits: Limits, round_cap: int) -> Iterator[str]:
    if played.rounds > round_cap:
        yield f"{played.rounds} offers, the cap is {round_cap}"
    yield from _of_offers(played, limits)
    if played.price is not None and played.price > limits.ceiling:
        yield f"the price {played.price} is above the limit {limits.ceiling}"
    if played.price is not None and played.price not in {*played.offers[-1:], *played.asks[-1:]}:
        yield f"nobody had named the price {played.price}"


def _of_offers(played: Played, limits: Limits) -> Iterator[str]:
    for offer in played.offers:
        if offer < limits.floor:
            yield f"offer {offer} is below the floor {limits.floor}"
        if offer > limits.ceiling:
            yield f"offer {offer} is above the limit {limits.ceiling}"
    for before, ask, offer in zip(played.offers, played.asks, played.offers[1:], strict=False):
        if offer < before:
            yield f"offer {offer} is below the one before, {before}"
        if offer > ask:
            yield f"offer {offer} is above their ask {ask}"

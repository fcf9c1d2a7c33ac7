"""Run as a script where NegMAS is installed: its negotiators buy from our simulated sellers.

Reads one JSON object from standard input, {"round_cap": n, "sellers": [...]}, and prints one line for each negotiator:
{"buyer": name, "played": [{"offers": [...], "asks": [...], "price": "..." or null, "left": bool}, ...]}.
"""

import json
import sys
import warnings
from decimal import Decimal
from typing import Any

from negmas.outcomes import make_issue  # type: ignore[import-not-found] # in an environment of its own
from negmas.preferences import MappingUtilityFunction  # type: ignore[import-not-found]
from negmas.sao import (  # type: ignore[import-not-found]
    BoulwareTBNegotiator,
    ConcederTBNegotiator,
    LinearTBNegotiator,
    MiCRONegotiator,
    ResponseType,
    SAOMechanism,
    SAONegotiator,
)

from shared.domain.money import Money
from shared.domain.simulation.seller import Asks, Leaves, Seller, Style, response

# Dollars between two prices of the outcome space; our own offers are whole tens as well.
GRID = 10

# The limit itself is acceptable, nothing above it is.
_JUST_BELOW_NOTHING = -0.001

BUYERS = {
    "negmas_boulware": BoulwareTBNegotiator,
    "negmas_linear": LinearTBNegotiator,
    "negmas_conceder": ConcederTBNegotiator,
    "negmas_micro": MiCRONegotiator,
}


class SimulatedSeller(SAONegotiator):  # type: ignore[misc] # NegMAS is not installed where types are checked
    """Our seller as a party of NegMAS: its asks are rounded up to the grid, what it takes is not."""

    def __init__(self, seller: Seller) -> None:
        super().__init__(name=seller.id)
        self.seller = seller
        self.offers: list[Money] = []
        self.asks: list[Money] = []
        self.left = False

    def respond(self, state: Any, source: str | None = None) -> ResponseType:  # noqa: ARG002 - NegMAS calls it so
        self.offers.append(_money(state.current_offer[0]))
        said = response(self.seller, self.offers)
        if isinstance(said, Asks):
            self.asks.append(_money(-(-said.amount.amount // GRID)))
            return ResponseType.REJECT_OFFER
        self.left = isinstance(said, Leaves)
        return ResponseType.END_NEGOTIATION if self.left else ResponseType.ACCEPT_OFFER

    def propose(self, state: Any, dest: str | None = None) -> tuple[int]:  # noqa: ARG002 - NegMAS calls it so
        return (int(self.asks[-1].amount) // GRID,)


def _money(steps: Any) -> Money:
    return Money(Decimal(int(steps)) * GRID, "USD")


def played(buyer: Any, told: dict[str, Any], round_cap: int) -> dict[str, Any]:
    seller = Seller(
        id=told["id"],
        average_views=told["average_views"],
        reservation=Money.of(told["reservation"], "USD"),
        first_ask=Money.of(told["first_ask"], "USD"),
        style=Style(told["style"]),
        patience_rounds=told["patience_rounds"],
    )
    floor, limit = Decimal(told["floor"]), Decimal(told["limit"])
    lowest = -(-floor // GRID)
    highest = max(limit // GRID, -(-seller.first_ask.amount // GRID))
    mechanism = SAOMechanism(issues=[make_issue((int(lowest), int(highest)), "price")], n_steps=round_cap)
    other = SimulatedSeller(seller)
    room = max(limit - floor, Decimal(GRID))
    ufun = MappingUtilityFunction(
        lambda outcome: float((limit - int(outcome[0]) * GRID) / room),
        reserved_value=_JUST_BELOW_NOTHING,
        outcome_space=mechanism.outcome_space,
    )
    mechanism.add(buyer(name="buyer"), ufun=ufun)
    mechanism.add(other, ufun=MappingUtilityFunction(lambda outcome: float(outcome[0])))
    state = mechanism.run()
    price = _money(state.agreement[0]).amount if state.agreement else None
    # Out of rounds, a last ask inside the limit is taken, as our decision does; the protocol would not ask.
    if price is None and not other.left and other.asks and other.asks[-1].amount <= limit:
        price = other.asks[-1].amount
    return {
        "offers": [offer.text for offer in other.offers],
        "asks": [ask.text for ask in other.asks],
        "price": None if price is None else str(price),
        "left": other.left,
    }


def main() -> None:
    warnings.simplefilter("ignore")
    job = json.load(sys.stdin)
    for name, buyer in BUYERS.items():
        results = [played(buyer, seller, job["round_cap"]) for seller in job["sellers"]]
        sys.stdout.write(json.dumps({"buyer": name, "played": results}) + "\n")


if __name__ == "__main__":
    main()

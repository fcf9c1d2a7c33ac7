"""The fee of their agency that they want on top of a price, as part of the price: what we state is all that we pay."""

from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Final

from shared.domain.bargaining.stand import Stand
from shared.domain.money import Money
from shared.domain.reading.facts import Intent, Purpose, Surcharge
from shared.domain.reading.on_top import is_agencys
from shared.domain.reading.options import Option, options_of
from shared.domain.terms.compare import surcharged

# Agencies take 10 to 30 %. More than this share of the price is rather misread; our own choice.
MOST_SHARE: Final = Decimal("0.5")


@dataclass(frozen=True, slots=True, kw_only=True)
class AllIn:
    """Their price with the fee in it.

    Attributes:
        stand: Without the surcharge, and with terms that say what the rate includes.
        option: At *total*, the sum of price and fee.
        said: Price and fee as they named them, for people and the audit trail: "$1,200.00, plus 20% agency fee".
    """

    stand: Stand
    option: Option
    total: Money
    said: str


def all_in(stand: Stand, option: Option | None) -> AllIn | None:
    """What they ask in all; None: nothing is on top, or something that code cannot put a figure to.

    Without a price of theirs the fee is on top of our last offer.
    """
    fee, base = _fee(stand), _base(stand, option)
    if fee is None or base is None or not _is_plain(fee, base, stand):
        return None
    total = surcharged(base, (fee,))
    if total is None or total.amount > base.amount * (1 + MOST_SHARE):
        return None
    priced = replace(option, price=total) if option else Option(price=total, named=base, quote=fee.quote)
    bare = replace(stand.reading, surcharges=())
    return AllIn(
        stand=replace(stand, reading=bare, agency_included=True),
        option=priced,
        total=total,
        said=f"{base.display()}, {fee.quote}",
    )


def _fee(stand: Stand) -> Surcharge | None:
    """The one thing on top, however often they named it."""
    figures = {(one.purpose, one.amount, one.percent) for one in stand.reading.surcharges}
    return stand.reading.surcharges[0] if len(figures) == 1 else None


def _base(stand: Stand, option: Option | None) -> Money | None:
    if option is not None:
        return option.price
    answers = stand.reading.intent in {Intent.ACCEPT, Intent.COUNTER}
    return next(iter(stand.negotiation.offers[-1:]), None) if answers else None


def _is_plain(fee: Surcharge, base: Money, stand: Stand) -> bool:
    """Whether it is beyond doubt what the figure is part of.

    Of several prices it may be on top of one, and a sum may be for each post.
    """
    asks = stand.reading.asks
    is_one = len(options_of(asks, stand.terms) or ()) == min(len(asks), 1)
    whole = not asks or (len(asks) == 1 and asks[0].amount == base.amount)
    is_known = fee.percent is not None or (fee.amount is not None and whole)
    return fee.purpose is Purpose.AGENCY and is_agencys(fee.quote) and is_one and is_known

"""Prices that a mail of our side names and the books do not hold: a yes to such a mail is no yes to our offer. Pure."""

from shared.domain.amounts import find_prices, find_stray_money
from shared.domain.negotiation import Negotiation


def priced_by_hand(text: str, negotiation: Negotiation) -> tuple[str, ...]:
    """Prices that a person named past the agent, in the text's own words; only our last offer is no news."""
    offer = {money.amount for money in negotiation.offers[-1:]}
    prices = (found.text for found in find_prices(text) if not {found.low, found.high} <= offer)
    return tuple(dict.fromkeys((*prices, *find_stray_money(text))))


def priced_in_last_mail(negotiation: Negotiation) -> tuple[str, ...]:
    """What our last mail names in place of our last offer, or beside it; somebody let it pass, or changed its draft."""
    prices = [found for found in find_prices(negotiation.last_sent_text or "") if found.currency is not None]
    worths = (line.terms.product for line in negotiation.ledger if line.terms and line.terms.product)
    known = {money.amount for money in (*negotiation.offers, *negotiation.asks)}
    known |= {product.value.amount for product in worths if product.value}
    foreign = [found.text for found in prices if not {found.low, found.high} <= known]
    offer = {money.amount for money in negotiation.offers[-1:]}
    told = any(found.low in offer for found in prices)
    return tuple(dict.fromkeys(foreign if told else (found.text for found in prices)))

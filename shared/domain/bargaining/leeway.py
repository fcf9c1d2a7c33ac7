"""What they may have beside the price without a person: what a lever gives, and what we had offered before."""

from dataclasses import replace

from shared.domain.bargaining.levers import granted
from shared.domain.bargaining.pricing import NoRoom
from shared.domain.bargaining.stand import Stand, price_limits
from shared.domain.reading.facts import Intent
from shared.domain.terms import Terms
from shared.domain.terms.compare import AskedTerms, package_of


def conceding(stand: Stand, asked: AskedTerms) -> Stand:
    """The stand with what they ask beside the price conceded, as far as the campaign lets it; its limits follow.

    A question that names no price concedes nothing.
    """
    asks_more = bool(asked.deliverables or asked.changes)
    if not asks_more or (stand.reading.intent is Intent.QUESTION and not stand.reading.asks):
        return stand
    back = _offered_before(stand, asked)
    pull = granted(stand.campaign, stand.terms, stand.negotiation.levers_used, asked) if back is None else None
    terms = back or (pull.terms if pull else None)
    if terms is None:
        return stand
    room = price_limits(stand.campaign, stand.negotiation.creator, terms.deliverables)
    if isinstance(room, NoRoom):
        return stand
    return replace(stand, conceded=terms, lever=pull.lever if pull else None, limits=room)


def _offered_before(stand: Stand, asked: AskedTerms) -> Terms | None:
    """The terms on the table with a package that we had offered earlier and that they come back to."""
    package = package_of(asked.deliverables)
    if not package or package == package_of(stand.terms.deliverables):
        return None
    earlier = (entry.terms.deliverables for entry in stand.negotiation.ledger if entry.terms is not None)
    lines = next((lines for lines in earlier if package_of(lines) == package), None)
    return None if lines is None else replace(stand.terms, deliverables=lines)

"""What else than money moves: less work, fewer rights, a product, further use, a look at the numbers. Each once.

A lever comes on top of a counter whose ask is above our limit: the counter it comes with names it, the negotiation's
ledger keeps it with that mail, and withdrawing the mail gives it back. The minimum and the approval cap come before any
lever (they are limits of the price, see pricing.py), the courteous exit comes after the last round.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from types import MappingProxyType
from typing import Final

from shared.domain.campaign import Campaign, Deliverable, OptimizeFor, UsageRights
from shared.domain.money import Money
from shared.domain.reading.facts import Right
from shared.domain.terms.compare import AskedTerms, package_of
from shared.domain.terms.value import Lever, Terms
from shared.domain.terms.words import right_of, with_right

_SCENARIOS: Final = (Lever.SCENARIO_1, Lever.SCENARIO_2, Lever.SCENARIO_3)
_LESS_FOR_US: Final = frozenset({*_SCENARIOS, Lever.USAGE_RIGHTS})

# Balance: the order of the teams' playbook. CPM: first what costs nothing, and a product last. Content: work and rights
# are what the campaign is for, so they go last.
ORDERS: Final[Mapping[OptimizeFor, tuple[Lever, ...]]] = MappingProxyType(
    {
        OptimizeFor.BALANCE: (*_SCENARIOS, Lever.USAGE_RIGHTS, Lever.PRODUCT, Lever.SYNDICATION, Lever.SHARE_CPM),
        OptimizeFor.CPM: (Lever.SHARE_CPM, *_SCENARIOS, Lever.USAGE_RIGHTS, Lever.SYNDICATION, Lever.PRODUCT),
        OptimizeFor.CONTENT_VOLUME_USAGE_RIGHTS: (
            Lever.SYNDICATION,
            Lever.PRODUCT,
            Lever.SHARE_CPM,
            Lever.USAGE_RIGHTS,
            *_SCENARIOS,
        ),
    }
)

# From this share of the ceiling on, cash is at its cap: the rest would not close a gap.
_AT_CAP: Final = Decimal("0.95")

# A product bridges a gap up to a fifth of what they ask; the teams' working rule is 15 to 20 %.
_PRODUCT_BRIDGES_FROM: Final = Decimal("0.80")

# Whoever asks about three times what we offer thinks of another deal: the CPM would read as a reproach.
_TOO_FAR_TO_EXPLAIN: Final = Decimal("2.5")

# The opening is round 1 and the first answer to an ask round 2: too early for numbers behind the numbers.
_FIRST_ROUND_OF_NUMBERS: Final = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Position:
    """What a lever is chosen from.

    Attributes:
        terms: What stands on the table.
        used: Levers of earlier mails.
        ask: Theirs, above the ceiling.
        offer: What this round's counter comes to without a lever.
        ceiling: The most that the package on the table may cost.
        round_number: Of this counter; the opening was 1.
        is_data_minded: A manager or an agency is at the table.
    """

    campaign: Campaign
    terms: Terms
    used: frozenset[Lever]
    ask: Money
    offer: Money
    ceiling: Money
    round_number: int
    is_last_round: bool
    is_data_minded: bool

    @property
    def is_cash_at_cap(self) -> bool:
        return self.offer.amount >= self.ceiling.amount * _AT_CAP


@dataclass(frozen=True, slots=True, kw_only=True)
class Pull:
    """One lever and what it makes of the terms.

    Attributes:
        terms: At the rate on the table; the counter sets its own.
        holds_rate: What is given is the whole concession of this round: the money stays.
    """

    lever: Lever
    terms: Terms
    holds_rate: bool = False


def pulls(position: Position) -> Iterator[Pull]:
    """The levers that help now, the one to pull first."""
    for lever in ORDERS[position.campaign.optimize_for]:
        terms = None if lever in position.used else _effect(lever, position)
        if terms is not None:
            yield Pull(lever=lever, terms=terms, holds_rate=_holds_rate(lever, position))


def granted(campaign: Campaign, terms: Terms, used: frozenset[Lever], asked: AskedTerms) -> Pull | None:
    """The lever that gives them just what they ask beside the price; None: no unused one gives all of it.

    A campaign that is after content and rights gives none of them away for the asking.
    """
    if campaign.optimize_for is OptimizeFor.CONTENT_VOLUME_USAGE_RIGHTS:
        return None
    package, rights = package_of(asked.deliverables), _asked_rights(terms, asked)
    if package in ({}, package_of(terms.deliverables)):
        return _granted_rights(campaign, terms, used, rights)
    lever = next((one for one in _SCENARIOS if package_of(_scenario(one, campaign)) == package), None)
    if lever is None or lever in used or rights != terms.usage_rights:
        return None
    smaller = _smaller_package(lever, campaign, terms)
    return None if smaller is None else Pull(lever=lever, terms=smaller)


def shared_cpm(campaign: Campaign) -> Money | None:
    """The price of 1,000 views that may be named to somebody who thinks in it; None: it explains no price here."""
    if not campaign.levers.share_cpm or campaign.rate_cards:
        return None
    return Money.rounded(campaign.budget.floor_cpm, campaign.currency)


def _holds_rate(lever: Lever, position: Position) -> bool:
    thrifty = position.campaign.optimize_for is OptimizeFor.CPM
    return thrifty and lever in _LESS_FOR_US and not position.is_last_round


def _effect(lever: Lever, position: Position) -> Terms | None:
    """The terms with the lever pulled; None where it would change nothing or would not help."""
    campaign, terms = position.campaign, position.terms
    content_first = campaign.optimize_for is OptimizeFor.CONTENT_VOLUME_USAGE_RIGHTS
    if lever in _LESS_FOR_US and content_first and not position.is_cash_at_cap:
        return None
    match lever:
        case Lever.USAGE_RIGHTS:
            return _fewer_rights(campaign, terms)
        case Lever.PRODUCT:
            return _with_product(position)
        case Lever.SYNDICATION:
            return _with_syndication(position)
        case Lever.SHARE_CPM:
            return _explained(position)
        case _:
            return _smaller_package(lever, campaign, terms)


def _scenario(lever: Lever, campaign: Campaign) -> tuple[Deliverable, ...]:
    place = _SCENARIOS.index(lever)
    scenarios = campaign.levers.scenarios
    return scenarios[place].deliverables if place < len(scenarios) else ()


def _smaller_package(lever: Lever, campaign: Campaign, terms: Terms) -> Terms | None:
    package = _scenario(lever, campaign)
    if not package or _posts(package) >= _posts(terms.deliverables):
        return None
    return replace(terms, deliverables=package)


def _posts(package: Sequence[Deliverable]) -> int:
    return sum(line.quantity for line in package)


def _fewer_rights(campaign: Campaign, terms: Terms) -> Terms | None:
    """Down to the campaign's minimum, never up to it."""
    least = campaign.levers.usage_rights_minimum
    if least is None:
        return None
    rights = _shorter(terms.usage_rights, least)
    return None if rights == terms.usage_rights else replace(terms, usage_rights=rights)


def _with_product(position: Position) -> Terms | None:
    campaign, terms = position.campaign, position.terms
    held = campaign.product if campaign.levers.product_held_back else None
    bridges = position.offer.amount >= position.ask.amount * _PRODUCT_BRIDGES_FROM
    if held is None or terms.product is not None or not bridges or not position.is_cash_at_cap:
        return None
    return replace(terms, product=held)


def _with_syndication(position: Position) -> Terms | None:
    """More for us, so only beside more money."""
    wanted, terms = position.campaign.levers.syndication, position.terms
    if wanted is None or terms.syndication is not None or position.offer <= terms.rate:
        return None
    return replace(terms, syndication=wanted)


def _explained(position: Position) -> Terms | None:
    """The terms as they are: what changes is what they know of them."""
    early = position.round_number < _FIRST_ROUND_OF_NUMBERS
    too_far = position.ask.amount > position.offer.amount * _TOO_FAR_TO_EXPLAIN
    if early or too_far or not position.is_data_minded or shared_cpm(position.campaign) is None:
        return None
    return position.terms


def _asked_rights(terms: Terms, asked: AskedTerms) -> UsageRights:
    """The rights on the table, each as short as they ask for it."""
    rights = terms.usage_rights
    for wish in (right for change in asked.changes for right in change.rights):
        if wish.duration.rank < right_of(rights, wish.right).rank:
            rights = with_right(rights, wish)
    return rights


def _granted_rights(campaign: Campaign, terms: Terms, used: frozenset[Lever], rights: UsageRights) -> Pull | None:
    least = campaign.levers.usage_rights_minimum
    if rights == terms.usage_rights or least is None or Lever.USAGE_RIGHTS in used:
        return None
    enough = all(right_of(rights, right).rank >= right_of(least, right).rank for right in Right)
    return Pull(lever=Lever.USAGE_RIGHTS, terms=replace(terms, usage_rights=rights)) if enough else None


def _shorter(rights: UsageRights, least: UsageRights) -> UsageRights:
    pairs = ((right, right_of(rights, right), right_of(least, right)) for right in Right)
    spans = {right.value: min(ours, floor, key=lambda span: span.rank) for right, ours, floor in pairs}
    return UsageRights(**spans)

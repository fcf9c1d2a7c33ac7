"""What a decision is made from, and what this creator may be paid as the campaign stands now."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from shared.domain.bargaining.concession import Bargain, Strategy
from shared.domain.bargaining.pricing import CpmBounds, Limits, NoRoom, PricedLine, PriceSources, limits
from shared.domain.campaign import Campaign, Creator, Deliverable
from shared.domain.money import Money
from shared.domain.negotiation import Negotiation
from shared.domain.reading.facts import Reading
from shared.domain.terms import Lever, Terms, campaign_terms
from shared.domain.terms.compare import package_of
from shared.domain.tracker import highest_premium


@dataclass(frozen=True, slots=True, kw_only=True)
class Stand:
    """What a decision is made from.

    Attributes:
        limits: Of the package in *terms*.
        urgency: As in Bargain.
        conceded: The terms that their wishes beside the price lead to; None: those on the table.
        lever: What was pulled to concede them; None: nothing, or only back to what we had offered before.
        agency_included: They wanted their agency's fee on top, and it is in the price that is bargained over.
    """

    campaign: Campaign
    negotiation: Negotiation
    reading: Reading
    limits: Limits
    strategy: Strategy
    urgency: Decimal
    conceded: Terms | None = None
    lever: Lever | None = None
    agency_included: bool = False

    @property
    def terms(self) -> Terms:
        """What we talk about; before our first offer, what it would be."""
        terms = self.conceded or self.negotiation.terms or campaign_terms(self.campaign, self.limits.floor)
        return replace(terms, agency_included=True) if self.agency_included else terms

    @property
    def asked_for(self) -> tuple[Deliverable, ...]:
        """The package that their price pays for, where it is one that they are given; else empty."""
        return self.conceded.deliverables if self.conceded else ()


def price_limits(
    campaign: Campaign, creator: Creator, deliverables: Sequence[Deliverable] | None = None
) -> Limits | NoRoom:
    """Floor and ceiling of this creator's fee for the whole package, as the campaign stands now.

    deliverables: the package; None: the one that the campaign asks everybody for.
    """
    package = campaign.deliverables if deliverables is None else deliverables
    premium = campaign.cpm_allowance(creator).cpm if campaign.budget.cpm_premiums else None
    return _limits(campaign, creator, package, _Moving(cpm_premium=premium, budget_left=campaign.budget_left))


def widest_limits(campaign: Campaign, creator: Creator, deliverables: Sequence[Deliverable]) -> Limits | NoRoom:
    """The limits that the package can have had at any time, for audits: what is agreed since has moved today's."""
    highest = highest_premium(campaign.budget.ceiling_cpm) if campaign.budget.cpm_premiums else None
    moving = _Moving(cpm_premium=highest, budget_left=campaign.budget.total)
    return _limits(campaign, creator, deliverables, moving)


def limits_before_budget(campaign: Campaign, creator: Creator) -> Limits | NoRoom:
    """The limits of the first package as if the budget had no end: what it is to be compared with."""
    premium = campaign.cpm_allowance(creator).cpm if campaign.budget.cpm_premiums else None
    return _limits(campaign, creator, campaign.deliverables, _Moving(cpm_premium=premium, budget_left=None))


@dataclass(frozen=True, slots=True, kw_only=True)
class _Moving:
    """The bounds that each agreement moves; None: no such bound."""

    cpm_premium: Decimal | None
    budget_left: Money | None


def _limits(campaign: Campaign, creator: Creator, package: Sequence[Deliverable], moving: _Moving) -> Limits | NoRoom:
    budget = campaign.budget
    sources = PriceSources(
        views=creator.average_views,
        cpm=CpmBounds(floor=budget.floor_cpm, ceiling=budget.ceiling_cpm),
        lines=_priced_lines(campaign, package),
        row_minimum=creator.minimum_rate,
        row_maximum=creator.maximum_rate,
        minimum_cost=budget.minimum_cost,
        approval_cap=budget.approval_cap,
        cpm_premium=moving.cpm_premium,
        budget_left=moving.budget_left,
    )
    return limits(sources, campaign.currency)


def _priced_lines(campaign: Campaign, deliverables: Sequence[Deliverable]) -> tuple[PricedLine, ...]:
    cards = {card.type: CpmBounds(floor=card.floor_cpm, ceiling=card.ceiling_cpm) for card in campaign.rate_cards}
    if not cards:
        return ()
    return tuple(PricedLine(quantity=line.quantity, cpm=cards[line.type]) for line in deliverables)


def bargain_over(stand: Stand, ask: Money) -> Bargain:
    """Everything that the next offer may depend on, once they have named *ask*."""
    return Bargain(
        limits=stand.limits,
        offers=stand.negotiation.offers,
        asks=(*_asks_for(stand), ask),
        round_number=stand.negotiation.rounds + 1,
        round_cap=stand.campaign.round_cap,
        optimize_for=stand.campaign.optimize_for,
        ask_inside_limit=stand.campaign.ask_inside_limit,
        urgency=stand.urgency,
        budget_per_deal=stand.campaign.budget_per_deal,
    )


def _asks_for(stand: Stand) -> tuple[Money, ...]:
    """Their earlier prices for the package that is bargained over, or for more: one for less work says nothing."""
    package, on_table, asks = stand.terms.deliverables, stand.campaign.deliverables, []
    for entry in stand.negotiation.ledger:
        if entry.terms is not None:
            on_table = entry.terms.deliverables
        elif entry.asked is not None and not entry.wishes and _holds(entry.asked_for or on_table, package):
            asks.append(entry.asked)
    return tuple(asks)


def _holds(lines: Sequence[Deliverable], package: Sequence[Deliverable]) -> bool:
    if lines == package:
        return True
    posts, wanted = package_of(lines), package_of(package)
    return all(posts.get(kind, 0) >= count for kind, count in wanted.items())

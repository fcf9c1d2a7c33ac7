"""What a decision is made from, and what this creator may be paid as the campaign stands now."""

from dataclasses import dataclass
from decimal import Decimal

from shared.domain.campaign import Campaign, Creator
from shared.domain.concession import Bargain, Strategy
from shared.domain.money import Money
from shared.domain.negotiation import Negotiation
from shared.domain.pricing import CpmBounds, Limits, NoRoom, PriceSources, limits
from shared.domain.reading import Reading
from shared.domain.terms import Terms, campaign_terms


@dataclass(frozen=True, slots=True, kw_only=True)
class Stand:
    """What a decision is made from; *urgency* as in Bargain."""

    campaign: Campaign
    negotiation: Negotiation
    reading: Reading
    limits: Limits
    strategy: Strategy
    urgency: Decimal

    @property
    def terms(self) -> Terms:
        """What stands on the table; before our first offer, what it would be."""
        return self.negotiation.terms or campaign_terms(self.campaign, self.limits.floor)


def price_limits(campaign: Campaign, creator: Creator) -> Limits | NoRoom:
    """Floor and ceiling of this creator's fee for the whole package, as the campaign stands now."""
    budget = campaign.budget
    sources = PriceSources(
        views=creator.average_views,
        cpm=CpmBounds(floor=budget.floor_cpm, ceiling=budget.ceiling_cpm),
        row_minimum=creator.minimum_rate,
        row_maximum=creator.maximum_rate,
        minimum_cost=budget.minimum_cost,
        approval_cap=budget.approval_cap,
        cpm_premium=campaign.cpm_allowance(creator).cpm if budget.cpm_premiums else None,
        budget_left=campaign.budget_left,
    )
    return limits(sources, campaign.currency)


def bargain_over(stand: Stand, ask: Money) -> Bargain:
    """Everything that the next offer may depend on, once they have named *ask*."""
    return Bargain(
        limits=stand.limits,
        offers=stand.negotiation.offers,
        asks=(*stand.negotiation.asks, ask),
        round_number=stand.negotiation.rounds + 1,
        round_cap=stand.campaign.round_cap,
        optimize_for=stand.campaign.optimize_for,
        urgency=stand.urgency,
        budget_per_deal=stand.campaign.budget_per_deal,
    )

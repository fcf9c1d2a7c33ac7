"""Everything that both sides bind themselves to, as one value: built from the campaign, changed by levers alone."""

from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Protocol

from shared.domain.campaign import Campaign, Deliverable, Facts, Product, UsageRights
from shared.domain.money import Money


class Lever(StrEnum):
    """What may move beside the money; each at most once in a negotiation."""

    SCENARIO_1 = "scenario_1"
    SCENARIO_2 = "scenario_2"
    SCENARIO_3 = "scenario_3"
    USAGE_RIGHTS = "usage_rights"
    PRODUCT = "product"
    SYNDICATION = "syndication"
    SHARE_CPM = "share_cpm"


class Stated(Protocol):
    """What a campaign and an offer have in common: a package, whatever it costs."""

    @property
    def deliverables(self) -> tuple[Deliverable, ...]: ...

    @property
    def usage_rights(self) -> UsageRights: ...

    @property
    def product(self) -> Product | None: ...

    @property
    def facts(self) -> Facts: ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Terms:
    """One offer, complete.

    Attributes:
        deliverables: The package that *rate* pays for, all of it.
        rate: For the whole package, in the campaign's currency.
        product: Sent on top of the rate, never in place of any of it.
        facts: Dates, exclusivity, approval, revision rounds, raw footage and payment as the campaign states them.
        syndication: Where else the content is posted, in the campaign's words; None: nowhere else.
        agency_included: The terms say that *rate* is the total and includes their agency's fee; it always is the total.
    """

    deliverables: tuple[Deliverable, ...]
    rate: Money
    usage_rights: UsageRights
    product: Product | None
    facts: Facts
    syndication: str | None = None
    agency_included: bool = False

    def at(self, rate: Money) -> "Terms":
        """The same for another rate."""
        return replace(self, rate=rate)


def campaign_terms(campaign: Campaign, rate: Money) -> Terms:
    """What the campaign offers everybody first, at *rate*."""
    return Terms(
        deliverables=campaign.deliverables,
        rate=rate,
        usage_rights=campaign.usage_rights,
        product=opening_product(campaign),
        facts=campaign.facts,
    )


def opening_product(campaign: Campaign) -> Product | None:
    """What comes with the first offer; a product that is held back does not."""
    return None if campaign.levers.product_held_back else campaign.product


def stated_so_far(campaign: Campaign, terms: Terms | None) -> Stated:
    """What stands on the table; before the first offer, the campaign as everybody is told of it."""
    return replace(campaign, product=opening_product(campaign)) if terms is None else terms

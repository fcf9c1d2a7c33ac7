"""Everything that both sides bind themselves to, as one value: built from the campaign, changed by levers alone."""

from dataclasses import dataclass, replace
from typing import Protocol

from shared.domain.campaign import Campaign, Deliverable, Facts, Product, UsageRights
from shared.domain.money import Money


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
    """

    deliverables: tuple[Deliverable, ...]
    rate: Money
    usage_rights: UsageRights
    product: Product | None
    facts: Facts
    syndication: str | None = None

    def at(self, rate: Money) -> "Terms":
        """The same for another rate."""
        return replace(self, rate=rate)


def campaign_terms(campaign: Campaign, rate: Money) -> Terms:
    """What the campaign offers everybody first, at *rate*."""
    return Terms(
        deliverables=campaign.deliverables,
        rate=rate,
        usage_rights=campaign.usage_rights,
        product=campaign.product,
        facts=campaign.facts,
    )

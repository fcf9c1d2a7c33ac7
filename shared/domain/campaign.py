"""A campaign: what a client wants, for how much, and how far the agent may go by itself."""

from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import ROUND_FLOOR, Decimal
from enum import StrEnum
from typing import Final

from shared.domain.money import Money, minor_units
from shared.domain.package import (
    DELIVERABLE_NAMES,
    Deliverable,
    DeliverableType,
    Duration,
    Levers,
    Platform,
    Product,
    RateCard,
    Scenario,
    UsageRights,
)
from shared.domain.tracker import Allowance, Tracker
from shared.domain.triggers import EVERY_TRIGGER, Triggers

# What a campaign is made of is named where campaigns are.
__all__ = [
    "CLOSE_AFTER_DAYS",
    "DELIVERABLE_NAMES",
    "NO_FOLLOW_UPS",
    "AskInsideLimit",
    "Autonomy",
    "Budget",
    "Campaign",
    "CampaignState",
    "Creator",
    "Deliverable",
    "DeliverableType",
    "Duration",
    "Facts",
    "FollowUps",
    "Leave",
    "Levers",
    "OptimizeFor",
    "Platform",
    "Product",
    "RateCard",
    "Scenario",
    "Unanswered",
    "UsageRights",
]


class OptimizeFor(StrEnum):
    """Which side of the trade between price and closed deals a campaign wants."""

    CPM = "cpm"
    CONTENT_VOLUME_USAGE_RIGHTS = "content_volume_usage_rights"
    BALANCE = "balance"


class AskInsideLimit(StrEnum):
    """What becomes of an ask inside the limit: taken, or answered with a lower offer first, once or while it falls."""

    ACCEPT = "accept"
    COUNTER_ONCE = "counter_once"
    COUNTER_WHILE_FALLING = "counter_while_falling"


class Leave(StrEnum):
    """Whether a kind of mail leaves by itself."""

    AUTO = "auto"
    REVIEW = "review"


@dataclass(frozen=True, slots=True, kw_only=True)
class Autonomy:
    """Who lets a mail go: *auto* leaves when it is inside the limits, *review* waits for a person.

    *mails* rules openings, offers and answers; *agreements* and *exits* are set apart because they bind or end.
    """

    mails: Leave
    agreements: Leave
    exits: Leave


@dataclass(frozen=True, slots=True, kw_only=True)
class Budget:
    """The client's limits, all in the campaign's currency.

    Attributes:
        total: The whole campaign's budget.
        floor_cpm: Price of 1,000 views at which the agent opens.
        ceiling_cpm: Price of 1,000 views that it never passes, premiums apart.
        minimum_cost: Never offer a creator less than this; None: no such limit.
        approval_cap: Above this a person decides; None: no such limit.
        cpm_premiums: Whether the tracker's premiums may lift a creator's ceiling, to 120 % of it at most.
    """

    total: Money
    floor_cpm: Decimal
    ceiling_cpm: Decimal
    minimum_cost: Money | None
    approval_cap: Money | None
    cpm_premiums: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """What a creator may be told when they ask; None: unknown, so the question goes to a person.

    Attributes:
        timeline: When content is due and when it is published, as the client words it.
        content_due_on: The day content is delivered for approval.
        publish_on: The day it goes live.
        payment_terms: When and how the fee is paid.
        approval: Whether and how the client approves content before it is published.
        brief: What the content is about.
        exclusivity: What the client asks for; an empty text means none.
        revision_rounds: Rounds of changes the creator agrees to.
        raw_footage: What unedited material is handed over, as the client words it.
    """

    timeline: str | None = None
    content_due_on: date | None = None
    publish_on: date | None = None
    payment_terms: str | None = None
    approval: str | None = None
    brief: str | None = None
    exclusivity: str | None = None
    revision_rounds: int | None = None
    raw_footage: str | None = None


class Unanswered(StrEnum):
    """What becomes of a negotiation that the creator lets lie: it waits for a late answer, or is closed politely."""

    STALE = "stale"
    EXIT = "exit"


# Working days of silence before a campaign that does not say counts it as no answer: two weeks, our own choice. It is
# longer than an ordinary holiday, and short enough to ask somebody else in time.
CLOSE_AFTER_DAYS: Final = 10


@dataclass(frozen=True, slots=True, kw_only=True)
class FollowUps:
    """What silence leads to, in working days since our newest mail left.

    Attributes:
        after_days: One number for each follow-up, in order; empty: none is ever sent.
        close_after_days: How long the silence lasts after the last of them before it counts as no answer.
    """

    after_days: tuple[int, ...] = ()
    close_after_days: int = CLOSE_AFTER_DAYS
    then: Unanswered = Unanswered.STALE


NO_FOLLOW_UPS: Final = FollowUps()


class CampaignState(StrEnum):
    IMPORTED = "imported"
    LAUNCHED = "launched"


@dataclass(frozen=True, slots=True, kw_only=True)
class Campaign:
    """The stored campaign.

    Attributes:
        id: Lower-case letters, digits and hyphens; part of every id below it.
        client_name: As creators read it.
        mailbox: The address it negotiates from.
        sender_name: Signs the mails.
        currency: ISO 4217; every amount of the campaign is in it.
        deliverables: The package every creator is asked for.
        usage_rights: Rights the fee includes.
        outreach_subject: Subject of the first mail.
        joins_outreach: True when people or another tool write first and the agent joins where a creator answered.
        round_cap: Offers the agent makes, the opening included, before it exits.
        clarification_cap: Requests to clarify an unclear mail before a person is asked.
        target_creators: How many agreements are wanted, 1 or more; None: as many as the budget pays for.
        optimize_for: Which side of the trade between price and closed deals it wants.
        ask_inside_limit: None: as *optimize_for* has it.
        triggers: Which signs in a mail bring a person to it.
        rate_cards: One for each kind of post of the package and the scenarios; empty: the CPM prices the package.
        tracker: The agreements so far, each written in its own transaction.
        creator_names: Everybody whose row was imported; no mail to one of them names another.
    """

    id: str
    version: int
    client_name: str
    mailbox: str
    sender_name: str
    currency: str
    budget: Budget
    deliverables: tuple[Deliverable, ...]
    usage_rights: UsageRights
    product: Product | None
    facts: Facts
    autonomy: Autonomy
    outreach_subject: str
    joins_outreach: bool
    state: CampaignState
    created_at: datetime
    round_cap: int = 5
    clarification_cap: int = 2
    target_creators: int | None = None
    optimize_for: OptimizeFor = OptimizeFor.BALANCE
    ask_inside_limit: AskInsideLimit | None = None
    follow_ups: FollowUps = NO_FOLLOW_UPS
    triggers: Triggers = EVERY_TRIGGER
    rate_cards: tuple[RateCard, ...] = ()
    levers: Levers = field(default_factory=Levers)
    tracker: Tracker = field(default_factory=Tracker)
    creator_names: tuple[str, ...] = ()

    @property
    def committed(self) -> Money:
        """What the agreements so far cost."""
        return self.tracker.committed(self.currency)

    @property
    def budget_left(self) -> Money:
        """What no agreement has bound yet; zero where people have agreed on more than the budget."""
        return self.budget.total - min(self.committed, self.budget.total)

    @property
    def is_complete(self) -> bool:
        """Whether as many creators are agreed as are wanted."""
        return self.target_creators is not None and len(self.tracker) >= self.target_creators

    @property
    def is_overspent(self) -> bool:
        """Whether the agreements are more than the budget or the places: only a person may let that be."""
        over = self.target_creators is not None and len(self.tracker) > self.target_creators
        return over or self.committed > self.budget.total

    @property
    def budget_per_deal(self) -> Money | None:
        """An equal part of what is left for each creator still to be won; None without a target, or once it is met."""
        wanted = (self.target_creators or 0) - len(self.tracker)
        if wanted <= 0:
            return None
        smallest = Decimal(1).scaleb(-minor_units(self.currency))
        return Money((self.budget_left.amount / wanted).quantize(smallest, ROUND_FLOOR), self.currency)

    def can_afford(self, price: Money) -> bool:
        """Whether the whole budget still covers *price*."""
        return price + self.committed <= self.budget.total

    def stands_by(self, price: Money) -> bool:
        """Whether an offer made earlier could still be honoured: a place is free, and the budget covers it."""
        return not self.is_complete and self.can_afford(price)

    def cpm_allowance(self, creator: "Creator") -> Allowance:
        """What the tracker's premiums would let this creator's CPM rise to, whether or not the budget admits them."""
        return self.tracker.allowance(
            self.budget.ceiling_cpm,
            target_creators=self.target_creators,
            engagement_percent=creator.engagement_percent,
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Creator:
    """One row of the roster.

    Attributes:
        email: Lower-case address; with the campaign it identifies the negotiation.
        average_views: Per post, above 0, as the team measured it.
        minimum_rate: The row's lower bound, None: none.
        maximum_rate: The row's upper bound, None: none.
        engagement_percent: 4.2 means 4.2 %; None: not known.
    """

    name: str
    email: str
    platform: Platform
    handle: str
    average_views: int
    minimum_rate: Money | None = None
    maximum_rate: Money | None = None
    engagement_percent: Decimal | None = field(default=None)

    @property
    def first_name(self) -> str:
        return self.name.split()[0]

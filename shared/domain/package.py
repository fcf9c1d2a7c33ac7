"""What a creator makes and grants, what a kind of post may cost, and how far the package may change."""

from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from typing import Final

from shared.domain.money import Money


class Platform(StrEnum):
    INSTAGRAM = "instagram"
    TIKTOK = "tiktok"
    YOUTUBE = "youtube"


class DeliverableType(StrEnum):
    """A kind of post; the part before the first underscore is its platform."""

    INSTAGRAM_POST = "instagram_post"
    INSTAGRAM_STORY = "instagram_story"
    INSTAGRAM_REEL = "instagram_reel"
    TIKTOK_VIDEO = "tiktok_video"
    TIKTOK_STORY = "tiktok_story"
    YOUTUBE_DEDICATED = "youtube_dedicated"
    YOUTUBE_INTEGRATION = "youtube_integration"
    YOUTUBE_SHORT = "youtube_short"

    @property
    def platform(self) -> Platform:
        return Platform(self.value.partition("_")[0])


DELIVERABLE_NAMES: Final = {
    DeliverableType.INSTAGRAM_POST: "Instagram post",
    DeliverableType.INSTAGRAM_STORY: "Instagram story",
    DeliverableType.INSTAGRAM_REEL: "Instagram Reel",
    DeliverableType.TIKTOK_VIDEO: "TikTok video",
    DeliverableType.TIKTOK_STORY: "TikTok story",
    DeliverableType.YOUTUBE_DEDICATED: "dedicated YouTube video",
    DeliverableType.YOUTUBE_INTEGRATION: "YouTube integration",
    DeliverableType.YOUTUBE_SHORT: "YouTube Short",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Deliverable:
    """One line of the package: so many posts of one type; quantity is 1 or more."""

    type: DeliverableType
    quantity: int

    def label(self) -> str:
        """As people read it: "2 Instagram stories", "1 TikTok video"."""
        name = DELIVERABLE_NAMES[self.type]
        plural = name if self.quantity == 1 else (name[:-1] + "ies" if name.endswith("y") else name + "s")
        return f"{self.quantity} {plural}"


class Duration(StrEnum):
    """How long content may be used, shortest first."""

    NOT_REQUIRED = "not_required"
    DAYS_30 = "days_30"
    DAYS_60 = "days_60"
    DAYS_90 = "days_90"
    MONTHS_6 = "months_6"
    YEAR_1 = "year_1"
    PERPETUAL = "perpetual"

    @property
    def rank(self) -> int:
        return list(Duration).index(self)


@dataclass(frozen=True, slots=True, kw_only=True)
class UsageRights:
    paid_usage: Duration
    whitelisting: Duration
    organic_owned: Duration


@dataclass(frozen=True, slots=True, kw_only=True)
class Product:
    """What is sent on top of the fee, never instead of it; *value* None when the client names none."""

    description: str
    value: Money | None


@dataclass(frozen=True, slots=True, kw_only=True)
class RateCard:
    """What 1,000 average views of one post of a kind may cost, in place of the campaign's CPM."""

    type: DeliverableType
    floor_cpm: Decimal
    ceiling_cpm: Decimal


@dataclass(frozen=True, slots=True, kw_only=True)
class Scenario:
    """A smaller package that may be offered in place of the first."""

    deliverables: tuple[Deliverable, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Levers:
    """What the agent may move beside the fee, each at most once with a creator; nothing here: the fee alone.

    Attributes:
        scenarios: Up to three, each with fewer posts than the one before.
        usage_rights_minimum: The least rights that the fee may include; None: those of the campaign, always.
        product_held_back: The product is no part of the first offer; it may bridge a last gap.
        syndication: Where else the content is posted in return for a higher fee, in the campaign's words.
        share_cpm: Managers and agencies may be told the CPM that the campaign opens with.
    """

    scenarios: tuple[Scenario, ...] = ()
    usage_rights_minimum: UsageRights | None = None
    product_held_back: bool = False
    syndication: str | None = None
    share_cpm: bool = False


NO_LEVERS: Final = Levers()

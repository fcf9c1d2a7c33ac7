"""The keys of a campaign file. Checks between two fields sit on the later one and look only at readable neighbours.

A check raises ValueError with a sentence for the person who wrote the file; pydantic collects them with their places.
"""

from datetime import date
from itertools import pairwise
from typing import Annotated, Any, Final

from pydantic import PlainValidator, ValidationInfo, field_validator

from shared.application.files.choices import Group, YesOrNo, one_of
from shared.application.files.field_readers import (
    Amount,
    CampaignId,
    CurrencyCode,
    Day,
    Email,
    Exclusivity,
    InsideLimit,
    Letting,
    Line,
    Paragraphs,
    Percent,
    Posts,
    Right,
    Wish,
    whole,
)
from shared.application.files.trigger_fields import ALWAYS_ON, TriggerFields
from shared.domain.campaign import Unanswered
from shared.domain.money import Money

# What the playbook knows; more would be another campaign.
MOST_SCENARIOS: Final = 3

# More than this annoy; our own choice.
MOST_FOLLOW_UPS: Final = 5


class BudgetFields(Group):
    total: Amount
    cpm_target: Amount | None = None
    cpm_leniency: Percent | None = None
    cpm_floor: Amount | None = None
    cpm_ceiling: Amount | None = None
    approval_cap: Amount | None = None
    minimum: Amount | None = None
    cpm_premiums: YesOrNo | None = None

    @field_validator("cpm_ceiling")
    @classmethod
    def _not_below_the_floor(cls, ceiling: Money | None, info: ValidationInfo) -> Money | None:
        floor = info.data.get("cpm_floor")
        if ceiling and floor and ceiling < floor:
            raise ValueError(f"{ceiling.display()} is below cpm_floor {floor.display()}")
        return ceiling

    @field_validator("minimum")
    @classmethod
    def _payable(cls, minimum: Money | None, info: ValidationInfo) -> Money | None:
        for name in ("approval_cap", "total"):
            limit = info.data.get(name)
            if minimum and limit and minimum > limit:
                raise ValueError(f"{minimum.display()} is above {name} {limit.display()}: no offer could be made")
        return minimum


class RateFields(Group):
    type: Posts
    cpm_floor: Amount
    cpm_ceiling: Amount

    @field_validator("cpm_ceiling")
    @classmethod
    def _not_below_the_floor(cls, ceiling: Money | None, info: ValidationInfo) -> Money | None:
        floor = info.data.get("cpm_floor")
        if ceiling and floor and ceiling < floor:
            raise ValueError(f"{ceiling.display()} is below cpm_floor {floor.display()}")
        return ceiling


class DeliverableFields(Group):
    type: Posts
    quantity: Annotated[int, PlainValidator(whole(1, 50))]


class UsageRightsFields(Group):
    paid_usage: Right
    whitelisting: Right
    organic_owned: Right


class ScenarioFields(Group):
    deliverables: list[DeliverableFields]


class ProductFields(Group):
    description: Paragraphs
    value: Amount | None = None
    hold_back: YesOrNo | None = None


class AutonomyFields(Group):
    mails: Letting
    agreements: Letting
    exits: Letting


class OutreachFields(Group):
    mailbox: Email
    sender_name: Line
    subject: Line
    join_existing_threads: YesOrNo


class FollowUpFields(Group):
    after_days: list[Annotated[int, PlainValidator(whole(1, 30))]] | None = None
    close_after_days: Annotated[int, PlainValidator(whole(1, 60))] | None = None
    then: Annotated[Unanswered, PlainValidator(one_of({end.value: end for end in Unanswered}))] | None = None

    @field_validator("after_days")
    @classmethod
    def _some_but_not_many(cls, after_days: list[int] | None) -> list[int] | None:
        if after_days == []:
            raise ValueError("needs at least one entry; remove the line when no follow-up is to be sent")
        if after_days and len(after_days) > MOST_FOLLOW_UPS:
            raise ValueError(f"{len(after_days)} follow-ups; at most {MOST_FOLLOW_UPS} are sent")
        return after_days


class CampaignFields(Group):
    id: CampaignId
    client: Line
    currency: CurrencyCode
    budget: BudgetFields
    deliverables: list[DeliverableFields]
    usage_rights: UsageRightsFields
    autonomy: AutonomyFields
    outreach: OutreachFields
    product: ProductFields | None = None
    payment_terms: Paragraphs | None = None
    timeline: Paragraphs | None = None
    content_due_on: Day | None = None
    publish_on: Day | None = None
    approval: Paragraphs | None = None
    brief: Paragraphs | None = None
    exclusivity: Exclusivity | None = None
    revision_rounds: Annotated[int, PlainValidator(whole(0, 20))] | None = None
    raw_footage: Paragraphs | None = None
    round_cap: Annotated[int, PlainValidator(whole(1, 20))] | None = None
    clarification_cap: Annotated[int, PlainValidator(whole(0, 10))] | None = None
    target_creators: Annotated[int, PlainValidator(whole(1, 2_000))] | None = None
    optimize_for: Wish | None = None
    ask_inside_limit: InsideLimit | None = None
    follow_ups: FollowUpFields | None = None
    triggers: TriggerFields | None = None
    scenarios: list[ScenarioFields] | None = None
    rates: list[RateFields] | None = None
    usage_rights_minimum: UsageRightsFields | None = None
    syndication: Paragraphs | None = None
    share_cpm: YesOrNo | None = None

    @field_validator("publish_on")
    @classmethod
    def _not_before_it_is_due(cls, publish_on: date | None, info: ValidationInfo) -> date | None:
        due = info.data.get("content_due_on")
        if publish_on and due and publish_on < due:
            raise ValueError(f"{publish_on} is before content_due_on {due}")
        return publish_on

    @field_validator("target_creators")
    @classmethod
    def _affordable(cls, target: int | None, info: ValidationInfo) -> int | None:
        budget: BudgetFields | None = info.data.get("budget")
        if target and budget and budget.minimum and budget.minimum.amount * target > budget.total.amount:
            least = budget.minimum.display()
            raise ValueError(f"{target} creators at the minimum of {least} cost more than budget.total")
        return target

    @field_validator("scenarios")
    @classmethod
    def _ever_fewer_posts(
        cls, scenarios: list[ScenarioFields] | None, info: ValidationInfo
    ) -> list[ScenarioFields] | None:
        package: list[DeliverableFields] | None = info.data.get("deliverables")
        if scenarios is not None and not 1 <= len(scenarios) <= MOST_SCENARIOS:
            raise ValueError(f"{len(scenarios)} scenarios; give one to {MOST_SCENARIOS}, or remove the line")
        packages = [scenario.deliverables for scenario in scenarios or ()]
        posts = [sum(line.quantity for line in lines) for lines in [package, *packages] if lines is not None]
        for place, (before, after) in enumerate(pairwise(posts), 1):
            if not 0 < after < before:
                raise ValueError(f"scenario {place} has {after} posts and must have fewer than the {before} before it")
        return scenarios

    @field_validator("rates")
    @classmethod
    def _of_every_post(cls, rates: list[RateFields] | None, info: ValidationInfo) -> list[RateFields] | None:
        budget: BudgetFields | None = info.data.get("budget")
        if rates and budget and budget.cpm_premiums:
            raise ValueError("budget.cpm_premiums lift the one CPM of the budget, not these; keep one of the two")
        if rates is None:
            return None
        priced = [rate.type for rate in rates]
        scenarios: list[ScenarioFields] = info.data.get("scenarios") or []
        packages = [info.data.get("deliverables") or [], *(scenario.deliverables for scenario in scenarios)]
        missing = sorted({line.type for lines in packages for line in lines} - set(priced))
        if len(set(priced)) < len(priced):
            raise ValueError("lists a type twice")
        if missing:
            raise ValueError(f"has no entry for {', '.join(missing)}: with rates, every type needs one")
        return rates

    @field_validator("usage_rights_minimum")
    @classmethod
    def _within_the_rights(cls, least: UsageRightsFields | None, info: ValidationInfo) -> UsageRightsFields | None:
        asked: UsageRightsFields | None = info.data.get("usage_rights")
        for name in UsageRightsFields.model_fields:
            if least and asked and getattr(least, name).rank > getattr(asked, name).rank:
                raise ValueError(f"{name} is longer than in usage_rights")
        return least


_GROUPS: Final[dict[str, type[Group]]] = {
    "budget": BudgetFields,
    "deliverables": DeliverableFields,
    "usage_rights": UsageRightsFields,
    "product": ProductFields,
    "autonomy": AutonomyFields,
    "outreach": OutreachFields,
    "follow_ups": FollowUpFields,
    "triggers": TriggerFields,
    "scenarios": ScenarioFields,
    "rates": RateFields,
    "usage_rights_minimum": UsageRightsFields,
}


def keys_of(path: tuple[str | int, ...]) -> list[str]:
    """The keys that may stand in the group at *path*."""
    model: Any = CampaignFields
    for part in path:
        if isinstance(part, str):
            model = _GROUPS[part]
    return list(model.model_fields)


def told_keys(path: tuple[str | int, ...]) -> list[str]:
    """The same but for those that cannot be set otherwise than they are."""
    return [key for key in keys_of(path) if path[-1:] != ("triggers",) or key not in ALWAYS_ON]

"""The keys of a campaign file and how the text behind each is read.

Every reader raises ValueError with a sentence for the person who wrote the file. Pydantic collects them with their
places, so that one run names everything that is wrong. Checks between two fields sit on the later one and look only
at neighbours that were readable.
"""

import re
from collections.abc import Callable
from datetime import date
from decimal import Decimal
from typing import Annotated, Any, Final

from pydantic import PlainValidator, ValidationInfo, field_validator

from shared.application.files.cells import plain_word, read_email, read_line, read_money, read_percent
from shared.application.files.choices import Group, YesOrNo, one_of, text_of
from shared.application.files.trigger_fields import TriggerFields
from shared.domain.amounts import find_amounts
from shared.domain.campaign import DeliverableType, Duration, Leave, OptimizeFor, Unanswered
from shared.domain.money import MINOR_UNITS, Money

# A Slack card's block takes 3,000 characters; one fact must leave room for the others.
LONGEST_TEXT: Final = 2_000
LONGEST_ID: Final = 60

# More than this annoy; our own choice.
MOST_FOLLOW_UPS: Final = 5

_ID: Final = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
_ISO_DAY: Final = re.compile(r"\d{4}-\d{2}-\d{2}")
_DURATIONS: Final = {
    "not_required": Duration.NOT_REQUIRED,
    "30_days": Duration.DAYS_30,
    "60_days": Duration.DAYS_60,
    "90_days": Duration.DAYS_90,
    "6_months": Duration.MONTHS_6,
    "1_year": Duration.YEAR_1,
    "perpetual": Duration.PERPETUAL,
    "12_months": Duration.YEAR_1,
    "forever": Duration.PERPETUAL,
    "none": Duration.NOT_REQUIRED,
    **{duration.value: duration for duration in Duration},
}
_PLACEHOLDERS: Final = {"tbd", "tbc", "tba", "todo", "n/a", "?", "unknown"}
_NONE_ASKED: Final = {"none", "no", "not_required"}


# Judges whether a text is an amount at all where the campaign's own currency cannot be read.
_ANY_CURRENCY: Final = "USD"


def _wording(value: object) -> str:
    text = text_of(value)
    if plain_word(text) in _PLACEHOLDERS:
        raise ValueError(f"{text!r} would be told to creators as it stands; remove the line until it is known")
    return text


def _line(value: object) -> str:
    return read_line(_wording(value))


def _paragraphs(value: object) -> str:
    text = _wording(value)
    if len(text) > LONGEST_TEXT:
        raise ValueError(f"must have at most {LONGEST_TEXT:,} characters")
    return text


def _id(value: object) -> str:
    text = text_of(value)
    if not _ID.fullmatch(text) or len(text) > LONGEST_ID:
        raise ValueError(f"{text!r} must be lower-case letters, digits and single hyphens, at most {LONGEST_ID}")
    return text


def _currency(value: object) -> str:
    code = text_of(value).upper()
    if code not in MINOR_UNITS:
        raise ValueError(f"{code!r} is not a supported currency; write an ISO code such as USD, EUR or GBP")
    return code


def _email(value: object) -> str:
    return read_email(text_of(value))


def _money(value: object, info: ValidationInfo) -> Money | None:
    text, currency = text_of(value), (info.context or {}).get("currency")
    if currency is not None:
        return read_money(text, currency)
    # The broken currency is reported by itself; what no currency could mend is reported with it.
    named = next((amount.currency for amount in find_amounts(text) if amount.currency), None)
    read_money(text, named or _ANY_CURRENCY)
    return None


def _percent(value: object) -> Decimal:
    text = text_of(value)
    percent = read_percent(text)
    if 0 < percent <= 1 and "%" not in text:
        raise ValueError(f"{text!r} may be a fraction or a percentage: write it with a % sign")
    return percent


def _whole(low: int, high: int) -> Callable[[object], int]:
    def read(value: object) -> int:
        text = text_of(value)
        if not re.fullmatch(r"[0-9]{1,4}", text) or not low <= int(text) <= high:
            raise ValueError(f"{text!r} must be a whole number from {low} to {high}")
        return int(text)

    return read


def _day(value: object) -> date:
    text = text_of(value)
    try:
        if _ISO_DAY.fullmatch(text):
            return date.fromisoformat(text)
    except ValueError:
        pass  # 2026-02-30: refused with the same words
    raise ValueError(f"{text!r} is not a day written as YYYY-MM-DD")


def _exclusivity(value: object) -> str:
    text = _paragraphs(value)
    return "" if plain_word(text) in _NONE_ASKED else text


Line = Annotated[str, PlainValidator(_line)]
Paragraphs = Annotated[str, PlainValidator(_paragraphs)]
Email = Annotated[str, PlainValidator(_email)]
Amount = Annotated[Money, PlainValidator(_money)]
Day = Annotated[date, PlainValidator(_day)]
Right = Annotated[Duration, PlainValidator(one_of(_DURATIONS))]
Letting = Annotated[Leave, PlainValidator(one_of({leave.value: leave for leave in Leave}))]
Wish = Annotated[OptimizeFor, PlainValidator(one_of({wish.value: wish for wish in OptimizeFor}))]
Posts = Annotated[DeliverableType, PlainValidator(one_of({kind.value: kind for kind in DeliverableType}))]


class BudgetFields(Group):
    total: Amount
    cpm_target: Amount | None = None
    cpm_leniency: Annotated[Decimal, PlainValidator(_percent)] | None = None
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


class DeliverableFields(Group):
    type: Posts
    quantity: Annotated[int, PlainValidator(_whole(1, 50))]


class UsageRightsFields(Group):
    paid_usage: Right
    whitelisting: Right
    organic_owned: Right


class ProductFields(Group):
    description: Paragraphs
    value: Amount | None = None


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
    after_days: list[Annotated[int, PlainValidator(_whole(1, 30))]] | None = None
    close_after_days: Annotated[int, PlainValidator(_whole(1, 60))] | None = None
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
    id: Annotated[str, PlainValidator(_id)]
    client: Line
    currency: Annotated[str, PlainValidator(_currency)]
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
    exclusivity: Annotated[str, PlainValidator(_exclusivity)] | None = None
    revision_rounds: Annotated[int, PlainValidator(_whole(0, 20))] | None = None
    raw_footage: Paragraphs | None = None
    round_cap: Annotated[int, PlainValidator(_whole(1, 20))] | None = None
    clarification_cap: Annotated[int, PlainValidator(_whole(0, 10))] | None = None
    target_creators: Annotated[int, PlainValidator(_whole(1, 2_000))] | None = None
    optimize_for: Wish | None = None
    follow_ups: FollowUpFields | None = None
    triggers: TriggerFields | None = None

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


_GROUPS: Final[dict[str, type[Group]]] = {
    "budget": BudgetFields,
    "deliverables": DeliverableFields,
    "usage_rights": UsageRightsFields,
    "product": ProductFields,
    "autonomy": AutonomyFields,
    "outreach": OutreachFields,
    "follow_ups": FollowUpFields,
    "triggers": TriggerFields,
}


def keys_of(path: tuple[str | int, ...]) -> list[str]:
    """The keys that may stand in the group at *path*."""
    model: Any = CampaignFields
    for part in path:
        if isinstance(part, str):
            model = _GROUPS[part]
    return list(model.model_fields)

"""How the text behind a key of a campaign file is read.

Every reader raises ValueError with a sentence for the person who wrote the file. Pydantic collects them with their
places, so that one run names everything that is wrong.
"""

import re
from collections.abc import Callable
from datetime import date
from decimal import Decimal
from typing import Annotated, Final

from pydantic import PlainValidator, ValidationInfo

from shared.application.files.cells import plain_word, read_email, read_line, read_money, read_percent
from shared.application.files.choices import one_of, text_of
from shared.domain.amounts import find_amounts
from shared.domain.campaign import AskInsideLimit, DeliverableType, Duration, Leave, OptimizeFor
from shared.domain.money import MINOR_UNITS, Money

# A Slack card's block takes 3,000 characters; one fact must leave room for the others.
LONGEST_TEXT: Final = 2_000
LONGEST_ID: Final = 60

_ID: Final = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
_ISO_DAY: Final = re.compile(r"\d{4}-\d{2}-\d{2}")
_DURATIONS: Final = {
    "not required": Duration.NOT_REQUIRED,
    "30 days": Duration.DAYS_30,
    "60 days": Duration.DAYS_60,
    "90 days": Duration.DAYS_90,
    "6 months": Duration.MONTHS_6,
    "1 year": Duration.YEAR_1,
    "perpetual": Duration.PERPETUAL,
    "12 months": Duration.YEAR_1,
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


def whole(low: int, high: int) -> Callable[[object], int]:
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


def read_fact(key: str, text: str) -> str:
    """The text of the fact *key* as the campaign file reads it; empty: exclusivity is not asked for.

    Raises:
        ValueError: the campaign file would refuse it, with a sentence for whoever wrote it.
    """
    if not text.strip():
        raise ValueError("must not be empty")
    return _exclusivity(text) if key == "exclusivity" else _paragraphs(text)


Line = Annotated[str, PlainValidator(_line)]
Paragraphs = Annotated[str, PlainValidator(_paragraphs)]
Email = Annotated[str, PlainValidator(_email)]
Amount = Annotated[Money, PlainValidator(_money)]
Day = Annotated[date, PlainValidator(_day)]
Right = Annotated[Duration, PlainValidator(one_of(_DURATIONS))]
Letting = Annotated[Leave, PlainValidator(one_of({leave.value: leave for leave in Leave}))]
InsideLimit = Annotated[AskInsideLimit, PlainValidator(one_of({one.value: one for one in AskInsideLimit}))]
Wish = Annotated[OptimizeFor, PlainValidator(one_of({wish.value: wish for wish in OptimizeFor}))]
Posts = Annotated[DeliverableType, PlainValidator(one_of({kind.value: kind for kind in DeliverableType}))]
CampaignId = Annotated[str, PlainValidator(_id)]
CurrencyCode = Annotated[str, PlainValidator(_currency)]
Percent = Annotated[Decimal, PlainValidator(_percent)]
Exclusivity = Annotated[str, PlainValidator(_exclusivity)]

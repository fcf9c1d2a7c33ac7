"""The reading model's answer: its JSON schema, its check, and its way into the domain.

The schema may not hold ranges or lengths (structured outputs refuse them), so those are checked here after the answer.
https://platform.claude.com/docs/en/build-with-claude/structured-outputs
"""

import re
from datetime import date
from decimal import Decimal
from typing import Any, Final, Literal

from pydantic import BaseModel, ConfigDict, ValidationError, field_validator

from shared.domain.campaign import DeliverableType, Duration
from shared.domain.money import LARGEST_AMOUNT
from shared.domain.reading.facts import (
    Ask,
    AskedDeliverable,
    AskedRight,
    Basis,
    Intent,
    NewPerson,
    Purpose,
    Question,
    Reading,
    RequestedChange,
    Right,
    Surcharge,
    Term,
    Tone,
    Topic,
    bare_reading,
)

# Three decimals are the most that any currency has; more would be a ratio, not a price.
_AMOUNT: Final = re.compile(r"[0-9]{1,13}(\.[0-9]{1,3})?")

# A reading of a long mail has some 3,000 characters, its one sentence of summary some 200.
LONGEST_ANSWER: Final = 20_000
LONGEST_SUMMARY: Final = 1_000
_CURRENCY: Final = re.compile(r"[A-Z]{3}")


# More rounds than anybody has ever asked for; a larger number was misread.
MOST_REVISIONS: Final = 50


def plain_amount(text: str) -> str:
    """*text* if it is a plain decimal above 0.

    Raises:
        ValueError: it is not.
    """
    if not _AMOUNT.fullmatch(text) or not 0 < Decimal(text) <= LARGEST_AMOUNT:
        raise ValueError("not a plain decimal above 0")
    return text


def _day_of(text: str | None) -> date | None:
    return None if text is None else date.fromisoformat(text)


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", strict=True, frozen=True)


class _Deliverable(_Strict):
    type: DeliverableType
    quantity: int

    @field_validator("quantity")
    @classmethod
    def _positive(cls, quantity: int) -> int:
        if quantity < 1:
            raise ValueError("below 1")
        return quantity


class _Right(_Strict):
    right: Right
    duration: Duration


class _Change(_Strict):
    term: Term
    text: str
    rights: list[_Right]
    content_due_on: str | None
    publish_on: str | None
    revision_rounds: int | None
    no_exclusivity: bool

    @field_validator("content_due_on", "publish_on")
    @classmethod
    def _day(cls, day: str | None) -> str | None:
        if day is not None:
            date.fromisoformat(day)
        return day

    @field_validator("revision_rounds")
    @classmethod
    def _countable(cls, rounds: int | None) -> int | None:
        if rounds is not None and not 0 <= rounds <= MOST_REVISIONS:
            raise ValueError(f"outside 0 to {MOST_REVISIONS}")
        return rounds

    def to_domain(self) -> RequestedChange:
        return RequestedChange(
            term=self.term,
            text=self.text,
            rights=tuple(AskedRight(right=item.right, duration=item.duration) for item in self.rights),
            content_due_on=_day_of(self.content_due_on),
            publish_on=_day_of(self.publish_on),
            revision_rounds=self.revision_rounds,
            no_exclusivity=self.no_exclusivity,
        )


class _Ask(_Strict):
    quote: str
    amount: str
    currency: str | None
    basis: Basis
    deliverables: list[_Deliverable]
    conditions: list[_Change]

    @field_validator("amount")
    @classmethod
    def _price(cls, amount: str) -> str:
        return plain_amount(amount)

    @field_validator("currency")
    @classmethod
    def _code(cls, currency: str | None) -> str | None:
        if currency is not None and not _CURRENCY.fullmatch(currency):
            raise ValueError("not an ISO 4217 code")
        return currency

    def to_domain(self) -> Ask:
        deliverables = tuple(AskedDeliverable(type=item.type, quantity=item.quantity) for item in self.deliverables)
        return Ask(
            quote=self.quote,
            amount=Decimal(self.amount),
            currency=self.currency,
            basis=self.basis,
            deliverables=deliverables,
            conditions=tuple(item.to_domain() for item in self.conditions),
        )


class _Question(_Strict):
    topic: Topic
    text: str


class _Surcharge(_Strict):
    quote: str
    purpose: Purpose
    amount: str | None
    percent: str | None

    @field_validator("amount", "percent")
    @classmethod
    def _figure(cls, figure: str | None) -> str | None:
        return None if figure is None else plain_amount(figure)

    def to_domain(self) -> Surcharge:
        amount, percent = (None if figure is None else Decimal(figure) for figure in (self.amount, self.percent))
        return Surcharge(quote=self.quote, purpose=self.purpose, amount=amount, percent=percent)


class _Person(_Strict):
    name: str | None
    email: str | None
    role: Literal["manager", "agency", "assistant", "other"]


class _Answer(_Strict):
    intent: Intent
    asks: list[_Ask]
    questions: list[_Question]
    surcharges: list[_Surcharge]
    requested_changes: list[_Change]
    new_people: list[_Person]
    call_requested: bool
    payment_details_changed: bool
    tone: Tone
    legal_language: bool
    non_cash_pay: bool
    deadline_pressure: bool
    confidence: float
    summary: str

    @field_validator("confidence")
    @classmethod
    def _share(cls, confidence: float) -> float:
        if not 0 <= confidence <= 1:  # also false for NaN
            raise ValueError("outside 0 to 1")
        return confidence

    @field_validator("summary")
    @classmethod
    def _sentence(cls, summary: str) -> str:
        if len(summary) > LONGEST_SUMMARY:
            raise ValueError(f"more than {LONGEST_SUMMARY:,} characters")
        return summary

    def to_domain(self) -> Reading:
        return Reading(
            intent=self.intent,
            asks=tuple(item.to_domain() for item in self.asks),
            questions=tuple(Question(topic=item.topic, text=item.text) for item in self.questions),
            surcharges=tuple(item.to_domain() for item in self.surcharges),
            requested_changes=tuple(item.to_domain() for item in self.requested_changes),
            new_people=tuple(NewPerson(name=item.name, email=item.email, role=item.role) for item in self.new_people),
            call_requested=self.call_requested,
            payment_details_changed=self.payment_details_changed,
            tone=self.tone,
            legal_language=self.legal_language,
            non_cash_pay=self.non_cash_pay,
            deadline_pressure=self.deadline_pressure,
            confidence=Decimal(str(self.confidence)),
            summary=self.summary,
        )


def reading_schema() -> dict[str, Any]:
    """JSON schema of the answer, as `output_config` wants it."""
    return _Answer.model_json_schema()


def reading_of(text: str) -> Reading:
    """The answer as a reading; one that breaks the schema anywhere is an unclear reading, taken in no part."""
    if len(text) > LONGEST_ANSWER:
        return unread(f"the model's answer has {len(text):,} characters, more than any reading")
    try:
        return _Answer.model_validate_json(text).to_domain()
    except ValidationError as exc:
        first = exc.errors(include_url=False, include_input=False, include_context=False)[0]
        place = ".".join(str(part) for part in first["loc"]) or "the answer"
        return unread(f"the model's answer does not fit the schema: {place}: {first['msg']}")


def unread(doubt: str) -> Reading:
    """Nothing is known of the mail, because of *doubt*."""
    return bare_reading(Intent.UNCLEAR, confidence=Decimal(0), doubt=doubt)

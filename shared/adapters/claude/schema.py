"""The reading model's answer: its JSON schema, its check, and its way into the domain.

The schema may not hold ranges or lengths (structured outputs refuse them), so those are checked here after the answer.
https://platform.claude.com/docs/en/build-with-claude/structured-outputs
"""

import re
from decimal import Decimal
from typing import Any, Final, Literal

from pydantic import BaseModel, ConfigDict, ValidationError, field_validator

from shared.domain.campaign import DeliverableType
from shared.domain.money import LARGEST_AMOUNT
from shared.domain.reading import (
    Ask,
    AskedDeliverable,
    Basis,
    Intent,
    NewPerson,
    Question,
    Reading,
    RequestedChange,
    Term,
    Tone,
    Topic,
)

# Three decimals are the most that any currency has; more would be a ratio, not a price.
_AMOUNT: Final = re.compile(r"[0-9]{1,13}(\.[0-9]{1,3})?")
_CURRENCY: Final = re.compile(r"[A-Z]{3}")


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


class _Ask(_Strict):
    quote: str
    amount: str
    currency: str | None
    basis: Basis
    deliverables: list[_Deliverable]

    @field_validator("amount")
    @classmethod
    def _price(cls, amount: str) -> str:
        if not _AMOUNT.fullmatch(amount) or not 0 < Decimal(amount) <= LARGEST_AMOUNT:
            raise ValueError("not a plain decimal above 0")
        return amount

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
        )


class _Question(_Strict):
    topic: Topic
    text: str


class _Change(_Strict):
    term: Term
    text: str


class _Person(_Strict):
    name: str | None
    email: str | None
    role: Literal["manager", "agency", "assistant", "other"]


class _Answer(_Strict):
    intent: Intent
    asks: list[_Ask]
    questions: list[_Question]
    requested_changes: list[_Change]
    new_people: list[_Person]
    call_requested: bool
    payment_details_changed: bool
    tone: Tone
    legal_language: bool
    confidence: float
    summary: str

    @field_validator("confidence")
    @classmethod
    def _share(cls, confidence: float) -> float:
        if not 0 <= confidence <= 1:  # also false for NaN
            raise ValueError("outside 0 to 1")
        return confidence

    def to_domain(self) -> Reading:
        return Reading(
            intent=self.intent,
            asks=tuple(item.to_domain() for item in self.asks),
            questions=tuple(Question(topic=item.topic, text=item.text) for item in self.questions),
            requested_changes=tuple(RequestedChange(term=item.term, text=item.text) for item in self.requested_changes),
            new_people=tuple(NewPerson(name=item.name, email=item.email, role=item.role) for item in self.new_people),
            call_requested=self.call_requested,
            payment_details_changed=self.payment_details_changed,
            tone=self.tone,
            legal_language=self.legal_language,
            confidence=Decimal(str(self.confidence)),
            summary=self.summary,
        )


def reading_schema() -> dict[str, Any]:
    """JSON schema of the answer, as `output_config` wants it."""
    return _Answer.model_json_schema()


def reading_of(text: str) -> Reading:
    """The answer as a reading; one that breaks the schema anywhere is an unclear reading, taken in no part."""
    try:
        return _Answer.model_validate_json(text).to_domain()
    except ValidationError as exc:
        first = exc.errors(include_url=False, include_input=False, include_context=False)[0]
        place = ".".join(str(part) for part in first["loc"]) or "the answer"
        return unread(f"the model's answer does not fit the schema: {place}: {first['msg']}")


def unread(doubt: str) -> Reading:
    """Nothing is known of the mail, because of *doubt*."""
    return Reading(
        intent=Intent.UNCLEAR,
        asks=(),
        questions=(),
        requested_changes=(),
        new_people=(),
        call_requested=False,
        payment_details_changed=False,
        tone=Tone.NEUTRAL,
        legal_language=False,
        confidence=Decimal(0),
        summary="",
        doubt=doubt,
    )

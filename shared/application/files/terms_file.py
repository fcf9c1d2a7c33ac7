"""The terms of one mail from a file, for a check of a draft by hand."""

from typing import Annotated, Any, Self

from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    ValidationError,
    ValidationInfo,
    model_validator,
)

from shared.application.files.json_document import read_json
from shared.domain.campaign import Deliverable, DeliverableType, Duration, Platform, UsageRights
from shared.domain.errors import InvalidInput
from shared.domain.gate import GateTerms
from shared.domain.money import MINOR_UNITS, InvalidMoney, Money
from shared.domain.negotiation import Stage
from shared.domain.terms.words import usage_rights_text


def _money(value: object, info: ValidationInfo) -> object:
    if not isinstance(value, str):
        raise ValueError('an amount is written as text, "1500.00"')  # noqa: TRY004 - pydantic collects ValueError
    try:
        return Money.of(value, (info.context or {})["currency"])
    except InvalidMoney as error:
        raise ValueError(str(error)) from error


def _price(offer: Money | None) -> Money | None:
    if offer is not None and offer.amount == 0:
        raise ValueError("must be above zero; null where the mail offers nothing")
    return offer


def _named(text: str) -> str:
    if not text.strip():
        raise ValueError("must not be empty")
    return text


_NO_RIGHTS = UsageRights(
    paid_usage=Duration.NOT_REQUIRED, whitelisting=Duration.NOT_REQUIRED, organic_owned=Duration.NOT_REQUIRED
)
_Amount = Annotated[Any, BeforeValidator(_money)]


class _Line(BaseModel):
    model_config = ConfigDict(extra="forbid")

    platform: Platform
    type: DeliverableType
    quantity: Annotated[int, Field(strict=True, ge=1)]

    @model_validator(mode="after")
    def _belongs(self) -> Self:
        if self.type.platform is not self.platform:
            raise ValueError(f"{self.type} is not made for {self.platform}")
        return self


class _Rights(BaseModel):
    model_config = ConfigDict(extra="forbid")

    paid_usage: Duration
    whitelisting: Duration
    organic_owned: Duration


class _Product(BaseModel):
    model_config = ConfigDict(extra="forbid")

    description: Annotated[str, AfterValidator(_named)]
    value: _Amount | None = None


class _Terms(BaseModel):
    model_config = ConfigDict(extra="forbid")

    creator_name: Annotated[str, AfterValidator(_named)]
    currency: str
    offer: Annotated[_Amount | None, AfterValidator(_price)]
    their_ask: _Amount | None = None
    deliverables: tuple[_Line, ...]
    usage_rights: _Rights
    product: _Product | None = None
    shared_cpm: _Amount | None = None
    payment_terms: str | None = None
    private_amounts: tuple[_Amount, ...] = ()
    stage: Stage


def parse_terms(text: str) -> GateTerms:
    """What a mail may and must say, from JSON.

    Raises:
        InvalidInput: every problem of the file with its place.
    """
    value = read_json(text, named="terms")
    currency = value.get("currency") if isinstance(value, dict) else None
    if not isinstance(currency, str) or currency not in MINOR_UNITS:
        raise InvalidInput([f"currency: {currency!r} is not supported"])
    try:
        return _gate_terms(_Terms.model_validate(value, context={"currency": currency}))
    except ValidationError as error:
        raise InvalidInput([_problem(one) for one in error.errors()]) from error


def _problem(error: Any) -> str:
    return f"{'.'.join(str(part) for part in error['loc'])}: {error['msg'].removeprefix('Value error, ')}"


def _gate_terms(terms: _Terms) -> GateTerms:
    labels = tuple(Deliverable(type=line.type, quantity=line.quantity).label() for line in terms.deliverables)
    value = terms.product.value if terms.product else None
    return GateTerms(
        creator_name=terms.creator_name,
        currency=terms.currency,
        stage=terms.stage.value,
        offer=terms.offer,
        their_ask=terms.their_ask,
        allowed_amounts=() if value is None else (value,),
        private_amounts=terms.private_amounts,
        deliverables=labels,
        shared_cpm=terms.shared_cpm,
        allowed_phrases=tuple(_phrases(terms)),
        product=terms.product.description if terms.product else "",
        usage_rights=UsageRights(**dict(terms.usage_rights)),
        payment_terms=terms.payment_terms,
    )


def _phrases(terms: _Terms) -> list[str]:
    """The passages that a rendered block of these terms holds, without the fee: the gate checks amounts everywhere."""
    rights = UsageRights(**dict(terms.usage_rights))
    granted = usage_rights_text(rights)
    phrases = [f"Usage rights: {granted}"]
    if rights != _NO_RIGHTS:  # "none" alone may say anything
        phrases.append(granted)
    if terms.product:
        phrases.append(terms.product.description)
    if terms.payment_terms:
        phrases += [f"Payment: {terms.payment_terms}", terms.payment_terms]
    return phrases

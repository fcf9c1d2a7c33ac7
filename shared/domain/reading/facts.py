"""What the reading model found in one mail: facts to decide on, never a decision."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum

from shared.domain.campaign import DeliverableType, Duration


class Intent(StrEnum):
    ACCEPT = "accept"
    COUNTER = "counter"
    REJECT = "reject"
    QUESTION = "question"
    UNCLEAR = "unclear"


class Basis(StrEnum):
    """What an asked amount pays for."""

    PACKAGE = "package"
    PER_DELIVERABLE = "per_deliverable"
    UNKNOWN = "unknown"


class Topic(StrEnum):
    """What a question is about."""

    TIMELINE = "timeline"
    USAGE_RIGHTS = "usage_rights"
    EXCLUSIVITY = "exclusivity"
    APPROVAL = "approval"
    REVISIONS = "revisions"
    RAW_FOOTAGE = "raw_footage"
    PAYMENT = "payment"
    BRIEF = "brief"
    DELIVERABLES = "deliverables"
    PRODUCT = "product"
    OTHER = "other"


class Term(StrEnum):
    """A term, other than the price, that the creator wants changed."""

    USAGE_RIGHTS = "usage_rights"
    EXCLUSIVITY = "exclusivity"
    TIMELINE = "timeline"
    PAYMENT = "payment"
    DELIVERABLES = "deliverables"
    REVISIONS = "revisions"
    OTHER = "other"


class Tone(StrEnum):
    WARM = "warm"
    NEUTRAL = "neutral"
    FIRM = "firm"
    HOSTILE = "hostile"


@dataclass(frozen=True, slots=True, kw_only=True)
class AskedDeliverable:
    type: DeliverableType
    quantity: int


class Right(StrEnum):
    """A right to use the content; the values are the fields of UsageRights."""

    PAID_USAGE = "paid_usage"
    WHITELISTING = "whitelisting"
    ORGANIC_OWNED = "organic_owned"


@dataclass(frozen=True, slots=True, kw_only=True)
class AskedRight:
    """How long they grant a right; not required: not at all."""

    right: Right
    duration: Duration


@dataclass(frozen=True, slots=True, kw_only=True)
class RequestedChange:
    """A term that they want otherwise.

    Attributes:
        text: Their words.
        rights, content_due_on, publish_on, revision_rounds, no_exclusivity: What those words say in full; empty, None
            and False where they say more or less than that, so that only a person can judge them.
    """

    term: Term
    text: str
    rights: tuple[AskedRight, ...] = ()
    content_due_on: date | None = None
    publish_on: date | None = None
    revision_rounds: int | None = None
    no_exclusivity: bool = False

    @property
    def is_specific(self) -> bool:
        stated = (self.content_due_on, self.publish_on, self.revision_rounds)
        return bool(self.rights) or self.no_exclusivity or any(value is not None for value in stated)


@dataclass(frozen=True, slots=True, kw_only=True)
class Ask:
    """A price the creator names.

    Attributes:
        quote: The words of the mail that name it.
        amount: What the words say, in decimals of the currency's major unit, above 0.
        currency: ISO 4217; None when the mail names none (the campaign's is meant).
        deliverables: What it pays for; empty when the mail does not say.
        conditions: What this price hangs on, in the mail's own words: "$900 if you pay half upfront". Empty: nothing.
        at_least: The mail leaves open that it is more: "$900+", "starting at $900".
        in_doubt: The words beside it may make another's, a former or a refused price of it. It is not simply taken.
    """

    quote: str
    amount: Decimal
    currency: str | None
    basis: Basis
    deliverables: tuple[AskedDeliverable, ...] = ()
    conditions: tuple[RequestedChange, ...] = ()
    at_least: bool = False
    in_doubt: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    topic: Topic
    text: str


class Purpose(StrEnum):
    """What a sum on top of the price is for."""

    TAX = "tax"
    AGENCY = "agency"
    USAGE = "usage"
    EXPENSES = "expenses"
    OTHER = "other"


@dataclass(frozen=True, slots=True, kw_only=True)
class Surcharge:
    """What comes on top of the price, so that the price alone is not what it costs: "plus VAT", "+ 20 % agency fee".

    Attributes:
        quote: The words of the mail that name it.
        amount: A sum in the currency of the price; None: a percentage, or no figure at all.
        percent: 20 means 20 % of the price; None: a sum, or no figure at all.
    """

    quote: str
    purpose: Purpose
    amount: Decimal | None = None
    percent: Decimal | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class NewPerson:
    name: str | None
    email: str | None
    role: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ModelUse:
    """Tokens one model call was billed for, each kind at its own price.

    Attributes:
        input_tokens: Neither written to the API's prompt cache nor read from it.
    """

    model: str
    input_tokens: int
    output_tokens: int
    cache_write_tokens: int = 0
    cache_read_tokens: int = 0

    @property
    def tokens(self) -> int:
        """Of every kind."""
        return self.input_tokens + self.output_tokens + self.cache_write_tokens + self.cache_read_tokens


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """One mail, read.

    Attributes:
        surcharges: What comes on top of the asks, or of our offer where they name no price.
        non_cash_pay: They want to be paid in products, shares or exposure.
        deadline_pressure: They set a time by which an answer is expected.
        confidence: 0 to 1, the model's own; below the campaign's threshold the mail counts as unclear.
        doubt: Why the answer was not taken as it came (an amount that is not in the mail, a malformed answer);
            None when it was. A doubted reading is unclear.
        untold: Words about terms that nothing which was read accounts for. With them no price is agreed on at once.
        language: ISO 639-1, found out by code; None where nobody asked or there is nothing to tell it by.
    """

    intent: Intent
    asks: tuple[Ask, ...]
    questions: tuple[Question, ...]
    requested_changes: tuple[RequestedChange, ...]
    new_people: tuple[NewPerson, ...]
    call_requested: bool
    payment_details_changed: bool
    tone: Tone
    legal_language: bool
    non_cash_pay: bool
    deadline_pressure: bool
    confidence: Decimal
    summary: str
    surcharges: tuple[Surcharge, ...] = ()
    doubt: str | None = None
    untold: tuple[str, ...] = ()
    language: str | None = None


def bare_reading(
    intent: Intent, *, confidence: Decimal, asks: tuple[Ask, ...] = (), summary: str = "", doubt: str | None = None
) -> Reading:
    """A reading of a mail that says this and nothing else."""
    return Reading(
        intent=intent,
        asks=asks,
        questions=(),
        requested_changes=(),
        new_people=(),
        call_requested=False,
        payment_details_changed=False,
        tone=Tone.NEUTRAL,
        legal_language=False,
        non_cash_pay=False,
        deadline_pressure=False,
        confidence=confidence,
        summary=summary,
        doubt=doubt,
    )

"""The triggers of a campaign file, and why two of them cannot be switched off."""

from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal
from typing import Annotated, Any, Final

from pydantic import PlainValidator

from shared.application.files.cells import read_percent
from shared.application.files.choices import YES_OR_NO, Group, YesOrNo, one_of, text_of
from shared.domain.triggers import EVERY_TRIGGER, Triggers

# Under the first a coin would do as well as the reader; a reader is never surer than the second.
LEAST_CONFIDENCE: Final = 50
MOST_CONFIDENCE: Final = 99

# Keys that may only say yes.
ALWAYS_ON: Final = frozenset({"payment_details", "untrusted_sender"})

_FRAUD: Final = "a false account is the commonest fraud by mail"
_FORGERY: Final = "anybody could speak for the creator"


def _confidence(value: object) -> Decimal:
    text = text_of(value)
    percent = read_percent(text)
    if "%" not in text or not LEAST_CONFIDENCE <= percent <= MOST_CONFIDENCE:
        raise ValueError(f"{text!r} must be from {LEAST_CONFIDENCE} % to {MOST_CONFIDENCE} %, with its sign")
    return percent / 100


def _always_on(why: str) -> Callable[[object], bool]:
    def read(value: object) -> bool:
        if not one_of(YES_OR_NO)(value):
            raise ValueError(f"cannot be switched off: {why}")
        return True

    return read


class TriggerFields(Group):
    """Which signs bring a person to a mail; what is left out stays as it is without the group."""

    over_cap: YesOrNo | None = None
    low_confidence: Annotated[Decimal, PlainValidator(_confidence)] | None = None
    hostile: YesOrNo | None = None
    legal_text: YesOrNo | None = None
    unusual_request: YesOrNo | None = None
    call_request: YesOrNo | None = None
    non_cash_pay: YesOrNo | None = None
    deadline_pressure: YesOrNo | None = None
    attachment: YesOrNo | None = None
    non_english: YesOrNo | None = None
    payment_details: Annotated[bool, PlainValidator(_always_on(_FRAUD))] = True
    untrusted_sender: Annotated[bool, PlainValidator(_always_on(_FORGERY))] = True

    def to_domain(self) -> Triggers:
        """The campaign's triggers; what the file leaves out stays as it is without the group."""
        chosen: dict[str, Any] = self.model_dump(exclude_none=True, exclude=set(ALWAYS_ON))
        return replace(EVERY_TRIGGER, **chosen)

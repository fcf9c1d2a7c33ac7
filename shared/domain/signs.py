"""The table of what a person must see in a mail, whatever price it names."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Final

from shared.domain.decision import Reason
from shared.domain.reading.facts import Reading, Tone
from shared.domain.triggers import Triggers

# The mails are worded and checked in English alone.
ENGLISH: Final = "en"


@dataclass(frozen=True, slots=True, kw_only=True)
class Sign:
    """One row: what a mail shows, and whether the campaign wants a person for it."""

    reason: Reason
    shows: Callable[[Reading], bool]
    is_watched: Callable[[Triggers], bool]


def _always(_: Triggers) -> bool:
    return True


# The first that shows names the case; the others are told with it.
SIGNS: Final = (
    Sign(
        reason=Reason.PAYMENT_DETAILS_CHANGED,
        shows=lambda reading: reading.payment_details_changed,
        is_watched=_always,
    ),
    Sign(
        reason=Reason.LEGAL_LANGUAGE,
        shows=lambda reading: reading.legal_language,
        is_watched=lambda triggers: triggers.legal_text,
    ),
    Sign(
        reason=Reason.HOSTILE,
        shows=lambda reading: reading.tone is Tone.HOSTILE,
        is_watched=lambda triggers: triggers.hostile,
    ),
    Sign(
        reason=Reason.CALL_REQUESTED,
        shows=lambda reading: reading.call_requested,
        is_watched=lambda triggers: triggers.call_request,
    ),
    Sign(
        reason=Reason.NON_CASH_PAY,
        shows=lambda reading: reading.non_cash_pay,
        is_watched=lambda triggers: triggers.non_cash_pay,
    ),
    Sign(
        reason=Reason.NON_ENGLISH,
        shows=lambda reading: reading.language not in {None, ENGLISH},
        is_watched=lambda triggers: triggers.non_english,
    ),
    Sign(
        reason=Reason.DEADLINE_PRESSURE,
        shows=lambda reading: reading.deadline_pressure,
        is_watched=lambda triggers: triggers.deadline_pressure,
    ),
    # Who negotiates is never left to a mail.
    Sign(
        reason=Reason.NEW_PARTICIPANT,
        shows=lambda reading: bool(reading.new_people),
        is_watched=_always,
    ),
)


def signs_in(reading: Reading, triggers: Triggers) -> tuple[Reason, ...]:
    """Why a person must see this mail, the weightiest first; empty when nothing speaks against an answer."""
    return tuple(sign.reason for sign in SIGNS if sign.is_watched(triggers) and sign.shows(reading))


def evidence_of(reading: Reading, found: Sequence[Reason]) -> str:
    """What the card says of them: the mail in a sentence, its language, and the further signs."""
    parts = [reading.summary]
    if Reason.NON_ENGLISH in found:
        parts.append(f"The mail is written in another language than English ({reading.language}).")
    further = ", ".join(reason.value.replace("_", " ") for reason in found[1:])
    return " ".join([*parts, f"Also: {further}."] if further else parts).strip()

"""What the creator's silence leads to, and when: a follow-up, or the end of waiting. Pure."""

from dataclasses import dataclass, replace
from datetime import UTC, datetime, time, timedelta
from enum import StrEnum
from typing import Final

from shared.domain.campaign import FollowUps
from shared.domain.mail.message import Authentication, InboundMessage, MailKind
from shared.domain.negotiation import Negotiation, Side
from shared.domain.reports import is_believable_report
from shared.domain.working_days import after_working_days

# An absence without a day of return: an ordinary week off, our own choice.
ABSENCE_DAYS: Final = 5

# Nobody is waited for longer because of one absence: the campaign may be over by then. Our own choice.
LONGEST_ABSENCE: Final = timedelta(days=30)

# The middle of the day in Europe, the morning in America: whoever is back has begun to read mail.
BACK_AT: Final = time(12, tzinfo=UTC)

# A mail server goes on trying for 4 to 5 days (RFC 5321, 4.5.4.1); the mail may arrive until then.
DELIVERY_PATIENCE: Final = timedelta(days=5)


class Step(StrEnum):
    FOLLOW_UP = "follow_up"
    TIMEOUT = "timeout"


@dataclass(frozen=True, slots=True, kw_only=True)
class Planned:
    """What happens at *at* if nothing is heard until then; *number* counts the follow-ups from 1."""

    at: datetime
    step: Step
    number: int


def planned(negotiation: Negotiation, follow_ups: FollowUps) -> Planned | None:
    """What silence leads to next; None while the next move is not theirs, or our mail has not left yet."""
    if not negotiation.awaits_answer or negotiation.waiting_since is None:
        return None
    sent, days = negotiation.follow_up_count, follow_ups.after_days
    # What we never wrote is not followed up; people who wrote it know what they said.
    due = days[sent] if sent < len(days) and _has_spoken(negotiation) else None
    at = after_working_days(negotiation.waiting_since, due or follow_ups.close_after_days)
    step = Step.TIMEOUT if due is None else Step.FOLLOW_UP
    return Planned(at=max(at, negotiation.away_until or at), step=step, number=sent + 1)


def next_look_at(negotiation: Negotiation, now: datetime) -> datetime | None:
    """When the silence is to be looked at; None while the next move is not theirs.

    Where nothing more exact is known it is the next working day, which is before any follow-up is due.
    """
    if not negotiation.awaits_answer:
        return None
    return negotiation.next_look_at or after_working_days(now, 1)


def away_until(mail: InboundMessage, negotiation: Negotiation) -> datetime | None:
    """Until when nobody is there to answer, by this machine mail; None: it says nothing about that."""
    match mail.kind:
        case MailKind.OUT_OF_OFFICE if _is_absent_participant(mail, negotiation):
            return min(_after_absence(mail), mail.received_at + LONGEST_ABSENCE)
        case MailKind.BOUNCE_SOFT if is_believable_report(mail, negotiation):
            return mail.received_at + DELIVERY_PATIENCE
        case _:
            return None


def put_off(negotiation: Negotiation, until: datetime) -> Negotiation:
    """The negotiation, followed up at *until* at the earliest."""
    later = max(until, negotiation.away_until or until)
    look_at = max(later, negotiation.next_look_at) if negotiation.next_look_at else None
    return replace(negotiation, away_until=later, next_look_at=look_at)


def _has_spoken(negotiation: Negotiation) -> bool:
    return any(line.side is Side.OURS for line in negotiation.ledger)


def _is_absent_participant(mail: InboundMessage, negotiation: Negotiation) -> bool:
    # Anybody can write such a mail in a creator's name; one that Gmail refutes must not silence the agent.
    return negotiation.is_participant(mail.sender.email) and mail.authentication is not Authentication.FAIL


def _after_absence(mail: InboundMessage) -> datetime:
    if mail.return_date is None:
        return after_working_days(mail.received_at, ABSENCE_DAYS)
    return after_working_days(datetime.combine(mail.return_date, BACK_AT), 1)

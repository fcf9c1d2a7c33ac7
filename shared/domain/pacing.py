"""How much a mailbox may send, and when: pauses, caps, warm-up, and the breaker that bounces open."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta
from itertools import accumulate
from typing import Final

from shared.domain.amounts import find_money
from shared.domain.records.mailbox import Bounce, PacingRecord, SendingRules, Slot

# https://support.google.com/a/answer/166852: a paid account's; a trial account has 500 messages. A day is any 24 hours.
GMAIL_MESSAGES: Final = 2000
GMAIL_EXTERNAL_RECIPIENTS: Final = 3000
DAY: Final = timedelta(hours=24)

# Ours: of the day's cap, what only people who wrote to us may use: they are answered before others are asked.
REPLY_PERCENT: Final = 20

# Ours. Amazon SES may pause a sender whose mail bounces at 10 % or more
# (https://repost.aws/knowledge-center/ses-resolve-account-review-pause); Gmail names no figure. Three, so that no
# single wrong address in a short list stops a campaign.
BREAKER_SENDS: Final = 50
BREAKER_PERCENT: Final = 10
BREAKER_LEAST: Final = 3

# How long a mail behind the open breaker waits before it is looked at again.
RECHECK: Final = timedelta(minutes=5)

LONGEST_PAUSE_SECONDS: Final = 3600
LONGEST_WARM_UP_DAYS: Final = 60
LONGEST_SIGNATURE_LINES: Final = 10
LONGEST_SIGNATURE_LINE: Final = 120


@dataclass(frozen=True, slots=True)
class Delay:
    """The mail may not leave before *until*."""

    until: datetime
    why: str


def cap_on(rules: SendingRules, day: date) -> int:
    """Most mails of a day in UTC, the warm-up counted in; before its first day its first step holds."""
    if rules.warm_up_from is None or not rules.warm_up_caps:
        return rules.daily_cap
    step = max(0, (day - rules.warm_up_from).days)
    return min((rules.daily_cap, *rules.warm_up_caps[step : step + 1]))


def first_contact_cap(cap: int) -> int:
    """What of *cap* mails to new people may use."""
    return max(1, cap - cap * REPLY_PERCENT // 100)


def delay_of(slot: Slot, rules: SendingRules, record: PacingRecord, now: datetime) -> Delay | None:
    """Why the mail of *slot* may not leave now; None: it may.

    A slot that the same mail took before neither counts against it nor is counted twice.
    """
    if slot.first and record.breaker_opened_at is not None:
        opened = f"{record.breaker_opened_at:%Y-%m-%d %H:%M} UTC"
        return Delay(now + RECHECK, f"too many mails bounced; the breaker is open since {opened}")
    others = [other for other in record.slots if other.entry_id != slot.entry_id]
    delays = [_after_pause(others, rules), _under_cap(slot, others, rules, now), _under_recipients(slot, others, now)]
    later = [delay for delay in delays if delay is not None and delay.until > now]
    return max(later, key=lambda delay: delay.until, default=None)


def taken(record: PacingRecord, slot: Slot) -> PacingRecord:
    """The record with *slot* in it, at its own instant, once."""
    others = (other for other in record.slots if other.entry_id != slot.entry_id)
    slots = sorted((*others, slot), key=lambda each: each.at)
    return replace(record, slots=_kept(slots, slot.at))


def bounced(record: PacingRecord, bounce: Bounce) -> PacingRecord | None:
    """The record after a mail was refused; the breaker opens when too many were. None: this report is counted."""
    if any(known.inbound_id == bounce.inbound_id for known in record.bounces):
        return None
    sends = record.slots[-BREAKER_SENDS:]
    since = sends[0].at if sends else bounce.at
    bounces = tuple(known for known in (*record.bounces, bounce) if known.at >= since)
    open_now = len(bounces) >= BREAKER_LEAST and len(bounces) * 100 > BREAKER_PERCENT * len(sends)
    opened_at = record.breaker_opened_at or (bounce.at if open_now else None)
    return replace(record, bounces=bounces, breaker_opened_at=opened_at)


def closed(record: PacingRecord) -> PacingRecord | None:
    """The record with its breaker closed, counting anew; None: it is not open."""
    return replace(record, bounces=(), breaker_opened_at=None) if record.breaker_opened_at else None


def sent_in_a_day(record: PacingRecord, now: datetime) -> int:
    return sum(slot.at > now - DAY for slot in record.slots)


def rule_problems(rules: SendingRules) -> list[str]:
    """Everything that no mailbox may be set to, in words."""
    caps = (rules.daily_cap, *rules.warm_up_caps)
    found = [
        (
            not 0 <= rules.seconds_between <= LONGEST_PAUSE_SECONDS,
            f"seconds between mails: 0 to {LONGEST_PAUSE_SECONDS}",
        ),
        (
            not all(1 <= cap <= GMAIL_MESSAGES for cap in caps),
            f"a daily cap is 1 to {GMAIL_MESSAGES}, Gmail's own limit",
        ),
        (len(rules.warm_up_caps) > LONGEST_WARM_UP_DAYS, f"a warm-up has at most {LONGEST_WARM_UP_DAYS} days"),
        (
            (rules.warm_up_from is None) != (not rules.warm_up_caps),
            "a warm-up needs both its first day and the cap of each day",
        ),
        (list(rules.warm_up_caps) != sorted(rules.warm_up_caps), "the caps of a warm-up never fall"),
    ]
    return [problem for is_wrong, problem in found if is_wrong] + _signature_problems(rules.signature)


def _signature_problems(signature: str | None) -> list[str]:
    if signature is None:
        return []
    lines = signature.split("\n")
    found = [
        (not signature.strip(), "the signature is empty; leave it out to sign as the campaign's sender"),
        (signature != signature.strip(), "the signature starts or ends with blank space"),
        (len(lines) > LONGEST_SIGNATURE_LINES, f"a signature has at most {LONGEST_SIGNATURE_LINES} lines"),
        (
            any(len(line) > LONGEST_SIGNATURE_LINE for line in lines),
            f"a line of a signature has at most {LONGEST_SIGNATURE_LINE} characters",
        ),
        (not all(line.isprintable() for line in lines), "the signature holds characters that cannot be seen"),
        (bool(find_money(signature)), "the signature names an amount; a price is only ever a decided one"),
    ]
    return [problem for is_wrong, problem in found if is_wrong]


def _after_pause(others: Sequence[Slot], rules: SendingRules) -> Delay | None:
    # Without a pause nothing waits for the slot that another worker took at the same moment, by a clock a little ahead.
    if not others or not rules.seconds_between:
        return None
    until = max(other.at for other in others) + timedelta(seconds=rules.seconds_between)
    return Delay(until, f"{rules.seconds_between} s between two mails")


def _under_cap(slot: Slot, others: Sequence[Slot], rules: SendingRules, now: datetime) -> Delay | None:
    cap = cap_on(rules, now.astimezone(UTC).date())
    limit = first_contact_cap(cap) if slot.first else cap
    window = sorted(other.at for other in others if other.at > now - DAY)
    if len(window) < limit:
        return None
    until = window[len(window) - limit] + DAY
    if cap < rules.daily_cap:
        # The next day of the warm-up may allow more before the oldest mail is a day old.
        until = min(until, datetime.combine(now.astimezone(UTC).date() + timedelta(days=1), time(), tzinfo=UTC))
    kept = f", {cap - limit} of them kept for replies" if slot.first else ""
    return Delay(until, f"the cap of {cap} mails in 24 hours is reached{kept}")


def _under_recipients(slot: Slot, others: Sequence[Slot], now: datetime) -> Delay | None:
    window = sorted((other for other in others if other.at > now - DAY), key=lambda other: other.at)
    too_many = sum(other.recipients for other in window) + slot.recipients - GMAIL_EXTERNAL_RECIPIENTS
    if too_many <= 0:
        return None
    freed = accumulate(other.recipients for other in window)
    until = next((other.at for other, gone in zip(window, freed, strict=True) if gone >= too_many), now) + DAY
    return Delay(until, f"Gmail's {GMAIL_EXTERNAL_RECIPIENTS} recipients in 24 hours are reached")


def _kept(slots: Sequence[Slot], now: datetime) -> tuple[Slot, ...]:
    recent = sum(slot.at > now - DAY for slot in slots)
    return tuple(slots[-max(recent, BREAKER_SENDS) :])

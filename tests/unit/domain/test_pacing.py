"""How much a mailbox may send, and when: caps, pauses, warm-up, the share kept for replies, the breaker."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shared.domain.pacing import bounced, cap_on, closed, delay_of, first_contact_cap, rule_problems, taken
from shared.domain.records import Bounce, PacingRecord, SendingRules, Slot

NOW = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
RULES = SendingRules(seconds_between=0, daily_cap=10)


def slot(name: str, minutes_ago: float = 0, *, first: bool = False, recipients: int = 1) -> Slot:
    return Slot(entry_id=name, at=NOW - timedelta(minutes=minutes_ago), first=first, recipients=recipients)


def sent(*slots: Slot) -> PacingRecord:
    return PacingRecord(address="deals@agency.example", version=1, slots=slots)


def many(count: int, minutes_ago: float = 60) -> PacingRecord:
    return sent(*(slot(f"old{n}", minutes_ago) for n in range(count)))


def test_a_mailbox_that_sent_nothing_may_send() -> None:
    assert delay_of(slot("new"), RULES, sent(), NOW) is None


def test_two_mails_are_a_pause_apart() -> None:
    rules = replace(RULES, seconds_between=90)
    delay = delay_of(slot("new"), rules, sent(slot("old", 1)), NOW)
    assert delay is not None
    assert (delay.until, delay.why) == (NOW + timedelta(seconds=30), "90 s between two mails")
    assert delay_of(slot("new"), rules, sent(slot("old", 1.5)), NOW) is None


def test_without_a_pause_nothing_waits_for_a_slot_taken_by_a_clock_a_little_ahead() -> None:
    assert delay_of(slot("new"), RULES, sent(slot("other worker's", -0.01)), NOW) is None


def test_the_cap_holds_for_replies_and_waits_for_the_oldest_mail_to_be_a_day_old() -> None:
    assert delay_of(slot("new"), RULES, many(9), NOW) is None
    delay = delay_of(slot("new"), RULES, many(10), NOW)
    assert delay is not None
    assert (delay.until, delay.why) == (NOW + timedelta(hours=23), "the cap of 10 mails in 24 hours is reached")


def test_a_fifth_of_the_cap_is_kept_for_replies() -> None:
    assert delay_of(slot("new", first=True), RULES, many(7), NOW) is None
    delay = delay_of(slot("new", first=True), RULES, many(8), NOW)
    assert delay is not None
    assert delay.why == "the cap of 10 mails in 24 hours is reached, 2 of them kept for replies"
    assert delay_of(slot("new"), RULES, many(8), NOW) is None


def test_a_cap_of_one_still_lets_one_first_contact_leave() -> None:
    assert [first_contact_cap(cap) for cap in (1, 4, 5, 400)] == [1, 4, 4, 320]


def test_what_is_a_day_old_counts_no_more() -> None:
    assert delay_of(slot("new"), RULES, many(10, 24 * 60), NOW) is None


def test_the_same_mail_does_not_count_against_itself() -> None:
    record = taken(many(9), slot("mine"))
    assert delay_of(slot("mine"), RULES, record, NOW) is None
    assert delay_of(slot("other"), RULES, record, NOW) is not None
    assert len(taken(record, slot("mine")).slots) == 10


def test_gmails_limit_of_recipients_holds_beside_the_mails() -> None:
    rules = replace(RULES, daily_cap=2000)
    record = sent(slot("a", 120, recipients=100), *(slot(f"b{n}", 60, recipients=100) for n in range(29)))
    delay = delay_of(slot("new", recipients=2), rules, record, NOW)
    assert delay is not None
    assert delay.until == NOW + timedelta(hours=22)
    assert delay.why == "Gmail's 3000 recipients in 24 hours are reached"


class TestWarmUp:
    RULES = replace(RULES, daily_cap=50, warm_up_from=date(2026, 3, 1), warm_up_caps=(5, 10, 80))

    @pytest.mark.parametrize(("day", "cap"), [(27, 5), (28, 5), (1, 5), (2, 10), (3, 50), (4, 50)])
    def test_each_day_has_its_cap_and_none_is_above_the_mailboxs_own(self, day: int, cap: int) -> None:
        assert cap_on(self.RULES, date(2026, 2 if day > 20 else 3, day)) == cap

    def test_what_the_next_day_allows_waits_for_the_next_day_only(self) -> None:
        delay = delay_of(slot("new"), self.RULES, many(10, 30), NOW)
        assert delay is not None
        assert delay.until == datetime(2026, 3, 3, tzinfo=UTC)


class TestBreaker:
    def bounce(self, record: PacingRecord, count: int) -> PacingRecord:
        for number in range(count):
            record = bounced(record, Bounce(inbound_id=f"b{number}", at=NOW)) or record
        return record

    @pytest.mark.parametrize(
        ("sends", "bounces", "is_open"),
        [(3, 2, False), (3, 3, True), (29, 3, True), (30, 3, False), (50, 5, False), (50, 6, True), (400, 6, True)],
    )
    def test_opens_when_over_a_tenth_of_the_last_fifty_and_three_at_least_bounced(
        self, sends: int, bounces: int, *, is_open: bool
    ) -> None:
        record = self.bounce(many(sends), bounces)
        assert (record.breaker_opened_at is not None) is is_open

    def test_the_same_report_counts_once(self) -> None:
        record = self.bounce(many(3), 2)
        assert bounced(record, Bounce(inbound_id="b1", at=NOW)) is None

    def test_what_bounced_before_the_sends_that_count_is_forgotten(self) -> None:
        record = replace(many(3), bounces=tuple(Bounce(inbound_id=f"x{n}", at=NOW - timedelta(days=9)) for n in (1, 2)))
        after = bounced(record, Bounce(inbound_id="b1", at=NOW))
        assert after is not None
        assert (len(after.bounces), after.breaker_opened_at) == (1, None)

    def test_holds_back_first_contacts_alone_until_a_person_closes_it(self) -> None:
        record = self.bounce(many(3), 3)
        delay = delay_of(slot("new", first=True), RULES, record, NOW)
        assert delay is not None
        assert delay.why == "too many mails bounced; the breaker is open since 2026-03-02 09:00 UTC"
        assert delay_of(slot("new"), RULES, record, NOW) is None
        mended = closed(record)
        assert mended is not None
        assert delay_of(slot("new", first=True), RULES, mended, NOW) is None
        assert closed(mended) is None


@given(st.lists(st.tuples(st.integers(0, 3000), st.booleans()), max_size=120), st.integers(1, 12))
def test_no_order_of_sends_exceeds_the_cap_of_any_24_hours(steps: list[tuple[int, bool]], cap: int) -> None:
    rules, record, at = SendingRules(seconds_between=60, daily_cap=cap), sent(), NOW
    left: list[datetime] = []
    for number, (minutes, first) in enumerate(steps):
        at += timedelta(seconds=minutes)
        new = Slot(entry_id=f"e{number}", at=at, first=first, recipients=1)
        if delay_of(new, rules, record, at) is None:
            record, left = taken(record, new), [*left, at]
    for place, start in enumerate(left):
        assert sum(start <= other < start + timedelta(hours=24) for other in left[place:]) <= cap
    assert all(later - earlier >= timedelta(seconds=60) for earlier, later in pairwise(left))


@given(ages=st.lists(st.integers(0, 2000), max_size=60), cap=st.integers(1, 6), first=st.booleans())
def test_a_mail_may_leave_at_the_instant_it_was_told(*, ages: list[int], cap: int, first: bool) -> None:
    rules = SendingRules(seconds_between=120, daily_cap=cap)
    record = sent(*sorted((slot(f"s{n}", age) for n, age in enumerate(ages)), key=lambda each: each.at))
    delay = delay_of(slot("new", first=first), rules, record, NOW)
    if delay is not None:
        assert delay.until > NOW
        assert delay_of(slot("new", first=first), rules, record, delay.until) is None


@pytest.mark.parametrize(
    ("changes", "problem"),
    [
        ({"seconds_between": -1}, "seconds between mails: 0 to 3600"),
        ({"seconds_between": 3601}, "seconds between mails: 0 to 3600"),
        ({"daily_cap": 0}, "a daily cap is 1 to 2000, Gmail's own limit"),
        ({"daily_cap": 2001}, "a daily cap is 1 to 2000, Gmail's own limit"),
        ({"warm_up_caps": (5,)}, "a warm-up needs both its first day and the cap of each day"),
        ({"warm_up_from": date(2026, 3, 1)}, "a warm-up needs both its first day and the cap of each day"),
        ({"warm_up_from": date(2026, 3, 1), "warm_up_caps": (9, 5)}, "the caps of a warm-up never fall"),
        ({"signature": " "}, "the signature is empty; leave it out to sign as the campaign's sender"),
        ({"signature": "Best,\nAlex\n"}, "the signature starts or ends with blank space"),
        ({"signature": "\n".join("abcdefghijk")}, "a signature has at most 10 lines"),
        ({"signature": "x" * 121}, "a line of a signature has at most 120 characters"),
        ({"signature": "Best,\u200b\nAlex"}, "the signature holds characters that cannot be seen"),
        (
            {"signature": "Best,\nAlex\nNow $500 off"},
            "the signature names an amount; a price is only ever a decided one",
        ),
    ],
)
def test_what_no_mailbox_may_be_set_to_is_told(changes: dict[str, object], problem: str) -> None:
    assert problem in rule_problems(replace(SendingRules(), **changes))  # type: ignore[arg-type] # wrong on purpose


def test_the_rules_that_hold_by_default_are_allowed() -> None:
    assert rule_problems(SendingRules()) == []
    assert rule_problems(SendingRules(signature="Best,\nAlex Morgan\nNorthwind, +49 30 1234567, brand.example")) == []

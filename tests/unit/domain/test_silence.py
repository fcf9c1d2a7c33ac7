"""When a creator's silence is followed up, when it counts as no answer, and what holds both back."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from shared.domain.campaign import FollowUps
from shared.domain.mail.message import Authentication, InboundMessage, MailKind
from shared.domain.negotiation import Move, Negotiation, Owner, Stage, after_event, after_move, without_move
from shared.domain.silence import Planned, Step, away_until, next_look_at, planned, put_off
from shared.domain.states import Event, State
from tests.unit.domain.builders import NOW, inbound, negotiation, opened, ours, terms

TWICE = FollowUps(after_days=(3, 5), close_after_days=4)
THURSDAY = datetime(2026, 3, 5, 9, tzinfo=UTC)
AGAIN = Move(stage=Stage.FOLLOW_UP, event=Event.FOLLOW_UP, terms=terms("1000"))


def silent(**changes: Any) -> Negotiation:
    """Our opening left on Monday, 2 March 2026, at nine."""
    fields: dict[str, Any] = {"state": State.AWAITING_REPLY, "ledger": opened(), "waiting_since": NOW}
    return negotiation(**(fields | changes))


class TestPlanned:
    @pytest.mark.parametrize(
        ("sent", "at", "step"),
        [
            (0, datetime(2026, 3, 5, 9, tzinfo=UTC), Step.FOLLOW_UP),
            (1, datetime(2026, 3, 9, 9, tzinfo=UTC), Step.FOLLOW_UP),
            (2, datetime(2026, 3, 6, 9, tzinfo=UTC), Step.TIMEOUT),
        ],
    )
    def test_each_follow_up_has_its_own_days_and_then_the_waiting_ends(
        self, sent: int, at: datetime, step: Step
    ) -> None:
        found = planned(silent(follow_up_count=sent), TWICE)
        assert found == Planned(at=at, step=step, number=sent + 1)

    def test_without_follow_ups_the_waiting_ends_after_two_weeks(self) -> None:
        found = planned(silent(state=State.COUNTER_SENT), FollowUps())
        assert found == Planned(at=datetime(2026, 3, 16, 9, tzinfo=UTC), step=Step.TIMEOUT, number=1)

    def test_what_others_wrote_is_not_followed_up(self) -> None:
        found = planned(silent(ledger=()), TWICE)
        assert found is not None
        assert found.step is Step.TIMEOUT

    @pytest.mark.parametrize(
        "changes",
        [
            {"state": State.COUNTER_RECEIVED},
            {"state": State.ESCALATED},
            {"state": State.STALE},
            {"state": State.EXITED},
            {"state": State.PAUSED, "paused_from": State.AWAITING_REPLY},
            {"owner": Owner.HUMAN, "owner_name": "Kim"},
            {"open_case_id": "n1-case1"},
            {"waiting_since": None},
        ],
    )
    def test_nothing_is_planned_while_the_next_move_is_not_theirs(self, changes: dict[str, Any]) -> None:
        assert planned(silent(**changes), TWICE) is None

    def test_an_absence_moves_what_would_be_due_before_its_end(self) -> None:
        back = datetime(2026, 3, 24, 12, tzinfo=UTC)
        found = planned(silent(away_until=back), TWICE)
        assert found == Planned(at=back, step=Step.FOLLOW_UP, number=1)

    def test_an_absence_that_is_over_before_moves_nothing(self) -> None:
        found = planned(silent(away_until=NOW + timedelta(hours=1)), TWICE)
        assert found is not None
        assert found.at == THURSDAY


class TestNextLook:
    def test_where_nothing_is_known_yet_the_next_working_day_tells(self) -> None:
        friday = datetime(2026, 3, 6, 9, tzinfo=UTC)
        assert next_look_at(silent(), friday) == datetime(2026, 3, 9, 9, tzinfo=UTC)

    def test_what_is_known_stays(self) -> None:
        assert next_look_at(silent(next_look_at=THURSDAY), NOW) == THURSDAY

    def test_there_is_none_while_the_next_move_is_not_theirs(self) -> None:
        assert next_look_at(silent(state=State.ESCALATED, next_look_at=THURSDAY), NOW) is None


class TestAwayUntil:
    @pytest.mark.parametrize(
        ("returns", "until"),
        [
            (date(2026, 3, 10), datetime(2026, 3, 11, 12, tzinfo=UTC)),
            # Back on a Friday: the Monday after.
            (date(2026, 3, 13), datetime(2026, 3, 16, 12, tzinfo=UTC)),
            # Without a day: five working days.
            (None, datetime(2026, 3, 9, 10, tzinfo=UTC)),
            # For half a year: thirty days.
            (date(2026, 9, 1), datetime(2026, 4, 1, 10, tzinfo=UTC)),
        ],
    )
    def test_an_absence_lasts_until_the_working_day_after_the_return(
        self, returns: date | None, until: datetime
    ) -> None:
        mail = inbound(kind=MailKind.OUT_OF_OFFICE, return_date=returns)
        assert away_until(mail, silent()) == until

    def test_a_mail_on_its_way_is_waited_for_as_long_as_servers_try(self) -> None:
        report = inbound(kind=MailKind.BOUNCE_SOFT, thread_id="t1")
        assert away_until(report, silent(thread_id="t1")) == datetime(2026, 3, 7, 10, tzinfo=UTC)

    @pytest.mark.parametrize(
        "mail",
        [
            inbound(kind=MailKind.OUT_OF_OFFICE, authentication=Authentication.FAIL),
            inbound(kind=MailKind.OUT_OF_OFFICE, sender=replace(inbound().sender, email="else@creator.example")),
            inbound(kind=MailKind.BOUNCE_SOFT, thread_id="another", authentication=Authentication.NONE),
            inbound(kind=MailKind.AUTO_REPLY),
            inbound(kind=MailKind.LIST),
            inbound(),
        ],
    )
    def test_no_other_mail_holds_anything_back(self, mail: InboundMessage) -> None:
        assert away_until(mail, silent(thread_id="t1")) is None

    def test_the_later_of_two_absences_counts(self) -> None:
        late, early = NOW + timedelta(days=9), NOW + timedelta(days=4)
        once = put_off(silent(next_look_at=THURSDAY), late)
        assert (once.away_until, once.next_look_at) == (late, late)
        assert put_off(once, early) == once

    def test_an_absence_does_not_bring_a_look_forward(self) -> None:
        later = NOW + timedelta(days=30)
        assert put_off(silent(next_look_at=later), THURSDAY).next_look_at == later


class TestCounting:
    def test_an_answer_ends_everything_that_the_silence_had_begun(self) -> None:
        before = silent(follow_up_count=2, away_until=THURSDAY, next_look_at=THURSDAY)
        heard = after_event(before, Event.RECEIVE_REPLY, NOW)
        assert (heard.follow_up_count, heard.away_until, heard.next_look_at, heard.waiting_since) == (
            0,
            None,
            None,
            None,
        )

    def test_a_follow_up_is_counted_costs_no_round_and_names_the_standing_offer(self) -> None:
        moved = after_move(silent(), AGAIN, "n1-2", THURSDAY)
        assert (moved.state, moved.follow_up_count, moved.rounds) == (State.AWAITING_REPLY, 1, 1)
        assert [offer.text for offer in moved.offers] == ["1000.00", "1000.00"]

    def test_a_follow_up_after_a_clarification_leaves_that_counted(self) -> None:
        asked = opened(ours(None, Stage.CLARIFICATION, "n1-2"))
        before = silent(state=State.COUNTER_SENT, ledger=asked, unclear_count=1)
        moved = after_move(before, AGAIN, "n1-3", THURSDAY)
        assert moved.unclear_count == 1
        assert without_move(moved, {"n1-3"}, THURSDAY).unclear_count == 1

    @pytest.mark.parametrize("state", [State.AWAITING_REPLY, State.COUNTER_SENT])
    def test_a_follow_up_that_never_left_is_undone_without_undoing_what_it_repeated(self, state: State) -> None:
        before = silent(state=state, follow_up_count=1)
        moved = after_move(before, AGAIN, "n1-9", THURSDAY)
        assert without_move(moved, {"n1-9"}, NOW) == before

    def test_a_new_offer_starts_the_count_anew(self) -> None:
        before = silent(state=State.COUNTER_RECEIVED, follow_up_count=2)
        counter = Move(stage=Stage.COUNTER, event=Event.SEND_COUNTER, terms=terms("1200"))
        assert after_move(before, counter, "n1-2", NOW).follow_up_count == 0

from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shared.domain.errors import NotAllowed
from shared.domain.negotiation import (
    LedgerEntry,
    Move,
    Negotiation,
    Owner,
    Side,
    Stage,
    after_event,
    after_move,
    negotiation_id,
    without_move,
)
from shared.domain.people.participants import Participant, Role
from shared.domain.states import Event, State
from tests.unit.domain.builders import NOW, negotiation, offered, opened, ours, terms, theirs, usd

LATER = NOW + timedelta(hours=1)
COUNTER = Move(stage=Stage.COUNTER, event=Event.SEND_COUNTER, terms=terms("1200"))
CLARIFICATION = Move(stage=Stage.CLARIFICATION, event=Event.SEND_COUNTER, terms=None)
OPENING = Move(stage=Stage.OPENING, event=Event.SEND_OFFER, terms=terms("1000"))
AGREEMENT = Move(stage=Stage.AGREEMENT, event=Event.ACCEPT, terms=terms("1300"))
EXIT = Move(stage=Stage.EXIT, event=Event.EXIT, terms=None)


class TestInvariants:
    def test_paused_needs_to_know_where_from(self) -> None:
        with pytest.raises(ValueError, match="paused_from"):
            negotiation(state=State.PAUSED)

    def test_only_a_pause_remembers_a_state(self) -> None:
        with pytest.raises(ValueError, match="paused_from"):
            negotiation(state=State.COUNTER_SENT, paused_from=State.COUNTER_SENT)

    def test_agreed_needs_a_rate(self) -> None:
        with pytest.raises(ValueError, match="agreed_terms"):
            negotiation(state=State.AGREED)

    def test_no_rate_is_agreed_before_the_agreement(self) -> None:
        with pytest.raises(ValueError, match="agreed_terms"):
            negotiation(state=State.COUNTER_SENT, agreed_terms=terms("1000"))

    def test_a_person_who_owns_it_has_a_name(self) -> None:
        with pytest.raises(ValueError, match="owner_name"):
            negotiation(owner=Owner.HUMAN)

    def test_the_agent_has_no_name(self) -> None:
        with pytest.raises(ValueError, match="owner_name"):
            negotiation(owner=Owner.AGENT, owner_name="Kim")


class TestLedger:
    LEDGER = (
        *opened(theirs("1800", "m1")),
        ours(None, Stage.CLARIFICATION, "n1-2"),
        theirs("1700", "m2"),
        ours("1200", Stage.COUNTER, "n1-3"),
        ours("1200", Stage.ANSWER, "n1-4"),
    )

    def test_offers_and_asks_are_told_apart_oldest_first(self) -> None:
        found = negotiation(ledger=self.LEDGER)
        assert found.offers == (usd("1000"), usd("1200"), usd("1200"))
        assert found.asks == (usd("1800"), usd("1700"))

    def test_only_opening_and_counters_are_rounds(self) -> None:
        assert negotiation(ledger=self.LEDGER).rounds == 2

    def test_an_empty_ledger_has_nothing(self) -> None:
        found = negotiation()
        assert (found.offers, found.asks, found.rounds) == ((), (), 0)


class TestWhoTakesPart:
    def test_a_participant_is_known_by_the_whole_address(self) -> None:
        manager = Participant(email="sam@talent.example", name=None, role=Role.MANAGER)
        found = negotiation(participants=(*negotiation().participants, manager))
        assert found.is_participant("sam@talent.example")
        assert not found.is_participant("sam@talent.example.evil.example")
        assert not found.is_participant("")


class TestAfterEvent:
    def test_a_step_moves_the_state_and_the_clock_alone(self) -> None:
        before = negotiation(state=State.AWAITING_REPLY)
        expected = replace(before, state=State.COUNTER_RECEIVED, updated_at=LATER)
        assert after_event(before, Event.RECEIVE_REPLY, LATER) == expected

    def test_a_pause_remembers_and_a_resume_forgets(self) -> None:
        paused = after_event(negotiation(state=State.ESCALATED), Event.PAUSE, LATER)
        assert (paused.state, paused.paused_from) == (State.PAUSED, State.ESCALATED)
        resumed = after_event(paused, Event.RESUME, LATER)
        assert (resumed.state, resumed.paused_from) == (State.ESCALATED, None)

    def test_a_mail_in_a_pause_keeps_what_the_pause_remembers(self) -> None:
        paused = negotiation(state=State.PAUSED, paused_from=State.AWAITING_REPLY)
        assert after_event(paused, Event.RECEIVE_REPLY, LATER).paused_from is State.AWAITING_REPLY

    def test_a_stop_forgets_the_pause(self) -> None:
        paused = negotiation(state=State.PAUSED, paused_from=State.AWAITING_REPLY)
        assert after_event(paused, Event.STOP, LATER).paused_from is None

    def test_a_step_that_is_not_in_the_table_is_refused(self) -> None:
        with pytest.raises(NotAllowed, match="timeout is not possible in state escalated"):
            after_event(negotiation(state=State.ESCALATED), Event.TIMEOUT, LATER)


class TestAfterMove:
    def test_a_counter_enters_the_ledger_under_its_mail(self) -> None:
        moved = after_move(negotiation(ledger=opened()), COUNTER, "n1-2", LATER)
        assert moved.state is State.COUNTER_SENT
        assert moved.ledger[-1] == LedgerEntry(
            at=LATER, side=Side.OURS, mail_id="n1-2", stage=Stage.COUNTER, terms=terms("1200")
        )
        assert moved.agreed_rate is None

    def test_an_agreement_records_the_rate_with_the_state(self) -> None:
        moved = after_move(negotiation(ledger=opened()), AGREEMENT, "n1-2", LATER)
        assert (moved.state, moved.agreed_rate) == (State.AGREED, usd("1300"))

    def test_what_stands_is_what_was_offered_last(self) -> None:
        assert negotiation().terms is None
        asked_since = negotiation(ledger=(*offered("1000", "1200"), theirs("1500", "m2")))
        assert asked_since.terms == terms("1200")

    def test_an_agreement_is_about_the_whole_terms(self) -> None:
        moved = after_move(negotiation(ledger=opened()), AGREEMENT, "n1-2", LATER)
        assert moved.agreed_terms == terms("1300")

    def test_an_agreement_without_a_rate_is_a_bug(self) -> None:
        with pytest.raises(ValueError, match="agreed_terms"):
            after_move(negotiation(), replace(AGREEMENT, terms=None), "n1-2", LATER)

    def test_an_exit_names_no_price(self) -> None:
        moved = after_move(negotiation(ledger=opened()), EXIT, "n1-2", LATER)
        assert (moved.state, moved.ledger[-1].amount, moved.agreed_rate) == (State.EXITED, None, None)

    def test_clarifications_are_counted_until_a_clear_mail(self) -> None:
        once = after_move(negotiation(ledger=opened()), CLARIFICATION, "n1-2", LATER)
        again = after_event(once, Event.RECEIVE_REPLY, LATER)
        twice = after_move(again, CLARIFICATION, "n1-3", LATER)
        assert (once.unclear_count, twice.unclear_count) == (1, 2)
        cleared = after_move(after_event(twice, Event.RECEIVE_REPLY, LATER), COUNTER, "n1-4", LATER)
        assert cleared.unclear_count == 0

    @pytest.mark.parametrize("state", [State.AWAITING_REPLY, State.COUNTER_SENT, State.AGREED, State.STOPPED])
    def test_an_illegal_move_changes_nothing(self, state: State) -> None:
        agreed = terms("1000") if state is State.AGREED else None
        with pytest.raises(NotAllowed):
            after_move(negotiation(state=state, agreed_terms=agreed), COUNTER, "n1-2", LATER)


PAST = st.lists(st.sampled_from([Stage.COUNTER, Stage.ANSWER, Stage.CLARIFICATION]), max_size=5)


def _played(past: list[Stage]) -> Negotiation:
    """A negotiation that has made these moves and has just received a reply."""
    found = after_move(negotiation(state=State.INITIAL_OFFER), OPENING, "n1-0", NOW)
    found = after_event(found, Event.RECEIVE_REPLY, NOW)
    for place, stage in enumerate(past, 1):
        offered = None if stage is Stage.CLARIFICATION else terms("1100")
        move = Move(stage=stage, event=Event.SEND_COUNTER, terms=offered)
        found = after_event(after_move(found, move, f"n1-{place}", NOW), Event.RECEIVE_REPLY, NOW)
    return found


class TestWithoutMove:
    @given(past=PAST, move=st.sampled_from([COUNTER, CLARIFICATION, replace(COUNTER, stage=Stage.ANSWER)]))
    def test_it_undoes_exactly_what_the_move_did(self, past: list[Stage], move: Move) -> None:
        before = _played(past)
        undone = without_move(after_move(before, move, "n1-9", LATER), {"n1-9"}, NOW)
        assert undone == before

    def test_it_undoes_an_opening(self) -> None:
        before = negotiation(state=State.INITIAL_OFFER)
        assert without_move(after_move(before, OPENING, "n1-1", LATER), {"n1-1"}, NOW) == before

    @given(past=PAST)
    def test_the_asks_of_the_answered_mails_leave_with_it(self, past: list[Stage]) -> None:
        before = _played(past)
        heard = replace(before, ledger=(*before.ledger, theirs("1900", "m8"), theirs("1800", "m9")))
        moved = after_move(heard, COUNTER, "n1-9", LATER)
        assert without_move(moved, {"n1-9", "m8", "m9"}, NOW) == before

    def test_while_a_person_decides_only_its_line_leaves(self) -> None:
        moved = after_move(negotiation(ledger=opened()), COUNTER, "n1-2", LATER)
        escalated = after_event(moved, Event.ESCALATE, LATER)
        assert without_move(escalated, {"n1-2"}, LATER) == replace(escalated, ledger=opened())

    def test_an_exit_is_never_taken_back(self) -> None:
        moved = after_move(negotiation(ledger=opened()), EXIT, "n1-2", LATER)
        with pytest.raises(NotAllowed, match="withdraw is not possible"):
            without_move(moved, {"n1-2"}, LATER)

    def test_an_agreement_that_was_not_told_is_none_once_it_is_taken_back(self) -> None:
        before = negotiation(ledger=opened())
        moved = after_move(before, AGREEMENT, "n1-2", LATER)
        assert moved.agreed_rate is not None
        back = without_move(moved, {"n1-2"}, LATER)
        assert (back.state, back.agreed_terms, back.ledger) == (State.COUNTER_RECEIVED, None, before.ledger)


def test_the_id_of_a_negotiation_follows_from_campaign_and_address() -> None:
    first = negotiation_id("spring", "mia@creator.example")
    assert first == negotiation_id("spring", "mia@creator.example")
    assert first != negotiation_id("spring", "zoe@creator.example")
    assert first != negotiation_id("autumn", "mia@creator.example")
    assert "mia" not in first
    assert first.startswith("spring-")

"""From the commit to the mail that left: checks, single-use drafts, lost answers, and other people."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

import pytest

from shared.application.claims import claim_entry, record_draft
from shared.application.deliver import deliver
from shared.application.ports import DraftGone
from shared.application.steer_negotiation import Command, steer_negotiation
from shared.application.sweep import sweep
from shared.domain.decision import Reason
from shared.domain.errors import MailboxQuiet, NotAllowed, PermanentError, Refused, Unavailable, Unclear
from shared.domain.negotiation import Owner
from shared.domain.own_words import OwnWords
from shared.domain.reading.facts import Intent
from shared.domain.records import CaseState, EntryKind, EntryState, MailboxRecord, Outcome
from shared.domain.states import State
from tests.unit.application.fakes import Interruptions
from tests.unit.application.world import LEASE, N1, World, last, only_case, opened
from tests.unit.domain.builders import CREATOR_EMAIL, MAILBOX, ask, reading, usd

ACCEPT = reading(Intent.ACCEPT)
ASK_4000 = reading(Intent.COUNTER, ask("4000", quote="$4,000"))


class TestLostAnswers:
    @pytest.mark.parametrize("method", ["create_draft", "send_draft"])
    def test_of_gmail_cost_no_second_mail(self, method: str) -> None:
        world = opened()
        world.app.mailbox.on.lose_answer(method, Unclear("the connection broke"))
        world.write("It is $4,000.", ASK_4000)
        assert last(world).state is not EntryState.SENT
        world.sweep()
        assert world.app.mailbox.markers == [f"{N1}-1", f"{N1}-2"]
        assert last(world).state is EntryState.SENT
        assert world.negotiation.rounds == 2
        assert world.app.mailbox.drafts == {}

    @pytest.mark.parametrize("method", ["create_draft", "send_draft"])
    def test_of_gmail_cost_no_second_opening(self, method: str) -> None:
        world = World()
        world.app.mailbox.on.lose_answer(method, Unclear("the connection broke"))
        world.launch()
        world.sweep()
        assert world.app.mailbox.markers == [f"{N1}-1"]
        assert last(world).state is EntryState.SENT

    def test_of_slack_cost_no_second_card(self) -> None:
        world = opened()
        world.app.notifier.on.lose_answer("post", Unclear("the connection broke"))
        world.write("Deal!", ACCEPT)
        world.sweep()
        assert world.app.notifier.titles == ["Deal agreed: Mia Lark"]
        cards = [entry for entry in world.app.store.entries() if entry.kind is EntryKind.CARD]
        assert [card.state for card in cards] == [EntryState.SENT]

    def test_a_message_id_that_cannot_be_read_back_costs_threading_alone(self) -> None:
        world = World()
        world.app.mailbox.on.fail("rfc822_message_id", Unavailable("503"))
        world.launch()
        assert last(world).state is EntryState.SENT
        assert world.negotiation.last_mail_id is None
        assert world.app.mailbox.markers == [f"{N1}-1"]


class TestTrouble:
    def test_an_unreachable_gmail_leaves_the_mail_for_later(self) -> None:
        world = opened()
        world.app.mailbox.on.fail("send_draft", Unavailable("503"))
        record = world.write("It is $4,000.", ASK_4000)
        assert record.outcome is Outcome.ANSWERED
        entry = last(world)
        assert (entry.state, entry.lease_until, entry.last_error) == (EntryState.DRAFTED, None, "503")
        assert entry.next_attempt_at == world.app.clock.now() + timedelta(seconds=10)
        world.sweep()
        assert len(world.app.mailbox.sent) == 2

    def test_what_gmail_asks_to_wait_is_waited(self) -> None:
        world = opened()
        later = world.app.clock.now() + timedelta(hours=1)
        world.app.mailbox.on.fail("create_draft", MailboxQuiet("slow down", mailbox=MAILBOX, until=later))
        world.write("It is $4,000.", ASK_4000)
        assert last(world).next_attempt_at == later
        box = world.app.store.mailbox(MAILBOX)
        assert box is not None
        assert box.retry_at == later
        world.sweep(minutes=30)
        assert len(world.app.mailbox.sent) == 1
        world.sweep(minutes=31)
        assert len(world.app.mailbox.sent) == 2

    def test_refused_mails_wait_until_access_is_mended_and_people_hear_of_it_once(self) -> None:
        world = opened()
        for call in range(1, 4):
            world.app.mailbox.on.fail("create_draft", Refused("the token was revoked"), call=call)
        world.write("It is $4,000.", ASK_4000)
        assert (last(world).state, last(world).last_error) == (EntryState.CLAIMED, "the token was revoked")
        world.sweep()
        world.sweep()
        (case,) = world.app.store.open_cases()
        assert (case.reason, case.evidence) == (
            Reason.CONNECTION_REFUSED,
            f"mail {last(world).id}: the token was revoked",
        )
        world.sweep()
        assert world.app.mailbox.markers == [f"{N1}-1", f"{N1}-2"]

    def test_what_gmail_will_never_take_is_handed_to_a_person(self) -> None:
        world = opened()
        world.app.mailbox.on.fail("create_draft", PermanentError("400 invalidArgument"))
        with pytest.raises(PermanentError):
            world.write("It is $4,000.", ASK_4000)
        assert last(world).state is EntryState.REVIEW
        (case,) = world.app.store.open_cases()
        assert (case.reason, case.draft_id) == (Reason.SEND_UNCLEAR, last(world).id)
        world.sweep()
        assert "Send unclear: Mia Lark" in world.app.notifier.titles
        assert len(world.app.mailbox.sent) == 1

    def test_slack_that_is_down_holds_up_no_mail(self) -> None:
        world = opened()
        world.app.notifier.on.fail("post", Unavailable("slack is down"))
        world.write("Deal!", ACCEPT)
        assert len(world.app.mailbox.sent) == 2
        assert world.app.notifier.posts == []
        world.sweep()
        assert world.app.notifier.titles == ["Deal agreed: Mia Lark"]

    def test_a_refused_card_waits_until_access_is_mended(self) -> None:
        world = opened()
        for call in range(1, 20):
            world.app.notifier.on.fail("post", Refused("token_revoked"), call=call)
        world.write("Deal!", ACCEPT)
        card = world.app.store.entry(f"{N1}-3")
        assert (card.state, card.last_error) == (EntryState.CLAIMED, "token_revoked")
        (case,) = world.app.store.open_cases()
        assert (case.reason, case.evidence) == (Reason.CONNECTION_REFUSED, f"card {card.id}: token_revoked")
        world.app.store.update(card, lambda current: replace(current, attempts=200))
        world.sweep()
        assert world.app.store.entry(card.id).state is EntryState.CLAIMED
        world.app.notifier.on = Interruptions()
        world.sweep(minutes=11)
        assert world.app.store.entry(card.id).state is EntryState.SENT
        assert world.app.notifier.titles.count("Deal agreed: Mia Lark") == 1

    def test_a_malformed_card_is_dead_and_stops_no_other(self) -> None:
        world = opened()
        world.app.notifier.on.fail("post", PermanentError("invalid_blocks"))
        with pytest.raises(PermanentError):
            world.write("Deal!", ACCEPT)
        cards = [entry for entry in world.app.store.entries() if entry.kind is EntryKind.CARD]
        assert [(card.state, card.last_error) for card in cards] == [(EntryState.DEAD, "invalid_blocks")]
        assert len(world.app.mailbox.sent) == 2


def claimable() -> World:
    """An answer that Gmail refused once: in the outbox, without a draft, not due yet."""
    world = opened()
    world.app.mailbox.on.fail("create_draft", Unavailable("503"))
    world.write("It is $4,000.", ASK_4000)
    return world


class TestDrafts:
    def test_a_draft_that_somebody_sent_by_hand_unmarked_is_reviewed(self) -> None:
        world = opened()
        world.app.mailbox.on.plan("send_draft", lambda: world.app.mailbox.delete_draft(MAILBOX, "r4"))
        world.write("It is $4,000.", ASK_4000)
        assert last(world).state is EntryState.REVIEW
        (case,) = world.app.store.open_cases()
        assert case.reason is Reason.SEND_UNCLEAR
        assert len(world.app.mailbox.sent) == 1

    def test_a_mail_that_left_is_known_in_its_thread_without_gmails_search(self) -> None:
        world = opened()
        world.app.mailbox.on.lose_answer("send_draft", Unclear("the connection broke"))
        world.app.mailbox.on.fail("find_sent", Unavailable("503"))
        world.write("It is $4,000.", ASK_4000)

        world.sweep()

        assert last(world).state is EntryState.SENT
        assert world.app.mailbox.markers == [f"{N1}-1", f"{N1}-2"]

    def test_a_draft_that_another_worker_sent_is_counted_as_sent(self) -> None:
        world = opened()

        def other_worker() -> None:
            world.app.mailbox.send_by_hand("r4")

        world.app.mailbox.on.plan("send_draft", other_worker)
        world.write("It is $4,000.", ASK_4000)
        assert last(world).state is EntryState.SENT
        assert world.app.mailbox.markers == [f"{N1}-1", f"{N1}-2"]
        assert world.app.store.open_cases() == []

    @pytest.mark.parametrize("method", ["thread", "create_draft", "send_draft"])
    def test_a_worker_who_overslept_its_lease_sends_nothing_more(self, method: str) -> None:
        world = opened()

        def oversleep() -> None:
            world.app.clock.advance(seconds=LEASE.total_seconds() + 1)
            deliver(world.app, last(world))

        calls = 2 if method == "thread" else 1  # the turn itself looks at the thread first
        world.app.mailbox.on.plan(method, oversleep, call=calls)
        world.write("It is $4,000.", ASK_4000)
        world.sweep()
        assert world.app.mailbox.markers == [f"{N1}-1", f"{N1}-2"]
        assert last(world).state is EntryState.SENT
        assert world.app.mailbox.drafts == {}
        assert world.events().count("mail_sent") == 2
        assert len(world.app.store.turns(N1)) == 3

    def test_a_claimed_entry_is_nobody_elses_until_the_lease_is_over(self) -> None:
        world = claimable()
        first = claim_entry(world.app, last(world), early=True)
        assert first is not None
        assert claim_entry(world.app, last(world), early=True) is None
        world.app.clock.advance(seconds=LEASE.total_seconds())
        second = claim_entry(world.app, last(world), early=True)
        assert second is not None
        assert (second.token, second.attempts) == (first.token + 1, first.attempts + 1)

    def test_a_draft_of_a_worker_who_lost_its_claim_is_not_recorded(self) -> None:
        world = claimable()
        late = claim_entry(world.app, last(world), early=True)
        assert late is not None
        world.app.clock.advance(seconds=LEASE.total_seconds())
        assert claim_entry(world.app, last(world), early=True) is not None
        assert record_draft(world.app, late, "r-late", "t1") is None
        assert last(world).draft_id is None

    def test_a_second_draft_is_never_recorded(self) -> None:
        world = claimable()
        claimed = claim_entry(world.app, last(world), early=True)
        assert claimed is not None
        assert record_draft(world.app, claimed, "r-first", "t1") is not None
        assert record_draft(world.app, claimed, "r-second", "t1") is None
        assert (last(world).draft_id, last(world).state) == ("r-first", EntryState.DRAFTED)

    def test_an_entry_that_is_not_due_is_left_alone(self) -> None:
        world = claimable()
        assert claim_entry(world.app, last(world)) is None
        assert last(world).lease_until is None


def in_review() -> World:
    """A counter of which Gmail said that its draft is gone, while it still lies there."""
    world = opened()
    send = world.app.mailbox.send_draft
    world.app.mailbox.send_draft = lambda *_, **__: DraftGone()  # type: ignore[method-assign]
    world.write("It is $2,000.", reading(Intent.COUNTER, ask("2000", quote="$2,000")))
    world.app.mailbox.send_draft = send  # type: ignore[method-assign]
    assert last(world).state is EntryState.REVIEW
    return world


class TestOverslept:
    def test_a_worker_that_overslept_gives_up_nothing_that_another_sent(self) -> None:
        world = opened()

        def overtaken() -> None:
            world.app.clock.advance(seconds=LEASE.total_seconds() + 1)
            deliver(world.app, last(world))
            raise PermanentError("400")

        world.app.mailbox.on.plan("send_draft", overtaken)
        with pytest.raises(PermanentError):
            world.write("It is $4,000.", ASK_4000)
        assert last(world).state is EntryState.SENT
        assert world.app.mailbox.markers == [f"{N1}-1", f"{N1}-2"]
        assert world.app.store.open_cases() == []

    def test_a_worker_that_overslept_into_a_pause_finds_no_draft_to_send(self) -> None:
        world = opened()

        def paused() -> None:
            steer_negotiation(world.app, N1, Command.PAUSE, "Kim")
            world.app.clock.advance(seconds=LEASE.total_seconds() + 1)
            sweep(world.app)

        world.app.mailbox.on.plan("send_draft", paused)
        world.write("It is $4,000.", ASK_4000)
        assert world.app.mailbox.markers == [f"{N1}-1"]
        assert world.app.mailbox.drafts == {}
        assert (last(world).state, last(world).draft_id) == (EntryState.PENDING, None)
        steer_negotiation(world.app, N1, Command.RESUME, "Kim")
        world.sweep()
        assert world.app.mailbox.markers == [f"{N1}-1", f"{N1}-2"]

    def test_sending_that_is_switched_off_leaves_no_draft_behind(self) -> None:
        world = opened()
        world.app.mailbox.on.fail("send_draft", Unavailable("503"))
        world.write("It is $4,000.", ASK_4000)
        box = MailboxRecord(address=MAILBOX, version=1)
        world.app.store.update(box, lambda current: replace(current, sending=False))
        world.sweep()
        assert (world.app.mailbox.drafts, last(world).state) == ({}, EntryState.PENDING)
        world.app.store.update(box, lambda current: replace(current, sending=True))
        world.sweep()
        assert world.app.mailbox.markers == [f"{N1}-1", f"{N1}-2"]


class TestReviewed:
    def test_what_is_sent_again_leaves_no_second_draft_to_send(self) -> None:
        world = in_review()
        said = world.approve(only_case(world).id)
        assert said == f"{N1}-4 was released by Kim in place of {N1}-2"
        assert world.app.mailbox.drafts == {}
        assert world.app.mailbox.markers == [f"{N1}-1", f"{N1}-4"]

    def test_what_had_left_after_all_is_not_sent_again(self) -> None:
        world = in_review()
        world.app.mailbox.send_by_hand("r4")
        said = world.approve(only_case(world).id)
        assert said == f"{N1}-2 had left already; nothing was sent again"
        assert (last(world).id, last(world).state) == (f"{N1}-2", EntryState.SENT)
        assert world.app.mailbox.markers == [f"{N1}-1", f"{N1}-2"]
        assert world.app.store.open_cases() == []

    @pytest.mark.parametrize("settle", [World.approve, World.reject])
    def test_a_case_that_another_person_closes_meanwhile_stays_theirs(
        self, settle: Callable[[World, str], str]
    ) -> None:
        world = in_review()
        case = only_case(world)
        world.app.mailbox.send_by_hand("r4")

        def close() -> None:
            closed = replace(case, state=CaseState.CLOSED, closed_by="Lee", resolution="rejected")
            world.app.store.update(case, lambda _: closed)

        world.app.mailbox.on.plan("thread", close)
        with pytest.raises(NotAllowed, match="was closed by Lee: rejected"):
            settle(world, case.id)
        assert world.app.store.case(case.id).closed_by == "Lee"

    def test_is_recorded_once_they_answer_it_where_a_person_sent_its_draft(self) -> None:
        world = in_review()
        world.app.mailbox.send_by_hand("r4")
        world.write("Deal!", reading(Intent.ACCEPT))
        assert world.app.store.entry(f"{N1}-2").state is EntryState.SENT
        assert (world.negotiation.state, world.negotiation.agreed_rate) == (State.AGREED, usd("1450"))
        assert [turn.mail_id for turn in world.app.store.turns(N1)][2] == f"{N1}-2"

    def test_of_a_stopped_negotiation_leaves_no_draft_that_nobody_can_settle(self) -> None:
        world = in_review()
        steer_negotiation(world.app, N1, Command.STOP, "Kim")
        world.sweep()
        assert (last(world).state, world.app.mailbox.drafts, world.app.store.open_cases()) == (
            EntryState.WITHDRAWN,
            {},
            [],
        )
        assert world.app.mailbox.markers == [f"{N1}-1"]

    def test_of_a_stopped_negotiation_is_recorded_where_it_had_left(self) -> None:
        world = in_review()
        world.app.mailbox.send_by_hand("r4")
        steer_negotiation(world.app, N1, Command.STOP, "Kim")
        world.sweep()
        assert (last(world).state, world.negotiation.state) == (EntryState.SENT, State.STOPPED)
        assert world.app.mailbox.markers == [f"{N1}-1", f"{N1}-2"]

    def test_is_settled_before_the_negotiation_is_handed_back(self) -> None:
        world = in_review()
        report = {"X-Failed-Recipients": CREATOR_EMAIL, "subject": "Delivery Status Notification"}
        world.write("550 5.1.1", None, sender="mailer-daemon@googlemail.com", **report)
        assert world.negotiation.state is State.ESCALATED
        steer_negotiation(world.app, N1, Command.CLAIM, "Kim")
        said = f"nobody knows whether {N1}-2 left: settle {only_case(world).id} first"
        with pytest.raises(NotAllowed, match=f"^{said}$"):
            steer_negotiation(world.app, N1, Command.RELEASE, "Kim")
        world.reject(only_case(world).id)
        assert steer_negotiation(world.app, N1, Command.RELEASE, "Kim").owner is Owner.AGENT

    def test_a_rejected_mail_leaves_neither_a_draft_nor_its_offer_in_the_books(self) -> None:
        world = in_review()
        assert [offer.text for offer in world.negotiation.offers] == ["1000.00", "1450.00"]
        world.reject(only_case(world).id)
        assert world.app.mailbox.drafts == {}
        assert last(world).state is EntryState.WITHDRAWN
        assert [offer.text for offer in world.negotiation.offers] == ["1000.00"]
        assert world.app.mailbox.markers == [f"{N1}-1"]

    def test_own_words_in_place_of_an_unclear_mail_leave_no_draft_of_it(self) -> None:
        world = in_review()
        world.answer(only_case(world).id, OwnWords(text="Hi Mia,\n\nOur offer is $1,450.00.", offer=usd("1450")))
        assert world.app.mailbox.drafts == {}
        assert [entry.state for entry in world.entries()[-2:]] == [EntryState.WITHDRAWN, EntryState.SENT]
        assert world.app.mailbox.markers == [f"{N1}-1", world.entries()[-1].id]

    def test_own_words_are_refused_when_the_unclear_mail_had_left(self) -> None:
        world = in_review()
        world.app.mailbox.send_by_hand("r4")
        with pytest.raises(NotAllowed, match="had left after all"):
            world.answer(only_case(world).id, OwnWords(text="Hi Mia,\n\nOur offer is $1,450.00."))
        assert (last(world).state, world.app.mailbox.markers) == (EntryState.SENT, [f"{N1}-1", f"{N1}-2"])

    def test_a_rejected_mail_that_had_left_stays_in_the_books(self) -> None:
        world = in_review()
        world.app.mailbox.send_by_hand("r4")
        world.reject(only_case(world).id)
        assert (last(world).state, world.negotiation.offers[-1]) == (EntryState.SENT, usd("1450"))
        assert world.negotiation.owner_name == "Kim"

    def test_nothing_is_decided_on_an_offer_that_nobody_may_have_seen(self) -> None:
        world = in_review()
        record = world.write("OK, I accept your offer.")
        assert (record.outcome, record.why) == (Outcome.ESCALATED, "send_unclear")
        assert world.negotiation.state is State.COUNTER_SENT
        case = only_case(world)
        assert (case.reason, case.inbound_ids[-1]) == (Reason.SEND_UNCLEAR, record.id)
        assert world.app.mailbox.markers == [f"{N1}-1"]
        assert len(world.app.store.turns(N1)) == 3

"""Mail that others write into a negotiation: nothing of theirs stops, moves or words what is ours."""

from dataclasses import replace

import pytest

from shared.application.steer_negotiation import Command
from shared.domain.decision import Reason
from shared.domain.errors import InvalidInput
from shared.domain.negotiation import Negotiation
from shared.domain.reading.facts import Intent
from shared.domain.records import InboundRecord, Outcome, OutreachRecord
from shared.domain.states import State
from tests.unit.application.world import World, only_case, opened, steer
from tests.unit.domain.builders import CREATOR_EMAIL, NOW, ask, campaign, negotiation, reading, terms

ACCEPT = reading(Intent.ACCEPT, summary="They accept.")
ASK_4000 = reading(Intent.COUNTER, ask("4000", quote="$4,000"), summary="They ask $4,000.")
SAM = "sam@talent.example"


def finished_too(world: World) -> Negotiation:
    """The creator has a finished deal in another campaign of the mailbox."""
    deal = {"state": State.AGREED, "agreed_terms": terms("9000")}
    return stored(world, negotiation(id="autumn-deal", version=1, campaign_id="autumn", thread_id="deal", **deal))


def open_too(world: World) -> Negotiation:
    """The creator has another open negotiation in the mailbox."""
    talk = negotiation(id="autumn-talk", version=1, campaign_id="autumn", state=State.COUNTER_SENT, thread_id="talk")
    return stored(world, talk)


def stored(world: World, other: Negotiation) -> Negotiation:
    """The negotiation in the store, with its campaign, as outreach to the creator."""
    outreach = OutreachRecord(
        id=f"{other.campaign_id}:{CREATOR_EMAIL}",
        version=1,
        campaign_id=other.campaign_id,
        email=CREATOR_EMAIL,
        negotiation_id=other.id,
        at=NOW,
    )
    for record in (campaign(id=other.campaign_id), other, outreach):
        world.app.store.create(record)
    return other


class TestBounceOutsideItsThread:
    GMAIL = {  # noqa: RUF012 - read only
        "sender": "mailer-daemon@googlemail.com",
        "subject": "Delivery Status Notification (Failure)",
        "thread_id": "report",
    }

    def bounce(self, world: World, *failed: str, **changes: str) -> InboundRecord:
        letter = {**self.GMAIL, "X-Failed-Recipients": ", ".join(failed), **changes}
        return world.write("550 5.1.1 no such user", None, **letter)

    def test_every_open_negotiation_with_the_address_is_held_and_the_address_stopped(self) -> None:
        world = opened()
        other = open_too(world)
        record = self.bounce(world, CREATOR_EMAIL)
        assert (record.outcome, record.why) == (Outcome.ESCALATED, "bounce")
        held = {(case.negotiation_id, case.reason, case.inbound_ids) for case in world.app.store.open_cases()}
        assert held == {(id_, Reason.BOUNCE, (record.id,)) for id_ in (world.negotiation.id, other.id)}
        states = [world.app.store.negotiation(id_).state for id_ in (world.negotiation.id, other.id)]
        assert states == [State.ESCALATED, State.ESCALATED]
        assert world.app.store.suppression(CREATOR_EMAIL) is not None
        assert len(world.app.notifier.posts) == 2

    def test_beside_a_finished_deal_only_the_open_one_is_held(self) -> None:
        world = opened()
        finished_too(world)
        self.bounce(world, CREATOR_EMAIL)
        assert [case.negotiation_id for case in world.app.store.open_cases()] == [world.negotiation.id]

    def test_after_the_end_the_case_says_bounce_and_the_address_is_stopped(self) -> None:
        world = opened()
        over = replace(world.negotiation, version=world.negotiation.version + 1, state=State.REJECTED)
        assert world.app.store.commit([over])
        self.bounce(world, CREATOR_EMAIL)
        case = only_case(world)
        assert (case.reason, case.negotiation_id) == (Reason.BOUNCE, None)
        assert case.evidence == f"undeliverable: {CREATOR_EMAIL}\nit may belong to {world.negotiation.id}"
        assert world.app.store.suppression(CREATOR_EMAIL) is not None

    def test_an_address_that_we_never_wrote_to_is_told_and_not_stopped(self) -> None:
        world = opened()
        record = self.bounce(world, "zoe@other.example")
        case = only_case(world)
        assert (record.why, case.reason, case.negotiation_id) == ("bounce", Reason.BOUNCE, None)
        assert world.app.store.suppression("zoe@other.example") is None
        assert world.negotiation.state is State.AWAITING_REPLY

    @pytest.mark.parametrize(
        "claim",
        [
            {"auth": "none"},
            {"sender": "mailer-daemon@evil.example"},
            {"sender": "postmaster.eve@googlemail.com"},
            {"sender": "maildelivery@googlemail.com"},
            {"sender": "mailer-daemon@evil.example", "X-Failed-Recipients": f"me@evil.example, {CREATOR_EMAIL}"},
        ],
        ids=[
            "unproven",
            "another server",
            "a name like a daemon's",
            "a name that Gmail gives out",
            "another server that refuses for itself",
        ],
    )
    def test_a_forged_one_stops_nobody(self, claim: dict[str, str]) -> None:
        world = opened()
        open_too(world)
        self.bounce(world, CREATOR_EMAIL, **claim)
        assert only_case(world).negotiation_id is None
        assert world.app.store.suppression(CREATOR_EMAIL) is None
        assert world.negotiation.state is State.AWAITING_REPLY

    def test_one_that_gives_our_mail_back_belongs_to_its_negotiation(self) -> None:
        """In copy was somebody whom the books of first contacts do not know."""
        world = opened()
        world.write("I manage Mia.", None, sender=SAM)
        world.app.model.readings.append(ASK_4000)
        world.approve(only_case(world).id)
        world.serve()
        newest = list(world.app.mailbox.messages.values())[-1]
        self.bounce(world, SAM, References=newest.rfc822_id, auth="none")
        case = only_case(world)
        assert (case.negotiation_id, case.reason) == (world.negotiation.id, Reason.BOUNCE)
        assert world.app.store.suppression(SAM) is not None


class TestForgedBounce:
    @pytest.mark.parametrize("auth", ["none", "pass"])
    def test_it_stops_nobody_and_moves_nothing(self, auth: str) -> None:
        world = opened()
        before = world.negotiation
        letter = {"sender": "mailer-daemon@evil.example", "X-Failed-Recipients": CREATOR_EMAIL, "thread_id": "forged"}
        record = world.write("550 5.1.1 no such user", None, subject="Delivery failure", auth=auth, **letter)
        assert (record.outcome, record.why) == (Outcome.IGNORED, "a delivery report that proves nothing")
        assert world.app.store.suppression(CREATOR_EMAIL) is None
        assert (world.negotiation.state, world.app.store.open_cases()) == (before.state, [])

    def test_a_believable_one_stops_only_whom_we_write_to(self) -> None:
        world = opened()
        failed = f"zoe@other.example, {CREATOR_EMAIL}"
        letter = {"sender": "mailer-daemon@evil.example", "X-Failed-Recipients": failed}
        world.write("550 5.1.1 no such user", None, subject="Delivery failure", auth="none", **letter)
        assert world.app.store.suppression(CREATOR_EMAIL) is not None
        assert world.app.store.suppression("zoe@other.example") is None


class TestOneApproval:
    def test_a_second_newcomer_is_not_let_in_with_the_first(self) -> None:
        world = opened()
        first = world.write("I manage Mia. It is $4,000.", sender=SAM)
        second = world.write("Deal at $9,000!", sender="max@evil-mail.example")
        world.app.model.readings.append(ASK_4000)
        world.approve(only_case(world).id)
        world.serve()
        assert [person.email for person in world.negotiation.participants] == [CREATOR_EMAIL, SAM]
        assert world.app.store.inbound(first.id).vouched_by == "Kim"
        held = world.app.store.inbound(second.id)
        assert (held.vouched_by, held.outcome, held.why) == (None, Outcome.ESCALATED, "new_participant")

    def test_somebody_who_was_kept_out_before_is_let_in_and_kept_out_no_more(self) -> None:
        world = opened()
        for text in ("I manage Mia.", "As I said, I manage Mia."):
            world.write(text, sender=SAM)
            world.reject(only_case(world).id)
            steer(world, Command.RELEASE)
        assert world.negotiation.kept_out == (SAM,)
        world.write("I really do manage Mia.", sender=SAM)
        world.approve(only_case(world).id)
        found = world.negotiation
        assert ([person.email for person in found.participants], found.kept_out) == ([CREATOR_EMAIL, SAM], ())

    def test_a_forged_mail_is_not_believed_with_the_newcomer(self) -> None:
        world = opened()
        world.write("I manage Mia.", sender=SAM)
        forged = world.write("We accept $100.", sender=SAM, auth="fail")
        world.approve(only_case(world).id)
        world.serve()
        held = world.app.store.inbound(forged.id)
        assert (held.vouched_by, held.why) == (None, "untrusted_sender")

    @pytest.mark.parametrize("sender", [CREATOR_EMAIL, SAM])
    def test_trust_in_one_mail_is_not_trust_in_another(self, sender: str) -> None:
        """Nothing proves who wrote, so one From twice may be two people."""
        world = opened()
        first = world.write("Deal!", auth="none")
        second = world.write("Deal, but pay my friend.", sender=sender, auth="none")
        world.app.model.readings.append(ACCEPT)
        world.approve(only_case(world).id, first.id)
        world.serve()
        assert world.app.store.inbound(first.id).vouched_by == "Kim"
        held = world.app.store.inbound(second.id)
        assert (held.vouched_by, held.why) == (None, "untrusted_sender")

    def test_of_several_unproven_mails_each_trusted_one_is_named(self) -> None:
        world = opened()
        first = world.write("Deal!", auth="none")
        second = world.write("Deal, but pay my friend.", auth="none")
        case = only_case(world)
        with pytest.raises(InvalidInput) as refused:
            world.approve(case.id)
        assert refused.value.problems == (
            "nothing proves who wrote any of these; name each one you trust with --mail",
            f"{first.id} of {CREATOR_EMAIL}",
            f"{second.id} of {CREATOR_EMAIL}",
        )
        with pytest.raises(InvalidInput, match="elsewhere is no mail that"):
            world.approve(case.id, "elsewhere")
        assert only_case(world) == case
        world.app.model.readings.append(ACCEPT)
        world.approve(case.id, first.id, second.id)
        assert [world.app.store.inbound(one.id).vouched_by for one in (first, second)] == ["Kim", "Kim"]

    def test_a_sender_whom_a_person_trusts_still_changes_no_account(self) -> None:
        world = opened()
        mail = world.write("Deal! Our IBAN is DE89 3704 0044 0532 0130 00.", auth="none")
        world.approve(only_case(world).id)
        world.serve()
        assert world.app.store.inbound(mail.id).why == "payment_details_changed"
        assert world.app.model.requests == []


class TestSubject:
    def test_theirs_does_not_replace_ours_in_our_thread(self) -> None:
        world = opened()
        world.write("It is $4,000.", ASK_4000, subject="Re: Agreed: $9,000 for Mia")
        assert world.app.mailbox.sent[-1].subject == "Re: Northwind x Mia"

    def test_theirs_is_kept_in_a_thread_of_theirs(self) -> None:
        world = opened()
        world.write("It is $4,000.", ASK_4000, subject="Re: Paid partnership", thread_id="theirs")
        assert world.app.mailbox.sent[-1].subject == "Re: Paid partnership"

    @pytest.mark.parametrize(
        "subject", ["Agreed: $9,000", "See evil.example/pay", "https://x", "Ask max@evil.example", "a" * 151, "Re:"]
    )
    def test_what_we_would_not_say_is_not_said_in_the_subject(self, subject: str) -> None:
        world = opened()
        world.write("It is $4,000.", ASK_4000, subject=subject, thread_id="theirs")
        assert world.app.mailbox.sent[-1].subject == "Re: Northwind x Mia"


class TestSeveralDeals:
    def test_a_fresh_mail_is_left_to_a_person_who_is_told_the_candidates(self) -> None:
        world = opened()
        finished_too(world)
        record = world.write("Great, deal!", ACCEPT, thread_id="fresh", subject="Our deal")
        case = only_case(world)
        assert (record.outcome, case.reason) == (Outcome.ESCALATED, Reason.UNMATCHED)
        assert "autumn-deal" in case.evidence
        assert world.negotiation.id in case.evidence
        assert world.negotiation.state is State.AWAITING_REPLY


def test_a_participant_who_writes_through_a_group_is_answered() -> None:
    world = opened()
    record = world.write("It is $4,000.", ASK_4000, **{"List-Id": "<mia.groups.example>"})
    assert record.outcome is Outcome.ANSWERED


class TestNewcomerInAThreadOfTheirOwn:
    OPENING = "<sent2@gmail>"

    @pytest.mark.parametrize("link", [{"References": OPENING}, {"In-Reply-To": OPENING}, {"Cc": CREATOR_EMAIL}])
    def test_they_are_proposed_for_the_negotiation_and_not_answered(self, link: dict[str, str]) -> None:
        world = opened()
        letter = {"sender": SAM, "thread_id": "theirs", "subject": "Mia's rates", **link}
        record = world.write("I manage Mia. It is $4,000.", None, **letter)
        case = only_case(world)
        assert (case.negotiation_id, case.reason, case.proposed_email) == (world.negotiation.id, "new_participant", SAM)
        assert (record.outcome, world.app.model.requests) == (Outcome.ESCALATED, [])
        assert len(world.app.mailbox.sent) == 1
        assert world.negotiation.thread_id != "theirs"

    def test_once_approved_they_are_answered_where_they_wrote(self) -> None:
        world = opened()
        letter = {"sender": SAM, "thread_id": "theirs", "subject": "Mia's rates", "References": self.OPENING}
        world.write("I manage Mia. It is $4,000.", None, **letter)
        world.app.model.readings.append(ASK_4000)
        world.approve(only_case(world).id)
        world.serve()
        newest = world.app.mailbox.sent[-1]
        assert (newest.thread_id, newest.to, newest.cc) == ("theirs", (SAM,), (CREATOR_EMAIL,))

    def test_an_unproven_one_is_looked_at_in_the_negotiation(self) -> None:
        world = opened()
        letter = {"sender": SAM, "thread_id": "theirs", "References": self.OPENING, "auth": "none"}
        world.write("I manage Mia. It is $4,000.", None, **letter)
        case = only_case(world)
        assert (case.negotiation_id, case.reason) == (world.negotiation.id, "untrusted_sender")

    def test_from_behind_a_list_too(self) -> None:
        world = opened()
        letter = {"sender": SAM, "thread_id": "theirs", "References": self.OPENING, "List-Id": "<desk.talent.example>"}
        record = world.write("It is $4,000.", None, **letter)
        case = only_case(world)
        assert (case.negotiation_id, case.reason) == (world.negotiation.id, "untrusted_sender")
        world.approve(case.id)
        world.serve()
        assert world.app.store.inbound(record.id).why == "new_participant"


class TestWeakSigns:
    BULK = {"Precedence": "bulk", "thread_id": "theirs", "subject": "My summer"}  # noqa: RUF012 - read only

    @pytest.mark.parametrize("auth", ["pass", "none", "fail"])
    def test_bulk_mail_in_the_creators_name_is_looked_at(self, auth: str) -> None:
        world = opened()
        record = world.write("Here is what I did. I take $4,000.", None, auth=auth, **self.BULK)
        case = only_case(world)
        assert (case.negotiation_id, case.reason) == (world.negotiation.id, "untrusted_sender")
        assert (record.outcome, world.app.model.requests) == (Outcome.ESCALATED, [])

    def test_bulk_mail_of_a_creator_in_two_campaigns_is_looked_at(self) -> None:
        world = opened()
        finished_too(world)
        record = world.write("Here is what I did.", None, **self.BULK)
        assert (record.outcome, only_case(world).reason) == (Outcome.ESCALATED, Reason.UNMATCHED)

    def test_bulk_mail_of_a_stranger_is_recorded(self) -> None:
        world = opened()
        record = world.write("Reels from $400.", None, sender="news@trends.example", **self.BULK)
        assert (record.outcome, record.why) == (Outcome.IGNORED, "mail of a mailing list")
        assert world.app.store.open_cases() == []

"""Which negotiation a mail of an unknown thread belongs to: one creator in two campaigns of one mailbox."""

from dataclasses import replace
from typing import Any

import pytest

from shared.adapters.sqlite import SqliteStore
from shared.application.match import match_negotiation
from shared.domain.campaign import CampaignState
from shared.domain.mail.message import Address, InboundMessage, MailKind
from shared.domain.negotiation import Negotiation
from shared.domain.records import OutreachRecord, SentMailRecord, sent_mail_id
from shared.domain.states import State
from tests.unit.domain.builders import CREATOR_EMAIL, MAILBOX, NOW, campaign, inbound, negotiation

NEW_THREAD = inbound(thread_id="new")
OF_AUTUMN = inbound(thread_id="new", references=("<first@parley>", "<autumn@parley>"))


def store(*negotiations: Negotiation, state: CampaignState = CampaignState.LAUNCHED) -> SqliteStore:
    kept = SqliteStore(":memory:")
    for found in negotiations:
        kept.create(campaign(id=found.campaign_id, state=state))
        kept.create(found)
        outreach = OutreachRecord(
            id=f"{found.campaign_id}:{CREATOR_EMAIL}",
            version=1,
            campaign_id=found.campaign_id,
            email=CREATOR_EMAIL,
            negotiation_id=found.id,
            at=NOW,
        )
        kept.create(outreach)
    return kept


SPRING = negotiation(id="n-spring", version=1, references=("<spring@parley>",))
AUTUMN = negotiation(id="n-autumn", version=1, campaign_id="autumn", references=("<autumn@parley>",))


def matched(kept: SqliteStore, *mails: InboundMessage, mailbox: str = MAILBOX) -> str | None:
    found = match_negotiation(kept, mailbox, mails).negotiation
    return found.id if found else None


def test_the_only_negotiation_with_the_sender() -> None:
    assert matched(store(SPRING), NEW_THREAD) == "n-spring"


def test_between_two_nobody_guesses() -> None:
    assert matched(store(SPRING, AUTUMN), NEW_THREAD) is None
    candidates = match_negotiation(store(SPRING, AUTUMN), MAILBOX, [NEW_THREAD]).candidates
    assert {found.id for found in candidates} == {"n-spring", "n-autumn"}


def test_between_two_the_references_decide() -> None:
    assert matched(store(SPRING, AUTUMN), OF_AUTUMN) == "n-autumn"


def test_a_mail_that_may_be_about_a_finished_deal_is_no_answer_in_another_campaign() -> None:
    assert matched(store(replace(SPRING, state=State.REJECTED), AUTUMN), NEW_THREAD) is None


def test_a_reply_to_one_that_is_over_belongs_to_it() -> None:
    over = replace(AUTUMN, state=State.REJECTED)
    assert matched(store(SPRING, over), OF_AUTUMN) == "n-autumn"


def test_a_new_mail_after_the_only_one_is_over_belongs_to_nobody() -> None:
    assert matched(store(replace(SPRING, state=State.REJECTED)), NEW_THREAD) is None


def test_a_bounce_belongs_to_whom_it_is_about() -> None:
    daemon = Address(email="mailer-daemon@mail.example", name=None)
    bounce = inbound(kind=MailKind.BOUNCE_HARD, sender=daemon, failed_recipients=(CREATOR_EMAIL,))
    assert matched(store(SPRING), bounce) == "n-spring"


def test_between_two_the_mail_that_a_bounce_gives_back_decides() -> None:
    daemon = Address(email="mailer-daemon@mail.example", name=None)
    bounce = inbound(sender=daemon, failed_recipients=(CREATOR_EMAIL,), returned_ids=("<autumn@parley>",))
    assert matched(store(SPRING, AUTUMN), bounce) == "n-autumn"


@pytest.mark.parametrize("sender", ["zoe@creator.example", "mia@creator.example.evil.example", ""])
def test_somebody_else_belongs_to_nobody(sender: str) -> None:
    assert matched(store(SPRING), inbound(sender=Address(email=sender, name="Mia"))) is None


def sent(kept: SqliteStore, rfc822_id: str, found: Negotiation, mailbox: str = MAILBOX) -> SqliteStore:
    """A mail of ours that left in the negotiation."""
    kept.create(
        SentMailRecord(
            id=sent_mail_id(mailbox, rfc822_id),
            version=1,
            mailbox=mailbox,
            rfc822_message_id=rfc822_id,
            negotiation_id=found.id,
            at=NOW,
        )
    )
    return kept


SAM = Address(email="sam@talent.example", name=None)


class TestNewcomer:
    @pytest.mark.parametrize(
        "link",
        [
            {"references": ("<first@parley>", "<autumn@parley>", "<theirs@mail>")},
            {"in_reply_to": "<autumn@parley>"},
            {"kind": MailKind.BOUNCE_HARD, "returned_ids": ("<autumn@parley>",)},
        ],
    )
    def test_who_answers_a_mail_of_ours_belongs_to_its_negotiation(self, link: dict[str, Any]) -> None:
        kept = sent(store(SPRING, AUTUMN), "<autumn@parley>", AUTUMN)
        assert matched(kept, inbound(thread_id="new", sender=SAM, **link)) == "n-autumn"

    def test_a_mail_of_ours_that_another_mailbox_sent_says_nothing(self) -> None:
        kept = sent(store(AUTUMN), "<autumn@parley>", AUTUMN, mailbox="other@agency.example")
        assert matched(kept, replace(OF_AUTUMN, sender=SAM)) is None

    def test_references_that_are_none_of_ours_prove_nothing(self) -> None:
        assert matched(store(AUTUMN), replace(OF_AUTUMN, sender=SAM, references=("<made-up@parley>",))) is None

    @pytest.mark.parametrize("field", ["to", "cc"])
    def test_who_writes_to_us_and_the_creator_belongs_to_the_creator(self, field: str) -> None:
        both = (Address(email=MAILBOX, name=None), Address(email=CREATOR_EMAIL, name="Mia"))
        assert matched(store(SPRING), inbound(thread_id="new", sender=SAM, **{field: both})) == "n-spring"

    def test_among_very_many_recipients_nobody_is_looked_for(self) -> None:
        crowd = tuple(Address(email=f"fan{number}@crowd.example", name=None) for number in range(20))
        to = (*crowd, Address(email=CREATOR_EMAIL, name="Mia"))
        assert matched(store(SPRING), inbound(thread_id="new", sender=SAM, to=to)) is None

    def test_what_is_answered_decides_before_whom_it_is_written_to(self) -> None:
        kept = sent(store(SPRING, AUTUMN), "<autumn@parley>", AUTUMN)
        cc = (Address(email=CREATOR_EMAIL, name="Mia"),)
        found = match_negotiation(kept, MAILBOX, [replace(OF_AUTUMN, sender=SAM, cc=cc)])
        assert found.negotiation is not None
        assert found.negotiation.id == "n-autumn"
        assert {one.id for one in found.candidates} == {"n-spring", "n-autumn"}


def test_another_mailbox_and_a_campaign_not_launched_are_out_of_it() -> None:
    assert matched(store(SPRING), NEW_THREAD, mailbox="other@agency.example") is None
    assert matched(store(SPRING, state=CampaignState.IMPORTED), NEW_THREAD) is None

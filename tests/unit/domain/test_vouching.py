"""Whose mails an approval trusts: those that were meant by it, and no others of the case."""

from typing import Any

import pytest

from shared.domain.decision import Reason
from shared.domain.errors import InvalidInput
from shared.domain.people.vouching import vouched_for
from shared.domain.records import CaseRecord, CaseState, InboundRecord, InboundState, TurnRecord
from tests.unit.domain.builders import CREATOR_EMAIL, MAILBOX, NOW

SAM = "sam@talent.example"
EVA = "eva@talent.example"


def case(reason: Reason, *mails: str, **changes: Any) -> CaseRecord:
    return CaseRecord(
        id="n1-case1",
        version=1,
        reason=reason,
        state=CaseState.OPEN,
        negotiation_id="n1",
        opened_at=NOW,
        evidence="",
        inbound_ids=mails,
        **changes,
    )


def held(mail: str, why: Reason) -> InboundRecord:
    return InboundRecord(
        id=mail,
        version=2,
        mailbox=MAILBOX,
        message_id=mail,
        thread_id="t1",
        thread_key=f"{MAILBOX}:t1",
        state=InboundState.DONE,
        queued_at=NOW,
        kept_until=NOW,
        why=why.value,
    )


def turn(seq: int, mail: str, author: str) -> TurnRecord:
    return TurnRecord(seq=seq, version=1, at=NOW, outbound=False, mail_id=mail, author=author, text="")


TURNS = (turn(1, "m1", SAM), turn(2, "m2", EVA), turn(3, "m3", SAM))


def test_all_mails_of_a_newcomer_are_trusted_and_no_strangers() -> None:
    reason = Reason.NEW_PARTICIPANT
    records = [held(mail, reason) for mail in ("m1", "m2", "m3")]
    asked = case(reason, "m1", "m2", "m3", proposed_email=SAM)
    assert vouched_for(asked, TURNS, records, (), participants={SAM, CREATOR_EMAIL}) == {"m1", "m3"}


def test_the_mail_of_the_creator_who_brought_a_newcomer_is_trusted_with_them() -> None:
    reason = Reason.NEW_PARTICIPANT
    turns = (*TURNS, turn(4, "m4", CREATOR_EMAIL))
    records = [held(mail, reason) for mail in ("m2", "m4")]
    asked = case(reason, "m4", "m2", proposed_email=SAM)
    assert vouched_for(asked, turns, records, (), participants={SAM, CREATOR_EMAIL}) == {"m4"}


def test_where_a_mail_only_names_a_newcomer_its_writer_is_trusted() -> None:
    reason = Reason.NEW_PARTICIPANT
    records = [held(mail, reason) for mail in ("m1", "m2", "m3")]
    asked = case(reason, "m2", "m1", "m3")
    assert vouched_for(asked, TURNS, records, (), participants={EVA}) == {"m2"}


def test_the_only_mail_that_nobody_could_authenticate_is_meant_without_being_named() -> None:
    reason = Reason.UNTRUSTED_SENDER
    records = [held("m1", reason), held("m2", Reason.HOSTILE)]
    assert vouched_for(case(reason, "m1", "m2"), TURNS, records, (), participants=()) == {"m1"}


def test_of_several_each_has_to_be_named() -> None:
    reason = Reason.UNTRUSTED_SENDER
    records = [held("m1", reason), held("m2", reason)]
    with pytest.raises(InvalidInput) as raised:
        vouched_for(case(reason, "m1", "m2"), TURNS, records, (), participants=())
    assert raised.value.problems == (
        "nothing proves who wrote any of these; name each one you trust with --mail",
        f"m1 of {SAM}",
        f"m2 of {EVA}",
    )
    assert vouched_for(case(reason, "m1", "m2"), TURNS, records, ["m2"], participants=()) == {"m2"}


def test_a_mail_that_was_held_for_something_else_cannot_be_named() -> None:
    reason = Reason.UNTRUSTED_SENDER
    records = [held("m1", reason), held("m2", Reason.HOSTILE)]
    with pytest.raises(InvalidInput, match="m2 is no mail that n1-case1 asks about"):
        vouched_for(case(reason, "m1", "m2"), TURNS, records, ["m2"], participants=())


def test_no_other_case_is_about_trust() -> None:
    assert vouched_for(case(Reason.PARKED, "m1"), TURNS, [held("m1", Reason.PARKED)], (), participants=()) == set()

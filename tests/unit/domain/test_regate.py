"""The gate over a mail that has left: on the terms of its own time, without what somebody let pass by name."""

from typing import Any

from shared.domain.negotiation import LedgerEntry, Move, Stage
from shared.domain.records import EntryKind, EntryState, OutboxEntry, OutgoingMail, TurnRecord
from shared.domain.states import Event
from shared.domain.writing.regate import Told, greeted_in, unanswered_for, words_of_theirs
from tests.unit.domain.builders import CREATOR_EMAIL, MAILBOX, NOW, campaign, negotiation, opened, theirs

GUARANTEE = "Hi Mia,\n\nWe guarantee more campaigns.\n\nBest,\nAlex Morgan\n"
REPEATS_ASK = "Hi Mia,\n\nYou asked for $1,400.00, which we will look at.\n\nBest,\nAlex Morgan\n"
MOVE = Move(stage=Stage.CLARIFICATION, event=Event.SEND_COUNTER, terms=None)


def entry(body: str, **changes: Any) -> OutboxEntry:
    mail = OutgoingMail(
        mailbox=MAILBOX,
        sender_name="Alex Morgan",
        to=(CREATOR_EMAIL,),
        cc=(),
        subject="Northwind x Mia",
        body=body,
        thread_id="t1",
        in_reply_to=None,
        references=(),
    )
    fields: dict[str, Any] = {"id": "n1-2", "version": 3, "kind": EntryKind.MAIL, "state": EntryState.SENT}
    fields |= {"negotiation_id": "n1", "created_at": NOW, "next_attempt_at": NOW, "mail": mail, "move": MOVE}
    return OutboxEntry(**(fields | changes))


def turn(seq: int, mail: str, author: str, text: str, *, outbound: bool = False) -> TurnRecord:
    return TurnRecord(seq=seq, version=1, at=NOW, outbound=outbound, mail_id=mail, author=author, text=text)


def told(*later: LedgerEntry, turns: tuple[TurnRecord, ...] = ()) -> Told:
    found = negotiation(ledger=opened(*later))
    return Told(campaign=campaign(), negotiation=found, turns=turns, their_words=words_of_theirs(turns))


def test_what_the_agent_may_not_say_is_found_whatever_the_record_claims() -> None:
    found = unanswered_for(entry(GUARANTEE), GUARANTEE, told())
    assert any("guarantee" in failure for failure in found)
    assert unanswered_for(entry(GUARANTEE, overridden=found), GUARANTEE, told()) == found


def test_what_a_person_let_pass_by_name_is_answered_for_and_nothing_else() -> None:
    kims = entry(GUARANTEE, decided_by="Kim", overridden=unanswered_for(entry(GUARANTEE), GUARANTEE, told()))
    assert unanswered_for(kims, GUARANTEE, told()) == ()
    more = unanswered_for(kims, GUARANTEE.replace("campaigns.", "campaigns, for $5,000.00."), told())
    assert more
    assert all("$5,000.00" in failure for failure in more)


def test_the_agent_repeats_the_ask_of_the_mail_it_answers() -> None:
    asked = told(theirs("1400", "m1"))
    assert unanswered_for(entry(REPEATS_ASK, answers=("m1",)), REPEATS_ASK, asked) == ()
    assert unanswered_for(entry(REPEATS_ASK, answers=("m2",)), REPEATS_ASK, asked) != ()


def test_a_person_may_repeat_what_was_asked_before() -> None:
    asked = told(theirs("1400", "m1"))
    assert unanswered_for(entry(REPEATS_ASK, answers=("m2",), decided_by="Kim"), REPEATS_ASK, asked) == ()


def test_whoever_gets_the_mail_or_wrote_what_it_answers_may_be_greeted() -> None:
    turns = (turn(1, "m1", "sam@talent.example", "Hi"), turn(2, "m2", "eva@talent.example", "Hi"))
    assert greeted_in(entry(GUARANTEE, answers=("m2",)), turns) == (CREATOR_EMAIL, "eva@talent.example")


def test_only_their_mails_are_their_words() -> None:
    turns = (turn(1, "n1-1", MAILBOX, "ours", outbound=True), turn(2, "m1", CREATOR_EMAIL, "theirs"))
    assert words_of_theirs(turns) == "theirs"

from typing import Any

import pytest

from shared.domain.decision import Reason
from shared.domain.mail.message import Address, Attachment, Authentication, InboundMessage, MailKind, Suspicion
from shared.domain.negotiation import Negotiation, Owner
from shared.domain.screen import Hold, Ignore, Read, Screened, Wait, screen
from shared.domain.states import State
from tests.unit.domain.builders import inbound, negotiation, usd

TEAM = frozenset({"agency.example"})
COLLEAGUE = Address(email="kim@agency.example", name="Kim")
STRANGER = Address(email="sam@talent.example", name="Sam")


def screened(found: InboundMessage, stand: Negotiation | None, *, vouched: bool = False) -> Screened:
    return screen(found, stand, TEAM, vouched=vouched)


def held(verdict: Screened) -> Hold:
    assert isinstance(verdict, Hold), verdict
    return verdict


def test_a_participant_whom_gmail_vouches_for_is_read() -> None:
    assert screened(inbound(), negotiation(state=State.AWAITING_REPLY)) == Read()


@pytest.mark.parametrize(
    ("kind", "why"),
    [
        (MailKind.OWN, "our own mail"),
        (MailKind.AUTO_REPLY, "an automatic reply"),
        (MailKind.OUT_OF_OFFICE, "an out-of-office reply"),
        (MailKind.BOUNCE_SOFT, "a temporary delivery problem; the mail server keeps trying"),
        (MailKind.LIST, "mail of a mailing list"),
        (MailKind.CALENDAR, "an answer to a calendar invitation"),
    ],
)
@pytest.mark.parametrize("stand", [None, negotiation(), negotiation(owner=Owner.HUMAN, owner_name="Kim")])
def test_machine_mail_is_set_aside_with_its_reason(kind: MailKind, why: str, stand: Negotiation | None) -> None:
    assert screened(inbound(kind=kind), stand) == Ignore(why)


def test_every_kind_of_mail_has_a_consequence() -> None:
    verdicts = {kind: screened(inbound(kind=kind), negotiation()) for kind in MailKind}
    assert {kind for kind, verdict in verdicts.items() if isinstance(verdict, Read)} == {MailKind.HUMAN}


def test_a_hard_bounce_names_whom_it_is_about() -> None:
    bounce = inbound(kind=MailKind.BOUNCE_HARD, failed_recipients=("mia@creator.example",))
    expected = Hold(Reason.BOUNCE, "undeliverable: mia@creator.example", undeliverable=("mia@creator.example",))
    assert screened(bounce, negotiation()) == expected
    assert screened(bounce, None) == expected


def test_a_bounce_about_nobody_is_seen_all_the_same() -> None:
    verdict = held(screened(inbound(kind=MailKind.BOUNCE_HARD), negotiation()))
    assert (verdict.reason, verdict.undeliverable) == (Reason.BOUNCE, ())


def test_mail_that_belongs_to_nothing_reaches_a_person() -> None:
    expected = Hold(Reason.UNMATCHED, "sam@talent.example: Re: Northwind x Mia")
    assert screened(inbound(sender=STRANGER), None) == expected


class TestColleague:
    def test_a_colleague_in_the_thread_takes_over(self) -> None:
        verdict = held(screened(inbound(sender=COLLEAGUE), negotiation()))
        assert (verdict.reason, verdict.takes_over) == (Reason.HUMAN_TOOK_OVER, True)
        assert verdict.evidence.startswith("kim@agency.example ")

    @pytest.mark.parametrize("verdict", [Authentication.NONE, Authentication.FAIL])
    def test_a_forged_colleague_silences_nobody(self, verdict: Authentication) -> None:
        found = held(screened(inbound(sender=COLLEAGUE, authentication=verdict), negotiation()))
        assert (found.reason, found.takes_over) == (Reason.UNTRUSTED_SENDER, False)

    def test_a_neighbouring_domain_is_not_the_team(self) -> None:
        neighbour = Address(email="kim@agency.example.evil.example", name="Kim")
        assert held(screened(inbound(sender=neighbour), negotiation())).reason is Reason.NEW_PARTICIPANT


class TestWhoseTurn:
    @pytest.mark.parametrize("state", [State.AGREED, State.REJECTED, State.EXITED, State.STOPPED])
    def test_after_the_end_a_person_sees_it(self, state: State) -> None:
        stand = negotiation(state=state, agreed_rate=usd("1200") if state is State.AGREED else None)
        assert held(screened(inbound(), stand)).reason is Reason.LATE_MAIL

    def test_in_a_pause_it_waits(self) -> None:
        assert screened(inbound(), negotiation(state=State.PAUSED, paused_from=State.COUNTER_SENT)) == Wait()

    def test_a_person_who_owns_it_gets_it(self) -> None:
        verdict = held(screened(inbound(), negotiation(owner=Owner.HUMAN, owner_name="Kim")))
        assert (verdict.reason, verdict.takes_over) == (Reason.HUMAN_OWNED, False)

    def test_while_a_case_is_open_it_is_added_to_it(self) -> None:
        assert held(screened(inbound(), negotiation(state=State.ESCALATED))).reason is Reason.WHILE_ESCALATED


class TestTrust:
    @pytest.mark.parametrize(
        ("changes", "reason"),
        [
            ({"authentication": Authentication.NONE}, Reason.UNTRUSTED_SENDER),
            ({"authentication": Authentication.FAIL}, Reason.UNTRUSTED_SENDER),
            ({"sender": STRANGER}, Reason.NEW_PARTICIPANT),
            ({"sender": Address(email="", name=None)}, Reason.NEW_PARTICIPANT),
            *[({"suspicions": (found,)}, Reason.UNTRUSTED_SENDER) for found in Suspicion],
        ],
    )
    def test_what_is_held_and_why(self, changes: dict[str, Any], reason: Reason) -> None:
        assert held(screened(inbound(**changes), negotiation())).reason is reason

    @pytest.mark.parametrize(
        ("content_type", "is_held"),
        [
            ("application/pdf", True),
            ("application/vnd.openxmlformats-officedocument.wordprocessingml.document", True),
            ("application/msword", True),
            ("text/csv", True),
            ("image/png", False),
            ("text/calendar", False),
        ],
    )
    def test_files_in_which_terms_travel_are_looked_at(self, content_type: str, is_held: bool) -> None:
        file = Attachment(name="rates", content_type=content_type, size_bytes=1)
        verdict = screened(inbound(attachments=(file,)), negotiation())
        assert verdict == (Hold(Reason.ATTACHMENT, "rates") if is_held else Read())

    @pytest.mark.parametrize(
        "changes",
        [
            {"authentication": Authentication.NONE},
            {"sender": STRANGER},
            {"suspicions": (Suspicion.FORWARDED,)},
            {"attachments": (Attachment(name="rates", content_type="application/pdf", size_bytes=1),)},
        ],
    )
    def test_what_a_person_vouched_for_is_read(self, changes: dict[str, Any]) -> None:
        assert screened(inbound(**changes), negotiation(), vouched=True) == Read()

    @pytest.mark.parametrize(
        ("stand", "reason"),
        [
            (negotiation(state=State.REJECTED), Reason.LATE_MAIL),
            (negotiation(owner=Owner.HUMAN, owner_name="Kim"), Reason.HUMAN_OWNED),
            (negotiation(state=State.ESCALATED), Reason.WHILE_ESCALATED),
        ],
    )
    def test_being_vouched_for_opens_no_other_door(self, stand: Negotiation, reason: Reason) -> None:
        assert held(screened(inbound(), stand, vouched=True)).reason is reason

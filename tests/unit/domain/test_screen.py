from dataclasses import replace
from typing import Any

import pytest

from shared.domain.decision import Reason
from shared.domain.mail.message import Address, Attachment, Authentication, InboundMessage, MailKind, Suspicion
from shared.domain.negotiation import Negotiation, Owner
from shared.domain.screen import Hold, Ignore, OurSide, Read, Screened, Seen, Wait, heard, screen
from shared.domain.states import State
from tests.unit.domain.builders import CREATOR_EMAIL, MAILBOX, inbound, negotiation, terms

OURS = OurSide(mailbox=MAILBOX, aliases=("hello@northwind-deals.example",), team_domains=frozenset({"agency.example"}))
COLLEAGUE = Address(email="kim@agency.example", name="Kim")
STRANGER = Address(email="sam@talent.example", name="Sam")


def screened(found: InboundMessage, stand: Negotiation | None, *, vouched: bool = False) -> Screened:
    return screen(found, stand, OURS, seen=Seen(vouched=vouched))


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
    mail = inbound(kind=kind, marker="out-7" if kind is MailKind.OWN else None, sender=STRANGER)
    assert screened(mail, stand) == Ignore(why)


def test_every_kind_of_mail_has_a_consequence() -> None:
    verdicts = {kind: screened(inbound(kind=kind), negotiation()) for kind in MailKind}
    assert {kind for kind, verdict in verdicts.items() if isinstance(verdict, Read)} == {MailKind.HUMAN}


OPENED = negotiation(thread_id="t1", last_mail_id="<opening@brand.example>")


@pytest.mark.parametrize("kind", [MailKind.LIST, MailKind.HUMAN])
def test_a_participant_who_answers_is_heard_from_behind_a_group(kind: MailKind) -> None:
    assert heard(inbound(kind=kind), OPENED).kind is MailKind.HUMAN


@pytest.mark.parametrize(
    ("changes", "stand"),
    [
        ({"sender": STRANGER}, OPENED),
        ({"authentication": Authentication.NONE}, OPENED),
        ({"thread_id": "new"}, OPENED),
        ({}, None),
    ],
)
def test_nobody_else_is_heard_from_behind_a_list(changes: dict[str, Any], stand: Negotiation | None) -> None:
    assert heard(inbound(kind=MailKind.LIST, **changes), stand).kind is MailKind.LIST


@pytest.mark.parametrize(
    "weak",
    [
        {"kind": MailKind.LIST},
        {"kind": MailKind.AUTO_REPLY, "kind_doubtful": True},
        {"kind": MailKind.CALENDAR, "kind_doubtful": True},
    ],
)
@pytest.mark.parametrize(
    "link",
    [
        {"sender": STRANGER},
        {"sender": STRANGER, "thread_id": "new", "in_reply_to": "<opening@brand.example>"},
        {"sender": STRANGER, "thread_id": "new", "references": ("<opening@brand.example>", "<2@list.example>")},
        {"thread_id": "new"},
        {"thread_id": "new", "authentication": Authentication.NONE},
        {"thread_id": "new", "authentication": Authentication.FAIL},
        {"authentication": Authentication.NONE},
    ],
    ids=["in our thread", "in reply", "by references", "circular", "unproven", "forged", "unproven in our thread"],
)
class TestWeakSigns:
    def test_what_answers_us_or_comes_from_a_participant_is_looked_at(
        self, weak: dict[str, Any], link: dict[str, Any]
    ) -> None:
        found = held(screened(inbound(**weak, **link), OPENED))
        assert (found.reason, found.proposed) == (Reason.UNTRUSTED_SENDER, None)

    def test_after_the_end_too(self, weak: dict[str, Any], link: dict[str, Any]) -> None:
        over = replace(OPENED, state=State.REJECTED)
        assert held(screened(inbound(**weak, **link), over)).reason is Reason.LATE_MAIL

    def test_in_a_pause_it_waits(self, weak: dict[str, Any], link: dict[str, Any]) -> None:
        paused = replace(OPENED, state=State.PAUSED, paused_from=State.COUNTER_SENT)
        assert screened(inbound(**weak, **link), paused) == Wait()

    def test_once_a_person_trusts_it_it_is_mail_of_a_person(self, weak: dict[str, Any], link: dict[str, Any]) -> None:
        mail = heard(inbound(**weak, **link), OPENED, vouched=True)
        assert mail.kind is MailKind.HUMAN
        verdict = screened(mail, OPENED, vouched=True)
        newcomer = Hold(Reason.NEW_PARTICIPANT, STRANGER.email, proposed=STRANGER.email)
        assert verdict == (newcomer if mail.sender == STRANGER else Read())


class TestOurAddress:
    BY_HAND = inbound(kind=MailKind.OWN, sender=Address(email=MAILBOX, name=None), labels=("SENT",), thread_id="new")

    @pytest.mark.parametrize(
        "changes",
        [
            {"authentication": Authentication.NONE},
            {"labels": ("INBOX",)},
        ],
        ids=["sent in Gmail", "sent from an alias elsewhere"],
    )
    def test_what_a_person_writes_in_our_name_takes_over(self, changes: dict[str, Any]) -> None:
        found = held(screened(replace(self.BY_HAND, **changes), OPENED))
        assert (found.reason, found.taken_by) == (Reason.HUMAN_TOOK_OVER, MAILBOX)

    def test_what_claims_our_name_without_proof_silences_nobody(self) -> None:
        forged = replace(self.BY_HAND, labels=("INBOX",), authentication=Authentication.NONE)
        found = held(screened(forged, OPENED))
        assert (found.reason, found.taken_by) == (Reason.UNTRUSTED_SENDER, None)

    @pytest.mark.parametrize(
        ("changes", "stand"),
        [
            ({"marker": "out-7"}, OPENED),
            ({"marker": "out-7", "labels": ("INBOX",)}, OPENED),
            ({"received_at": OPENED.human_watermark_at}, OPENED),
            ({}, replace(OPENED, state=State.REJECTED)),
            ({}, replace(OPENED, owner=Owner.HUMAN, owner_name="Kim")),
            ({}, negotiation(state=State.AWAITING_REPLY, thread_id=None, ledger=())),
            ({}, None),
        ],
        ids=["ours", "ours, returned", "before", "over", "a person's already", "outreach of people", "nobody's"],
    )
    def test_nothing_follows(self, changes: dict[str, Any], stand: Negotiation | None) -> None:
        assert screened(replace(self.BY_HAND, **changes), stand) == Ignore("our own mail")


class TestBounce:
    DAEMON = Address(email="mailer-daemon@mail.example", name=None)
    STAND = negotiation(thread_id="ours", references=("<opening@parley>",), last_mail_id="<newest@parley>")

    def report(self, **changes: Any) -> InboundMessage:
        fields: dict[str, Any] = {
            "kind": MailKind.BOUNCE_HARD,
            "sender": self.DAEMON,
            "authentication": Authentication.NONE,
            "failed_recipients": (CREATOR_EMAIL,),
        }
        return inbound(**(fields | changes))

    @pytest.mark.parametrize(
        "proof",
        [
            {"references": ("<other@mail>", "<opening@parley>")},
            {"in_reply_to": "<newest@parley>"},
            {"returned_ids": ("<newest@parley>",)},
            {"thread_id": "ours"},
            {
                "sender": Address(email="postmaster@creator.example", name=None),
                "authentication": Authentication.PASS,
            },
            {
                "sender": Address(email="mailer-daemon@googlemail.com", name=None),
                "authentication": Authentication.PASS,
            },
        ],
    )
    def test_a_report_that_proves_something_stops_the_address(self, proof: dict[str, Any]) -> None:
        expected = Hold(Reason.BOUNCE, f"undeliverable: {CREATOR_EMAIL}", undeliverable=(CREATOR_EMAIL,))
        assert screened(self.report(**proof), self.STAND) == expected

    @pytest.mark.parametrize(
        "claim",
        [
            {},
            {"authentication": Authentication.PASS},
            {"sender": Address(email="postmaster@creator.example", name=None)},
            {"references": ("<guessed@parley>",), "returned_ids": ("<guessed@parley>",)},
            {
                "sender": Address(email="mailer-daemon@evil.example", name=None),
                "authentication": Authentication.PASS,
                "failed_recipients": ("me@evil.example", CREATOR_EMAIL),
            },
        ],
    )
    @pytest.mark.parametrize("stand", [STAND, negotiation()])
    def test_a_forged_report_is_set_aside(self, claim: dict[str, Any], stand: Negotiation) -> None:
        assert screened(self.report(**claim), stand) == Ignore("a delivery report that proves nothing")

    def test_only_the_people_of_the_negotiation_are_stopped(self) -> None:
        report = self.report(thread_id="ours", failed_recipients=("zoe@other.example", CREATOR_EMAIL))
        verdict = held(screened(report, self.STAND))
        assert verdict.undeliverable == (CREATOR_EMAIL,)
        assert verdict.evidence == f"undeliverable: zoe@other.example, {CREATOR_EMAIL}"

    def test_a_report_about_nobody_is_seen_all_the_same(self) -> None:
        verdict = held(screened(self.report(thread_id="ours", failed_recipients=()), self.STAND))
        assert (verdict.reason, verdict.undeliverable) == (Reason.BOUNCE, ())

    def test_a_server_speaks_for_its_own_domain_alone(self) -> None:
        postmaster = Address(email="postmaster@creator.example", name=None)
        failed = (CREATOR_EMAIL, "sam@talent.example")
        report = self.report(sender=postmaster, authentication=Authentication.PASS, failed_recipients=failed)
        assert held(screened(report, self.STAND)).undeliverable == (CREATOR_EMAIL,)
        assert held(screened(report, None)).undeliverable == (CREATOR_EMAIL,)

    @pytest.mark.parametrize(
        ("sender", "believed"),
        [
            ("eve@gmail.com", False),
            ("postmaster.eve@gmail.com", False),
            ("maildelivery@gmail.com", False),
            ("postmaster@gmail.com", True),
        ],
    )
    def test_at_a_provider_nobody_speaks_for_a_neighbour(self, sender: str, believed: bool) -> None:
        report = self.report(
            sender=Address(email=sender, name=None),
            authentication=Authentication.PASS,
            failed_recipients=("mia@gmail.com",),
        )
        assert held(screened(report, None)).undeliverable == (("mia@gmail.com",) if believed else ())

    def test_without_a_negotiation_a_person_sees_it_and_nobody_is_stopped(self) -> None:
        assert screened(self.report(), None) == Hold(Reason.BOUNCE, f"undeliverable: {CREATOR_EMAIL}")


def test_mail_that_belongs_to_nothing_reaches_a_person() -> None:
    expected = Hold(Reason.UNMATCHED, "sam@talent.example: Re: Northwind x Mia")
    assert screened(inbound(sender=STRANGER), None) == expected


class TestColleague:
    def test_a_colleague_in_the_thread_takes_over(self) -> None:
        verdict = held(screened(inbound(sender=COLLEAGUE), negotiation()))
        assert (verdict.reason, verdict.taken_by) == (Reason.HUMAN_TOOK_OVER, "kim@agency.example")
        assert verdict.evidence == "kim@agency.example wrote in the thread"

    @pytest.mark.parametrize("verdict", [Authentication.NONE, Authentication.FAIL])
    def test_a_forged_colleague_silences_nobody(self, verdict: Authentication) -> None:
        found = held(screened(inbound(sender=COLLEAGUE, authentication=verdict), negotiation()))
        assert (found.reason, found.taken_by) == (Reason.UNTRUSTED_SENDER, None)

    def test_a_neighbouring_domain_is_not_the_team(self) -> None:
        neighbour = Address(email="kim@agency.example.evil.example", name="Kim")
        verdict = held(screened(inbound(sender=neighbour), negotiation()))
        assert (verdict.reason, verdict.taken_by) == (Reason.UNTRUSTED_SENDER, None)


class TestWhoseTurn:
    @pytest.mark.parametrize("state", [State.AGREED, State.REJECTED, State.EXITED, State.STOPPED])
    def test_after_the_end_a_person_sees_it(self, state: State) -> None:
        stand = negotiation(state=state, agreed_terms=terms("1200") if state is State.AGREED else None)
        assert held(screened(inbound(), stand)).reason is Reason.LATE_MAIL

    def test_in_a_pause_it_waits(self) -> None:
        assert screened(inbound(), negotiation(state=State.PAUSED, paused_from=State.COUNTER_SENT)) == Wait()

    def test_a_person_who_owns_it_gets_it(self) -> None:
        verdict = held(screened(inbound(), negotiation(owner=Owner.HUMAN, owner_name="Kim")))
        assert (verdict.reason, verdict.taken_by) == (Reason.HUMAN_OWNED, None)

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
        ("name", "is_held"),
        [
            ("rate-card.png", True),
            ("MiaRateCard2026.png", True),
            ("ratecard.jpg", True),
            ("Preisliste_2026.png", True),
            ("Kooperationsvertrag.jpg", True),
            ("Tarifs Mia.png", True),
            ("mis tarifas.jpeg", True),
            ("fattura 12.png", True),
            ("cennik.png", True),
            ("договор.jpg", True),
            ("請求書.png", True),
            ("pirate.png", False),
            ("Media Kit 2027.jpg", True),
            ("contract_signed.heic", True),
            ("corporate-logo.png", False),
            ("IMG_2041.jpg", False),
        ],
    )
    def test_a_picture_is_looked_at_when_it_is_named_like_terms(self, name: str, is_held: bool) -> None:
        for content_type in ("image/jpeg", "application/octet-stream"):
            file = Attachment(name=name, content_type=content_type, size_bytes=1)

            verdict = screened(inbound(attachments=(file,)), negotiation())

            assert (verdict == Hold(Reason.ATTACHMENT, name)) is is_held

    def test_a_newsletter_that_answers_nothing_of_ours_is_set_aside(self) -> None:
        news = inbound(kind=MailKind.LIST, sender=STRANGER)
        assert screened(news, negotiation(last_mail_id="<opening@brand.example>")) == Ignore("mail of a mailing list")

    @pytest.mark.parametrize("doubtful", [True, False])
    def test_an_account_among_quoted_words_is_looked_at_unless_it_is_no_news(self, *, doubtful: bool) -> None:
        mail = inbound(quoted_text="please pay to DE89 3704 0044 0532 0130 00", stripping_doubtful=doubtful)
        told = "Hi,\nplease pay to\nDE89 3704 0044 0532 0130 00."

        verdict = held(screened(mail, negotiation()))
        assert verdict.reason is Reason.PAYMENT_DETAILS_CHANGED
        assert screen(mail, negotiation(), OURS, seen=Seen(told=(told[:-1],))) == Read()
        assert screened(mail, negotiation(last_sent_text=told[:-1])) == Read()
        assert screen(mail, negotiation(), OURS, seen=Seen(told=(told.replace("00.", "01"),))) == verdict

    def test_an_account_behind_a_link_or_in_a_picture_is_looked_at(self) -> None:
        linked = held(screened(inbound(links=("https://paypal.me/mia",)), negotiation()))
        assert linked == Hold(
            Reason.PAYMENT_DETAILS_CHANGED, f"{CREATOR_EMAIL} names an account to pay to: https://paypal.me/mia"
        )
        picture = Attachment(name="bank-details.jpg", content_type="image/jpeg", size_bytes=1)
        pictured = held(screened(inbound(attachments=(picture,)), negotiation()))
        assert pictured == Hold(
            Reason.PAYMENT_DETAILS_CHANGED, f"{CREATOR_EMAIL} sends an account to pay to: bank-details.jpg"
        )

    @pytest.mark.parametrize(
        ("content_type", "is_held"),
        [
            ("application/pdf", True),
            ("application/vnd.openxmlformats-officedocument.wordprocessingml.document", True),
            ("application/msword", True),
            ("text/csv", True),
            ("application/zip", True),
            ("application/octet-stream", True),
            ("text/plain", True),
            ("image/png", False),
            ("text/calendar", False),
            ("application/pgp-signature", False),
            ("application/pkcs7-signature", False),
        ],
    )
    def test_files_in_which_terms_travel_are_looked_at(self, content_type: str, is_held: bool) -> None:
        file = Attachment(name="summer", content_type=content_type, size_bytes=1)
        verdict = screened(inbound(attachments=(file,)), negotiation())
        assert verdict == (Hold(Reason.ATTACHMENT, "summer") if is_held else Read())

    @pytest.mark.parametrize(
        ("name", "content_type", "is_held"),
        [
            ("Contract.PDF", "application/octet-stream", True),
            ("contract.docx", "application/octet-stream", True),
            ("contract.pdf", "image/png", True),
            ("logo.png", "application/octet-stream", False),
            ("smime.p7s", "application/octet-stream", False),
        ],
    )
    def test_a_contract_is_seen_under_any_type(self, name: str, content_type: str, is_held: bool) -> None:
        file = Attachment(name=name, content_type=content_type, size_bytes=1)
        verdict = screened(inbound(attachments=(file,)), negotiation())
        assert verdict == (Hold(Reason.ATTACHMENT, name) if is_held else Read())

    @pytest.mark.parametrize("domain", ["creat0r.example", "agencyy.example", "n0rthwind-deals.example"])
    def test_a_newcomer_from_a_lookalike_domain_is_shown_as_one(self, domain: str) -> None:
        sender = Address(email=f"kim@{domain}", name="Kim")
        verdict = held(screened(inbound(sender=sender), negotiation()))
        assert verdict.reason is Reason.UNTRUSTED_SENDER
        assert verdict.evidence.startswith(f"kim@{domain}: {domain} could be taken for ")

    def test_every_doubt_about_a_sender_is_on_the_card(self) -> None:
        mail = inbound(authentication=Authentication.NONE, suspicions=(Suspicion.HIDDEN_TEXT,))
        expected = f"{CREATOR_EMAIL}: Gmail could not confirm the sender (none), hidden text"
        assert held(screened(mail, negotiation())) == Hold(Reason.UNTRUSTED_SENDER, expected)

    @pytest.mark.parametrize(
        ("changes", "line"),
        [
            (
                {"new_text": "Deal!\nOur IBAN is DE89 3704 0044 0532 0130 00."},
                "Our IBAN is DE89 3704 0044 0532 0130 00.",
            ),
            ({"subject": "New bank account", "new_text": "Deal!"}, "New bank account"),
        ],
    )
    @pytest.mark.parametrize("vouched", [True, False])
    def test_an_account_to_pay_to_is_seen_by_a_person(self, changes: dict[str, Any], line: str, vouched: bool) -> None:
        verdict = screened(inbound(**changes), negotiation(), vouched=vouched)
        assert verdict == Hold(Reason.PAYMENT_DETAILS_CHANGED, f"{CREATOR_EMAIL} names an account to pay to: {line}")

    @pytest.mark.parametrize(
        "changes", [{"authentication": Authentication.NONE}, {"suspicions": (Suspicion.FORWARDED,)}]
    )
    def test_a_sender_whom_a_person_vouched_for_is_read(self, changes: dict[str, Any]) -> None:
        assert screened(inbound(**changes), negotiation(), vouched=True) == Read()

    @pytest.mark.parametrize(
        ("changes", "reason"),
        [
            ({"sender": STRANGER}, Reason.NEW_PARTICIPANT),
            (
                {"attachments": (Attachment(name="rates", content_type="application/pdf", size_bytes=1),)},
                Reason.ATTACHMENT,
            ),
        ],
    )
    def test_vouching_for_a_sender_waves_nothing_else_through(self, changes: dict[str, Any], reason: Reason) -> None:
        assert held(screened(inbound(**changes), negotiation(), vouched=True)).reason is reason

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

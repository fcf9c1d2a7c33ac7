from datetime import UTC, datetime

import pytest

from shared.domain.mail.message import InboundMessage, Known, MailEnvelope
from shared.domain.mail.parse import parse_mail
from shared.domain.mail.speaker import Acquaintances, Speaker, imitated_by, who_speaks

KNOWN = Acquaintances(
    mailbox="deals@brand.example",
    aliases=("hello@brand.example",),
    team_domains=("brand.example", "brand-agency.example"),
    participants={
        "mia@lark.example": Speaker.CREATOR,
        "ray@talentco.example": Speaker.MANAGER,
        "freelancer@dana.example": Speaker.TEAM,
    },
)
FAILED = "Authentication-Results: mx.google.com; dmarc=fail header.from={}"


def parse(sender: str, *headers: str, verdict: str = "pass") -> InboundMessage:
    domain = sender.rpartition("@")[2].strip(">")
    results = f"Authentication-Results: mx.google.com; dmarc={verdict} header.from={domain}"
    fields = [*([results] if verdict else []), f"From: {sender}", *headers]
    return parse_mail(
        "".join(f"{field}\r\n" for field in [*fields, "", "Hi."]).encode(),
        envelope=MailEnvelope(
            message_id="m", thread_id="t", received_at=datetime(2026, 3, 3, tzinfo=UTC), labels=("INBOX",)
        ),
        known=Known(mailbox="deals@brand.example", aliases=("hello@brand.example",), last_sent_text=None),
    )


@pytest.mark.parametrize(
    ("sender", "expected"),
    [
        ("Mia <mia@lark.example>", "creator"),
        ("MIA@Lark.Example", "creator"),
        ("ray@talentco.example", "manager"),
        ("freelancer@dana.example", "team"),
        ("dana@brand.example", "team"),
        ("jo@brand-agency.example", "team"),
        ("deals@brand.example", "self"),
        ("Hello <HELLO@brand.example>", "self"),
        ("office@talentco.example", "stranger"),
        ("mia@other.example", "stranger"),
        ("mia.x@lark.example", "stranger"),
        ("mia+deals@lark.example", "stranger"),
        ("x@mail.brand.example", "stranger"),
        ("x@notbrand.example", "stranger"),
        ('"mia@lark.example" <x@evil.example>', "stranger"),
        ('"ray@talentco.example" <x@evil.example>', "stranger"),
    ],
)
def test_l40_speaker_is_told_by_the_exact_address(sender: str, expected: str) -> None:
    assert who_speaks(parse(sender), KNOWN).value == expected


@pytest.mark.parametrize("sender", ["mia@lark.example", "ray@talentco.example", "dana@brand.example"])
def test_address_that_gmail_found_forged_speaks_for_nobody(sender: str) -> None:
    assert who_speaks(parse(sender, verdict="fail"), KNOWN) is Speaker.STRANGER


def test_address_without_a_verdict_keeps_its_name_and_moves_nothing() -> None:
    mail = parse("mia@lark.example", verdict="")
    assert (who_speaks(mail, KNOWN).value, mail.authentication.value) == ("creator", "none")


@pytest.mark.parametrize("header", ["To: deals@brand.example, Mia <mia@lark.example>", "Cc: Ray@TalentCo.example"])
def test_unknown_writer_with_a_participant_in_sight_is_a_new_participant(header: str) -> None:
    assert who_speaks(parse("jo@agency.example", header), KNOWN) is Speaker.NEW_PARTICIPANT


def test_stranger_with_the_right_references_stays_a_stranger() -> None:
    mail = parse(
        "jo@agency.example", "References: <a@mail.gmail.com> <b@mail.gmail.com>", "In-Reply-To: <b@mail.gmail.com>"
    )
    assert who_speaks(mail, KNOWN) is Speaker.STRANGER


@pytest.mark.parametrize("header", ["Bcc: mia@lark.example", "Reply-To: mia@lark.example", "Cc: deals@brand.example"])
def test_only_visible_recipients_introduce_somebody(header: str) -> None:
    assert who_speaks(parse("jo@agency.example", header), KNOWN) is Speaker.STRANGER


def test_forged_writer_is_not_introduced_by_whom_he_copies() -> None:
    mail = parse("jo@agency.example", "Cc: mia@lark.example", verdict="fail")
    assert who_speaks(mail, KNOWN) is Speaker.STRANGER


def test_imitation_of_a_participant_is_not_introduced_by_whom_it_copies() -> None:
    mail = parse("ray@ta1entco.example", "Cc: mia@lark.example")
    assert (who_speaks(mail, KNOWN), imitated_by(mail, KNOWN)) == (Speaker.STRANGER, "talentco.example")


def test_bounce_of_the_teams_own_server_is_not_the_team() -> None:
    report = "Content-Type: multipart/report; report-type=delivery-status; boundary=x"
    mail = parse("mailer-daemon@brand.example", report, "X-Failed-Recipients: mia@lark.example", "Subject: Failure")
    assert (mail.kind.value, who_speaks(mail, KNOWN).value) == ("bounce_hard", "stranger")


def test_mail_without_a_sender_is_a_strangers() -> None:
    assert who_speaks(parse("nobody"), KNOWN) is Speaker.STRANGER


def test_a_copied_marker_makes_no_mail_ours() -> None:
    assert who_speaks(parse("x@mailer.example", "X-Parley-Send-Id: out-7"), KNOWN) is Speaker.STRANGER


@pytest.mark.parametrize(
    ("sender", "headers", "expected"),
    [
        ("ray@talentco.example", (), None),
        ("ray@talentc0.example", (), "talentco.example"),
        ("dana@brand-partnerships.example", (), "brand.example"),
        ("mia@lark.example", ("Reply-To: mia@1ark.example",), "lark.example"),
        ("mia@lark.example", ("Reply-To: mia@lark.example",), None),
        ("jo@agency.example", ("Reply-To: jo@agency.co",), "agency.example"),
        ("jo@agency.example", ("Reply-To: jo@elsewhere.example",), None),
        ("deals@brand.example", ("Reply-To: deals@brand.co",), None),
    ],
)
def test_l40_domain_that_could_be_taken_for_a_known_one_is_named(
    sender: str, headers: tuple[str, ...], expected: str | None
) -> None:
    assert imitated_by(parse(sender, *headers), KNOWN) == expected

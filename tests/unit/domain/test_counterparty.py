"""Who writes: what counts as a sign, and what the system before this one took for one."""

from datetime import UTC, datetime

import pytest

from shared.domain.mail.message import Address, Known, MailEnvelope
from shared.domain.mail.parse import parse_mail
from shared.domain.people.agencies import AGENCY_DOMAINS, agency_of
from shared.domain.people.contacts import met, plain_name
from shared.domain.people.counterparty import recognise
from shared.domain.people.participants import Participant, Role, strongest
from tests.unit.domain.builders import CREATOR_EMAIL, NOW, inbound, negotiation

GMAIL = Address(email="dana.cole@gmail.com", name="Dana Cole")
STUDIO = Address(email="dana@bright.example", name="Dana Cole")


def role_of(text: str, sender: Address = GMAIL) -> Role:
    return recognise(sender, text).role


@pytest.mark.parametrize(("domain", "agency"), sorted(AGENCY_DOMAINS.items()))
def test_an_agency_is_known_by_its_own_domain(domain: str, agency: str) -> None:
    found = recognise(Address(email=f"dana@{domain}", name=None), "Works for us.")
    assert (found.role, found.agency) == (Role.AGENCY, agency)
    assert found.evidence == (f"the address is one of {agency}",)


@pytest.mark.parametrize(
    ("domain", "agency"),
    [("mail.caa.com", "CAA"), ("caa.com.evil.example", None), ("notcaa.com", None), ("com", None), ("", None)],
)
def test_a_part_of_its_domain_counts_and_an_imitation_does_not(domain: str, agency: str | None) -> None:
    assert agency_of(domain) == agency


@pytest.mark.parametrize("sender", ["Dana Cole <dana@caa.com>", '"Cole, Dana" <DANA@CAA.COM>', "dana@caa.com"])
def test_a_display_name_hides_no_domain(sender: str) -> None:
    raw = f"From: {sender}\r\nTo: deals@agency.example\r\nSubject: Re: x\r\n\r\nWorks for us.\r\n".encode()
    envelope = MailEnvelope(
        message_id="m1", thread_id="t1", received_at=datetime(2026, 3, 2, tzinfo=UTC), labels=("INBOX",)
    )
    known = Known(mailbox="deals@agency.example", aliases=(), last_sent_text=None)
    mail = parse_mail(raw, envelope=envelope, known=known)
    assert recognise(mail.sender, mail.new_text).agency == "CAA"


@pytest.mark.parametrize(
    "text",
    [
        "I manage Jane, and she would do it for $1,800.",
        "I'm Jane's manager, so you can talk to me.",
        "I am her talent manager.",
        "I represent Jane Doe for brand deals.",
        "Writing on behalf of Jane here.",
        "My client would need $1,800.",
        "We represent Jane exclusively.",
        "Thanks!\n\nDana Cole\nTalent Manager",
        "Thanks!\n\nDana Cole | Manager | +1 555 0100",
        "Thanks!\n\nDana Cole\nHead of Talent",
        "Thanks!\n\nDana Cole\nManager for Jane Doe",
        "Thanks!\n\nDana\nInfluencer Manager, she/her",
        "I’m Jane’s agent.",
    ],
)
def test_a_manager_says_so_even_from_a_private_address(text: str) -> None:
    assert role_of(text) is Role.MANAGER


@pytest.mark.parametrize(
    "text",
    [
        "I have no manager or agent, so just write to me.",
        "I don't have a manager.",
        "I am not her manager.",
        "I work without an agent.",
        "I'm not represented, I manage myself.",
        "I manage my own bookings.",
        "I manage everything alone.",
        "My manager Dana will get back to you.",
        "Please ask my agent about dates.",
        "I used to be a manager at a bank.",
        "If I manage to shoot it on Monday, would that work?",
        "On behalf of my family: thank you!",
        "Sounds good.\n\nBest regards,\nJane Doe",
        "Sounds good.\n\nKind regards,\nJane Doe",
        "Respectfully,\nJane",
        "Sounds good.\n\nJane Doe\nContent Creator",
        "Sounds good.\n\nJane Doe\nContent creator\nBookings: dana@bright.example",
        "Sounds good.\n\nJane Doe\nManager: Dana Cole",
        "Sounds good.\n\nJane Doe\nSocial Media Manager",
        "Is your campaign manager Alex?",
        "You represent a great brand.",
        "Not that I represent Jane any more.",
        "It isn't true that I manage Jane.",
        "I am writing for myself, not on behalf of Jane.",
        "",
    ],
)
def test_a_creator_who_speaks_of_managers_or_closes_politely_is_a_creator(text: str) -> None:
    assert role_of(text) is Role.CREATOR


@pytest.mark.parametrize(
    ("text", "agency"),
    [
        ("Fine.\n\nDana Cole\nTalent Manager\nBright Talent Agency", "Bright Talent Agency"),
        ("Fine.\n\nDana Cole | Talent Manager | Blue Fox Management", "Blue Fox Management"),
        ("I represent Jane, from Bright Agency.", "Bright Agency"),
    ],
)
def test_a_manager_who_names_an_agency_is_one_of_it(text: str, agency: str) -> None:
    found = recognise(STUDIO, text)
    assert (found.role, found.agency) == (Role.AGENCY, agency)
    assert f"names: {agency}" in found.evidence


def test_a_creator_who_names_an_agency_is_still_a_creator() -> None:
    found = recognise(GMAIL, "I was with Bright Talent Agency last year.\n\nJane\nUGC Creator")
    assert (found.role, found.agency, found.title, found.evidence) == (Role.CREATOR, None, "UGC Creator", ())


def test_what_counted_is_kept_in_words() -> None:
    found = recognise(GMAIL, "I manage Jane.\n\nDana Cole\nTalent Manager")
    assert found.title == "Talent Manager"
    assert found.evidence == ("signed as: Talent Manager", "says: I manage")


def test_an_agency_speaks_louder_than_a_manager_and_a_manager_than_the_creator() -> None:
    assert strongest([Role.CREATOR, Role.AGENCY, Role.MANAGER]) is Role.AGENCY
    assert strongest([Role.CREATOR, Role.MANAGER]) is Role.MANAGER
    assert strongest([]) is Role.CREATOR


@pytest.mark.parametrize(
    ("written", "name"),
    [
        ("Dana Cole", "Dana Cole"),
        ("'Dana Cole'", "Dana Cole"),
        ("Dana Cole>", "Dana Cole"),
        ("Zoë O’Neill-Smith", "Zoë O’Neill-Smith"),
        ("dana@bright.example", None),
        ("Dana approved $5,000", None),
        ("https://evil.example", None),
        ("", None),
        (None, None),
        ("a" * 61, None),
    ],
)
def test_a_name_is_taken_from_a_header_only_where_it_is_one(written: str | None, name: str | None) -> None:
    assert plain_name(Address(email="dana@bright.example", name=written)) == name


class TestContacts:
    JANE = Participant(email=CREATOR_EMAIL, name="Mia Lark", role=Role.CREATOR)
    DANA = Participant(email="dana@bright.example", name=None, role=Role.MANAGER)

    def test_each_mail_adds_what_it_shows_of_its_writer(self) -> None:
        mail = inbound(sender=STUDIO, new_text="Fine.\n\nDana Cole\nTalent Manager\nBright Talent Agency")
        (jane, dana), found = met((self.JANE, self.DANA), mail)
        assert jane == self.JANE
        assert dana == Participant(
            email="dana@bright.example",
            name="Dana Cole",
            role=Role.AGENCY,
            title="Talent Manager",
            agency="Bright Talent Agency",
            first_seen_at=mail.received_at,
            last_seen_at=mail.received_at,
        )
        assert found.role is Role.AGENCY

    def test_a_short_answer_takes_nothing_back(self) -> None:
        first = inbound(sender=STUDIO, new_text="Fine.\n\nDana Cole\nTalent Manager\nBright Talent Agency")
        known, _ = met((self.JANE, self.DANA), first)
        again, _ = met(known, inbound(sender=STUDIO, new_text="Deal.", received_at=NOW))
        assert again == known

    def test_nobody_joins_by_writing(self) -> None:
        assert met((self.JANE,), inbound(sender=STUDIO, new_text="I manage Mia."))[0] == (self.JANE,)

    def test_a_name_that_the_team_gave_is_kept(self) -> None:
        mail = inbound(sender=Address(email=CREATOR_EMAIL, name="Somebody Else"))
        assert met((self.JANE,), mail)[0][0].name == "Mia Lark"

    def test_with_whom_we_bargain_is_who_does_it_by_profession(self) -> None:
        assert negotiation().counterparty is Role.CREATOR
        assert negotiation(participants=(self.JANE, self.DANA)).counterparty is Role.MANAGER

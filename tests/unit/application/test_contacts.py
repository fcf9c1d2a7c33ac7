"""Who writes is learnt from their mails: it sets the tone, and neither a price nor a recipient."""

import pytest

from shared.domain.people.participants import Role
from shared.domain.reading.facts import Intent, Reading
from shared.domain.writing.playbook import Voice
from tests.unit.application.world import N1, World
from tests.unit.domain.builders import CREATOR_EMAIL, ask, reading

ASKING: Reading = reading(Intent.COUNTER, ask("4000"))
PLAIN = "It would be $4,000."


def answered(text: str) -> World:
    world = World()
    world.launch()
    world.write(text, ASKING)
    return world


@pytest.mark.parametrize(
    ("signature", "role", "voice"),
    [
        ("Mia\nContent Creator", Role.CREATOR, Voice.CREATOR),
        ("Best regards,\nMia Lark", Role.CREATOR, Voice.CREATOR),
        ("Dana Cole\nTalent Manager", Role.MANAGER, Voice.MANAGER),
        ("Dana Cole\nTalent Manager\nBright Talent Agency", Role.AGENCY, Voice.AGENCY),
    ],
)
def test_the_tone_follows_who_writes_and_nothing_else_does(signature: str, role: Role, voice: Voice) -> None:
    world, plain = answered(f"{PLAIN}\n\n{signature}"), answered(PLAIN)
    (writer,) = world.negotiation.participants
    assert (writer.role, world.app.model.briefs[-1].tone) == (role, voice)
    assert world.negotiation.offers == plain.negotiation.offers
    assert world.app.mailbox.sent[-1].to == (CREATOR_EMAIL,)
    assert world.app.mailbox.sent[-1].cc == ()


def test_what_said_so_is_in_the_audit_trail_once() -> None:
    world = answered(f"{PLAIN}\n\nDana Cole\nTalent Manager\nBright Talent Agency")
    world.write("Still $4,000.", ASKING)
    found = [dict(event.facts) for event in world.app.store.events(N1) if event.kind == "contact_recognised"]
    assert found == [
        {
            "email": CREATOR_EMAIL,
            "role": "agency",
            "agency": "Bright Talent Agency",
            "evidence": "signed as: Talent Manager; names: Bright Talent Agency",
        }
    ]
    (writer,) = world.negotiation.participants
    assert (writer.title, writer.name) == ("Talent Manager", "Mia Lark")


def test_when_somebody_first_wrote_is_kept() -> None:
    world = answered(PLAIN)
    (writer,) = world.negotiation.participants
    first = world.app.store.turns(N1)[1].at
    world.write("Still $4,000.", ASKING)
    (later,) = world.negotiation.participants
    assert writer.first_seen_at is not None
    assert writer.first_seen_at <= first
    assert later.first_seen_at == writer.first_seen_at


def test_a_stranger_is_no_contact_until_a_person_agrees_and_then_is_learnt() -> None:
    world = answered(PLAIN)
    text = "I represent Mia.\n\nDana Cole\nTalent Manager"
    world.write(text, sender="dana@bright.example")
    assert [person.email for person in world.negotiation.participants] == [CREATOR_EMAIL]

    (case,) = world.app.store.open_cases()
    world.app.model.readings.append(ASKING)
    world.approve(case.id)
    world.serve()
    dana = world.negotiation.participants[1]
    assert (dana.email, dana.role, dana.title) == ("dana@bright.example", Role.MANAGER, "Talent Manager")
    assert world.negotiation.counterparty is Role.MANAGER

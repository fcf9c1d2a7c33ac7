"""What a person does in Gmail to a draft of ours that has not left yet: edits it, sends it, deletes it."""

import re
from base64 import urlsafe_b64decode
from email import policy
from email.message import EmailMessage
from email.parser import BytesParser

import pytest
import requests

from tests.integration.stand_ins import MAILBOX
from tests.integration.world import COUNTER, OFFERED, ON_SQLITE, World

ASK = "I would need $2,000."
HIGHER = "$1,900.00"


def drafted(world: World) -> str:
    """Our counter lies in Drafts and could not be sent yet; answers Gmail's draft id."""
    world.launch()
    world.gmail.fault("drafts.send", "fail", status=503)
    world.answer(ASK)
    (draft,) = [message for message in world.held() if message["draftId"]]
    return str(draft["draftId"])


def edited(world: World, draft: str, *, price: str = HIGHER, without: str = "", subject: str = "") -> str:
    """A person changes the price in the draft, and loses the header *without*; answers the draft's id."""
    mail = held_by(world, draft)
    text = mail.get_body(("plain",))
    assert text is not None
    words = str(text.get_content()).replace("\r\n", "\n")
    assert COUNTER in words
    return rewritten(world, draft, words.replace(COUNTER, price), without=without, subject=subject)


def rewritten(world: World, draft: str, words: str, *, without: str = "", subject: str = "") -> str:
    """A person replaces the words of a draft; answers the draft's id."""
    mail = held_by(world, draft)
    changed = EmailMessage(policy=policy.SMTP)
    for name in ("From", "To", "Subject", "In-Reply-To", "References", "X-Parley-Send-Id"):
        if name != without and mail[name]:
            changed[name] = subject if subject and name == "Subject" else mail[name]
    changed.set_content(words)
    return str(world.gmail.post(f"drafts/{draft}/edit", data=changed.as_bytes(), mailbox=MAILBOX)["id"])


def held_by(world: World, draft: str) -> EmailMessage:
    url = f"{world.gmail.url}/gmail/v1/users/{MAILBOX}/drafts/{draft}"
    shown = requests.get(url, params={"format": "raw"}, timeout=10).json()
    raw = urlsafe_b64decode(shown["message"]["raw"] + "==")
    return BytesParser(_class=EmailMessage, policy=policy.SMTP).parsebytes(raw)


def later(world: World) -> None:
    for _ in range(3):
        world.wait(minutes=10)
        world.sweep()


@ON_SQLITE
@pytest.mark.parametrize("rotation", ["none", "message"])
def test_a_draft_that_a_person_edits_leaves_once_and_as_it_was_decided(world: World, rotation: str) -> None:
    world.gmail.post("habits", json={"draft_ids_rotate": rotation})
    edited(world, drafted(world))

    later(world)

    opening, counter = world.sent()
    assert COUNTER in counter.body
    assert HIGHER not in counter.body
    assert counter.thread_id == opening.thread_id
    entry = world.store.entry(f"{world.negotiation().id}-2")
    assert entry.mail is not None
    assert (entry.state, counter.body.split()) == ("sent", entry.mail.body.split())
    assert [message for message in world.held() if message["draftId"]] == []
    assert world.cases() == []


@ON_SQLITE
def test_an_edited_draft_under_a_new_id_is_a_persons_to_settle(world: World) -> None:
    """Nobody can tell it from a draft that was sent: it is neither sent nor written anew by itself."""
    world.gmail.post("habits", json={"draft_ids_rotate": "both"})
    edited(world, drafted(world))

    later(world)

    assert (world.store.entry(f"{world.negotiation().id}-2").state, len(world.sent())) == ("review", 1)
    assert world.case().reason == "send_unclear"
    world.cli("case", "approve", world.case().id, "--as", "Ava")
    assert [COUNTER in mail.body for mail in world.sent()] == [False, True]
    assert HIGHER not in world.sent()[1].body
    assert [message for message in world.held() if message["draftId"]] == []


@ON_SQLITE
def test_a_draft_that_a_person_sends_by_hand_as_it_is_counts_as_sent(world: World) -> None:
    draft = drafted(world)
    world.gmail.post(f"drafts/{draft}/send", mailbox=MAILBOX)

    later(world)

    assert len(world.sent()) == 2
    assert world.cases() == []
    assert world.store.entry(f"{world.negotiation().id}-2").state == "sent"
    assert world.negotiation().owner == "agent"


@ON_SQLITE
@pytest.mark.parametrize("subject", ["", "A new subject"])
def test_a_draft_that_a_person_edits_and_sends_is_recorded_as_it_left(world: World, subject: str) -> None:
    draft = edited(world, drafted(world), subject=subject)
    world.gmail.post(f"drafts/{draft}/send", mailbox=MAILBOX)

    later(world)

    assert [HIGHER in mail.body for mail in world.sent()] == [False, True]
    found = world.negotiation()
    entry = world.store.entry(f"{found.id}-2")
    assert (entry.state, entry.sent_id) == ("sent", world.sent()[1].id)
    (told,) = [turn.text for turn in world.store.turns(found.id) if turn.mail_id == entry.id]
    assert HIGHER in told
    assert COUNTER not in told
    assert (found.owner, found.thread_id) == ("human", world.sent()[1].thread_id)
    assert world.case().reason == "human_took_over"
    (card,) = world.posts("escalations")
    assert re.search(r"with other words.*: decided was \$1,450\.00, it names .*\$1,900\.00", card)

    world.answer("Great, that works for me!")
    assert len(world.sent()) == 2
    assert world.rate() is None
    assert world.offers() == OFFERED


@ON_SQLITE
def test_an_edited_draft_that_lost_its_mark_and_was_sent_is_a_person_who_answered(world: World) -> None:
    draft = edited(world, drafted(world), without="X-Parley-Send-Id")
    world.gmail.post(f"drafts/{draft}/send", mailbox=MAILBOX)

    later(world)

    assert [HIGHER in mail.body for mail in world.sent()] == [False, True]
    assert (world.store.entry(f"{world.negotiation().id}-2").state, world.negotiation().owner) == ("withdrawn", "human")
    assert world.case().reason == "human_took_over"


@ON_SQLITE
def test_a_draft_that_a_person_deletes_is_not_written_anew_but_asked_about(world: World) -> None:
    draft = drafted(world)
    message = next(message["id"] for message in world.held() if message["draftId"] == draft)
    world.gmail.post("delete-message", mailbox=MAILBOX, id=message)

    later(world)

    assert len(world.sent()) == 1
    assert world.case().reason == "send_unclear"
    (card,) = world.posts("escalations")
    assert "Look in the thread whether the mail left" in card


@ON_SQLITE
def test_an_edited_opening_leaves_once_and_as_it_was_decided(world: World) -> None:
    world.gmail.fault("drafts.send", "fail", status=503)
    world.launch()
    (draft,) = [message for message in world.held() if message["draftId"]]
    mail = EmailMessage(policy=policy.SMTP)
    for name, value in {"To": "jo@creators.example", "Subject": "Hey", "From": MAILBOX}.items():
        mail[name] = value
    mail.set_content("We pay $9,000.")
    world.gmail.post(f"drafts/{draft['draftId']}/edit", data=mail.as_bytes(), mailbox=MAILBOX)

    later(world)

    (opening,) = world.sent()
    assert "9,000" not in opening.body
    assert "$1,000.00" in opening.body
    assert world.negotiation().thread_id == opening.thread_id
    world.answer(ASK)
    assert [left.thread_id for left in world.sent()] == [opening.thread_id] * 2

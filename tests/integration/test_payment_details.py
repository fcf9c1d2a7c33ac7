"""Accounts to pay to, in raw mails: every new one goes to a person, wherever it stands, and each only once."""

from pathlib import Path

import pytest

from tests.integration.letters import JO, Letter, reply
from tests.integration.stand_ins import MAILBOX
from tests.integration.world import ON_SQLITE, World

pytestmark = ON_SQLITE

ASK = "I would need $2,000."
IBAN, OTHER_IBAN = "DE89 3704 0044 0532 0130 00", "GB33 BUKB 2020 1555 5555 55"
HELD = "escalated: payment_details_changed"
ANSWERED = "answered: offer 2 of 5"


def quoting(*lines: str) -> str:
    quoted = "\n".join(f"> {line}" for line in lines)
    return f"{ASK}\n\nOn Mon, Jan 5, 2026 at 9:00 AM Pat Accounts <pat@creators.example> wrote:\n\n{quoted}"


def in_html(inner: str) -> str:
    return f'<p>{ASK}</p><div class="gmail_quote"><blockquote type="cite">{inner}</blockquote></div>'


def arrives(world: World, raw: bytes) -> str:
    id_ = world.deliver_raw(raw)
    world.notify()
    world.work()
    return id_


def from_jo(world: World, text: str, html: str = "") -> bytes:
    return reply(Letter(text=text, html=html, quote=False), world.sent()[-1])


@pytest.mark.parametrize(
    ("text", "html"),
    [
        (quoting(f"Our new IBAN is {IBAN}."), ""),
        (quoting("Please note that we have moved banks."), ""),
        (quoting(*["Nothing to see here, only old words of mine."] * 900, f"IBAN: {IBAN}"), ""),
        (f"{ASK}\n{'All of this is about the weather. ' * 4000}\nPay to {IBAN}", ""),
        (ASK, in_html(f"<p>Please pay to {IBAN}</p>")),
        (ASK, f'<p>{ASK} <a href="https://paypal.me/jo-park">My page</a></p>'),
        (ASK, in_html('<a href="https://buy.stripe.com/28o5kC">Invoice</a>')),
    ],
    ids=["quoted", "bank moved", "far down a quote", "far down", "quoted html", "link", "link in a quote"],
)
def test_an_account_goes_to_a_person_wherever_it_stands(world: World, text: str, html: str) -> None:
    world.launch()

    mail = arrives(world, from_jo(world, text, html))

    assert world.outcome(mail) == HELD
    assert "names an account to pay to: " in world.case().evidence
    assert (len(world.sent()), world.requests(reading=True)) == (1, [])


def test_a_picture_of_bank_details_goes_to_a_person(world: World) -> None:
    world.launch()
    picture = b'Content-Type: image/png; name="IBAN new.png"\r\nContent-Transfer-Encoding: base64\r\n\r\niVBORw0KGgo='
    head, _, body = from_jo(world, ASK).partition(b"\r\n\r\n")
    plain = b"\r\n".join(line for line in head.split(b"\r\n") if not line.startswith((b"Content-", b"MIME")))
    mixed = plain + b'\r\nMIME-Version: 1.0\r\nContent-Type: multipart/mixed; boundary="b"\r\n\r\n'
    raw = mixed + b"--b\r\nContent-Type: text/plain\r\n\r\n" + body + b"\r\n--b\r\n" + picture + b"\r\n--b--\r\n"

    assert world.outcome(arrives(world, raw)) == HELD
    assert world.case().evidence == "jo@creators.example sends an account to pay to: IBAN new.png"


def test_an_account_that_a_person_was_shown_is_asked_about_once_and_another_one_again(world: World) -> None:
    world.launch()
    first = arrives(world, from_jo(world, f"{ASK}\nMy bank details are new, the IBAN is {IBAN}."))
    assert world.outcome(first) == HELD
    world.cli("case", "answer", world.case().id, "--text", "Thanks, we noted it.", "--as", "Ava")
    ours = world.sent()[-1]
    quoted = [f"> {line}" for line in ours.body.splitlines()]
    theirs = ["> > My bank details are new, the", f"> > IBAN is {IBAN}."]
    head = f"On Mon, Jan 5, 2026 at 9:00 AM Alex Morgan <{MAILBOX}> wrote:"

    again = arrives(world, from_jo(world, "\n".join([ASK, "", head, *quoted, *theirs])))
    assert world.outcome(again) == ANSWERED
    changed = [line.replace(IBAN, OTHER_IBAN) for line in theirs]
    false = arrives(world, from_jo(world, "\n".join(["Fine, deal!", "", head, *quoted, *changed])))

    assert world.outcome(false) == HELD
    assert world.case().evidence.endswith(f"IBAN is {OTHER_IBAN}.")
    assert world.rate() is None


def test_an_account_that_only_an_older_quote_held_is_asked_about_once(world: World) -> None:
    world.launch()
    older = quoting(f"Our new IBAN is {IBAN}.")
    assert world.outcome(arrives(world, from_jo(world, older))) == HELD
    world.cli("case", "answer", world.case().id, "--text", "Thanks, we noted it.", "--as", "Ava")

    assert world.outcome(arrives(world, from_jo(world, older))) == ANSWERED


def test_what_our_own_people_wrote_by_hand_is_no_account_of_theirs(world: World) -> None:
    world.launch()
    note = "Could you send us your new bank details?"
    opening = world.sent()[0]
    by_hand = Letter(text=note, sender=MAILBOX, to=JO, subject=opening.header("Subject"))
    world.human_sends(by_hand, opening.thread_id)
    world.cli("negotiation", "claim", world.negotiation().id, "--as", "Ava")
    world.cli("negotiation", "release", world.negotiation().id, "--as", "Ava")

    assert world.outcome(arrives(world, from_jo(world, quoting(note)))) == ANSWERED


def test_an_account_in_a_mail_that_was_held_for_its_sender_is_still_news(world: World) -> None:
    world.launch()
    stranger = Letter(text=f"Our new IBAN is {IBAN}.", sender="Pat <pat@elsewhere.example>", quote=False)
    assert world.outcome(arrives(world, reply(stranger, world.sent()[-1]))) == "escalated: new_participant"
    world.cli("case", "reject", world.case().id, "--as", "Ava")
    world.cli("negotiation", "release", world.negotiation().id, "--as", "Ava")

    assert world.outcome(arrives(world, from_jo(world, quoting(f"Our new IBAN is {IBAN}.")))) == HELD


def test_the_raw_mails_are_what_gmail_would_hand_out(tmp_path: Path, world: World) -> None:
    world.launch()
    raw = from_jo(world, quoting(f"Our new IBAN is {IBAN}."))
    (tmp_path / "mail.eml").write_bytes(raw)

    printed = world.cli("inspect", str(tmp_path / "mail.eml"))

    assert printed["new_text"] == ASK
    assert printed["suspicions"] == ["payment_details"]

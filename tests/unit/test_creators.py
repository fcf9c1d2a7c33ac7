"""The simulated creators: what they answer, and that their mails are such as real clients write."""

import base64
import csv
import email
import json
import re
import subprocess
import sys
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from email import policy
from email.message import EmailMessage
from typing import Any

import pytest
import requests

from emulators.creators.behaviours import BEHAVIOURS, ONLY_WITH_PATIENCE, Response, Role, Scene
from emulators.creators.cast import RENDERERS, ROSTER, Client, Persona, cast
from emulators.creators.gmail import GmailPost
from emulators.creators.letter import Address, Letter, offer_in, received
from emulators.creators.play import Play
from emulators.gmail.app import create_app
from emulators.server import serve

TEAM = "team@client.example"
NOW = datetime(2026, 11, 10, 18, 4, 5, tzinfo=UTC)


def outgoing(to: str, *, fee: str | None = "$1,200.00", subject: str = "Northwind Coffee x you", n: int = 1) -> bytes:
    terms = f"Terms\nDeliverables: 1 Instagram Reel\nFee: {fee}\nPayment: 30 days after posting\n" if fee else ""
    return (
        f"From: Ellen Park <{TEAM}>\r\nTo: {to}\r\nSubject: {subject}\r\nMessage-ID: <m{n}@mail.gmail.com>\r\n"
        f"References: <m0@mail.gmail.com>\r\nDate: Tue, 10 Nov 2026 17:58:00 +0000\r\n"
        f"Content-Type: text/plain; charset=utf-8\r\n\r\nHi there,\n\nwould you like to work with us?\n\n{terms}"
    ).encode()


def said(response: Response) -> list[tuple[str, str]]:
    return [(str(item.role), item.text) for item in response.says]


def talk(behaviour: str, offers: Sequence[str | None]) -> list[Response]:
    """The responses to a row of offers; None is a mail without one."""
    first = next((Decimal(offer) for offer in offers if offer), None)
    scenes = [
        Scene(heard=n, first_offer=first, offer=Decimal(offer) if offer else None, reader="Ellen")
        for n, offer in enumerate(offers, start=1)
    ]
    return [BEHAVIOURS[behaviour](scene) for scene in scenes]


def asked(responses: Sequence[Response]) -> list[Decimal | None]:
    return [item.ask for response in responses for item in response.says]


def test_there_is_one_persona_per_roster_row_and_every_behaviour_is_played_once() -> None:
    with ROSTER.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    assert list(rows[0]) == [
        "Name",
        "Email",
        "Platform",
        "Handle",
        "Average Views",
        "Min Rate",
        "Max Rate",
        "Engagement Rate",
    ]
    assert [row["Email"] for row in rows] == [persona.address.email for persona in cast()]
    assert sorted(persona.behaviour for persona in cast()) == sorted(BEHAVIOURS.keys() - ONLY_WITH_PATIENCE)
    assert {persona.client for persona in cast()} == set(Client)


@pytest.mark.parametrize(
    ("text", "own_asks", "offer"),
    [
        ("We can pay $1,200.00 for it.", [], "1200.00"),
        ("I hear you on $2,000.00. We can do $1,400.00.", ["2000.00"], "1400.00"),
        ("Fee: $1,400.00\n\nYou asked for $2,000.00", [], "1400.00"),
        ("Total = 1400 USD", [], "1400"),
        ("For $1.5k we would be in.", [], "1500.0"),
        ("Fee: $1,400.00\n\nOn Mon, Nov 9, 2026 at 9:00 AM A <a@x.example> wrote:\n> Fee: $900.00", [], "1400.00"),
        ("Sadly we have to step back.", [], None),
        ("I hear you on $2,000.00, that is beyond us.", ["2000.00"], None),
    ],
)
def test_the_offer_of_a_mail_is_found(text: str, own_asks: list[str], offer: str | None) -> None:
    found = offer_in(text, own_asks=[Decimal(item) for item in own_asks])
    assert found == (Decimal(offer) if offer else None)


def test_the_first_takes_the_opening_and_needs_no_more() -> None:
    first, confirmation = talk("accepts_the_opening", ["1200", "1200"])
    assert "Sounds good to me, let's do it!" in first.says[0].text
    assert first.settled
    assert confirmation == Response(settled=True)


def test_the_haggler_lowers_three_asks_and_takes_the_fourth_offer() -> None:
    responses = talk("haggles_three_rounds", ["1700", "2000", "2250", "2400", "2400"])
    assert asked(responses) == [Decimal(3740), Decimal(3230), Decimal(2890), None]
    assert "I charge $3,740.00." in responses[0].says[0].text
    assert "Deal, $2,400.00 works for me." in responses[3].says[0].text
    assert [item.settled for item in responses] == [False, False, False, True, True]


def test_the_expensive_one_repeats_the_price_until_the_exit() -> None:
    responses = talk("asks_far_above", ["2400", "2800", "3200", "3500", "3600", None])
    assert asked(responses) == [Decimal(9600)] * 5
    assert "9,600 USD" in responses[4].says[0].text
    assert responses[5] == Response(settled=True)


def test_the_careful_one_asks_about_rights_and_payment_and_then_agrees() -> None:
    question, answer = talk("asks_questions_first", ["900", "900"])
    assert "which usage rights would you need?" in question.says[0].text
    assert "how does payment work" in question.says[0].text
    assert "Deal, count me in." in answer.says[0].text
    assert (question.settled, answer.settled) == (False, True)


def test_the_vague_one_names_a_number_the_third_time() -> None:
    responses = talk("is_vague_twice", ["1040", None, None, "1360"])
    assert asked(responses) == [None, None, Decimal(1360)]
    assert "$1,360 all in" in responses[2].says[0].text
    assert responses[3] == Response(settled=True)


def test_a_lower_offer_after_the_last_word_is_taken() -> None:
    (*_, last) = talk("is_vague_twice", ["1040", None, None, "1200"])
    assert "Deal, $1,200.00 works for me." in last.says[0].text


@pytest.mark.parametrize(
    ("behaviour", "offers"),
    [("is_vague_twice", ["1040", None, None, "1200", "1200"]), ("corrects_itself_at_once", ["800", "900", "900"])],
)
def test_a_deal_is_agreed_to_once(behaviour: str, offers: list[str | None]) -> None:
    *_, accept, after_confirmation = talk(behaviour, offers)
    assert "Deal" in accept.says[0].text
    assert after_confirmation == Response(settled=True)


def test_the_absent_one_answers_by_machine_and_then_in_person() -> None:
    (response,) = talk("is_out_of_office", ["1400"])
    assert [item.role for item in response.says] == [Role.AUTO_REPLY, Role.CREATOR]
    assert "that works for me" in response.says[1].text
    assert response.says[1].after_seconds > 0


def test_the_one_on_the_phone_counters_above_the_limit_and_takes_the_next_offer() -> None:
    counter, accept = talk("counters_once", ["1900", "2400"])
    assert "I'd do it for $3,420" in counter.says[0].text
    assert "Ok! Deal, $2,400.00 works for me." in accept.says[0].text


def test_the_manager_speaks_for_the_creator() -> None:
    first, accept = talk("lets_the_manager_answer", ["3000", "3500"])
    assert said(first)[0][0] == "manager"
    assert "I manage Jane" in first.says[0].text
    assert "Her rate is $3,900 for the package." in first.says[0].text
    assert said(accept) == [("manager", "Hi Ellen,\n\nThat works for us, agreed.\n\nBest,")]


def test_the_hasty_one_corrects_itself_in_a_second_mail_at_once() -> None:
    (response,) = talk("corrects_itself_at_once", ["800"])
    assert asked([response]) == [Decimal(1440), Decimal(1040)]
    assert response.says[1].after_seconds == 0
    assert "I meant $1,040 for the whole package" in response.says[1].text


@pytest.mark.parametrize(
    ("behaviour", "words"), [("says_no", "I'm not interested"), ("is_hostile", "This is insulting.")]
)
def test_refusals_are_said_once(behaviour: str, words: str) -> None:
    first, second = talk(behaviour, ["600", "700"])
    assert words in first.says[0].text
    assert second == Response(settled=True)


def test_the_forgetful_one_answers_the_second_mail_only() -> None:
    nothing, answer, nothing_more = talk("answers_the_follow_up", ["1200", "1200", "1200"])
    assert said(nothing) == said(nothing_more) == []
    assert [role for role, _ in said(answer)] == ["creator"]


def test_without_any_offer_the_price_is_asked_for() -> None:
    (response,) = talk("haggles_three_rounds", [None])
    assert "What is your budget" in response.says[0].text


def letter(client: Client, *, text: str = "Hi Ellen,\n\nI'd do it for $1,560.") -> Letter:
    persona = next(item for item in cast() if item.client is client)
    return Letter(
        sender=persona.address,
        cc=(),
        text=text,
        signature=persona.signature,
        at=NOW.astimezone(persona.zone),
        serial="s1",
        answers=received(outgoing(str(persona.address))),
    )


def parsed(raw: bytes) -> EmailMessage:
    return email.message_from_bytes(raw, _class=EmailMessage, policy=policy.default)


@pytest.mark.parametrize("client", list(Client))
def test_every_client_threads_its_reply(client: Client) -> None:
    message = parsed(RENDERERS[client](letter(client)))
    assert message["In-Reply-To"] == "<m1@mail.gmail.com>"
    assert str(message["References"]).split() == ["<m0@mail.gmail.com>", "<m1@mail.gmail.com>"]
    assert str(message["Subject"]).lower() == "re: northwind coffee x you"
    assert re.fullmatch(r"<[^<>@\s]+@[^<>@\s]+>", str(message["Message-ID"]).strip())
    assert message["To"].addresses[0].addr_spec == TEAM
    assert message["Date"].datetime == NOW


@pytest.mark.parametrize("client", list(Client))
def test_every_client_writes_the_new_words_above_the_quote(client: Client) -> None:
    message = parsed(RENDERERS[client](letter(client)))
    for part in (item for item in message.walk() if item.get_content_maintype() == "text"):
        content = part.get_content()
        assert content.index("$1,560") < content.index("would you like to work with us?")
        assert not part.defects


@pytest.mark.parametrize("client", list(Client))
def test_every_line_fits_smtp_and_ends_in_crlf(client: Client) -> None:
    raw = RENDERERS[client](letter(client, text="Hi Ellen,\n\n" + "Größe zählt, €900 – ja. " * 60))
    assert all(len(line) <= 998 for line in raw.split(b"\r\n"))
    assert raw.count(b"\n") == raw.count(b"\r\n")


@pytest.mark.parametrize(
    ("client", "kinds", "marks"),
    [
        (Client.GMAIL_WEB, ["text/plain", "text/html"], ["gmail_quote_container", "gmail_signature", "gmail_attr"]),
        (Client.GMAIL_MOBILE, ["text/plain", "text/html"], ['<div dir="auto">', "gmail_quote"]),
        (
            Client.OUTLOOK_DESKTOP,
            ["text/plain", "text/html"],
            ["border-top:solid #E1E1E1", "MsoNormal", "<b>Sent:</b>"],
        ),
        (Client.OUTLOOK_IOS, ["text/html"], ["divRplyFwdMsg", "Outlook for iOS"]),
        (Client.APPLE_MAIL, ["text/plain", "text/html"], ['<blockquote type="cite">', "Apple-interchange-newline"]),
        (Client.IPHONE, ["text/plain"], ["Sent from my iPhone", "> On Nov 10, 2026, at 6:58\u202fPM, Ellen Park"]),
        (Client.YAHOO, ["text/plain", "text/html"], ['class="yahoo_quoted"']),
        (
            Client.PROTON,
            ["text/plain", "text/html"],
            ["protonmail_quote", "On Tuesday, November 10th, 2026 at 6:58 PM"],
        ),
    ],
)
def test_each_client_has_its_own_marks(client: Client, kinds: list[str], marks: list[str]) -> None:
    message = parsed(RENDERERS[client](letter(client)))
    parts = [item for item in message.walk() if item.get_content_maintype() == "text"]
    assert [item.get_content_type() for item in parts] == kinds
    assert all(mark in parts[-1].get_content() for mark in marks)


def test_charsets_and_encodings_are_those_of_the_clients() -> None:
    def first_part(client: Client) -> tuple[str | None, str]:
        part = next(item for item in parsed(RENDERERS[client](letter(client))).walk() if not item.is_multipart())
        return part.get_content_charset(), str(part["Content-Transfer-Encoding"])

    assert first_part(Client.GMAIL_WEB) == ("utf-8", "base64")
    assert first_part(Client.YAHOO) == ("iso-8859-1", "quoted-printable")
    assert first_part(Client.OUTLOOK_DESKTOP) == ("iso-8859-1", "quoted-printable")
    assert first_part(Client.PROTON) == ("utf-8", "base64")
    assert first_part(Client.OUTLOOK_IOS) == ("us-ascii", "quoted-printable")


def test_a_name_and_a_subject_beyond_ascii_are_encoded_words() -> None:
    chloe = next(item for item in cast() if item.id == "chloe")
    answered = received(outgoing("chloe@atelierchloe.example", subject="=?utf-8?q?Caf=C3=A9?= x you"))
    raw = chloe.rendered(
        Letter(sender=chloe.address, cc=(), text="Hi", signature="", at=NOW, serial="s", answers=answered), Role.CREATOR
    )
    assert raw.split(b"\r\n\r\n")[0].isascii()
    assert parsed(raw)["From"].addresses[0].display_name == "Chloé Martin"
    assert parsed(raw)["Subject"] == "Re: Café x you"


def test_the_automatic_answer_says_that_it_is_one() -> None:
    sofia = next(item for item in cast() if item.id == "sofia")
    message = parsed(sofia.rendered(letter(Client.GMAIL_WEB), Role.AUTO_REPLY))
    assert (message["Auto-Submitted"], message["Precedence"], message["X-Autoreply"]) == ("auto-replied", "bulk", "yes")


def test_the_bounce_is_a_delivery_report_about_the_mail() -> None:
    nora = next(item for item in cast() if item.id == "nora")
    answers = received(outgoing("nora@noravance.example"))
    note = Letter(sender=nora.address, cc=(), text="", signature="", at=NOW, serial="s", answers=answers)
    message = parsed(nora.rendered(note, Role.MAILER_DAEMON))
    assert message.get_content_type() == "multipart/report"
    assert message["From"].addresses[0].addr_spec == "mailer-daemon@googlemail.com"
    assert (message["X-Failed-Recipients"], message["Return-Path"]) == ("nora@noravance.example", "<>")
    assert message["In-Reply-To"] == "<m1@mail.gmail.com>"
    text, status, original = list(message.iter_parts())
    assert "550 5.1.1" in text.get_content()
    fields: Any = status.get_payload()
    assert (fields[1]["Action"], fields[1]["Status"]) == ("failed", "5.1.1")
    assert fields[1]["Final-Recipient"] == "rfc822; nora@noravance.example"
    assert original.get_content()["Message-ID"] == "<m1@mail.gmail.com>"


class Table:
    """A post office on the table: mails put in by the test, answers kept."""

    def __init__(self) -> None:
        self.out: list[dict[str, object]] = []
        self.delivered: list[EmailMessage] = []

    def put(self, raw: bytes) -> None:
        self.out.append({"id": f"g{len(self.out)}", "raw": base64.urlsafe_b64encode(raw).decode().rstrip("=")})

    def sent(self) -> Sequence[Mapping[str, object]]:
        return self.out

    def deliver(self, raw: bytes) -> None:
        self.delivered.append(parsed(raw))


class Stage:
    """A play with a clock that a test turns."""

    def __init__(self, personas: Sequence[Persona], post: Table | GmailPost) -> None:
        self.at = NOW
        self.told: list[dict[str, object]] = []
        self.play = Play(personas, post, now=lambda: self.at, tell=self.told.append, thinking_seconds=0.5)

    def pass_seconds(self, seconds: float) -> None:
        self.play.step()
        self.at += timedelta(seconds=seconds)
        self.play.step()


def only(*ids: str) -> list[Persona]:
    return [item for item in cast() if item.id in ids]


def test_a_mail_is_answered_once_after_thinking() -> None:
    table = Table()
    stage = Stage(only("maya", "dario"), table)
    table.put(outgoing("Maya Lindholm <maya@mayalindholm.example>"))
    stage.play.step()
    assert table.delivered == []
    stage.pass_seconds(1)
    stage.pass_seconds(1)
    (answer,) = table.delivered
    assert str(answer["From"]) == "Maya Lindholm <maya@mayalindholm.example>"
    assert not stage.play.settled


def test_the_end_is_told_once_and_later_mail_is_still_read() -> None:
    table = Table()
    stage = Stage(only("maya"), table)
    table.put(outgoing("maya@mayalindholm.example"))
    stage.pass_seconds(1)
    table.put(outgoing("maya@mayalindholm.example", n=2))
    stage.pass_seconds(1)
    assert [line["event"] for line in stage.told] == ["read", "sent", "all_settled_from_creators_side", "read"]


def test_the_manager_writes_from_another_address_with_the_creator_in_copy() -> None:
    table = Table()
    stage = Stage(only("jane"), table)
    table.put(outgoing("jane@janeokafor.example", fee="$3,000.00"))
    stage.pass_seconds(1)
    table.put(outgoing("dana@brightlanetalent.example", fee="$3,200.00", n=2))
    stage.pass_seconds(1)
    first, second = table.delivered
    assert first["From"].addresses[0].addr_spec == "dana@brightlanetalent.example"
    assert first["Cc"].addresses[0].addr_spec == "jane@janeokafor.example"
    assert "That works for us, agreed." in second.get_body(("plain",)).get_content()  # type: ignore[union-attr]


def test_the_two_mails_of_the_hasty_one_arrive_in_the_same_moment() -> None:
    table = Table()
    stage = Stage(only("luca"), table)
    table.put(outgoing("luca.moretti@example.com", fee="$800.00"))
    stage.pass_seconds(0.6)
    first, second = table.delivered
    assert second["Date"].datetime - first["Date"].datetime < timedelta(seconds=1)
    assert first["Message-ID"] != second["Message-ID"]


def test_all_twelve_reach_a_mailbox_of_the_gmail_stand_in_in_their_threads() -> None:
    with serve(create_app([TEAM], publish=lambda *_: None)) as url:
        for persona in cast():
            raw = outgoing(str(persona.address.email), subject=f"Northwind x {persona.id}", n=len(persona.id))
            raw = raw.replace(b"<m", f"<{persona.id}-m".encode())
            sent = requests.post(f"{url}/_control/human-send", params={"mailbox": TEAM}, data=raw, timeout=5)
            sent.raise_for_status()
        stage = Stage(cast(), GmailPost(url, TEAM))
        stage.pass_seconds(5)
        shown = requests.get(f"{url}/_control/mailbox", params={"mailbox": TEAM}, timeout=5).json()["messages"]
    threads = {item["threadId"] for item in shown if "SENT" in item["labelIds"]}
    answers = [item for item in shown if "SENT" not in item["labelIds"]]
    assert len(threads) == 12
    assert len(answers) == 14
    strangers = [item["from"] for item in answers if item["threadId"] not in threads]
    assert all("Delivery" in sender or "sofia" in sender for sender in strangers)


def test_the_program_tells_what_it_does_until_it_is_stopped() -> None:
    with serve(create_app([TEAM], publish=lambda *_: None)) as url:
        raw = outgoing("rex@rexdalton.example")
        requests.post(f"{url}/_control/human-send", params={"mailbox": TEAM}, data=raw, timeout=5).raise_for_status()
        command = [
            sys.executable,
            "-m",
            "emulators.creators",
            "--gmail",
            url,
            "--mailbox",
            TEAM,
            "--thinking-seconds",
            "0",
        ]
        with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
            assert process.stdout is not None
            lines = [json.loads(process.stdout.readline()) for _ in range(3)]
            process.terminate()
            assert process.wait(timeout=20) == 0
    assert lines[0] == {"name": "creators", "creators": 12}
    assert lines[1] == {"event": "read", "creator": "rex", "heard": 1, "offer": "1200.00"}
    assert (lines[2]["event"], lines[2]["client"], lines[2]["ask"]) == ("sent", "Gmail mobile", None)


def test_a_persona_reads_only_its_own_mail() -> None:
    table = Table()
    stage = Stage(cast(), table)
    table.put(outgoing("somebody@else.example"))
    stage.pass_seconds(1)
    assert stage.told == []


def test_an_address_without_a_name_has_a_first_name() -> None:
    assert Address(name="", email="team@client.example").first_name == "team"

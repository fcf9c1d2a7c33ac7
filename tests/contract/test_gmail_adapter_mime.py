"""The bytes of a draft, as another mail program would read them."""

from dataclasses import replace
from email import message_from_bytes, policy
from email.message import EmailMessage

import pytest

from shared.adapters.gmail.mime import draft_bytes, html_of
from shared.domain.errors import InvalidInput
from shared.domain.records import OutgoingMail

# As long as Exchange Online writes them.
OUTLOOK_ID = "<AM6PR04MB6613F0A1B2C3D4E5F60718293A4B5C6D7E8F9@AM6PR04MB6613.eurprd04.prod.outlook.example>"
MAIL = OutgoingMail(
    mailbox="deals@northwind.example",
    sender_name="Ellen Berg",
    to=("maya@creators.example",),
    cc=(),
    subject="Re: Rates",
    body="Hi Maya,\n\nfine.",
    thread_id="18c",
    in_reply_to=OUTLOOK_ID,
    references=("<first@creators.example>", OUTLOOK_ID),
)


def parsed(mail: OutgoingMail, marker: str = "neg:maya:3") -> EmailMessage:
    return message_from_bytes(draft_bytes(mail, marker=marker), policy=policy.default)


def test_ids_longer_than_a_line_stay_whole() -> None:
    raw = draft_bytes(MAIL, marker="m").decode("ascii")

    assert f"\r\nIn-Reply-To: {OUTLOOK_ID}\r\n" in raw
    assert f"\r\nReferences: <first@creators.example>\r\n {OUTLOOK_ID}\r\n" in raw
    assert "=?" not in raw


def test_fifty_references_stand_whole_one_a_line() -> None:
    chain = tuple(f"<{number:02}.{'x' * 60}@mail.creators.example>" for number in range(50))
    mail = replace(MAIL, references=chain, in_reply_to=chain[-1])

    raw = draft_bytes(mail, marker="m").decode("ascii")

    assert "\r\nReferences: " + "\r\n ".join(chain) + "\r\n" in raw
    assert f"\r\nIn-Reply-To: {chain[-1]}\r\n" in raw
    assert parsed(mail)["References"].split() == list(chain)


def test_a_long_marker_survives() -> None:
    marker = "spring-launch:" + "very.long.name." * 8 + "@creators.example:offer:12"

    assert parsed(MAIL, marker)["X-Parley-Send-Id"] == marker


def test_names_and_subjects_beyond_ascii_are_encoded() -> None:
    mail = replace(MAIL, sender_name="Zoë Müller, Northwind", subject="Zusammenarbeit 🎉 – Größe " * 4)

    raw, message = draft_bytes(mail, marker="m"), parsed(mail)

    assert raw.isascii()
    assert max(len(line) for line in raw.splitlines() if b"=?" in line) <= 78
    assert message["From"].addresses[0].display_name == "Zoë Müller, Northwind"
    assert message["Subject"] == ("Zusammenarbeit 🎉 – Größe " * 4)


def test_lines_end_as_the_protocol_asks_and_no_date_is_set() -> None:
    raw = draft_bytes(MAIL, marker="m")

    assert raw.count(b"\n") == raw.count(b"\r\n")
    assert "Date" not in parsed(MAIL)


def test_the_same_entry_has_the_same_message_id_of_our_domain() -> None:
    first, second = parsed(MAIL, "a")["Message-ID"], parsed(MAIL, "b")["Message-ID"]

    assert first == parsed(MAIL, "a")["Message-ID"]
    assert first != second
    assert first.endswith(".parley@northwind.example>")


def test_a_first_mail_has_no_reply_headers() -> None:
    message = parsed(replace(MAIL, in_reply_to=None, references=()))

    assert "In-Reply-To" not in message
    assert "References" not in message


@pytest.mark.parametrize(
    "mail",
    [
        replace(MAIL, subject="Hi\r\nBcc: all@creators.example"),
        replace(MAIL, to=("maya@creators.example\r\nBcc: x@y.example",)),
        replace(MAIL, to=("maya",)),
        replace(MAIL, to=("",)),
        replace(MAIL, to=("maya@creators.example, sam@agency.example",)),
        replace(MAIL, to=("mäya@creators.example",)),
        replace(MAIL, sender_name="Ellen\nBcc: x@y.example"),
    ],
)
def test_what_cannot_stand_in_a_header_is_refused(mail: OutgoingMail) -> None:
    with pytest.raises(InvalidInput):
        draft_bytes(mail, marker="m")


@pytest.mark.parametrize(
    "id_",
    ["<grüße@b.example>", "<a@b.example>\r\nBcc: x@y.example", "<a@b.example> <c@d.example>", "", f"<{'a' * 990}>"],
)
def test_an_id_of_theirs_that_cannot_stand_in_a_header_costs_threading_alone(id_: str) -> None:
    raw = draft_bytes(replace(MAIL, in_reply_to=id_, references=("<first@b.example>", id_)), marker="m").decode()
    head = raw.split("\r\n\r\n")[0].split("\r\n")
    assert [line for line in head if line.startswith(("In-Reply-To", "References", "Bcc"))] == [
        "References: <first@b.example>"
    ]


def test_html_is_escaped_and_keeps_the_lines() -> None:
    assert html_of("Hi <b>Maya</b>,\n\nTerms:\n  - 1 Reel & 2 stories\n\n\n\nBest,\nEllen\n") == (
        "<html><body>\n"
        "<p>Hi &lt;b&gt;Maya&lt;/b&gt;,</p>\n"
        "<p>Terms:<br>\n&nbsp;&nbsp;- 1 Reel &amp; 2 stories</p>\n"
        "<p>Best,<br>\nEllen</p>\n"
        "</body></html>\n"
    )


def test_a_long_body_arrives_as_written() -> None:
    body = "A line far longer than the 998 characters that a mail may have. " * 40 + "\n.\nFrom here: £1 — ✓ = 100%"

    plain = parsed(replace(MAIL, body=body)).get_body(("plain",))

    assert plain is not None
    assert plain.get_content().replace("\r\n", "\n") == body + "\n"

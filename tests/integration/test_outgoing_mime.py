"""A mail of ours as another mail program gets it: read from what the mailbox sent, with the standard library alone."""

import re
from email.header import decode_header
from html import unescape

from tests.integration.letters import LeftMail
from tests.integration.stand_ins import MAILBOX
from tests.integration.world import CAMPAIGN, ON_SQLITE, World

pytestmark = ON_SQLITE

SENDER = "Zoë Müller-Łukasiewicz"
SUBJECT = "Northwind × Jo: Frühlingskampagne für gepflegte Haut, mit Überraschung und viel Größe 🌿 im April"
ABROAD = CAMPAIGN.replace("sender_name: Alex Morgan", f"sender_name: {SENDER}").replace(
    "subject: Northwind Skincare x you this spring", f'subject: "{SUBJECT}"'
)


def header_lines(mail: LeftMail, name: str) -> list[str]:
    """The header field as it stands in the mail, by line."""
    head = mail.raw.split(b"\r\n\r\n", 1)[0].decode("ascii")
    (field,) = (found for found in re.split(r"\r\n(?![ \t])", head) if found.lower().startswith(f"{name.lower()}:"))
    return field.split("\r\n")


def decoded(lines: list[str]) -> str:
    value = " ".join(line.strip() for line in lines).split(":", 1)[1].strip()
    return "".join(
        part.decode(charset or "ascii") if isinstance(part, bytes) else part for part, charset in decode_header(value)
    )


def parts(mail: LeftMail) -> tuple[str, str]:
    """The plain and the HTML text, decoded."""
    plain, html = list(mail.message.iter_parts())
    assert (mail.message.get_content_type(), plain.get_content_type(), html.get_content_type()) == (
        "multipart/alternative",
        "text/plain",
        "text/html",
    )
    return str(plain.get_content()), str(html.get_content())


def opened(world: World) -> LeftMail:
    world.launch(ABROAD)
    return world.sent()[0]


def test_subject_and_sender_are_encoded_in_short_lines_and_come_back_whole(world: World) -> None:
    mail = opened(world)
    for name in ("Subject", "From"):
        lines = header_lines(mail, name)
        assert all(line.isascii() and len(line) <= 76 for line in lines)
        assert all(len(word) <= 75 for line in lines for word in line.split())  # RFC 2047, 2
    assert len(header_lines(mail, "Subject")) > 1
    assert decoded(header_lines(mail, "Subject")) == SUBJECT
    assert decoded(header_lines(mail, "From")).split(" <") == [SENDER, f"{MAILBOX}>"]


def test_both_parts_say_the_same_words_and_link_to_nothing(world: World) -> None:
    plain, html = parts(opened(world))
    assert unescape(re.sub(r"<[^>]*>", " ", html)).split() == plain.split()
    assert len(plain.split()) > 40
    assert re.findall(r"(?i)https?:|www\.|<a\b|<img|src=|href=|style=|<script|@import", plain + html) == []


def test_parts_are_utf8_in_quoted_printable_lines_that_every_server_takes(world: World) -> None:
    mail = opened(world)
    for part in mail.message.iter_parts():
        assert part.get_content_charset() == "utf-8"
        assert part["Content-Transfer-Encoding"] == "quoted-printable"
    body = mail.raw.split(b"\r\n\r\n", 1)[1]
    assert body.isascii()
    assert max(map(len, body.split(b"\r\n"))) <= 76  # RFC 2045, 6.7
    assert mail.raw.count(b"\n") == mail.raw.count(b"\r\n")
    assert SENDER in mail.body


def test_the_headers_that_programs_read_are_there_once(world: World) -> None:
    mail = opened(world)
    assert mail.message.get_all("X-Auto-Response-Suppress") == ["OOF, AutoReply"]
    assert mail.message.get_all("X-Parley-Send-Id") == [f"{world.negotiation().id}-1"]
    assert mail.message.get_all("MIME-Version") == ["1.0"]
    unwanted = ("Auto-Submitted", "Precedence", "Bcc", "Reply-To", "In-Reply-To")
    assert [name for name in unwanted if mail.message[name]] == []


def test_a_chain_of_fifty_references_goes_on_once_each_one_a_line_with_their_mail_last(world: World) -> None:
    first = opened(world).header("Message-ID")
    earlier = [f"<{number}@elsewhere.example>" for number in range(50)]
    references = " ".join([*earlier, first])
    world.answer("I would need $2,000.", headers={"References": references, "Message-ID": "<theirs@creators.example>"})
    mail = world.sent()[-1]
    assert header_lines(mail, "In-Reply-To") == ["In-Reply-To: <theirs@creators.example>"]
    kept = [f" {id_}" for id_ in (*earlier, "<theirs@creators.example>")]
    assert header_lines(mail, "References") == [f"References: {first}", *kept]
    assert decoded(header_lines(mail, "Subject")) == f"Re: {SUBJECT}"


def test_the_signature_stands_once_at_the_end_of_both_parts(world: World) -> None:
    world.cli("mailbox", "set", MAILBOX, "--signature", f"Best,\\n{SENDER}\\nNorthwind Skincare", "--as", "Kim")
    opening = opened(world)
    world.answer("I would need $2,000.")
    signature = f"Best,\n{SENDER}\nNorthwind Skincare"
    assert len(world.sent()) == 2
    for mail in (opening, world.sent()[-1]):
        plain, html = parts(mail)
        plain = plain.replace("\r\n", "\n")
        assert plain.rstrip().endswith(f"\n\n{signature}")
        assert plain.count(signature) == 1
        shown = html.replace("\r\n", "\n").removesuffix("</body></html>\n")
        assert shown.endswith(f"<p>Best,<br>\n{SENDER}<br>\nNorthwind Skincare</p>\n")

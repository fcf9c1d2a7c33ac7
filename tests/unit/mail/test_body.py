from datetime import UTC, datetime

from shared.domain.mail.message import InboundMessage, Known, MailEnvelope
from shared.domain.mail.parse import parse_mail


def parse(*lines: str) -> InboundMessage:
    envelope = MailEnvelope(
        message_id="m", thread_id="t", received_at=datetime(2026, 3, 3, tzinfo=UTC), labels=("INBOX",)
    )
    known = Known(mailbox="deals@brand.example", aliases=(), last_sent_text=None)
    raw = "\r\n".join(["From: Mia <mia@lark.example>", *lines, ""])
    return parse_mail(raw.encode(), envelope=envelope, known=known)


def test_body_with_a_file_name_is_read_where_it_is_the_only_text() -> None:
    mail = parse('Content-Type: text/plain; name="body.txt"', "Content-Disposition: inline", "", "$900")
    assert mail.new_text == "$900"
    assert [file.name for file in mail.attachments] == ["body.txt"]


def test_named_text_beside_the_words_of_the_mail_is_a_file() -> None:
    head = 'Content-Type: multipart/mixed; boundary="b"'
    named = ["--b", 'Content-Type: text/plain; name="notes.txt"', "", "$9,999", "--b--"]
    mail = parse(head, "", "--b", "Content-Type: text/plain", "", "$900", *named)
    assert mail.new_text == "$900"


def test_text_that_is_attached_stays_a_file() -> None:
    mail = parse("Content-Type: text/plain", "Content-Disposition: attachment; filename=a.txt", "", "$900")
    assert (mail.new_text, [file.name for file in mail.attachments]) == ("", ["a.txt"])


def test_base64_that_was_cut_is_read_to_its_cut_and_said_to_be_broken() -> None:
    mail = parse("Content-Transfer-Encoding: base64", "", "SSBhc2sgJDkwM")
    assert mail.new_text == "I ask $90"
    assert [found.value for found in mail.suspicions] == ["malformed"]


def test_picture_in_the_text_is_named_and_measured_and_not_text() -> None:
    mail = parse("Content-Type: image/png; name=a.png", "Content-Transfer-Encoding: base64", "", "iVBORw0KGgo=")
    assert (mail.new_text, mail.attachments[0].size_bytes) == ("", 8)

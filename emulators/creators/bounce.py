from email.utils import format_datetime

from emulators.creators.letter import Address, Letter
from emulators.creators.mime import Part, crlf, sender_domain, subject, token

MAILER_DAEMON = Address(name="Mail Delivery Subsystem", email="mailer-daemon@googlemail.com")


def undeliverable(letter: Letter) -> bytes:
    """Gmail's report that *letter*'s sender does not exist: RFC 3464 in the form that Gmail gives it."""
    address, outer = letter.sender.email, f"000000000000{token(letter, 16, salt='outer')}"
    head = "\r\n".join(
        [
            "Return-Path: <>",
            f"From: {MAILER_DAEMON}",
            f"To: {letter.answers.sender.email}",
            "Auto-Submitted: auto-replied",
            f"Subject: {subject('Delivery Status Notification (Failure)')}",
            f"References: {letter.answers.message_id}",
            f"In-Reply-To: {letter.answers.message_id}",
            f"X-Failed-Recipients: {address}",
            f"Message-ID: <{token(letter, 24)}.GMR@mx.google.com>",
            f"Date: {format_datetime(letter.at)}",
            "MIME-Version: 1.0",
            f'Content-Type: multipart/report; boundary="{outer}"; report-type=delivery-status',
            "",
            "",
        ]
    ).encode("ascii")
    chunks = [_explanation(letter), _status(letter), _original(letter)]
    return (
        head + b"".join(f"--{outer}\r\n".encode() + chunk + b"\r\n" for chunk in chunks) + f"--{outer}--\r\n".encode()
    )


def _explanation(letter: Letter) -> bytes:
    address = letter.sender.email
    text = (
        f"\n** Address not found **\n\nYour message wasn't delivered to {address} because the address couldn't be "
        "found, or is unable to receive mail.\n\nThe response from the remote server was:\n550 5.1.1 "
        f"<{address}>: Recipient address rejected: User unknown in virtual mailbox table\n"
    )
    part = Part(type="text/plain", text=text, charset='"UTF-8"', encoding="quoted-printable")
    return "".join(f"{name}: {value}\r\n" for name, value in part.header()).encode() + b"\r\n" + part.body()


def _status(letter: Letter) -> bytes:
    address, domain, at = letter.sender.email, sender_domain(letter), format_datetime(letter.at)
    text = (
        "Content-Type: message/delivery-status\n\n"
        f"Reporting-MTA: dns; googlemail.com\nReceived-From-MTA: dns; {letter.answers.sender.email}\n"
        f"Arrival-Date: {at}\n"
        f"X-Original-Message-ID: {letter.answers.message_id}\n\n"
        f"Final-Recipient: rfc822; {address}\nAction: failed\nStatus: 5.1.1\nRemote-MTA: dns; mx.{domain}. "
        "(192.0.2.25, the server for the domain.)\nDiagnostic-Code: smtp; 550 5.1.1 "
        f"<{address}>: Recipient address rejected: User unknown in virtual mailbox table\nLast-Attempt-Date: {at}\n"
    )
    return crlf(text.encode("ascii"))


def _original(letter: Letter) -> bytes:
    return b"Content-Type: message/rfc822\r\n\r\n" + crlf(letter.answers.raw)

"""Mails of creators, and what left our mailbox."""

import base64
from collections.abc import Mapping
from dataclasses import dataclass, field
from email import policy
from email.message import EmailMessage
from email.parser import BytesParser
from email.utils import format_datetime, make_msgid
from typing import Any

from emulators.wallclock import now

JO = "Jo Park <jo@creators.example>"


@dataclass(frozen=True, slots=True, kw_only=True)
class LeftMail:
    """A mail that left the mailbox, by our hand or a person's."""

    id: str
    thread_id: str
    by: str
    raw: bytes

    @property
    def message(self) -> EmailMessage:
        return BytesParser(_class=EmailMessage, policy=policy.default).parsebytes(self.raw)

    @property
    def body(self) -> str:
        part = self.message.get_body(("plain",))
        assert part is not None
        return str(part.get_content()).replace("\r\n", "\n")

    def header(self, name: str) -> str:
        return str(self.message[name])


def left_mail(listed: Mapping[str, Any]) -> LeftMail:
    """From what the Gmail stand-in lists as sent."""
    raw = base64.urlsafe_b64decode(listed["raw"] + "==")
    return LeftMail(id=listed["id"], thread_id=listed["threadId"], by=listed["by"], raw=raw)


@dataclass(frozen=True, slots=True, kw_only=True)
class Letter:
    """What a creator writes; *headers* replaces or adds, an empty value leaves one out."""

    text: str
    sender: str = JO
    to: str = "deals@brand.example"
    cc: str = ""
    subject: str = ""
    html: str = ""
    quote: bool = True
    headers: Mapping[str, str] = field(default_factory=dict)


def reply(letter: Letter, answered: LeftMail | None) -> bytes:
    """The raw mail: an answer to *answered* with its quote, or a mail of its own."""
    message = EmailMessage(policy=policy.SMTP)
    for name, value in {**_headers(letter, answered), **letter.headers}.items():
        if value:
            message[name] = value
    quote = _quoted(answered) if answered and letter.quote else ""
    message.set_content(f"{letter.text}\n\n{quote}")
    if letter.html:
        message.add_alternative(letter.html, subtype="html")
    return message.as_bytes()


def _headers(letter: Letter, answered: LeftMail | None) -> dict[str, str]:
    headers = {
        "From": letter.sender,
        "To": letter.to,
        "Cc": letter.cc,
        "Subject": letter.subject,
        "Date": format_datetime(now()),
        "Message-ID": make_msgid(domain="creators.example"),
    }
    if answered is None:
        return headers
    subject = answered.header("Subject")
    earlier = answered.message["References"] or ""
    return {
        **headers,
        "Subject": letter.subject or (subject if subject.startswith("Re:") else f"Re: {subject}"),
        "In-Reply-To": answered.header("Message-ID"),
        "References": f"{earlier} {answered.header('Message-ID')}".strip(),
    }


def _quoted(answered: LeftMail) -> str:
    quoted = "\n".join(f"> {line}".rstrip() for line in answered.body.splitlines())
    return f"On Mon, Jan 5, 2026 at 9:00 AM Alex Morgan <deals@brand.example> wrote:\n\n{quoted}\n"

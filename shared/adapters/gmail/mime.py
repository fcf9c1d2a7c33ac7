"""A decided mail as the bytes that Gmail keeps as a draft."""

import hashlib
from email.errors import MessageError
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import EmailPolicy
from html import escape
from typing import Final

from shared.domain.errors import InvalidInput
from shared.domain.records import OutgoingMail

MARKER_HEADER: Final = "X-Parley-Send-Id"

# Header fields made of ids. The standard fold would turn an id beyond 77 characters (Outlook's often are) into an
# encoded word, which no mail program matches any more; they go one id per line instead, whole.
_ID_FIELDS: Final = frozenset({"in-reply-to", "references", "message-id", MARKER_HEADER.lower()})


class _MailPolicy(EmailPolicy):
    def fold(self, name: str, value: str) -> str:
        if name.lower() in _ID_FIELDS:
            return f"{name}: " + f"{self.linesep} ".join(value.split()) + self.linesep
        return str(super().fold(name, value))

    def fold_binary(self, name: str, value: str) -> bytes:
        return self.fold(name, value).encode("ascii")


# A header line has at most 998 characters (RFC 5322, 2.1.1), and an id cannot be folded.
_LONGEST_ID: Final = 990

# Lines of quoted-printable text, and of headers with encoded words, have at most 76 characters (RFC 2045, 6.7; RFC
# 2047, 2).
_POLICY: Final = _MailPolicy(linesep="\r\n", max_line_length=76)


def draft_bytes(mail: OutgoingMail, *, marker: str) -> bytes:
    """The mail as RFC 5322 text with CRLF, plain text and HTML of the same words, without a Date (Gmail sets it).

    Raises:
        InvalidInput: an address, subject or id cannot stand in a header.
    """
    try:
        return _message(mail, marker).as_bytes()
    except (ValueError, MessageError, IndexError) as exc:
        raise InvalidInput([f"mail for {', '.join(mail.to)}: {exc}"]) from exc


def _message(mail: OutgoingMail, marker: str) -> EmailMessage:
    message = EmailMessage(policy=_POLICY)
    message["From"] = Address(display_name=mail.sender_name, addr_spec=_plain(mail.mailbox))
    message["To"] = [Address(addr_spec=_plain(email)) for email in mail.to]
    if mail.cc:
        message["Cc"] = [Address(addr_spec=_plain(email)) for email in mail.cc]
    message["Subject"] = mail.subject
    message["Message-ID"] = own_message_id(mail.mailbox, marker)
    # The creator's mail program chose these ids. One that cannot stand in a header costs threading, never the mail.
    if mail.in_reply_to is not None and _is_token(mail.in_reply_to):
        message["In-Reply-To"] = mail.in_reply_to
    if usable := [item for item in mail.references if _is_token(item)]:
        message["References"] = " ".join(usable)
    # Asks Exchange for no out-of-office answers; Auto-Submitted would make strict systems drop the mail.
    message["X-Auto-Response-Suppress"] = "OOF, AutoReply"
    message[MARKER_HEADER] = _token(marker)
    message.set_content(mail.body, cte="quoted-printable")
    message.add_alternative(html_of(mail.body), subtype="html", cte="quoted-printable")
    return message


def own_message_id(mailbox: str, marker: str) -> str:
    """The same id for the same outbox entry. Only a hint: Gmail may put its own in its place when it sends."""
    digest = hashlib.sha256(marker.encode()).hexdigest()[:32]
    return f"<{digest}.parley@{mailbox.rpartition('@')[2]}>"


def _plain(email: str) -> str:
    if not email.isascii():
        raise ValueError(f"address {email!r} is not ASCII")
    return email


def _token(text: str) -> str:
    if not _is_token(text):
        raise ValueError(f"id {text!r} cannot stand in a header")
    return text


def _is_token(text: str) -> bool:
    return 0 < len(text) <= _LONGEST_ID and text.isascii() and text.isprintable() and " " not in text


def html_of(body: str) -> str:
    """The same words as HTML: blank lines part paragraphs, every other line break stays."""
    paragraphs = [part.strip("\n") for part in body.replace("\r\n", "\n").split("\n\n")]
    shown = ["<br>\n".join(_line(line) for line in part.split("\n")) for part in paragraphs if part.strip()]
    return "<html><body>\n" + "".join(f"<p>{part}</p>\n" for part in shown) + "</body></html>\n"


def _line(line: str) -> str:
    """One line, escaped; leading spaces are kept, or lists would lose their indent."""
    words = line.lstrip(" ")
    return "&nbsp;" * (len(line) - len(words)) + escape(words, quote=False)

from dataclasses import dataclass
from email.utils import format_datetime
from enum import StrEnum

from emulators.gmail.errors import invalid
from emulators.gmail.headers import addresses, header, message_id, parsed, prepended, without
from emulators.gmail.mailbox import Mailbox
from emulators.gmail.messages import StoredMessage
from emulators.gmail.payload import encoded
from emulators.gmail.threads import belongs_to
from emulators.wallclock import now


class SentBy(StrEnum):
    """Who pressed the button."""

    API = "api"
    HUMAN = "human"


@dataclass(frozen=True, slots=True, kw_only=True)
class Outgoing:
    """A mail to send or to keep as a draft; `thread_id` is the one the caller names, None for none."""

    raw: bytes
    thread_id: str | None


def thread_for(mailbox: Mailbox, mail: Outgoing) -> str | None:
    """The named thread when the mail answers it under its subject; None starts a new one.

    Raises:
        ApiError: 404 when the named thread does not exist.
    """
    if mail.thread_id is None:
        return None
    return mail.thread_id if belongs_to(mail.raw, mailbox.thread(mail.thread_id)) else None


def send(mailbox: Mailbox, mail: Outgoing, by: SentBy) -> StoredMessage:
    """Let a mail leave.

    Raises:
        ApiError: 404 for an unknown thread, 400 without a recipient.
    """
    with mailbox.lock:
        return dispatch(mailbox, mail.raw, thread_for(mailbox, mail), by)


def dispatch(mailbox: Mailbox, raw: bytes, thread_id: str | None, by: SentBy) -> StoredMessage:
    """Let a mail leave in a thread already chosen; the caller holds the lock."""
    recipients = {name: addresses(raw, name) for name in ("To", "Cc", "Bcc")}
    if not any(recipients.values()):
        raise invalid("Recipient address required")
    stored = mailbox.add(_completed(mailbox, raw), thread_id=thread_id, labels=["SENT"])
    mailbox.sent.append(
        {
            **stored.named(),
            "rfc822MessageId": message_id(stored.raw),
            **{name.lower(): found for name, found in recipients.items()},
            "subject": header(stored.raw, "Subject"),
            "raw": encoded(stored.raw),
            "at": stored.at.isoformat(),
            "by": str(by),
        }
    )
    return stored


def with_basics(mailbox: Mailbox, raw: bytes) -> bytes:
    """*raw* with the From, Date and Message-ID that Gmail adds when the client left them out."""
    present = {name.lower() for name in parsed(raw)}
    missing = [
        ("From", mailbox.address),
        ("Date", format_datetime(now())),
        ("Message-ID", mailbox.ids.rfc822_message_id()),
    ]
    return prepended(raw, [(name, value) for name, value in missing if name.lower() not in present])


def _completed(mailbox: Mailbox, raw: bytes) -> bytes:
    if mailbox.habits().message_id_replaced:
        raw = without(raw, "Message-ID")
    complete = with_basics(mailbox, raw)
    trace = f"from 100000000000 named unknown by gmailapi.google.com with HTTPREST; {format_datetime(now())}"
    return prepended(complete, [("Received", trace)])

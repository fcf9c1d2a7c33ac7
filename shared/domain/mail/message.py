"""The typed values that the rest of the product knows of a mail."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum


class MailKind(StrEnum):
    """What a mail is; only `human` is ever read by the model or answered."""

    HUMAN = "human"
    AUTO_REPLY = "auto_reply"
    OUT_OF_OFFICE = "out_of_office"
    BOUNCE_HARD = "bounce_hard"
    BOUNCE_SOFT = "bounce_soft"
    LIST = "list"
    CALENDAR = "calendar"
    OWN = "own"


class Authentication(StrEnum):
    """What Gmail itself found out about the sender's domain."""

    PASS = "pass"  # noqa: S105 - the verdict's name in the header, not a password
    FAIL = "fail"
    NONE = "none"


class Suspicion(StrEnum):
    """Something a person should see before the sender's words move a price."""

    DISPLAY_NAME_ADDRESS = "display_name_address"
    FORWARDED = "forwarded"
    HIDDEN_TEXT = "hidden_text"
    LOOKALIKE_DOMAIN = "lookalike_domain"
    MALFORMED = "malformed"
    PAYMENT_DETAILS = "payment_details"
    REPLY_TO_DIFFERS = "reply_to_differs"
    SEVERAL_SENDERS = "several_senders"
    STRIPPING_DOUBTFUL = "stripping_doubtful"


@dataclass(frozen=True, slots=True, kw_only=True)
class Address:
    """One mailbox, parsed once at the edge.

    Attributes:
        email: Lower-cased addr-spec with an IDNA (ASCII) domain; empty when the header named no address.
        name: The display name, RFC 2047 decoded; None when there was none.
    """

    email: str
    name: str | None

    @property
    def domain(self) -> str:
        return self.email.rpartition("@")[2]


@dataclass(frozen=True, slots=True, kw_only=True)
class Attachment:
    """A file beside the text; it is named and measured, never opened."""

    name: str
    content_type: str
    size_bytes: int


@dataclass(frozen=True, slots=True, kw_only=True)
class MailEnvelope:
    """What Gmail says about a message, outside its raw bytes.

    Attributes:
        message_id: Gmail's id, not the RFC 822 Message-ID.
        thread_id: Gmail's thread id, valid in this mailbox only.
        received_at: Gmail's internalDate, aware.
        labels: Gmail's label ids; SENT is the only proof that a mail is ours.
    """

    message_id: str
    thread_id: str
    received_at: datetime
    labels: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """What we know already when a mail arrives.

    Attributes:
        mailbox: The address we negotiate from.
        aliases: Our other addresses; mail from them is ours too.
        last_sent_text: Plain text of our newest mail in the thread, None before the first one.
    """

    mailbox: str
    aliases: tuple[str, ...]
    last_sent_text: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class InboundMessage:
    """One received mail, as far as it can be trusted.

    Attributes:
        message_id: Gmail's id.
        thread_id: Gmail's thread id.
        received_at: Gmail's internalDate, aware.
        labels: Gmail's label ids.
        rfc822_message_id: The Message-ID header with its angle brackets; None when missing.
        in_reply_to: The first id of In-Reply-To.
        references: Ids of References, oldest first.
        sender: The From address; its email is empty when From is missing or unreadable.
        reply_to: Where answers are asked to go; None when the header is missing.
        to: Recipients named in To.
        cc: Recipients named in Cc.
        subject: Decoded and on one line.
        sent_at: The Date header, aware; None when missing or unreadable.
        kind: Which rule for human or machine mail fits.
        kind_doubtful: It may hold a person's words: nothing but a no-reply address says that a machine wrote it, or it
            is a calendar's answer with a note.
        authentication: Verdict of Gmail's own topmost Authentication-Results.
        suspicions: Sorted, each at most once.
        marker: Our X-Parley-Send-Id; None on mail we did not send.
        new_text: What the writer added. No price is ever read from anywhere else.
        quoted_text: What was quoted or forwarded; also the whole text when `stripping_doubtful`.
        stripping_doubtful: Stripping may have lost an amount, or left nothing: a reader needs both texts.
        attachments: Name, type and size of each file.
        return_date: Day the writer is back, from an out-of-office mail that names it.
        failed_recipients: Lower-cased addresses that a bounce is about.
        returned_ids: Message-IDs of the mail that a bounce gives back.
        links: Where its links lead, as they were written; nothing follows them.
    """

    message_id: str
    thread_id: str
    received_at: datetime
    labels: tuple[str, ...]
    rfc822_message_id: str | None
    in_reply_to: str | None
    references: tuple[str, ...]
    sender: Address
    reply_to: Address | None
    to: tuple[Address, ...]
    cc: tuple[Address, ...]
    subject: str
    sent_at: datetime | None
    kind: MailKind
    authentication: Authentication
    suspicions: tuple[Suspicion, ...]
    marker: str | None
    new_text: str
    quoted_text: str
    stripping_doubtful: bool
    attachments: tuple[Attachment, ...]
    return_date: date | None
    failed_recipients: tuple[str, ...]
    returned_ids: tuple[str, ...] = ()
    links: tuple[str, ...] = ()
    kind_doubtful: bool = False

    @property
    def may_be_persons(self) -> bool:
        """Whether people's mail may carry its signs of a machine: of a list, a no-reply address, a calendar's note."""
        return self.kind is MailKind.LIST or self.kind_doubtful

    @property
    def quoted_ids(self) -> tuple[str, ...]:
        """Message-IDs of the mail that it answers or gives back, the nearest last."""
        return (*self.references, *self.returned_ids, *((self.in_reply_to,) if self.in_reply_to else ()))

    @property
    def all_words(self) -> str:
        """Everything that it says, new or quoted, in sight or behind a link."""
        return "\n".join((self.subject, self.new_text, self.quoted_text, *self.links))

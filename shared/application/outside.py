"""What the outside really received and sent, told by the mailbox itself, or else by the store."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime
from email import policy
from email.message import EmailMessage
from email.parser import BytesParser
from email.utils import getaddresses

from shared.application.app import App
from shared.application.ports import ThreadMessage
from shared.application.quiet import calling_gmail
from shared.application.store import Store
from shared.domain.negotiation import Negotiation
from shared.domain.records import EntryKind, EntryState, InboundState, OutboxEntry, OutgoingMail


@dataclass(frozen=True, slots=True, kw_only=True)
class LeftMail:
    """A mail that left the mailbox, as the mailbox itself knows it.

    Attributes:
        marker: Our X-Parley-Send-Id; None: Parley did not write it.
        recipients: Every address in To, Cc and Bcc, lower case.
        at: When it left; Gmail tells whole seconds.
    """

    message_id: str
    marker: str | None
    recipients: frozenset[str]
    body: str
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class MailboxFacts:
    """What the mailbox holds, from the mailbox itself and not from the store.

    Attributes:
        until: What is younger may still be on its way and is not looked at; None: everything is.
    """

    received_ids: tuple[str, ...]
    left: tuple[LeftMail, ...]
    until: datetime | None = None


def nobody(_: str) -> None:
    """Whom long work tells how far it is, where nobody waits for it."""


def mailbox_facts(app: App, mailbox: str, until: datetime, tell: Callable[[str], None] = nobody) -> MailboxFacts:
    """What lies in the threads of the mailbox's negotiations: one call for each thread and for each mail that left.

    What came before a negotiation was opened is not its mail and is left out. *tell* hears how far it is, in words.

    Raises:
        MailboxQuiet: Gmail is not to be asked now.
    """
    with calling_gmail(app, mailbox, app.store.mailbox(mailbox)):
        return _asked_facts(app, mailbox, until, tell)


def _asked_facts(app: App, mailbox: str, until: datetime, tell: Callable[[str], None]) -> MailboxFacts:
    received: list[str] = []
    left: list[LeftMail] = []
    threads = _threads(app.store, mailbox)
    for place, (negotiation, thread_id) in enumerate(threads, start=1):
        tell(f"{mailbox}: asking Gmail for thread {place:,} of {len(threads):,} ...")
        messages = app.mailbox.thread(mailbox, thread_id)
        fresh = [message for message in messages if negotiation.opened_at <= message.received_at <= until]
        received += [message.message_id for message in fresh if message.is_received]
        left += _left(app, mailbox, [message for message in fresh if message.is_sent])
    return MailboxFacts(received_ids=tuple(dict.fromkeys(received)), left=tuple(left), until=until)


def stored_facts(store: Store, mailbox: str, until: datetime) -> MailboxFacts:
    """The same as the store tells it: it cannot show what it does not know, such as a mail that left twice."""
    inbound = [record for state in InboundState for record in store.inbound_of(state) if record.mailbox == mailbox]
    sent = [entry for entry in store.entries() if entry.kind is EntryKind.MAIL and entry.state is EntryState.SENT]
    left = [_as_stored(entry, entry.mail) for entry in sent if entry.mail and entry.mail.mailbox == mailbox]
    received = tuple(record.message_id for record in inbound if record.queued_at <= until)
    return MailboxFacts(received_ids=received, left=tuple(mail for mail in left if mail.at <= until), until=until)


def left_mail(raw: bytes, *, message_id: str, at: datetime) -> LeftMail:
    """The mail as its bytes say."""
    message = BytesParser(EmailMessage, policy=policy.default).parsebytes(raw)
    body = message.get_body(("plain",))
    named = [str(value) for name in ("To", "Cc", "Bcc") for value in message.get_all(name, [])]
    return LeftMail(
        message_id=message_id,
        marker=message["X-Parley-Send-Id"],
        recipients=frozenset(address.lower() for _, address in getaddresses(named)),
        body=body.get_content() if body else "",
        at=at,
    )


def _negotiations(store: Store, mailbox: str) -> list[Negotiation]:
    found = (one for campaign in store.campaigns() for one in store.negotiations(campaign.id))
    return [negotiation for negotiation in found if negotiation.mailbox == mailbox]


def _threads(store: Store, mailbox: str) -> list[tuple[Negotiation, str]]:
    """Every thread of every negotiation: a changed subject starts another, and the old one still counts."""
    negotiations = {negotiation.id: negotiation for negotiation in _negotiations(store, mailbox)}
    known = {(one.id, one.thread_id) for one in negotiations.values() if one.thread_id}
    known |= {(lane.negotiation_id, lane.thread_id) for lane in store.threads() if lane.negotiation_id in negotiations}
    return [(negotiations[id_], thread_id) for id_, thread_id in sorted(known)]


def _left(app: App, mailbox: str, messages: Iterable[ThreadMessage]) -> list[LeftMail]:
    found = ((message, app.mailbox.fetch(mailbox, message.message_id)) for message in messages)
    return [
        left_mail(kept.raw, message_id=message.message_id, at=message.received_at)
        for message, kept in found
        if kept is not None
    ]


def _as_stored(entry: OutboxEntry, mail: OutgoingMail) -> LeftMail:
    return LeftMail(
        message_id=entry.sent_id or entry.id,
        marker=entry.id,
        recipients=frozenset((*mail.to, *mail.cc)),
        body=mail.body,
        at=entry.sent_at or entry.created_at,
    )

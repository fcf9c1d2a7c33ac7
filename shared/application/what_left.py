"""What a mail of ours said when it left, where it may have been a person in Gmail who sent its draft."""

from dataclasses import dataclass

from shared.application.app import App
from shared.application.escalate import Grounds, escalate, step_back
from shared.application.fetch_mail import fetch_mail
from shared.application.journal import Journal
from shared.application.ports import SentMail
from shared.domain.amounts.scan import find_prices
from shared.domain.decision import Reason
from shared.domain.mail.message import InboundMessage
from shared.domain.records import CaseRecord, OutboxEntry, OutgoingMail


@dataclass(frozen=True, slots=True, kw_only=True)
class Changed:
    """A mail that left otherwise than it was decided.

    Attributes:
        text, subject: What the recipients read.
        parts: What was changed: "words", "recipients", "subject", "attachments".
    """

    text: str
    subject: str
    parts: tuple[str, ...]


def changes(app: App, mail: OutgoingMail, sent: SentMail) -> Changed | None:
    """How the sent message differs from *mail*; None: not at all, or it was deleted since and nobody can tell."""
    left = fetch_mail(app, mail.mailbox, sent.message_id, last_sent_text=None)
    if left is None:
        return None
    found = {
        "words": not _same_words(mail.body, left),
        "recipients": {*mail.to, *mail.cc} != {person.email for person in (*left.to, *left.cc)},
        "subject": mail.subject.split() != left.subject.split(),
        "attachments": bool(left.attachments),
    }
    parts = tuple(part for part, differs in found.items() if differs)
    text = left.new_text if found["words"] else mail.body
    return Changed(text=text, subject=left.subject, parts=parts) if parts else None


def _same_words(body: str, left: InboundMessage) -> bool:
    # Mail programs wrap lines anew; a line of ours that looks like a quote was set apart, in its order.
    return body.split() in (left.new_text.split(), f"{left.new_text}\n{left.quoted_text}".split())


def tell_changed(journal: Journal, entry: OutboxEntry, changed: Changed, open_case: CaseRecord | None) -> None:
    """Leave the negotiation to the person who sent the mail otherwise than it was decided, and tell the team."""
    person = entry.mail.mailbox if entry.mail else "a person"
    parts = " and ".join(changed.parts)
    journal.note("mail_sent_changed", {"mail": entry.id, "changed": parts})
    if not journal.negotiation.is_terminal:
        step_back(journal, person)
    decided = entry.move.offer.display() if entry.move and entry.move.offer else "no price"
    named = ", ".join(dict.fromkeys(price.text for price in find_prices(changed.text))) or "no price"
    evidence = f"{entry.id} was sent from Gmail by hand with other {parts}: decided was {decided}, it names {named}"
    grounds = Grounds(reason=Reason.HUMAN_TOOK_OVER, evidence=evidence, inbound_ids=entry.answers)
    escalate(journal, grounds, open_case)

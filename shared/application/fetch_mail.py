"""A mail as Gmail has it, parsed: asked for wherever its words count, as the store keeps only the conversation."""

from shared.application.app import App
from shared.domain.mail.message import InboundMessage, Known
from shared.domain.mail.parse import parse_mail


def fetch_mail(app: App, mailbox: str, message_id: str, *, last_sent_text: str | None) -> InboundMessage | None:
    """The whole mail; None when it was deleted.

    last_sent_text: our newest mail, whose words are not the writer's; None: there is none, or the writer is ours.
    """
    raw = app.mailbox.fetch(mailbox, message_id)
    known = Known(mailbox=mailbox, aliases=app.policy.aliases_of(mailbox), last_sent_text=last_sent_text)
    return parse_mail(raw.raw, envelope=raw.envelope, known=known) if raw else None

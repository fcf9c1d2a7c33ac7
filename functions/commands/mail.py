"""Mail by hand: deliver a file into the local stack's mailbox; look at how a file is read."""

from datetime import UTC, datetime
from pathlib import Path

import click
import requests

from functions.commands.session import app, as_json, show
from shared.domain.errors import InvalidInput
from shared.domain.mail.message import InboundMessage, Known, MailEnvelope
from shared.domain.mail.parse import parse_mail

_FILE = click.Path(exists=True, dir_okay=False, path_type=Path)


@click.group()
def mail() -> None:
    """Work with single mails."""


@mail.command()
@click.argument("file", type=_FILE)
@as_json
def deliver(file: Path, *, json_: bool) -> None:
    """Let a raw mail (.eml) arrive in the local stack's mailbox, as if it came from outside."""
    endpoint = app().settings.gmail_endpoint
    if endpoint is None:
        raise InvalidInput(["GMAIL_API_ENDPOINT is not set: `mail deliver` works on the local stack only (`make up`)"])
    url = f"{endpoint.rstrip('/')}/_control/deliver"
    response = requests.post(url, params={"mailbox": app().settings.mailbox}, data=file.read_bytes(), timeout=10)
    response.raise_for_status()
    answer = response.json()
    show(answer, f"delivered as {answer['id']} in thread {answer['threadId']}", json_=json_)


@click.command()
@click.argument("file", type=_FILE)
@as_json
def inspect(file: Path, *, json_: bool) -> None:
    """Show what Parley makes of a raw mail (.eml): who, what kind, which words are new."""
    now = datetime.fromtimestamp(file.stat().st_mtime, UTC)
    envelope = MailEnvelope(message_id=file.stem, thread_id=file.stem, received_at=now, labels=())
    read = parse_mail(file.read_bytes(), envelope=envelope, known=Known(mailbox="", aliases=(), last_sent_text=None))
    lines = [
        f"from {read.sender.name or ''} <{read.sender.email}>, {read.kind.value}, {read.authentication.value}",
        f"subject: {read.subject}",
        *(f"suspicion: {suspicion.value}" for suspicion in read.suspicions),
        "",
        read.new_text,
    ]
    show(_described(read), "\n".join(lines), json_=json_)


def _described(read: InboundMessage) -> dict[str, object]:
    return {
        "from": {"email": read.sender.email, "name": read.sender.name},
        "reply_to": read.reply_to.email if read.reply_to else None,
        "subject": read.subject,
        "date": read.sent_at.isoformat() if read.sent_at else None,
        "message_id": read.rfc822_message_id,
        "references": read.references,
        "kind": read.kind.value,
        "authentication": read.authentication.value,
        "suspicions": [suspicion.value for suspicion in read.suspicions],
        "new_text": read.new_text,
        "quoted_text": read.quoted_text,
        "attachments": [
            {"name": file.name, "type": file.content_type, "bytes": file.size_bytes} for file in read.attachments
        ],
        "return_date": read.return_date.isoformat() if read.return_date else None,
    }

"""Mail by hand: deliver a file into the local stack's mailbox."""

from email import policy
from email.parser import BytesHeaderParser
from pathlib import Path

import click
import requests

from functions.commands.session import app, as_json, show
from shared.domain.errors import InvalidInput

_FILE = click.Path(exists=True, dir_okay=False, path_type=Path)


@click.group()
def mail() -> None:
    """Work with single mails."""


@mail.command()
@click.argument("file", type=_FILE)
@click.option("--mailbox", default=None, help="Which one, when there are several.")
@as_json
def deliver(file: Path, mailbox: str | None, *, json_: bool) -> None:
    """Let a raw mail (.eml) arrive in the local stack's mailbox.

    As if it came from outside.
    """
    endpoint = app().settings.gmail_endpoint
    if endpoint is None:
        raise InvalidInput(["GMAIL_API_ENDPOINT is not set: `mail deliver` works on the local stack only (`make up`)"])
    ours = app().policy.mailboxes
    if mailbox not in ours and (mailbox is not None or len(ours) > 1):
        raise InvalidInput([f"--mailbox is one of {', '.join(ours)}"])
    raw = _mail(file)
    url = f"{endpoint.rstrip('/')}/_control/deliver"
    try:
        response = requests.post(url, params={"mailbox": mailbox or next(iter(ours))}, data=raw, timeout=10)
    except requests.ConnectionError:
        raise InvalidInput([f"nothing listens at {endpoint}: start the local stack with `make up`"]) from None
    if not response.ok:
        raise InvalidInput([f"{file} could not be delivered: {endpoint} answered {response.status_code}"])
    answer = response.json()
    show(answer, f"delivered as {answer['id']} in thread {answer['threadId']}", json_=json_)


def _mail(file: Path) -> bytes:
    """The raw mail.

    Raises:
        InvalidInput: the file is empty or begins with no headers that tell who wrote it.
    """
    raw = file.read_bytes()
    if not raw.strip():
        raise InvalidInput([f"{file} is empty: give a raw mail (.eml)"])
    if "From" not in BytesHeaderParser(policy=policy.compat32).parsebytes(raw):
        raise InvalidInput([f"{file} is no mail: it begins with no headers (From: ...); give a raw mail (.eml)"])
    return raw

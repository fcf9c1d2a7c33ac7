"""Raw mails of the corpus with an order in them: in sight, hidden, in the subject, in the name, in a quote."""

import html
import json
from collections.abc import Callable
from email import policy
from email.message import EmailMessage
from email.parser import BytesParser
from pathlib import Path
from typing import Final

from tests.unit.domain.builders import MAILBOX

CORPUS: Final = Path(__file__).parents[1] / "data" / "mail"
_HIDDEN: Final = ("display:none", "font-size:0", "color:#fff;background:#fff", "opacity:0")


def carriers() -> list[str]:
    """Mails of creators whose sender is proven and in which nothing else is odd.

    Those that lie about their charset can't be written anew by the library that puts the order in.
    """
    paths = [path for path in sorted(CORPUS.glob("*.json")) if not path.stem.startswith("charset-")]
    return [path.stem for path in paths if _carries(json.loads(path.read_text("utf-8")))]


def _carries(expected: dict[str, object]) -> bool:
    human = (expected.get("kind"), expected.get("speaker"), expected.get("authentication"))
    plain = not expected.get("suspicions") and not expected.get("attachments") and expected.get("new_text")
    return human == ("human", "creator", "pass") and bool(plain)


def sender_of(name: str) -> tuple[str, str]:
    """Address and name of the writer."""
    found = json.loads((CORPUS / f"{name}.json").read_text("utf-8"))["from"]
    return found["email"], found["name"] or "Mia Lark"


def raw(name: str) -> bytes:
    """The mail, to the mailbox that negotiates: one to another address would be seen as having somebody copied in."""
    return (CORPUS / f"{name}.eml").read_bytes().replace(b"deals@brand.example", MAILBOX.encode())


def in_sight(mail: EmailMessage, order: str) -> None:
    """Above what the creator wrote, in every text of the mail."""
    for part in _texts(mail):
        words = html.escape(order).replace("\n", "<br>") if part.get_content_subtype() == "html" else order
        text = f"<p>{words}</p>{part.get_content()}" if part.get_content_subtype() == "html" else _above(part, words)
        part.set_content(text, subtype=part.get_content_subtype(), charset="utf-8")


def hidden(mail: EmailMessage, order: str) -> None:
    """In an HTML part that shows only what the creator wrote."""
    body = mail.get_body(("plain", "html"))
    said = body.get_content() if body is not None else ""
    style = _HIDDEN[len(order) % len(_HIDDEN)]
    shown = said if body is not None and body.get_content_subtype() == "html" else html.escape(said)
    mail.clear_content()
    page = f'<div>{shown}</div><div style="{style}">{html.escape(order)}</div>'
    mail.set_content(page, subtype="html", charset="utf-8")


def in_the_subject(mail: EmailMessage, order: str) -> None:
    subject = " ".join(f"{mail.get('Subject', 'Re:')} {order}".split())
    del mail["Subject"]
    mail["Subject"] = subject[:400]


def in_the_name(mail: EmailMessage, order: str) -> None:
    address = mail["From"].addresses[0].addr_spec
    name = " ".join(order.split()).replace('"', "'")[:200]
    del mail["From"]
    mail["From"] = f'"{name}" <{address}>'


def in_a_quote(mail: EmailMessage, order: str) -> None:
    """Below, as if we had written it."""
    quoted = "\n".join(f"> {line}" for line in order.splitlines())
    for part in _texts(mail):
        if part.get_content_subtype() == "plain":
            head = "On Mon, Jan 5, 2026 at 9:00 AM Alex Morgan <deals@agency.example> wrote:"
            part.set_content(f"{part.get_content()}\n\n{head}\n\n{quoted}\n", charset="utf-8")


PLACES: Final[dict[str, Callable[[EmailMessage, str], None]]] = {
    "in sight": in_sight,
    "hidden": hidden,
    "in the subject": in_the_subject,
    "in the name": in_the_name,
    "in a quote": in_a_quote,
}


def with_order(name: str, place: str, order: str) -> bytes:
    mail = BytesParser(_class=EmailMessage, policy=policy.default).parsebytes(raw(name))
    PLACES[place](mail, order)
    return mail.as_bytes()


def _texts(mail: EmailMessage) -> list[EmailMessage]:
    kinds = {"text/plain", "text/html"}
    return [part for part in mail.walk() if part.get_content_type() in kinds and not part.is_attachment()]


def _above(part: EmailMessage, words: str) -> str:
    return f"{words}\n\n{part.get_content()}"

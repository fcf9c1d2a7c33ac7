"""Published libraries that do a part of what the mail reader does, behind one signature; missing ones are left out."""

import importlib
import importlib.util
import logging
from collections.abc import Callable
from dataclasses import dataclass
from email import policy
from email.parser import BytesParser

from inscriptis import get_text
from mailparser_reply.constants import MAIL_LANGUAGES
from mailparser_reply.parser import EmailReplyParser

Parse = Callable[[bytes], object]
ParsedMail = tuple[object, str, list[str], list[str], object]


@dataclass(frozen=True, slots=True, kw_only=True)
class Stripper:
    """Takes the quotation off a mail.

    Attributes:
        text: From a plain body to the new words.
        html: From an HTML body to the new words; None when the library reads text alone, and gets a rendering of it.
    """

    name: str
    text: Callable[[str], str]
    html: Callable[[str], str] | None


def standard_library(raw: bytes) -> object:
    """MIME tree, decoded headers and decoded body, and nothing else."""
    message = BytesParser(policy=policy.default).parsebytes(raw)
    body = message.get_body(("html", "plain"))
    return message["From"], message["Subject"], body.get_content() if body else ""


def mail_parser() -> Callable[[bytes], ParsedMail] | None:
    """Sender, subject, plain texts, HTML texts, attachments; None when it is not installed."""
    if importlib.util.find_spec("mailparser") is None:
        return None
    mailparser = importlib.import_module("mailparser")
    logging.getLogger("mailparser").setLevel(logging.CRITICAL)

    def parse(raw: bytes) -> ParsedMail:
        mail = mailparser.parse_from_bytes(raw)
        return mail.from_, mail.subject, mail.text_plain, mail.text_html, mail.attachments

    return parse


def mail_parser_stripped(parse: Callable[[bytes], ParsedMail]) -> Parse:
    """The same job of published parts: MIME by mail-parser, HTML by inscriptis, quotations by mail-parser-reply."""
    strip = _mail_parser_reply().text

    def new_words(raw: bytes) -> object:
        sender, subject, plain, html, attachments = parse(raw)
        text = get_text("\n".join(html)) if html else "\n".join(plain)
        return sender, subject, strip(text), attachments

    return new_words


def strippers() -> list[Stripper]:
    made = {
        "email_reply_parser": _email_reply_parser,
        "talon": _talon,
        "quotequail": _quotequail,
    }
    return [_mail_parser_reply(), *(make() for module, make in made.items() if importlib.util.find_spec(module))]


def _mail_parser_reply() -> Stripper:
    parser = EmailReplyParser(languages=list(MAIL_LANGUAGES))
    return Stripper(name="mail-parser-reply", text=lambda text: str(parser.parse_reply(text=text) or ""), html=None)


def _email_reply_parser() -> Stripper:
    parser = importlib.import_module("email_reply_parser").EmailReplyParser
    return Stripper(name="email-reply-parser", text=parser.parse_reply, html=None)


def _talon() -> Stripper:
    importlib.import_module("talon").init()
    quotations = importlib.import_module("talon.quotations")
    return Stripper(
        name="talon",
        text=quotations.extract_from_plain,
        html=lambda markup: get_text(quotations.extract_from_html(markup)),
    )


def _quotequail() -> Stripper:
    quotequail = importlib.import_module("quotequail")
    return Stripper(
        name="quotequail",
        text=lambda text: "\n".join(block for shown, block in quotequail.quote(text) if shown),
        html=lambda markup: get_text("".join(block for shown, block in quotequail.quote_html(markup) if shown)),
    )

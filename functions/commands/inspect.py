"""What Parley makes of one raw mail: who speaks, what kind of mail it is, which words and amounts are new."""

import json
from codecs import BOM_UTF8
from dataclasses import dataclass
from datetime import UTC, datetime
from decimal import Decimal
from email.parser import BytesHeaderParser
from pathlib import Path
from typing import Annotated, Any, Literal

import click
from pydantic import AfterValidator, BaseModel, ConfigDict, ValidationError

from functions.commands.session import as_json, show
from shared.domain.amounts import AmountExpression, AmountKind, find_amounts
from shared.domain.errors import InvalidInput
from shared.domain.mail.addresses import normal_domain, normal_email
from shared.domain.mail.headers import Headers, arrived_at
from shared.domain.mail.language import detect_language
from shared.domain.mail.message import InboundMessage, Known, MailEnvelope, MailKind, Suspicion
from shared.domain.mail.parse import parse_mail
from shared.domain.mail.payment import names_bank_details, payment_details
from shared.domain.mail.speaker import Acquaintances, Speaker, imitated_by, who_speaks
from shared.domain.money import MINOR_UNITS

_FILE = click.Path(exists=True, dir_okay=False, path_type=Path)


def _email(text: str) -> str:
    email = normal_email(text)
    if not email:
        raise ValueError(f"{text!r} is not an email address")
    return email


def _domain(text: str) -> str:
    return normal_domain(text.removeprefix("@"))


_Email = Annotated[str, AfterValidator(_email)]
_Domain = Annotated[str, AfterValidator(_domain)]


class _Person(BaseModel):
    model_config = ConfigDict(extra="forbid")

    email: _Email
    role: Literal["creator", "manager", "team"]
    name: str | None = None


class _KnownFile(BaseModel):
    model_config = ConfigDict(extra="forbid")

    mailbox: _Email | None = None
    aliases: tuple[_Email, ...] = ()
    team_domains: tuple[_Domain, ...] = ()
    participants: tuple[_Person, ...] = ()
    last_sent_text: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class _Findings:
    """One mail, and what follows from whom we know."""

    mail: InboundMessage
    speaker: Speaker
    imitated: str | None
    gives_payment_details: bool
    language: str | None
    amounts: tuple[AmountExpression, ...]


@click.command()
@click.argument("file", type=_FILE)
@click.option("--known", "known_file", type=_FILE, help="JSON with our addresses, the participants, our last mail.")
@as_json
def inspect(file: Path, known_file: Path | None, *, json_: bool) -> None:
    """Show what Parley makes of a raw mail (.eml).

    Who speaks, what kind of mail it is, which words and amounts are new.
    """
    known = _read_known(known_file) if known_file else _KnownFile()
    found = _inspect(file, known)
    show(_described(found), _told(found), json_=json_)


def _read_known(file: Path) -> _KnownFile:
    try:
        return _KnownFile.model_validate_json(file.read_bytes())
    except ValidationError as error:
        places = [(".".join(map(str, problem["loc"])), problem["msg"]) for problem in error.errors()]
        raise InvalidInput([f"{file.name}: {place or 'file'}: {message}" for place, message in places]) from error


def _inspect(file: Path, known: _KnownFile) -> _Findings:
    raw = file.read_bytes().removeprefix(BOM_UTF8)
    mail = parse_mail(
        raw,
        envelope=_envelope(file, raw),
        known=Known(mailbox=known.mailbox or "", aliases=known.aliases, last_sent_text=known.last_sent_text),
    )
    acquaintances = Acquaintances(
        mailbox=known.mailbox or "",
        aliases=known.aliases,
        team_domains=known.team_domains,
        participants={person.email: Speaker(person.role) for person in known.participants},
    )
    return _Findings(
        mail=mail,
        speaker=who_speaks(mail, acquaintances),
        imitated=imitated_by(mail, acquaintances),
        gives_payment_details=_gives_payment_details(mail, known.last_sent_text),
        language=detect_language(mail.new_text, context=f"{mail.subject}\n{mail.quoted_text}"),
        amounts=_prices(mail),
    )


def _prices(mail: InboundMessage) -> tuple[AmountExpression, ...]:
    """Those of the new words; the figures of a bounce are codes of mail servers."""
    if mail.kind in (MailKind.BOUNCE_HARD, MailKind.BOUNCE_SOFT):
        return ()
    return tuple(found for found in find_amounts(mail.new_text) if found.kind is not AmountKind.PERCENT)


def _gives_payment_details(mail: InboundMessage, last_sent_text: str | None) -> bool:
    is_told = payment_details(mail.all_words, told=(last_sent_text or "",)) is not None
    return is_told or any(names_bank_details(attachment.name) for attachment in mail.attachments)


def _envelope(file: Path, raw: bytes) -> MailEnvelope:
    """Stands in for Gmail's: the mail's own dates, and the file's where it has none."""
    headers = Headers.of(BytesHeaderParser().parsebytes(raw))
    received = arrived_at(headers) or datetime.fromtimestamp(file.stat().st_mtime, UTC)
    return MailEnvelope(message_id=file.stem, thread_id=file.stem, received_at=received, labels=())


def _suspicions(found: _Findings) -> list[str]:
    more = {
        Suspicion.LOOKALIKE_DOMAIN: found.imitated,
        Suspicion.PAYMENT_DETAILS: found.gives_payment_details,
        Suspicion.STRIPPING_DOUBTFUL: found.mail.stripping_doubtful,
    }
    return sorted({*found.mail.suspicions, *(suspicion for suspicion, is_there in more.items() if is_there)})


def _described(found: _Findings) -> dict[str, Any]:
    mail = found.mail
    return {
        "from": {"email": mail.sender.email, "name": mail.sender.name},
        "reply_to": mail.reply_to.email if mail.reply_to else None,
        "subject": mail.subject,
        "date": mail.sent_at.isoformat() if mail.sent_at else None,
        "message_id": mail.rfc822_message_id,
        "references": list(mail.references),
        "kind": mail.kind.value,
        "authentication": mail.authentication.value,
        "speaker": found.speaker.value,
        "suspicions": _suspicions(found),
        "new_text": mail.new_text,
        "quoted_text": mail.quoted_text,
        "language": found.language,
        "attachments": [
            {"name": file.name, "type": file.content_type, "bytes": file.size_bytes} for file in mail.attachments
        ],
        "amounts": [_amount(amount) for amount in found.amounts],
        "return_date": mail.return_date.isoformat() if mail.return_date else None,
    }


def _amount(found: AmountExpression) -> dict[str, str | None]:
    decimals = MINOR_UNITS.get(found.currency or "", 2)
    return {
        "text": found.text,
        "low": _figure(found.low, decimals),
        "high": _figure(found.high, decimals),
        "currency": found.currency,
    }


def _figure(value: Decimal, decimals: int) -> str:
    """With the currency's decimals, and more where more were written: nothing is rounded away."""
    written = -int(value.normalize().as_tuple().exponent)
    return f"{value:.{max(decimals, written)}f}"


def _told(found: _Findings) -> str:
    mail = found.mail
    lines = [
        f"from {mail.sender.name or ''} <{mail.sender.email}>: {found.speaker}, authentication {mail.authentication}",
        f"{mail.kind}, subject: {mail.subject}, language: {found.language or 'unknown'}",
        *(f"suspicion: {suspicion}" for suspicion in _suspicions(found)),
        *([f"could be taken for {found.imitated}"] if found.imitated else []),
        *(f"attachment: {file.name}, {file.content_type}, {file.size_bytes} bytes" for file in mail.attachments),
        *(f"amount: {json.dumps(_amount(amount), ensure_ascii=False)}" for amount in found.amounts),
        *([f"back on {mail.return_date}"] if mail.return_date else []),
    ]
    both = ["", "quoted, and perhaps answered there:", mail.quoted_text] if mail.stripping_doubtful else []
    return "\n".join([*lines, "", mail.new_text, *both])

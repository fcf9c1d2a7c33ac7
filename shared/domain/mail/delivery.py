"""Bounces: whom a mail did not reach, and whether it ever will (RFC 3464)."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from email.message import Message

from shared.domain.mail.addresses import addresses_in, normal_email
from shared.domain.mail.body import children_of
from shared.domain.mail.headers import Headers, message_ids
from shared.domain.mail.providers import is_daemon

_PARTS_LIMIT = 200
_STATUS = re.compile(r"(?<![\d.])([245])\.\d{1,3}\.\d{1,3}(?![\d.])")
_REPLY_CODE = re.compile(r"(?:^|[\s:(\[])([45])\d\d[\s-]")
_WILL_RETRY = re.compile(
    r"delayed|will (retry|try again|keep trying|be retried)|still trying|temporar|not yet been delivered"
    r"|mailbox (is )?full|over quota|try again later|noch nicht zugestellt|vorübergehend|temporairement|temporalmente",
    re.IGNORECASE,
)
_RETURNED_ID = re.compile(r"^(?:X-Original-)?Message-ID:\s{0,80}(<[^<>\s]{1,400}>)", re.IGNORECASE | re.MULTILINE)
_RETURNED_LIMIT_CHARS = 20_000
_WORDS_LIMIT_CHARS = 5_000
_BOUNCE_SUBJECT = re.compile(
    r"deliver(y|ed)|undeliver|returned mail|failure notice|mail delivery|\bdelayed\b|unzustellbar|nicht zugestellt"
    r"|non remis|no se (ha podido|puede) entregar|rejected",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class DeliveryReport:
    """What a bounce says.

    Attributes:
        is_hard: It will never arrive (status 5.x.x); False while the server still tries (4.x.x).
        failed_recipients: Lower-cased addresses, each once.
        returned_ids: Message-IDs of the mail that did not arrive, as the report gives it back.
    """

    is_hard: bool
    failed_recipients: tuple[str, ...]
    returned_ids: tuple[str, ...] = ()


def read_delivery_report(message: Message, headers: Headers, text: str) -> DeliveryReport | None:
    """Reads a bounce by its structured parts, else by its words; None when it is no bounce or reports success."""
    report = _read_report(message, headers, text)
    return replace(report, returned_ids=_returned_ids(message)) if report else None


def _read_report(message: Message, headers: Headers, text: str) -> DeliveryReport | None:
    blocks = _recipient_blocks(message)
    if blocks and _is_from_a_server(headers):
        return _from_blocks(blocks)
    failed = tuple(filter(None, map(normal_email, ",".join(headers.all("X-Failed-Recipients")).split(","))))
    if failed or _is_wordy_bounce(headers, text):
        return DeliveryReport(is_hard=_sounds_final(text), failed_recipients=failed or addresses_in(text)[:1])
    return None


def _from_blocks(blocks: list[Headers]) -> DeliveryReport | None:
    unhappy = [block for block in blocks if block.token("Action") in ("failed", "delayed") or _class_of(block) in "45"]
    unhappy = [block for block in unhappy if block.token("Action") not in ("delivered", "relayed", "expanded")]
    if not unhappy:
        return None
    hard = [block for block in unhappy if _class_of(block) == "5" and block.token("Action") != "delayed"]
    recipients = filter(None, map(_recipient_of, hard or unhappy))
    return DeliveryReport(is_hard=bool(hard), failed_recipients=tuple(dict.fromkeys(recipients)))


def _class_of(block: Headers) -> str:
    """The first digit of the status; an unreadable one is taken from the action: `failed` alone is final."""
    status = _STATUS.search(block.first("Status") or "") or _STATUS.search(block.first("Diagnostic-Code") or "")
    if status:
        return status[1]
    return "5" if block.token("Action") == "failed" else "4" if block.token("Action") == "delayed" else "2"


def _recipient_of(block: Headers) -> str:
    """Our address for the person (Original-Recipient) before the one that a server rewrote."""
    fields = (block.first("Original-Recipient") or "", block.first("Final-Recipient") or "")
    return next(filter(None, (normal_email(field.rpartition(";")[2]) for field in fields)), "")


def _recipient_blocks(message: Message) -> list[Headers]:
    statuses = (part for part in _parts(message) if part.get_content_type() == "message/delivery-status")
    children = (child for status in statuses for child in children_of(status))
    return [Headers.of(child) for child in children if "Final-Recipient" in child or "Action" in child]


def _returned_ids(message: Message) -> tuple[str, ...]:
    found: list[str] = []
    for part in _parts(message):
        kind, children = part.get_content_type(), children_of(part)
        if kind in ("message/rfc822", "message/delivery-status"):
            heads = map(Headers.of, children)
            fields = [head.first(name) for head in heads for name in ("Message-ID", "X-Original-Message-ID")]
            found += [id_ for field in fields for id_ in message_ids(field)]
        elif kind == "text/rfc822-headers":
            found += _RETURNED_ID.findall(str(part.get_payload())[:_RETURNED_LIMIT_CHARS])
    return tuple(dict.fromkeys(found))


def _parts(message: Message) -> Iterator[Message]:
    """The parts that the report consists of, without those of the mail it gives back."""
    pending, seen = [message], 0
    while pending and seen < _PARTS_LIMIT:
        part = pending.pop()
        seen += 1
        yield part
        if part.get_content_type() not in ("message/delivery-status", "message/rfc822"):
            pending += children_of(part)


def _is_from_a_server(headers: Headers) -> bool:
    """A person who passes a bounce on writes a mail of another kind round it."""
    reports = headers.token("Content-Type") in ("multipart/report", "message/delivery-status")
    return reports or any(map(is_daemon, addresses_in(headers.text("From"))))


def _is_wordy_bounce(headers: Headers, text: str) -> bool:
    """By its subject, or in a language without an entry by the status that it gives."""
    is_daemons = any(map(is_daemon, addresses_in(headers.text("From"))))
    status = _STATUS.search(text[:_WORDS_LIMIT_CHARS])
    return is_daemons and (bool(_BOUNCE_SUBJECT.search(headers.text("Subject"))) or bool(status and status[1] != "2"))


def _sounds_final(text: str) -> bool:
    """Codes before words; a bounce without either is final: it is cheaper to ask a person than to write again."""
    beginning = text[:_WORDS_LIMIT_CHARS]
    code = _STATUS.search(beginning) or _REPLY_CODE.search(beginning)
    if code:
        return code[1] == "5"
    return not _WILL_RETRY.search(beginning)

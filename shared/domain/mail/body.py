"""The parts of a mail: which text a person reads, and which files lie beside it."""

import base64
import re
from dataclasses import dataclass, field
from email.errors import CloseBoundaryNotFoundDefect
from email.message import Message

from shared.domain.mail.charset import clean_text, decode_text, one_line
from shared.domain.mail.headers import Headers, decode_words
from shared.domain.mail.html import read_html
from shared.domain.mail.message import Attachment
from shared.domain.mail.reply import LINES_LIMIT

# Bounds for mail made to exhaust a reader: people write neither deeper nor longer.
_DEPTH_LIMIT = 30
_PARTS_LIMIT = 1_000
_MARKUP_LIMIT_CHARS = 3_000_000
TEXT_LIMIT_CHARS = 200_000
_LINKS_LIMIT = 1_000
_CALENDAR_LIMIT_BYTES = 20_000

_META_CHARSET = re.compile(rb"<meta[^>]{0,200}charset=[\"']?([\w-]{1,40})", re.IGNORECASE)
_DATA_URI = re.compile(r"data:[\w/+.;=-]{0,100},[A-Za-z0-9+/=%\s]{200,}")
# What the person who answers adds: COMMENT (RFC 5545 3.8.1.4), in Google's calendar a parameter of ATTENDEE. Outlook
# writes an empty one, as an escaped line end.
_CALENDAR_NOTE = re.compile(
    rb"^COMMENT[^:\r\n]{0,200}:(?:\\[nN]|[ \t])*[^\s\\]|X-RESPONSE-COMMENT=\"?[^\s\"\\:;]", re.MULTILINE | re.IGNORECASE
)
_REPORTS = {"message/delivery-status", "message/disposition-notification", "text/rfc822-headers"}
_EXTENSIONS = {"text/calendar": "invite.ics", "message/rfc822": "message.eml"}


@dataclass(slots=True, kw_only=True)
class Body:
    """What the parts hold, filled while they are walked.

    Attributes:
        texts: Readable texts in the order of the mail; quoted lines start with `>`.
        has_hidden: True when HTML or characters held text that can't be seen.
        is_cut: True when a bound was reached and something was left out.
        calendar_methods: METHOD of each calendar part in upper case.
        has_calendar_note: A calendar part holds a comment.
        named_text: The first text with a file name that isn't said to be an attachment: some mailers name the body.
        links: Where the links of HTML lead.
    """

    texts: list[str] = field(default_factory=list)
    attachments: list[Attachment] = field(default_factory=list)
    has_hidden: bool = False
    is_cut: bool = False
    has_attached_mail: bool = False
    calendar_methods: list[str] = field(default_factory=list)
    has_calendar_note: bool = False
    parts: int = 0
    named_text: Message | None = None
    links: list[str] = field(default_factory=list)

    @property
    def text(self) -> str:
        return "\n\n".join(self.texts)[:TEXT_LIMIT_CHARS]


def read_body(message: Message) -> Body:
    body = Body()
    _read_part(message, body, depth=0, in_report=False)
    if not body.texts and body.named_text is not None:
        _read_text(body.named_text, body)
    is_long = sum(map(len, body.texts)) > TEXT_LIMIT_CHARS or body.text.count("\n") >= LINES_LIMIT
    body.is_cut = body.is_cut or is_long
    return body


def parameter(part: Message, name: str, *, header: str = "content-type") -> str:
    """A decoded parameter of a header; empty when it is missing or unreadable."""
    try:
        value = part.get_param(name, header=header, unquote=True)
    except (ValueError, LookupError, TypeError, AttributeError):
        return ""
    if isinstance(value, tuple):  # RFC 2231: charset, language, percent-decoded value
        return decode_text(str(value[2]).encode("latin-1", errors="replace"), value[0])
    return decode_words(_utf8(str(value))) if value else ""


def children_of(part: Message) -> list[Message]:
    payload = part.get_payload() if part.is_multipart() else []  # a leaf's own text may raise on its charset
    return [child for child in payload if isinstance(child, Message)]


def _read_part(part: Message, body: Body, *, depth: int, in_report: bool) -> None:
    body.parts += 1
    if depth > _DEPTH_LIMIT or body.parts > _PARTS_LIMIT:
        body.is_cut = True
        return
    kind = part.get_content_type()
    if kind == "message/rfc822":
        body.has_attached_mail = body.has_attached_mail or not in_report
        if not in_report:
            _attach(part, body)
    elif kind in _REPORTS:
        return
    elif part.is_multipart():
        _read_multipart(part, body, depth=depth, in_report=in_report or kind == "multipart/report")
    else:
        _read_leaf(part, body)


def _read_multipart(part: Message, body: Body, *, depth: int, in_report: bool) -> None:
    children = children_of(part)
    # The end is missing, and an amount may have lost its last digits with it.
    body.is_cut = body.is_cut or any(isinstance(defect, CloseBoundaryNotFoundDefect) for defect in part.defects)
    if part.get_content_type() != "multipart/alternative":
        for child in children:
            _read_part(child, body, depth=depth + 1, in_report=in_report)
        return
    best = sorted(children, key=_richness, reverse=True)
    texts_before = len(body.texts)
    for child in best:
        is_spare_text = len(body.texts) > texts_before and _richness(child) > 0
        if not is_spare_text:
            _read_part(child, body, depth=depth + 1, in_report=in_report)


def _richness(part: Message, depth: int = 0) -> int:
    """How much of the writer's intent a text alternative carries: HTML over plain text, 0 when it holds no text."""
    kind = part.get_content_type()
    if part.is_multipart() and kind != "message/rfc822" and depth < _DEPTH_LIMIT:
        return max((_richness(child, depth + 1) for child in children_of(part)), default=0)
    if kind == "text/calendar" or not kind.startswith("text/"):
        return 0
    return {"text/html": 3, "text/plain": 2}.get(kind, 1)


def _read_leaf(part: Message, body: Body) -> None:
    kind = part.get_content_type()
    if kind == "text/calendar":
        _read_calendar(part, body)
    disposition = str(part.get("Content-Disposition", "")).strip().lower()
    is_file = disposition.startswith("attachment") or _file_name(part) or not kind.startswith("text/")
    if is_file or kind == "text/calendar":
        _attach(part, body)
        is_shown = kind in ("text/plain", "text/html") and not disposition.startswith("attachment")
        body.named_text = part if is_shown and body.named_text is None else body.named_text
        return
    _read_text(part, body)


def _read_text(part: Message, body: Body) -> None:
    kind, data = part.get_content_type(), part.get_payload(decode=True)
    body.is_cut = body.is_cut or (isinstance(data, bytes) and _is_cut_base64(part, data))
    text = clean_text(_html_text(part, body) if kind == "text/html" else _plain_text(part))
    body.has_hidden = body.has_hidden or text.smuggled
    if text.text.strip():
        body.texts.append(text.text.strip("\n"))


def _html_text(part: Message, body: Body) -> str:
    data = _payload(part)
    meta = _META_CHARSET.search(data[:4_000])
    declared = parameter(part, "charset") or (meta[1].decode("ascii") if meta else None)
    markup = _DATA_URI.sub("", decode_text(data, declared))
    body.is_cut = body.is_cut or len(markup) > _MARKUP_LIMIT_CHARS
    result = read_html(markup[:_MARKUP_LIMIT_CHARS])
    body.has_hidden = body.has_hidden or result.has_hidden
    room = _LINKS_LIMIT - len(body.links)
    body.links += result.links[:room]
    body.is_cut = body.is_cut or len(result.links) > room
    return result.text


def _plain_text(part: Message) -> str:
    text = decode_text(_payload(part), parameter(part, "charset"))
    if parameter(part, "format").lower() == "flowed":
        return _unflow(text.replace("\r\n", "\n"), delsp=parameter(part, "delsp").lower() == "yes")
    return text


def _unflow(text: str, *, delsp: bool) -> str:
    """Joins lines that a mailer broke at a trailing space (RFC 3676), within one level of quotation."""
    lines: list[str] = []
    is_open, level = False, ""
    for raw in text.split("\n"):
        quotes = re.match(r">*", raw)
        marks = quotes[0] if quotes else ""
        line = raw[len(marks) :].removeprefix(" ")
        if is_open and marks == level:
            lines[-1] = (lines[-1][:-1] if delsp else lines[-1]) + line
        else:
            lines.append(f"{marks} {line}" if marks else line)
        is_open, level = line.endswith(" ") and line != "-- ", marks
    return "\n".join(lines)


def _read_calendar(part: Message, body: Body) -> None:
    data = re.sub(rb"\r?\n[ \t]", b"", _payload(part)[:_CALENDAR_LIMIT_BYTES])
    inside = re.search(rb"^METHOD:(\w+)", data, re.MULTILINE)
    method = parameter(part, "method") or (inside[1].decode("ascii") if inside else "")
    body.calendar_methods.append(method.upper())
    body.has_calendar_note = body.has_calendar_note or _CALENDAR_NOTE.search(data) is not None


def _attach(part: Message, body: Body) -> None:
    kind = part.get_content_type()
    name = _file_name(part) or _EXTENSIONS.get(kind, "unnamed")
    body.attachments.append(Attachment(name=name, content_type=kind, size_bytes=_size(part)))


def _file_name(part: Message) -> str:
    """The file's own name, without any folder that the sender put before it."""
    name = parameter(part, "filename", header="content-disposition") or parameter(part, "name")
    return re.split(r"[\\/]", one_line(name))[-1][:255]


def _size(part: Message) -> int:
    """Decoded size; for an attached mail the sum of its headers and parts."""
    if not part.is_multipart():
        return len(_payload(part))
    pending: list[Message] = [part]
    total = 0
    while pending:
        current = pending.pop()
        total += 2 + sum(len(key) + len(value) + 4 for key, value in current.raw_items()) if current is not part else 0
        pending += children_of(current)
        total += 0 if current.is_multipart() else len(_payload(current))
    return total


def _payload(part: Message) -> bytes:
    if "Content-Transfer-Encoding" in part:  # the standard library takes a folded name for an unknown one
        part.replace_header("Content-Transfer-Encoding", Headers.of(part).token("Content-Transfer-Encoding"))
    data = part.get_payload(decode=True)
    if not isinstance(data, bytes):
        return b""
    return _without_last_group(data) if _is_cut_base64(part, data) else data


def _is_cut_base64(part: Message, data: bytes) -> bool:
    """The standard library hands base64 that ends inside a group of four back as it is."""
    if str(part.get("Content-Transfer-Encoding", "")).strip().lower() != "base64":
        return False
    letters = re.sub(rb"\s", b"", data)
    return len(letters) % 4 == 1 and re.fullmatch(rb"[A-Za-z0-9+/]+", letters) is not None


def _without_last_group(data: bytes) -> bytes:
    letters = re.sub(rb"\s", b"", data)
    return base64.b64decode(letters[: len(letters) // 4 * 4])


def _utf8(text: str) -> str:
    return decode_text(text.encode("utf-8", errors="surrogateescape"), None)

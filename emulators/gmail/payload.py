"""A raw mail as the nested `payload` of the API."""

import html
import re
from base64 import urlsafe_b64encode
from email.message import Message

from emulators.gmail.errors import not_found
from emulators.gmail.headers import parsed, text_value

Json = dict[str, object]

_SNIPPET_CHARACTERS = 200
# Long bodies come as an attachment id too; the true limit is not published.
_INLINE_BODY_BYTES = 100_000


def encoded(data: bytes) -> str:
    """Base64url with padding: the discovery document's format "byte"."""
    return urlsafe_b64encode(data).decode()


def payload(raw: bytes) -> Json:
    return _part(parsed(raw), "")


def metadata_payload(raw: bytes, wanted: list[str]) -> Json:
    """Headers only; *wanted* empty means all of them."""
    message = parsed(raw)
    names = {name.lower() for name in wanted}
    headers = [item for item in _headers(message) if not names or item["name"].lower() in names]
    return {"mimeType": message.get_content_type(), "headers": headers}


def _headers(message: Message) -> list[dict[str, str]]:
    return [{"name": name, "value": text_value(value)} for name, value in message.raw_items()]


def _part(message: Message, part_id: str) -> Json:
    filename = text_value(message.get_filename() or "")
    part: Json = {
        "partId": part_id,
        "mimeType": message.get_content_type(),
        "filename": filename,
        "headers": _headers(message),
        "body": _body(message, part_id, filename=filename),
    }
    if message.is_multipart():
        part["parts"] = [_part(child, child_id) for child_id, child in _children(message, part_id)]
    return part


def _children(message: Message, part_id: str) -> list[tuple[str, Message]]:
    children = [item for item in message.get_payload() if isinstance(item, Message)]
    return [(f"{part_id}.{n}" if part_id else str(n), child) for n, child in enumerate(children)]


def _content(message: Message) -> bytes:
    content = message.get_payload(decode=True)
    return content if isinstance(content, bytes) else b""


def _body(message: Message, part_id: str, *, filename: str) -> Json:
    content = _content(message)
    if message.is_multipart() or not content:
        return {"size": 0}
    if filename or len(content) > _INLINE_BODY_BYTES:
        return {"attachmentId": f"ANGj-{part_id or 'root'}", "size": len(content)}
    return {"size": len(content), "data": encoded(content)}


def attachment(raw: bytes, attachment_id: str) -> Json:
    """The answer of attachments.get.

    Raises:
        ApiError: 404 when the mail has no such attachment.
    """
    for part_id, part in _walk(parsed(raw), ""):
        body = _body(part, part_id, filename=text_value(part.get_filename() or ""))
        if body.get("attachmentId") == attachment_id:
            content = _content(part)
            return {"size": len(content), "data": encoded(content)}
    raise not_found()


def attachments(raw: bytes) -> list[str]:
    """The file names that the mail carries."""
    return [name for part in parsed(raw).walk() if (name := part.get_filename())]


def _walk(message: Message, part_id: str) -> list[tuple[str, Message]]:
    found = [(part_id, message)]
    if message.is_multipart():
        for child_id, child in _children(message, part_id):
            found += _walk(child, child_id)
    return found


def snippet(raw: bytes) -> str:
    """The first words, with HTML entities escaped as Gmail does."""
    return html.escape(" ".join(plain_text(raw).split())[:_SNIPPET_CHARACTERS])


def plain_text(raw: bytes) -> str:
    """The words of the first text part, plain before HTML; "" when there is none."""
    parts = [part for part in parsed(raw).walk() if not part.get_filename()]
    for wanted in ("text/plain", "text/html"):
        for part in parts:
            if part.get_content_type() == wanted:
                return _decoded(part, is_html=wanted == "text/html")
    return ""


def _decoded(part: Message, *, is_html: bool) -> str:
    charset = part.get_content_charset() or "utf-8"
    try:
        text = _content(part).decode(charset, "replace")
    except LookupError:
        text = _content(part).decode("utf-8", "replace")
    if not is_html:
        return text
    visible = re.sub(r"(?is)<(style|script|head)\b.*?</\1>", " ", text)
    return html.unescape(re.sub(r"<[^>]+>", " ", visible))

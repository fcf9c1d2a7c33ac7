"""Header fields of raw mail, edited without touching any other byte."""

import re
from collections.abc import Iterable
from email.errors import HeaderParseError
from email.header import decode_header, make_header
from email.message import Message
from email.parser import BytesParser
from email.utils import getaddresses
from functools import lru_cache

_FIELD = re.compile(rb"[^\n]*(?:\n[ \t][^\n]*)*(?:\n|\Z)")
_BLANK_LINE = re.compile(rb"\r?\n\r?\n")
_MESSAGE_ID = re.compile(r"<[^<>\s]+>")
_REPLY_PREFIX = re.compile(r"^\s*(?:(?:re|fw|fwd|aw|wg|sv|antw|r|rv|tr|res|enc)\s*(?:\[\d+\])?\s*:\s*)+", re.IGNORECASE)


@lru_cache(maxsize=4096)
def parsed(raw: bytes) -> Message:
    """The parsed mail; shared between callers, never to be changed."""
    return BytesParser().parsebytes(raw)


def unfolded(value: str) -> str:
    """A header's value on one line, with raw UTF-8 read as such."""
    text = value.encode("utf-8", "surrogateescape").decode("utf-8", "replace")
    return re.sub(r"\r?\n(?=[ \t])", "", text).strip()


def text_value(value: str) -> str:
    """A header's value as Gmail gives it: unfolded, with encoded words decoded."""
    line = unfolded(value)
    try:
        return str(make_header(decode_header(line)))
    except (UnicodeDecodeError, LookupError, ValueError, HeaderParseError):
        return line  # a broken encoded word stays as it was written


def values(raw: bytes, name: str) -> list[str]:
    """Every field of that name, in order, as written."""
    return [value for field, value in parsed(raw).raw_items() if field.lower() == name.lower()]


def header(raw: bytes, name: str) -> str:
    """The first field's value, decoded; "" when there is none."""
    found = values(raw, name)
    return text_value(found[0]) if found else ""


def addresses(raw: bytes, name: str) -> list[str]:
    """Bare addresses of every field of that name, in order, lower case."""
    lines = [unfolded(value) for value in values(raw, name)]
    return [address.lower() for _, address in getaddresses(lines) if address]


def message_id(raw: bytes) -> str:
    """The Message-ID with its angle brackets; "" when there is none."""
    return header(raw, "Message-ID")


def referenced_ids(raw: bytes) -> set[str]:
    return set(_MESSAGE_ID.findall(header(raw, "References") + " " + header(raw, "In-Reply-To")))


def base_subject(raw: bytes) -> str:
    """The subject without reply and forward prefixes, for comparison."""
    return " ".join(_REPLY_PREFIX.sub("", header(raw, "Subject")).split()).casefold()


def line_end(raw: bytes) -> bytes:
    return b"\r\n" if b"\r\n" in raw else b"\n"


def prepended(raw: bytes, fields: Iterable[tuple[str, str]]) -> bytes:
    end = line_end(raw)
    return b"".join(f"{name}: {value}".encode() + end for name, value in fields) + raw


def without(raw: bytes, name: str) -> bytes:
    """*raw* without the fields of that name."""
    blank = _BLANK_LINE.search(raw)
    cut = blank.start() + len(line_end(raw)) if blank else len(raw)
    wanted = name.lower().encode() + b":"
    kept = [item for item in _FIELD.findall(raw[:cut]) if not item.lower().startswith(wanted)]
    return b"".join(kept) + raw[cut:]

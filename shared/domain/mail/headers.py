"""Header fields of one mail: any case, any folding, RFC 2047 words, raw bytes."""

import binascii
import quopri
import re
from collections.abc import Callable, Iterable
from datetime import UTC, datetime
from email.message import Message
from email.utils import parsedate_to_datetime

from shared.domain.mail.charset import decode_text, one_line

# One header of a megabyte must not cost more than a long one: RFC 5322 lines hold at most 998 characters.
VALUE_LIMIT_CHARS = 32_000
_REFERENCES_LIMIT = 200

_ENCODED_WORD = re.compile(r"=\?([\w.:+-]{1,60})(?:\*[\w-]{0,20})?\?([bBqQ])\?([^?\r\n]*)\?=")
_BETWEEN_WORDS = re.compile(r"(\?=)[ \t\r\n]+(?==\?[\w.:+-]{1,60}(?:\*[\w-]{0,20})?\?[bBqQ]\?)")
_FOLD = re.compile(r"\r?\n(?=[ \t])")
_MESSAGE_ID = re.compile(r"<[^<>]{1,998}>")
_BARE_ID = re.compile(r"^[^\s<>@,;]{1,400}@[^\s<>@,;]{1,400}$")


class Headers:
    """The fields of one header block, topmost first, names in lower case."""

    def __init__(self, items: Iterable[tuple[str, str]]) -> None:
        self._items = tuple((name.strip().lower(), _unfold(value)) for name, value in items)

    @classmethod
    def of(cls, message: Message) -> "Headers":
        return cls(message.raw_items())

    def all(self, name: str) -> tuple[str, ...]:
        """Unfolded values with their encoded words untouched."""
        wanted = name.lower()
        return tuple(value for key, value in self._items if key == wanted)

    def above(self, name: str, is_border: Callable[[str], bool]) -> "Headers":
        """The fields over the first *name* for whose value *is_border* holds; all of them when there is none."""
        wanted = name.lower()
        borders = (at for at, (key, value) in enumerate(self._items) if key == wanted and is_border(value))
        return Headers(self._items[: next(borders, len(self._items))])

    def first(self, name: str) -> str | None:
        return next(iter(self.all(name)), None)

    def text(self, name: str) -> str:
        """The decoded value on one line; empty when the field is missing."""
        return one_line(decode_words(self.first(name) or ""))

    def token(self, name: str) -> str:
        """The first word in lower case, without parameters or comments: `auto-replied` of `auto-replied; x=y (z)`."""
        words = re.split(r"[;\s(]", (self.first(name) or "").strip(), maxsplit=1)
        return words[0].lower()

    def __contains__(self, name: str) -> bool:
        return self.first(name) is not None


def decode_words(value: str) -> str:
    """Decodes RFC 2047 words, also those that broken mailers put inside quotes; what can't be decoded stays."""
    joined = _BETWEEN_WORDS.sub(r"\1", value)
    pieces: list[str] = []
    pending: tuple[str, bytes] | None = None
    end = 0
    for word in _ENCODED_WORD.finditer(joined):
        charset, data = word[1].lower(), _word_bytes(word[2], word[3])
        if pending and pending[0] == charset and word.start() == end and data is not None:
            pending = (charset, pending[1] + data)  # a character may be split over two words
        else:
            pieces += [_decoded(pending), joined[end : word.start()]]
            pending = (charset, data) if data is not None else None
            pieces += [word[0]] if data is None else []
        end = word.end()
    return "".join([*pieces, _decoded(pending), joined[end:]])


def message_ids(value: str | None) -> tuple[str, ...]:
    """Ids of a Message-ID, In-Reply-To or References field, oldest first, each once, the newest 200."""
    found = ["".join(match.split()) for match in _MESSAGE_ID.findall(value or "")]
    if not found:
        found = [f"<{word}>" for word in re.split(r"[\s,;]+", value or "") if _BARE_ID.match(word)]
    return tuple(dict.fromkeys(found))[-_REFERENCES_LIMIT:]


def sent_at(headers: Headers) -> datetime | None:
    """The Date field in UTC; None when missing or unreadable; a date without a zone is taken as UTC (RFC 5322 4.3)."""
    return _instant(headers.first("Date") or "")


def arrived_at(headers: Headers) -> datetime | None:
    """When our own server took the mail over, by its Received field, the topmost one; else the Date field."""
    return _instant((headers.first("Received") or "").rpartition(";")[2]) or sent_at(headers)


def _instant(text: str) -> datetime | None:
    try:
        parsed = parsedate_to_datetime(text.strip()[:100])
        return parsed.replace(tzinfo=parsed.tzinfo or UTC).astimezone(UTC)
    except (ValueError, TypeError, IndexError, OverflowError):
        return None


def _unfold(value: str) -> str:
    data = value[:VALUE_LIMIT_CHARS].encode("utf-8", errors="surrogateescape")
    return _FOLD.sub("", decode_text(data, None)).replace("\r", " ").replace("\n", " ").strip()


def _word_bytes(kind: str, payload: str) -> bytes | None:
    try:
        raw = payload.encode("ascii")
        if kind in "qQ":
            return quopri.decodestring(raw.replace(b" ", b"_"), header=True)
        return binascii.a2b_base64(raw + b"=" * (-len(raw) % 4))
    except (UnicodeEncodeError, binascii.Error):
        return None


def _decoded(word: tuple[str, bytes] | None) -> str:
    return decode_text(word[1], word[0]) if word else ""

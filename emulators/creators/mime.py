"""MIME text in the ways that mail clients write it, byte by byte: the library smooths their habits away."""

import base64
import hashlib
import quopri
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from email.header import Header
from email.utils import format_datetime

from emulators.creators.letter import Address, Letter

_ASCII_SPECIALS = set('()<>[]:;@\\,."')


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """One body part.

    Attributes:
        type: as in `text/plain`.
        charset: as the client spells it, quotes included.
        encoding: `quoted-printable`, `base64`, `8bit`; "" writes no Content-Transfer-Encoding, for pure ASCII.
    """

    type: str
    text: str
    charset: str
    encoding: str

    def header(self) -> list[tuple[str, str]]:
        fields = [("Content-Type", f"{self.type}; charset={self.charset}")]
        return [*fields, ("Content-Transfer-Encoding", self.encoding)] if self.encoding else fields

    def body(self) -> bytes:
        data = self.text.encode(self.charset.strip('"'), "xmlcharrefreplace" if self.type == "text/html" else "replace")
        if self.encoding == "base64":
            return crlf(base64.encodebytes(data))
        if self.encoding == "quoted-printable":
            return crlf(quopri.encodestring(data))
        return crlf(data)


def crlf(data: bytes) -> bytes:
    return data.replace(b"\r\n", b"\n").replace(b"\n", b"\r\n")


def mail(fields: Iterable[tuple[str, str]], part: Part) -> bytes:
    """A mail of one part."""
    return _head([*fields, *part.header()]) + b"\r\n" + part.body() + b"\r\n"


def alternative(fields: Iterable[tuple[str, str]], parts: Sequence[Part], *, boundary: str, more: str = "") -> bytes:
    """A multipart/alternative mail; *more* follows the boundary parameter."""
    kind = ("Content-Type", f'multipart/alternative;\r\n\tboundary="{boundary}"{more}')
    return _head([*fields, kind]) + b"\r\n" + joined(parts, boundary=boundary)


def joined(parts: Sequence[Part], *, boundary: str) -> bytes:
    chunks = [f"--{boundary}\r\n".encode() + _head(item.header()) + b"\r\n" + item.body() + b"\r\n" for item in parts]
    return b"".join(chunks) + f"--{boundary}--\r\n".encode()


def _head(fields: Iterable[tuple[str, str]]) -> bytes:
    return b"".join(f"{name}: {value}\r\n".encode("ascii") for name, value in fields)


def spoken(address: Address) -> str:
    """An address for a header, its name encoded or quoted where needed."""
    if not address.name:
        return address.email
    if not address.name.isascii():
        return f"{Header(address.name, 'utf-8').encode()} <{address.email}>"
    name = f'"{address.name}"' if _ASCII_SPECIALS & set(address.name) else address.name
    return f"{name} <{address.email}>"


def subject(text: str) -> str:
    return text if text.isascii() else Header(text, "utf-8").encode()


def reply_subject(letter: Letter, *, prefix: str) -> str:
    """The answered subject under *prefix*, once."""
    bare = letter.answers.subject
    while bare[:3].lower() == "re:":
        bare = bare[3:].lstrip()
    return subject(f"{prefix}{bare}")


def threading(letter: Letter, *, fold: str = "\r\n ") -> list[tuple[str, str]]:
    """In-Reply-To and References of a reply."""
    return [("In-Reply-To", letter.answers.message_id), ("References", fold.join(letter.answers.references))]


def people(letter: Letter) -> list[tuple[str, str]]:
    """To and Cc of a reply."""
    to = [("To", spoken(letter.answers.sender))]
    return [*to, ("Cc", ", ".join(spoken(item) for item in letter.cc))] if letter.cc else to


def date(letter: Letter) -> str:
    return format_datetime(letter.at)


def token(letter: Letter, length: int, *, salt: str = "") -> str:
    """Hex digits that look random and are the same for the same letter."""
    return hashlib.sha256(f"{salt}{letter.serial}".encode()).hexdigest()[:length]


def sender_domain(letter: Letter) -> str:
    return letter.sender.email.partition("@")[2]


def quoted(text: str, mark: str) -> str:
    """Every line under *mark*; an empty line gets the mark without its blank."""
    return "\n".join(f"{mark}{line}" if line else mark.rstrip() for line in text.splitlines())

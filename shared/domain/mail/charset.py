"""Bytes to text when the declared charset may be missing, unknown or a lie."""

import re
import unicodedata
from dataclasses import dataclass

import charset_normalizer

# Windows mailers declare the ISO name and send the Windows superset; the WHATWG encoding standard decodes them alike.
_SUPERSETS = {
    "iso-8859-1": "cp1252",
    "iso8859-1": "cp1252",
    "latin1": "cp1252",
    "latin-1": "cp1252",
    "windows-1252": "cp1252",
    "cp-1252": "cp1252",
    "iso-8859-9": "cp1254",
    "gb2312": "gb18030",
    "gbk": "gb18030",
    "shift_jis": "cp932",
    "ks_c_5601-1987": "cp949",
    "euc-kr": "cp949",
    "iso-8859-8-i": "iso-8859-8",
    "utf8": "utf-8",
}
# Python codecs that are no charset of any mail, two of them with quadratic run time.
_NOT_CHARSETS = {"idna", "punycode", "unicode_escape", "raw_unicode_escape", "undefined"}
_SAYS_NOTHING = {"", "us-ascii", "ascii", "unknown-8bit", "x-unknown", "default", "cp1252"}
_SAMPLE_BYTES = 64_000
# Below this many non-ASCII bytes the measure guesses at random, and Western mail is the likeliest.
_MEASURABLE_BYTES = 32

_FLAG = re.compile("\U0001f3f4[\U000e0020-\U000e007e]{1,8}\U000e007f")
_SMUGGLED = re.compile("[\U000e0000-\U000e01ef]")
_ZERO_WIDTH = re.compile(
    "[\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180e\u200b-\u200f\u202a-\u202e\u2060-\u2069\u3164\ufeff\uffa0]"
)
_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff]")
_LINE_ENDS = re.compile("\r\n?|[\u0085\u2028\u2029]")
_SPACES = re.compile("[\u00a0\u2000-\u200a\u202f\u205f\u3000]")


@dataclass(frozen=True, slots=True, kw_only=True)
class CleanText:
    """Text without characters that nobody sees.

    Attributes:
        text: Lines end in a bare newline; letters and digits stay as written (NFKC would make a price of look-alikes).
        smuggled: True when tag or variation characters carried text that only a machine can read.
    """

    text: str
    smuggled: bool


def decode_text(data: bytes, declared: str | None) -> str:
    """Decodes with the declared charset when it can be true, else with the one that fits best; never fails."""
    charset = _python_name(declared)
    if charset in _SAYS_NOTHING and _is_multibyte_utf8(data):
        return data.decode("utf-8")
    if charset not in _SAYS_NOTHING or charset == "cp1252":
        decoded = _strictly(data, charset)
        if decoded is not None:
            return decoded
    return _by_measure(data)


def clean_text(text: str) -> CleanText:
    visible = _FLAG.sub("\U0001f3f4", _LINE_ENDS.sub("\n", text))
    smuggled = _SMUGGLED.search(visible) is not None
    for invisible in (_SMUGGLED, _ZERO_WIDTH, _CONTROL):
        visible = invisible.sub("", visible)
    return CleanText(text=unicodedata.normalize("NFC", _SPACES.sub(" ", visible)), smuggled=smuggled)


def one_line(text: str) -> str:
    return " ".join(clean_text(text).text.split())


def _python_name(declared: str | None) -> str:
    name = (declared or "").strip().strip("\"'").lower()
    name = _SUPERSETS.get(name, name)
    return "" if name.replace("-", "_") in _NOT_CHARSETS else name


def _is_multibyte_utf8(data: bytes) -> bool:
    """Text that is not UTF-8 hardly ever decodes as it once it holds a non-ASCII character."""
    return not data.isascii() and _strictly(data, "utf-8") is not None


def _strictly(data: bytes, charset: str) -> str | None:
    try:
        return data.decode(charset)
    except (LookupError, ValueError):  # ValueError: bytes that don't fit, and NUL in a codec's name
        return None


def _by_measure(data: bytes) -> str:
    if data.isascii():
        return data.decode("ascii")
    lenient = data.decode("utf-8", errors="replace")
    broken = lenient.count("\ufffd")
    if sum(not char.isascii() for char in lenient) - broken > 4 * broken:
        return lenient  # UTF-8 with a character cut off: other charsets hardly ever look like it
    if sum(byte > 127 for byte in data[:_SAMPLE_BYTES]) < _MEASURABLE_BYTES:
        return data.decode("cp1252", errors="replace")
    best = charset_normalizer.from_bytes(data[:_SAMPLE_BYTES]).best()
    return data.decode(best.encoding if best else "cp1252", errors="replace")

"""Bytes to text when the declared charset may be missing, unknown or a lie."""

import codecs
import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache

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
    # Labels of mailers that Python does not know.
    "windows-874": "cp874",
    "windows-949": "cp949",
    "windows-31j": "cp932",
    "x-sjis": "cp932",
    "x-euc-jp": "euc-jp",
    "cp50220": "iso-2022-jp",
    "cp50221": "iso-2022-jp",
    "iso-2022-jp-ms": "iso-2022-jp",
    "x-gbk": "gb18030",
    "cn-big5": "big5",
    "x-cp1250": "cp1250",
    "x-cp1251": "cp1251",
    "cp-850": "cp850",
    "x-mac-roman": "mac-roman",
    "x-mac-cyrillic": "mac-cyrillic",
}
# Python codecs that are no charset of any mail, two of them with quadratic run time.
_NOT_CHARSETS = {"idna", "punycode", "unicode_escape", "raw_unicode_escape", "undefined"}
_SAYS_NOTHING = {"", "us-ascii", "ascii", "unknown-8bit", "x-unknown", "default", "cp1252"}
_SAMPLE_BYTES = 64_000
# In these every pair of bytes may be a letter, so that short UTF-8 passes for one of them.
_PAIRED = ("gb", "big5", "cp9", "shift", "euc", "johab")
# In these ASCII bytes need not be ASCII letters; the last two write a zero byte beside each letter of a Western text.
_SHIFTING = ("iso2022", "hz", "utf-7")
_WIDE = ("utf-16", "utf-32")
_SHIFTS = b"\x1b$"
_SHIFTED = ("iso2022_jp_2", "iso2022_kr")
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
    told = _told_by_its_bytes(data, _codec(charset))
    if told is not None:
        return told
    if charset not in _SAYS_NOTHING or charset == "cp1252":
        decoded = _strictly(data, charset, may_be_cut=True)
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


@lru_cache(maxsize=256)
def _codec(charset: str) -> str:
    """The canonical name; empty where there is none. Kept, as not finding one costs more than decoding a header."""
    try:
        return codecs.lookup(charset).name
    except (LookupError, ValueError):
        return ""


def _told_by_its_bytes(data: bytes, codec: str) -> str | None:
    """The text where the bytes prove what they are, whatever is declared; None where they leave it open."""
    if codec.startswith(_SHIFTING) or (codec.startswith(_WIDE) and b"\0" in data):
        return None
    if not data.isascii():
        # Text that is not UTF-8 hardly ever decodes as it once it holds a few non-ASCII characters.
        is_open = codec.startswith(_PAIRED) and _high_bytes(data) < _MEASURABLE_BYTES
        return None if is_open else _strictly(data, "utf-8")
    # Read as ASCII, a shift into another alphabet would become a dollar sign.
    shifted = (_strictly(data, codec, may_be_cut=True) for codec in _SHIFTED if _SHIFTS in data)
    return next((text for text in shifted if text is not None), data.decode("ascii"))


def _high_bytes(data: bytes) -> int:
    return sum(byte > 127 for byte in data[:_SAMPLE_BYTES])


def _strictly(data: bytes, charset: str, *, may_be_cut: bool = False) -> str | None:
    """None where the bytes don't fit; *may_be_cut*: the last character of several may be half there."""
    try:
        return data.decode(charset)
    except UnicodeDecodeError as error:
        whole = data[: error.start]
        fits = may_be_cut and error.end == len(data) and not (whole.isascii() and _SHIFTS not in whole)
        return data.decode(charset, errors="replace") if fits else None
    except (LookupError, ValueError):  # ValueError: bytes that don't fit, and NUL in a codec's name
        return None


def _by_measure(data: bytes) -> str:
    if data.isascii():
        return data.decode("ascii")
    lenient = data.decode("utf-8", errors="replace")
    broken = lenient.count("\ufffd")
    if sum(not char.isascii() for char in lenient) - broken > 4 * broken:
        return lenient  # UTF-8 with a character cut off: other charsets hardly ever look like it
    if _high_bytes(data) < _MEASURABLE_BYTES:
        return data.decode("cp1252", errors="replace")
    best = charset_normalizer.from_bytes(data[:_SAMPLE_BYTES]).best()
    return data.decode(best.encoding if best else "cp1252", errors="replace")

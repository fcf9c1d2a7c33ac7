"""New text apart from quoted text, and the honest answer when that can't be told."""

import re
from dataclasses import dataclass
from itertools import takewhile

from shared.domain.mail.attribution import Boundary, BoundaryKind, read_boundary

_MARKS = re.compile(r"^(?:\s*>)+ ?")
LINES_LIMIT = 20_000
_RESIDUE_CHARS = 45  # a mailer wraps beyond this; a shorter quoted line was ended by its writer
_LONG_ENOUGH = 25

_FIGURE = r"\d{1,3}(?: \d{3})+(?:[.,]\d{1,2})?(?!\d)|\d[\d.,]*\d|\d"
_SIGN = "[$£€¥₹₩₺₽₪₴₫฿]"
_CODE = "usd|eur|gbp|cad|aud|chf|sek|nok|dkk|pln|czk|huf|ron|try|uah|ils|jpy|krw|cny|inr|brl"
_WORD = (
    "dollars?|euros?|euroa|euró|pounds?|bucks|quid|zł|zloty|kr|kronor|kroner|reais|kč|ft|lei|tl|lira|yen|евро|руб|рублей"
    "|грн|דולר|שקל|יורו|دولار|يورو"
)
_MONEY = re.compile(
    rf"(?:{_SIGN}|\b(?:{_CODE})\b)\s?(\d[\d.,  ]*\d|\d)(\s?k\b)?"
    rf"|(?<![\d.,])({_FIGURE})(\s?k\b)?\s?(?:{_SIGN}|[円元원]|(?:{_CODE}|{_WORD}|per|for|each|pro|por)\b)"
    r"|(?<![\d.,])(\d[\d.,]*)(\s?k)\b",
    re.IGNORECASE,
)
_NUMBER = re.compile(rf"({_FIGURE})(\s?k\b)?", re.IGNORECASE)
_SEE_BELOW = re.compile(
    r"\bin[ -]?line\b|\b(see|answers?|answered|comments?|replies|replied|responses?|notes?)\b[^.\n]{0,25}\bbelow\b"
    r"|\bbelow in (red|blue|green|bold|caps)\b|\bin (red|blue|green)\b|\bsiehe unten\b|\bunten in (rot|blau)\b"
    r"|\bci-dessous\b|\bmás abajo\b|\bqui sotto\b|\babaixo\b|\bhieronder\b",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Reply:
    """A text taken apart.

    Attributes:
        new_text: What the writer added, in order, also between and below quoted lines.
        quoted_text: What was quoted; the whole text in its order when doubtful.
        is_doubtful: The quoted side may hold an answer of the writer, or nothing was left.
        is_forwarded: The writer passed on somebody else's mail.
    """

    new_text: str
    quoted_text: str
    is_doubtful: bool
    is_forwarded: bool


@dataclass(slots=True, kw_only=True)
class _Line:
    text: str
    depth: int
    is_announcement: bool = False
    is_forward: bool = False


def split_reply(text: str, *, last_sent_text: str | None) -> Reply:
    """Takes a text whose quoted lines start with `>`, or follow an announcement, apart.

    Args:
        text: The readable text of the mail.
        last_sent_text: Our newest mail in the thread; amounts that it holds are ours wherever they are quoted.
    """
    lines = _read_lines(text)
    _mark_announced(lines)
    ours = _squeeze(last_sent_text or "")
    _mark_residue(lines, ours)
    new_text = tidy([line.text for line in lines if line.depth == 0])
    quoted_text = tidy([line.text for line in lines if line.depth > 0])
    is_doubtful = _is_doubtful(lines, new_text, last_sent_text or "")
    return Reply(
        new_text=new_text,
        quoted_text=tidy([line.text for line in lines]) if is_doubtful else quoted_text,
        is_doubtful=is_doubtful,
        is_forwarded=any(line.is_forward and line.depth <= 1 for line in lines),
    )


def tidy(lines: list[str]) -> str:
    """One text with at most one empty line in a row, none at its ends, no spaces round a line."""
    return re.sub(r"\n{3,}", "\n\n", "\n".join(line.strip() for line in lines)).strip("\n")


def amounts_in(text: str) -> frozenset[str]:
    """Normalised money expressions, only to compare two texts: `$1.5k` and `1,500 USD` are both `1500`."""
    found = (
        next(pair for pair in ((m[1], m[2]), (m[3], m[4]), (m[5], m[6])) if pair[0]) for m in _MONEY.finditer(text)
    )
    return frozenset(_normal_number(number, kilo) for number, kilo in found)


def _read_lines(text: str) -> list[_Line]:
    raws = text.split("\n")[:LINES_LIMIT]
    return [_line(raw, around=(raws[at - 1 : at] + raws[at + 1 : at + 2])) for at, raw in enumerate(raws)]


def _line(raw: str, *, around: list[str]) -> _Line:
    marks = _MARKS.match(raw)
    is_count = re.match(r"^>\d", raw) and not any(_MARKS.match(line) for line in around)
    if not marks or is_count:  # a lone ">10k followers" is somebody counting
        return _Line(text=raw.strip(), depth=0)
    return _Line(text=raw[marks.end() :].strip(), depth=marks[0].count(">"))


def _mark_announced(lines: list[_Line]) -> None:
    """Marks announcements, and deepens what they quote where no `>` does so already."""
    at = 0
    while at < len(lines):
        depth = lines[at].depth
        block = list(takewhile(lambda line: line.depth == depth, lines[at : at + 6]))  # noqa: B023 - used at once
        boundary = read_boundary([line.text for line in block], is_marked_behind=_is_deeper_behind(lines, at, block))
        if boundary is None:
            at += 1
            continue
        announcement = lines[at : at + boundary.lines]
        for line in announcement:
            line.is_announcement, line.is_forward = True, boundary.kind is BoundaryKind.FORWARD
        if depth == 0 or _follows_text(lines, at):
            _deepen(lines, at, boundary)
        at += boundary.lines


def _is_deeper_behind(lines: list[_Line], start: int, block: list[_Line]) -> bool:
    if not block[0].text:
        return False
    behind = next((lines[at] for at in range(start + len(block), len(lines)) if lines[at].text), None)
    return behind is not None and behind.depth > block[0].depth


def _follows_text(lines: list[_Line], start: int) -> bool:
    """The announcement isn't the head of its quotation: the mail quoted there quotes an older one."""
    before = takewhile(lambda line: line.depth >= lines[start].depth, reversed(lines[:start]))
    return any(line.text and not line.is_announcement for line in before)


def _deepen(lines: list[_Line], start: int, boundary: Boundary) -> None:
    depth, end = lines[start].depth, start + boundary.lines
    following = next((line.depth for line in lines[end:] if line.text), depth)
    is_marked = boundary.kind is BoundaryKind.ATTRIBUTION and following > depth
    behind = [] if is_marked else takewhile(lambda line: line.depth >= depth, lines[end:])
    for line in [*lines[start:end], *behind]:
        line.depth += 1


def _mark_residue(lines: list[_Line], ours: str) -> None:
    """A quoted line that a mailer wrapped leaves its last words without a mark."""
    for before, line, after in zip(lines, lines[1:], [*lines[2:], _Line(text="", depth=0)], strict=False):
        if before.depth == 0 or line.depth > 0 or not line.text or before.is_announcement:
            continue
        is_ours = bool(ours) and f"{_squeeze(before.text)[-_LONG_ENOUGH:]} {_squeeze(line.text)}" in ours
        is_wrapped = len(before.text) >= _RESIDUE_CHARS and before.text[-1] not in ".?!:;" and line.text[0].islower()
        if is_ours or (is_wrapped and after.depth > 0 and not amounts_in(line.text)):
            line.depth = before.depth


def _is_doubtful(lines: list[_Line], new_text: str, last_sent_text: str) -> bool:
    layer = _first_layer(lines)
    if not any(line.text for line in lines):
        return False
    if not new_text:
        return True
    ours = frozenset(_normal_number(*found) for found in _NUMBER.findall(last_sent_text))
    lost = amounts_in("\n".join(layer)) - ours
    is_unmixed = bool(layer) and _SEE_BELOW.search(new_text) is not None and not _is_mixed(lines)
    return bool(lost) or is_unmixed or _is_written_into(layer, last_sent_text)


def _is_written_into(layer: list[str], last_sent_text: str) -> bool:
    """The quoted mail is ours but for some lines: somebody typed into it, as Outlook invites to do."""
    ours = _letters(last_sent_text)
    inked = [letters for letters in map(_letters, layer) if letters]
    kept = [letters for letters in inked if letters in ours]
    return len(kept) < len(inked) and sum(map(len, kept)) * 2 > len(ours)


def _first_layer(lines: list[_Line]) -> list[str]:
    """The mail that was answered, where an inline answer hides; older mails quoted inside it are history."""
    return [line.text for line in lines if line.depth == 1 and not line.is_announcement and line.text]


def _is_mixed(lines: list[_Line]) -> bool:
    """New text after the first quoted line: the answers that the writer speaks of were found."""
    first = next((at for at, line in enumerate(lines) if line.depth > 0 and not line.is_announcement), len(lines))
    return any(line.depth == 0 and line.text for line in lines[first:])


def _letters(text: str) -> str:
    return re.sub(r"[\W_]+", "", text).lower()


def _squeeze(text: str) -> str:
    return " ".join(text.split()).lower()


def _normal_number(number: str, kilo: str) -> str:
    """Digits without separators and cents; thousands written out. Good for comparing, not for reckoning."""
    whole = re.sub(r"[.,]\d{1,2}$", "", number) if not kilo else number
    digits = re.sub(r"\D", "", whole)
    if kilo:
        fraction = re.search(r"[.,](\d{1,2})$", number)
        return digits + "0" * (3 - (len(fraction[1]) if fraction else 0))
    return digits

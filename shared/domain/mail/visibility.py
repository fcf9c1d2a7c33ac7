"""Text in HTML that a person looking at the mail would not see."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import islice
from typing import TypeAlias

from lxml import html as lxml_html

_WHITE = (255, 255, 255)
# Largest difference per colour channel that still reads as the same colour, and the smallest legible letter.
_SAME_COLOUR = 24
_SMALLEST_PX = 2.0
_STYLE_LIMIT_CHARS = 5_000
_ENDS_LIMIT = 100
_NAMED = {"white": _WHITE, "black": (0, 0, 0), "snow": (255, 250, 250), "ivory": (255, 255, 240)}
_PX_PER_UNIT = {"px": 1.0, "pt": 1.33, "em": 16.0, "rem": 16.0, "%": 0.16, "": 1.0}

_GONE = re.compile(
    r"display:none|visibility:(hidden|collapse)|opacity:(0?\.0\d*|0%?)(?=[;! ]|$)|filter:opacity\(0?\.?0*%?\)"
    r"|max-(height|width):0(px|pt|em)?(;|$)"
    r"|(^|;)(height|width):0(px|pt|em)?;.*overflow:hidden|overflow:hidden;.*(^|;)(height|width):0(px|pt|em)?(;|$)"
    r"|(^|;)zoom:0(\.0*)?%?(;|$)|letter-spacing:-\d{2,}|-webkit-text-fill-color:transparent|font-size:calc\(0"
    r"|(^|;)color:(#[0-9a-f]{6}00|#[0-9a-f]{3}0)(?=[;! ]|$)"
    r"|(text-indent|left|top|margin-left):-\d{3,}|clip:rect\(0|clip-path:(inset\((50|100)%|circle\(0\D)"
    r"|transform:(scale\(0(\.0*)?[),]|translate[xy]?\([^;()]{0,20}-\d{3,})"
)
_SIZE = re.compile(r"(?:^|;)font(?:-size:|:[^;]*?\b)(\d*\.?\d+)(px|pt|em|rem|%|)(?=[;/! ]|$)")
_COLOUR = re.compile(r"(?:^|;)color:([^;!]+)")
_GROUND = re.compile(r"(?:^|;)background(?:-color)?:([^;!]+)")
_PICTURE = re.compile(r"(?:^|;)background(?:-image)?:[^;!]*(?:url|gradient)\(")
_NO_GROUND = ("none", "inherit", "initial", "unset")
_HEX = re.compile(r"#([0-9a-f]{6}|[0-9a-f]{3})\b")
_RGB = re.compile(r"rgba?\((\d+)[, ]+(\d+)[, ]+(\d+)(?:[,/ ]+(0?\.?\d+))?\)")
_HSL_WHITE = re.compile(r"hsla?\([^;()]*[, ]100%")
_RULE = re.compile(r"([^{}]{1,500})\{([^{}]{0,2000})\}")
_AT_BLOCK = re.compile(r"@[^{};]{0,500}\{(?:[^{}]*\{[^{}]*\})*[^{}]*\}|@[^{};]{0,500};|/\*.*?\*/", re.DOTALL)
_ALWAYS = re.compile(r"@media\s+(?:only\s+)?(?:all|screen)\s*\{((?:[^{}]*\{[^{}]*\})*)[^{}]*\}", re.IGNORECASE)
# What depends on the pointer, or adds words of its own, hides nothing of what is written.
_STATE = re.compile(r":(?!nth|first|last|only|not|is|where|root)")
_NAMES = re.compile(r"[.#][\w-]+")
_SIMPLE_SELECTOR = re.compile(r"^[a-z0-9]*([.#][\w-]+)$|^([a-z][a-z0-9]*)$")

_Colour: TypeAlias = tuple[int, int, int]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Look:
    """What a text inherits; `ground` is None where an image or a gradient lies behind it."""

    gone: bool = False
    tiny: bool = False
    colour: _Colour | None = None
    clear: bool = False
    ground: _Colour | None = _WHITE

    @property
    def is_unseen(self) -> bool:
        return self.gone or self.tiny or self.clear or _is_same(self.colour, self.ground)


def remove_hidden(root: lxml_html.HtmlElement) -> bool:
    """Blanks every text that can't be seen; True when there was any, and where a combined rule may hide one."""
    rules = list(_rules(root))
    sheet = _style_sheet(rules)
    found = _may_be_hidden(root, rules)
    waiting = [(root, _Look())]
    while waiting:
        element, inherited = waiting.pop()
        look = _look_of(element, inherited, sheet)
        waiting += [(child, look) for child in element if isinstance(child.tag, str)]
        if look.is_unseen and element.tag not in ("style", "script", "head", "title"):
            found = _blank(element) or found
    return found


def _may_be_hidden(root: lxml_html.HtmlElement, rules: Sequence[tuple[str, str]]) -> bool:
    """Whether text stands where the names of a combined selector end that hides what it finds."""
    hiding = (selector for selector, body in rules if _hides(selector, body))
    ends = (tuple(_NAMES.findall(re.split(r"[\s>+~]+", selector)[-1])) for selector in hiding)
    wanted = {frozenset(names) for names in islice(filter(None, ends), _ENDS_LIMIT)}
    any_of_them = frozenset(name for names in wanted for name in names)
    waiting = [(root, False)] if wanted else []
    while waiting:
        element, is_inside = waiting.pop()
        borne = _names_of(element) & any_of_them
        may_hide = is_inside or (bool(borne) and any(names <= borne for names in wanted))
        if may_hide and _has_ink(element):
            return True
        waiting += [(child, may_hide) for child in element if isinstance(child.tag, str)]
    return False


def _has_ink(element: lxml_html.HtmlElement) -> bool:
    inked = [element.text or "", *(child.tail or "" for child in element)]
    return any(re.search(r"\w", text) for text in inked)


def _hides(selector: str, body: str) -> bool:
    involved = _SIMPLE_SELECTOR.match(selector) is None and _STATE.search(selector) is None
    return involved and _GONE.search(_tidy(body)) is not None


def _names_of(element: lxml_html.HtmlElement) -> set[str]:
    return {*(f".{name}" for name in element.get("class", "").lower().split()), f"#{element.get('id', '').lower()}"}


def _blank(element: lxml_html.HtmlElement) -> bool:
    has_ink = _has_ink(element)
    element.text = None
    for child in element:
        child.tail = None
    return has_ink


def _look_of(element: lxml_html.HtmlElement, inherited: _Look, sheet: dict[str, str]) -> _Look:
    style = _style_of(element, sheet)
    look = replace(inherited, gone=inherited.gone or "hidden" in element.attrib or bool(_GONE.search(style)))
    size = _SIZE.search(style)
    if size:
        look = replace(look, tiny=float(size[1]) * _PX_PER_UNIT[size[2]] < _SMALLEST_PX)
    ink = _COLOUR.search(style)
    if ink:
        look = replace(look, colour=_colour(ink[1]), clear=_is_clear(ink[1]))
    if _PICTURE.search(style):
        return replace(look, ground=None)
    grounds = [found[1] for found in _GROUND.finditer(style) if not _is_clear(found[1]) and found[1] not in _NO_GROUND]
    return replace(look, ground=_colour(grounds[0])) if grounds else look


def _style_of(element: lxml_html.HtmlElement, sheet: dict[str, str]) -> str:
    classes = element.get("class", "").lower().split()
    keys = [str(element.tag), *(f".{name}" for name in classes), f"#{element.get('id', '').lower()}"]
    attributes = [
        f"color:{element.get('color')}" if element.get("color") else "",
        f"background-color:{element.get('bgcolor')}" if element.get("bgcolor") else "",
        "background-image:url()" if element.get("background") else "",
    ]
    styles = [*attributes, *(sheet.get(key, "") for key in keys), element.get("style", "")[:_STYLE_LIMIT_CHARS]]
    return _tidy(";".join(filter(None, reversed(styles))))


def _tidy(style: str) -> str:
    """The first of several declarations is the strongest one, so callers put inline styles first."""
    return re.sub(r"\s*([:;,])\s*", r"\1", " ".join(style.lower().split()))


def _style_sheet(found: Iterable[tuple[str, str]]) -> dict[str, str]:
    """Rules of plain tag, class and id selectors outside media queries: those that surely hide text on a desktop."""
    rules: dict[str, str] = {}
    for selector, body in found:
        simple = _SIMPLE_SELECTOR.match(selector)
        if simple:
            key = simple[1] or simple[2]
            rules[key] = f"{body};{rules.get(key, '')}"[:_STYLE_LIMIT_CHARS]
    return rules


def _rules(root: lxml_html.HtmlElement) -> Iterator[tuple[str, str]]:
    for style in root.iter("style"):
        always = _ALWAYS.sub(r"\1", (style.text or "")[:100_000])
        for selectors, body in _RULE.findall(_AT_BLOCK.sub("", always)):
            for selector in selectors.lower().split(","):
                yield selector.strip(), body


def _colour(text: str) -> _Colour | None:
    rgb, hexed = _RGB.search(text), _HEX.search(text)
    if rgb:
        return int(rgb[1]), int(rgb[2]), int(rgb[3])
    if hexed:
        digits = hexed[1] if len(hexed[1]) == 6 else "".join(digit * 2 for digit in hexed[1])
        return int(digits[:2], 16), int(digits[2:4], 16), int(digits[4:], 16)
    if _HSL_WHITE.search(text):
        return _WHITE
    return next((_NAMED[word] for word in text.split() if word in _NAMED), None)


def _is_clear(text: str) -> bool:
    rgb = _RGB.search(text)
    return "transparent" in text or bool(rgb and rgb[4] and float(rgb[4]) == 0)


def _is_same(colour: _Colour | None, ground: _Colour | None) -> bool:
    if colour is None or ground is None:
        return False
    return all(abs(one - other) <= _SAME_COLOUR for one, other in zip(colour, ground, strict=True))

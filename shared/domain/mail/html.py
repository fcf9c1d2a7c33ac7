"""HTML mail to text: quoted blocks known by their structure become lines that start with `>`."""

import re
from dataclasses import dataclass
from html import unescape
from itertools import islice

import lxml.html
from inscriptis.css_profiles import STRICT_CSS_PROFILE
from inscriptis.html_engine import Inscriptis
from inscriptis.model.config import ParserConfig
from lxml import etree

from shared.domain.mail.charset import one_line
from shared.domain.mail.visibility import remove_hidden

_QUOTE_CLASS = re.compile(
    r"(^|[\s_-])(\w*yahoo_quoted\w*|tutanota_quote|zmail_extra|gmail_attr|moz-cite-prefix|moz-email-headers-table"
    r"|moz-forward-container|messageReplySection)(\s|$)",
    re.IGNORECASE,
)
_WRAPPER_CLASS = re.compile(r"(^|\s)(gmail_quote|protonmail_quote)(\s|$)", re.IGNORECASE)
_REPLY_HEADER_ID = re.compile(r"^(x_)*divRplyFwdMsg$", re.IGNORECASE)
_QUOTE_ID = re.compile(r"^(x_)*(OLK_SRC_BODY_SECTION|isForwardContent)$", re.IGNORECASE)
_TOP_RULE = re.compile(r"border-top\s*:\s*(solid|[\w#.]+ solid)", re.IGNORECASE)
_LEFT_RULE = re.compile(r"border-left(-style|-width)?\s*:\s*(?!none|0|medium none)", re.IGNORECASE)
_HEADER_LABEL = re.compile(r"(^|\n)\s*\*?[^\W\d_][\w ]{0,14}\*?\s?:", re.MULTILINE)
_FORWARD_RULE = re.compile(r"^\W{0,3}-{5,}")
_LEVELS_LIMIT = 6
_LINK_LIMIT_CHARS = 2_000
# The parser lets these through and refuses to take them back.
_NOT_XML = re.compile("[^\\t\\n\\r\\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_TAG = re.compile(r"<[^<>]{0,5000}>")
_BLOCK_ENDS = {"p", "div", "br", "tr", "li", "blockquote"}


@dataclass(frozen=True, slots=True, kw_only=True)
class HtmlText:
    """What a person sees of an HTML body.

    Attributes:
        text: One line per visible line; a quoted line starts with `>`, once per level.
        has_hidden: True when text that can't be seen was left out.
        links: Where its links lead, unseen ones too; nothing follows them.
    """

    text: str
    has_hidden: bool
    links: tuple[str, ...] = ()


def read_html(markup: str) -> HtmlText:
    """Falls back to the bare words, said to be hidden, where the parser gave up: it drops what lies too deep."""
    parser = lxml.html.HTMLParser(encoding="utf-8", huge_tree=True)  # type: ignore[no-untyped-call]
    root = _parse(markup, parser)
    if root is None:
        return HtmlText(text="", has_hidden=False)
    if any(entry.type_name == "ERR_RESOURCE_LIMIT" for entry in parser.error_log):
        return HtmlText(text=unescape(_TAG.sub("\n", markup)), has_hidden=True)
    _drop_controls(root)
    links = tuple(one_line(link.get("href", "")[:_LINK_LIMIT_CHARS]) for link in root.iter("a", "area", "form"))
    has_hidden = remove_hidden(root)
    etree.strip_elements(root, etree.Comment, "style", "script", "title", "template", "object", with_tail=False)
    for block in list(root.iter("p", "div")):
        _lay_out(block)
    _mark_quotes(root)
    return HtmlText(text=_render(root), has_hidden=has_hidden, links=tuple(filter(None, links)))


def _parse(markup: str, parser: lxml.html.HTMLParser) -> lxml.html.HtmlElement | None:
    data = markup.encode("utf-8", errors="replace")
    try:
        root: lxml.html.HtmlElement = lxml.html.document_fromstring(data, parser=parser)  # type: ignore[no-untyped-call]
    except etree.LxmlError:  # nothing in it that could be a document
        return None
    return root


def _drop_controls(root: lxml.html.HtmlElement) -> None:
    for element in root.iter():
        if element.text and _NOT_XML.search(element.text):
            element.text = _NOT_XML.sub("", element.text)
        if element.tail and _NOT_XML.search(element.tail):
            element.tail = _NOT_XML.sub("", element.tail)


def _lay_out(block: lxml.html.HtmlElement) -> None:
    if "MsoNormal" in block.get("class", ""):
        block.tag = "div"  # Outlook gives these paragraphs no margin
    if all(not text.strip() for text in block.itertext()) and _holds_a_space(block):
        tail = block.tail
        block.clear()  # an empty line of Outlook's: the renderer takes its no-break space for nothing
        block.tail = tail
        etree.SubElement(block, "br")


def _holds_a_space(block: lxml.html.HtmlElement) -> bool:
    return block.find(".//br") is None and "\u00a0" in "".join(block.itertext())


def _mark_quotes(root: lxml.html.HtmlElement) -> None:
    """Works from the last block to the first, so that an inner quotation is already marked when its outer one is."""
    for element in reversed([found for found in root.iter() if isinstance(found.tag, str)]):
        if _starts_reply_header(element):
            _quote(_with_all_after(element))
        elif element.getparent() is not None and _is_quote(element) and not _is_deep(element):
            _quote(element)


def _is_deep(element: lxml.html.HtmlElement) -> bool:
    """Old history inside old history: told apart no further, since each level costs a rendering of all inside it."""
    return len(list(islice(element.iterancestors("blockquote"), _LEVELS_LIMIT))) == _LEVELS_LIMIT


def _is_quote(element: lxml.html.HtmlElement) -> bool:
    classes = element.get("class", "")
    if element.tag == "blockquote":
        styled = _LEFT_RULE.search(element.get("style", "")) is not None
        return element.get("type") == "cite" or "cite" in element.attrib or "quote" in classes or styled
    if _WRAPPER_CLASS.search(classes):
        return _is_whole_quote(element)
    named = element.get("name") in ("quote", "messageReplySection")
    return named or bool(_QUOTE_CLASS.search(classes)) or bool(_QUOTE_ID.match(element.get("id", "")))


def _is_whole_quote(wrapper: lxml.html.HtmlElement) -> bool:
    """A wrapper round a marked quotation may hold answers beside it; a forwarded mail lies bare in its wrapper."""
    marked = any(child.tag == "pre" and child.get("data-quote") for child in wrapper)
    return not marked or _FORWARD_RULE.match("".join(wrapper.itertext()).lstrip("> \n")) is not None


def _starts_reply_header(element: lxml.html.HtmlElement) -> bool:
    if _REPLY_HEADER_ID.match(element.get("id", "")):
        return True
    if element.tag != "div" or not _TOP_RULE.search(element.get("style", "")):
        return False
    return len(_HEADER_LABEL.findall("\n".join(islice(element.itertext(), 40)))) >= 2


def _with_all_after(element: lxml.html.HtmlElement) -> lxml.html.HtmlElement:
    """Gathers the element and everything behind it, up to the quotation it lies in or the body, into one block."""
    block: lxml.html.HtmlElement = lxml.html.Element("div")  # type: ignore[no-untyped-call]
    place: lxml.html.HtmlElement | None = element.getparent()
    if place is None:
        return element
    following, parent = element, place
    while True:
        _move(following, block)
        if parent.tag in ("body", "html", "blockquote") or parent.getparent() is None:
            break
        _append_text(block, parent.tail)
        parent.tail = None
        following, parent = parent.getnext(), parent.getparent()
    place.append(block)
    return block


def _move(first: lxml.html.HtmlElement | None, block: lxml.html.HtmlElement) -> None:
    while first is not None:
        following = first.getnext()
        block.append(first)
        first = following


def _append_text(block: lxml.html.HtmlElement, text: str | None) -> None:
    etree.SubElement(block, "span").text = text


def _quote(element: lxml.html.HtmlElement) -> None:
    tail, element.tail = element.tail, None
    lines = _render(element).strip("\n").split("\n")
    quoted = lxml.html.Element("pre")  # type: ignore[no-untyped-call]
    quoted.set("data-quote", "1")
    quoted.text = "\n".join(f">{line}" if line.startswith(">") else f"> {line}" for line in lines)
    quoted.tail = tail
    parent = element.getparent()
    if parent is not None:
        parent.replace(element, quoted)


def _render(element: lxml.html.HtmlElement) -> str:
    try:
        text: str = Inscriptis(element, ParserConfig(css=STRICT_CSS_PROFILE)).get_text()
    except RecursionError:  # thousands of nested elements: no human mail, but its text must not be lost
        return _flat(element)
    return "\n".join(line.rstrip() for line in text.split("\n"))


def _flat(element: lxml.html.HtmlElement) -> str:
    pieces: list[str] = []
    for event, node in etree.iterwalk(element, events=("start", "end")):
        pieces.append((node.text if event == "start" else node.tail) or "")
        pieces.append("\n" if event == "end" and node.tag in _BLOCK_ENDS else "")
    return "".join(pieces)

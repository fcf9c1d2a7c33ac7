"""Block Kit limits of https://docs.slack.dev/reference/block-kit (blocks, block elements, composition objects)."""

from collections.abc import Iterator
from typing import Any

MAX_BLOCKS = 50
_MAX_BLOCK_ID = 255
_MAX_SECTION_TEXT = 3000
_MAX_SECTION_FIELDS = 10
_MAX_FIELD_TEXT = 2000
_MAX_HEADER_TEXT = 150
_MAX_CONTEXT_ELEMENTS = 10
_MAX_ACTIONS_ELEMENTS = 25
_MAX_BUTTON_TEXT = 75
_MAX_BUTTON_VALUE = 2000
_MAX_ACTION_ID = 255
_MAX_URL = 3000
_TEXT_TYPES = frozenset({"plain_text", "mrkdwn"})
_OTHER_BLOCKS = frozenset({"divider", "image", "input", "rich_text", "file", "video", "markdown", "table"})

Block = dict[str, Any]


def block_problems(blocks: object) -> list[str]:
    """What Slack would answer `invalid_blocks` for, in the words of its `response_metadata.messages`."""
    if not isinstance(blocks, list):
        return ["[ERROR] expected an array [json-pointer:/blocks]"]
    found = [_problem(f"no more than {MAX_BLOCKS} items allowed", "/blocks")] if len(blocks) > MAX_BLOCKS else []
    for index, block in enumerate(blocks):
        found += _problems_of_block(block, f"/blocks/{index}")
    return found + list(_repeated_ids(blocks))


def _problem(text: str, pointer: str) -> str:
    return f"[ERROR] {text} [json-pointer:{pointer}]"


def _problems_of_block(block: object, where: str) -> Iterator[str]:
    if not isinstance(block, dict):
        yield _problem("expected an object", where)
        return
    checks = {"section": _section, "header": _header, "context": _context, "actions": _actions}
    kind = block.get("type")
    if kind in checks:
        yield from checks[str(kind)](block, where)
    elif kind not in _OTHER_BLOCKS:
        yield _problem(f"unsupported type: {kind}", f"{where}/type")
    if len(str(block.get("block_id", ""))) > _MAX_BLOCK_ID:
        yield _problem(f"must be less than {_MAX_BLOCK_ID + 1} characters", f"{where}/block_id")


def _section(block: Block, where: str) -> Iterator[str]:
    if "text" not in block and not block.get("fields"):
        yield _problem("missing required field: text or fields", where)
    if "text" in block:
        yield from _text(block["text"], f"{where}/text", longest=_MAX_SECTION_TEXT)
    fields = block.get("fields") or []
    if len(fields) > _MAX_SECTION_FIELDS:
        yield _problem(f"no more than {_MAX_SECTION_FIELDS} items allowed", f"{where}/fields")
    for index, item in enumerate(fields):
        yield from _text(item, f"{where}/fields/{index}", longest=_MAX_FIELD_TEXT)
    if "accessory" in block:
        yield from _element(block["accessory"], f"{where}/accessory")


def _header(block: Block, where: str) -> Iterator[str]:
    yield from _text(block.get("text"), f"{where}/text", longest=_MAX_HEADER_TEXT, plain=True)


def _context(block: Block, where: str) -> Iterator[str]:
    elements = block.get("elements") or []
    if not 1 <= len(elements) <= _MAX_CONTEXT_ELEMENTS:
        yield _problem(f"1 to {_MAX_CONTEXT_ELEMENTS} items allowed", f"{where}/elements")
    for index, item in enumerate(elements):
        if not isinstance(item, dict) or item.get("type") != "image":
            yield from _text(item, f"{where}/elements/{index}", longest=_MAX_SECTION_TEXT)


def _actions(block: Block, where: str) -> Iterator[str]:
    elements = block.get("elements") or []
    if not 1 <= len(elements) <= _MAX_ACTIONS_ELEMENTS:
        yield _problem(f"1 to {_MAX_ACTIONS_ELEMENTS} items allowed", f"{where}/elements")
    for index, item in enumerate(elements):
        yield from _element(item, f"{where}/elements/{index}")
    ids = [item.get("action_id") for item in elements if isinstance(item, dict) and item.get("action_id")]
    if len(ids) != len(set(ids)):
        yield _problem("action_id must be unique within a block", f"{where}/elements")


def _element(element: object, where: str) -> Iterator[str]:
    if not isinstance(element, dict) or not element.get("type"):
        yield _problem("missing required field: type", where)
        return
    if len(str(element.get("action_id", ""))) > _MAX_ACTION_ID:
        yield _problem(f"must be less than {_MAX_ACTION_ID + 1} characters", f"{where}/action_id")
    if element["type"] == "button":
        yield from _button(element, where)


def _button(element: Block, where: str) -> Iterator[str]:
    yield from _text(element.get("text"), f"{where}/text", longest=_MAX_BUTTON_TEXT, plain=True)
    for name, longest in (("value", _MAX_BUTTON_VALUE), ("url", _MAX_URL)):
        if len(str(element.get(name, ""))) > longest:
            yield _problem(f"must be less than {longest + 1} characters", f"{where}/{name}")
    if element.get("style") not in (None, "primary", "danger"):
        yield _problem("must be one of: primary, danger", f"{where}/style")


def _text(text: object, where: str, *, longest: int, plain: bool = False) -> Iterator[str]:
    if not isinstance(text, dict) or text.get("type") not in _TEXT_TYPES:
        yield _problem("missing required field: text object", where)
        return
    if plain and text["type"] != "plain_text":
        yield _problem("must be of type plain_text", f"{where}/type")
    content = str(text.get("text", ""))
    if not content:
        yield _problem("must be more than 0 characters", f"{where}/text")
    if len(content) > longest:
        yield _problem(f"must be less than {longest + 1} characters", f"{where}/text")


def _repeated_ids(blocks: list[object]) -> Iterator[str]:
    ids = [block["block_id"] for block in blocks if isinstance(block, dict) and block.get("block_id")]
    if len(ids) != len(set(ids)):
        yield _problem("block_id must be unique", "/blocks")

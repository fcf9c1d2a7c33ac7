from collections.abc import Sequence
from typing import TypeVar

from flask import request

from emulators.gmail.errors import invalid
from emulators.gmail.habits import Habits

T = TypeVar("T")

_DEFAULT_PAGE = 100  # messages.list, threads.list, drafts.list and history.list alike
_LARGEST_PAGE = 500


def page(items: Sequence[T], habits: Habits) -> tuple[Sequence[T], dict[str, object]]:
    """The page that the request's maxResults and pageToken ask for, and the `nextPageToken` when there is more."""
    start = _number("pageToken", 0)
    size = min(_number("maxResults", _DEFAULT_PAGE), _LARGEST_PAGE, habits.page_size)
    end = start + size
    return items[start:end], {"nextPageToken": str(end)} if end < len(items) else {}


def _number(name: str, otherwise: int) -> int:
    text = request.args.get(name, "")
    if not text:
        return otherwise
    if not text.isdigit():
        raise invalid(f"Invalid value at '{name}': {text}")
    return int(text)


def flag(name: str) -> bool:
    """A boolean parameter of the request; absent is false."""
    return request.args.get(name, "").lower() == "true"

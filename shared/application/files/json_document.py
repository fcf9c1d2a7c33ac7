"""JSON text as its writer meant it: a key stands once."""

import json
from typing import Any

from shared.domain.errors import InvalidInput


def read_json(text: str, *, named: str) -> Any:
    """The value of *text*; *named* says in the plural what it holds.

    Raises:
        InvalidInput: it is no JSON, or gives a key of one object twice: nobody knows which value counts.
    """
    try:
        return json.loads(text, object_pairs_hook=_object)
    except (ValueError, RecursionError) as error:
        raise InvalidInput([f"the {named} are no JSON: {error}"]) from error


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for key, value in pairs:
        if key in found:
            raise ValueError(f"the key {key!r} is written twice in one object")
        found[key] = value
    return found

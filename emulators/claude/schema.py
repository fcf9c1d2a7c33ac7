"""The part of JSON Schema that structured outputs accept, and the check of an answer against it.

Limits: https://platform.claude.com/docs/en/build-with-claude/structured-outputs (section "JSON Schema limitations").
"""

from collections.abc import Callable, Iterator
from typing import Any

_UNSUPPORTED = frozenset({"minimum", "maximum", "multipleOf", "minLength", "maxLength", "maxItems", "uniqueItems"})
_TYPES: dict[str, Callable[[object], bool]] = {
    "object": lambda value: isinstance(value, dict),
    "array": lambda value: isinstance(value, list),
    "string": lambda value: isinstance(value, str),
    "integer": lambda value: isinstance(value, int) and not isinstance(value, bool),
    "number": lambda value: isinstance(value, int | float) and not isinstance(value, bool),
    "boolean": lambda value: isinstance(value, bool),
    "null": lambda value: value is None,
}

Schema = dict[str, Any]


def refused_parts(schema: Schema, where: str = "schema") -> Iterator[str]:
    """What the API would answer 400 for, one sentence per place."""
    if (schema.get("type") == "object" or "properties" in schema) and schema.get("additionalProperties") is not False:
        yield f"{where}: For 'object' type, 'additionalProperties' must be explicitly set to false"
    for keyword in sorted(_UNSUPPORTED & schema.keys()):
        yield f"{where}: property '{keyword}' is not supported"
    for name, child in _children(schema):
        yield from refused_parts(child, f"{where}.{name}")


def _children(schema: Schema) -> Iterator[tuple[str, Schema]]:
    for group in ("properties", "$defs", "definitions"):
        yield from schema.get(group, {}).items()
    if "items" in schema:
        yield "items", schema["items"]
    for group in ("anyOf", "allOf"):
        yield from ((f"{group}[{index}]", child) for index, child in enumerate(schema.get(group, [])))


def mismatches(value: object, schema: Schema, root: Schema, where: str = "$") -> list[str]:
    """Every place where *value* does not fit *schema*; *root* is the document that `$ref` points into."""
    schema = _resolved(schema, root)
    if "anyOf" in schema:
        return _mismatches_of_any(value, schema["anyOf"], root, where)
    found = [text for part in schema.get("allOf", []) for text in mismatches(value, part, root, where)]
    if "enum" in schema and value not in schema["enum"]:
        found.append(f"{where}: {value!r} is not one of {schema['enum']}")
    if "const" in schema and value != schema["const"]:
        found.append(f"{where}: {value!r} is not {schema['const']!r}")
    if not _has_type(value, schema.get("type")):
        return [*found, f"{where}: {value!r} is no {schema['type']}"]
    return found + _mismatches_inside(value, schema, root, where)


def _mismatches_of_any(value: object, variants: list[Schema], root: Schema, where: str) -> list[str]:
    tried = [mismatches(value, variant, root, where) for variant in variants]
    return [] if any(not found for found in tried) else min(tried, key=len)


def _mismatches_inside(value: object, schema: Schema, root: Schema, where: str) -> list[str]:
    if isinstance(value, dict):
        return _mismatches_of_object(value, schema, root, where)
    if isinstance(value, list) and "items" in schema:
        pairs = enumerate(value)
        return [text for n, item in pairs for text in mismatches(item, schema["items"], root, f"{where}[{n}]")]
    return []


def _mismatches_of_object(value: dict[str, object], schema: Schema, root: Schema, where: str) -> list[str]:
    properties: dict[str, Schema] = schema.get("properties", {})
    found = [f"{where}.{name}: missing" for name in schema.get("required", []) if name not in value]
    for name, child in value.items():
        if name in properties:
            found += mismatches(child, properties[name], root, f"{where}.{name}")
        elif schema.get("additionalProperties") is False:
            found.append(f"{where}.{name}: not in the schema")
    return found


def trimmed(value: object, schema: Schema, root: Schema) -> object:
    """*value* without the object keys that the schema does not name, so that a narrower schema can be served."""
    schema = _resolved(schema, root)
    if "anyOf" in schema:
        fitting = [variant for variant in schema["anyOf"] if _has_type(value, _resolved(variant, root).get("type"))]
        return trimmed(value, fitting[0], root) if fitting else value
    if isinstance(value, dict) and "properties" in schema:
        known: dict[str, Schema] = schema["properties"]
        return {name: trimmed(child, known[name], root) for name, child in value.items() if name in known}
    if isinstance(value, list) and "items" in schema:
        return [trimmed(item, schema["items"], root) for item in value]
    return value


def allowed_words(schema: Schema, *path: str) -> frozenset[str] | None:
    """The enumeration found by following property names and array items down *path*; None means any text is allowed."""
    here = _resolved(schema, schema)
    for name in path:
        here = _resolved(here.get("items", {}) if name == "[]" else here.get("properties", {}).get(name, {}), schema)
        here = _resolved(here.get("anyOf", [here])[0], schema)
    return frozenset(here["enum"]) if "enum" in here else None


def _resolved(schema: Schema, root: Schema) -> Schema:
    reference = schema.get("$ref")
    if not isinstance(reference, str):
        return schema
    target: Any = root
    for step in reference.removeprefix("#/").split("/"):
        target = target[step]
    return _resolved(target, root)


def _has_type(value: object, types: str | list[str] | None) -> bool:
    if types is None:
        return True
    names = [types] if isinstance(types, str) else types
    return any(_TYPES[name](value) for name in names)

"""Checks answers against the Gmail discovery document that google-api-python-client ships."""

import base64
import json
import re
from functools import cache
from importlib.resources import files
from typing import Any

ROOT = "gmail/v1/users/"
_RANGES = {"int32": (-(2**31), 2**31), "uint32": (0, 2**32), "int64": (-(2**63), 2**63), "uint64": (0, 2**64)}


@cache
def document() -> dict[str, Any]:
    text = files("googleapiclient.discovery_cache.documents").joinpath("gmail.v1.json").read_text("utf-8")
    loaded = json.loads(text)
    assert isinstance(loaded, dict)
    return loaded


def _methods(resource: dict[str, Any]) -> list[dict[str, Any]]:
    found = list(resource.get("methods", {}).values())
    for child in resource.get("resources", {}).values():
        found += _methods(child)
    return found


def method_for(http_method: str, path: str) -> dict[str, Any]:
    """The documented method behind a request; literal paths win over those with an id."""
    candidates = sorted(_methods(document()["resources"]["users"]), key=lambda method: method["path"].count("{"))
    for method in candidates:
        pattern = re.sub(r"\{\w+\}", "[^/]+", method["path"])
        if method["httpMethod"] == http_method and re.fullmatch(pattern, path.lstrip("/")):
            return dict(method)
    raise AssertionError(f"no documented method for {http_method} {path}")


def violations(http_method: str, path: str, status: int, body: bytes) -> list[str]:
    """What an answer has that the document does not allow; empty when it is fine."""
    if status >= 400:
        return error_violations(status, json.loads(body))
    method = method_for(http_method, path)
    if "response" not in method:
        return [] if not body else [f"{method['id']}: a body where none is documented"]
    return schema_violations(method["response"]["$ref"], json.loads(body), method["id"])


def error_violations(status: int, body: Any) -> list[str]:
    """Google's error envelope (https://cloud.google.com/apis/design/errors)."""
    error = body.get("error", {})
    shape = {key: type(value).__name__ for key, value in error.items()}
    if shape != {"code": "int", "message": "str", "errors": "list", "status": "str"}:
        return [f"error envelope has {shape}"]
    items = [sorted(item) for item in error["errors"]]
    found = [] if items == [["domain", "message", "reason"]] else [f"error items have {items}"]
    return found if error["code"] == status else [*found, f"code {error['code']} under HTTP {status}"]


def schema_violations(name: str, value: Any, where: str) -> list[str]:
    if not isinstance(value, dict):
        return [f"{where}: {name} is {value!r}"]
    properties = document()["schemas"][name]["properties"]
    found = [f"{where}.{key}: unknown key" for key in value if key not in properties]
    for key in value.keys() & properties.keys():
        found += _value_violations(properties[key], value[key], f"{where}.{key}")
    return found


def _value_violations(schema: dict[str, Any], value: Any, where: str) -> list[str]:
    if "$ref" in schema:
        return schema_violations(schema["$ref"], value, where)
    match schema["type"]:
        case "array":
            return _array_violations(schema, value, where)
        case "string":
            return _string_violations(schema, value, where)
        case "integer":
            fine = type(value) is int and _in_range(value, schema.get("format", "int64"))
        case "boolean":
            fine = type(value) is bool
        case other:
            return [f"{where}: the walker does not know type {other}"]
    return [] if fine else [f"{where}: {value!r} is no {schema['type']}"]


def _array_violations(schema: dict[str, Any], value: Any, where: str) -> list[str]:
    if not isinstance(value, list):
        return [f"{where}: {value!r} is no array"]
    found: list[str] = []
    for index, item in enumerate(value):
        found += _value_violations(schema["items"], item, f"{where}[{index}]")
    return found


def _string_violations(schema: dict[str, Any], value: Any, where: str) -> list[str]:
    if not isinstance(value, str):
        return [f"{where}: {value!r} is no string"]
    if "enum" in schema and value not in schema["enum"]:
        return [f"{where}: {value!r} is none of {schema['enum']}"]
    match schema.get("format"):
        case None:
            return []
        case "byte":
            return [] if _is_base64url(value) else [f"{where}: not base64url"]
        case "int64" | "uint64" as kind:
            fine = bool(re.fullmatch(r"-?\d+", value)) and _in_range(int(value), kind)
            return [] if fine else [f"{where}: {value!r} is no {kind}"]
        case other:
            return [f"{where}: the walker does not know format {other}"]


def _in_range(value: int, kind: str) -> bool:
    low, high = _RANGES[kind]
    return low <= value < high


def _is_base64url(text: str) -> bool:
    return base64.urlsafe_b64encode(base64.urlsafe_b64decode(text)).decode() == text

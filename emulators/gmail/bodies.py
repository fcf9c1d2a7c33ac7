"""What requests carry."""

import binascii
from base64 import urlsafe_b64decode

from flask import request

from emulators.gmail.errors import invalid
from emulators.gmail.outgoing import Outgoing


def json_object() -> dict[str, object]:
    """The request's JSON object; an empty body is an empty object."""
    data = request.get_json(force=True, silent=True) if request.get_data() else {}
    if not isinstance(data, dict):
        raise invalid("Invalid JSON payload received.")
    return data


def outgoing(message: object) -> Outgoing:
    """A Message resource with `raw` and perhaps `threadId`.

    Raises:
        ApiError: 400 without a readable `raw`.
    """
    if not isinstance(message, dict) or not message.get("raw"):
        raise invalid("'raw' RFC822 payload message string or uploading message via /upload/* URL required")
    thread_id = message.get("threadId")
    return Outgoing(raw=_decoded(str(message["raw"])), thread_id=str(thread_id) if thread_id else None)


def _decoded(text: str) -> bytes:
    try:
        return urlsafe_b64decode(text + "=" * (-len(text) % 4))
    except (binascii.Error, ValueError) as exc:
        raise invalid("Invalid value at 'message.raw' (TYPE_BYTES), Base64 decoding failed") from exc


def strings(data: dict[str, object], key: str) -> set[str]:
    """A list of strings in a request body; absent is empty."""
    value = data.get(key, [])
    if not isinstance(value, list) or not all(isinstance(item, str) for item in value):
        raise invalid(f"Invalid value at '{key}'")
    return set(value)

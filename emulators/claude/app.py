import json
import re
import threading
import uuid
from collections import deque
from dataclasses import dataclass
from typing import Any, Literal

from flask import Flask, Response, jsonify, request
from flask.typing import ResponseReturnValue

from emulators.claude.reading import read_mail
from emulators.claude.schema import Schema, allowed_words, mismatches, refused_parts, trimmed
from emulators.claude.usage import PromptCache
from emulators.claude.wording import UnreadableBriefError, word_mail
from emulators.fault_routes import FaultyRoutes, add_fault_control
from emulators.faults import FaultPlan, FaultRule

# https://platform.claude.com/docs/en/api/errors
_ERROR_TYPES = {
    400: "invalid_request_error",
    401: "authentication_error",
    403: "permission_error",
    404: "not_found_error",
    413: "request_too_large",
    429: "rate_limit_error",
    500: "api_error",
    504: "timeout_error",
    529: "overloaded_error",
}
Body = dict[str, Any]
Kind = Literal["read", "write"]


class RefusedError(Exception):
    """The request is one that the API answers with an error."""

    def __init__(self, status: int, message: str) -> None:
        super().__init__(message)
        self.status = status
        self.message = message


@dataclass(frozen=True, slots=True)
class Answer:
    """What the model says, and why it stops there."""

    text: str
    stop_reason: str = "end_turn"


class Script:
    """Answers that a test put in front of the scripted ones, and the requests seen; safe for threads."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._next: dict[str, deque[Answer]] = {"read": deque(), "write": deque()}
        self._requests: list[Body] = []

    def clear(self) -> None:
        with self._lock:
            self._requests.clear()
            for queue in self._next.values():
                queue.clear()

    def push(self, kind: Kind, answer: Answer) -> None:
        with self._lock:
            self._next[kind].append(answer)

    def forced(self, kind: Kind) -> Answer | None:
        with self._lock:
            return self._next[kind].popleft() if self._next[kind] else None

    def record(self, body: Body) -> None:
        with self._lock:
            self._requests.append(body)

    def requests(self) -> list[Body]:
        with self._lock:
            return list(self._requests)


def create_app() -> Flask:
    """The stand-in for the Messages API, https://platform.claude.com/docs/en/api/messages."""
    app, plan, script, cache = Flask(__name__), FaultPlan(), Script(), PromptCache()

    def reset() -> None:
        script.clear()
        cache.clear()

    faulty = FaultyRoutes(plan, lambda rule: _injected(rule))
    add_fault_control(app, plan, on_reset=reset)
    _add_control(app, script)

    @app.post("/v1/messages")
    @faulty.method("messages.create")
    def create_message() -> ResponseReturnValue:
        try:
            return _message(script, cache)
        except RefusedError as refusal:
            return _error(refusal.status, _ERROR_TYPES[refusal.status], refusal.message)

    @app.before_request
    def record() -> None:
        # Before any fault: what was sent was sent, also when it was never answered.
        if request.path == "/v1/messages" and isinstance(body := request.get_json(silent=True), dict):
            script.record(body)

    @app.after_request
    def mark(response: Response) -> Response:
        response.headers["x-stand-in"] = "scripted"
        response.headers.setdefault("request-id", _new_id("req"))
        return response

    return app


def _add_control(app: Flask, script: Script) -> None:
    @app.post("/_control/script")
    def force() -> ResponseReturnValue:
        wanted = request.get_json(force=True)
        stop_reason = wanted.pop("stop_reason", "end_turn")
        if set(wanted) not in ({"read"}, {"write"}):
            return jsonify(error='send {"read": object or text} or {"write": text}, with a "stop_reason" or none'), 400
        ((kind, answer),) = wanted.items()
        script.push(kind, Answer(answer if isinstance(answer, str) else json.dumps(answer), stop_reason))
        return "", 204

    @app.get("/_control/requests")
    def seen() -> ResponseReturnValue:
        return jsonify(script.requests())


def _message(script: Script, cache: PromptCache) -> Response:
    body = _checked_body()
    answer = _answer(body, script)
    return jsonify(
        id=_new_id("msg"),
        type="message",
        role="assistant",
        model=body["model"],
        content=[{"type": "text", "text": answer.text}] if answer.text else [],
        stop_reason=answer.stop_reason,
        stop_sequence=None,
        usage={**cache.usage(body, answer.text), "service_tier": "standard"},
    )


def _checked_body() -> Body:
    if not request.headers.get("x-api-key") and not request.headers.get("authorization"):
        raise RefusedError(401, "x-api-key header is required")
    if not request.headers.get("anthropic-version"):
        raise RefusedError(400, "anthropic-version: header is required")
    body = request.get_json(force=True, silent=True)
    if not isinstance(body, dict):
        raise RefusedError(400, "The request body is not valid JSON")
    for name in ("model", "max_tokens", "messages"):
        if not body.get(name):
            raise RefusedError(400, f"{name}: Field required")
    if not str(body["model"]).startswith("claude-"):
        raise RefusedError(404, f"model: {body['model']}")
    if body.get("stream"):
        raise RefusedError(400, "stream: the scripted stand-in answers whole messages only")
    return body


def _answer(body: Body, script: Script) -> Answer:
    if body["max_tokens"] == 1:
        return Answer("Hi", "max_tokens")  # all that one token says
    output_format = (body.get("output_config") or {}).get("format") or {}
    if output_format.get("type") == "json_schema":
        schema = _accepted_schema(output_format)
        return script.forced("read") or Answer(_reading(_last_user_text(body), schema))
    return script.forced("write") or Answer(_prose(_last_user_text(body)))


def _accepted_schema(output_format: Body) -> Schema:
    schema = output_format.get("schema")
    if not isinstance(schema, dict):
        raise RefusedError(400, "output_config.format.schema: Field required")
    refused = list(refused_parts(schema))
    if refused:
        raise RefusedError(400, f"output_config.format.{refused[0]}")
    return schema


def _reading(text: str, schema: Schema) -> str:
    types = allowed_words(schema, "asks", "[]", "deliverables", "[]", "type")
    reading = trimmed(read_mail(_between(text, "mail"), deliverable_types=types), schema, schema)
    wrong = mismatches(reading, schema, schema)
    if wrong:
        raise RefusedError(500, f"the scripted reading does not fit the schema: {'; '.join(wrong)}")
    return json.dumps(reading)


def _prose(text: str) -> str:
    try:
        return word_mail(_between(text, "brief"))
    except UnreadableBriefError as exc:
        raise RefusedError(400, f"messages: {exc}") from exc


def _last_user_text(body: Body) -> str:
    users = [message for message in body["messages"] if message.get("role") == "user"]
    if not users:
        raise RefusedError(400, "messages: at least one user message is required")
    content = users[-1].get("content", "")
    if isinstance(content, str):
        return content
    return "\n".join(block.get("text", "") for block in content)


def _between(text: str, tag: str) -> str:
    """From the first opening tag to the last closing one: a mail may hold tags of its own."""
    found = re.search(rf"<{tag}>(.*)</{tag}>", text, re.DOTALL)
    if found is None:
        raise RefusedError(400, f"messages: the scripted stand-in needs text between <{tag}> and </{tag}>")
    return found[1]


def _new_id(prefix: str) -> str:
    return f"{prefix}_01{uuid.uuid4().hex[:22]}"


def _injected(rule: FaultRule) -> Response:
    """The error type follows the status; `reason` names another when it is one of the API's types."""
    known = rule.reason in _ERROR_TYPES.values()
    kind = rule.reason if known else _ERROR_TYPES.get(rule.status, "api_error")
    response = _error(rule.status, kind, rule.message)
    if rule.retry_after is not None:
        response.headers["retry-after"] = rule.retry_after
    return response


def _error(status: int, kind: str, message: str) -> Response:
    request_id = _new_id("req")
    response = jsonify(type="error", error={"type": kind, "message": message}, request_id=request_id)
    response.status_code = status
    response.headers["request-id"] = request_id
    return response

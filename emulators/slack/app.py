import json
from collections.abc import Callable, Sequence

from flask import Flask, Response, jsonify, request
from flask.typing import ResponseReturnValue

from emulators.fault_routes import FaultyRoutes, add_fault_control
from emulators.faults import FaultPlan, FaultRule
from emulators.slack.methods import METHODS, Arguments
from emulators.slack.workspace import Post, SlackError, Workspace

# https://docs.slack.dev/authentication/tokens: every kind starts so (xoxb- bot, xoxp- user).
_TOKEN_PREFIX = "xox"
# A `fail` rule that names no Slack word carries the plan's own default.
_DEFAULT_WORDS = {429: "ratelimited", 500: "internal_error", 503: "service_unavailable"}
_PLAN_DEFAULT_REASON = "backendError"


def create_app(channels: Sequence[str]) -> Flask:
    """The stand-in for Slack's Web API below `/api/`, https://docs.slack.dev/reference/methods.

    Args:
        channels: each `NAME` or `ID=NAME`.
    """
    app, plan, workspace = Flask(__name__), FaultPlan(), Workspace(channels)
    faulty = FaultyRoutes(plan, _injected)
    add_fault_control(app, plan, on_reset=workspace.clear)
    _add_control(app, workspace)

    @app.route("/api/<method>", methods=["GET", "POST"])
    def call(method: str) -> ResponseReturnValue:
        act = METHODS.get(method)
        if act is None:
            return _error("unknown_method")
        return faulty.answer(method, lambda: _answer(lambda arguments: act(workspace, arguments)))

    return app


def _add_control(app: Flask, workspace: Workspace) -> None:
    @app.get("/_control/posts")
    def posts() -> ResponseReturnValue:
        shown = [
            {
                "channel": channel.name,
                "channel_id": channel.id,
                "ts": post.ts,
                "thread_ts": post.thread_ts,
                "text": post.text,
                "blocks": post.blocks,
                "metadata": post.metadata,
                "seen": seen_text(post),
                "revisions": post.revisions,
            }
            for channel in workspace.channels()
            for post in channel.posts
        ]
        return jsonify(sorted(shown, key=lambda item: str(item["ts"])))

    @app.post("/_control/channels")
    def add_channel() -> ResponseReturnValue:
        return jsonify(workspace.add_channel(str(request.get_json(force=True)["name"])).shown()), 201


def seen_text(post: Post) -> str:
    """What a person reads in the channel: the texts of the blocks line by line, or the text when there are none."""
    lines: list[str] = []
    for block in post.blocks:
        parts = [block.get("text"), *(block.get("fields") or []), *(block.get("elements") or [])]
        lines += [text for part in parts if (text := _plain(part))]
    return "\n".join(lines) or post.text


def _plain(part: object) -> str:
    if not isinstance(part, dict):
        return ""
    text = part.get("text", "")
    if isinstance(text, dict):
        text = f"[{text.get('text', '')}]"
    return str(text)


def _answer(act: Callable[[Arguments], dict[str, object]]) -> Response:
    try:
        _check_token()
        return jsonify({"ok": True, **act(_arguments())})
    except SlackError as error:
        return _error(error.word, error.details)


def _check_token() -> None:
    header = request.headers.get("Authorization", "")
    token = header.removeprefix("Bearer ").strip() or str(request.values.get("token", ""))
    if not token:
        raise SlackError("not_authed")
    if not token.startswith(_TOKEN_PREFIX):
        raise SlackError("invalid_auth")


def _arguments() -> Arguments:
    """The call's arguments from a JSON body, a form, or the query; in forms, structures are JSON in text."""
    if request.is_json and request.get_data():
        body = request.get_json(silent=True)
        if not isinstance(body, dict):
            raise SlackError("invalid_json")
        return Arguments({name: value for name, value in body.items() if value is not None})
    values: dict[str, object] = dict(request.values.items())
    for name in ("blocks", "metadata", "attachments"):
        if name in values:
            values[name] = _decoded(name, str(values[name]))
    return Arguments(values)


def _decoded(name: str, text: str) -> object:
    try:
        return json.loads(text)
    except ValueError as exc:
        raise SlackError("invalid_blocks_format" if name == "blocks" else "invalid_metadata_format") from exc


def _error(word: str, details: Sequence[str] = ()) -> Response:
    body: dict[str, object] = {"ok": False, "error": word}
    if details:
        body |= {"errors": list(details), "response_metadata": {"messages": list(details)}}
    return jsonify(body)


def _injected(rule: FaultRule) -> Response:
    """Slack's own errors are 200 with `ok: false`; a status of 200 in the rule gives exactly that."""
    word = _DEFAULT_WORDS.get(rule.status, "fatal_error") if rule.reason == _PLAN_DEFAULT_REASON else rule.reason
    response = _error(word)
    response.status_code = rule.status
    if rule.retry_after is not None:
        response.headers["Retry-After"] = rule.retry_after
    return response

from collections.abc import Callable
from typing import Any

from emulators.slack.blocks import block_problems
from emulators.slack.workspace import (
    BOT_ID,
    BOT_USER_ID,
    TEAM_ID,
    TEAM_NAME,
    Json,
    Post,
    SlackError,
    Workspace,
    person,
)

# https://docs.slack.dev/reference/methods/chat.postMessage#truncating
_MAX_TEXT = 40_000
# https://docs.slack.dev/reference/methods/conversations.history
_DEFAULT_PAGE = 100
_MAX_PAGE = 999


class Arguments:
    """The arguments of one call, from JSON (typed) or a form (text)."""

    def __init__(self, values: dict[str, Any]) -> None:
        self._values = values

    def text(self, name: str) -> str | None:
        value = self._values.get(name)
        return None if value in (None, "") else str(value)

    def needed(self, name: str, *, error: str = "invalid_arguments") -> str:
        value = self.text(name)
        if value is None:
            details = [f"[ERROR] missing required field: {name}"] if error == "invalid_arguments" else []
            raise SlackError(error, details)
        return value

    def flag(self, name: str) -> bool:
        return self._values.get(name) in (True, 1, "1", "true", "True")

    def number(self, name: str, *, default: int) -> int:
        text = self.text(name)
        if text is None:
            return default
        if not text.isdigit():
            raise SlackError("invalid_arguments", [f"[ERROR] must be an integer: {name}"])
        return int(text)

    def blocks(self) -> list[Json] | None:
        """The checked blocks; None when the call has none."""
        blocks = self._values.get("blocks")
        if blocks is None:
            return None
        problems = block_problems(blocks)
        if problems:
            raise SlackError("invalid_blocks", problems)
        return list(blocks)

    def metadata(self) -> Json | None:
        """The checked metadata; `{}` in an update removes it, None says nothing about it."""
        metadata = self._values.get("metadata")
        if metadata is None or metadata == {}:
            return metadata
        named = isinstance(metadata, dict) and isinstance(metadata.get("event_type"), str) and metadata["event_type"]
        if not named or not isinstance(metadata.get("event_payload"), dict):
            raise SlackError("invalid_metadata_format")
        return {"event_type": metadata["event_type"], "event_payload": metadata["event_payload"]}


def _auth_test(workspace: Workspace, arguments: Arguments) -> Json:
    del workspace, arguments
    return {
        "url": "https://local.slack.example/",
        "team": TEAM_NAME,
        "user": "parley",
        "team_id": TEAM_ID,
        "user_id": BOT_USER_ID,
        "bot_id": BOT_ID,
        "is_enterprise_install": False,
    }


def _post_message(workspace: Workspace, arguments: Arguments) -> Json:
    channel = workspace.channel(arguments.needed("channel", error="channel_not_found"), by_name=True)
    text, blocks = arguments.text("text") or "", arguments.blocks() or []
    if not text and not blocks:
        raise SlackError("no_text")
    if len(text) > _MAX_TEXT:
        raise SlackError("msg_too_long")
    more = {"thread_ts": arguments.text("thread_ts"), "metadata": arguments.metadata() or None}
    post = workspace.add(channel, text=text, blocks=blocks, more=more)
    return {"channel": channel.id, "ts": post.ts, "message": post.shown(with_metadata=True)}


def _update(workspace: Workspace, arguments: Arguments) -> Json:
    channel = workspace.channel(arguments.needed("channel", error="channel_not_found"), by_name=False)
    post = channel.post(arguments.needed("ts"), error="message_not_found")
    text, blocks = arguments.text("text"), arguments.blocks()
    if text is None and blocks is None:
        raise SlackError("no_text")
    workspace.change(post, text=text, blocks=blocks, metadata=arguments.metadata())
    return {
        "channel": channel.id,
        "ts": post.ts,
        "text": post.text,
        "message": post.shown(with_metadata=True),
    }


def _history(workspace: Workspace, arguments: Arguments) -> Json:
    """Newest first, without the replies in threads."""
    channel = workspace.channel(arguments.needed("channel", error="channel_not_found"), by_name=False)
    return _page([post for post in reversed(channel.posts) if post.thread_ts in (None, post.ts)], arguments)


def _replies(workspace: Workspace, arguments: Arguments) -> Json:
    """Oldest first, the parent at the head."""
    channel = workspace.channel(arguments.needed("channel", error="channel_not_found"), by_name=False)
    parent = channel.post(arguments.needed("ts"), error="thread_not_found")
    return _page([parent, *(post for post in channel.posts if post.thread_ts == parent.ts)], arguments)


def _page(posts: list[Post], arguments: Arguments) -> Json:
    inside = [post for post in posts if _within(post.ts, arguments)]
    start = arguments.number("cursor", default=0)
    end = start + min(_MAX_PAGE, arguments.number("limit", default=_DEFAULT_PAGE) or _DEFAULT_PAGE)
    with_metadata = arguments.flag("include_all_metadata")
    answer: Json = {
        "messages": [post.shown(with_metadata=with_metadata) for post in inside[start:end]],
        "has_more": end < len(inside),
    }
    if end < len(inside):
        answer["response_metadata"] = {"next_cursor": str(end)}
    return answer


def _within(ts: str, arguments: Arguments) -> bool:
    """`oldest` and `latest` are exclusive unless `inclusive` is set."""
    oldest, latest = arguments.text("oldest"), arguments.text("latest")
    if arguments.flag("inclusive") and ts in (oldest, latest):
        return True
    return (oldest is None or _moment(ts) > _moment(oldest)) and (latest is None or _moment(ts) < _moment(latest))


def _moment(ts: str) -> tuple[int, int]:
    """Compared as whole numbers: a float cannot hold the microseconds of today."""
    seconds, _, fraction = ts.partition(".")
    if not seconds.isdigit() or not (fraction or "0").isdigit():
        raise SlackError("invalid_ts_oldest")
    return int(seconds), int((fraction or "0").ljust(6, "0")[:6])


def _list_channels(workspace: Workspace, arguments: Arguments) -> Json:
    start = arguments.number("cursor", default=0)
    end = start + (arguments.number("limit", default=_DEFAULT_PAGE) or _DEFAULT_PAGE)
    channels = workspace.channels()
    cursor = str(end) if end < len(channels) else ""
    return {
        "channels": [channel.shown() for channel in channels[start:end]],
        "response_metadata": {"next_cursor": cursor},
    }


def _user_info(workspace: Workspace, arguments: Arguments) -> Json:
    del workspace
    return {"user": person(arguments.needed("user", error="user_not_found"))}


METHODS: dict[str, Callable[[Workspace, Arguments], Json]] = {
    "auth.test": _auth_test,
    "chat.postMessage": _post_message,
    "chat.update": _update,
    "conversations.history": _history,
    "conversations.replies": _replies,
    "conversations.list": _list_channels,
    "users.info": _user_info,
}

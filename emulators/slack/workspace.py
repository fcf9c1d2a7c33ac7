import threading
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from emulators.wallclock import now

TEAM_ID = "T0PARLEY01"
TEAM_NAME = "Local workspace"
BOT_USER_ID = "U0PARLEYBT"
BOT_ID = "B0PARLEYBT"
APP_ID = "A0PARLEYAP"

PEOPLE = (
    ("U0AVAREYES", "ava", "Ava Reyes", "ava@client.example"),
    ("U0TOMBERGE", "tom", "Tom Berge", "tom@client.example"),
    (BOT_USER_ID, "parley", "Parley", ""),
)

Json = dict[str, Any]


class SlackError(Exception):
    """The call is one that Slack answers with `ok: false`.

    Attributes:
        word: Slack's `error`.
        details: its `response_metadata.messages`.
    """

    def __init__(self, word: str, details: Sequence[str] = ()) -> None:
        super().__init__(word)
        self.word = word
        self.details = list(details)


@dataclass(slots=True, kw_only=True)
class Post:
    """One message as Slack keeps it.

    Attributes:
        ts: its id in the channel: seconds and microseconds as text.
        thread_ts: the parent's `ts` when it is a reply.
        metadata: `event_type` and `event_payload`; None when posted without.
        revisions: texts and blocks it had before each update, oldest first.
    """

    ts: str
    text: str
    blocks: list[Json]
    thread_ts: str | None
    metadata: Json | None
    edited_ts: str | None = None
    revisions: list[Json] = field(default_factory=list)

    def shown(self, *, with_metadata: bool) -> Json:
        """The message object, https://docs.slack.dev/reference/objects/message-object ."""
        message: Json = {"type": "message", "user": BOT_USER_ID, "bot_id": BOT_ID, "app_id": APP_ID, "team": TEAM_ID}
        message |= {"ts": self.ts, "text": self.text}
        if self.blocks:
            message["blocks"] = self.blocks
        if self.thread_ts:
            message["thread_ts"] = self.thread_ts
        if self.edited_ts:
            message["edited"] = {"user": BOT_USER_ID, "ts": self.edited_ts}
        if with_metadata and self.metadata is not None:
            message["metadata"] = self.metadata
        return message


@dataclass(slots=True, kw_only=True)
class Channel:
    id: str
    name: str
    posts: list[Post] = field(default_factory=list)

    def post(self, ts: str, *, error: str) -> Post:
        """The message with this `ts`; *error* is Slack's word when there is none."""
        found = next((item for item in self.posts if item.ts == ts), None)
        if found is None:
            raise SlackError(error)
        return found

    def shown(self) -> Json:
        return {
            "id": self.id,
            "name": self.name,
            "name_normalized": self.name,
            "is_channel": True,
            "is_private": False,
            "is_archived": False,
            "is_member": True,
            "num_members": len(PEOPLE),
        }


class Workspace:
    """Channels and their messages; every method may be called from any thread."""

    def __init__(self, channels: Sequence[str]) -> None:
        self._lock = threading.RLock()
        self._channels: list[Channel] = []
        self._last_microseconds = 0
        for written in channels:
            self.add_channel(written)

    def add_channel(self, written: str) -> Channel:
        """The channel `NAME` or `ID=NAME`, made when the name is new."""
        channel_id, _, name = written.rpartition("=")
        with self._lock:
            known = next((item for item in self._channels if item.name == name), None)
            if known is not None:
                return known
            channel = Channel(id=channel_id or f"C0{len(self._channels) + 1:08d}", name=name)
            self._channels.append(channel)
            return channel

    def channels(self) -> list[Channel]:
        with self._lock:
            return list(self._channels)

    def channel(self, key: str, *, by_name: bool) -> Channel:
        """Find by id; only chat.postMessage takes a name as well, with or without `#`."""
        with self._lock:
            for item in self._channels:
                if key == item.id or (by_name and key.removeprefix("#") == item.name):
                    return item
        raise SlackError("channel_not_found")

    def add(self, channel: Channel, *, text: str, blocks: list[Json], more: Json) -> Post:
        """Keep a new message; *more* has `thread_ts` and `metadata`."""
        with self._lock:
            if more["thread_ts"] is not None:
                channel.post(more["thread_ts"], error="thread_not_found")
            post = Post(ts=self._next_ts(), text=text, blocks=blocks, **more)
            channel.posts.append(post)
            return post

    def change(self, post: Post, *, text: str | None, blocks: list[Json] | None, metadata: Json | None) -> None:
        """Update a message; None keeps what it has, except that a text without blocks removes the blocks."""
        with self._lock:
            post.revisions.append({"text": post.text, "blocks": post.blocks})
            post.text = post.text if text is None else text
            if blocks is not None or text is not None:
                post.blocks = blocks or []
            post.metadata = post.metadata if metadata is None else metadata or None
            post.edited_ts = self._next_ts()

    def clear(self) -> None:
        """Forget the messages; the channels stay."""
        with self._lock:
            for channel in self._channels:
                channel.posts.clear()

    def _next_ts(self) -> str:
        """Unique and rising, as Slack's are within a channel."""
        self._last_microseconds = max(self._last_microseconds + 1, int(now().timestamp() * 1_000_000))
        return f"{self._last_microseconds // 1_000_000}.{self._last_microseconds % 1_000_000:06d}"


def person(user_id: str) -> Json:
    """The user object of users.info, https://docs.slack.dev/reference/objects/user-object ."""
    for known, name, real_name, email in PEOPLE:
        if known == user_id:
            return {
                "id": known,
                "team_id": TEAM_ID,
                "name": name,
                "real_name": real_name,
                "deleted": False,
                "is_bot": known == BOT_USER_ID,
                "tz": "Europe/Berlin",
                "profile": {"real_name": real_name, "display_name": name, "email": email, "team": TEAM_ID},
            }
    raise SlackError("user_not_found")

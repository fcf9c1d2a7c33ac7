"""Slack: cards for people, laid out in Block Kit, with the outbox id in their metadata.

Needs the bot scopes chat:write and channels:history (groups:history for private channels), and the bot in each channel.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import datetime, timedelta
from http.client import HTTPException
from typing import TYPE_CHECKING, Any, Final
from urllib.error import URLError
from urllib.parse import quote

from shared.application.ports import Clock
from shared.domain.errors import ParleyError, PermanentError, RateLimited, Refused, Unavailable, Unclear
from shared.domain.records import Card, Channel

if TYPE_CHECKING:
    from slack_sdk import WebClient
    from slack_sdk.errors import SlackApiError

Block = dict[str, Any]

SLACK_ROOT: Final = "https://slack.com/api/"

# Slack answers in well under a second; far below the lease of an outbox entry.
CALL_SECONDS: Final = 10

_EVENT_TYPE: Final = "parley_outbox"

# A card is looked for soon after its first attempt; 1,000 newer posts in between do not happen in a team's channel.
_PAGES_LOOKED_THROUGH: Final = 5
_PAGE: Final = 200

# https://docs.slack.dev/reference/block-kit/blocks
_HEADER_LIMIT: Final = 150
_SECTION_LIMIT: Final = 3000
_FIELD_LIMIT: Final = 2000
_FIELDS_PER_SECTION: Final = 10
_FIELD_SECTIONS: Final = 4
_DRAFT_SECTIONS: Final = 6

# https://docs.slack.dev/reference/methods/chat.postMessage (errors)
_REFUSALS: Final = frozenset(
    {
        "access_denied",
        "account_inactive",
        "channel_not_found",
        "ekm_access_denied",
        "enterprise_is_restricted",
        "invalid_auth",
        "is_archived",
        "missing_scope",
        "no_permission",
        "not_allowed",
        "not_allowed_token_type",
        "not_authed",
        "not_in_channel",
        "org_login_required",
        "restricted_action",
        "restricted_action_read_only_channel",
        "team_access_not_granted",
        "token_expired",
        "token_revoked",
    }
)
_LIMITS: Final = frozenset({"ratelimited", "rate_limited", "message_limit_exceeded", "accesslimited"})
_NOT_NOW: Final = frozenset({"request_timeout", "team_added_to_org", "service_unavailable"})
# "Some aspect of the operation may have succeeded before the error was raised."
_PERHAPS_DONE: Final = frozenset({"fatal_error", "internal_error"})


class SlackNotifier:
    """The Web API as the port `Notifier`; may be used by several threads at once.

    Args:
        token: a bot token; never logged.
        channels: id, not name, of each channel: history is only given for ids.
        clock: what Retry-After counts from.
        base_url: the API's address, or another one in its place.
    """

    def __init__(
        self, *, token: str, channels: Mapping[Channel, str], clock: Clock, base_url: str = SLACK_ROOT
    ) -> None:
        self._token = token
        self._channels = dict(channels)
        self._clock = clock
        self._base_url = base_url

    def find(self, card: Card, *, marker: str) -> str | None:
        """As the port says, among the newest posts of the card's channel."""
        for page in self._pages(self._channels[card.channel]):
            for post in page:
                if _marker_of(post) == marker:
                    return str(post["ts"])
        return None

    def post(self, card: Card, *, marker: str) -> str:
        with _translated("chat.postMessage", self._clock, writes=True):
            answer = self._client().chat_postMessage(
                channel=self._channels[card.channel],
                text=_cut(_escaped(card.title), _SECTION_LIMIT),
                blocks=blocks_of(card),
                metadata={"event_type": _EVENT_TYPE, "event_payload": {"outbox_id": marker}},
                unfurl_links=False,
                unfurl_media=False,
            )
        return str(answer["ts"])

    def look(self) -> str:
        """Read one post of each channel; answers what was seen.

        Raises:
            Refused: the token is not valid, or the bot is not in a channel.
        """
        for channel in self._channels.values():
            with _translated(f"conversations.history of {channel}", self._clock, writes=False):
                self._client().conversations_history(channel=channel, limit=1)
        return f"reads {' and '.join(self._channels.values())}"

    def _pages(self, channel: str) -> Iterator[Sequence[Mapping[str, Any]]]:
        """https://docs.slack.dev/reference/methods/conversations.history."""
        cursor = None
        for _ in range(_PAGES_LOOKED_THROUGH):
            with _translated("conversations.history", self._clock, writes=False):
                answer = self._client().conversations_history(
                    channel=channel, include_all_metadata=True, limit=_PAGE, cursor=cursor
                )
            yield answer.get("messages", [])
            cursor = (answer.get("response_metadata") or {}).get("next_cursor")
            if not cursor:
                return

    def _client(self) -> "WebClient":
        """A client without the SDK's retries: it would post again after a lost answer."""
        from slack_sdk import WebClient

        return WebClient(token=self._token, base_url=self._base_url, timeout=CALL_SECONDS, retry_handlers=[])


def _marker_of(post: Mapping[str, Any]) -> str | None:
    metadata = post.get("metadata") or {}
    if metadata.get("event_type") != _EVENT_TYPE:
        return None
    marker = (metadata.get("event_payload") or {}).get("outbox_id")
    return None if marker is None else str(marker)


@contextmanager
def _translated(method: str, clock: Clock, *, writes: bool) -> Iterator[None]:
    """Turn whatever the SDK raises inside the block into an error of ours."""
    from slack_sdk.errors import SlackApiError, SlackClientError

    try:
        yield
    except SlackApiError as exc:
        raise _refusal(exc, method, clock.now(), writes=writes) from exc
    except SlackClientError as exc:
        raise PermanentError(f"Slack {method}: {exc}") from exc
    except (OSError, HTTPException, ValueError) as exc:  # ValueError: an answer that is no text
        raise _lost(exc, method, writes=writes) from exc


def _refusal(exc: "SlackApiError", method: str, now: datetime, *, writes: bool) -> ParleyError:
    answer: Any = exc.response
    status, headers, word = int(answer.status_code), dict(answer.headers or {}), str(answer.get("error", ""))
    said = f"Slack {method}: {status} {word[:100]}"
    if status == 429 or word in _LIMITS:
        return RateLimited(said, retry_at=_retry_at(headers, now))
    if word in _NOT_NOW:
        return Unavailable(said)
    if status >= 500 or word in _PERHAPS_DONE:
        return Unclear(said) if writes else Unavailable(said)
    return Refused(said) if word in _REFUSALS or status in (401, 403) else PermanentError(said)


def _retry_at(headers: Mapping[str, Any], now: datetime) -> datetime | None:
    """Slack gives whole seconds: https://docs.slack.dev/apis/web-api/rate-limits ."""
    seconds = str({name.lower(): value for name, value in headers.items()}.get("retry-after", ""))
    return now + timedelta(seconds=int(seconds)) if seconds.isdigit() else None


def _lost(exc: Exception, method: str, *, writes: bool) -> ParleyError:
    import socket

    reason = exc.reason if isinstance(exc, URLError) else exc
    said = f"Slack {method}: {type(reason).__name__}: {reason}"[:300]
    never_connected = isinstance(reason, ConnectionRefusedError | socket.gaierror)
    return Unclear(said) if writes and not never_connected else Unavailable(said)


def blocks_of(card: Card) -> list[Block]:
    """The card in Block Kit, inside every limit; what is too long ends in "…"."""
    blocks: list[Block] = [{"type": "header", "text": {"type": "plain_text", "text": _cut(card.title, _HEADER_LIMIT)}}]
    blocks += _field_sections(card.fields)
    if card.evidence:
        blocks.append(_section("\n".join(f"> {line}" for line in _escaped(card.evidence).splitlines())))
    if card.draft:
        blocks += _draft_sections(card.draft)
    if card.actions:
        blocks.append(_section("*Next*\n" + "\n".join(f"• {_escaped(action)}" for action in card.actions)))
    if card.thread is not None:
        blocks.append(
            {"type": "context", "elements": [_text(f"<{thread_url(*card.thread)}|Open the thread in Gmail>")]}
        )
    return blocks


def thread_url(mailbox: str, thread_id: str) -> str:
    """Opens the thread in the browser, under the account that owns the mailbox."""
    return f"https://mail.google.com/mail/u/0/?authuser={quote(mailbox)}#inbox/{quote(thread_id)}"


def _field_sections(fields: Sequence[tuple[str, str]]) -> Iterator[Block]:
    for start in range(0, min(len(fields), _FIELDS_PER_SECTION * _FIELD_SECTIONS), _FIELDS_PER_SECTION):
        shown = [
            _text(_cut(f"*{_escaped(label)}*\n{_escaped(value)}", _FIELD_LIMIT))
            for label, value in fields[start : start + _FIELDS_PER_SECTION]
        ]
        yield {"type": "section", "fields": shown}


def _draft_sections(draft: str) -> Iterator[Block]:
    """The whole draft over several sections, since its terms stand at its end; a person approves what is shown."""
    yield _section("*Draft*")
    pieces = _pieces(_escaped(draft).replace("```", "'''"), _SECTION_LIMIT - len("```\n\n```"))
    for number, piece in enumerate(pieces[:_DRAFT_SECTIONS], start=1):
        rest = "…" if number == _DRAFT_SECTIONS and len(pieces) > _DRAFT_SECTIONS else ""
        yield _section(f"```\n{piece[: len(piece) - len(rest)]}{rest}\n```")


def _pieces(text: str, size: int) -> list[str]:
    """*text* in parts of at most *size*, parted at line ends where there are any; no escaped sign is split."""
    pieces: list[str] = []
    while len(text) > size:
        at = text.rfind("\n", 1, size)
        head = text[:at] if at > 0 else _whole(text[:size])
        pieces.append(head)
        text = text[len(head) :].removeprefix("\n")
    return [*pieces, text]


def _section(text: str) -> Block:
    return {"type": "section", "text": _text(_cut(text, _SECTION_LIMIT))}


def _text(text: str) -> Block:
    """Mrkdwn that Slack shows as it is: `verbatim` keeps it from linking what a stranger wrote."""
    return {"type": "mrkdwn", "text": text, "verbatim": True}


def _escaped(text: str) -> str:
    """https://docs.slack.dev/messaging/formatting-message-text#escaping; an empty text is refused, so it is a dash."""
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;") or "–"


def _cut(text: str, limit: int) -> str:
    return text if len(text) <= limit else _whole(text[: limit - 1]) + "…"


def _whole(text: str) -> str:
    """Without the escaped sign that a cut left in two at the end."""
    return re.sub(r"&[a-z]{0,3}$", "", text)

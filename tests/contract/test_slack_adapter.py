"""The Slack adapter at the wire: the unchanged slack_sdk against the Slack stand-in, which enforces the limits."""

import subprocess
import sys
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pytest
import requests
import slack_sdk.errors
from slack_sdk.web import SlackResponse

from emulators.server import serve
from emulators.slack.app import create_app
from shared.adapters.slack import SlackNotifier, _translated, blocks_of
from shared.domain.errors import ParleyError, PermanentError, RateLimited, Refused, Unavailable, Unclear
from shared.domain.records import Card, Channel

NOW = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
CARD = Card(
    channel=Channel.ESCALATIONS,
    title="Maya wants more than the limit",
    fields=(("Creator", "Maya <script>"), ("Their ask", "$1,800.00")),
    evidence="I'd need $1,800 & no less.\n<!channel> wake up",
    thread=("deals+us@northwind.example", "18c0ffee"),
    draft="Hi Maya,\n\nwe can do ``` $1,350.00.",
    actions=("approve with: case approve 7", "reject"),
)


class StoppedClock:
    def now(self) -> datetime:
        return NOW


@pytest.fixture(name="url")
def _url() -> Iterator[str]:
    with serve(create_app(["deals", "escalations"])) as url:
        yield url


@pytest.fixture(name="slack")
def _slack(url: str) -> SlackNotifier:
    return notifier(url)


def notifier(url: str, *, token: str = "xoxb-local") -> SlackNotifier:
    answer = requests.get(f"{url}/api/conversations.list", headers={"Authorization": "Bearer xoxb-local"}, timeout=10)
    ids = {item["name"]: item["id"] for item in answer.json()["channels"]}
    channels = {Channel.AGREEMENTS: ids["deals"], Channel.ESCALATIONS: ids["escalations"]}
    return SlackNotifier(token=token, channels=channels, clock=StoppedClock(), base_url=f"{url}/api/")


def posts(url: str) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = requests.get(f"{url}/_control/posts", timeout=10).json()
    return found


def fault(url: str, method: str, **rule: Any) -> None:
    requests.post(f"{url}/_control/faults", json={"method": method, **rule}, timeout=10).raise_for_status()


def calls(url: str, method: str) -> int:
    made = requests.get(f"{url}/_control/calls", timeout=10).json()
    return sum(call["method"] == method for call in made)


def test_a_card_is_posted_to_its_channel_and_found_by_its_marker(url: str, slack: SlackNotifier) -> None:
    ts = slack.post(CARD, marker="outbox-1")
    slack.post(replace(CARD, channel=Channel.AGREEMENTS), marker="outbox-2")

    assert slack.find(CARD, marker="outbox-1") == ts
    assert slack.find(CARD, marker="outbox-2") is None
    assert [post["channel"] for post in posts(url)] == ["escalations", "deals"]
    assert posts(url)[0]["metadata"] == {"event_type": "parley_outbox", "event_payload": {"outbox_id": "outbox-1"}}


def test_a_card_reads_as_people_expect_and_nothing_in_it_acts(url: str, slack: SlackNotifier) -> None:
    slack.post(CARD, marker="outbox-1")

    assert posts(url)[0]["seen"] == (
        "Maya wants more than the limit\n"
        "*Creator*\nMaya &lt;script&gt;\n"
        "*Their ask*\n$1,800.00\n"
        "> I'd need $1,800 &amp; no less.\n> &lt;!channel&gt; wake up\n"
        "*Draft*\n"
        "```\nHi Maya,\n\nwe can do ''' $1,350.00.\n```\n"
        "*Next*\n• approve with: case approve 7\n• reject\n"
        "<https://mail.google.com/mail/u/0/?authuser=deals%2Bus%40northwind.example#inbox/18c0ffee|"
        "Open the thread in Gmail>"
    )


def test_a_card_with_nothing_but_a_title_is_posted(url: str, slack: SlackNotifier) -> None:
    card = Card(
        channel=Channel.AGREEMENTS,
        title="Agreed",
        fields=(("CPM", ""),),
        evidence=None,
        thread=None,
        draft=None,
        actions=(),
    )

    slack.post(card, marker="m")

    assert posts(url)[0]["seen"] == "Agreed\n*CPM*\n–"


def test_slack_takes_a_card_that_is_too_long_everywhere(url: str, slack: SlackNotifier) -> None:
    card = replace(
        CARD,
        title="T" * 400,
        fields=tuple((f"Label {n}", "<" * 3000) for n in range(60)),
        evidence="&" * 9000,
        draft="word " * 9000,
        actions=("act " * 400,) * 30,
    )

    slack.post(card, marker="m")

    blocks = posts(url)[0]["blocks"]
    assert blocks[0]["text"]["text"] == "T" * 149 + "…"
    assert len(blocks[1]["fields"]) == 10
    assert blocks[1]["fields"][0]["text"].endswith("&lt;…")
    assert blocks[5]["text"]["text"].endswith("&amp;…")
    assert [block["text"]["text"][-5:] for block in blocks if "```" in str(block)][-1].startswith("…")


def test_a_long_draft_is_shown_to_its_end() -> None:
    draft = "\n".join(f"line {number} of the mail & more" for number in range(300)) + "\nBest,\nEllen"

    texts = [block["text"]["text"] for block in blocks_of(replace(CARD, draft=draft)) if "```" in str(block)]

    shown = "\n".join(text.removeprefix("```\n").removesuffix("\n```") for text in texts)
    assert len(texts) == 4
    assert shown == draft.replace("&", "&amp;")


def test_a_marker_is_found_behind_250_newer_posts(url: str, slack: SlackNotifier) -> None:
    ts = slack.post(CARD, marker="old")
    channel = posts(url)[0]["channel_id"]
    session = requests.Session()
    session.headers["Authorization"] = "Bearer xoxb-local"
    with session:
        for number in range(250):
            session.post(f"{url}/api/chat.postMessage", json={"channel": channel, "text": f"{number}"}, timeout=10)

    assert slack.find(CARD, marker="old") == ts
    assert calls(url, "conversations.history") == 2


@pytest.mark.parametrize(
    ("rule", "posted"),
    [
        ({"action": "drop", "side": "after"}, 1),
        ({"action": "reset", "side": "after"}, 1),
        ({"action": "drop", "side": "before"}, 0),
        ({"action": "fail", "status": 503, "reason": "", "side": "after"}, 1),
        ({"action": "fail", "status": 200, "reason": "fatal_error", "side": "after"}, 1),
        ({"action": "fail", "status": 200, "reason": "internal_error"}, 0),
    ],
)
def test_a_lost_answer_to_a_post_is_unclear_after_one_call(
    url: str, slack: SlackNotifier, rule: dict[str, Any], posted: int
) -> None:
    fault(url, "chat.postMessage", **rule)

    with pytest.raises(Unclear):
        slack.post(CARD, marker="outbox-1")

    assert calls(url, "chat.postMessage") == 1
    assert len(posts(url)) == posted
    assert (slack.find(CARD, marker="outbox-1") is not None) is (posted == 1)


@pytest.mark.parametrize("rule", [{"action": "drop"}, {"action": "fail", "status": 503}])
def test_a_look_up_without_an_answer_is_unavailable(url: str, slack: SlackNotifier, rule: dict[str, Any]) -> None:
    fault(url, "conversations.history", **rule)

    with pytest.raises(Unavailable):
        slack.find(CARD, marker="m")


def test_a_post_that_never_connected_is_unavailable() -> None:
    with serve(create_app(["deals", "escalations"])) as url:
        gone = notifier(url)

    with pytest.raises(Unavailable):
        gone.post(CARD, marker="m")


@pytest.mark.parametrize(
    ("status", "word", "expected"),
    [
        (200, "invalid_auth", Refused),
        (200, "channel_not_found", Refused),
        (200, "not_in_channel", Refused),
        (200, "missing_scope", Refused),
        (200, "token_revoked", Refused),
        (200, "is_archived", Refused),
        (200, "invalid_blocks", PermanentError),
        (200, "msg_too_long", PermanentError),
        (200, "request_timeout", Unavailable),
        (200, "ratelimited", RateLimited),
        (403, "", Refused),
    ],
)
def test_an_error_of_slack_has_one_meaning(
    url: str, slack: SlackNotifier, status: int, word: str, expected: type[ParleyError]
) -> None:
    fault(url, "chat.postMessage", action="fail", status=status, reason=word)

    with pytest.raises(expected) as raised:
        slack.post(CARD, marker="m")

    assert type(raised.value) is expected
    assert posts(url) == []


def test_a_rate_limit_says_until_when(url: str, slack: SlackNotifier) -> None:
    fault(url, "chat.postMessage", action="fail", status=429, reason="ratelimited", retry_after="30")

    with pytest.raises(RateLimited) as raised:
        slack.post(CARD, marker="m")

    assert raised.value.retry_at == datetime(2026, 3, 2, 9, 0, 30, tzinfo=UTC)


def test_a_wrong_token_is_refused_without_telling_it(url: str) -> None:
    with pytest.raises(Refused, match="invalid_auth") as raised:
        notifier(url, token="secret-token").post(CARD, marker="m")

    assert "secret-token" not in str(raised.value)


def subclasses(root: type[Exception]) -> Iterator[type[Exception]]:
    yield root
    for child in root.__subclasses__():
        yield from subclasses(child)


@pytest.mark.parametrize("kind", [*subclasses(slack_sdk.errors.SlackClientError), TimeoutError, ConnectionResetError])
def test_every_error_of_the_sdk_is_ours(kind: type[Exception]) -> None:
    error = kind.__new__(kind)
    if isinstance(error, slack_sdk.errors.SlackApiError):
        answer: Any = {"ok": False, "error": "internal_error"}
        error.response = SlackResponse(
            client=None, http_verb="POST", api_url="", req_args={}, data=answer, headers={}, status_code=200
        )

    with pytest.raises((PermanentError, Unclear)), _translated("chat.postMessage", StoppedClock(), writes=True):
        raise error


def test_importing_the_adapter_loads_no_slack_sdk() -> None:
    code = "import sys, shared.adapters.slack\nsys.exit(1 if 'slack_sdk' in sys.modules else 0)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, timeout=60, check=False)

    assert (done.returncode, done.stderr) == (0, "")

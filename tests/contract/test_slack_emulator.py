"""The Slack stand-in, through the unchanged slack_sdk client."""

import json
import subprocess
import sys
from collections.abc import Iterator
from typing import Any
from urllib.error import URLError

import pytest
import requests
from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError

from emulators.server import serve
from emulators.slack.app import create_app

SECTION: dict[str, Any] = {"type": "section", "text": {"type": "mrkdwn", "text": "*Deal agreed*"}}
BUTTON: dict[str, Any] = {"type": "button", "text": {"type": "plain_text", "text": "Approve"}, "action_id": "approve"}
METADATA = {"event_type": "parley_card", "event_payload": {"outbox_id": "out-1"}}


@pytest.fixture(name="url")
def _url() -> Iterator[str]:
    with serve(create_app(["deals", "escalations"])) as url:
        yield url


@pytest.fixture(name="slack")
def _slack(url: str) -> WebClient:
    return WebClient(token="xoxb-local", base_url=f"{url}/api/", retry_handlers=[], timeout=5)


@pytest.fixture(name="channel")
def _channel(slack: WebClient) -> str:
    found: str = slack.conversations_list()["channels"][0]["id"]
    return found


def _order(url: str, **rule: object) -> None:
    requests.post(f"{url}/_control/faults", json=rule, timeout=5).raise_for_status()


def _posts(url: str) -> list[dict[str, Any]]:
    posts: list[dict[str, Any]] = requests.get(f"{url}/_control/posts", timeout=5).json()
    return posts


def test_the_token_tells_who_calls(url: str, slack: WebClient) -> None:
    answer = slack.auth_test()
    assert (answer["ok"], answer["team_id"], answer["user_id"]) == (True, "T0PARLEY01", "U0PARLEYBT")
    with pytest.raises(SlackApiError, match="invalid_auth"):
        WebClient(token="nonsense", base_url=f"{url}/api/", retry_handlers=[]).auth_test()
    with pytest.raises(SlackApiError, match="not_authed"):
        WebClient(base_url=f"{url}/api/", retry_handlers=[]).auth_test()


def test_a_channel_can_be_given_its_id() -> None:
    with serve(create_app(["C0ESCALATIONS=escalations"])) as url:
        slack = WebClient(token="xoxb-local", base_url=f"{url}/api/", retry_handlers=[], timeout=5)
        slack.chat_postMessage(channel="C0ESCALATIONS", text="x")
        (post,) = _posts(url)
    assert (post["channel"], post["channel_id"]) == ("escalations", "C0ESCALATIONS")


def test_channels_are_listed_by_page(slack: WebClient) -> None:
    first = slack.conversations_list(limit=1)
    second = slack.conversations_list(limit=1, cursor=first["response_metadata"]["next_cursor"])
    assert [first["channels"][0]["name"], second["channels"][0]["name"]] == ["deals", "escalations"]
    assert second["response_metadata"]["next_cursor"] == ""


def test_a_card_is_seen_in_its_channel(url: str, slack: WebClient) -> None:
    fields = [{"type": "mrkdwn", "text": "*Rate* $1,200.00"}, {"type": "mrkdwn", "text": "*CPM* $24.00"}]
    blocks: list[dict[str, Any]] = [
        {"type": "header", "text": {"type": "plain_text", "text": "Deal agreed"}},
        {"type": "section", "fields": fields},
        {"type": "actions", "elements": [BUTTON]},
    ]
    answer = slack.chat_postMessage(channel="#deals", text="Deal agreed", blocks=blocks, metadata=METADATA)
    (post,) = _posts(url)
    assert (post["channel"], post["channel_id"], post["ts"]) == ("deals", answer["channel"], answer["ts"])
    assert post["seen"] == "Deal agreed\n*Rate* $1,200.00\n*CPM* $24.00\n[Approve]"
    assert post["metadata"] == METADATA


def test_metadata_comes_back_only_when_asked_for(slack: WebClient, channel: str) -> None:
    slack.chat_postMessage(channel=channel, text="Deal", metadata=METADATA)
    plain = slack.conversations_history(channel=channel)["messages"]
    full = slack.conversations_history(channel=channel, include_all_metadata=True)["messages"]
    assert "metadata" not in plain[0]
    assert full[0]["metadata"] == METADATA


def test_history_is_newest_first_by_page_and_between_moments(slack: WebClient, channel: str) -> None:
    stamps = [slack.chat_postMessage(channel=channel, text=text)["ts"] for text in ("one", "two", "three")]
    page = slack.conversations_history(channel=channel, limit=2)
    rest = slack.conversations_history(channel=channel, limit=2, cursor=page["response_metadata"]["next_cursor"])
    assert [item["text"] for item in page["messages"]] == ["three", "two"]
    assert [item["text"] for item in rest["messages"]] == ["one"]
    assert (page["has_more"], rest["has_more"]) == (True, False)
    after = slack.conversations_history(channel=channel, oldest=stamps[0])
    from_it_on = slack.conversations_history(channel=channel, oldest=stamps[0], inclusive=True)
    assert [len(after["messages"]), len(from_it_on["messages"])] == [2, 3]


def test_replies_are_under_their_parent_and_not_in_the_history(slack: WebClient, channel: str) -> None:
    parent = slack.chat_postMessage(channel=channel, text="parent")["ts"]
    slack.chat_postMessage(channel=channel, text="reply", thread_ts=parent, metadata=METADATA)
    replies = slack.conversations_replies(channel=channel, ts=parent, include_all_metadata=True)["messages"]
    assert [item["text"] for item in replies] == ["parent", "reply"]
    assert replies[1]["metadata"] == METADATA
    assert [item["text"] for item in slack.conversations_history(channel=channel)["messages"]] == ["parent"]


def test_an_update_replaces_what_is_seen_and_keeps_the_metadata(url: str, slack: WebClient, channel: str) -> None:
    ts = slack.chat_postMessage(channel=channel, text="Open", blocks=[SECTION], metadata=METADATA)["ts"]
    slack.chat_update(channel=channel, ts=ts, text="Approved by Ava")
    (post,) = _posts(url)
    assert (post["seen"], post["blocks"], post["metadata"]) == ("Approved by Ava", [], METADATA)
    assert post["revisions"] == [{"text": "Open", "blocks": [SECTION]}]


def test_a_person_is_found_by_id(slack: WebClient) -> None:
    assert slack.users_info(user="U0AVAREYES")["user"]["profile"]["email"] == "ava@client.example"
    with pytest.raises(SlackApiError, match="user_not_found"):
        slack.users_info(user="U0NOBODY00")


@pytest.mark.parametrize(
    "blocks",
    [
        [{"type": "divider"}] * 51,
        [{"type": "section", "fields": [{"type": "mrkdwn", "text": "x"}] * 11}],
        [{"type": "section", "text": {"type": "mrkdwn", "text": "x" * 3001}}],
        [{"type": "section", "fields": [{"type": "mrkdwn", "text": "x" * 2001}]}],
        [{"type": "header", "text": {"type": "plain_text", "text": "x" * 151}}],
        [{"type": "header", "text": {"type": "mrkdwn", "text": "x"}}],
        [{"type": "section", "text": {"type": "mrkdwn", "text": ""}}],
        [{"type": "section"}],
        [{"type": "banner"}],
        [{"type": "actions", "elements": [{**BUTTON, "value": "x" * 2001}]}],
        [{"type": "actions", "elements": [BUTTON, BUTTON]}],
        [{**SECTION, "block_id": "same"}, {**SECTION, "block_id": "same"}],
    ],
)
def test_blocks_beyond_slacks_limits_are_refused(slack: WebClient, url: str, blocks: list[dict[str, Any]]) -> None:
    with pytest.raises(SlackApiError) as caught:
        slack.chat_postMessage(channel="deals", text="x", blocks=blocks)
    assert caught.value.response["error"] == "invalid_blocks"
    assert "json-pointer:/blocks" in caught.value.response["response_metadata"]["messages"][0]
    assert _posts(url) == []


def test_blocks_at_the_limits_are_accepted(slack: WebClient) -> None:
    full = {"type": "section", "fields": [{"type": "mrkdwn", "text": "x" * 2000}] * 10}
    long = {"type": "section", "text": {"type": "mrkdwn", "text": "x" * 3000}}
    head = {"type": "header", "text": {"type": "plain_text", "text": "x" * 150}}
    assert slack.chat_postMessage(channel="deals", text="x", blocks=[head, full, long, *[SECTION] * 47])["ok"] is True


def test_a_form_body_is_understood_as_well(url: str) -> None:
    answer = requests.post(
        f"{url}/api/chat.postMessage",
        data={
            "token": "xoxb-local",
            "channel": "deals",
            "blocks": json.dumps([SECTION]),
            "metadata": json.dumps(METADATA),
        },
        timeout=5,
    )
    assert answer.json()["ok"] is True
    assert _posts(url)[0]["metadata"] == METADATA


@pytest.mark.parametrize(
    ("method", "arguments", "error"),
    [
        ("chat.postMessage", {"channel": "nowhere", "text": "x"}, "channel_not_found"),
        ("chat.postMessage", {"channel": "deals"}, "no_text"),
        ("chat.postMessage", {"channel": "deals", "text": "x", "thread_ts": "1.000000"}, "thread_not_found"),
        ("chat.postMessage", {"channel": "deals", "text": "x", "metadata": {"a": 1}}, "invalid_metadata_format"),
        ("chat.update", {"channel": "deals", "ts": "1.0", "text": "x"}, "channel_not_found"),
        ("chat.update", {"channel": "C000000001", "ts": "1.0", "text": "x"}, "message_not_found"),
        ("conversations.replies", {"channel": "C000000001", "ts": "1.0"}, "thread_not_found"),
        ("chat.destroy", {}, "unknown_method"),
    ],
)
def test_errors_are_slacks_words(slack: WebClient, method: str, arguments: dict[str, Any], error: str) -> None:
    with pytest.raises(SlackApiError) as caught:
        slack.api_call(method, json=arguments)
    assert (caught.value.response.status_code, caught.value.response["error"]) == (200, error)


def test_a_rate_limit_names_the_wait(url: str, slack: WebClient) -> None:
    _order(url, method="chat.postMessage", action="fail", status=429, retry_after="30")
    with pytest.raises(SlackApiError) as caught:
        slack.chat_postMessage(channel="deals", text="x")
    assert (caught.value.response.status_code, caught.value.response["error"]) == (429, "ratelimited")
    assert caught.value.response.headers["Retry-After"] == "30"
    assert slack.chat_postMessage(channel="deals", text="x")["ok"] is True


def test_an_error_of_slack_can_be_ordered_by_its_word(url: str, slack: WebClient) -> None:
    _order(url, method="auth.test", action="fail", status=200, reason="token_revoked")
    with pytest.raises(SlackApiError, match="token_revoked"):
        slack.auth_test()


def test_a_post_whose_reply_is_lost_is_found_by_its_metadata(url: str, slack: WebClient, channel: str) -> None:
    _order(url, method="chat.postMessage", action="drop", side="after")
    with pytest.raises((URLError, ConnectionError)):
        slack.chat_postMessage(channel=channel, text="x", metadata=METADATA)
    history = slack.conversations_history(channel=channel, include_all_metadata=True)["messages"]
    assert [item["metadata"]["event_payload"]["outbox_id"] for item in history] == ["out-1"]


def test_a_reset_forgets_posts_and_keeps_channels(url: str, slack: WebClient) -> None:
    slack.chat_postMessage(channel="deals", text="x")
    requests.post(f"{url}/_control/reset", timeout=5).raise_for_status()
    assert _posts(url) == []
    assert slack.chat_postMessage(channel="deals", text="y")["ok"] is True


def test_the_program_prints_where_it_listens() -> None:
    command = [sys.executable, "-m", "emulators.slack", "--channel", "deals"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        line = json.loads(process.stdout.readline())
        process.terminate()
        process.wait(timeout=20)
    assert (line["name"], line["api_path"], line["channels"]) == ("slack", "/api/", ["deals"])

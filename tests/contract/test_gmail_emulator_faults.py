import subprocess
import sys
from collections.abc import Iterator

import pytest
import requests
from googleapiclient.errors import HttpError

from tests.contract.gmail_stand_in import CREATOR, TEAM, TIMEOUT, StandIn, encoded, mail, stand_in

LATER = "2026-03-01T10:00:00.115Z"


@pytest.fixture(name="gmail")
def _gmail() -> Iterator[StandIn]:
    with stand_in() as gmail:
        yield gmail


@pytest.mark.parametrize(
    ("status", "reason", "domain"),
    [
        (403, "rateLimitExceeded", "usageLimits"),
        (403, "userRateLimitExceeded", "usageLimits"),
        (403, "dailyLimitExceeded", "usageLimits"),
        (403, "domainPolicy", "global"),
        (400, "failedPrecondition", "global"),
        (500, "backendError", "global"),
    ],
)
def test_an_injected_error_reaches_googles_client_with_its_reason(
    gmail: StandIn, status: int, reason: str, domain: str
) -> None:
    gmail.fault("getProfile", "fail", status=status, reason=reason, message="No.")
    with pytest.raises(HttpError) as caught:
        gmail.users.getProfile(userId=TEAM).execute()
    assert caught.value.status_code == status
    assert caught.value.reason == "No."
    assert caught.value.error_details == [{"message": "No.", "domain": domain, "reason": reason}]


def test_a_rate_limit_says_in_its_text_when_to_come_back(gmail: StandIn) -> None:
    wording = "User-rate limit exceeded."
    gmail.fault("messages.list", "fail", status=429, reason="rateLimitExceeded", message=wording, retry_after=LATER)
    with pytest.raises(HttpError) as caught:
        gmail.users.messages().list(userId=TEAM).execute()
    assert caught.value.reason == f"User-rate limit exceeded.  Retry after {LATER}"
    assert caught.value.resp.get("retry-after") is None


METHODS = [
    ("getProfile", "GET", "profile"),
    ("watch", "POST", "watch"),
    ("stop", "POST", "stop"),
    ("labels.list", "GET", "labels"),
    ("history.list", "GET", "history"),
    ("messages.list", "GET", "messages"),
    ("messages.get", "GET", "messages/1"),
    ("messages.attachments.get", "GET", "messages/1/attachments/2"),
    ("messages.send", "POST", "messages/send"),
    ("messages.modify", "POST", "messages/1/modify"),
    ("threads.list", "GET", "threads"),
    ("threads.get", "GET", "threads/1"),
    ("drafts.create", "POST", "drafts"),
    ("drafts.get", "GET", "drafts/1"),
    ("drafts.list", "GET", "drafts"),
    ("drafts.update", "PUT", "drafts/1"),
    ("drafts.delete", "DELETE", "drafts/1"),
    ("drafts.send", "POST", "drafts/send"),
]


@pytest.mark.parametrize(("method", "verb", "path"), METHODS)
def test_every_method_can_be_made_to_fail_and_is_counted(gmail: StandIn, method: str, verb: str, path: str) -> None:
    gmail.fault(method, "fail", status=503)
    answer = requests.request(verb, f"{gmail.url}/gmail/v1/users/{TEAM}/{path}", timeout=TIMEOUT)
    assert (answer.status_code, answer.json()["error"]["status"]) == (503, "UNAVAILABLE")
    assert [call["method"] for call in gmail.look("calls")] == [method]


@pytest.mark.parametrize("action", ["drop", "reset"])
@pytest.mark.parametrize(("side", "mails"), [("before", 0), ("after", 1)])
def test_a_lost_reply_of_drafts_send_is_one_post_and_one_mail_and_repeating_is_harmless(
    gmail: StandIn, action: str, side: str, mails: int
) -> None:
    draft = gmail.draft(mail())
    gmail.fault("drafts.send", action, side=side)
    with pytest.raises(requests.exceptions.ConnectionError):
        gmail.post("drafts/send", {"id": draft["id"]})
    assert [call["method"] for call in gmail.look("calls")] == ["drafts.create", "drafts.send"]
    assert len(gmail.sent()) == mails
    gmail.post("drafts/send", {"id": draft["id"]})
    assert len(gmail.sent()) == 1


def test_googles_httplib2_client_posts_twice_when_the_reply_is_lost(gmail: StandIn) -> None:
    """Why writes do not go through it: the same fault makes two mails."""
    gmail.fault("messages.send", "drop", side="after")
    gmail.users.messages().send(userId=TEAM, body={"raw": encoded(mail())}).execute()
    assert len(gmail.sent()) == 2


def test_a_503_after_the_mail_left_hides_it(gmail: StandIn) -> None:
    draft = gmail.draft(mail())
    gmail.fault("drafts.send", "fail", side="after", status=503)
    assert gmail.post("drafts/send", {"id": draft["id"]}).status_code == 503
    assert gmail.post("drafts/send", {"id": draft["id"]}).status_code == 404
    assert len(gmail.sent()) == 1


def test_a_send_that_times_out_is_one_mail(gmail: StandIn) -> None:
    draft = gmail.draft(mail())
    gmail.fault("drafts.send", "delay", side="after", seconds=1.0)
    url = f"{gmail.url}/gmail/v1/users/{TEAM}/drafts/send"
    with pytest.raises(requests.exceptions.ReadTimeout):
        gmail.session.post(url, json={"id": draft["id"]}, timeout=0.3)
    assert len(gmail.sent()) == 1


def test_a_fault_after_the_act_also_hides_an_error(gmail: StandIn) -> None:
    gmail.fault("messages.get", "fail", side="after", status=500)
    with pytest.raises(HttpError) as caught:
        gmail.users.messages().get(userId=TEAM, id="0").execute()
    assert caught.value.status_code == 500


SENDER = """
import sys, requests
url, draft_id = sys.argv[1:]
requests.post(url, json={"id": draft_id}, timeout=30)
"""


@pytest.mark.parametrize(("side", "mails"), [("before", 0), ("after", 1)])
def test_the_sender_is_killed_before_or_after_the_mail_leaves(gmail: StandIn, side: str, mails: int) -> None:
    draft = gmail.draft(mail())
    gmail.fault("drafts.send", "kill", side=side)
    url = f"{gmail.url}/gmail/v1/users/{TEAM}/drafts/send"
    with subprocess.Popen([sys.executable, "-c", SENDER, url, draft["id"]]) as sender:
        assert sender.wait(timeout=TIMEOUT) == -9
    assert len(gmail.sent()) == mails


def test_a_killed_senders_draft_is_sent_once_by_the_next(gmail: StandIn) -> None:
    draft = gmail.draft(mail())
    gmail.fault("drafts.send", "kill", side="after")
    url = f"{gmail.url}/gmail/v1/users/{TEAM}/drafts/send"
    with subprocess.Popen([sys.executable, "-c", SENDER, url, draft["id"]]) as sender:
        sender.wait(timeout=TIMEOUT)
    assert gmail.post("drafts/send", {"id": draft["id"]}).status_code == 404
    assert [sent["to"] for sent in gmail.sent()] == [[CREATOR]]

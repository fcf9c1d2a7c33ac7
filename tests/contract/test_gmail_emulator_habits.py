import sys
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
import requests
from googleapiclient.errors import HttpError

from tests.contract.gmail_stand_in import CREATOR, TEAM, TIMEOUT, StandIn, encoded, mail, reply_to, stand_in


@pytest.fixture(name="gmail")
def _gmail() -> Iterator[StandIn]:
    with stand_in() as gmail:
        yield gmail


def arrive(gmail: StandIn, subject: str = "Spring campaign") -> str:
    return gmail.deliver(mail(sender=CREATOR, to=TEAM, subject=subject))["id"]


def added(answer: dict[str, Any]) -> list[str]:
    records = [record for record in answer.get("history", []) if "messagesAdded" in record]
    return [record["messagesAdded"][0]["message"]["id"] for record in records]


def test_the_habits_start_as_gmail_has_them(gmail: StandIn) -> None:
    assert gmail.look("habits") == {
        "message_id_replaced": True,
        "history_delay_seconds": 0.0,
        "history_id_leads": False,
        "history_expired_before": 0,
        "page_size": 100,
        "sent_draft_noise": True,
        "drafts_consumed_once": True,
        "consumed_draft_status": 404,
        "draft_ids_rotate": "message",
        "push_rate_limited": True,
        "push_interval_seconds": 1.0,
        "push_history_id_text": False,
        "push_dropped": False,
        "watch_silent": False,
        "fields_left_out": [],
        "watch_seconds": 604800,
    }


@pytest.mark.parametrize(
    "habits",
    [{"page_sice": 1}, {"page_size": "1"}, {"page_size": True}, {"push_dropped": 1}, {"draft_ids_rotate": "all"}],
)
def test_a_habit_that_cannot_be_meant_is_refused_and_nothing_changes(gmail: StandIn, habits: dict[str, object]) -> None:
    before = gmail.look("habits")
    answer = requests.post(f"{gmail.url}/_control/habits", json=habits, timeout=TIMEOUT)
    assert answer.status_code == 400
    assert gmail.look("habits") == before


@pytest.mark.parametrize(("replaced", "domain"), [(True, "@mail.gmail.com>"), (False, "@brand.example>")])
def test_message_id_replaced_on_send(gmail: StandIn, replaced: bool, domain: str) -> None:
    gmail.habits(message_id_replaced=replaced)
    raw = mail(Message_ID="<mine@brand.example>", X_Parley_Send_Id="o-1")
    sent = gmail.post("messages/send", {"raw": encoded(raw)}).json()
    (left,) = gmail.sent()
    assert left["rfc822MessageId"].endswith(domain)
    assert gmail.message_id(sent["id"]) == left["rfc822MessageId"]
    found = gmail.users.messages().list(userId=TEAM, q="rfc822msgid:<mine@brand.example>").execute()
    assert ("messages" in found) is not replaced


def test_a_replaced_message_id_leaves_no_trace_of_the_clients(gmail: StandIn) -> None:
    gmail.post("messages/send", {"raw": encoded(mail(Message_id="\r\n <mine@brand.example>", X_Kept="1"))})
    shown = gmail.users.messages().get(userId=TEAM, id=gmail.sent()[0]["id"], format="metadata").execute()
    headers = [(item["name"], item["value"]) for item in shown["payload"]["headers"]]
    assert len([name for name, _ in headers if name.lower() == "message-id"]) == 1
    assert ("X-Kept", "1") in headers
    assert "<mine@brand.example>" not in [value for _, value in headers]


@pytest.mark.parametrize("leads", [False, True])
def test_history_delay_hides_a_change_and_history_id_leads_or_waits(gmail: StandIn, leads: bool) -> None:
    start = gmail.profile_id()
    gmail.habits(history_delay_seconds=60, history_id_leads=leads)
    arrived = arrive(gmail)
    answer = gmail.history(start)
    assert "history" not in answer
    assert (answer["historyId"] == gmail.profile_id()) is leads
    gmail.habits(history_delay_seconds=0)
    assert added(gmail.history(start)) == [arrived]


def test_a_cursor_taken_during_the_delay_does_not_skip_the_hidden_change(gmail: StandIn) -> None:
    start = gmail.profile_id()
    gmail.habits(history_delay_seconds=60)
    arrived = arrive(gmail)
    cursor = gmail.history(start)["historyId"]
    gmail.habits(history_delay_seconds=0)
    assert added(gmail.history(cursor)) == [arrived]


def test_a_held_mail_shows_after_later_ones_with_its_lower_id_and_stays_behind_their_cursor(gmail: StandIn) -> None:
    start = gmail.profile_id()
    held = gmail.deliver(mail(sender=CREATOR, to=TEAM), heldSeconds="0.3")["id"]
    later = arrive(gmail)
    assert added(gmail.history(start)) == [later]
    cursor = gmail.history(start)["historyId"]
    assert cursor == gmail.profile_id()
    time.sleep(0.4)
    assert added(gmail.history(start)) == [held, later]
    assert "history" not in gmail.history(cursor)


def test_history_before_the_oldest_id_is_404_not_found(gmail: StandIn) -> None:
    start = gmail.profile_id()
    gmail.habits(history_expired_before=int(start) + 1)
    with pytest.raises(HttpError) as caught:
        gmail.history(start)
    assert (caught.value.status_code, caught.value.error_details[0]["reason"]) == (404, "notFound")


def test_expired_history_refuses_every_id_so_far_and_starts_again_from_the_profile(gmail: StandIn) -> None:
    before = gmail.profile_id()
    arrive(gmail)
    last = gmail.profile_id()
    gmail.control("expire-history")
    for start in (before, last):
        with pytest.raises(HttpError, match="404"):
            gmail.history(start)
    fresh = gmail.profile_id()
    arrived = arrive(gmail)
    assert added(gmail.history(fresh)) == [arrived]


def test_page_size_caps_every_list_and_the_pages_are_complete(gmail: StandIn) -> None:
    start = gmail.profile_id()
    gmail.habits(page_size=2)
    ids = [arrive(gmail, subject=f"Mail {n}") for n in range(5)]
    messages, histories, threads = gmail.users.messages(), gmail.users.history(), gmail.users.threads()
    listed = paged(messages, messages.list(userId=TEAM, maxResults=500), "messages")
    assert [[item["id"] for item in page] for page in listed] == [ids[4:2:-1], ids[2:0:-1], ids[0:1]]
    records = paged(histories, histories.list(userId=TEAM, startHistoryId=start), "history")
    assert [[item["messages"][0]["id"] for item in page] for page in records] == [ids[:2], ids[2:4], ids[4:]]
    assert [len(page) for page in paged(threads, threads.list(userId=TEAM), "threads")] == [2, 2, 1]


def paged(resource: Any, request: Any, key: str) -> list[Any]:
    pages = []
    while request is not None:
        answer = request.execute()
        pages.append(answer.get(key, []))
        request = resource.list_next(request, answer)
    return pages


def test_max_results_makes_smaller_pages(gmail: StandIn) -> None:
    arrive(gmail)
    arrive(gmail)
    answer = gmail.users.messages().list(userId=TEAM, maxResults=1).execute()
    assert (len(answer["messages"]), answer["resultSizeEstimate"], answer["nextPageToken"]) == (1, 2, "1")


@pytest.mark.parametrize(("noise", "labels"), [(True, [["DRAFT"], ["SENT"], ["DRAFT"]]), (False, [])])
def test_sent_and_draft_changes_show_in_history(gmail: StandIn, noise: bool, labels: list[list[str]]) -> None:
    start = gmail.profile_id()
    gmail.habits(sent_draft_noise=noise)
    draft = gmail.draft(mail())
    gmail.post("drafts/send", {"id": draft["id"]})
    records = gmail.history(start).get("history", [])
    entries = [(record.get("messagesAdded") or record["messagesDeleted"])[0] for record in records]
    assert [entry["message"]["labelIds"] for entry in entries] == labels


@pytest.mark.parametrize(("status", "reason"), [(404, "notFound"), (400, "failedPrecondition")])
def test_a_draft_is_consumed_by_its_first_send(gmail: StandIn, status: int, reason: str) -> None:
    gmail.habits(consumed_draft_status=status)
    draft = gmail.draft(mail())
    first = gmail.post("drafts/send", {"id": draft["id"]})
    second = gmail.post("drafts/send", {"id": draft["id"]})
    assert first.status_code == 200
    assert (second.status_code, second.json()["error"]["errors"][0]["reason"]) == (status, reason)
    with pytest.raises(HttpError, match="404"):
        gmail.users.drafts().get(userId=TEAM, id=draft["id"]).execute()
    assert len(gmail.sent()) == 1


def test_a_draft_that_is_not_consumed_would_be_sent_again(gmail: StandIn) -> None:
    gmail.habits(drafts_consumed_once=False)
    draft = gmail.draft(mail())
    for _ in range(2):
        gmail.post("drafts/send", {"id": draft["id"]})
    assert len(gmail.sent()) == 2


@pytest.fixture(name="_hasty_threads")
def _switch_threads_often() -> Iterator[None]:
    """Let threads change places within a few instructions, so that a missing lock shows."""
    before = sys.getswitchinterval()
    sys.setswitchinterval(1e-6)
    yield
    sys.setswitchinterval(before)


@pytest.mark.usefixtures("_hasty_threads")
def test_of_many_concurrent_sends_of_one_draft_exactly_one_mail_leaves(gmail: StandIn) -> None:
    url = f"{gmail.url}/gmail/v1/users/{TEAM}/drafts/send"
    for count in range(1, 11):
        draft = gmail.draft(mail())
        with ThreadPoolExecutor(6) as pool:
            calls = [pool.submit(requests.post, url, json={"id": draft["id"]}, timeout=TIMEOUT) for _ in range(6)]
        assert sorted(call.result().status_code for call in calls) == [200] + [404] * 5
        assert len(gmail.sent()) == count


@pytest.mark.parametrize(
    ("rotate", "draft_stays", "message_stays"),
    [("none", True, True), ("message", True, False), ("both", False, False)],
)
def test_ids_rotate_when_a_person_edits_a_draft(
    gmail: StandIn, rotate: str, draft_stays: bool, message_stays: bool
) -> None:
    gmail.habits(draft_ids_rotate=rotate)
    draft = gmail.draft(mail())
    edited = gmail.control(f"drafts/{draft['id']}/edit", mail(text="Edited by hand"))
    assert (edited["id"] == draft["id"]) is draft_stays
    assert (edited["message"]["id"] == draft["message"]["id"]) is message_stays
    now = gmail.users.drafts().get(userId=TEAM, id=edited["id"]).execute()
    assert now["message"]["snippet"] == "Edited by hand"
    assert len(gmail.users.drafts().list(userId=TEAM).execute()["drafts"]) == 1


@pytest.mark.parametrize(("subject", "stays"), [("Re: Spring campaign", True), ("Something else", False)])
def test_an_edited_subject_moves_the_draft_out_of_its_thread(gmail: StandIn, subject: str, stays: bool) -> None:
    asked = gmail.deliver(mail(sender=CREATOR, to=TEAM, Message_ID="<ask@creator.example>"))
    draft = gmail.draft(reply_to("<ask@creator.example>"), asked["threadId"])
    edited = gmail.control(f"drafts/{draft['id']}/edit", reply_to("<ask@creator.example>", subject=subject))
    assert (edited["message"]["threadId"] == asked["threadId"]) is stays

"""The Gmail adapter at the wire: unchanged Google clients against the Gmail stand-in."""

from base64 import urlsafe_b64decode
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from email import message_from_bytes, policy
from typing import Any

import pytest
import requests

from emulators.gmail import create_app
from emulators.server import serve
from shared.adapters.gmail import GmailMailbox, no_credentials
from shared.adapters.gmail.answers import header, instant
from shared.application.ports import DraftGone, HistoryExpired, HistoryRead, SentMail
from shared.domain.errors import MailboxQuiet, PermanentError, RateLimited, Refused, Unavailable, Unclear
from shared.domain.mail.message import Known
from shared.domain.mail.parse import parse_mail
from shared.domain.records import OutgoingMail

ADDRESS = "deals@northwind.example"
TOPIC = "projects/parley-test/topics/gmail-notifications"
NOW = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)

MAIL = OutgoingMail(
    mailbox=ADDRESS,
    sender_name="Ellen Berg",
    to=("maya@creators.example",),
    cc=("sam@agency.example",),
    subject="Northwind × Maya",
    body="Hi Maya,\n\nour offer is $1,200.00 & product.\n\nBest,\nEllen",
    thread_id=None,
    in_reply_to=None,
    references=(),
)


class StoppedClock:
    def now(self) -> datetime:
        return NOW

    def sleep(self, pause: timedelta) -> None:
        raise AssertionError(f"nothing here waits, and not for {pause}")


class Wire:
    """The stand-in's control routes."""

    def __init__(self, url: str) -> None:
        self.url = url

    def deliver(self, subject: str = "Hello", *, text: str = "Hi", labels: tuple[str, ...] = (), **fields: str) -> str:
        headers = {"From": "Maya <maya@creators.example>", "To": ADDRESS, "Subject": subject, **fields}
        raw = "".join(f"{name.replace('_', '-')}: {value}\r\n" for name, value in headers.items()) + f"\r\n{text}\r\n"
        answer = requests.post(
            f"{self.url}/_control/deliver", params={"label": list(labels)}, data=raw.encode(), timeout=10
        )
        answer.raise_for_status()
        return str(answer.json()["id"])

    def thread_of(self, message_id: str) -> str:
        return str(next(item["threadId"] for item in self.show()["messages"] if item["id"] == message_id))

    def fault(self, method: str, action: str, **rule: Any) -> None:
        body = {"method": method, "action": action, **rule}
        requests.post(f"{self.url}/_control/faults", json=body, timeout=10).raise_for_status()

    def habits(self, **habits: Any) -> None:
        requests.post(f"{self.url}/_control/habits", json=habits, timeout=10).raise_for_status()

    def expire_history(self) -> None:
        requests.post(f"{self.url}/_control/expire-history", timeout=10).raise_for_status()

    def calls(self, method: str) -> int:
        calls = requests.get(f"{self.url}/_control/calls", timeout=10).json()
        return sum(call["method"] == method for call in calls)

    def show(self) -> dict[str, Any]:
        shown: dict[str, Any] = requests.get(f"{self.url}/_control/mailbox", timeout=10).json()
        return shown

    def sent(self) -> list[dict[str, Any]]:
        sent: list[dict[str, Any]] = requests.get(f"{self.url}/_control/sent", timeout=10).json()
        return sent


@pytest.fixture(name="wire")
def _wire() -> Iterator[Wire]:
    with serve(create_app([ADDRESS], publish=None)) as url:
        yield Wire(url)


@pytest.fixture(name="gmail")
def _gmail(wire: Wire) -> Iterator[GmailMailbox]:
    mailbox = GmailMailbox(
        credentials_for=lambda _: no_credentials(), topic=TOPIC, clock=StoppedClock(), api_root=wire.url
    )
    yield mailbox
    mailbox.close()


def ids(read: HistoryRead | HistoryExpired) -> list[str]:
    assert isinstance(read, HistoryRead)
    return [message.message_id for message in read.messages]


def test_l30_history_lists_all_pages_of_250_messages_once_and_oldest_first(wire: Wire, gmail: GmailMailbox) -> None:
    since = gmail.current_cursor(ADDRESS)
    wire.habits(page_size=100)
    delivered = [wire.deliver(f"Mail {number}") for number in range(250)]

    read = gmail.history(ADDRESS, since=since)

    assert ids(read) == delivered
    assert isinstance(read, HistoryRead)
    assert read.cursor == int(wire.show()["historyId"])
    assert wire.calls("history.list") == 3


def test_history_names_thread_and_labels(wire: Wire, gmail: GmailMailbox) -> None:
    since = gmail.current_cursor(ADDRESS)
    message_id = wire.deliver(labels=("SPAM",))

    read = gmail.history(ADDRESS, since=since)

    assert isinstance(read, HistoryRead)
    assert [(ref.message_id, ref.thread_id, ref.labels) for ref in read.messages] == [
        (message_id, wire.thread_of(message_id), ("SPAM",))
    ]


def test_history_shows_sent_mail_and_hides_drafts(wire: Wire, gmail: GmailMailbox) -> None:
    since = gmail.current_cursor(ADDRESS)
    kept = gmail.create_draft(replace(MAIL, subject="Kept"), marker="kept")
    sent = gmail.send_draft(MAIL, gmail.create_draft(MAIL, marker="sent").draft_id, marker="sent")

    assert isinstance(sent, SentMail)
    assert ids(gmail.history(ADDRESS, since=since)) == [sent.message_id]
    assert [item["draftId"] for item in wire.show()["messages"]] == [kept.draft_id, None]


def test_history_that_shows_nothing_yet_leaves_the_cursor_where_it_was(wire: Wire, gmail: GmailMailbox) -> None:
    since = gmail.current_cursor(ADDRESS)
    wire.habits(history_delay_seconds=3600.0, history_id_leads=True)
    message_id = wire.deliver()

    early = gmail.history(ADDRESS, since=since)
    assert isinstance(early, HistoryRead)
    assert early.messages == ()
    assert early.cursor == since

    wire.habits(history_delay_seconds=0.0)
    assert ids(gmail.history(ADDRESS, since=early.cursor)) == [message_id]


def test_history_beyond_gmails_memory_is_expired(wire: Wire, gmail: GmailMailbox) -> None:
    since = gmail.current_cursor(ADDRESS)
    wire.expire_history()

    assert gmail.history(ADDRESS, since=since) == HistoryExpired()


def test_recent_lists_what_was_sent_and_then_what_came_spam_too_each_oldest_first(
    wire: Wire, gmail: GmailMailbox
) -> None:
    wire.habits(page_size=2)
    since = datetime.now(UTC)  # noqa: TID251 - the stand-in's own clock
    delivered = [wire.deliver("One"), wire.deliver("Two", labels=("SPAM",)), wire.deliver("Three")]
    gmail.create_draft(MAIL, marker="m")
    for marker in ("first", "second"):
        gmail.send_draft(MAIL, gmail.create_draft(MAIL, marker=marker).draft_id, marker=marker)
    long_ago = {"at": str((since - timedelta(seconds=2)).timestamp())}
    requests.post(f"{wire.url}/_control/deliver", params=long_ago, data=b"Subject: Old\r\n\r\n", timeout=10)

    recent = gmail.recent(ADDRESS, since=since)

    sent = [mail["id"] for mail in wire.sent()]
    assert [(ref.message_id, ref.labels) for ref in recent] == [
        *((id_, ("SENT",)) for id_ in sent),
        *((id_, ()) for id_ in delivered),
    ]


def test_fetch_gives_the_bytes_as_they_lie_in_the_mailbox(wire: Wire, gmail: GmailMailbox) -> None:
    message_id = wire.deliver("Rate", text="It is £900 for — everything ✓")

    mail = gmail.fetch(ADDRESS, message_id)

    assert mail is not None
    assert "It is £900 for — everything ✓".encode() in mail.raw
    assert mail.envelope.message_id == message_id
    assert mail.envelope.thread_id == wire.thread_of(message_id)
    assert set(mail.envelope.labels) == {"INBOX", "UNREAD", "CATEGORY_PERSONAL"}
    assert mail.envelope.received_at.tzinfo is UTC


def test_fetch_of_a_deleted_message_is_none(wire: Wire, gmail: GmailMailbox) -> None:
    message_id = wire.deliver()
    requests.post(f"{wire.url}/_control/delete-message", params={"id": message_id}, timeout=10).raise_for_status()

    assert gmail.fetch(ADDRESS, message_id) is None
    assert gmail.rfc822_message_id(ADDRESS, message_id) is None
    assert gmail.marker(ADDRESS, message_id) is None


def test_our_mark_tells_our_mail_from_a_persons(wire: Wire, gmail: GmailMailbox) -> None:
    sent = gmail.send_draft(MAIL, gmail.create_draft(MAIL, marker="outbox-1").draft_id, marker="outbox-1")

    assert isinstance(sent, SentMail)
    assert gmail.marker(ADDRESS, sent.message_id) == "outbox-1"
    assert gmail.marker(ADDRESS, wire.deliver("Rates")) is None


def test_a_body_of_150_kilobytes_arrives_whole(wire: Wire, gmail: GmailMailbox) -> None:
    """In the format `full` such a body is only named, by an attachment id; what is read is `raw`."""
    lines = [f"Line {number}: the rate for the reel is $1,200.00, all in." for number in range(3_000)]
    message_id = wire.deliver("Long", text="\r\n".join(lines))
    shown = requests.get(f"{wire.url}/gmail/v1/users/{ADDRESS}/messages/{message_id}?format=full", timeout=10).json()
    body = shown["payload"]["body"]
    assert "data" not in body
    assert body["attachmentId"]
    assert body["size"] > 150_000

    mail = gmail.fetch(ADDRESS, message_id)

    assert mail is not None
    known = Known(mailbox=ADDRESS, aliases=(), last_sent_text=None)
    text = parse_mail(mail.raw, envelope=mail.envelope, known=known).new_text
    assert text.splitlines() == lines
    assert wire.calls("messages.attachments.get") == 0


def read_everything(wire: Wire, gmail: GmailMailbox, message_id: str) -> dict[str, Callable[[], object]]:
    """Each call that shows a message; a draft and a sent mail are there to be found."""
    thread_id = wire.thread_of(message_id)
    gmail.create_draft(MAIL, marker="kept")
    gmail.send_draft(MAIL, gmail.create_draft(MAIL, marker="sent").draft_id, marker="sent")
    since = datetime.now(UTC) - timedelta(hours=1)  # noqa: TID251 - the stand-in's own clock
    return {
        "history": lambda: gmail.history(ADDRESS, since=40_000),
        "recent": lambda: gmail.recent(ADDRESS, since=since),
        "fetch": lambda: gmail.fetch(ADDRESS, message_id),
        "thread": lambda: gmail.thread(ADDRESS, thread_id),
        "received_from": lambda: gmail.received_from(ADDRESS, senders=["maya@creators.example"], since=since),
        "find_draft": lambda: gmail.find_draft(ADDRESS, marker="kept"),
        "find_sent": lambda: gmail.find_sent(MAIL, marker="sent"),
        "rfc822_message_id": lambda: gmail.rfc822_message_id(ADDRESS, message_id),
        "marker": lambda: gmail.marker(ADDRESS, wire.sent()[-1]["id"]),
    }


@pytest.mark.parametrize(
    ("field", "needing"),
    [
        ("threadId", {"history", "recent", "fetch", "thread", "received_from", "find_draft", "find_sent"}),
        ("internalDate", {"fetch", "thread"}),
        ("payload", {"thread", "find_draft", "find_sent", "rfc822_message_id", "marker"}),
        ("raw", {"fetch"}),
    ],
)
def test_an_answer_that_lacks_what_is_needed_is_asked_for_again_and_never_guessed(
    wire: Wire, gmail: GmailMailbox, field: str, needing: set[str]
) -> None:
    calls = read_everything(wire, gmail, wire.deliver("Rates"))
    wire.habits(fields_left_out=[field])
    for name, call in calls.items():
        if name not in needing:
            call()
            continue
        with pytest.raises(Unavailable, match=rf"^Gmail [\w.]+: an answer without {field}$"):
            call()

    wire.habits(fields_left_out=[])
    assert all(call() for call in calls.values())


@pytest.mark.parametrize("milliseconds", ["soon", "", "99999999999999999999", None])
def test_a_time_that_is_none_is_no_answer(milliseconds: object) -> None:
    with pytest.raises(Unavailable, match=r"Gmail messages\.get: .*internalDate"):
        instant({"internalDate": milliseconds}, "internalDate", "messages.get")


def test_a_header_without_a_value_is_empty() -> None:
    message = {"payload": {"headers": [{"name": "From"}]}}
    assert header(message, "from", "messages.get") == ""
    assert header({"payload": {}}, "from", "messages.get") is None


def test_thread_shows_senders_ids_and_markers_oldest_first(wire: Wire, gmail: GmailMailbox) -> None:
    message_id = wire.deliver("Rates", Message_Id="<first@creators.example>")
    thread_id = wire.thread_of(message_id)
    answer = replace(
        MAIL,
        subject="Re: Rates",
        thread_id=thread_id,
        in_reply_to="<first@creators.example>",
        references=("<first@creators.example>",),
    )
    draft = gmail.create_draft(answer, marker="outbox-1")

    theirs, ours = gmail.thread(ADDRESS, thread_id)

    assert draft.thread_id == thread_id
    assert theirs.sender == "Maya <maya@creators.example>"
    assert theirs.rfc822_message_id == "<first@creators.example>"
    assert theirs.marker is None
    assert ours.sender == f"Ellen Berg <{ADDRESS}>"
    assert ours.marker == "outbox-1"
    assert ours.labels == ("DRAFT",)


def test_a_thread_that_does_not_exist_is_empty(gmail: GmailMailbox) -> None:
    assert gmail.thread(ADDRESS, "00000000deadbeef") == ()


def test_a_draft_is_found_by_its_marker_on_any_page(wire: Wire, gmail: GmailMailbox) -> None:
    wire.habits(page_size=2)
    drafts = [gmail.create_draft(replace(MAIL, subject=f"Mail {n}"), marker=f"m{n}") for n in range(5)]

    assert gmail.find_draft(ADDRESS, marker="m0") == drafts[0]
    assert gmail.find_draft(ADDRESS, marker="m9") is None


def test_a_sent_mail_reaches_its_recipients_in_both_forms(wire: Wire, gmail: GmailMailbox) -> None:
    sent = gmail.send_draft(MAIL, gmail.create_draft(MAIL, marker="outbox-1").draft_id, marker="outbox-1")

    (mail,) = wire.sent()
    message = message_from_bytes(urlsafe_b64decode(mail["raw"]), policy=policy.default)
    assert isinstance(sent, SentMail)
    assert (sent.message_id, sent.thread_id) == (mail["id"], mail["threadId"])
    assert (mail["to"], mail["cc"]) == (["maya@creators.example"], ["sam@agency.example"])
    assert message["From"] == f"Ellen Berg <{ADDRESS}>"
    assert message["Subject"] == "Northwind × Maya"
    assert message["X-Parley-Send-Id"] == "outbox-1"
    assert message["X-Auto-Response-Suppress"] == "OOF, AutoReply"
    plain, html = (message.get_body((kind,)) for kind in ("plain", "html"))
    assert plain is not None
    assert html is not None
    assert plain.get_content() == "Hi Maya,\r\n\r\nour offer is $1,200.00 & product.\r\n\r\nBest,\r\nEllen\r\n"
    assert "<p>our offer is $1,200.00 &amp; product.</p>\r\n<p>Best,<br>\r\nEllen</p>" in html.get_content()


def test_what_leaves_is_what_is_sent_and_not_what_the_draft_holds(wire: Wire, gmail: GmailMailbox) -> None:
    draft = gmail.create_draft(replace(MAIL, body="Edited by somebody."), marker="m")

    sent = gmail.send_draft(MAIL, draft.draft_id, marker="m")

    assert isinstance(sent, SentMail)
    (mail,) = wire.sent()
    message = message_from_bytes(urlsafe_b64decode(mail["raw"]), policy=policy.default)
    plain = message.get_body(("plain",))
    assert plain is not None
    assert plain.get_content().split() == MAIL.body.split()
    assert wire.calls("drafts.send") == 1
    assert [item["draftId"] for item in wire.show()["messages"]] == [None]


def test_a_sent_mail_is_found_by_its_mark_in_any_thread(wire: Wire, gmail: GmailMailbox) -> None:
    wire.habits(page_size=2)
    for number in range(4):
        draft = gmail.create_draft(replace(MAIL, subject=f"Mail {number}"), marker=f"m{number}")
        gmail.send_draft(replace(MAIL, subject=f"Mail {number}"), draft.draft_id, marker=f"m{number}")
    kept = gmail.create_draft(MAIL, marker="m9")

    first = wire.sent()[0]
    assert gmail.find_sent(MAIL, marker="m0") == SentMail(message_id=first["id"], thread_id=first["threadId"])
    assert gmail.find_sent(MAIL, marker="m9") is None
    assert gmail.delete_draft(ADDRESS, kept.draft_id)
    assert not gmail.delete_draft(ADDRESS, kept.draft_id)


def test_the_true_message_id_is_read_back_after_gmail_replaced_it(wire: Wire, gmail: GmailMailbox) -> None:
    sent = gmail.send_draft(MAIL, gmail.create_draft(MAIL, marker="outbox-1").draft_id, marker="outbox-1")

    assert isinstance(sent, SentMail)
    true_id = gmail.rfc822_message_id(ADDRESS, sent.message_id)
    assert true_id == wire.sent()[0]["rfc822MessageId"]
    assert true_id is not None
    assert not true_id.endswith(f".parley@{ADDRESS.partition('@')[2]}>")


@pytest.mark.parametrize("status", [404, 400])
def test_a_draft_is_sent_once_and_then_gone(wire: Wire, gmail: GmailMailbox, status: int) -> None:
    wire.habits(consumed_draft_status=status)
    draft = gmail.create_draft(MAIL, marker="m")

    assert isinstance(gmail.send_draft(MAIL, draft.draft_id, marker="m"), SentMail)
    assert gmail.send_draft(MAIL, draft.draft_id, marker="m") == DraftGone()
    assert len(wire.sent()) == 1


def test_a_failed_precondition_that_passes_leaves_the_draft_to_be_sent_later(wire: Wire, gmail: GmailMailbox) -> None:
    draft = gmail.create_draft(MAIL, marker="m")
    wire.fault("drafts.send", action="fail", status=400, reason="failedPrecondition")

    with pytest.raises(Unavailable):
        gmail.send_draft(MAIL, draft.draft_id, marker="m")

    assert wire.sent() == []
    assert isinstance(gmail.send_draft(MAIL, draft.draft_id, marker="m"), SentMail)


def test_a_deleted_draft_is_gone_and_may_be_deleted_again(wire: Wire, gmail: GmailMailbox) -> None:
    draft = gmail.create_draft(MAIL, marker="m")
    gmail.delete_draft(ADDRESS, draft.draft_id)
    gmail.delete_draft(ADDRESS, draft.draft_id)

    assert gmail.send_draft(MAIL, draft.draft_id, marker="m") == DraftGone()
    assert wire.sent() == []


LOST_ANSWERS = [
    {"action": "drop", "side": "after"},
    {"action": "reset", "side": "after"},
    {"action": "drop", "side": "before"},
    {"action": "fail", "side": "after", "status": 503},
    {"action": "fail", "side": "before", "status": 500},
]


@pytest.mark.parametrize("rule", LOST_ANSWERS)
def test_l28_a_lost_answer_to_send_is_unclear_after_one_post_and_at_most_one_mail(
    wire: Wire, gmail: GmailMailbox, rule: dict[str, Any]
) -> None:
    draft = gmail.create_draft(MAIL, marker="m")
    wire.fault("drafts.send", **rule)

    with pytest.raises(Unclear):
        gmail.send_draft(MAIL, draft.draft_id, marker="m")

    assert wire.calls("drafts.send") == 1
    assert len(wire.sent()) == (1 if rule["side"] == "after" else 0)
    again = gmail.send_draft(MAIL, draft.draft_id, marker="m")
    assert isinstance(again, DraftGone if rule["side"] == "after" else SentMail)
    assert len(wire.sent()) == 1


@pytest.mark.parametrize("rule", LOST_ANSWERS)
def test_a_lost_answer_to_a_new_draft_is_unclear_after_one_post(
    wire: Wire, gmail: GmailMailbox, rule: dict[str, Any]
) -> None:
    wire.fault("drafts.create", **rule)

    with pytest.raises(Unclear):
        gmail.create_draft(MAIL, marker="m")

    assert wire.calls("drafts.create") == 1
    assert len(wire.show()["messages"]) == (1 if rule["side"] == "after" else 0)


def test_a_write_that_never_connected_is_unavailable() -> None:
    with serve(create_app([ADDRESS], publish=None)) as url:
        pass
    gone = GmailMailbox(credentials_for=lambda _: no_credentials(), topic=TOPIC, clock=StoppedClock(), api_root=url)

    with pytest.raises(Unavailable):
        gone.create_draft(MAIL, marker="m")
    with pytest.raises(Unavailable):
        gone.current_cursor(ADDRESS)


@pytest.mark.parametrize("rule", [{"action": "fail", "status": 503}, {"action": "reset"}])
def test_a_read_without_an_answer_is_unavailable(wire: Wire, gmail: GmailMailbox, rule: dict[str, Any]) -> None:
    wire.fault("getProfile", times=5, **rule)

    with pytest.raises(Unavailable):
        gmail.current_cursor(ADDRESS)


@pytest.mark.parametrize("method", ["getProfile", "drafts.create"])
@pytest.mark.parametrize(
    ("status", "reason", "expected"),
    [
        (403, "rateLimitExceeded", RateLimited),
        (403, "userRateLimitExceeded", RateLimited),
        (403, "dailyLimitExceeded", MailboxQuiet),
        (403, "quotaExceeded", MailboxQuiet),
        (429, "rateLimitExceeded", RateLimited),
        (403, "domainPolicy", Refused),
        (403, "insufficientPermissions", Refused),
        (403, "forbidden", Refused),
        (401, "authError", Refused),
        (400, "invalidArgument", PermanentError),
    ],
)
def test_an_error_of_gmail_has_one_meaning(
    wire: Wire, gmail: GmailMailbox, method: str, status: int, reason: str, expected: type[Exception]
) -> None:
    wire.fault(method, "fail", status=status, reason=reason, times=3)

    with pytest.raises(expected) as raised:
        gmail.current_cursor(ADDRESS) if method == "getProfile" else gmail.create_draft(MAIL, marker="m")

    assert type(raised.value) is expected


def test_a_rate_limit_says_until_when(wire: Wire, gmail: GmailMailbox) -> None:
    wire.fault("drafts.send", "fail", status=429, reason="rateLimitExceeded", retry_after="2026-03-02T18:22:38.763Z")
    draft = gmail.create_draft(MAIL, marker="m")

    with pytest.raises(MailboxQuiet) as raised:
        gmail.send_draft(MAIL, draft.draft_id, marker="m")

    assert raised.value.until == datetime(2026, 3, 2, 18, 22, 38, 763000, tzinfo=UTC)
    assert raised.value.mailbox == ADDRESS
    assert wire.sent() == []


def test_a_mail_without_a_valid_recipient_is_not_taken_for_a_draft_that_is_gone(
    wire: Wire, gmail: GmailMailbox
) -> None:
    wire.fault("drafts.send", "fail", status=400, reason="invalidArgument", message="Recipient address required")
    draft = gmail.create_draft(MAIL, marker="m")

    with pytest.raises(PermanentError, match="Recipient address required"):
        gmail.send_draft(MAIL, draft.draft_id, marker="m")


def test_a_foreign_mailbox_is_refused(gmail: GmailMailbox) -> None:
    with pytest.raises(Refused, match="Delegation denied"):
        gmail.current_cursor("someone@else.example")


def test_watch_names_the_topic_and_no_labels(wire: Wire, gmail: GmailMailbox) -> None:
    watch = gmail.watch(ADDRESS)

    assert wire.show()["watch"]["topicName"] == TOPIC
    assert watch.history_id == int(wire.show()["historyId"])
    expires_at = datetime.fromisoformat(wire.show()["watch"]["expiresAt"])
    assert abs(watch.expires_at - expires_at) < timedelta(milliseconds=1)


def test_a_stopped_watch_is_gone_and_stopping_again_changes_nothing(wire: Wire, gmail: GmailMailbox) -> None:
    gmail.watch(ADDRESS)

    gmail.stop(ADDRESS)
    gmail.stop(ADDRESS)

    assert wire.show()["watch"] is None


def test_l27_threads_share_the_mailbox_without_mixing_answers(wire: Wire, gmail: GmailMailbox) -> None:
    delivered = [wire.deliver(f"Mail {number}", text=f"number {number}") for number in range(24)]

    with ThreadPoolExecutor(8) as pool:
        mails = list(pool.map(lambda message_id: gmail.fetch(ADDRESS, message_id), delivered))

    assert all(mail is not None for mail in mails)
    assert [mail.raw.split()[-1] for mail in mails if mail] == [str(n).encode() for n in range(24)]

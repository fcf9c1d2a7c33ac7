"""What Gmail lets a mailbox use in a minute: counted before every call, waited for, and put off beyond ten seconds."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from threading import Lock

import pytest
import requests

from emulators.gmail import create_app
from emulators.server import serve
from shared.adapters.gmail import Bounds, GmailMailbox, no_credentials
from shared.adapters.gmail.quota import UNITS, Quota
from shared.application.ports import SentMail
from shared.domain.errors import RateLimited
from shared.domain.records import OutgoingMail
from tests.contract.gmail_discovery import document

DEALS, TALENT = "deals@brand.example", "talent@brand.example"
NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)


class ArmClock:
    """Stands still, but for who sleeps."""

    def __init__(self) -> None:
        self.instant = NOON
        self.slept: list[float] = []
        self._lock = Lock()

    def now(self) -> datetime:
        with self._lock:
            return self.instant

    def sleep(self, pause: timedelta) -> None:
        with self._lock:
            self.slept.append(pause.total_seconds())
            self.instant += pause

    def advance(self, seconds: float) -> None:
        self.instant += timedelta(seconds=seconds)


@pytest.fixture(name="clock")
def _clock() -> ArmClock:
    return ArmClock()


def spend(quota: Quota, method: str, times: int, address: str = DEALS) -> None:
    for _ in range(times):
        quota.spend(address, method)


def test_a_minutes_units_are_spent_without_waiting(clock: ArmClock) -> None:
    spend(Quota(clock), "messages.get", 300)
    assert clock.slept == []


def test_what_is_over_waits_until_the_oldest_call_is_a_minute_old(clock: ArmClock) -> None:
    quota = Quota(clock)
    spend(quota, "threads.get", 1)
    clock.advance(2)
    spend(quota, "messages.get", 298)
    clock.advance(51)
    spend(quota, "messages.get", 1)
    assert clock.slept == [7.0]


def test_a_dear_call_waits_for_as_many_cheap_ones_as_it_needs(clock: ArmClock) -> None:
    quota = Quota(clock, 120)
    for _ in range(3):
        spend(quota, "messages.get", 1)
        clock.advance(4)
    clock.advance(44)
    spend(quota, "drafts.send", 1)
    assert clock.slept == [8.0]


def test_beyond_ten_seconds_nobody_waits_and_the_time_is_told(clock: ArmClock) -> None:
    quota = Quota(clock)
    spend(quota, "messages.get", 300)
    clock.advance(49)
    with pytest.raises(RateLimited, match="6000 quota units in a minute are used up in deals@") as limited:
        quota.spend(DEALS, "history.list")
    assert limited.value.retry_at == NOON + timedelta(seconds=60)
    assert clock.slept == []
    clock.advance(1)
    quota.spend(DEALS, "history.list")
    assert clock.slept == [10.0]


def test_what_was_put_off_is_not_counted(clock: ArmClock) -> None:
    quota = Quota(clock)
    spend(quota, "messages.get", 300)
    for _ in range(5):
        with pytest.raises(RateLimited):
            quota.spend(DEALS, "messages.get")
    clock.advance(60)
    spend(quota, "messages.get", 300)
    assert clock.slept == []


def test_each_mailbox_has_its_own(clock: ArmClock) -> None:
    quota = Quota(clock)
    spend(quota, "messages.get", 300)
    spend(quota, "messages.get", 300, TALENT)
    assert clock.slept == []


def test_a_clock_that_was_set_back_stops_nobody(clock: ArmClock) -> None:
    quota = Quota(clock)
    spend(quota, "messages.get", 300)
    clock.advance(-3600)
    spend(quota, "messages.get", 300)
    assert clock.slept == []


def test_every_method_that_is_counted_is_one_of_gmails() -> None:
    users = document()["resources"]["users"]
    named = set(users["methods"])
    named |= {f"{name}.{method}" for name, child in users["resources"].items() for method in child.get("methods", {})}
    assert set(UNITS) <= named
    assert (UNITS["messages.get"], UNITS["threads.get"], UNITS["drafts.send"], UNITS["history.list"]) == (
        20,
        40,
        100,
        2,
    )


# Through the adapter, against the stand-in.

MAIL = OutgoingMail(
    mailbox=DEALS,
    sender_name="Alex",
    to=("jo@creators.example",),
    cc=(),
    subject="Hi",
    body="Hello",
    thread_id=None,
    in_reply_to=None,
    references=(),
)


@pytest.fixture(name="url")
def _url() -> Iterator[str]:
    with serve(create_app([DEALS, TALENT], publish=None)) as url:
        yield url


def mailbox(url: str, clock: ArmClock, units: int) -> GmailMailbox:
    return GmailMailbox(
        credentials_for=lambda _: no_credentials(),
        topic="projects/p/topics/t",
        clock=clock,
        api_root=url,
        bounds=Bounds(units_per_minute=units),
    )


def deliver(url: str) -> str:
    raw = f"From: Jo <jo@creators.example>\r\nTo: {DEALS}\r\nSubject: Hi\r\n\r\nHello\r\n"
    answer = requests.post(f"{url}/_control/deliver", params={"mailbox": DEALS}, data=raw.encode(), timeout=10)
    answer.raise_for_status()
    return str(answer.json()["id"])


def asked(url: str) -> list[str]:
    return [call["method"] for call in requests.get(f"{url}/_control/calls", timeout=10).json()]


def test_a_burst_of_reads_stays_under_the_rate(url: str, clock: ArmClock) -> None:
    message_id = deliver(url)
    gmail = mailbox(url, clock, 400)
    refused = []

    def fetch(_: int) -> None:
        try:
            gmail.fetch(DEALS, message_id)
        except RateLimited as limited:
            refused.append(limited.retry_at)

    with ThreadPoolExecutor(8) as pool:
        list(pool.map(fetch, range(60)))
    gmail.close()
    assert asked(url) == ["messages.get"] * 20
    assert refused == [NOON + timedelta(seconds=60)] * 40


def call_everything(gmail: GmailMailbox, message_id: str) -> None:
    kept, sent = (gmail.create_draft(MAIL, marker=marker).draft_id for marker in ("kept", "sent"))
    assert gmail.find_draft(DEALS, marker="kept")
    assert isinstance(gmail.send_draft(MAIL, sent, marker="sent"), SentMail)
    gmail.delete_draft(DEALS, kept)
    gmail.history(DEALS, since=gmail.current_cursor(DEALS))
    gmail.recent(DEALS, since=NOON)
    gmail.fetch(DEALS, message_id)
    gmail.thread(DEALS, message_id)
    gmail.watch(DEALS)
    gmail.stop(DEALS)


def test_every_call_of_the_adapter_is_counted(url: str, clock: ArmClock) -> None:
    message_id = deliver(url)
    call_everything(mailbox(url, clock, 1_000_000), message_id)
    methods = asked(url)
    assert set(methods) == set(UNITS) - {"drafts.get"}

    exact = mailbox(url, clock, sum(UNITS[method] for method in methods))
    call_everything(exact, message_id)
    with pytest.raises(RateLimited):
        exact.current_cursor(DEALS)
    with pytest.raises(RateLimited):
        exact.create_draft(MAIL, marker="too-many")
    assert len(asked(url)) == 2 * len(methods)

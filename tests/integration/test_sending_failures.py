"""Each row of the table in docs/sending.md: Gmail fails so, the mail leaves once, and at the time that was stored."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any, Final

import pytest

from shared.adapters.gmail.auth import no_credentials
from shared.adapters.gmail.client import Bounds, GmailMailbox
from shared.domain.records import MailboxRecord, OutboxEntry
from tests.integration.stand_ins import MAILBOX
from tests.integration.world import ON_SQLITE, World

TABLE = Path(__file__).parents[2] / "docs" / "sending.md"
ASK = "I would need $2,000."

BACK_OFF = timedelta(seconds=10)
A_DAYS_LIMIT = timedelta(hours=1)
# What a test may take between the failure and the look at what was stored.
SLACK = timedelta(seconds=8)

DROP: Final = {"action": "drop"}
FAIL: Final = {"action": "fail"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One failure.

    Attributes:
        id: As the table calls it.
        nth: Which call of *method* since the creator's mail came.
        left: Mails of this answer in the mailbox right after the failure.
        wait: Until the next attempt; None: there is none, it was sent.
        quiet: Whether the whole mailbox waits as long.
        told: Whether a case about the mailbox tells people.
    """

    id: str
    method: str
    fault: Mapping[str, object]
    nth: int = 1
    left: int = 0
    wait: timedelta | None = BACK_OFF
    quiet: bool = False
    told: bool = False


ROWS = (
    Row(id="create-reset-before", method="drafts.create", fault={"action": "reset"}),
    Row(id="create-reply-lost", method="drafts.create", fault={**DROP, "side": "after"}),
    Row(id="create-5xx", method="drafts.create", fault={**FAIL, "status": 500}),
    Row(id="send-reset-before", method="drafts.send", fault={"action": "reset"}),
    Row(id="send-reply-lost", method="drafts.send", fault={**DROP, "side": "after"}, left=1),
    Row(id="send-5xx-not-done", method="drafts.send", fault={**FAIL, "status": 503}),
    Row(id="send-5xx-done", method="drafts.send", fault={**FAIL, "status": 503, "side": "after"}, left=1),
    Row(id="send-precondition", method="drafts.send", fault={**FAIL, "status": 400, "reason": "failedPrecondition"}),
    Row(id="429", method="drafts.send", fault={**FAIL, "status": 429, "reason": "rateLimitExceeded"}),
    Row(id="403-rate", method="drafts.create", fault={**FAIL, "status": 403, "reason": "rateLimitExceeded"}),
    Row(id="403-user-rate", method="drafts.send", fault={**FAIL, "status": 403, "reason": "userRateLimitExceeded"}),
    Row(
        id="403-daily-limit",
        method="drafts.send",
        fault={**FAIL, "status": 403, "reason": "dailyLimitExceeded"},
        wait=A_DAYS_LIMIT,
        quiet=True,
    ),
    Row(
        id="403-quota",
        method="drafts.create",
        fault={**FAIL, "status": 403, "reason": "quotaExceeded"},
        wait=A_DAYS_LIMIT,
        quiet=True,
    ),
    Row(
        id="403-permissions",
        method="drafts.create",
        fault={**FAIL, "status": 403, "reason": "insufficientPermissions"},
        told=True,
    ),
    Row(
        id="403-domain-policy",
        method="drafts.send",
        fault={**FAIL, "status": 403, "reason": "domainPolicy"},
        told=True,
    ),
    Row(
        id="401-revoked",
        method="drafts.send",
        fault={**FAIL, "status": 401, "reason": "authError", "times": 2},
        told=True,
    ),
    Row(id="read-5xx", method="threads.get", nth=2, fault={**FAIL, "status": 500}),
    Row(id="read-reset", method="messages.list", fault={"action": "reset", "times": 3}),
    Row(id="read-429", method="threads.get", nth=2, fault={**FAIL, "status": 429, "reason": "userRateLimitExceeded"}),
    Row(id="read-back", method="messages.get", nth=2, fault={**FAIL, "status": 503}, left=1, wait=None),
)


def counter(world: World) -> OutboxEntry:
    return world.store.entry(f"{world.negotiation().id}-2")


def left(world: World) -> int:
    """Mails in the mailbox that answer the creator, whoever sent them."""
    return len(world.sent()) - 1


def quiet_until(world: World) -> Any:
    box = world.store.mailbox(MAILBOX)
    assert isinstance(box, MailboxRecord)
    return box.retry_at


def waits(world: World, wait: timedelta) -> None:
    due = counter(world).next_attempt_at - world.product.clock.now()
    assert wait - SLACK < due <= wait


def leaves_once(world: World, wait: timedelta) -> None:
    """Not a moment before its time, then once, whatever happens after."""
    before = left(world)
    world.sweep()
    assert left(world) == before
    world.wait(seconds=wait.total_seconds())
    for _ in range(3):
        world.sweep()
        world.wait(minutes=11)
    left_once(world)


def left_once(world: World) -> None:
    entry = counter(world)
    sent = world.sent()[-1]
    assert (left(world), entry.state, entry.sent_id) == (1, "sent", sent.id)
    assert entry.mail is not None
    assert sent.body.split() == entry.mail.body.split()
    assert [message for message in world.held() if message["draftId"]] == []


@ON_SQLITE
@pytest.mark.parametrize("row", ROWS, ids=lambda row: row.id)
def test_a_failure_of_gmail(world: World, row: Row) -> None:
    world.launch()
    world.gmail.fault(row.method, nth=row.nth, **row.fault)  # type: ignore[arg-type] # the action is among them
    world.answer(ASK)

    assert left(world) == row.left
    if row.wait is None:
        left_once(world)
        return
    waits(world, row.wait)
    assert (quiet_until(world) == counter(world).next_attempt_at) is row.quiet
    world.gmail.heal()
    leaves_once(world, row.wait)
    assert [case.reason for case in world.cases()] == ["connection_refused"] * row.told


@ON_SQLITE
def test_no_connection(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    world.launch()
    world.gmail.fault("drafts.send", "fail", status=503)
    world.answer(ASK)
    world.wait(seconds=11)
    reached = world.gmail.url
    monkeypatch.setenv("GMAIL_API_ENDPOINT", "http://127.0.0.1:9")
    world.product.restart()

    assert world.product.call("sweep") == 500

    waits(world, 2 * BACK_OFF)
    assert left(world) == 0
    monkeypatch.setenv("GMAIL_API_ENDPOINT", reached)
    world.product.restart()
    leaves_once(world, 2 * BACK_OFF)


@ON_SQLITE
@pytest.mark.parametrize(
    ("method", "gone"), [("drafts.create", 0), ("drafts.send", 1)], ids=["create-timeout", "send-timeout"]
)
def test_timeout(world: World, method: str, gone: int) -> None:
    world.launch()
    world.product.app.__dict__["mailbox"] = GmailMailbox(
        credentials_for=lambda _: no_credentials(),
        topic="projects/p/topics/gmail-notifications",
        clock=world.product.clock,
        api_root=world.gmail.url,
        bounds=Bounds(write_seconds=(1, 1)),
    )
    world.gmail.fault(method, "delay", side="after", seconds=2.0)
    world.answer(ASK)

    waits(world, BACK_OFF)
    assert left(world) == gone
    leaves_once(world, BACK_OFF)


@ON_SQLITE
def test_a_limit_that_names_its_end(world: World) -> None:
    world.launch()
    until = world.product.clock.now() + timedelta(minutes=40)
    text = f"{until:%Y-%m-%dT%H:%M:%S.000Z}"
    limit = {"status": 429, "reason": "userRateLimitExceeded", "message": "User-rate limit exceeded."}
    world.gmail.fault("drafts.send", "fail", retry_after=text, **limit)
    world.answer(ASK)

    assert counter(world).next_attempt_at == quiet_until(world) == until.replace(microsecond=0)
    tried = world.gmail.calls("drafts.send")
    for _ in range(3):
        world.wait(minutes=12)
        world.sweep()
    assert (left(world), world.gmail.calls("drafts.send")) == (0, tried)
    leaves_once(world, timedelta(minutes=5))


def test_the_table_has_a_row_for_each_test_and_a_test_for_each_row() -> None:
    told = re.findall(r"^\| `([\w-]+)` \|", TABLE.read_text(), re.MULTILINE)
    tests = {"no-connection": test_no_connection, "429-until": test_a_limit_that_names_its_end}
    tests |= {"create-timeout": test_timeout, "send-timeout": test_timeout}
    assert sorted(told) == sorted([*(row.id for row in ROWS), *tests])

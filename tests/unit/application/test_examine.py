"""The examination finds what is wrong and names the fix, and finds nothing where nothing is wrong."""

from dataclasses import replace

import pytest

from shared.application.examine import Finding, examine
from shared.application.storage import Key, Write
from shared.application.take_turn import take_turn
from shared.domain.errors import PermanentError, Refused, Unavailable
from shared.domain.patience import MAX_ATTEMPTS
from shared.domain.reading.facts import Intent
from shared.domain.records import EntryState, MailboxRecord
from tests.unit.application.world import World, only_case
from tests.unit.domain.builders import MAILBOX, ask, reading

ASK_4000 = reading(Intent.COUNTER, ask("4000", quote="$4,000"))
BOX = MailboxRecord(address=MAILBOX, version=1)


def launched() -> World:
    world = World()
    world.launch()
    world.notify()
    return world


def examined(world: World) -> list[Finding]:
    return list(examine(world.app, {}))


def troubles(world: World) -> dict[str, tuple[str, str]]:
    return {one.part: (one.said, one.fix) for one in examined(world) if one.fix is not None}


class TestWell:
    def test_every_part_says_so(self) -> None:
        world = launched()
        assert [(one.part, one.is_well) for one in examined(world)] == [
            ("store", True),
            (f"mailbox {MAILBOX}", True),
            ("queue", True),
            ("outbox", True),
        ]

    def test_a_probe_that_answers_is_told_and_one_that_is_refused_has_its_fix(self) -> None:
        def refused() -> str:
            raise Refused("token_revoked")

        probes = {"slack": (refused, "check the token"), "pubsub": (lambda: "has topics", "terraform apply")}
        found = {one.part: one for one in examine(launched().app, probes)}
        assert found["slack"] == Finding(part="slack", said="token_revoked", fix="check the token")
        assert found["pubsub"] == Finding(part="pubsub", said="has topics")


class TestStore:
    def test_a_corrupt_document_is_named(self) -> None:
        world = launched()
        broken = {"schema_version": 1, "state": "open", "opened_at": "2026-03-02T09:00:00.000000Z"}
        world.app.store.put([Write(Key("cases", "odd"), broken, None)])
        assert troubles(world)["store"] == ("corrupt: cases/odd", "mend them; `migrate` says what is wrong")


class TestMailbox:
    def test_one_that_cannot_be_read(self) -> None:
        world = launched()
        world.app.mailbox.on.fail("history", Unavailable("Gmail: 503"))
        said, fix = troubles(world)[f"mailbox {MAILBOX}"]
        assert said == "Gmail: 503"
        assert "delegation" in fix

    def test_one_that_was_never_watched(self) -> None:
        world = World()
        world.app.store.update(BOX, lambda box: replace(box, cursor=None))
        assert troubles(world)[f"mailbox {MAILBOX}"] == ("was never watched", "call renew_watch")

    def test_a_watch_that_is_not_renewed(self) -> None:
        world = launched()
        world.app.clock.advance(days=5)
        said, fix = troubles(world)[f"mailbox {MAILBOX}"]
        assert said.startswith("the watch ends 2026-03-09 ")
        assert "renew_watch" in fix

    def test_mail_that_nobody_queued(self) -> None:
        world = launched()
        world.arrive("Hello?")
        said, _ = troubles(world)[f"mailbox {MAILBOX}"]
        assert said == "1 mail(s) arrived that are not queued yet"

    def test_a_cursor_that_gmail_has_forgotten(self) -> None:
        world = launched()
        world.app.mailbox.expired_before = 10_000
        said, fix = troubles(world)[f"mailbox {MAILBOX}"]
        assert said.startswith("Gmail has forgotten cursor ")
        assert "sweep" in fix

    def test_sending_that_is_switched_off(self) -> None:
        world = launched()
        world.app.store.update(BOX, lambda box: replace(box, sending=False))
        assert troubles(world)[f"mailbox {MAILBOX}"][0] == "sending is switched off"


class TestStuck:
    def test_mail_that_waits_too_long_for_its_turn(self) -> None:
        world = launched()
        waiting = world.arrive("It is $4,000.", ASK_4000)
        world.notify()
        assert "queue" not in troubles(world)
        world.app.clock.advance(minutes=20)
        said, fix = troubles(world)["queue"]
        assert said == "1 mail(s) wait for their turn, the oldest since 2026-03-02 09:01 UTC"
        assert waiting in fix

    def test_parked_mail(self) -> None:
        world = launched()
        parked = world.arrive("It is $4,000.")
        world.notify()
        for _ in range(MAX_ATTEMPTS):
            world.app.model.on.fail("read", PermanentError("400"))
            with pytest.raises(PermanentError):
                take_turn(world.app, parked)
        world.serve()
        assert troubles(world)["queue"] == (f"1 mail(s) are parked: {parked}", "settle their cases: `case list`")
        world.reject(only_case(world).id)
        assert troubles(world) == {}

    def test_a_mail_whose_worker_died(self) -> None:
        world = World()
        world.app.mailbox.on.fail("create_draft", Unavailable("Gmail: 503"))
        world.launch()
        world.notify()
        (entry,) = world.entries()
        world.app.clock.advance(minutes=20)
        world.app.store.update(entry, lambda found: replace(found, lease_until=found.created_at))
        said, fix = troubles(world)["outbox"]
        assert said == f"{entry.id} is due since 2026-03-02 09:00 UTC, its worker's lease ran out: Gmail: 503"
        assert "sweep" in fix

    def test_a_mail_in_review(self) -> None:
        world = launched()
        (entry,) = world.entries()
        world.app.store.update(entry, lambda found: replace(found, state=EntryState.REVIEW))
        said = f"1 wait for a person: {entry.id}"
        assert troubles(world)["outbox"] == (said, "`outbox --state review`, then settle the case")

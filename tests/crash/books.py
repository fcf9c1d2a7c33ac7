"""What is left at the end, told so that two runs can be compared: no ids of Gmail's making, no instants, no tokens."""

import base64
import json
from email import message_from_bytes
from typing import Any

from shared.application.store import Store
from shared.domain.negotiation import Negotiation
from shared.domain.records import CaseRecord, InboundRecord, InboundState, OutboxEntry, ThreadRecord
from tests.crash.world import CAMPAIGN, MAILBOX, Json, World


def books(world: World, store: Store) -> Json:
    """Everything that a crash must not change: what is stored, what left, what people saw."""
    negotiations = store.negotiations(CAMPAIGN)
    told = {
        "tasks": [(task.state, task.why) for task in store.tasks(CAMPAIGN)],
        "negotiations": [_negotiation(store, one) for one in negotiations],
        "agreed": [(line.negotiation_id, line.price.text) for line in store.campaign(CAMPAIGN).tracker.agreements],
        "entries": sorted(_entry(entry) for entry in store.entries() if not _of_health(entry.id)),
        "inbound": sorted(_inbound(record) for state in InboundState for record in store.inbound_of(state)),
        "lanes": _lanes(world, store),
        "cases": sorted(_case(case) for case in store.cases() if not _of_health(case.id)),
        "cursor past every mail": _cursor(store) >= _newest_history(world),
        "sent": [_sent(mail) for mail in world.get("gmail", "sent")],
        "cards": [_card(post) for post in world.get("slack", "posts") if not _of_health(marker_of(post))],
    }
    return _named(told, world)


def marker_of(post: Json) -> str:
    """The outbox entry that a post in Slack came from."""
    return str(post["metadata"]["event_payload"]["outbox_id"])


def _of_health(id_: str) -> bool:
    # Cases about the mailbox itself (a silent watch): that a push was lost is told to people, and rightly so.
    return id_.startswith(f"{MAILBOX}-")


def drafts_left(world: World) -> list[str]:
    """Subjects of the drafts that lie in the mailbox."""
    return [shown["subject"] for shown in _messages(world) if shown["draftId"]]


def _negotiation(store: Store, one: Negotiation) -> Json:
    return {
        "state": one.state,
        "version": one.version,
        "owner": one.owner,
        "ledger": [(line.side, line.stage, line.amount and line.amount.display(), line.mail_id) for line in one.ledger],
        "agreed": one.agreed_rate and one.agreed_rate.display(),
        "thread": one.thread_id,
        "subject": one.thread_subject,
        "mails in references": len(one.references),
        "counts": (one.turn_count, one.event_count, one.outbox_count, one.case_count),
        "turns": [(turn.outbound, turn.mail_id, turn.author, turn.text) for turn in store.turns(one.id)],
        "events": [(event.kind, event.from_state, event.to_state, event.facts) for event in store.events(one.id)],
    }


def _entry(entry: OutboxEntry) -> tuple[Any, ...]:
    body = entry.mail.body if entry.mail else entry.card and entry.card.title
    free = entry.lease_until is None
    return (entry.id, entry.kind, entry.state, body, entry.answers, entry.decided_by, free, entry.sent_id is not None)


def _case(case: CaseRecord) -> tuple[Any, ...]:
    return (case.id, case.reason, case.state, case.evidence, case.inbound_ids)


def _inbound(record: InboundRecord) -> tuple[Any, ...]:
    reading = record.reading and record.reading.intent
    return (record.id, record.state, record.outcome, record.why, reading, record.turn_seq)


def _lanes(world: World, store: Store) -> list[tuple[Any, ...]]:
    keys = sorted({f"{MAILBOX}:{shown['threadId']}" for shown in _messages(world)})
    lanes = store.existing(ThreadRecord, keys).values()
    return [(lane.id, lane.negotiation_id, lane.lease_until, lane.attempts) for lane in lanes]


def _cursor(store: Store) -> int:
    box = store.mailbox(MAILBOX)
    return box.cursor or 0 if box else 0


def _newest_history(world: World) -> int:
    return max(
        (int(shown.get("historyId", 0)) for shown in _messages(world) if "INBOX" in shown["labelIds"]), default=0
    )


def _sent(mail: Json) -> tuple[Any, ...]:
    raw = base64.urlsafe_b64decode(mail["raw"] + "=" * (-len(mail["raw"]) % 4))
    read = message_from_bytes(raw)
    text = next(part for part in read.walk() if part.get_content_type() == "text/plain").get_payload(decode=True)
    return (mail["to"], mail["subject"], read["X-Parley-Send-Id"], mail["threadId"], text)


def _card(post: Json) -> tuple[Any, ...]:
    return (post["channel"], post["seen"], marker_of(post))


def _messages(world: World) -> list[Json]:
    found: list[Json] = world.get("gmail", "mailbox")["messages"]
    return found


def _named(told: Json, world: World) -> Json:
    """The same with Gmail's ids called by what they stand for."""
    text = json.dumps(told, default=str, sort_keys=True)
    kept = [shown for shown in _messages(world) if not shown["draftId"]]
    for number, shown in enumerate(kept):
        text = text.replace(shown["id"], f"message {number}").replace(shown["threadId"], f"thread of {number}")
    named: Json = json.loads(text)
    return named

"""What every store finds again: records, queries, their order and limits."""

from dataclasses import replace
from datetime import timedelta

import pytest

from shared.application.documents import Record, key_path, to_document
from shared.application.storage import Key, Write
from shared.application.store import Store
from shared.domain.errors import CorruptRecord, NotFound
from shared.domain.records import (
    CaseRecord,
    CaseState,
    EntryState,
    InboundRecord,
    InboundState,
    MailboxRecord,
    OutboxEntry,
    OutreachRecord,
    SentMailRecord,
    SuppressionRecord,
    TaskRecord,
    TaskState,
    ThreadRecord,
    sent_mail_id,
)
from tests.contract.stores.samples import (
    AGREED,
    CAMPAIGN,
    CASE,
    ENTRY,
    EVENT,
    INBOUND,
    MAILBOX,
    MAILBOX_RECORD,
    NEGOTIATION,
    NOON,
    OUTREACH,
    SENT_MAIL,
    SUPPRESSION,
    TASK,
    THREAD,
    TURN,
)

MINUTE = timedelta(minutes=1)


def write_raw(store: Store, record: ThreadRecord | OutboxEntry, damage: dict[str, object]) -> None:
    collection, id_ = key_path(type(record), record.id)
    assert store._swap([Write(Key(collection, id_), to_document(record) | damage, None)])


def fill(store: Store, *records: Record) -> None:
    for record in records:
        assert store.create(record)


def test_every_record_is_read_as_it_was_written(store: Store) -> None:
    fill(store, CAMPAIGN, NEGOTIATION, INBOUND, ENTRY, MAILBOX_RECORD, THREAD, CASE, SUPPRESSION, TASK, OUTREACH)
    assert store.commit([(TURN, NEGOTIATION.id), (EVENT, NEGOTIATION.id)])

    assert store.campaign("spring") == CAMPAIGN
    assert store.negotiation(NEGOTIATION.id) == NEGOTIATION
    assert store.inbound(INBOUND.id) == INBOUND
    assert store.entry(ENTRY.id) == ENTRY
    assert store.mailbox(MAILBOX) == MAILBOX_RECORD
    assert store.thread(THREAD.id) == THREAD
    assert store.case(CASE.id) == CASE
    assert store.suppression(SUPPRESSION.email) == SUPPRESSION
    assert store.task("spring", TASK.id) == TASK
    assert store.existing(OutreachRecord, [OUTREACH.id]) == {OUTREACH.id: OUTREACH}
    assert store.turns(NEGOTIATION.id) == [TURN]
    assert store.events(NEGOTIATION.id) == [EVENT]


def test_a_mail_that_left_is_written_into_what_one_look_finds(store: Store) -> None:
    fill(store, NEGOTIATION, ENTRY)
    assert store.finishing(ENTRY.id, NEGOTIATION.id, THREAD.id, SENT_MAIL.id) == (ENTRY, NEGOTIATION, None, None)

    fill(store, THREAD, SENT_MAIL)
    assert store.finishing(ENTRY.id, NEGOTIATION.id, THREAD.id, SENT_MAIL.id) == (ENTRY, NEGOTIATION, THREAD, SENT_MAIL)


def test_a_sent_mail_is_found_by_any_message_id(store: Store) -> None:
    fill(store, SENT_MAIL)
    ids = [sent_mail_id(MAILBOX, id_) for id_ in ("<other@x>", SENT_MAIL.rfc822_message_id)]
    assert store.existing(SentMailRecord, ids) == {SENT_MAIL.id: SENT_MAIL}


def test_what_need_not_exist_is_none(store: Store) -> None:
    assert store.mailbox("no@where.example") is None
    assert store.thread("no@where.example:t") is None
    assert store.suppression("no@where.example") is None


@pytest.mark.parametrize("word", ["campaign", "negotiation", "case", "entry", "inbound"])
def test_what_must_exist_is_not_found(store: Store, word: str) -> None:
    with pytest.raises(NotFound, match="absent"):
        getattr(store, word)("absent")


def test_a_missing_task_is_not_found(store: Store) -> None:
    with pytest.raises(NotFound, match="campaigns/spring/tasks/absent"):
        store.task("spring", "absent")


def test_empty_collections_are_empty_lists(store: Store) -> None:
    assert store.campaigns() == []
    assert store.negotiations("spring") == []
    assert store.open_cases() == []
    assert store.entries() == []
    assert store.due_entries(NOON) == []
    assert store.queued_in_thread("t") == []
    assert store.queued_before(NOON) == []
    assert store.inbound_of(InboundState.DONE) == []
    assert store.tasks("spring") == []
    assert store.tasks_queued_before(NOON) == []
    assert store.turns("n") == []
    assert store.events("n") == []
    assert store.existing(InboundRecord, []) == {}


def test_all_campaigns_are_listed(store: Store) -> None:
    autumn = replace(CAMPAIGN, id="autumn")
    fill(store, CAMPAIGN, autumn)

    assert store.campaigns() == [autumn, CAMPAIGN]


def test_negotiations_of_a_campaign_come_in_the_order_they_were_opened(store: Store) -> None:
    other = replace(AGREED, id="autumn-1", campaign_id="autumn")
    first = replace(AGREED, id="spring-zz", opened_at=NOON - MINUTE)
    fill(store, AGREED, other, NEGOTIATION, first)

    assert store.negotiations("spring") == [first, NEGOTIATION, AGREED]


def test_open_cases_come_oldest_first_and_without_closed_ones(store: Store) -> None:
    def case(id_: str, state: CaseState, minutes: int) -> CaseRecord:
        return replace(CASE, id=id_, state=state, opened_at=NOON + minutes * MINUTE)

    young, old, closed = case("a", CaseState.OPEN, 9), case("b", CaseState.OPEN, 1), case("c", CaseState.CLOSED, 0)
    fill(store, young, old, closed)

    assert store.open_cases() == [old, young]


def test_the_whole_outbox_is_listed(store: Store) -> None:
    held = replace(ENTRY, id="b", state=EntryState.HELD)
    fill(store, held, replace(ENTRY, id="a"))

    assert [entry.id for entry in store.entries()] == ["a", "b"]


def test_due_entries_are_those_whose_time_has_come_and_that_nobody_holds(store: Store) -> None:
    def entry(id_: str, state: EntryState, due: int, leased: int | None = None) -> None:
        lease = None if leased is None else NOON + leased * MINUTE
        fill(store, replace(ENTRY, id=id_, state=state, next_attempt_at=NOON + due * MINUTE, lease_until=lease))

    entry("now", EntryState.PENDING, 0)
    entry("past", EntryState.PENDING, -5)
    entry("future", EntryState.PENDING, 1)
    entry("held", EntryState.HELD, -5)
    entry("sent", EntryState.SENT, -5)
    entry("review", EntryState.REVIEW, -5)
    entry("dead", EntryState.DEAD, -5)
    entry("withdrawn", EntryState.WITHDRAWN, -5)
    entry("lost claim", EntryState.CLAIMED, -5, leased=0)
    entry("working", EntryState.CLAIMED, -5, leased=1)
    entry("lost draft", EntryState.DRAFTED, -5, leased=-1)
    entry("drafting", EntryState.DRAFTED, -5, leased=1)

    assert [found.id for found in store.due_entries(NOON)] == ["past", "now", "lost claim", "lost draft"]


def test_all_due_entries_are_found_longest_due_first(store: Store) -> None:
    pending = replace(ENTRY, state=EntryState.PENDING, lease_until=None)
    for first in range(0, 220, 55):
        assert store.commit(
            [replace(pending, id=f"e{n:03}", next_attempt_at=NOON - n * MINUTE) for n in range(first, first + 55)]
        )

    due = store.due_entries(NOON)

    assert len(due) == 220
    assert due[0].id == "e219"
    assert due[-1].id == "e000"


def test_microseconds_decide_what_is_due(store: Store) -> None:
    whole_second = NOON.replace(microsecond=0)
    due = replace(ENTRY, id="due", state=EntryState.PENDING, lease_until=None, next_attempt_at=whole_second)
    early = replace(due, id="early", next_attempt_at=whole_second + timedelta(microseconds=1))
    fill(store, due, early)

    assert store.due_entries(whole_second) == [due]
    assert store.due_entries(whole_second + timedelta(microseconds=1)) == [due, early]


def test_mail_is_found_by_its_lane_and_state(store: Store) -> None:
    queued = replace(INBOUND, id="q", state=InboundState.QUEUED)
    waiting = replace(INBOUND, id="w", state=InboundState.WAITING)
    elsewhere = replace(INBOUND, id="e", state=InboundState.QUEUED, thread_key="deals@agency.example:t-2")
    fill(store, queued, waiting, elsewhere, INBOUND)

    assert store.queued_in_thread(THREAD.id) == [queued]
    assert store.inbound_of(InboundState.QUEUED) == [elsewhere, queued]
    assert store.inbound_of(InboundState.DONE) == [INBOUND]


def test_mail_that_should_have_had_its_turn_is_found_oldest_first(store: Store) -> None:
    def mail(id_: str, state: InboundState, minutes: int) -> InboundRecord:
        record = replace(INBOUND, id=id_, state=state, queued_at=NOON + minutes * MINUTE)
        fill(store, record)
        return record

    on_time, old = mail("a", InboundState.QUEUED, 0), mail("b", InboundState.QUEUED, -9)
    mail("c", InboundState.QUEUED, 1)
    mail("d", InboundState.PARKED, -9)

    assert store.queued_before(NOON) == [old, on_time]


def test_tasks_belong_to_their_campaign_and_stuck_ones_are_found_in_all(store: Store) -> None:
    def task(id_: str, campaign_id: str, minutes: int, state: TaskState = TaskState.QUEUED) -> TaskRecord:
        queued_at = NOON + minutes * MINUTE
        record = replace(TASK, id=id_, campaign_id=campaign_id, state=state, queued_at=queued_at)
        fill(store, record)
        return record

    here, there = task("a@x.example", "spring", 0), task("a@x.example", "autumn", -1)
    planned = task("b@x.example", "spring", -9, TaskState.PLANNED)
    task("c@x.example", "autumn", 1)

    assert store.tasks("spring") == [here, planned]
    assert store.task("autumn", "a@x.example") == there
    assert store.tasks_queued_before(NOON) == [there, here]


def test_the_conversation_and_the_audit_trail_come_in_order(store: Store) -> None:
    numbers = [10, 2, 1]
    assert store.commit([(replace(TURN, seq=seq), "n1") for seq in numbers])
    assert store.commit([(replace(EVENT, seq=seq), "n1") for seq in numbers])
    assert store.commit([(TURN, "n2")])

    assert [turn.seq for turn in store.turns("n1")] == [1, 2, 10]
    assert [event.seq for event in store.events("n1")] == [1, 2, 10]


def test_existing_answers_only_those_that_exist(store: Store) -> None:
    fill(store, OUTREACH)

    assert store.existing(OutreachRecord, ["spring:no@creator.example", OUTREACH.id, OUTREACH.id]) == {
        OUTREACH.id: OUTREACH
    }


@pytest.mark.parametrize(
    "email", ["a/b@x.example", "50%2Foff@x.example", "ö@x.example", "'\"@x.example", "a+b@x.example"]
)
def test_any_address_can_be_an_id(store: Store, email: str) -> None:
    fill(store, replace(SUPPRESSION, email=email), replace(TASK, id=email))

    assert store.suppression(email) == replace(SUPPRESSION, email=email)
    assert store.existing(SuppressionRecord, [email]).keys() == {email}
    assert store.tasks("spring") == [replace(TASK, id=email)]


def test_text_of_a_mail_survives_whatever_it_holds(store: Store) -> None:
    text = "“quoted” 🎬\r\n\t\x00\x1f ' \" \\ {}[] \u2028 2026-03-02T12:00:00.000000Z"
    assert store.commit([(replace(TURN, text=text), "n1")])

    assert [turn.text for turn in store.turns("n1")] == [text]


def test_a_mail_is_read_with_its_mailbox(store: Store) -> None:
    mail = replace(INBOUND, id=f"{MAILBOX}:m-1")
    fill(store, mail)
    assert store.arrival(mail.id) == (mail, None)

    fill(store, MAILBOX_RECORD)

    assert store.arrival(mail.id) == (mail, MAILBOX_RECORD)
    for unknown in (f"{MAILBOX}:m-9", "m-9"):
        with pytest.raises(NotFound, match=unknown):
            store.arrival(unknown)


def test_a_value_set_back_to_none_is_none(store: Store) -> None:
    fill(store, MAILBOX_RECORD, THREAD)

    store.update(MAILBOX_RECORD, lambda box: replace(box, retry_at=None))
    assert store.commit([replace(THREAD, version=2, lease_until=None, negotiation_id=None)])

    assert store.mailbox(MAILBOX) == replace(MAILBOX_RECORD, version=2, retry_at=None)
    assert store.thread(THREAD.id) == replace(THREAD, version=2, lease_until=None, negotiation_id=None)


def test_largest_history_id_of_gmail_fits(store: Store) -> None:
    fill(store, MailboxRecord(address=MAILBOX, version=1, cursor=2**63 - 1))

    box = store.mailbox(MAILBOX)
    assert box is not None
    assert box.cursor == 9_223_372_036_854_775_807


@pytest.mark.parametrize(
    "damage",
    [
        pytest.param({"attempts": "1"}, id="wrong type"),
        pytest.param({"attempts": None}, id="null"),
        pytest.param({"mood": "good"}, id="unknown key"),
        pytest.param({"schema_version": 99}, id="newer schema"),
    ],
)
def test_a_damaged_document_is_corrupt_and_named(store: Store, damage: dict[str, object]) -> None:
    write_raw(store, THREAD, damage)

    with pytest.raises(CorruptRecord, match=f"threads/{THREAD.id}.*{next(iter(damage))}"):
        store.thread(THREAD.id)
    with pytest.raises(CorruptRecord, match=next(iter(damage))):
        store.update(THREAD, lambda thread: replace(thread, attempts=0))


def test_one_damaged_document_is_reported_and_stops_no_other(store: Store, caplog: pytest.LogCaptureFixture) -> None:
    fill(store, ENTRY)
    write_raw(store, replace(ENTRY, id="damaged"), {"token": 1.5})

    assert store.entries() == [ENTRY]
    assert "outbox/damaged" in caplog.text


def test_fields_that_a_record_no_longer_has_go_with_its_next_write(store: Store) -> None:
    write_raw(store, THREAD, {"mood": "good"})

    assert store.commit([replace(THREAD, version=2)])

    assert store.thread(THREAD.id) == replace(THREAD, version=2)

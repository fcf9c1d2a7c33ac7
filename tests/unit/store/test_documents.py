"""Records as stored: exact both ways, strict on the way back."""

import functools
import json
from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from datetime import UTC, date, datetime, timedelta, timezone
from decimal import Decimal
from enum import Enum
from functools import cache
from pathlib import Path
from typing import Any, get_args, get_type_hints

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from shared.application.documents import (
    COLLECTIONS,
    UPGRADES,
    Record,
    from_document,
    instant_text,
    key_path,
    to_document,
    upgraded,
)
from shared.domain.campaign import Campaign
from shared.domain.errors import CorruptRecord
from shared.domain.money import MINOR_UNITS, Money
from shared.domain.negotiation import Move, Negotiation, Owner
from shared.domain.records import (
    Card,
    EntryKind,
    EventRecord,
    MailboxRecord,
    OutboxEntry,
    OutgoingMail,
    SuppressionRecord,
    TurnRecord,
)
from shared.domain.states import State
from shared.domain.terms import Terms
from shared.domain.tracker import Agreement, Tracker
from tests.contract.stores.samples import CAMPAIGN, ENTRY, NEGOTIATION, RECORDS

GOLDEN = Path(__file__).parents[2] / "data" / "documents"
KINDS = sorted(COLLECTIONS, key=lambda kind: kind.__name__)
PLACE = ("somewhere", "1")

TEXT = st.text(st.characters(exclude_categories=["Cs"]), max_size=20)
INSTANT = st.datetimes(datetime(1, 1, 2), timezones=st.sampled_from([UTC, timezone(timedelta(hours=5, minutes=30))]))  # noqa: DTZ001 - hypothesis adds the zone
DECIMAL = st.decimals(allow_nan=False, allow_infinity=False, places=4)


@st.composite
def moneys(draw: st.DrawFn) -> Money:
    currency = draw(st.sampled_from(sorted(MINOR_UNITS)))
    return Money.rounded(draw(st.decimals(0, 10**6, places=4)), currency)


@st.composite
def agreements(draw: st.DrawFn) -> Agreement:
    return Agreement(negotiation_id=draw(TEXT), price=draw(moneys()), average_views=draw(st.integers(1, 2**63 - 1)))


def _tracker(lines: list[Agreement]) -> Tracker:
    return functools.reduce(Tracker.booked, lines, Tracker())


@cache
def strategy(kind: Any) -> st.SearchStrategy[Any]:
    """Values of a field's type, every field of a nested record included."""
    simple = {
        str: TEXT,
        int: st.integers(-(2**63), 2**63 - 1),
        bool: st.booleans(),
        datetime: INSTANT,
        date: st.dates(),
        Decimal: DECIMAL,
        Money: moneys(),
        type(None): st.none(),
        Tracker: st.lists(agreements(), max_size=3).map(_tracker),
    }
    if kind in simple:
        return simple[kind]
    if isinstance(kind, type) and issubclass(kind, Enum):
        return st.sampled_from(kind)
    if isinstance(kind, type) and is_dataclass(kind):
        return st.builds(kind, **{name: strategy(hint) for name, hint in get_type_hints(kind).items()})
    items = get_args(kind)
    if getattr(kind, "__origin__", None) is not tuple:
        return st.one_of([strategy(item) for item in items])
    if items[-1] is Ellipsis:
        return st.lists(strategy(items[0]), max_size=3).map(tuple)
    return st.tuples(*[strategy(item) for item in items])


@st.composite
def negotiations(draw: st.DrawFn) -> Negotiation:
    hints = get_type_hints(Negotiation)
    values = {name: draw(strategy(hint)) for name, hint in hints.items()}
    if values["state"] is not State.PAUSED:
        values["paused_from"] = None
    else:
        values["paused_from"] = State.STALE
    values["agreed_terms"] = draw(strategy(Terms)) if values["state"] is State.AGREED else None
    values["owner_name"] = draw(TEXT) if values["owner"] is Owner.HUMAN else None
    return Negotiation(**values)


@st.composite
def entries(draw: st.DrawFn) -> OutboxEntry:
    values = {name: draw(strategy(hint)) for name, hint in get_type_hints(OutboxEntry).items()}
    if values["kind"] is EntryKind.MAIL:
        values |= {"mail": draw(strategy(OutgoingMail)), "move": draw(strategy(Move)), "negotiation_id": draw(TEXT)}
    else:
        values["card"] = draw(strategy(Card))
    return OutboxEntry(**values)


def records(kind: Any) -> st.SearchStrategy[Record]:
    if kind is OutboxEntry:
        return entries()
    return negotiations() if kind is Negotiation else strategy(kind)


def as_json(document: Mapping[str, Any]) -> Any:
    return json.loads(json.dumps(document, default=instant_text))


def changed(record: Record, **keys: Any) -> dict[str, Any]:
    return to_document(record) | keys


@pytest.mark.parametrize("kind", KINDS)
@given(data=st.data())
@settings(max_examples=20)
def test_every_field_of_every_record_survives_storing(kind: type[Record], data: st.DataObject) -> None:
    record = data.draw(records(kind))

    assert from_document(kind, PLACE, to_document(record)) == record


@pytest.mark.parametrize("kind", KINDS)
@given(data=st.data())
@settings(max_examples=20)
def test_every_record_survives_storing_as_json_text(kind: type[Record], data: st.DataObject) -> None:
    record = data.draw(records(kind))

    assert from_document(kind, PLACE, as_json(to_document(record))) == record


def test_the_samples_cover_every_kind_of_record() -> None:
    assert {type(record) for record in RECORDS} == set(COLLECTIONS)


@pytest.mark.parametrize("record", RECORDS, ids=lambda record: type(record).__name__)
def test_every_field_is_a_key_of_the_document(record: Record) -> None:
    assert set(to_document(record)) == {field.name for field in fields(record)} | {"schema_version"}


@pytest.mark.parametrize("record", RECORDS, ids=lambda record: type(record).__name__)
def test_documents_of_schema_version_1_are_still_read(record: Record) -> None:
    golden = json.loads((GOLDEN / f"{type(record).__name__}.1.json").read_text("utf-8"))

    assert from_document(type(record), PLACE, golden) == record


@pytest.mark.parametrize("record", RECORDS, ids=lambda record: type(record).__name__)
def test_documents_are_written_as_the_golden_ones_of_their_schema_version(record: Record) -> None:
    version = len(UPGRADES.get(type(record), ())) + 1
    golden = json.loads((GOLDEN / f"{type(record).__name__}.{version}.json").read_text("utf-8"))

    assert as_json(to_document(record)) == golden, "stored fields change only together with an upgrade step"


def test_money_is_exact_text_with_its_currency() -> None:
    assert to_document(CAMPAIGN)["budget"] == {
        "total": {"amount": "20000.00", "currency": "USD"},
        "floor_cpm": "12.5",
        "ceiling_cpm": "22",
        "minimum_cost": {"amount": "300.00", "currency": "USD"},
        "approval_cap": {"amount": "3000.00", "currency": "USD"},
        "cpm_premiums": True,
    }


def test_states_are_stored_as_plain_text() -> None:
    state = to_document(CAMPAIGN)["state"]

    assert state == "launched"
    assert type(state) is str


def test_none_is_stored_as_null() -> None:
    document = to_document(MailboxRecord(address="a@b.example", version=1))

    assert document == {
        "schema_version": 1,
        "address": "a@b.example",
        "version": 1,
        "cursor": None,
        "connected_at": None,
        "read_at": None,
        "looked_at": None,
        "watch_expires_at": None,
        "last_push_at": None,
        "rewatched_at": None,
        "sending": True,
        "retry_at": None,
        "rules": {
            "signature": None,
            "seconds_between": 10,
            "daily_cap": 400,
            "warm_up_from": None,
            "warm_up_caps": [],
        },
        "changes": [],
    }


def test_pairs_are_maps_because_firestore_has_no_arrays_in_arrays() -> None:
    card = to_document(ENTRY)["card"]

    assert card["fields"] == [
        {"first": "Asked", "second": "$4,000.00"},
        {"first": "Offered", "second": "$1,500.00"},
    ]
    assert card["thread"] == {"first": "deals@agency.example", "second": "t-1"}


def test_instants_are_stored_in_utc() -> None:
    noon_in_india = datetime(2026, 3, 2, 17, 30, tzinfo=timezone(timedelta(hours=5, minutes=30)))
    document = to_document(SuppressionRecord(email="a@b.example", version=1, why="", at=noon_in_india))

    assert document["at"] == datetime(2026, 3, 2, 12, tzinfo=UTC)
    assert document["at"].tzinfo is UTC


def test_instants_as_text_have_one_width_so_that_they_sort_by_time() -> None:
    assert instant_text(datetime(2026, 3, 2, 12, tzinfo=UTC)) == "2026-03-02T12:00:00.000000Z"
    assert instant_text(datetime(26, 3, 2, 12, 0, 0, 7, tzinfo=UTC)) == "0026-03-02T12:00:00.000007Z"


def test_an_instant_without_zone_is_never_stored() -> None:
    naive = SuppressionRecord(email="a@b.example", version=1, why="", at=datetime(2026, 3, 2, 12))  # noqa: DTZ001 - wrong on purpose

    with pytest.raises(ValueError, match="zone"):
        to_document(naive)


def test_a_mail_that_looks_like_an_instant_stays_text() -> None:
    turn = TurnRecord(
        seq=1,
        version=1,
        at=datetime(2026, 3, 2, tzinfo=UTC),
        outbound=False,
        mail_id="m",
        author="a@b.example",
        text="2026-03-02T12:00:00.000000Z",
    )

    assert from_document(TurnRecord, PLACE, as_json(to_document(turn))) == turn


@pytest.mark.parametrize(
    ("key", "value", "problem"),
    [
        ("version", "1", "version"),
        ("version", 1.0, "version"),
        ("version", True, "version"),
        ("version", None, "version"),
        ("joins_outreach", 1, "joins_outreach"),
        ("client_name", 5, "client_name"),
        ("client_name", None, "client_name"),
        ("state", "unheard_of", "state"),
        ("created_at", datetime(2026, 3, 2, 12), "created_at"),  # noqa: DTZ001 - wrong on purpose
        ("created_at", "2026-03-02T12:00:00Z", "created_at"),
        ("created_at", 1_772_452_800, "created_at"),
        ("deliverables", {}, "deliverables"),
        ("deliverables", "ab", "deliverables"),
        ("deliverables", [{"type": "tiktok_video", "quantity": "2"}], "deliverables[0].quantity"),
        ("budget", [], "budget"),
        ("schema_version", 2, "schema_version"),
        ("schema_version", 0, "schema_version"),
        ("schema_version", "1", "schema_version"),
        ("mood", "good", "mood"),
    ],
)
def test_a_document_that_no_record_can_have_written_is_corrupt(key: str, value: object, problem: str) -> None:
    with pytest.raises(CorruptRecord) as caught:
        from_document(Campaign, ("campaigns", "spring"), changed(CAMPAIGN, **{key: value}))

    assert "campaigns/spring" in str(caught.value)
    assert problem in str(caught.value)


@pytest.mark.parametrize(
    "money",
    [
        {"amount": "1500.00"},
        {"amount": "1500.00", "currency": "USD", "rate": "1"},
        {"amount": "1,500.00", "currency": "USD"},
        {"amount": "-1.00", "currency": "USD"},
        {"amount": "1.001", "currency": "USD"},
        {"amount": 1500, "currency": "USD"},
        {"amount": 1500.0, "currency": "USD"},
        {"amount": "1500.00", "currency": "XXX"},
        {"amount": "1500.00", "currency": None},
        "1500.00",
    ],
)
def test_money_that_cannot_be_read_exactly_is_corrupt(money: object) -> None:
    document = to_document(CAMPAIGN)
    document["budget"]["total"] = money

    with pytest.raises(CorruptRecord, match=r"budget\.total"):
        from_document(Campaign, PLACE, document)


@pytest.mark.parametrize("number", ["NaN", "Infinity", "1e3", "", " 1", "٣", 1, 1.5, None])
def test_a_decimal_that_is_not_plain_text_is_corrupt(number: object) -> None:
    document = to_document(CAMPAIGN)
    document["budget"]["floor_cpm"] = number

    with pytest.raises(CorruptRecord, match=r"floor_cpm"):
        from_document(Campaign, PLACE, document)


@pytest.mark.parametrize("key", [field.name for field in fields(Negotiation)])
def test_a_missing_key_is_corrupt_even_where_the_record_has_a_default(key: str) -> None:
    document = to_document(NEGOTIATION)
    del document[key]

    with pytest.raises(CorruptRecord, match=f"misses {key}"):
        from_document(Negotiation, PLACE, document)


def test_a_missing_schema_version_is_corrupt() -> None:
    document = to_document(NEGOTIATION)
    del document["schema_version"]

    with pytest.raises(CorruptRecord, match="schema_version"):
        from_document(Negotiation, PLACE, document)


def test_a_broken_invariant_is_corrupt() -> None:
    with pytest.raises(CorruptRecord, match="paused_from must be set exactly while paused"):
        from_document(Negotiation, PLACE, changed(NEGOTIATION, paused_from=None))


@pytest.mark.parametrize(
    ("lost", "said"),
    [
        ({"mail": None}, "a mail in the outbox has its text, its move and its negotiation"),
        ({"move": None}, "a mail in the outbox has its text, its move and its negotiation"),
        ({"negotiation_id": None}, "a mail in the outbox has its text, its move and its negotiation"),
        ({"kind": "card", "card": None}, "a card in the outbox has its text"),
    ],
)
def test_an_outbox_entry_without_what_it_sends_is_corrupt(lost: dict[str, Any], said: str) -> None:
    with pytest.raises(CorruptRecord, match=said):
        from_document(OutboxEntry, PLACE, changed(ENTRY, **lost))


@pytest.mark.parametrize(
    "pair", [["a", "b"], {"first": "a"}, {"first": "a", "second": 2}, {"label": "a", "value": "b"}]
)
def test_a_pair_in_another_form_is_corrupt(pair: object) -> None:
    event = EventRecord(
        seq=1,
        version=1,
        at=datetime(2026, 3, 2, tzinfo=UTC),
        kind="paused",
        actor="Lea",
        from_state="stale",
        to_state="paused",
    )

    with pytest.raises(CorruptRecord, match="facts"):
        from_document(EventRecord, PLACE, changed(event, facts=[pair]))


def test_every_problem_is_told_at_once() -> None:
    with pytest.raises(CorruptRecord) as caught:
        from_document(OutboxEntry, PLACE, changed(ENTRY, token="3", attempts=None))

    assert "token" in str(caught.value)
    assert "attempts" in str(caught.value)


def test_the_attempt_id_that_stores_add_is_no_field() -> None:
    assert from_document(Campaign, PLACE, changed(CAMPAIGN, attempt_id="a1")) == CAMPAIGN


def test_an_old_document_is_upgraded_step_by_step() -> None:
    def split_name(document: dict[str, Any]) -> dict[str, Any]:
        first, last = document.pop("name").split()
        return document | {"first": first, "last": last}

    def add_title(document: dict[str, Any]) -> dict[str, Any]:
        return document | {"title": f"Ms {document['last']}"}

    steps = (split_name, add_title)

    assert upgraded({"schema_version": 1, "name": "Mia Berg"}, steps) == {
        "first": "Mia",
        "last": "Berg",
        "title": "Ms Berg",
    }
    assert upgraded({"schema_version": 2, "last": "Berg"}, steps) == {"last": "Berg", "title": "Ms Berg"}
    assert upgraded({"schema_version": 3, "last": "Berg"}, steps) == {"last": "Berg"}


def test_a_stored_document_is_not_changed_by_its_upgrade() -> None:
    document = to_document(CAMPAIGN)
    from_document(Campaign, PLACE, document)

    assert document == to_document(CAMPAIGN)


def test_records_below_another_have_its_id_in_their_collection() -> None:
    assert key_path(TurnRecord, "n1", "000001") == ("negotiations/n1/turns", "000001")
    assert key_path(Campaign, "spring") == ("campaigns", "spring")

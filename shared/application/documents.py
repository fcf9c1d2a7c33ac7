"""Typed records to stored documents and back: exact, versioned, unknown keys refused.

A document is made of text, whole numbers, truth values, instants, lists and maps. Both stores hold these alike, save
that one without an instant type holds `instant_text`. Nothing is converted by guess on the way back: what a record
cannot have written is a CorruptRecord.
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import fields, is_dataclass
from datetime import UTC, date, datetime
from decimal import Decimal
from enum import StrEnum
from types import GenericAlias, MappingProxyType
from typing import Any, Final, TypeVar, get_args, get_origin

import cattrs
from cattrs.gen import make_dict_structure_fn

from shared.domain.campaign import Campaign
from shared.domain.errors import CorruptRecord
from shared.domain.money import Money
from shared.domain.negotiation import Negotiation
from shared.domain.records import (
    CaseRecord,
    EventRecord,
    InboundRecord,
    MailboxRecord,
    OutboxEntry,
    OutreachRecord,
    PacingRecord,
    SentMailRecord,
    SuppressionRecord,
    TaskRecord,
    ThreadRecord,
    TurnRecord,
    UsageRecord,
)

Record = (
    Campaign
    | CaseRecord
    | EventRecord
    | InboundRecord
    | MailboxRecord
    | Negotiation
    | OutboxEntry
    | OutreachRecord
    | PacingRecord
    | SentMailRecord
    | SuppressionRecord
    | TaskRecord
    | ThreadRecord
    | TurnRecord
    | UsageRecord
)

R = TypeVar("R", bound=Record)

Upgrade = Callable[[dict[str, Any]], dict[str, Any]]
Upgrades = Mapping[type[Any], tuple[Upgrade, ...]]

# The names are a contract with everything that reads the store. `{}` stands for the parent's id.
COLLECTIONS: Final[Mapping[type[Record], str]] = {
    Campaign: "campaigns",
    CaseRecord: "cases",
    EventRecord: "negotiations/{}/events",
    InboundRecord: "inbound",
    MailboxRecord: "mailboxes",
    Negotiation: "negotiations",
    OutboxEntry: "outbox",
    OutreachRecord: "outreach",
    PacingRecord: "pacing",
    SentMailRecord: "sent_mails",
    SuppressionRecord: "suppressions",
    TaskRecord: "campaigns/{}/tasks",
    ThreadRecord: "threads",
    TurnRecord: "negotiations/{}/turns",
    UsageRecord: "usage",
}

# Record -> the steps that lead from schema version 1 to 2, from 2 to 3, ...; a record's schema version is one more
# than it has steps. A stored record's fields change only together with a step here.
UPGRADES: Final[Upgrades] = MappingProxyType({})

SCHEMA_VERSION: Final = "schema_version"

# Written by the stores into every document, to find out what became of a write whose answer was lost.
ATTEMPT_ID: Final = "attempt_id"

_INSTANT_TEXT: Final = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}Z", re.ASCII)
_DECIMAL_TEXT: Final = re.compile(r"-?\d+(\.\d+)?", re.ASCII)
_DAY_TEXT: Final = re.compile(r"\d{4}-\d\d-\d\d", re.ASCII)

# Firestore has no arrays inside arrays, so a pair is a map.
_FIRST, _SECOND = "first", "second"


def key_path(kind: type[Any], *identity: str) -> tuple[str, str]:
    """Collection and document id of a record; *identity* is its id, after its parent's id where it has one."""
    *parents, id_ = identity
    return COLLECTIONS[kind].format(*parents), id_


def to_document(record: Record, upgrades: Upgrades = UPGRADES) -> dict[str, Any]:
    """The record as stored; every field is a key, None included.

    Raises:
        ValueError: an instant without zone or a number that is not finite: a bug.
    """
    steps = upgrades.get(type(record), ())
    return {SCHEMA_VERSION: len(steps) + 1, **_CONVERTER.unstructure(record)}


def from_document(
    kind: type[R], place: tuple[str, str], document: Mapping[str, Any], upgrades: Upgrades = UPGRADES
) -> R:
    """The record that was stored at *place*.

    Raises:
        CorruptRecord: the document is of a newer schema, lacks a key, has an unknown one or a value of another type,
            or breaks an invariant; the message names the place and the fields.
    """
    content = {key: value for key, value in document.items() if key != ATTEMPT_ID}
    try:
        return _CONVERTER.structure(upgraded(content, upgrades.get(kind, ())), kind)
    except (cattrs.BaseValidationError, ValueError, TypeError, LookupError) as exc:
        problems = cattrs.transform_error(exc, path="document", format_exception=_told)
        raise CorruptRecord(f"{'/'.join(place)} is corrupt: {'; '.join(problems)}") from exc


def upgraded(document: Mapping[str, Any], steps: tuple[Upgrade, ...]) -> dict[str, Any]:
    """The document at the newest schema version, without its `schema_version`.

    Raises:
        ValueError: the version is missing, not a number, below 1, or newer than *steps* lead to.
    """
    content = dict(document)
    version = content.pop(SCHEMA_VERSION, None)
    if type(version) is not int or not 1 <= version <= len(steps) + 1:
        raise ValueError(f"{SCHEMA_VERSION} is {version!r}, known are 1 to {len(steps) + 1}")
    for step in steps[version - 1 :]:
        content = step(content)
    return content


def instant_text(instant: datetime) -> str:
    """The instant in UTC at fixed width, "2026-03-01T09:30:00.000000Z", so that the order of texts is that of time."""
    return _utc(instant).isoformat(timespec="microseconds").removesuffix("+00:00") + "Z"


def _utc(value: datetime) -> datetime:
    if value.utcoffset() is None:
        raise ValueError("an instant needs a time zone")
    utc = value.astimezone(UTC)
    # Not the vendor's subclass that Firestore answers with: records hold plain values.
    return datetime.combine(utc.date(), utc.time(), tzinfo=UTC)


def _told(exc: BaseException, _: type | None) -> str:
    return f"misses {exc}" if isinstance(exc, KeyError) else str(exc)


def _instant(value: Any, _: Any) -> datetime:
    if isinstance(value, datetime):
        return _utc(value)
    if _INSTANT_TEXT.fullmatch(_text(value)):
        return datetime.fromisoformat(value)
    raise ValueError("is not an instant")


def _day(value: Any, _: Any) -> date:
    if not _DAY_TEXT.fullmatch(_text(value)):
        raise ValueError("is not a day such as 2026-03-01")
    return date.fromisoformat(value)


def _decimal(value: Any, _: Any) -> Decimal:
    if not _DECIMAL_TEXT.fullmatch(_text(value)):
        raise ValueError("is not a decimal number")
    return Decimal(value)


def _money(value: Any, _: Any) -> Money:
    _require_keys(value, {"amount", "currency"})
    return Money.of(_text(value["amount"]), _text(value["currency"]))


def _text(value: Any) -> str:
    text: str = _of_type(value, str)
    return text


def _of_type(value: Any, kind: type[Any]) -> Any:
    # Exactly the type: True is an int to Python, and int("5") would be 5.
    if type(value) is not kind:
        raise TypeError(f"must be {kind.__name__}, is {type(value).__name__}")
    return value


def _require_keys(value: Any, names: set[str]) -> None:
    if not isinstance(value, Mapping):
        raise TypeError(f"must be a map, is {type(value).__name__}")
    wrong = [f"misses {name}" for name in sorted(names - value.keys())]
    wrong += [f"has the unknown key {name}" for name in sorted(value.keys() - names)]
    if wrong:
        raise ValueError(", ".join(wrong))


def _decimal_text(value: Decimal) -> str:
    if not value.is_finite():
        raise ValueError(f"{value} cannot be stored")
    return f"{value:f}"


def _is_pair(kind: Any) -> bool:
    return get_origin(kind) is tuple and get_args(kind) == (str, str)


def _is_sequence(kind: Any) -> bool:
    return get_origin(kind) is tuple and get_args(kind)[-1] is Ellipsis


def _structure_pair(value: Any, _: Any) -> tuple[str, str]:
    _require_keys(value, {_FIRST, _SECOND})
    return _text(value[_FIRST]), _text(value[_SECOND])


def _structure_enum(value: Any, kind: type[StrEnum]) -> StrEnum:
    return kind(_text(value))


def _structure_record(kind: type[Any], converter: cattrs.Converter) -> Callable[[Any, Any], Any]:
    structure = make_dict_structure_fn(kind, converter)
    names = {field.name for field in fields(kind)}

    def structure_strictly(value: Any, _: Any) -> Any:
        _require_keys(value, names)
        return structure(value, kind)

    return structure_strictly


def _structure_sequence(kind: Any, converter: cattrs.Converter) -> Callable[[Any, Any], Any]:
    items: Any = GenericAlias(list, (get_args(kind)[0],))

    def structure_strictly(value: Any, _: Any) -> tuple[Any, ...]:
        return tuple(converter.structure(_of_type(value, list), items))

    return structure_strictly


def _unstructure_sequence(kind: Any, converter: cattrs.Converter) -> Callable[[Any], list[Any]]:
    item = get_args(kind)[0]
    return lambda value: [converter.unstructure(entry, unstructure_as=item) for entry in value]


def _build_converter() -> cattrs.Converter:
    converter = cattrs.Converter()
    converter.register_structure_hook_factory(is_dataclass, _structure_record)
    converter.register_structure_hook_factory(_is_sequence, _structure_sequence)
    converter.register_structure_hook_func(_is_pair, _structure_pair)
    for kind, structure in _STRUCTURE.items():
        converter.register_structure_hook(kind, structure)
    converter.register_unstructure_hook_factory(_is_sequence, _unstructure_sequence)
    converter.register_unstructure_hook_func(_is_pair, lambda pair: {_FIRST: pair[0], _SECOND: pair[1]})
    for kind, unstructure in _UNSTRUCTURE.items():
        converter.register_unstructure_hook(kind, unstructure)
    return converter


# The converter takes the nearest class: StrEnum stands before str, and datetime before date.
_STRUCTURE: Final[Mapping[type[Any], Callable[[Any, Any], Any]]] = {
    str: _of_type,
    int: _of_type,
    bool: _of_type,
    StrEnum: _structure_enum,
    datetime: _instant,
    date: _day,
    Decimal: _decimal,
    Money: _money,
}

_UNSTRUCTURE: Final[Mapping[type[Any], Callable[[Any], Any]]] = {
    StrEnum: lambda member: member.value,
    datetime: _utc,
    date: date.isoformat,
    Decimal: _decimal_text,
    Money: lambda money: {"amount": money.text, "currency": money.currency},
}

_CONVERTER: Final = _build_converter()

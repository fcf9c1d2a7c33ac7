from collections.abc import Mapping
from dataclasses import dataclass, replace
from enum import StrEnum

from emulators.gmail.errors import invalid

_WEEK_SECONDS = (
    7 * 24 * 3600
)  # a watch ends after 7 days: https://developers.google.com/workspace/gmail/api/guides/push

# "max notification rate of 1 event/sec. Any user notifications above that rate will be dropped": the same page.
_PUSH_INTERVAL_SECONDS = 1.0


# What an answer may lack under `fields_left_out`.
_LEAVABLE = frozenset({"internalDate", "payload", "raw", "threadId"})


class DraftRotation(StrEnum):
    """Which ids change when a person edits a draft in Gmail's window."""

    NONE = "none"
    MESSAGE = "message"
    BOTH = "both"


@dataclass(frozen=True, slots=True, kw_only=True)
class Habits:
    """What Gmail does beside its reference documentation, each to be switched.

    Attributes:
        message_id_replaced: a sent mail gets a new Message-ID; false keeps the client's.
        history_delay_seconds: a change shows in history only this long after its push.
        history_id_leads: history.list's `historyId` already counts the changes that it does not show yet.
        history_expired_before: a startHistoryId below it is answered with 404.
        page_size: at most this many items per page of any list, whatever maxResults says.
        sent_draft_noise: history and pushes also tell of SENT and DRAFT messages.
        drafts_consumed_once: a sent draft is gone; false lets it be sent again.
        consumed_draft_status: the error status for a draft that was sent: 404 or 400.
        draft_ids_rotate: see `DraftRotation`.
        push_rate_limited: at most one push per interval and mailbox, the rest is dropped.
        push_interval_seconds: that interval.
        push_history_id_text: the push carries its historyId as a string; both forms are met in practice.
        push_dropped: no push arrives at all.
        watch_seconds: how long a watch lasts.
        watch_silent: a watch asked for now is active and pushes nothing, as is every renewal of it until it is
            stopped; met in practice (alga-psa #859).
        fields_left_out: these are missing wherever a message is shown; nothing promises that they are there.
    """

    message_id_replaced: bool = True
    history_delay_seconds: float = 0.0
    history_id_leads: bool = False
    history_expired_before: int = 0
    page_size: int = 100
    sent_draft_noise: bool = True
    drafts_consumed_once: bool = True
    consumed_draft_status: int = 404
    draft_ids_rotate: DraftRotation = DraftRotation.MESSAGE
    push_rate_limited: bool = True
    push_interval_seconds: float = _PUSH_INTERVAL_SECONDS
    push_history_id_text: bool = False
    push_dropped: bool = False
    watch_seconds: int = _WEEK_SECONDS
    watch_silent: bool = False
    fields_left_out: tuple[str, ...] = ()


def changed(habits: Habits, data: Mapping[str, object]) -> Habits:
    """*habits* with the keys of *data* set.

    Raises:
        ApiError: 400 for a key or a value that is not one of `Habits`.
    """
    return replace(habits, **{key: _value(habits, key, value) for key, value in data.items()})  # type: ignore[arg-type] # checked per key


def _value(habits: Habits, key: str, value: object) -> object:
    if key not in Habits.__slots__:
        raise invalid(f"unknown habit {key!r}")
    present = getattr(habits, key)
    if isinstance(present, DraftRotation):
        return _rotation(value)
    if isinstance(present, tuple):
        return _fields(value)
    if isinstance(present, float) and type(value) is int:
        return float(value)
    if type(value) is not type(present):
        raise invalid(f"habit {key} takes a {type(present).__name__}, not {value!r}")
    return value


def _rotation(value: object) -> DraftRotation:
    try:
        return DraftRotation(str(value))
    except ValueError as exc:
        raise invalid(f"draft_ids_rotate is one of {', '.join(DraftRotation)}, not {value!r}") from exc


def _fields(value: object) -> tuple[str, ...]:
    if not isinstance(value, list) or not _LEAVABLE.issuperset(value):
        raise invalid(f"fields_left_out is a list out of {', '.join(sorted(_LEAVABLE))}, not {value!r}")
    return tuple(value)


def lacking(answer: object, fields: tuple[str, ...]) -> object:
    """The JSON *answer* without *fields*, however deep they lie."""
    if isinstance(answer, list):
        return [lacking(item, fields) for item in answer]
    if isinstance(answer, dict):
        return {key: lacking(value, fields) for key, value in answer.items() if key not in fields}
    return answer

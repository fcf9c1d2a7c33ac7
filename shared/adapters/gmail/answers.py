"""Gmail's answers in our words. One that lacks what we cannot do without is no answer: it is asked for again.

Nothing is put in the place of what is missing. A mail of ours that came without its headers would look as if a person
had written it, and a mail without its time would be the oldest of all.
"""

from base64 import urlsafe_b64decode
from collections.abc import Iterable, Mapping
from datetime import UTC, datetime, timedelta
from typing import Any, Final

from shared.adapters.gmail.mime import MARKER_HEADER
from shared.application.ports import MessageRef, RawMail, ThreadMessage
from shared.domain.errors import Unavailable
from shared.domain.mail.message import MailEnvelope

Json = Mapping[str, Any]

_DRAFT: Final = "DRAFT"
_EPOCH: Final = datetime(1970, 1, 1, tzinfo=UTC)


def needed(answer: Json, key: str, call: str) -> Any:
    """The value of *key*.

    Raises:
        Unavailable: there is none.
    """
    if answer.get(key) is None:
        raise Unavailable(f"Gmail {call}: an answer without {key}")
    return answer[key]


def whole_number(answer: Json, key: str, call: str) -> int:
    """The number under *key*, which Gmail writes as a text.

    Raises:
        Unavailable: there is none, or it is no number.
    """
    value = needed(answer, key, call)
    try:
        return int(value)
    except (TypeError, ValueError) as exc:
        raise Unavailable(f"Gmail {call}: {key} is no number: {value!r}") from exc


def instant(answer: Json, key: str, call: str) -> datetime:
    """Gmail's epoch milliseconds, exact: a float would round them.

    Raises:
        Unavailable: there are none, or no instant is meant by them.
    """
    milliseconds = whole_number(answer, key, call)
    try:
        return _EPOCH + timedelta(milliseconds=milliseconds)
    except OverflowError as exc:
        raise Unavailable(f"Gmail {call}: {key} is no instant: {milliseconds}") from exc


def message_refs(messages: Iterable[Json], call: str) -> tuple[MessageRef, ...]:
    """Each message once, in order, drafts left out as far as the list names labels."""
    refs = [message_ref(message, call) for message in messages if _DRAFT not in message.get("labelIds", ())]
    return tuple({ref.message_id: ref for ref in refs}.values())


def message_ref(message: Json, call: str) -> MessageRef:
    """The ids and labels of a message, whatever it is.

    Raises:
        Unavailable: it has no id, or no thread's.
    """
    return MessageRef(
        message_id=needed(message, "id", call),
        thread_id=needed(message, "threadId", call),
        labels=tuple(message.get("labelIds", ())),
    )


def raw_mail(message: Json, call: str) -> RawMail:
    """A message in the format `raw`."""
    ref = message_ref(message, call)
    envelope = MailEnvelope(
        message_id=ref.message_id,
        thread_id=ref.thread_id,
        received_at=instant(message, "internalDate", call),
        labels=ref.labels,
    )
    return RawMail(envelope=envelope, raw=_decoded(needed(message, "raw", call), call))


def thread_message(message: Json, call: str) -> ThreadMessage:
    """A message in the format `metadata`."""
    ref = message_ref(message, call)
    return ThreadMessage(
        message_id=ref.message_id,
        thread_id=ref.thread_id,
        labels=ref.labels,
        received_at=instant(message, "internalDate", call),
        sender=header(message, "From", call) or "",
        rfc822_message_id=header(message, "Message-ID", call),
        marker=header(message, MARKER_HEADER, call),
    )


def header(message: Json, name: str, call: str) -> str | None:
    """The first header of that name in any case ("Message-Id" is common); None when the message has none.

    Raises:
        Unavailable: the answer says nothing of headers.
    """
    wanted = name.lower()
    listed = needed(message, "payload", call).get("headers", ())
    return next((item.get("value", "") for item in listed if item.get("name", "").lower() == wanted), None)


def _decoded(text: str, call: str) -> bytes:
    """Base64url with or without its padding."""
    try:
        return urlsafe_b64decode(text + "=" * (-len(text) % 4))
    except ValueError as exc:
        raise Unavailable(f"Gmail {call}: raw is not base64url") from exc

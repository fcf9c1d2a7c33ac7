"""Which thread a mail belongs to.

Gmail joins a mail to a thread by References or In-Reply-To and the same subject; through the API the caller must name
the thread as well (https://developers.google.com/workspace/gmail/api/guides/threads). All else starts a new thread.
"""

from collections.abc import Iterable

from emulators.gmail.headers import base_subject, message_id, referenced_ids
from emulators.gmail.messages import StoredMessage


def _answered(message: StoredMessage, references: set[str]) -> bool:
    return not message.is_draft and message_id(message.raw) in references


def belongs_to(raw: bytes, thread: Iterable[StoredMessage]) -> bool:
    """True when *raw* answers a message of *thread* under a subject that the thread has."""
    messages = list(thread)
    references = referenced_ids(raw)
    if not any(_answered(message, references) for message in messages):
        return False
    return base_subject(raw) in {base_subject(message.raw) for message in messages}


def thread_of_incoming(raw: bytes, messages: Iterable[StoredMessage]) -> str | None:
    """The thread that an arriving mail joins, the newest first; None starts a new one."""
    references = referenced_ids(raw)
    subject = base_subject(raw)
    for message in sorted(messages, key=lambda item: item.order, reverse=True):
        if _answered(message, references) and base_subject(message.raw) == subject:
            return message.thread_id
    return None

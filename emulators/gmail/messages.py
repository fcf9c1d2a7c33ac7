from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from emulators.gmail.errors import invalid
from emulators.gmail.payload import Json, encoded, metadata_payload, payload, snippet


class Format(StrEnum):
    FULL = "full"
    METADATA = "metadata"
    MINIMAL = "minimal"
    RAW = "raw"


@dataclass(frozen=True, slots=True, kw_only=True)
class StoredMessage:
    """One message of a mailbox.

    Attributes:
        id: Gmail's id, 16 hexadecimal digits.
        thread_id: id of the thread, which is that of its first message.
        raw: the mail as it lies in the mailbox.
        label_ids: sorted.
        at: when Gmail got it (`internalDate`), not what its Date header says.
        history_id: of its last change.
        order: rises with every message of the mailbox.
    """

    id: str
    thread_id: str
    raw: bytes
    label_ids: tuple[str, ...]
    at: datetime
    history_id: int
    order: int

    @property
    def is_draft(self) -> bool:
        return "DRAFT" in self.label_ids

    @property
    def is_outgoing(self) -> bool:
        return self.is_draft or "SENT" in self.label_ids

    def named(self) -> Json:
        """As lists name it."""
        return {"id": self.id, "threadId": self.thread_id}

    def labelled(self) -> Json:
        """As writes and history answer."""
        return {**self.named(), "labelIds": list(self.label_ids)}

    def shown(self, shape: Format, metadata_headers: list[str]) -> Json:
        """As messages.get answers."""
        answer = {
            **self.labelled(),
            "snippet": snippet(self.raw),
            "historyId": str(self.history_id),
            "internalDate": str(int(self.at.timestamp() * 1000)),
            "sizeEstimate": len(self.raw),
        }
        match shape:
            case Format.FULL:
                answer["payload"] = payload(self.raw)
            case Format.METADATA:
                answer["payload"] = metadata_payload(self.raw, metadata_headers)
            case Format.RAW:
                answer["raw"] = encoded(self.raw)
            case Format.MINIMAL:
                pass
        return answer


def parse_format(text: str) -> Format:
    """A `format` parameter; "" is Gmail's default, full."""
    try:
        return Format(text.lower() or "full")
    except ValueError as exc:
        raise invalid(f"Invalid value at 'format': {text}") from exc

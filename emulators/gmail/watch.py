from dataclasses import dataclass
from datetime import datetime

from emulators.gmail.messages import StoredMessage


@dataclass(frozen=True, slots=True, kw_only=True)
class Watch:
    """An order to push.

    Attributes:
        topic_name: "projects/P/topics/T".
        label_ids: empty watches everything.
        excludes: *label_ids* are those that are not pushed.
        expires_at: no push from then on.
        silent: it pushes nothing, although it looks like any other.
    """

    topic_name: str
    label_ids: frozenset[str]
    excludes: bool
    expires_at: datetime
    silent: bool

    def wants(self, message: StoredMessage, *, noise: bool) -> bool:
        """True when a change of *message* is pushed.

        The filter leaks: Gmail pushes changes of SENT and DRAFT messages past it, which *noise* imitates.
        """
        if not self.label_ids or (noise and message.is_outgoing):
            return True
        return self.label_ids.isdisjoint(message.label_ids) is self.excludes

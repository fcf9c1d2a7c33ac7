import threading
from collections.abc import Mapping, Sequence

from emulators.gmail.errors import ApiError
from emulators.gmail.habits import Habits, changed
from emulators.gmail.history import Change
from emulators.gmail.ids import Ids
from emulators.gmail.mailbox import Mailbox
from emulators.gmail.push import Pusher
from emulators.wallclock import now


class Accounts:
    """Every mailbox of this Gmail, and its habits.

    Attributes:
        pusher: what publishes for all of them.
    """

    def __init__(self, addresses: Sequence[str], pusher: Pusher) -> None:
        self._addresses = [address.lower() for address in addresses]
        self._lock = threading.Lock()
        self._ids = Ids()
        self._habits = Habits()
        self.pusher = pusher
        self._mailboxes = self._empty()

    def habits(self) -> Habits:
        with self._lock:
            return self._habits

    def change_habits(self, data: Mapping[str, object]) -> Habits:
        """Set some habits; returns them all."""
        with self._lock:
            self._habits = changed(self._habits, data)
            return self._habits

    def mailbox(self, user_id: str) -> Mailbox:
        """The mailbox of an address; "me" is the first one.

        Raises:
            ApiError: 403 for an address that nobody has.
        """
        address = self._addresses[0] if user_id == "me" else user_id.lower()
        with self._lock:
            if address not in self._mailboxes:
                raise ApiError(403, "forbidden", f"Delegation denied for {user_id}")
            return self._mailboxes[address]

    def reset(self) -> None:
        """Empty mailboxes without watches, default habits, no pushes."""
        with self._lock:
            self._habits = Habits()
            self._mailboxes = self._empty()
        self.pusher.reset()

    def _empty(self) -> dict[str, Mailbox]:
        return {address: Mailbox(address, self._ids, self.habits, self._push) for address in self._addresses}

    def _push(self, mailbox: Mailbox, change: Change) -> None:
        watch = mailbox.watch
        habits = self.habits()
        if watch is None or watch.expires_at <= now():
            return
        if watch.wants(change.message, noise=habits.sent_draft_noise):
            self.pusher.offer(mailbox.address, watch, change.id, habits)

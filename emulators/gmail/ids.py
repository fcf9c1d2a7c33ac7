import itertools
import secrets

from emulators.wallclock import now

_COUNTER_BITS = 20  # 41 bits of milliseconds and these make the 16 hexadecimal digits of a Gmail id


class Ids:
    """Ids in Gmail's forms, unique over all mailboxes and restarts; safe from any thread."""

    def __init__(self) -> None:
        self._count = itertools.count(1)

    def message_id(self) -> str:
        milliseconds = int(now().timestamp() * 1000)
        return f"{(milliseconds << _COUNTER_BITS) + next(self._count) % (1 << _COUNTER_BITS):x}"

    def draft_id(self) -> str:
        return f"r{secrets.randbits(62)}"

    def rfc822_message_id(self) -> str:
        """As Gmail writes it into a mail sent over its API."""
        return f"<CA{secrets.token_urlsafe(24)}@mail.gmail.com>"

    def missing_message_id(self) -> str:
        """As Gmail writes it into an arriving mail that has none."""
        return f"<{secrets.token_hex(20)}@mx.google.com>"

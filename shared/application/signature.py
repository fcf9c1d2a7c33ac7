"""What stands under a mail: the lines that people set for its mailbox, or else the campaign's sender."""

from shared.application.store import Store


def signature_of(store: Store, mailbox: str) -> str | None:
    """The mailbox's own signature, as it is now; None: there is none."""
    box = store.mailbox(mailbox)
    return box.rules.signature if box else None

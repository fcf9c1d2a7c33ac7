"""Mail into the queue: each message once, and a wake-up for its thread."""

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from typing import Final

from shared.application.app import App
from shared.application.ports import MessageRef
from shared.application.topics import INBOUND_MESSAGES
from shared.domain.records import InboundRecord, InboundState, thread_key

# Longer than any negotiation lasts: a mail in its thread that the queue does not know counts as new. Pub/Sub's longest
# retention (31 days) is far below.
KEPT: Final = timedelta(days=400)

# Firestore takes 10 MiB a commit; a queue record is under 2 kB, so this stays far below.
BATCH: Final = 200

# Each takes 20 units of Gmail's quota before the mail that came with it is queued.
MOST_MARKERS: Final = 20


def queue_unseen(app: App, mailbox: str, messages: Sequence[MessageRef], cursor: int) -> list[InboundRecord]:
    """Queue those of *messages* that the queue does not know, and move the cursor forward; answers the new mails."""
    now = app.clock.now()
    by_hand = _sent_by_hand(app, mailbox, messages)
    records = [
        inbound_record(mailbox, message, now)
        for message in messages
        if message.message_id in by_hand or message.is_received
    ]
    new: list[InboundRecord] = []
    batches = [records[start : start + BATCH] for start in range(0, len(records), BATCH)] or [[]]
    for batch in batches[:-1]:
        new += app.store.queue_mail(mailbox, batch, cursor=0)
    return new + app.store.queue_mail(mailbox, batches[-1], cursor)


def wake(app: App, records: Iterable[InboundRecord]) -> None:
    """Ask for a turn for each thread among the records; the newest mail of a thread stands for all of it.

    The thread's key only spares the turn a reading: the mail's record says which thread it is in.
    """
    for key, id_ in {record.thread_key: record.id for record in records}.items():
        app.publisher.publish(INBOUND_MESSAGES, {"inbound_id": id_, "thread_key": key})


def inbound_id(mailbox: str, message: MessageRef) -> str:
    """The id under which a message is queued."""
    return f"{mailbox}:{message.message_id}"


def inbound_record(mailbox: str, message: MessageRef, now: datetime) -> InboundRecord:
    """A message, to be queued."""
    return InboundRecord(
        id=inbound_id(mailbox, message),
        version=1,
        mailbox=mailbox,
        message_id=message.message_id,
        thread_id=message.thread_id,
        thread_key=thread_key(mailbox, message.thread_id),
        state=InboundState.QUEUED,
        queued_at=now,
        kept_until=now + KEPT,
    )


def _sent_by_hand(app: App, mailbox: str, messages: Sequence[MessageRef]) -> set[str]:
    """Ids of what a person may have sent from the mailbox outside the threads of all negotiations.

    Inside them whoever looks at the thread finds it. Our own openings are told by their mark, as they are in Gmail
    before their thread is in the store; beyond the first few it is left to the turn, which looks again.
    """
    sent = [message for message in messages if message.is_sent and "DRAFT" not in message.labels]
    taken = app.store.threads_taken([thread_key(mailbox, message.thread_id) for message in sent])
    outside = [message.message_id for message in sent if thread_key(mailbox, message.thread_id) not in taken]
    ours = {id_ for id_ in outside[:MOST_MARKERS] if app.mailbox.marker(mailbox, id_) is not None}
    return set(outside) - ours

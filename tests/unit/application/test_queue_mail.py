"""Mail into the queue: which of it, each once, and one wake-up for a thread."""

from shared.application.receive_mail import receive_mail
from shared.application.topics import INBOUND_MESSAGES
from shared.domain.records import InboundState, MailboxRecord
from tests.unit.application.world import World
from tests.unit.domain.builders import MAILBOX


def box(world: World) -> MailboxRecord:
    found = world.app.store.mailbox(MAILBOX)
    assert found is not None
    return found


def queued(world: World) -> list[str]:
    return [record.id for record in world.app.store.inbound_of(InboundState.QUEUED)]


def test_a_thread_is_woken_once_for_all_its_mail() -> None:
    world = World()
    world.arrive("One.")
    second = world.arrive("Two.")
    receive_mail(world.app, MAILBOX)
    woken = {"inbound_id": second, "thread_key": f"{MAILBOX}:{world.thread_id}"}
    assert world.app.publisher.queue == [(INBOUND_MESSAGES, woken)]


def test_sent_mail_and_drafts_are_not_received() -> None:
    world = World()
    world.launch()
    world.colleague_sends()
    assert receive_mail(world.app, MAILBOX) == ()
    assert queued(world) == []
    assert box(world).cursor == len(world.app.mailbox.history_log)


def test_more_mail_than_one_write_takes_is_queued_all() -> None:
    world = World()
    ids = [world.arrive(f"Mail {count}.", thread_id=f"t{count}") for count in range(450)]
    assert receive_mail(world.app, MAILBOX) == tuple(ids)
    assert box(world).cursor == 450

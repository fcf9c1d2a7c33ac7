"""A small world round the use-cases: one campaign, one creator, one mailbox, and a queue that is served on demand."""

from dataclasses import dataclass, replace
from datetime import timedelta
from email.message import EmailMessage
from typing import Any, Final

from shared.adapters.sqlite import SqliteStore
from shared.application.answer_case import answer_case
from shared.application.app import Policy
from shared.application.launch_campaign import launch_campaign
from shared.application.open_negotiation import open_negotiation
from shared.application.receive_mail import receive_mail
from shared.application.renew_watch import renew_watch
from shared.application.resolve_case import approve_case, edit_case, reject_case
from shared.application.seen_case import case_digest, draft_of_case
from shared.application.steer_mailbox import set_rules
from shared.application.steer_negotiation import Command, steer_negotiation
from shared.application.sweep import Swept, sweep
from shared.application.take_turn import take_turn
from shared.application.topics import CAMPAIGN_TASKS, INBOUND_MESSAGES
from shared.domain.campaign import Campaign, CampaignState, Creator
from shared.domain.negotiation import Negotiation, negotiation_id
from shared.domain.own_words import OwnWords
from shared.domain.reading.facts import Reading
from shared.domain.records import CaseRecord, InboundRecord, OutboxEntry, TaskRecord, TaskState
from tests.unit.application.fakes import (
    FakeClock,
    FakeMailbox,
    FakeNotifier,
    FakePublisher,
    Message,
    ScriptedModel,
)
from tests.unit.domain.builders import CREATOR_EMAIL, MAILBOX, NOW, REVIEWED, campaign, creator

_OPTIONAL_HEADERS: Final = (
    *("References", "In-Reply-To", "Reply-To", "Cc", "List-Id", "Precedence", "Auto-Submitted", "X-Failed-Recipients"),
    "X-Parley-Send-Id",
)
LEASE: Final = timedelta(minutes=10)
N1: Final = negotiation_id("spring", CREATOR_EMAIL)


@dataclass(frozen=True, slots=True, kw_only=True)
class FakeApp:
    policy: Policy
    clock: FakeClock
    store: SqliteStore
    mailbox: FakeMailbox
    model: ScriptedModel
    notifier: FakeNotifier
    publisher: FakePublisher


def new_app() -> FakeApp:
    clock = FakeClock(NOW)
    return FakeApp(
        policy=Policy(
            team_domains=frozenset({"agency.example"}),
            mailboxes={MAILBOX: ()},
            lease=LEASE,
            daily_tokens=5_000_000,
            negotiation_tokens=300_000,
        ),
        clock=clock,
        store=SqliteStore(":memory:"),
        mailbox=FakeMailbox(clock),
        model=ScriptedModel(),
        notifier=FakeNotifier(),
        publisher=FakePublisher(),
    )


class World:
    """What people and the platform do, around one `FakeApp`."""

    def __init__(self, found: Campaign | None = None, *rows: Creator) -> None:
        self.app = new_app()
        self.app.store.create(replace(found or campaign(), state=CampaignState.IMPORTED))
        for place, row in enumerate(rows or (creator(),), 1):
            self.app.store.create(_task(place, row))
        renew_watch(self.app, MAILBOX)
        self.set_rules(seconds_between=0)

    def set_rules(self, **changes: Any) -> None:
        """The mailbox's rules; a world starts without pauses between mails, as its clock hardly moves."""
        set_rules(self.app, MAILBOX, "Kim", changes)

    @property
    def negotiation(self) -> Negotiation:
        return self.app.store.negotiation(N1)

    @property
    def thread_id(self) -> str:
        opened = self.app.store.existing(Negotiation, [N1])
        return (opened[N1].thread_id if opened else None) or "no thread yet"

    def launch(self) -> None:
        """Launch the campaign and serve its tasks."""
        launch_campaign(self.app, "spring")
        self.serve()

    def serve(self) -> None:
        """Let the platform deliver every wake-up that is waiting, those it leads to included."""
        while self.app.publisher.queue:
            topic, message = self.app.publisher.queue.pop(0)
            self.app.clock.advance(seconds=1)
            if topic == CAMPAIGN_TASKS:
                open_negotiation(self.app, message["campaign_id"], message["task_id"])
            elif topic == INBOUND_MESSAGES:
                take_turn(self.app, message["inbound_id"], message.get("thread_key"))

    def arrive(self, text: str, reading: Reading | None = None, **letter: str) -> str:
        """A mail lands in the mailbox and nobody knows yet; answers its inbound id."""
        self.app.clock.advance(minutes=1)
        number = self.app.mailbox.number()
        sender = letter.get("sender", CREATOR_EMAIL)
        thread_id = letter.get("thread_id") or self.thread_id
        message = Message(
            id=f"in{number}",
            thread_id=thread_id,
            labels=("INBOX",),
            at=self.app.clock.now(),
            sender=sender,
            rfc822_id=f"<in{number}@creator.example>",
            raw=raw_mail(text, number, **letter),
        )
        self.app.mailbox.put(message)
        if reading is not None:
            self.app.model.readings.append(reading)
        return f"{MAILBOX}:{message.id}"

    def write(self, text: str, reading: Reading | None = None, **letter: str) -> InboundRecord:
        """A mail arrives, Gmail notifies, the turn is taken; answers the mail's record."""
        inbound_id = self.arrive(text, reading, **letter)
        self.notify()
        self.serve()
        return self.app.store.inbound(inbound_id)

    def notify(self) -> None:
        receive_mail(self.app, MAILBOX, pushed=True)

    def colleague_sends(self, text: str = "I will take this one.", **letter: str) -> None:
        """A person of the team writes from the mailbox itself, without Parley; in our thread unless one is named."""
        self.app.clock.advance(minutes=1)
        number = self.app.mailbox.number()
        message = Message(
            id=f"human{number}",
            thread_id=letter.get("thread_id") or self.thread_id,
            labels=("SENT",),
            at=self.app.clock.now(),
            sender="kim@agency.example",
            rfc822_id=f"<human{number}@agency.example>",
            raw=raw_mail(text, number, sender=MAILBOX, **letter),
        )
        self.app.mailbox.put(message)

    def sweep(self, **later: float) -> Swept:
        """Time passes (ten minutes unless told), the sweep runs, its wake-ups are served."""
        self.app.clock.advance(**(later or {"minutes": 10}))
        swept = sweep(self.app)
        self.serve()
        return swept

    def seen(self, case_id: str) -> str:
        """The digest for somebody who looks at the case right now."""
        case = self.app.store.case(case_id)
        return case_digest(case, draft_of_case(self.app.store, case))

    def approve(self, case_id: str, *mails: str, person: str = "Kim") -> str:
        """Somebody looks at the case and approves it; so too the other three."""
        return approve_case(self.app, case_id, person, seen=self.seen(case_id), mails=mails)

    def edit(self, case_id: str, body: str, *, override: bool) -> str:
        return edit_case(self.app, case_id, "Kim", seen=self.seen(case_id), body=body, override=override)

    def reject(self, case_id: str) -> str:
        return reject_case(self.app, case_id, "Kim", seen=self.seen(case_id))

    def answer(self, case_id: str, words: OwnWords, *, person: str = "Kim") -> str:
        return answer_case(self.app, case_id, person, words, seen=self.seen(case_id))

    def events(self) -> list[str]:
        return [event.kind for event in self.app.store.events(N1)]

    def entries(self) -> list[OutboxEntry]:
        """Mails of the outbox, oldest first; cards are seen by their posts."""
        return sorted(
            (entry for entry in self.app.store.entries() if entry.mail),
            key=lambda entry: int(entry.id.rpartition("-")[2]),
        )


def opened(**changes: object) -> World:
    """A campaign that is launched, its opening out where nobody has to look at it."""
    world = World(campaign(**changes))
    world.launch()
    return world


def reviewed() -> World:
    """Everything waits for a person; the opening was approved and is out."""
    world = opened(autonomy=REVIEWED)
    world.approve(only_case(world).id)
    return world


def only_case(world: World) -> CaseRecord:
    (case,) = world.app.store.open_cases()
    return case


def last(world: World) -> OutboxEntry:
    """Our newest mail, sent or not."""
    return world.entries()[-1]


def steer(world: World, command: Command, person: str = "Kim") -> Negotiation:
    return steer_negotiation(world.app, N1, command, person)


def raw_mail(text: str, number: int, **letter: str) -> bytes:
    """A plain mail as Gmail hands it out; *auth* is Gmail's verdict on the sender's domain."""
    sender = letter.get("sender", CREATOR_EMAIL)
    mail = EmailMessage()
    verdict = letter.get("auth", "pass")
    mail["Authentication-Results"] = f"mx.google.com; dmarc={verdict} header.from={sender.rpartition('@')[2]}"
    mail["From"] = f"Someone <{sender}>"
    mail["To"] = letter.get("to", MAILBOX)
    mail["Subject"] = letter.get("subject", "Re: Northwind x Mia")
    mail["Message-ID"] = f"<in{number}@creator.example>"
    for name in _OPTIONAL_HEADERS:
        if name in letter:
            mail[name] = letter[name]
    mail.set_content(text)
    return mail.as_bytes()


def _task(place: int, row: Creator) -> TaskRecord:
    return TaskRecord(
        id=f"task{place}", version=1, campaign_id="spring", creator=row, state=TaskState.PLANNED, queued_at=NOW
    )

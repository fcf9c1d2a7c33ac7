"""Gmail, the model, Slack and Pub/Sub as values in memory: they answer at once, so only Parley's own time is left."""

# ruff: noqa: ARG002 - the arguments are the ports'

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from email.message import EmailMessage

from shared.application.app import Policy
from shared.application.language_model import Brief, ReadRequest, Worded
from shared.application.ports import Draft, DraftGone, HistoryRead, MessageRef, RawMail, SentMail, ThreadMessage, Watch
from shared.application.store import Store
from shared.domain.mail.message import MailEnvelope
from shared.domain.reading.facts import Ask, Basis, Intent, ModelUse, Reading, bare_reading
from shared.domain.records import Card, OutgoingMail

START = datetime(2027, 3, 1, 9, 0, tzinfo=UTC)


@dataclass(slots=True)
class SteppingClock:
    """A second later each time it is asked."""

    instant: datetime = START

    def now(self) -> datetime:
        self.instant += timedelta(seconds=1)
        return self.instant

    def sleep(self, pause: timedelta) -> None:
        self.instant += pause


@dataclass(slots=True)
class InstantMailbox:
    """One mailbox; a draft is consumed once, as Gmail's."""

    clock: SteppingClock
    messages: dict[str, tuple[ThreadMessage, bytes]] = field(default_factory=dict)
    drafts: dict[str, tuple[OutgoingMail, str, str]] = field(default_factory=dict)
    _count: int = 0

    def receive(self, mail: EmailMessage, thread_id: str) -> None:
        """Let a creator's mail arrive in a thread."""
        self._store(bytes(mail), str(mail["From"]), (thread_id, ("INBOX", "UNREAD"), None))

    def remember(self, thread_id: str, mails: int) -> None:
        """Let so many mails of ours lie in the thread, before the others, as if they had left long ago."""
        old = [self._store(b"", "deals@brand.example", (thread_id, ("SENT",), f"old{n}")) for n in range(mails)]
        self.messages = {**{id_: self.messages[id_] for id_ in old}, **self.messages}

    def history(self, address: str, *, since: int) -> HistoryRead:
        after = [message for message, _ in self.messages.values() if _number(message.message_id) > since]
        refs = tuple(MessageRef(message_id=m.message_id, thread_id=m.thread_id, labels=m.labels) for m in after)
        return HistoryRead(messages=refs, cursor=max([since, *(_number(m.message_id) for m in after)]))

    def current_cursor(self, address: str) -> int:
        return self._count

    def recent(self, address: str, *, since: datetime) -> tuple[MessageRef, ...]:
        return self.history(address, since=0).messages

    def fetch(self, address: str, message_id: str) -> RawMail | None:
        message, raw = self.messages[message_id]
        envelope = MailEnvelope(
            message_id=message_id,
            thread_id=message.thread_id,
            received_at=message.received_at,
            labels=message.labels,
        )
        return RawMail(envelope=envelope, raw=raw)

    def thread(self, address: str, thread_id: str) -> tuple[ThreadMessage, ...]:
        return tuple(message for message, _ in self.messages.values() if message.thread_id == thread_id)

    def received_from(self, address: str, *, senders: Sequence[str], since: datetime) -> tuple[MessageRef, ...]:
        return ()

    def find_draft(self, address: str, *, marker: str) -> Draft | None:
        return None

    def create_draft(self, mail: OutgoingMail, *, marker: str) -> Draft:
        self._count += 1
        draft = Draft(draft_id=f"r{self._count}", thread_id=mail.thread_id or f"t{self._count}")
        self.drafts[draft.draft_id] = (mail, draft.thread_id, marker)
        return draft

    def find_sent(self, mail: OutgoingMail, *, marker: str) -> SentMail | None:
        return None

    def send_draft(self, mail: OutgoingMail, draft_id: str, *, marker: str) -> SentMail | DraftGone:
        if draft_id not in self.drafts:
            return DraftGone()
        _, thread_id, _ = self.drafts.pop(draft_id)
        message_id = self._store(b"", mail.mailbox, (thread_id, ("SENT",), marker))
        return SentMail(message_id=message_id, thread_id=thread_id)

    def delete_draft(self, address: str, draft_id: str) -> bool:
        return self.drafts.pop(draft_id, None) is not None

    def rfc822_message_id(self, address: str, message_id: str) -> str | None:
        return f"<{message_id}@mail.gmail.example>"

    def marker(self, address: str, message_id: str) -> str | None:
        return message_id

    def watch(self, address: str) -> Watch:
        return Watch(history_id=self._count, expires_at=self.clock.instant + timedelta(days=7))

    def stop(self, address: str) -> None:
        return None

    def _store(self, raw: bytes, sender: str, place: tuple[str, tuple[str, ...], str | None]) -> str:
        thread_id, labels, marker = place
        self._count += 1
        message = ThreadMessage(
            message_id=f"m{self._count}",
            thread_id=thread_id,
            labels=labels,
            received_at=self.clock.now(),
            sender=sender,
            rfc822_message_id=None,
            marker=marker,
        )
        self.messages[message.message_id] = (message, raw)
        return message.message_id


class InstantModel:
    """Reads the one dollar amount of the new text as an ask; words what the brief says."""

    def read(self, request: ReadRequest) -> tuple[Reading, ModelUse]:
        quote = re.findall(r"\$[\d,]+", request.new_text)[0]
        amount = Decimal(quote.lstrip("$").replace(",", ""))
        ask = Ask(quote=quote, amount=amount, currency="USD", basis=Basis.PACKAGE)
        reading = bare_reading(Intent.COUNTER, confidence=Decimal("0.97"), asks=(ask,), summary="They ask for more.")
        return reading, _USE

    def word(self, brief: Brief) -> Worded:
        offered = f"For {' and '.join(brief.deliverables)} we can go to {brief.offer}."
        text = f"Hi {brief.greet},\n\nThanks for getting back to me.\n\n{offered}\n\nDoes that work?"
        return Worded(text=text, use=_USE, playbook="instant")


class InstantNotifier:
    def find(self, card: Card, *, marker: str) -> str | None:
        return None

    def post(self, card: Card, *, marker: str) -> str:
        return "1750000000.000100"


@dataclass(slots=True)
class RememberingPublisher:
    published: list[tuple[str, dict[str, str]]] = field(default_factory=list)

    def publish(self, topic: str, message: Mapping[str, str]) -> None:
        self.published.append((topic, dict(message)))

    def take(self, topic: str) -> list[dict[str, str]]:
        """The messages of *topic* so far; they are forgotten here."""
        taken = [message for name, message in self.published if name == topic]
        self.published = [(name, message) for name, message in self.published if name != topic]
        return taken


@dataclass(frozen=True, slots=True, kw_only=True)
class InstantApp:
    """The product around one store, with nothing slow outside."""

    store: Store
    clock: SteppingClock
    mailbox: InstantMailbox
    model: InstantModel
    notifier: InstantNotifier
    publisher: RememberingPublisher
    policy: Policy


def instant_app(store: Store) -> InstantApp:
    clock = SteppingClock()
    return InstantApp(
        store=store,
        clock=clock,
        mailbox=InstantMailbox(clock),
        model=InstantModel(),
        notifier=InstantNotifier(),
        publisher=RememberingPublisher(),
        policy=Policy(
            team_domains=frozenset({"brand.example"}),
            mailboxes={"deals@brand.example": ()},
            lease=timedelta(minutes=6),
            daily_tokens=5_000_000,
            negotiation_tokens=300_000,
        ),
    )


_USE = ModelUse(model="instant", input_tokens=0, output_tokens=0)


def _number(message_id: str) -> int:
    return int(message_id[1:])

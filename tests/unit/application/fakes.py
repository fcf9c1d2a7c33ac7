"""In-memory stand-ins for the ports, with faults and interruptions at a chosen call; the store is the real one."""

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import Final

from shared.adapters.gmail.mime import draft_bytes
from shared.application.language_model import Brief, ReadRequest, Worded
from shared.application.ports import (
    Draft,
    DraftGone,
    HistoryExpired,
    HistoryRead,
    MessageRef,
    RawMail,
    SentMail,
    ThreadMessage,
    Watch,
)
from shared.domain.mail.message import MailEnvelope
from shared.domain.reading.facts import ModelUse, Reading
from shared.domain.records import Card, OutgoingMail

USE: Final = ModelUse(model="scripted", input_tokens=100, output_tokens=10)


class FakeClock:
    def __init__(self, now: datetime) -> None:
        self.instant = now

    def now(self) -> datetime:
        return self.instant

    def sleep(self, pause: timedelta) -> None:
        self.instant += pause

    def advance(self, **span: float) -> None:
        self.instant += timedelta(**span)


class Interruptions:
    """What happens at the n-th call of a method, counted from when it was planned."""

    def __init__(self) -> None:
        self.calls: Counter[str] = Counter()
        self._before: dict[tuple[str, int], Callable[[], object]] = {}
        self._after: dict[tuple[str, int], Exception] = {}

    def plan(self, method: str, act: Callable[[], object], *, call: int = 1) -> None:
        """Run *act* right before the call; it may raise."""
        self._before[method, self.calls[method] + call] = act

    def fail(self, method: str, error: Exception, *, call: int = 1) -> None:
        """Raise instead of acting."""

        def refuse() -> None:
            raise error

        self.plan(method, refuse, call=call)

    def lose_answer(self, method: str, error: Exception, *, call: int = 1) -> None:
        """Act, then raise."""
        self._after[method, self.calls[method] + call] = error

    def begin(self, method: str) -> None:
        self.calls[method] += 1
        act = self._before.pop((method, self.calls[method]), None)
        if act is not None:
            act()

    def end(self, method: str) -> None:
        error = self._after.pop((method, self.calls[method]), None)
        if error is not None:
            raise error


@dataclass(frozen=True, slots=True, kw_only=True)
class Message:
    """One message of the mailbox; *raw* for what came in, *mail* for what we wrote."""

    id: str
    thread_id: str
    labels: tuple[str, ...]
    at: datetime
    sender: str
    rfc822_id: str
    marker: str | None = None
    raw: bytes = b""
    mail: OutgoingMail | None = None


class FakeMailbox:
    """One Gmail mailbox: a draft is consumed once, sending gives a message new ids."""

    def __init__(self, clock: FakeClock) -> None:
        self.on = Interruptions()
        self.messages: dict[str, Message] = {}
        self.drafts: dict[str, str] = {}
        self.history_log: list[str] = []
        self.expired_before = 0
        self.watches = 0
        self.watched = False
        self._clock = clock
        self._count = 0

    def number(self) -> int:
        self._count += 1
        return self._count

    def put(self, message: Message) -> None:
        self.messages[message.id] = message
        self.history_log.append(message.id)

    @property
    def sent(self) -> list[OutgoingMail]:
        """What the outside received from Parley, oldest first."""
        return [message.mail for message in self.messages.values() if "SENT" in message.labels and message.mail]

    @property
    def markers(self) -> list[str | None]:
        return [message.marker for message in self.messages.values() if "SENT" in message.labels and message.mail]

    def history(self, address: str, *, since: int) -> HistoryRead | HistoryExpired:  # noqa: ARG002 - one mailbox
        self.on.begin("history")
        if since < self.expired_before:
            return HistoryExpired()
        fresh = [self.messages[id_] for id_ in self.history_log[since:] if id_ in self.messages]
        found = HistoryRead(messages=tuple(map(_ref, fresh)), cursor=max(since, len(self.history_log)))
        self.on.end("history")
        return found

    def current_cursor(self, address: str) -> int:  # noqa: ARG002
        return len(self.history_log)

    def recent(self, address: str, *, since: datetime) -> tuple[MessageRef, ...]:  # noqa: ARG002
        self.on.begin("recent")
        listed = [message for message in self.messages.values() if message.at >= since.replace(microsecond=0)]
        refs = [_ref(message) for message in listed if "DRAFT" not in message.labels]
        return tuple(sorted(refs, key=lambda ref: "SENT" not in ref.labels))

    def fetch(self, address: str, message_id: str) -> RawMail | None:  # noqa: ARG002
        self.on.begin("fetch")
        found = self.messages.get(message_id)
        if found is None:
            return None
        envelope = MailEnvelope(
            message_id=found.id, thread_id=found.thread_id, received_at=found.at, labels=found.labels
        )
        return RawMail(envelope=envelope, raw=found.raw)

    def thread(self, address: str, thread_id: str) -> tuple[ThreadMessage, ...]:  # noqa: ARG002
        self.on.begin("thread")
        inside = [message for message in self.messages.values() if message.thread_id == thread_id]
        return tuple(map(_in_thread, sorted(inside, key=lambda message: message.at)))

    def received_from(self, address: str, *, senders: Sequence[str], since: datetime) -> tuple[MessageRef, ...]:  # noqa: ARG002
        self.on.begin("received_from")
        newest = reversed(self.messages.values())
        theirs = [m for m in newest if m.sender in senders and m.at >= since.replace(microsecond=0)]
        return tuple(_ref(message) for message in theirs if not {"SENT", "DRAFT"} & set(message.labels))

    def find_draft(self, address: str, *, marker: str) -> Draft | None:  # noqa: ARG002
        self.on.begin("find_draft")
        held = ((draft, self.messages[message_id]) for draft, message_id in self.drafts.items())
        found = (Draft(draft_id=draft, thread_id=m.thread_id) for draft, m in held if m.marker == marker)
        return next(found, None)

    def create_draft(self, mail: OutgoingMail, *, marker: str) -> Draft:
        self.on.begin("create_draft")
        number = self.number()
        message = Message(
            id=f"draft{number}",
            thread_id=mail.thread_id or f"thread{number}",
            labels=("DRAFT",),
            at=self._clock.now(),
            sender=mail.mailbox,
            rfc822_id=f"<draft{number}@parley>",
            marker=marker,
            mail=mail,
            raw=draft_bytes(mail, marker=marker),
        )
        self.put(message)
        self.drafts[f"r{number}"] = message.id
        self.on.end("create_draft")
        return Draft(draft_id=f"r{number}", thread_id=message.thread_id)

    def find_sent(self, mail: OutgoingMail, *, marker: str) -> SentMail | None:  # noqa: ARG002
        self.on.begin("find_sent")
        found = (m for m in self.messages.values() if m.marker == marker and "SENT" in m.labels)
        return next((SentMail(message_id=m.id, thread_id=m.thread_id) for m in found), None)

    def send_draft(self, mail: OutgoingMail, draft_id: str, *, marker: str) -> SentMail | DraftGone:
        self.on.begin("send_draft")
        if draft_id not in self.drafts:
            return DraftGone()
        self.messages[self.drafts[draft_id]] = replace(
            self.messages[self.drafts[draft_id]], mail=mail, marker=marker, raw=draft_bytes(mail, marker=marker)
        )
        sent = self.send_by_hand(draft_id)
        self.on.end("send_draft")
        return sent

    def send_by_hand(self, draft_id: str) -> SentMail:
        """The draft leaves as it is: a person's doing, or the end of `send_draft`."""
        draft = self.messages.pop(self.drafts.pop(draft_id))
        number = self.number()
        sent = replace(
            draft, id=f"sent{number}", labels=("SENT",), at=self._clock.now(), rfc822_id=f"<sent{number}@gmail>"
        )
        self.put(sent)
        return SentMail(message_id=sent.id, thread_id=sent.thread_id)

    def edit_by_hand(self, draft_id: str, **changes: str) -> None:
        """A person changes the draft: `body="..."`; its id stays."""
        draft = self.messages[self.drafts[draft_id]]
        assert draft.mail is not None
        mail = replace(draft.mail, **changes)  # type: ignore[arg-type] # the mail's own fields
        raw = draft_bytes(mail, marker=draft.marker or "")
        self.messages[draft.id] = replace(draft, mail=mail, raw=raw)

    def delete_draft(self, address: str, draft_id: str) -> bool:  # noqa: ARG002
        self.on.begin("delete_draft")
        return self.messages.pop(self.drafts.pop(draft_id, ""), None) is not None

    def rfc822_message_id(self, address: str, message_id: str) -> str | None:  # noqa: ARG002
        self.on.begin("rfc822_message_id")
        found = self.messages.get(message_id)
        return found.rfc822_id if found else None

    def marker(self, address: str, message_id: str) -> str | None:  # noqa: ARG002
        self.on.begin("marker")
        found = self.messages.get(message_id)
        return found.marker if found else None

    def watch(self, address: str) -> Watch:  # noqa: ARG002
        self.on.begin("watch")
        self.watches += 1
        self.watched = True
        return Watch(history_id=len(self.history_log), expires_at=self._clock.now() + timedelta(days=7))

    def stop(self, address: str) -> None:  # noqa: ARG002
        self.on.begin("stop")
        self.watched = False
        self.on.end("stop")


def _ref(message: Message) -> MessageRef:
    return MessageRef(message_id=message.id, thread_id=message.thread_id, labels=message.labels)


def _in_thread(message: Message) -> ThreadMessage:
    return ThreadMessage(
        message_id=message.id,
        thread_id=message.thread_id,
        labels=message.labels,
        received_at=message.at,
        sender=message.sender,
        rfc822_message_id=message.rfc822_id,
        marker=message.marker,
    )


@dataclass(slots=True)
class ScriptedModel:
    """Reads what the script says and words in plain sentences that pass the gate, unless told other words.

    known: How a text is read whenever it comes, however often.
    """

    known: dict[str, Reading] = field(default_factory=dict)
    readings: list[Reading] = field(default_factory=list)
    words: list[str] = field(default_factory=list)
    requests: list[ReadRequest] = field(default_factory=list)
    briefs: list[Brief] = field(default_factory=list)
    stops: int = 0
    on: Interruptions = field(default_factory=Interruptions)

    def read(self, request: ReadRequest) -> tuple[Reading, ModelUse]:
        self.on.begin("read")
        self.requests.append(request)
        known = self.known.get(request.new_text.strip())
        return known or self.readings.pop(0), USE

    def word(self, brief: Brief) -> Worded:
        self.on.begin("word")
        self.briefs.append(brief)
        if self.stops:
            self.stops -= 1
            return Worded(text="", use=USE, playbook="p1", stopped="the model wrote no complete mail: max_tokens")
        return Worded(text=self.words.pop(0) if self.words else _plain_words(brief), use=USE, playbook="p1")


def _plain_words(brief: Brief) -> str:
    offer = f"Our offer is {brief.offer}." if brief.offer else "We would like to hear from you."
    answers = " ".join(fact for _, fact in brief.answers)
    thanks = brief.their_summary if brief.stage == "follow_up" else "Thank you for your mail."
    return f"Hi {brief.greet},\n\n{thanks} {answers}\n{offer}"


@dataclass(slots=True)
class FakeNotifier:
    posts: list[tuple[str, Card]] = field(default_factory=list)
    on: Interruptions = field(default_factory=Interruptions)

    @property
    def titles(self) -> list[str]:
        return [card.title for _, card in self.posts]

    def find(self, card: Card, *, marker: str) -> str | None:  # noqa: ARG002 - one channel
        self.on.begin("find")
        return next((f"ts{place}" for place, (posted, _) in enumerate(self.posts) if posted == marker), None)

    def post(self, card: Card, *, marker: str) -> str:
        self.on.begin("post")
        self.posts.append((marker, card))
        self.on.end("post")
        return f"ts{len(self.posts) - 1}"


@dataclass(slots=True)
class FakePublisher:
    queue: list[tuple[str, dict[str, str]]] = field(default_factory=list)
    on: Interruptions = field(default_factory=Interruptions)

    def publish(self, topic: str, message: Mapping[str, str]) -> None:
        self.on.begin("publish")
        self.queue.append((topic, dict(message)))

import heapq
import itertools
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal
from typing import Protocol

from emulators.creators.behaviours import Role, Says, Scene
from emulators.creators.cast import Persona
from emulators.creators.letter import Letter, Received, decoded, offer_in, received

Json = dict[str, object]


class Post(Protocol):
    """The mailbox that the product writes from, seen from outside."""

    def sent(self) -> Sequence[Mapping[str, object]]:
        """Every mail that left it, oldest first."""
        ...

    def deliver(self, raw: bytes) -> None:
        """Put a mail into it."""
        ...


@dataclass(slots=True)
class _Memory:
    heard: int = 0
    first_offer: Decimal | None = None
    asks: list[Decimal] = field(default_factory=list)
    settled: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class _Planned:
    persona: Persona
    says: Says
    answers: Received


class Play:
    """The creators at work; `step` it until told to stop.

    Args:
        personas: who plays.
        post: where mails come from and go to.
        now: the time, aware.
        tell: called with one JSON object per action.
        thinking_seconds: before every first answer to a mail.
    """

    def __init__(
        self,
        personas: Iterable[Persona],
        post: Post,
        *,
        now: Callable[[], datetime],
        tell: Callable[[Json], None],
        thinking_seconds: float,
    ) -> None:
        self._personas = {persona.id: persona for persona in personas}
        self._post = post
        self._now = now
        self._tell = tell
        self._thinking_seconds = thinking_seconds
        self._memories = {name: _Memory() for name in self._personas}
        self._read: set[str] = set()
        self._plans: list[tuple[float, int, _Planned]] = []
        self._serial = itertools.count(1)
        self._announced = False

    def step(self) -> None:
        """Read what is new, send what is due."""
        for mail in self._post.sent():
            if str(mail["id"]) not in self._read:
                self._read.add(str(mail["id"]))
                self._hear(received(decoded(str(mail["raw"]))))
        while self._plans and self._plans[0][0] <= self._now().timestamp():
            self._send(heapq.heappop(self._plans)[2])
        if self.settled and not self._announced:
            self._announced = True
            self._tell({"event": "all_settled_from_creators_side", "creators": len(self._personas)})

    @property
    def settled(self) -> bool:
        """Every creator has said the last word, and nothing waits to be sent."""
        return not self._plans and all(memory.settled for memory in self._memories.values())

    def _hear(self, mail: Received) -> None:
        addressed = {address.email.lower() for address in mail.recipients}
        for persona in self._personas.values():
            if any(persona.owns(email) for email in addressed):
                self._answer(persona, mail)

    def _answer(self, persona: Persona, mail: Received) -> None:
        memory = self._memories[persona.id]
        offer = offer_in(mail.text, own_asks=memory.asks)
        memory.heard += 1
        memory.first_offer = memory.first_offer or offer
        self._tell({"event": "read", "creator": persona.id, "heard": memory.heard, "offer": _money(offer)})
        scene = Scene(heard=memory.heard, first_offer=memory.first_offer, offer=offer, reader=mail.sender.first_name)
        response = persona.act()(scene)
        memory.settled = response.settled
        memory.asks += [item.ask for item in response.says if item.ask is not None]
        self._plan(persona, response.says, mail)

    def _plan(self, persona: Persona, says: Iterable[Says], mail: Received) -> None:
        due = self._now().timestamp() + self._thinking_seconds
        for item in says:
            due += item.after_seconds
            planned = _Planned(persona=persona, says=item, answers=mail)
            heapq.heappush(self._plans, (due, next(self._serial), planned))

    def _send(self, planned: _Planned) -> None:
        persona, says = planned.persona, planned.says
        letter = Letter(
            sender=persona.speaker(says.role),
            cc=(persona.address,) if says.role is Role.MANAGER else (),
            text=says.text,
            signature="" if says.role is Role.AUTO_REPLY else persona.signature,
            at=self._now().astimezone(persona.zone),
            serial=f"{persona.id}-{next(self._serial)}-{planned.answers.message_id}",
            answers=planned.answers,
        )
        self._post.deliver(persona.rendered(letter, says.role))
        self._tell({
            "event": "sent",
            "creator": persona.id,
            "as": str(says.role),
            "client": persona.client.value,
            "ask": _money(says.ask),
            "text": says.text,
        })  # fmt: skip


def _money(amount: Decimal | None) -> str | None:
    return None if amount is None else f"{amount:.2f}"

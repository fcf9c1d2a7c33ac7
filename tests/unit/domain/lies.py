"""Answers to an offer of $1,000, and every reading of them that a model under somebody's control might give."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from pathlib import Path
from typing import Any, Final

import yaml

from shared.domain.amounts import find_figures, find_money
from shared.domain.campaign import Campaign, Deliverable, DeliverableType
from shared.domain.decide import decide
from shared.domain.decision import Decision
from shared.domain.negotiation import Negotiation
from shared.domain.reading.combine import combine
from shared.domain.reading.facts import (
    Ask,
    AskedDeliverable,
    Basis,
    Intent,
    Purpose,
    Reading,
    RequestedChange,
    Surcharge,
    Term,
    Topic,
)
from shared.domain.reading.grounded import KnownFigures, grounded
from tests.unit.domain.builders import REEL, STORY, campaign, in_campaign, negotiation, opened, reading, theirs

DATA: Final = Path(__file__).parents[2] / "data" / "readings"
_REEL: Final = Deliverable(type=REEL, quantity=1)
_OTHER: Final = (AskedDeliverable(type=DeliverableType.TIKTOK_VIDEO, quantity=1),)


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """A mail with what its own words allow.

    Attributes:
        kind: What mails of its group have in common.
        agree: The prices at which there may be an agreement.
        declines: Whether it closes the negotiation.
        price: What an honest reading of it asks; None: it names none of its own.
        topic: What it asks about beside its yes; None: nothing.
        answered: Whether the campaign tells the answer to that.
    """

    kind: str
    text: str
    agree: tuple[str, ...] = ()
    declines: bool = False
    price: str | None = None
    topic: Topic | None = None
    answered: bool = True


def answers() -> list[Answer]:
    return [_answer(group, text) for group in _groups() for text in group["mails"]]


def settled_by_a_lie() -> list[Answer]:
    """Those that only the reader's honesty keeps from settling something."""
    return [_answer(group, text) for group in _groups() for text in group.get("settled_by_a_lie", ())]


def _groups() -> list[dict[str, Any]]:
    return [group for path in sorted(DATA.glob("*.yaml")) for group in yaml.safe_load(path.read_text("utf-8"))]


def _answer(group: dict[str, Any], text: str) -> Answer:
    agree = tuple(map(str, group.get("agree", ())))
    price = str(group["price"]) if "price" in group else None
    settled = {"a yes": ("1000",), "a yes with a question": ("1000",), "a price": (price or "",)}
    return Answer(
        kind=str(group["kind"]),
        text=text,
        agree=settled.get(str(group["kind"]), agree),
        declines=bool(group.get("declines")),
        price=price,
        topic=Topic(str(group["topic"])) if "topic" in group else None,
        answered=bool(group.get("answered", True)),
    )


def campaigns() -> list[Campaign]:
    """One that shows other terms to a person, with one kind of post; one that does not, with two."""
    calm = replace(campaign().triggers, unusual_request=False)
    two = (_REEL, Deliverable(type=STORY, quantity=2))
    return [campaign(deliverables=(_REEL,)), campaign(deliverables=two, triggers=calm)]


def standing(on: Campaign) -> Negotiation:
    """They asked $2,000 before, and we have offered $1,000."""
    return negotiation(ledger=in_campaign(on, opened(theirs("2000"))))


def decided(text: str, found: Reading, on: Campaign) -> Decision:
    """What the whole way from a reading to a decision makes of it."""
    stands = standing(on)
    known = KnownFigures(
        currency="USD",
        last_offer=stands.offers[-1].amount,
        posts=sum(line.quantity for line in on.deliverables),
        earlier=frozenset(money.amount for money in (*stands.offers, *stands.asks)),
        kinds=frozenset(line.type for line in on.deliverables),
    )
    return decide(on, stands, combine([grounded(found, text, known)]))


def lies(text: str, package: Sequence[Deliverable]) -> Iterator[Reading]:
    """Every intent with every choice of the mail's figures as prices, none of its terms and no sign for a person."""
    for asks in _asks(text, package):
        for surcharges in _surcharges(text):
            for intent in Intent:
                yield reading(intent, *asks, surcharges=surcharges)


def _asks(text: str, package: Sequence[Deliverable]) -> Iterator[tuple[Ask, ...]]:
    yield ()
    ours = tuple(AskedDeliverable(type=line.type, quantity=line.quantity) for line in package)
    plain = _figures(text)
    for one in plain:
        yield (one,)
        yield (replace(one, deliverables=ours),)
    if len(plain) > 1:
        yield plain
        for one in plain:
            rest = [other for other in plain if other != one]
            yield (replace(one, deliverables=ours), *(replace(other, deliverables=_OTHER) for other in rest))
            yield (one, *(replace(other, conditions=_condition(text)) for other in rest))


def _figures(text: str) -> tuple[Ask, ...]:
    values = {(found.text, value) for found in find_figures(text) for value in (found.low, found.high) if value > 0}
    return tuple(_ask(quote, amount) for quote, amount in sorted(values))


def _ask(quote: str, amount: Decimal) -> Ask:
    return Ask(quote=quote, amount=amount, currency=None, basis=Basis.PACKAGE)


def _condition(text: str) -> tuple[RequestedChange, ...]:
    return (RequestedChange(term=Term.OTHER, text=" ".join(text.split()[:2])),)


def _surcharges(text: str) -> Iterator[tuple[Surcharge, ...]]:
    yield ()
    for found in find_money(text)[:3]:
        yield (Surcharge(quote=found.text, purpose=Purpose.AGENCY, amount=found.low),)

"""Asking for a decision, and what is expected of it."""

from shared.domain.decide import decide
from shared.domain.decision import Decision, Escalate, Reason, Reply
from shared.domain.negotiation import LedgerEntry, Move, Stage
from shared.domain.reading.facts import (
    Intent,
    Reading,
)
from shared.domain.states import Event
from tests.unit.domain.builders import (
    ask,
    campaign,
    in_campaign,
    negotiation,
    opened,
    reading,
    terms,
)


def answer_to(found: Reading, *, ledger: tuple[LedgerEntry, ...] = opened(), **changes: object) -> Decision:
    on = campaign(**changes)
    return decide(on, negotiation(ledger=in_campaign(on, ledger)), found)


def counter(amount: str, **changes: object) -> Reading:
    return reading(Intent.COUNTER, ask(amount, **changes))


def move_of(decision: Decision) -> Move:
    assert isinstance(decision, Reply), decision
    return decision.move


def reason_of(decision: Decision) -> Reason:
    assert isinstance(decision, Escalate), decision
    return decision.reason


def offer_move(amount: str, **changes: object) -> Move:
    return Move(stage=Stage.COUNTER, event=Event.SEND_COUNTER, terms=terms(amount, campaign(**changes)))


def agreement(amount: str, **changes: object) -> Move:
    return Move(stage=Stage.AGREEMENT, event=Event.ACCEPT, terms=terms(amount, campaign(**changes)))

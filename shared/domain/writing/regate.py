"""The gate once more over a mail that has left: what it found then, and who let it pass."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from shared.domain.campaign import Campaign
from shared.domain.decision import Answer, Reply
from shared.domain.money import Money
from shared.domain.negotiation import Move, Negotiation, Side
from shared.domain.reading.facts import Topic
from shared.domain.records import OutboxEntry, TurnRecord
from shared.domain.terms import Stated, stated_so_far
from shared.domain.terms.words import known_fact
from shared.domain.writing.speech import Speech, gate_failures


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """Where a mail that has left belongs: its negotiation as it is now, the conversation, and all they wrote in it."""

    campaign: Campaign
    negotiation: Negotiation
    turns: Sequence[TurnRecord]
    their_words: str


def unanswered_for(entry: OutboxEntry, body: str, told: Told) -> tuple[str, ...]:
    """What the gate finds in *body* that nobody let pass by name.

    The terms are those of the mail's own time: its stored move, and their ask as the ledger had it before the mail.
    Facts of the campaign may stand in any mail of ours: which of them had been asked for is not kept for ever.
    """
    if entry.move is None:
        return ("the entry has no decision",)
    everybody = (*told.negotiation.participants, *told.negotiation.former)
    speech = Speech(
        campaign=told.campaign,
        negotiation=replace(told.negotiation, participants=everybody),
        reply=Reply(move=entry.move, their_ask=None),
        their_words=told.their_words,
        to=greeted_in(entry, told.turns),
        signature=entry.mail.signature if entry.mail else None,
    )
    passed = set() if entry.is_agents else set(entry.overridden)
    found_in_each = [
        tuple(failure for failure in gate_failures(body, replace(speech, reply=reply)) if failure not in passed)
        for reply in _possible(entry, entry.move, told.campaign, told.negotiation)
    ]
    return min(found_in_each, key=len)


def greeted_in(entry: OutboxEntry, turns: Sequence[TurnRecord]) -> tuple[str, ...]:
    """Whom the mail goes to, and who wrote what it answers."""
    authors = (turn.author for turn in turns if turn.mail_id in entry.answers)
    return (*(entry.mail.to if entry.mail else ()), *authors)


def words_of_theirs(turns: Sequence[TurnRecord]) -> str:
    """Everything that they wrote: what may be quoted as theirs."""
    return "\n".join(turn.text for turn in turns if not turn.outbound)


def facts_of(stated: Stated, campaign: Campaign) -> tuple[Answer, ...]:
    """Every fact that a mail may tell in the campaign's own words, asked or not."""
    known = ((topic, known_fact(topic, stated, campaign)) for topic in Topic)
    return tuple(Answer(question=topic.value, fact=fact) for topic, fact in known if fact)


def _possible(entry: OutboxEntry, move: Move, campaign: Campaign, negotiation: Negotiation) -> list[Reply]:
    """What may have been decided: the agent repeats only what the answered mails asked; people see every ask."""
    asks: set[Money | None] = {_ask_in(negotiation, entry.answers)}
    if not entry.is_agents:
        asks |= {None, *_asks_before(negotiation, entry.id)[-1:]}
    stated = stated_so_far(campaign, move.terms or negotiation.terms)
    return [Reply(move=move, their_ask=ask, answers=facts_of(stated, campaign)) for ask in asks]


def _ask_in(negotiation: Negotiation, mail_ids: tuple[str, ...]) -> Money | None:
    heard = [line.amount for line in negotiation.ledger if line.side is Side.THEIRS and line.mail_id in mail_ids]
    return heard[-1] if heard else None


def _asks_before(negotiation: Negotiation, entry_id: str) -> list[Money]:
    lines = list(negotiation.ledger)
    places = [place for place, line in enumerate(lines) if line.mail_id == entry_id]
    before = lines[: places[0]] if places else lines
    return [line.amount for line in before if line.side is Side.THEIRS and line.amount is not None]

"""What a person's own words to a creator do: answer, counter, or agree when told to."""

from dataclasses import dataclass

from shared.domain.errors import InvalidInput
from shared.domain.money import Money
from shared.domain.negotiation import Move, Negotiation, Stage
from shared.domain.records import CaseRecord
from shared.domain.states import Event, State


@dataclass(frozen=True, slots=True, kw_only=True)
class OwnWords:
    """What a person wants to say.

    Attributes:
        offer: A new price in the campaign's currency; None repeats our last one. It is a counter, whatever they asked.
        accept: Agree on what they asked, as the case shows it. A price alone never agrees: a newer mail that nobody
            read may ask for something else.
        override: Let it leave although the gate found something; the person answers for it by name.
    """

    text: str
    offer: Money | None = None
    accept: bool = False
    override: bool = False


def person_move(case: CaseRecord, negotiation: Negotiation, words: OwnWords) -> Move:
    """What the words do.

    Raises:
        InvalidInput: there is no such ask to accept.
    """
    if words.accept:
        return _acceptance(case.their_ask, words.offer)
    escalated = negotiation.state is State.ESCALATED
    event = Event.RESUME_COUNTER if escalated else Event.SEND_COUNTER
    if negotiation.thread_id is None:
        event = Event.SEND_OFFER
    if words.offer is not None:
        return Move(stage=Stage.COUNTER, event=event, offer=words.offer)
    last = negotiation.offers[-1] if negotiation.offers else None
    return Move(stage=Stage.ANSWER, event=event, offer=last)


def _acceptance(their_ask: Money | None, offer: Money | None) -> Move:
    if their_ask is None:
        raise InvalidInput(["the case shows no price of theirs that could be accepted; name one as an offer"])
    if offer is not None and offer != their_ask:
        raise InvalidInput([f"they asked {their_ask.display()}, not {offer.display()}; accept or offer, not both"])
    return Move(stage=Stage.AGREEMENT, event=Event.ACCEPT, offer=their_ask)


def lowered(negotiation: Negotiation, move: Move) -> tuple[str, ...]:
    """What speaks against the move: an offer below our last one takes back what they were told."""
    last = negotiation.offers[-1] if negotiation.offers else None
    if move.stage is not Stage.COUNTER or move.offer is None or last is None or move.offer >= last:
        return ()
    return (f"{move.offer.display()} is below our last offer, {last.display()}",)

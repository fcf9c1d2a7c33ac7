"""What a person's own words to a creator do: answer, counter, or agree when told to."""

from dataclasses import dataclass

from shared.domain.campaign import Campaign
from shared.domain.errors import InvalidInput
from shared.domain.money import Money
from shared.domain.negotiation import Move, Negotiation, Stage
from shared.domain.pricing import Limits
from shared.domain.records import CaseRecord
from shared.domain.stand import price_limits
from shared.domain.states import Event, State
from shared.domain.terms import Terms, campaign_terms


@dataclass(frozen=True, slots=True, kw_only=True)
class OwnWords:
    """What a person wants to say.

    Attributes:
        offer: A new price in the campaign's currency; None repeats our last one. It is a counter, whatever they asked.
        accept: Agree on what they asked, as the case shows it. A price alone never agrees: a newer mail that nobody
            read may ask for something else.
        facts: What the campaign is to know from now on: keys of its file, each with its text.
        override: Let it leave although the gate found something; the person answers for it by name.
    """

    text: str
    offer: Money | None = None
    accept: bool = False
    override: bool = False
    facts: tuple[tuple[str, str], ...] = ()


def person_move(campaign: Campaign, case: CaseRecord, negotiation: Negotiation, words: OwnWords) -> Move:
    """What the words do; a new price is for what stands on the table.

    Raises:
        InvalidInput: there is no such ask to accept, or the offer is zero.
    """
    if words.offer is not None and words.offer.amount == 0:
        raise InvalidInput(["an offer must be above zero"])
    if words.accept:
        return _acceptance(campaign, case.their_ask, negotiation, words.offer)
    escalated = negotiation.state is State.ESCALATED
    event = Event.RESUME_COUNTER if escalated else Event.SEND_COUNTER
    if negotiation.thread_id is None:
        event = Event.SEND_OFFER
    if words.offer is not None:
        return Move(stage=Stage.COUNTER, event=event, terms=_at(words.offer, campaign, negotiation))
    return Move(stage=Stage.ANSWER, event=event, terms=negotiation.terms)


def _at(rate: Money, campaign: Campaign, negotiation: Negotiation) -> Terms:
    standing = negotiation.terms
    return standing.at(rate) if standing else campaign_terms(campaign, rate)


def _acceptance(campaign: Campaign, their_ask: Money | None, negotiation: Negotiation, offer: Money | None) -> Move:
    if their_ask is None:
        raise InvalidInput(["the case shows no price of theirs that could be accepted; name one as an offer"])
    if offer is not None and offer != their_ask:
        raise InvalidInput([f"they asked {their_ask.display()}, not {offer.display()}; accept or offer, not both"])
    return Move(stage=Stage.AGREEMENT, event=Event.ACCEPT, terms=_at(their_ask, campaign, negotiation))


def unsettled(case: CaseRecord, move: Move) -> tuple[str, ...]:
    """What they want beside the price and an agreement on our terms would leave out."""
    agrees = move.event is Event.ACCEPT
    return tuple(f"they want {wish}, and the agreement states our terms" for wish in case.wishes if agrees)


def objections(campaign: Campaign, negotiation: Negotiation, move: Move) -> tuple[str, ...]:
    """What speaks against a person's price; each lets it leave only in their name.

    The approval cap is not among them: asking a person is what it is for.
    """
    if move.offer is None or move.stage is Stage.ANSWER:
        return ()
    offer, last = move.offer, negotiation.offers[-1:]
    room = price_limits(campaign, negotiation.creator, move.terms.deliverables if move.terms else None)
    found = (
        (move.stage is Stage.COUNTER and any(offer < told for told in last), "is below our last offer"),
        (isinstance(room, Limits) and offer > room.hard_ceiling, "is above the campaign's limit for this creator"),
        (not campaign.can_afford(offer), "is more than the rest of the campaign's budget"),
        (campaign.is_complete, "would be for more creators than the campaign wants"),
    )
    return tuple(f"{offer.display()} {why}" for applies, why in found if applies)

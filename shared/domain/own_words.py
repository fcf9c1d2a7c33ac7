"""What a person's own words to a creator do: answer, counter, or agree when told to."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from shared.domain.amounts import find_prices
from shared.domain.bargaining.pricing import Limits
from shared.domain.bargaining.stand import price_limits
from shared.domain.campaign import Campaign
from shared.domain.decision import Reason
from shared.domain.errors import InvalidInput, NotAllowed
from shared.domain.money import Money
from shared.domain.negotiation import Move, Negotiation, Stage
from shared.domain.reading.grounded import is_in
from shared.domain.records import CaseRecord
from shared.domain.states import Event, State, legal_events
from shared.domain.terms import Terms, campaign_terms
from shared.domain.unbooked import priced_in_last_mail


@dataclass(frozen=True, slots=True, kw_only=True)
class OwnWords:
    """What a person wants to say.

    Attributes:
        offer: A new price in the campaign's currency; None repeats our last one. It is a counter, whatever they asked,
            and with *accept* the price to agree on.
        accept: Agree: on what they asked, as the case shows it; on *offer* where they have written since, as the newer
            mail may ask for something else; where the case shows no price of theirs, on *offer* or what we offered
            last. A price alone never agrees.
        facts: What the campaign is to know from now on: keys of its file, each with its text.
        override: Let it leave although the gate found something; the person answers for it by name.
    """

    text: str
    offer: Money | None = None
    accept: bool = False
    override: bool = False
    facts: tuple[tuple[str, str], ...] = ()


# Nobody who is known to speak for the creator has seen what we offered last, and answered in such a case.
_NO_YES: Final = frozenset({Reason.NEW_PARTICIPANT, Reason.UNTRUSTED_SENDER, Reason.SEND_UNCLEAR, Reason.BOUNCE})


def person_move(campaign: Campaign, case: CaseRecord, negotiation: Negotiation, words: OwnWords) -> Move:
    """What the words do; a new price is for what stands on the table.

    Raises:
        InvalidInput: there is nothing to accept, they have written since and no price is named, or the offer is zero.
        NotAllowed: no mail of ours can leave now.
    """
    if words.offer is not None and words.offer.amount == 0:
        raise InvalidInput(["an offer must be above zero"])
    event = _event(negotiation, words)
    require_our_turn(negotiation, event)
    if words.accept:
        agreed = _agreed(campaign, case, negotiation, words.offer)
        return Move(stage=Stage.AGREEMENT, event=event, terms=agreed)
    if words.offer is not None:
        return Move(stage=Stage.COUNTER, event=event, terms=_at(words.offer, campaign, negotiation))
    return Move(stage=Stage.ANSWER, event=event, terms=negotiation.terms)


def require_our_turn(negotiation: Negotiation, event: Event) -> None:
    """Refuse a mail that makes the step *event* where it cannot be made, and say what can be done instead.

    Raises:
        NotAllowed: the negotiation is over or paused, or the next word is the creator's.
    """
    if event in legal_events(negotiation.state):
        return
    if negotiation.is_terminal:
        raise NotAllowed(f"the negotiation ended as {negotiation.state}; answer from the mailbox")
    if negotiation.state is State.PAUSED:
        raise NotAllowed(f"the negotiation is paused; `negotiation resume {negotiation.id}` first")
    raise NotAllowed(f"in state {negotiation.state} the next word is theirs; to write all the same, use the mailbox")


def _event(negotiation: Negotiation, words: OwnWords) -> Event:
    if words.accept:
        return Event.ACCEPT
    if negotiation.thread_id is None:
        return Event.SEND_OFFER
    return Event.RESUME_COUNTER if negotiation.state is State.ESCALATED else Event.SEND_COUNTER


def _at(rate: Money, campaign: Campaign, negotiation: Negotiation) -> Terms:
    standing = negotiation.terms
    return standing.at(rate) if standing else campaign_terms(campaign, rate)


def _agreed(campaign: Campaign, case: CaseRecord, negotiation: Negotiation, offer: Money | None) -> Terms:
    asked = case.their_ask
    if asked is None:
        return _without_ask(campaign, case, negotiation, offer)
    if case.since_ask and offer is None:
        said = f"they have written again since they asked {asked.display()}"
        raise InvalidInput([f"{said}: read it and name the price you agree on, --accept --offer PRICE"])
    if not case.since_ask and offer not in {None, asked}:
        raise InvalidInput(
            [f"they asked {asked.display()}, not {offer.display()}; leave --accept out to offer what they did not ask"]
        )
    return _at(offer or asked, campaign, negotiation)


def _without_ask(campaign: Campaign, case: CaseRecord, negotiation: Negotiation, offer: Money | None) -> Terms:
    """A yes that only the person saw: to the price that they name, else to our offer as it stands."""
    nothing = "the case shows no price of theirs that could be accepted"
    if case.reason in _NO_YES or not case.inbound_ids:
        raise InvalidInput([f"{nothing}, and no answer of theirs to our offer"])
    if offer is not None:
        return _at(offer, campaign, negotiation)
    if negotiation.terms is None:
        raise InvalidInput([f"{nothing}, and we have offered none; name the one you agree on: --accept --offer PRICE"])
    return negotiation.terms


def unheard(case: CaseRecord, negotiation: Negotiation, move: Move, said: Iterable[str]) -> tuple[str, ...]:
    """What speaks against a price that a person alone has found in their mails.

    said: their mails that it would answer, those since they asked a price or else all of the case.
    """
    rate = move.offer
    if move.event is not Event.ACCEPT or rate is None or (rate == case.their_ask and not case.since_ask):
        return ()
    prices = [price for text in said for price in find_prices(text)]
    if any(price.low == price.high == rate.amount and is_in(price, rate.currency) for price in prices):
        return ()
    if prices:
        named = ", ".join(dict.fromkeys(price.text for price in prices))
        return (f"they wrote {named}, and the agreement would be at {rate.display()}",)
    if rate == case.their_ask:
        return ()
    if rate not in negotiation.offers[-1:]:
        return (f"{rate.display()} is neither in their mails nor our last offer",)
    # What they answer may be a price that somebody named past the books.
    return tuple(f"our last mail names {price}" for price in priced_in_last_mail(negotiation))


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

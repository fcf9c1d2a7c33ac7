"""The decision of one turn: what the agent does about the mail it has read. Pure; code picks every number."""

from dataclasses import replace
from decimal import Decimal
from typing import Final

from shared.domain.bargaining.all_in import all_in
from shared.domain.bargaining.concession import Strategy
from shared.domain.bargaining.leeway import conceding
from shared.domain.bargaining.pricing import BoundSource, NoRoom
from shared.domain.bargaining.respond import WHICH_PRICE, agree, clarify, respond_to_ask, restate, unanswerable
from shared.domain.bargaining.stand import Stand, price_limits
from shared.domain.bargaining.strategies import PARLEY
from shared.domain.campaign import Campaign, Creator
from shared.domain.decision import Decision, Declined, Escalate, Reason, Reply
from shared.domain.money import Money
from shared.domain.negotiation import Move, Negotiation, Stage
from shared.domain.reading.facts import Intent, Reading
from shared.domain.reading.options import Option, options_of
from shared.domain.signs import evidence_of, signs_in
from shared.domain.states import Event
from shared.domain.terms import Terms, campaign_terms
from shared.domain.terms.compare import AskedTerms, Difference, Direction, Matter, compare, surcharged

# Time does not press.
CALM: Final = Decimal(0)


def decide_opening(campaign: Campaign, creator: Creator) -> Reply | Escalate:
    """The first mail offers the floor."""
    room = price_limits(campaign, creator)
    if isinstance(room, NoRoom):
        return _without_room(room)
    move = Move(stage=Stage.OPENING, event=Event.SEND_OFFER, terms=campaign_terms(campaign, room.floor))
    return Reply(move=move, their_ask=None, why="opening at the floor")


def _without_room(room: NoRoom) -> Escalate:
    spent = room.ceiling_source is BoundSource.BUDGET_LEFT
    return Escalate(reason=Reason.BUDGET_SPENT if spent else Reason.NO_ROOM, evidence=room.reason)


def decide(
    campaign: Campaign,
    negotiation: Negotiation,
    reading: Reading,
    *,
    urgency: Decimal = CALM,
    strategy: Strategy = PARLEY,
) -> Decision:
    """What to do about the mail that *reading* describes; *negotiation* has already received it.

    urgency: how much time presses, 0 to 1; see urgency_on.
    strategy: how far a counter-offer goes; others than ours are for comparison.
    """
    standing = negotiation.terms
    room = price_limits(campaign, negotiation.creator, standing.deliverables if standing else None)
    if isinstance(room, NoRoom):
        return _decide_without_room(campaign, negotiation, reading, room)
    stand = Stand(
        campaign=campaign, negotiation=negotiation, reading=reading, limits=room, strategy=strategy, urgency=urgency
    )
    decision = _needs_person(stand) or _foreign_currency(stand) or _needs_clarity(stand) or _answer_to(stand)
    if isinstance(decision, Escalate):
        return replace(decision, their_ask=decision.their_ask or _only_price(stand), wishes=_wishes(stand))
    return _as_campaign_stands(stand, decision)


def _decide_without_room(campaign: Campaign, negotiation: Negotiation, reading: Reading, room: NoRoom) -> Decision:
    """No price can be named; a no that needs nobody's look is taken note of all the same."""
    found = signs_in(reading, campaign.triggers)
    if found:
        return Escalate(reason=found[0], evidence=evidence_of(reading, found))
    if reading.intent is Intent.REJECT and not reading.asks and _is_clear(campaign, reading):
        return Declined(why=reading.summary)
    return replace(_without_room(room), their_ask=_taken(campaign, negotiation, reading))


def _taken(campaign: Campaign, negotiation: Negotiation, reading: Reading) -> Money | None:
    """Our offer where the mail is a plain yes to it."""
    said_more = reading.asks or reading.surcharges or reading.requested_changes
    said_yes = reading.intent is Intent.ACCEPT and _is_clear(campaign, reading) and not said_more
    return next(iter(negotiation.offers[-1:]), None) if said_yes else None


def _on_our_terms(stand: Stand, decision: Decision, apart: Escalate) -> Decision:
    """What is answered to *apart*, other terms that the campaign need not show to a person.

    A yes to them is no agreement: the same price is offered on our terms, where that breaks no rule.
    """
    if not isinstance(decision, Reply) or decision.move.event is not Event.ACCEPT:
        return decision
    price, least = decision.move.offer, max([stand.limits.floor, *stand.negotiation.offers[-1:]])
    rounds_left = stand.negotiation.rounds < stand.campaign.round_cap
    if price is None or not least <= price <= stand.limits.ceiling or not rounds_left:
        return apart
    move = replace(decision.move, stage=Stage.COUNTER, event=Event.SEND_COUNTER)
    return replace(decision, move=move, why="the price is inside the limits; it is offered on our own terms")


def _as_campaign_stands(stand: Stand, decision: Decision) -> Decision:
    """No offer is made, repeated or accepted that the campaign could not honour by itself."""
    campaign = stand.campaign
    if not isinstance(decision, Reply) or decision.move.offer is None:
        return decision
    price = decision.move.offer
    ask = price if decision.move.event is Event.ACCEPT else decision.their_ask
    if campaign.is_complete:
        evidence = f"{len(campaign.tracker)} creators are agreed, {campaign.target_creators} were wanted"
        return Escalate(reason=Reason.TARGET_REACHED, evidence=evidence, their_ask=ask)
    if campaign.can_afford(price):
        return decision
    evidence = f"{price.display()} on top of {campaign.committed.display()} is more than the whole budget"
    return Escalate(reason=Reason.BUDGET_SPENT, evidence=evidence, their_ask=ask)


def _needs_person(stand: Stand) -> Escalate | None:
    found = signs_in(stand.reading, stand.campaign.triggers)
    return Escalate(reason=found[0], evidence=evidence_of(stand.reading, found)) if found else None


def _foreign_currency(stand: Stand) -> Escalate | None:
    foreign = [ask.quote for ask in stand.reading.asks if ask.currency not in {None, stand.campaign.currency}]
    return Escalate(reason=Reason.FOREIGN_CURRENCY, evidence="; ".join(foreign)) if foreign else None


def _needs_clarity(stand: Stand) -> Decision | None:
    reading = stand.reading
    several = options_of(reading.asks, stand.terms) is None
    if _is_clear(stand.campaign, reading) and not several:
        return None
    return clarify(stand, (WHICH_PRICE,) if several else (), reading.doubt)


def _is_clear(campaign: Campaign, reading: Reading) -> bool:
    return reading.intent is not Intent.UNCLEAR and reading.confidence >= campaign.triggers.low_confidence


def _answer_to(stand: Stand) -> Decision:
    # "No, but I would do it for this much" is a counter-offer, whatever the model calls it.
    if stand.reading.intent is Intent.REJECT and not stand.reading.asks:
        return Declined(why=stand.reading.summary)
    option = _chosen(stand)
    decision = _answer_in_all(stand, option)
    if option is not None and option.in_doubt and _rests_on(option, decision):
        return clarify(stand, (WHICH_PRICE,), f"the mail does not plainly ask {option.quote}")
    if option is not None and option.at_least:
        return _as_a_whole_price(stand, decision, "they leave open that it is more")
    untold = "; ".join(stand.reading.untold)
    return _as_a_whole_price(stand, decision, f"beside the price they write: {untold}") if untold else decision


def _rests_on(option: Option, decision: Decision) -> bool:
    """Whether the price would be taken, offered, or left for."""
    move = decision.move if isinstance(decision, Reply) else None
    return move is not None and ((move.offer or 0) == option.price or move.event in {Event.ACCEPT, Event.EXIT})


def _as_a_whole_price(stand: Stand, decision: Decision, evidence: str) -> Decision:
    """A price that may not be all is no agreement yet: we name it as the price, they say yes to it."""
    untold = Escalate(reason=Reason.TERMS_CHANGE, evidence=evidence, their_ask=None)
    if not isinstance(decision, Reply) or decision.move.event is not Event.ACCEPT:
        return decision
    offered = any(decision.move.offer <= offer for offer in stand.negotiation.offers[-1:] if decision.move.offer)
    return restate(stand) if offered else _on_our_terms(stand, decision, untold)


def _answer_in_all(stand: Stand, option: Option | None) -> Decision:
    sum_ = all_in(stand, option)
    if sum_ is None:
        return _answer_on_terms(stand, option)
    # Nobody has said yes to the sum: it is ours to name, and theirs to agree to.
    untold = Escalate(reason=Reason.TERMS_CHANGE, evidence=f"they ask {sum_.total.display()} in all")
    decision = _on_our_terms(sum_.stand, _answer_on_terms(sum_.stand, sum_.option), untold)
    if isinstance(decision, Escalate):
        return replace(decision, evidence=f"{decision.evidence} ({sum_.said})")
    return replace(decision, said=sum_.said) if isinstance(decision, Reply) else decision


def _answer_on_terms(stand: Stand, option: Option | None) -> Decision:
    before, stand = stand, conceding(stand, _asked(stand, option))
    apart = _apart(stand, option)
    if apart is None:
        return _answer_about(stand, option)
    if stand.campaign.triggers.unusual_request or apart.reason is not Reason.TERMS_CHANGE:
        return apart
    if option is not None and option.conditions:
        # What holds on a condition alone is no ask that our terms could be bargained over.
        return _unknown(before) or restate(before)
    return _on_our_terms(stand, _answer_about(stand, option), apart)


def _answer_about(stand: Stand, option: Option | None) -> Decision:
    unknown = _unknown(stand)
    if unknown is not None:
        return unknown
    if option is not None and option.price is not None:
        return respond_to_ask(stand, option.price, option.quote)
    if stand.reading.intent is Intent.ACCEPT and stand.negotiation.offers:
        return agree(stand, None)
    return restate(stand)


def _unknown(stand: Stand) -> Escalate | None:
    unknown = unanswerable(stand)
    return Escalate(reason=Reason.UNKNOWN_ANSWER, evidence="\n".join(unknown)) if unknown else None


def _chosen(stand: Stand) -> Option | None:
    """What they ask for our terms as they stand, at its lowest, else for some that they may have instead.

    A condition that our terms meet is none; of several prices that nothing meets, the first.
    """
    options = options_of(stand.reading.asks, stand.terms) or ()
    if len(options) < 2:
        return next(iter(options), None)
    wishes = [(one, AskedTerms(deliverables=one.deliverables, changes=one.conditions)) for one in options]
    fitting = [option for option, asked in wishes if _are_met(stand.terms, asked)]
    if fitting:
        return min(fitting, key=lambda option: (option.price is None, (option.price or option.named).amount))
    possible = [option for option, asked in wishes if _are_met(conceding(stand, asked).terms, asked)]
    return next(iter([*possible, *options]), None)


def _are_met(terms: Terms, asked: AskedTerms) -> bool:
    return all(_is_harmless(difference) for difference in compare(terms, asked))


def _asked(stand: Stand, option: Option | None) -> AskedTerms:
    return AskedTerms(
        rate=option.price if option else stand.terms.rate,
        deliverables=option.deliverables if option else (),
        surcharges=stand.reading.surcharges,
        changes=(*stand.reading.requested_changes, *(option.conditions if option else ())),
    )


def _apart(stand: Stand, option: Option | None) -> Escalate | None:
    """What has to be settled by a person before a price can be: other work, other terms, or more on top."""
    apart = [difference for difference in compare(stand.terms, _asked(stand, option)) if not _is_harmless(difference)]
    if not apart and option is not None and option.price is None:
        return Escalate(reason=Reason.DELIVERABLES_DIFFER, evidence=_each_text(option))
    if not apart:
        return None
    other_work = any(difference.matter is Matter.DELIVERABLES for difference in apart)
    reason = Reason.DELIVERABLES_DIFFER if other_work else Reason.TERMS_CHANGE
    quote = (option.quote,) if option and (other_work or option.conditions) else ()
    told = [*quote, *(difference.text() for difference in apart), *_alternatives(stand, option)]
    return Escalate(reason=reason, evidence="; ".join(told))


def _alternatives(stand: Stand, chosen: Option | None) -> list[str]:
    """What else a mail with conditions leaves to choose from: "or $1,100: if you pay within 7 days"."""
    options = [one for one in options_of(stand.reading.asks, stand.terms) or () if one != chosen]
    if chosen is None or not chosen.conditions:
        return []
    return [f"or {': '.join([one.quote, *(wish.text for wish in one.conditions)])}" for one in options]


def _is_harmless(difference: Difference) -> bool:
    """A price is bargained for; what is better for us binds nobody, since an agreement states our own terms."""
    if difference.matter is Matter.RATE:
        return True
    # More posts than the campaign wants are not what it asked for, however cheap.
    return difference.direction is Direction.BETTER and difference.matter is not Matter.DELIVERABLES


def _only_price(stand: Stand) -> Money | None:
    """What they ask, all included, or say yes to, for the person who decides.

    None when they name no price, several, or one in another currency, and when nobody can say what comes on top.
    """
    surcharges = stand.reading.surcharges
    if _foreign_currency(stand) is not None:
        return None
    options = options_of(stand.reading.asks, stand.terms)
    if options is None or len(options) > 1:
        return None
    if options:
        return surcharged(options[0].price or options[0].named, surcharges)
    if surcharges:
        return surcharged(stand.terms.rate, surcharges)
    return _taken(stand.campaign, stand.negotiation, stand.reading)


def _wishes(stand: Stand) -> tuple[str, ...]:
    """What sets their price apart from one for our terms; a surcharge is in the price that the person is shown."""
    if _foreign_currency(stand) is not None:
        return ()
    option = _chosen(stand)
    apart = [one for one in compare(stand.terms, _asked(stand, option)) if not _is_harmless(one)]
    wishes = [one.text() for one in apart if one.matter is not Matter.SURCHARGE]
    if option is None:
        return tuple(wishes)
    more = ["a price that may be more"] if option.at_least else []
    return (*wishes, *([_each_text(option)] if option.price is None else []), *more)


def _each_text(option: Option) -> str:
    return f"{option.quote}: a price for each post of a package of several"

"""The decision of one turn: what the agent does about the mail it has read. Pure; code picks every number."""

from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Final

from shared.domain.campaign import Campaign, Creator
from shared.domain.concession import Bargain, Strategy, is_acceptable, next_offer
from shared.domain.decision import Answer, Decision, Declined, Escalate, Reason, Reply
from shared.domain.money import Money
from shared.domain.negotiation import Move, Negotiation, Stage
from shared.domain.pricing import BoundSource, CpmBounds, Limits, NoRoom, PriceSources, limits
from shared.domain.reading import Ask, Basis, Intent, Reading, Tone, Topic
from shared.domain.states import Event
from shared.domain.strategies import PARLEY
from shared.domain.terms import Terms, campaign_terms
from shared.domain.terms.words import fact_for

# Below this the model's own confidence does not carry a decision; the predecessor's teams settled on 0.70.
CONFIDENT: Final = Decimal("0.70")


# Under this share of the floor a price is more likely a misreading than a bargain.
LEAST_CREDIBLE: Final = Decimal("0.5")

# Time does not press.
CALM: Final = Decimal(0)

# Replies that only answer questions; whoever asks more than this wants to talk to a person.
ANSWER_CAP: Final = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class Stand:
    """What a decision is made from; *urgency* as in Bargain."""

    campaign: Campaign
    negotiation: Negotiation
    reading: Reading
    limits: Limits
    strategy: Strategy
    urgency: Decimal

    @property
    def terms(self) -> Terms:
        """What stands on the table; before our first offer, what it would be."""
        return self.negotiation.terms or campaign_terms(self.campaign, self.limits.floor)


def price_limits(campaign: Campaign, creator: Creator) -> Limits | NoRoom:
    """Floor and ceiling of this creator's fee for the whole package, as the campaign stands now."""
    budget = campaign.budget
    sources = PriceSources(
        views=creator.average_views,
        cpm=CpmBounds(floor=budget.floor_cpm, ceiling=budget.ceiling_cpm),
        row_minimum=creator.minimum_rate,
        row_maximum=creator.maximum_rate,
        minimum_cost=budget.minimum_cost,
        approval_cap=budget.approval_cap,
        cpm_premium=campaign.cpm_allowance(creator).cpm if budget.cpm_premiums else None,
        budget_left=campaign.budget_left,
    )
    return limits(sources, campaign.currency)


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
    room = price_limits(campaign, negotiation.creator)
    if isinstance(room, NoRoom):
        said_yes = reading.intent is Intent.ACCEPT and not reading.asks
        return replace(
            _without_room(room), their_ask=negotiation.offers[-1] if said_yes and negotiation.offers else None
        )
    stand = Stand(
        campaign=campaign, negotiation=negotiation, reading=reading, limits=room, strategy=strategy, urgency=urgency
    )
    decision = _needs_person(stand) or _foreign_currency(stand) or _needs_clarity(stand) or _answer_to(stand)
    if isinstance(decision, Escalate) and decision.their_ask is None:
        return replace(decision, their_ask=_only_price(stand))
    return _as_campaign_stands(stand, decision)


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
    reading = stand.reading
    signs = (
        (Reason.PAYMENT_DETAILS_CHANGED, reading.payment_details_changed),
        (Reason.LEGAL_LANGUAGE, reading.legal_language),
        (Reason.HOSTILE, reading.tone is Tone.HOSTILE),
        (Reason.CALL_REQUESTED, reading.call_requested),
        (Reason.NEW_PARTICIPANT, bool(reading.new_people)),
    )
    found = next((reason for reason, present in signs if present), None)
    return Escalate(reason=found, evidence=reading.summary) if found else None


def _foreign_currency(stand: Stand) -> Escalate | None:
    foreign = [ask.quote for ask in stand.reading.asks if ask.currency not in {None, stand.campaign.currency}]
    return Escalate(reason=Reason.FOREIGN_CURRENCY, evidence="; ".join(foreign)) if foreign else None


def _needs_clarity(stand: Stand) -> Decision | None:
    reading = stand.reading
    prices = {ask.amount for ask in reading.asks}
    several = len(prices) > 1
    if reading.intent is not Intent.UNCLEAR and reading.confidence >= CONFIDENT and not several:
        return None
    points = ("which of the prices you named is meant for the whole package",) if several else ()
    if stand.negotiation.unclear_count >= stand.campaign.clarification_cap:
        return Escalate(reason=Reason.UNCLEAR, evidence=reading.doubt or reading.summary)
    move = Move(stage=Stage.CLARIFICATION, event=Event.SEND_COUNTER, terms=None)
    return Reply(move=move, their_ask=None, unclear_points=points, why=reading.doubt or "the mail is unclear")


def _answer_to(stand: Stand) -> Decision:
    # "No, but I would do it for this much" is a counter-offer, whatever the model calls it.
    if stand.reading.intent is Intent.REJECT and not stand.reading.asks:
        return Declined(why=stand.reading.summary)
    if stand.reading.requested_changes:
        changes = "; ".join(change.text for change in stand.reading.requested_changes)
        return Escalate(reason=Reason.TERMS_CHANGE, evidence=changes)
    answers = _answers(stand)
    if isinstance(answers, Escalate):
        return answers
    if stand.reading.asks:
        return _answer_to_ask(stand, stand.reading.asks[-1], answers)
    if stand.reading.intent is Intent.ACCEPT and stand.negotiation.offers:
        return _agree(stand, None, answers)
    return _restate(stand, answers)


def _answers(stand: Stand) -> tuple[Answer, ...] | Escalate:
    known = [(question, fact_for(question.topic, stand.terms)) for question in stand.reading.questions]
    unknown = [question.text for question, fact in known if not fact or question.topic is Topic.OTHER]
    if unknown:
        return Escalate(reason=Reason.UNKNOWN_ANSWER, evidence="\n".join(unknown))
    return tuple(Answer(question=question.text, fact=fact) for question, fact in known if fact)


def _answer_to_ask(stand: Stand, ask: Ask, answers: tuple[Answer, ...]) -> Decision:
    price = _package_price(stand, ask)
    if isinstance(price, Escalate):
        return price
    if price.amount < stand.limits.floor.amount * LEAST_CREDIBLE:
        return Escalate(reason=Reason.SUSPICIOUSLY_LOW, evidence=ask.quote, their_ask=price)
    # A person may have offered more than the agent may: what we have offered once is not refused when it is accepted.
    offered = stand.negotiation.offers[-1:]
    if is_acceptable(_bargain(stand, price), stand.strategy) or any(price <= offer for offer in offered):
        return _agree(stand, price, answers)
    if stand.limits.ceiling < price <= stand.limits.hard_ceiling:
        return _above_ceiling(stand, f"they ask {price.display()}", price)
    return _counter(stand, price, answers)


def _package_price(stand: Stand, ask: Ask) -> Money | Escalate:
    campaign = stand.campaign
    price = Money.rounded(ask.amount, campaign.currency)
    asked_for = {(line.type, line.quantity) for line in ask.deliverables}
    package = {(line.type, line.quantity) for line in campaign.deliverables}
    if asked_for and asked_for != package:
        return Escalate(reason=Reason.DELIVERABLES_DIFFER, evidence=ask.quote, their_ask=price)
    if ask.basis is not Basis.PER_DELIVERABLE:
        return price
    if len(campaign.deliverables) > 1:
        return Escalate(reason=Reason.DELIVERABLES_DIFFER, evidence=ask.quote, their_ask=price)
    return Money.rounded(price.amount * campaign.deliverables[0].quantity, price.currency)


def _only_price(stand: Stand) -> Money | None:
    """What they ask, for the person who decides; None when they name no price, several, or one in another currency."""
    asks = stand.reading.asks
    if len(asks) != 1 or asks[0].currency not in {None, stand.campaign.currency}:
        return None
    price = _package_price(stand, asks[0])
    return price if isinstance(price, Money) else price.their_ask


def _agree(stand: Stand, their_ask: Money | None, answers: tuple[Answer, ...]) -> Reply:
    """A deal at what they ask; None: at what stands offered."""
    terms = stand.terms.at(their_ask) if their_ask else stand.terms
    move = Move(stage=Stage.AGREEMENT, event=Event.ACCEPT, terms=terms)
    return Reply(move=move, their_ask=their_ask, answers=answers, why="the price is inside the limits")


def _counter(stand: Stand, ask: Money, answers: tuple[Answer, ...]) -> Decision:
    offers = stand.negotiation.offers
    bargain = _bargain(stand, ask)
    if offers and offers[-1] > stand.limits.ceiling:
        # A person offered it, or the limit has come down since.
        return _above_ceiling(stand, f"they ask {ask.display()} after our offer of {offers[-1].display()}", ask)
    if bargain.round_number > bargain.round_cap:
        move = Move(stage=Stage.EXIT, event=Event.EXIT, terms=None)
        return Reply(move=move, their_ask=ask, why="they ask more than the limit and every round is used")
    offer = next_offer(bargain, stand.strategy.schedule)
    if isinstance(offer, NoRoom):
        return Escalate(reason=Reason.NO_ROOM, evidence=offer.reason, their_ask=ask)
    move = Move(stage=Stage.COUNTER, event=Event.SEND_COUNTER, terms=stand.terms.at(offer))
    return Reply(move=move, their_ask=ask, answers=answers, why=f"offer {bargain.round_number} of {bargain.round_cap}")


def _above_ceiling(stand: Stand, evidence: str, ask: Money) -> Escalate:
    ceiling, spent = stand.limits.ceiling.display(), stand.limits.ceiling_source is BoundSource.BUDGET_LEFT
    limit = f"the {ceiling} that the budget has left" if spent else f"the limit of {ceiling}"
    reason = Reason.BUDGET_SPENT if spent else Reason.ABOVE_APPROVAL_CAP
    return Escalate(reason=reason, evidence=f"{evidence}, above {limit}", their_ask=ask)


def _bargain(stand: Stand, ask: Money) -> Bargain:
    return Bargain(
        limits=stand.limits,
        offers=stand.negotiation.offers,
        asks=(*stand.negotiation.asks, ask),
        round_number=stand.negotiation.rounds + 1,
        round_cap=stand.campaign.round_cap,
        optimize_for=stand.campaign.optimize_for,
        urgency=stand.urgency,
        budget_per_deal=stand.campaign.budget_per_deal,
    )


def _restate(stand: Stand, answers: tuple[Answer, ...]) -> Decision:
    """Answer without a concession; where nothing was offered yet, the opening offer comes with the answer."""
    offers = stand.negotiation.offers
    if sum(line.stage is Stage.ANSWER for line in stand.negotiation.ledger) >= ANSWER_CAP:
        return Escalate(reason=Reason.MANY_QUESTIONS, evidence=stand.reading.summary)
    if offers:
        move = Move(stage=Stage.ANSWER, event=Event.SEND_COUNTER, terms=stand.terms)
        return Reply(move=move, their_ask=None, answers=answers, why="a question is answered, the offer stands")
    move = Move(stage=Stage.COUNTER, event=Event.SEND_COUNTER, terms=stand.terms)
    return Reply(move=move, their_ask=None, answers=answers, why="first offer in a joined thread, at the floor")

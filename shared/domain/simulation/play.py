"""One negotiation from opening to end: the seller is simulated, every move of ours is the real decision's."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from decimal import Decimal
from enum import StrEnum
from typing import Final, TypeAlias

from shared.domain.bargaining.concession import Strategy
from shared.domain.bargaining.pricing import Limits, NoRoom
from shared.domain.bargaining.stand import price_limits
from shared.domain.campaign import Campaign, Creator
from shared.domain.decide import decide, decide_opening
from shared.domain.decision import Decision, Escalate, Reply
from shared.domain.money import Money
from shared.domain.negotiation import LedgerEntry, Move, Negotiation, Owner, Side, Stage, after_event, after_move
from shared.domain.package import NO_LEVERS
from shared.domain.people.participants import Participant, Role
from shared.domain.reading.facts import Ask, Basis, Intent, Reading, bare_reading
from shared.domain.simulation.seller import Asks, Leaves, Seller, Takes, response
from shared.domain.states import Event, State

# No decision depends on the hour; the ledger wants one.
_THEN: Final = datetime(2026, 1, 1, tzinfo=UTC)

# A turn's decision; `decide` with a strategy, or a stand-in for it.
Decider: TypeAlias = Callable[[Campaign, Negotiation, Reading], Decision]


class Outcome(StrEnum):
    """How a negotiation ended."""

    OFFER_TAKEN = "offer_taken"
    ASK_ACCEPTED = "ask_accepted"
    SELLER_LEFT = "seller_left"
    WE_LEFT = "we_left"
    ESCALATED = "escalated"
    NO_ROOM = "no_room"


@dataclass(frozen=True, slots=True, kw_only=True)
class Played:
    """A negotiation that has ended.

    Attributes:
        limits: None when no price fits the campaign and the seller; then nothing was offered.
        asks: Theirs, oldest first; asks[n] answers offers[n].
        price: None without a deal.
    """

    seller: Seller
    limits: Limits | None
    offers: tuple[Money, ...]
    asks: tuple[Money, ...]
    price: Money | None
    outcome: Outcome

    @property
    def rounds(self) -> int:
        return len(self.offers)

    @property
    def is_feasible(self) -> bool:
        """Whether a deal could exist: the seller's reservation is inside our limit."""
        return self.limits is not None and self.seller.reservation <= self.limits.ceiling


def play(campaign: Campaign, seller: Seller, strategy: Strategy) -> Played:
    """The negotiation of the real decision code, with this strategy."""
    return play_deciding(campaign, seller, lambda *stand: decide(*stand, strategy=strategy))


def play_deciding(campaign: Campaign, seller: Seller, decider: Decider) -> Played:
    """The same with another decision for every turn after the opening; sellers here know a price and nothing else."""
    campaign = campaign if campaign.levers == NO_LEVERS else replace(campaign, levers=NO_LEVERS)
    creator = _creator(campaign, seller)
    limits, opening = price_limits(campaign, creator), decide_opening(campaign, creator)
    if isinstance(limits, NoRoom) or isinstance(opening, Escalate):
        return Played(seller=seller, limits=None, offers=(), asks=(), price=None, outcome=Outcome.NO_ROOM)
    negotiation, outcome, price = _to_its_end(
        campaign, _moved(_started(campaign, creator), opening.move), seller, decider
    )
    return Played(
        seller=seller,
        limits=limits,
        offers=negotiation.offers,
        asks=negotiation.asks,
        price=price,
        outcome=outcome,
    )


def _to_its_end(
    campaign: Campaign, negotiation: Negotiation, seller: Seller, decider: Decider
) -> tuple[Negotiation, Outcome, Money | None]:
    while True:
        said = response(seller, negotiation.offers)
        if isinstance(said, Leaves):
            return negotiation, Outcome.SELLER_LEFT, None
        received = after_event(negotiation, Event.RECEIVE_REPLY, _THEN)
        decision = decider(campaign, received, _reading(said, campaign.currency))
        negotiation = _heard(received, said)
        if not isinstance(decision, Reply):
            return negotiation, Outcome.ESCALATED, None
        if decision.move.stage is Stage.EXIT:
            return negotiation, Outcome.WE_LEFT, None
        if decision.move.stage is Stage.AGREEMENT:
            outcome = Outcome.OFFER_TAKEN if isinstance(said, Takes) else Outcome.ASK_ACCEPTED
            return negotiation, outcome, decision.move.offer
        negotiation = _moved(negotiation, decision.move)


def _creator(campaign: Campaign, seller: Seller) -> Creator:
    return Creator(
        name=seller.id,
        email=f"{seller.id}@seller.example",
        platform=campaign.deliverables[0].type.platform,
        handle=seller.id,
        average_views=seller.average_views,
    )


def _started(campaign: Campaign, creator: Creator) -> Negotiation:
    return Negotiation(
        id=creator.handle,
        version=1,
        campaign_id=campaign.id,
        mailbox=campaign.mailbox,
        creator=creator,
        participants=(Participant(email=creator.email, name=creator.name, role=Role.CREATOR),),
        state=State.INITIAL_OFFER,
        owner=Owner.AGENT,
        opened_at=_THEN,
        updated_at=_THEN,
        human_watermark_at=_THEN,
    )


def _moved(negotiation: Negotiation, move: Move) -> Negotiation:
    return after_move(negotiation, move, f"our-{len(negotiation.ledger)}", _THEN)


def _heard(negotiation: Negotiation, said: Takes | Asks) -> Negotiation:
    if isinstance(said, Takes):
        return negotiation
    mail_id = f"their-{len(negotiation.ledger)}"
    entry = LedgerEntry(at=_THEN, side=Side.THEIRS, mail_id=mail_id, stage=None, asked=said.amount)
    return replace(negotiation, ledger=(*negotiation.ledger, entry))


def _reading(said: Takes | Asks, currency: str) -> Reading:
    """The mail as a faultless reader would have read it."""
    asks: tuple[Ask, ...] = ()
    if isinstance(said, Asks):
        quote = said.amount.display()
        asks = (Ask(quote=quote, amount=said.amount.amount, currency=currency, basis=Basis.PACKAGE),)
    return bare_reading(Intent.COUNTER if asks else Intent.ACCEPT, confidence=Decimal(1), asks=asks)

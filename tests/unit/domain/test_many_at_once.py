"""Several negotiations of one campaign, interleaved: every agreement moves the limits of the others."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal
from fractions import Fraction
from typing import Final

from hypothesis import event, given, settings
from hypothesis import strategies as st

from shared.domain.bargaining.pricing import Limits
from shared.domain.bargaining.stand import price_limits
from shared.domain.campaign import Campaign, Creator, Deliverable, Levers, OptimizeFor, Product, RateCard, Scenario
from shared.domain.decide import decide, decide_opening
from shared.domain.decision import Decision, Reply
from shared.domain.money import Money
from shared.domain.negotiation import LedgerEntry, Move, Negotiation, Side, Stage, after_event, after_move
from shared.domain.package import Duration, UsageRights
from shared.domain.people.participants import Participant, Role
from shared.domain.reading.facts import (
    AskedRight,
    Intent,
    Purpose,
    Question,
    Reading,
    RequestedChange,
    Right,
    Surcharge,
    Term,
    Topic,
)
from shared.domain.states import Event, State
from shared.domain.tracker import Agreement
from shared.domain.triggers import Triggers
from tests.unit.domain.builders import (
    NOW,
    REEL,
    STORY,
    ask,
    asked,
    budget,
    campaign,
    creator,
    negotiation,
    reading,
    usd,
)

PACKAGES: Final = tuple(
    tuple(Deliverable(type=kind, quantity=count) for kind, count in lines)
    for lines in (((REEL, 2), (STORY, 2)), ((REEL, 1), (STORY, 2)), ((REEL, 1),))
)
RIGHTS: Final = UsageRights(
    paid_usage=Duration.DAYS_90, whitelisting=Duration.DAYS_30, organic_owned=Duration.NOT_REQUIRED
)
LEAST: Final = replace(RIGHTS, paid_usage=Duration.DAYS_30, whitelisting=Duration.NOT_REQUIRED)
CARDS: Final = (
    RateCard(type=REEL, floor_cpm=Decimal(8), ceiling_cpm=Decimal(14)),
    RateCard(type=STORY, floor_cpm=Decimal(1), ceiling_cpm=Decimal(2)),
)
SERUM: Final = Product(description="a serum set", value=usd("80"))
CENT: Final = Decimal("0.01")


@st.composite
def campaigns(draw: st.DrawFn) -> Campaign:
    cards = draw(st.sampled_from([(), CARDS]))
    limits = budget(
        total=usd("1000000"),
        floor_cpm=Decimal(draw(st.integers(1_000, 2_000))) / 100,
        ceiling_cpm=Decimal(draw(st.integers(2_000, 3_500))) / 100,
        minimum_cost=draw(st.none() | st.integers(50, 1_200).map(lambda whole: usd(str(whole)))),
        approval_cap=draw(st.none() | st.integers(800, 2_500).map(lambda whole: usd(str(whole)))),
        cpm_premiums=not cards and draw(st.booleans()),
    )
    levers = Levers(
        scenarios=tuple(Scenario(deliverables=lines) for lines in PACKAGES[1 : draw(st.integers(1, 3))]),
        usage_rights_minimum=draw(st.sampled_from([None, LEAST])),
        product_held_back=draw(st.booleans()),
        syndication=draw(st.sampled_from([None, "The Reel is also posted on TikTok."])),
        share_cpm=draw(st.booleans()),
    )
    return campaign(
        budget=limits,
        deliverables=PACKAGES[0],
        usage_rights=RIGHTS,
        product=SERUM,
        levers=levers,
        rate_cards=cards,
        round_cap=draw(st.integers(1, 7)),
        target_creators=draw(st.none() | st.integers(1, 3)),
        optimize_for=draw(st.sampled_from(OptimizeFor)),
        triggers=Triggers(unusual_request=draw(st.booleans()), over_cap=draw(st.booleans())),
    )


CREATORS: Final = st.builds(
    lambda views, high, engagement: creator(
        average_views=views,
        maximum_rate=None if high is None else usd(str(high)),
        engagement_percent=None if engagement is None else Decimal(engagement) / 10,
    ),
    st.integers(20_000, 80_000),
    st.none() | st.integers(500, 3_000),
    st.none() | st.integers(10, 80),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """What one of them writes next; *share*: their price, as a part of their limit at that moment.

    *urgency*: how much time presses by then.
    """

    who: int
    kind: str
    share: Fraction
    urgency: Decimal


KINDS: Final = (*["ask"] * 6, *["yes"] * 3, "question", "smaller", "rights", "met", "hangs", "agency")
MAILS: Final = st.lists(
    st.builds(
        Said,
        who=st.integers(0, 3),
        kind=st.sampled_from(KINDS),
        share=st.fractions("1/2", 2, max_denominator=50),
        urgency=st.sampled_from([Decimal(0), Decimal("0.5"), Decimal(1)]),
    ),
    min_size=10,
    max_size=40,
)


def reading_of(said: Said, room: Limits) -> Reading:
    amount = str((room.ceiling.amount * said.share.numerator / said.share.denominator).quantize(CENT))
    match said.kind:
        case "yes":
            return reading(Intent.ACCEPT)
        case "question":
            return reading(Intent.QUESTION, questions=(Question(topic=Topic.PAYMENT, text="When do you pay?"),))
        case "smaller":
            lines = tuple(asked(line.type, line.quantity) for line in PACKAGES[1])
            return reading(Intent.COUNTER, ask(amount, deliverables=lines))
        case "rights":
            return reading(Intent.COUNTER, ask(amount), requested_changes=(_usage(Duration.DAYS_30),))
        case "met":
            return reading(Intent.COUNTER, ask(amount, conditions=(_usage(Duration.DAYS_90),)))
        case "hangs":
            upfront = RequestedChange(term=Term.PAYMENT, text="if you pay half upfront")
            return reading(Intent.COUNTER, ask(amount, conditions=(upfront,)))
        case "agency":
            fee = Surcharge(quote="plus 20% agency fee", purpose=Purpose.AGENCY, percent=Decimal(20))
            return reading(Intent.COUNTER, ask(amount), surcharges=(fee,))
        case _:
            return reading(Intent.COUNTER, ask(amount))


def _usage(duration: Duration) -> RequestedChange:
    right = AskedRight(right=Right.PAID_USAGE, duration=duration)
    return RequestedChange(term=Term.USAGE_RIGHTS, text="for this long", rights=(right,))


@dataclass(slots=True)
class Books:
    """The campaign and its negotiations as they go on, in the steps that the product takes."""

    campaign: Campaign
    open: dict[int, Negotiation]
    agreed: dict[str, Money] = field(default_factory=dict)

    def opens(self, who: int) -> None:
        if self.campaign.is_complete:
            return  # nobody is written to any more
        self._carry_out(who, decide_opening(self.campaign, self.open[who].creator))

    def hears(self, said: Said) -> None:
        one = self.open[said.who]
        room = price_limits(self.campaign, one.creator)
        if one.is_terminal or not isinstance(room, Limits):
            return
        if one.state is State.INITIAL_OFFER:
            self.opens(said.who)
            return
        self.open[said.who] = after_event(one, Event.RECEIVE_REPLY, NOW)
        read = reading_of(said, room)
        self._carry_out(said.who, decide(self.campaign, self.open[said.who], read, urgency=said.urgency))

    def _carry_out(self, who: int, decision: Decision) -> None:
        one = self.open[who]
        if not isinstance(decision, Reply):
            return  # a person, or nobody, goes on; what they write next is decided as before
        self._check(one, decision)
        if decision.their_ask is not None:
            heard = LedgerEntry(at=NOW, side=Side.THEIRS, mail_id="m", stage=None, asked=decision.their_ask)
            one = replace(one, ledger=(*one.ledger, heard))
        self.open[who] = after_move(one, decision.move, f"{one.id}-{len(one.ledger)}", NOW)
        if decision.move.stage is Stage.AGREEMENT:
            self._book(self.open[who])

    def _book(self, one: Negotiation) -> None:
        assert one.agreed_rate is not None
        assert one.id not in self.agreed
        self.agreed[one.id] = one.agreed_rate
        line = Agreement(negotiation_id=one.id, price=one.agreed_rate, average_views=one.creator.average_views)
        once = self.campaign.tracker.booked(line)
        assert once.booked(line) == once
        self.campaign = replace(self.campaign, tracker=once)

    def _check(self, one: Negotiation, decision: Reply) -> None:
        move = decision.move
        assert move.lever not in one.levers_used
        if move.terms is None:
            assert move.stage in {Stage.EXIT, Stage.CLARIFICATION}
            return
        offer = move.terms.rate
        self._check_campaign(offer)
        event(f"{move.stage.value}{' with a lever' if move.lever else ''}")
        if move.stage is Stage.ANSWER:
            assert offer == one.offers[-1]
            return
        if move.stage is Stage.AGREEMENT:
            assert offer == (decision.their_ask or one.offers[-1])
            assert offer <= max([_highest(self.campaign, one.creator), *one.offers])
            return
        self._check_offer(one, move, decision.their_ask)

    def _check_campaign(self, offer: Money) -> None:
        spent = sum(price.amount for price in self.agreed.values())
        assert spent + offer.amount <= self.campaign.budget.total.amount
        assert self.campaign.target_creators is None or len(self.agreed) < self.campaign.target_creators

    def _check_offer(self, one: Negotiation, move: Move, their_ask: Money | None) -> None:
        assert move.terms is not None
        offer = move.terms.rate
        room = price_limits(self.campaign, one.creator, move.terms.deliverables)
        assert isinstance(room, Limits)
        assert room.floor <= offer <= room.ceiling
        assert offer <= _highest(self.campaign, one.creator)
        assert their_ask is None or offer <= their_ask
        assert all(offer >= before for before in one.offers)


def _highest(found: Campaign, row: Creator) -> Money:
    """What no offer may pass whatever was agreed before, by arithmetic of this test's own."""
    thousands = Decimal(row.average_views) / 1000
    top = found.budget.ceiling_cpm * (Decimal("1.2") if found.budget.cpm_premiums else 1)
    by_views = thousands * (2 * CARDS[0].ceiling_cpm + 2 * CARDS[1].ceiling_cpm if found.rate_cards else top)
    others = [one.amount for one in (row.maximum_rate, found.budget.approval_cap) if one]
    # Each kind of post is rounded by itself, by half a cent at most.
    return usd(str((min([by_views, *others]) + CENT * 2).quantize(CENT)))


def books_of(found: Campaign, rows: Sequence[Creator]) -> Books:
    roles = (Role.CREATOR, Role.MANAGER, Role.AGENCY, Role.CREATOR)
    people = [(Participant(email="mia@creator.example", name="Mia Lark", role=role),) for role in roles]
    return Books(
        campaign=found,
        open={
            place: negotiation(id=f"n{place}", state=State.INITIAL_OFFER, creator=row, participants=people[place])
            for place, row in enumerate(rows)
        },
    )


def scarce(found: Campaign, rows: Sequence[Creator], share: Fraction) -> Campaign:
    """The campaign with so much of what all of them would cost at their limits."""
    rooms = [price_limits(found, row) for row in rows]
    dearest = sum((room.ceiling.amount for room in rooms if isinstance(room, Limits)), Decimal(100))
    total = usd(str((dearest * share.numerator / share.denominator).quantize(CENT)))
    return replace(found, budget=replace(found.budget, total=total))


@settings(max_examples=80)
@given(
    campaigns(),
    st.lists(CREATORS, min_size=4, max_size=4),
    st.fractions("1/5", 1, max_denominator=20),
    MAILS,
)
def test_no_order_of_mails_breaks_a_limit_or_the_books(
    found: Campaign, rows: list[Creator], share: Fraction, mails: list[Said]
) -> None:
    books = books_of(scarce(found, rows, share), rows)
    for who in books.open:
        books.opens(who)
    for said in mails:
        books.hears(said)

    end = books.campaign
    assert {line.negotiation_id: line.price for line in end.tracker.agreements} == books.agreed
    assert {one.id: one.agreed_rate for one in books.open.values() if one.agreed_rate} == books.agreed
    assert end.committed.amount == sum(price.amount for price in books.agreed.values()) <= end.budget.total.amount
    assert end.target_creators is None or len(books.agreed) <= end.target_creators
    for one in books.open.values():
        pulled = [line.lever for line in one.ledger if line.lever is not None]
        assert len(pulled) == len(set(pulled))
    event(f"{len(books.agreed)} agreed")

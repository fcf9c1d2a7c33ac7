"""What no campaign, ledger and reading may break: floor <= offer <= the smaller of ask and ceiling, never falling."""

from decimal import ROUND_HALF_UP, Decimal
from typing import Final

from hypothesis import assume, given
from hypothesis import strategies as st

from shared.domain.bargaining.pricing import Limits
from shared.domain.bargaining.stand import price_limits
from shared.domain.campaign import Campaign, Creator
from shared.domain.decide import decide, decide_opening
from shared.domain.decision import Declined, Escalate, Reply
from shared.domain.negotiation import LedgerEntry, Negotiation, Stage
from shared.domain.reading.facts import Basis, Intent, Question, Reading, Tone, Topic
from shared.domain.states import Event, State, next_state
from tests.unit.domain.builders import ask, budget, campaign, creator, negotiation, ours, reading, theirs, usd

CENTS: Final = st.integers(1, 400_000)
PRICES: Final = CENTS.map(lambda cents: usd(str(Decimal(cents) / 100)))
MAYBE_PRICES: Final = st.none() | PRICES


@st.composite
def campaigns(draw: st.DrawFn) -> Campaign:
    floor = Decimal(draw(st.integers(100, 4_000))) / 100
    ceiling = floor + Decimal(draw(st.integers(0, 3_000))) / 100
    limits = budget(
        floor_cpm=floor, ceiling_cpm=ceiling, minimum_cost=draw(MAYBE_PRICES), approval_cap=draw(MAYBE_PRICES)
    )
    return campaign(budget=limits, round_cap=draw(st.integers(1, 6)), clarification_cap=draw(st.integers(0, 2)))


CREATORS: Final = st.builds(
    lambda views, low, high: creator(average_views=views, minimum_rate=low, maximum_rate=high),
    st.integers(1_000, 200_000),
    MAYBE_PRICES,
    MAYBE_PRICES,
)

READINGS: Final = st.builds(
    lambda intent, cents, basis, tone, confidence, topics: reading(
        intent,
        *[ask(str(Decimal(value) / 100), basis=basis) for value in cents],
        tone=tone,
        confidence=Decimal(confidence) / 100,
        questions=tuple(Question(topic=topic, text="?") for topic in topics),
    ),
    st.sampled_from(Intent),
    st.lists(CENTS, max_size=2),
    st.sampled_from(Basis),
    st.sampled_from([Tone.NEUTRAL, Tone.WARM, Tone.HOSTILE]),
    st.integers(50, 100),
    st.lists(st.sampled_from([Topic.PAYMENT, Topic.OTHER]), max_size=1),
)


@st.composite
def negotiations(draw: st.DrawFn, found: Campaign, row: Creator) -> Negotiation:
    """A ledger that the agent itself can have written: offers inside the limits, rising, asks in between."""
    room = price_limits(found, row)
    if not isinstance(room, Limits):
        return negotiation(creator=row)
    span = int((room.ceiling.amount - room.floor.amount) * 100)
    steps = sorted(draw(st.lists(st.integers(0, span), max_size=found.round_cap)))
    ledger: list[LedgerEntry] = []
    for place, step in enumerate(steps):
        stage = Stage.COUNTER if place else Stage.OPENING
        ledger.append(ours(str(room.floor.amount + Decimal(step) / 100), stage, f"n1-{place}"))
        ledger.append(theirs(draw(PRICES).text, f"m{place}"))
    return negotiation(creator=row, ledger=tuple(ledger), unclear_count=draw(st.integers(0, 3)))


@given(st.data(), campaigns(), CREATORS, READINGS)
def test_every_decision_keeps_to_the_limits(data: st.DataObject, found: Campaign, row: Creator, read: Reading) -> None:
    stand = data.draw(negotiations(found, row))
    decision = decide(found, stand, read)
    match decision:
        case Reply():
            _keeps_to_limits(decision, stand, found)
        case Escalate():
            assert decision.evidence or not read.summary
        case Declined():
            assert read.intent is Intent.REJECT


def _keeps_to_limits(decision: Reply, stand: Negotiation, found: Campaign) -> None:
    room = price_limits(found, stand.creator)
    assert isinstance(room, Limits)
    assert next_state(State.COUNTER_RECEIVED, decision.move.event) is not State.ESCALATED
    offer = decision.move.offer
    if decision.move.stage in {Stage.CLARIFICATION, Stage.EXIT}:
        assert offer is None
        return
    assert offer is not None
    assert offer.amount > 0
    assert offer <= room.ceiling
    if decision.move.event is Event.ACCEPT:
        assert offer == (decision.their_ask or stand.offers[-1])
        return
    assert offer >= room.floor
    assert offer >= max(stand.offers, default=room.floor)
    assert decision.their_ask is None or offer <= decision.their_ask


@given(campaigns(), CREATORS)
def test_every_opening_is_the_floor(found: Campaign, row: Creator) -> None:
    decision = decide_opening(found, row)
    room = price_limits(found, row)
    if isinstance(room, Limits):
        assert isinstance(decision, Reply)
        assert decision.move.offer == room.floor
    else:
        assert isinstance(decision, Escalate)


@given(campaigns(), CREATORS, st.lists(CENTS, min_size=12, max_size=12))
def test_every_negotiation_comes_to_an_end(found: Campaign, row: Creator, cents: list[int]) -> None:
    """Whoever only names prices is answered at most as often as the campaign has rounds."""
    assume(isinstance(price_limits(found, row), Limits))
    ledger: tuple[LedgerEntry, ...] = ()
    for counters, value in enumerate(cents, 1):
        price = Decimal(value) / 100
        decision = decide(found, negotiation(creator=row, ledger=ledger), reading(Intent.COUNTER, ask(str(price))))
        if not isinstance(decision, Reply) or decision.move.event is not Event.SEND_COUNTER:
            return
        assert decision.move.offer is not None
        ledger = (
            *ledger,
            theirs(str(price), f"m{counters}"),
            ours(decision.move.offer.text, decision.move.stage, f"n1-{counters}"),
        )
        assert counters <= found.round_cap
    raise AssertionError("still haggling")


def _tightest(found: Campaign, row: Creator) -> tuple[Decimal, Decimal]:
    """Floor and ceiling as docs/campaign-file.md says, by arithmetic of this test's own."""
    limits, thousands = found.budget, Decimal(row.average_views) / 1000
    floor, ceiling = (
        (thousands * cpm).quantize(Decimal("0.01"), ROUND_HALF_UP) for cpm in (limits.floor_cpm, limits.ceiling_cpm)
    )
    lower = [one.amount for one in (row.minimum_rate, limits.minimum_cost) if one]
    upper = [one.amount for one in (row.maximum_rate, limits.approval_cap, limits.total) if one]
    return max([floor, *lower]), min([ceiling, *upper])


@given(campaigns(), CREATORS)
def test_every_bound_moves_the_decision_to_the_cent(found: Campaign, row: Creator) -> None:
    """The opening is at the tightest floor; an ask at the tightest ceiling is taken, one a cent above it is not."""
    floor, ceiling = _tightest(found, row)
    opening = decide_opening(found, row)
    if floor > ceiling:
        assert isinstance(opening, Escalate)
        return
    assert isinstance(opening, Reply)
    assert opening.move.terms is not None
    assert opening.move.terms.rate == usd(str(floor))
    stand = negotiation(creator=row, ledger=(ours(str(floor), Stage.OPENING),))
    taken = decide(found, stand, reading(Intent.COUNTER, ask(str(ceiling))))
    assert isinstance(taken, Reply)
    assert (taken.move.stage, taken.move.offer) == (Stage.AGREEMENT, usd(str(ceiling)))
    above = decide(found, stand, reading(Intent.COUNTER, ask(str(ceiling + Decimal("0.01")))))
    assert not (isinstance(above, Reply) and above.move.stage is Stage.AGREEMENT)

"""What else than money moves, in which order, and when it is left alone. The fee is $1,000 to $1,500."""

from dataclasses import replace
from decimal import Decimal
from typing import Final

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shared.domain.bargaining.levers import Position, pulls
from shared.domain.bargaining.pricing import Limits
from shared.domain.bargaining.stand import price_limits
from shared.domain.campaign import (
    Campaign,
    Creator,
    Deliverable,
    Duration,
    Levers,
    OptimizeFor,
    Product,
    RateCard,
    Scenario,
    UsageRights,
)
from shared.domain.decide import decide, decide_opening
from shared.domain.decision import Decision, Escalate, Reason, Reply
from shared.domain.negotiation import LedgerEntry, Move, Negotiation, Side, Stage, without_move
from shared.domain.people.participants import Participant, Role
from shared.domain.reading.facts import AskedRight, Intent, Question, Reading, RequestedChange, Right, Term, Topic
from shared.domain.states import State
from shared.domain.terms import Lever, campaign_terms
from tests.unit.domain.builders import (
    NOW,
    REEL,
    STORY,
    ask,
    asked,
    campaign,
    creator,
    in_campaign,
    negotiation,
    offered,
    ours,
    reading,
    theirs,
    usd,
)

PACKAGE = (Deliverable(type=REEL, quantity=2), Deliverable(type=STORY, quantity=2))
SMALLER = (Deliverable(type=REEL, quantity=1), Deliverable(type=STORY, quantity=2))
SMALLEST = (Deliverable(type=REEL, quantity=1),)
SERUM = Product(description="a serum set", value=usd("120"))
NOT_AT_ALL = Duration.NOT_REQUIRED
RIGHTS = UsageRights(paid_usage=Duration.DAYS_90, whitelisting=Duration.DAYS_30, organic_owned=Duration.YEAR_1)
LEAST = UsageRights(paid_usage=Duration.DAYS_30, whitelisting=NOT_AT_ALL, organic_owned=Duration.YEAR_1)
ALL: Final = Levers(
    scenarios=(Scenario(deliverables=SMALLER), Scenario(deliverables=SMALLEST)),
    usage_rights_minimum=LEAST,
    product_held_back=True,
    syndication="The Reel is also posted on TikTok.",
    share_cpm=True,
)
MANAGED = (Participant(email="sam@management.example", name="Sam", role=Role.MANAGER),)
BALANCE, CPM = OptimizeFor.BALANCE, OptimizeFor.CPM
CONTENT = OptimizeFor.CONTENT_VOLUME_USAGE_RIGHTS


def with_levers(levers: Levers = ALL, **changes: object) -> Campaign:
    fields: dict[str, object] = {
        "deliverables": PACKAGE,
        "usage_rights": RIGHTS,
        "product": SERUM,
        "levers": levers,
        "round_cap": 9,
    }
    return campaign(**(fields | changes))


def said(decision: Decision) -> Move:
    assert isinstance(decision, Reply), decision
    return decision.move


def counter(amount: str, **changes: object) -> Reading:
    return reading(Intent.COUNTER, ask(amount, **changes))


def answer(found: Campaign, read: Reading, *offers: str, **changes: object) -> Decision:
    """To a creator to whom these offers were made, without a lever."""
    ledger = in_campaign(found, offered(*(offers or ("1000",))))
    return decide(found, negotiation(ledger=ledger, **changes), read)


def played(found: Campaign, *asks: str, **changes: object) -> list[Move]:
    """Our counters to these asks, one after the other."""
    ledger: tuple[LedgerEntry, ...] = in_campaign(found, offered("1000"))
    moves = []
    for place, amount in enumerate(asks):
        move = said(decide(found, negotiation(ledger=ledger, **changes), counter(amount)))
        line = LedgerEntry(
            at=NOW, side=Side.OURS, mail_id=f"n1-{place + 2}", stage=move.stage, terms=move.terms, lever=move.lever
        )
        ledger = (*ledger, theirs(amount, f"m{place}"), line)
        moves.append(move)
    return moves


def levers_of(moves: list[Move]) -> list[Lever | None]:
    return [move.lever for move in moves]


def position(wish: OptimizeFor) -> Position:
    """One in which every lever would help."""
    found = with_levers(optimize_for=wish)
    return Position(
        campaign=found,
        terms=campaign_terms(found, usd("1000")),
        used=frozenset(),
        ask=usd("1700"),
        offer=usd("1480"),
        ceiling=usd("1500"),
        round_number=3,
        is_last_round=False,
        is_data_minded=True,
    )


class TestOrder:
    @pytest.mark.parametrize(
        ("wish", "order"),
        [
            (BALANCE, "scenario_1 scenario_2 usage_rights product syndication share_cpm"),
            (CPM, "share_cpm scenario_1 scenario_2 usage_rights syndication product"),
            (CONTENT, "syndication product share_cpm usage_rights scenario_1 scenario_2"),
        ],
    )
    def test_what_the_campaign_is_after_sets_the_order(self, wish: OptimizeFor, order: str) -> None:
        assert [pull.lever.value for pull in pulls(position(wish))] == order.split()

    @pytest.mark.parametrize("wish", OptimizeFor)
    @pytest.mark.parametrize("lever", [Lever.SCENARIO_1, Lever.USAGE_RIGHTS, Lever.PRODUCT, Lever.SHARE_CPM])
    def test_a_used_lever_is_skipped(self, wish: OptimizeFor, lever: Lever) -> None:
        assert lever not in [pull.lever for pull in pulls(replace(position(wish), used=frozenset({lever})))]

    def test_each_counter_pulls_the_next_one(self) -> None:
        moves = played(with_levers(), *["1790"] * 6, participants=MANAGED)
        pulled = [
            Lever.SCENARIO_1,
            Lever.SCENARIO_2,
            Lever.USAGE_RIGHTS,
            Lever.PRODUCT,
            Lever.SHARE_CPM,
            Lever.SYNDICATION,
        ]
        assert levers_of(moves) == pulled
        # The fifth offer stands, so cross-posting, which is asked for when we pay more, waits for the sixth.
        assert [move.offer for move in moves[-3:]] == [usd("1490"), usd("1490"), usd("1500")]

    def test_money_follows_its_schedule_beside_them(self) -> None:
        asks = ["4000", "3800", "3600", "3400"]
        bare = played(with_levers(Levers()), *asks)
        assert [move.offer for move in played(with_levers(), *asks)] == [move.offer for move in bare]

    def test_a_campaign_without_levers_bargains_about_the_price_alone(self) -> None:
        bare = with_levers(Levers())
        moves = played(bare, "4000", "3800", "3600", participants=MANAGED)
        assert levers_of(moves) == [None, None, None]
        assert {replace(move.terms, rate=usd("1")) for move in moves if move.terms} == {
            replace(moves[0].terms, rate=usd("1")) if moves[0].terms else None
        }


class TestEffects:
    def test_fewer_posts_for_the_fee_of_the_round(self) -> None:
        move = said(answer(with_levers(), counter("4000")))
        assert move.terms is not None
        assert (move.lever, move.terms.deliverables, move.terms.rate) == (Lever.SCENARIO_1, SMALLER, usd("1480"))

    def test_a_campaign_after_a_low_cpm_gives_work_in_place_of_money(self) -> None:
        move = said(answer(with_levers(optimize_for=CPM), counter("4000"), "1000", "1200"))
        assert (move.lever, move.offer) == (Lever.SCENARIO_1, usd("1200"))

    def test_but_in_the_last_round_it_offers_all_there_is(self) -> None:
        found = with_levers(optimize_for=CPM, round_cap=3)
        move = said(answer(found, counter("4000"), "1000", "1200"))
        assert (move.lever, move.offer) == (Lever.SCENARIO_1, usd("1500"))

    def test_a_campaign_after_content_keeps_work_and_rights_until_cash_is_at_its_cap(self) -> None:
        only = Levers(scenarios=ALL.scenarios, usage_rights_minimum=LEAST)
        found = with_levers(only, optimize_for=CONTENT)
        coming_down = played(found, "4000", "1600")
        assert coming_down[0].offer == usd("1490")
        assert levers_of(coming_down)[0] is Lever.USAGE_RIGHTS
        early = said(answer(with_levers(only, optimize_for=CONTENT), counter("1510")))
        assert (early.lever, early.offer) == (None, usd("1260"))

    def test_rights_go_down_to_the_minimum_and_never_up(self) -> None:
        levers = Levers(usage_rights_minimum=replace(LEAST, organic_owned=Duration.YEAR_1))
        move = said(answer(with_levers(levers), counter("4000")))
        assert move.terms is not None
        assert (move.lever, move.terms.usage_rights) == (Lever.USAGE_RIGHTS, LEAST)

    def test_the_product_is_held_back_from_the_opening_and_comes_on_top_of_the_fee(self) -> None:
        found = with_levers(Levers(product_held_back=True))
        opening = decide_opening(found, negotiation().creator)
        assert isinstance(opening, Reply)
        assert opening.move.terms is not None
        assert opening.move.terms.product is None
        move = said(answer(found, counter("1700"), "1000", "1450"))
        assert move.terms is not None
        assert (move.lever, move.terms.product) == (Lever.PRODUCT, SERUM)
        assert move.terms.rate >= usd("1450")

    def test_cross_posting_is_asked_for_more_money_only(self) -> None:
        found = with_levers(Levers(syndication="Also on TikTok"))
        assert said(answer(found, counter("4000"))).lever is Lever.SYNDICATION
        assert said(answer(found, counter("4000"), "1000", "1500")).lever is None

    def test_sharing_the_cpm_changes_no_term(self) -> None:
        found = with_levers(Levers(share_cpm=True))
        move = said(answer(found, counter("1700"), "1000", "1450", participants=MANAGED))
        plain = said(answer(with_levers(Levers()), counter("1700"), "1000", "1450", participants=MANAGED))
        assert (move.lever, move.terms) == (Lever.SHARE_CPM, plain.terms)


class TestRestraint:
    @pytest.mark.parametrize("amount", ["1000", "1400", "1500"])
    def test_an_ask_inside_the_limit_needs_no_lever(self, amount: str) -> None:
        move = said(answer(with_levers(), counter(amount)))
        assert (move.stage, move.lever, move.terms and move.terms.deliverables) == (Stage.AGREEMENT, None, PACKAGE)

    def test_a_question_pulls_none(self) -> None:
        asking = reading(Intent.QUESTION, questions=(Question(topic=Topic.PAYMENT, text="When?"),))
        move = said(answer(with_levers(), asking))
        assert (move.stage, move.lever) == (Stage.ANSWER, None)

    def test_the_first_offer_of_a_joined_thread_pulls_none(self) -> None:
        move = said(decide(with_levers(), negotiation(ledger=()), counter("4000")))
        assert (move.offer, move.lever) == (usd("1000"), None)

    @pytest.mark.parametrize(("amount", "bridges"), [("1850", True), ("1850.01", False), ("4000", False)])
    def test_a_product_bridges_a_fifth_and_no_more(self, amount: str, bridges: bool) -> None:
        stand = replace(position(BALANCE), ask=usd(amount))
        assert (Lever.PRODUCT in [pull.lever for pull in pulls(stand)]) == bridges

    def test_a_product_waits_until_cash_is_at_its_cap(self) -> None:
        found = with_levers(Levers(product_held_back=True))
        early = said(answer(found, counter("1510")))
        assert (early.offer, early.lever) == (usd("1260"), None)

    def test_no_product_no_lever(self) -> None:
        found = with_levers(Levers(product_held_back=True), product=None)
        assert said(answer(found, counter("1700"), "1000", "1450")).lever is None

    @pytest.mark.parametrize(
        ("amount", "offers", "people", "shared"),
        [
            ("1700", ("1000", "1450"), MANAGED, True),
            ("1700", ("1000", "1450"), (replace(MANAGED[0], role=Role.AGENCY),), True),
            ("1700", ("1000",), MANAGED, False),
            ("4500", ("1000", "1450"), MANAGED, False),
            ("1700", ("1000", "1450"), (replace(MANAGED[0], role=Role.CREATOR),), False),
        ],
    )
    def test_the_cpm_is_for_people_who_think_in_it_and_not_early_and_not_from_afar(
        self, amount: str, offers: tuple[str, ...], people: tuple[Participant, ...], shared: bool
    ) -> None:
        move = said(answer(with_levers(Levers(share_cpm=True)), counter(amount), *offers, participants=people))
        assert (move.lever is Lever.SHARE_CPM) == shared

    @pytest.mark.parametrize(
        "levers",
        [
            Levers(usage_rights_minimum=RIGHTS),
            Levers(scenarios=(Scenario(deliverables=PACKAGE),)),
            Levers(scenarios=()),
        ],
    )
    def test_what_would_change_nothing_is_not_pulled(self, levers: Levers) -> None:
        assert said(answer(with_levers(levers), counter("4000"))).lever is None

    def test_a_smaller_package_whose_card_allows_less_than_we_offered_is_no_way_out(self) -> None:
        cards = (
            RateCard(type=REEL, floor_cpm=Decimal(8), ceiling_cpm=Decimal(12)),
            RateCard(type=STORY, floor_cpm=Decimal(2), ceiling_cpm=Decimal(3)),
        )
        only = Levers(scenarios=(Scenario(deliverables=SMALLEST),))
        found = with_levers(only, rate_cards=cards)
        assert said(answer(found, counter("4000"), "1000", "1450")).lever is None
        cheap = said(answer(found, counter("4000"), "500"))
        assert (cheap.lever, cheap.offer) == (Lever.SCENARIO_1, usd("600"))


class TestRequests:
    """What they ask beside the price, where a lever gives just that."""

    def test_a_scenario_that_they_ask_for_is_theirs_at_a_price_inside_the_limit(self) -> None:
        wish = counter("1300", deliverables=(asked(STORY, 2), asked(REEL, 1)))
        move = said(answer(with_levers(), wish))
        assert move.terms is not None
        assert (move.stage, move.lever, move.terms.deliverables) == (Stage.AGREEMENT, Lever.SCENARIO_1, SMALLER)
        assert move.offer == usd("1300")

    def test_above_the_limit_it_is_countered_with_that_package(self) -> None:
        move = said(answer(with_levers(), counter("4000", deliverables=(asked(REEL, 1),))))
        assert move.terms is not None
        assert (move.stage, move.lever, move.terms.deliverables) == (Stage.COUNTER, Lever.SCENARIO_2, SMALLEST)

    def test_a_package_that_no_scenario_holds_goes_to_a_person(self) -> None:
        decision = answer(with_levers(), counter("1300", deliverables=(asked(STORY, 1),)))
        assert isinstance(decision, Escalate)
        assert decision.reason is Reason.DELIVERABLES_DIFFER

    def test_shorter_rights_within_the_minimum_are_granted_as_asked_and_no_shorter(self) -> None:
        move = said(answer(with_levers(), wants_rights(Right.PAID_USAGE, Duration.DAYS_60)))
        assert move.terms is not None
        assert (move.stage, move.lever) == (Stage.AGREEMENT, Lever.USAGE_RIGHTS)
        assert move.terms.usage_rights == replace(RIGHTS, paid_usage=Duration.DAYS_60)

    def test_shorter_than_the_minimum_goes_to_a_person(self) -> None:
        decision = answer(with_levers(), wants_rights(Right.PAID_USAGE, NOT_AT_ALL))
        assert isinstance(decision, Escalate)
        assert decision.reason is Reason.TERMS_CHANGE

    def test_without_a_price_the_money_stays(self) -> None:
        wish = replace(wants_rights(Right.WHITELISTING, NOT_AT_ALL), intent=Intent.COUNTER)
        move = said(answer(with_levers(), wish, "1000", "1200"))
        assert (move.stage, move.lever, move.offer) == (Stage.COUNTER, Lever.USAGE_RIGHTS, usd("1200"))

    def test_after_the_last_round_a_person_grants_it(self) -> None:
        wish = replace(wants_rights(Right.WHITELISTING, NOT_AT_ALL), intent=Intent.COUNTER)
        decision = answer(with_levers(round_cap=2), wish, "1000", "1200")
        assert decision == Escalate(
            reason=Reason.TERMS_CHANGE,
            evidence="shorter please (every round is used)",
            wishes=("whitelisting not at all (we offered whitelisting 30 days)",),
        )

    def test_a_question_about_a_term_is_no_reason_to_give_it_away(self) -> None:
        wish = replace(wants_rights(Right.WHITELISTING, NOT_AT_ALL), intent=Intent.QUESTION)
        assert isinstance(answer(with_levers(), wish), Escalate)

    def test_two_levers_at_once_go_to_a_person(self) -> None:
        both = replace(
            wants_rights(Right.PAID_USAGE, Duration.DAYS_60), asks=(ask("1300", deliverables=(asked(REEL, 1),)),)
        )
        assert isinstance(answer(with_levers(), both), Escalate)

    def test_a_campaign_after_content_gives_nothing_for_the_asking(self) -> None:
        found = with_levers(optimize_for=CONTENT)
        assert isinstance(answer(found, wants_rights(Right.PAID_USAGE, Duration.DAYS_60)), Escalate)

    def test_whoever_comes_back_to_the_first_package_gets_it_without_a_lever(self) -> None:
        found = with_levers()
        smaller = replace(ours("1200", Stage.COUNTER, "n1-2"), lever=Lever.SCENARIO_1)
        assert smaller.terms is not None
        line = replace(smaller, terms=replace(in_campaign(found, (smaller,))[0].terms, deliverables=SMALLER))  # type: ignore[type-var]
        ledger = (*in_campaign(found, offered("1000")), line)
        wish = counter("1400", deliverables=(asked(REEL, 2), asked(STORY, 2)))
        move = said(decide(found, negotiation(ledger=ledger), wish))
        assert move.terms is not None
        assert (move.stage, move.lever, move.terms.deliverables) == (Stage.AGREEMENT, None, PACKAGE)

    def test_a_question_is_answered_by_the_terms_of_the_same_mail(self) -> None:
        asking = replace(
            counter("4000"), questions=(Question(topic=Topic.DELIVERABLES, text="What is it that you want?"),)
        )
        decision = answer(with_levers(), asking)
        assert isinstance(decision, Reply)
        assert decision.answers[0].fact == "The package is 1 Instagram Reel, 2 Instagram stories."


def wants_rights(right: Right, duration: Duration) -> Reading:
    wish = RequestedChange(
        term=Term.USAGE_RIGHTS, text="shorter please", rights=(AskedRight(right=right, duration=duration),)
    )
    return reading(Intent.ACCEPT, requested_changes=(wish,))


def test_a_withdrawn_mail_gives_its_lever_back() -> None:
    found = with_levers()
    move = said(answer(found, counter("4000")))
    line = LedgerEntry(at=NOW, side=Side.OURS, mail_id="n1-2", stage=move.stage, terms=move.terms, lever=move.lever)
    stand = negotiation(state=State.COUNTER_SENT, ledger=(*in_campaign(found, offered("1000")), line))
    assert stand.levers_used == {Lever.SCENARIO_1}
    assert without_move(stand, {"n1-2"}, NOW).levers_used == frozenset()


SOME_LEVERS: Final = st.builds(
    Levers,
    scenarios=st.sampled_from([(), ALL.scenarios, ALL.scenarios[1:]]),
    usage_rights_minimum=st.sampled_from([None, LEAST, RIGHTS]),
    product_held_back=st.booleans(),
    syndication=st.sampled_from([None, "Also on TikTok"]),
    share_cpm=st.booleans(),
)
CARDS: Final = st.sampled_from(
    [
        (),
        (
            RateCard(type=REEL, floor_cpm=Decimal(8), ceiling_cpm=Decimal(12)),
            RateCard(type=STORY, floor_cpm=Decimal(2), ceiling_cpm=Decimal(3)),
        ),
    ]
)


CENTS: Final = st.integers(20_000, 400_000)
LINES: Final = st.sampled_from([(), (asked(REEL, 2), asked(STORY, 2)), (asked(REEL, 1),), (asked(STORY, 1),)])
WISHES: Final = st.sampled_from(
    [
        (),
        (AskedRight(right=Right.PAID_USAGE, duration=Duration.DAYS_60),),
        (AskedRight(right=Right.WHITELISTING, duration=NOT_AT_ALL),),
    ]
)


@st.composite
def mails(draw: st.DrawFn) -> Reading:
    """What a creator may write: a price, for one package or another, with or without a wish beside it, or a yes."""
    rights = draw(WISHES)
    changes = (RequestedChange(term=Term.USAGE_RIGHTS, text="shorter", rights=rights),) if rights else ()
    named = (ask(str(Decimal(draw(CENTS)) / 100), deliverables=draw(LINES)),)
    intent = draw(st.sampled_from([Intent.COUNTER, Intent.COUNTER, Intent.ACCEPT, Intent.QUESTION]))
    return reading(intent, *(named if intent is Intent.COUNTER else ()), requested_changes=changes)


@given(
    levers=SOME_LEVERS,
    cards=CARDS,
    wish=st.sampled_from(OptimizeFor),
    cap=st.integers(2, 9),
    people=st.sampled_from([MANAGED, negotiation().participants]),
    row=st.builds(lambda views: creator(average_views=views), st.integers(5_000, 200_000)),
    history=st.lists(mails(), min_size=10, max_size=10),
)
def test_no_history_breaks_a_promise(
    levers: Levers,
    cards: tuple[RateCard, ...],
    wish: OptimizeFor,
    cap: int,
    people: tuple[Participant, ...],
    row: Creator,
    history: list[Reading],
) -> None:
    """Floor <= offer <= the smaller of ask and limit, never falling, each lever once, no term changed without one."""
    found = with_levers(levers, rate_cards=cards, optimize_for=wish, round_cap=cap)
    opening = decide_opening(found, row)
    assert isinstance(opening, Reply)
    ledger = [LedgerEntry(at=NOW, side=Side.OURS, mail_id="n1-1", stage=Stage.OPENING, terms=opening.move.terms)]
    for place, read in enumerate(history):
        stand = negotiation(ledger=tuple(ledger), participants=people, creator=row)
        decision = decide(found, stand, read)
        assert decide(found, stand, read) == decision
        if not isinstance(decision, Reply) or decision.move.terms is None:
            continue
        _keeps_every_promise(found, stand, decision)
        if decision.move.stage is Stage.AGREEMENT:
            return
        ledger.append(
            LedgerEntry(
                at=NOW,
                side=Side.OURS,
                mail_id=f"n1-{place + 2}",
                stage=decision.move.stage,
                terms=decision.move.terms,
                lever=decision.move.lever,
            )
        )
    assert sum(line.stage in {Stage.OPENING, Stage.COUNTER} for line in ledger) <= cap


def _keeps_every_promise(found: Campaign, stand: Negotiation, decision: Reply) -> None:
    move, before = decision.move, stand.terms
    assert move.terms is not None
    assert before is not None
    room = price_limits(found, stand.creator, move.terms.deliverables)
    assert isinstance(room, Limits)
    assert move.terms.rate <= room.ceiling
    assert decision.their_ask is None or move.terms.rate <= decision.their_ask
    assert move.lever is None or move.lever not in stand.levers_used
    earlier = [line.terms.deliverables for line in stand.ledger if line.terms]
    back = move.terms.deliverables != before.deliverables and move.terms.deliverables in earlier
    changed = replace(
        move.terms, rate=before.rate, deliverables=before.deliverables if back else move.terms.deliverables
    )
    assert changed == before or move.lever is not None
    if move.stage is Stage.COUNTER:
        assert move.terms.rate >= max(before.rate, room.floor)

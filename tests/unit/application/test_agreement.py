"""What was agreed is one thing wherever it stands, and nothing is agreed that they have not said yes to."""

from dataclasses import replace

import pytest

from functions.commands.case_view import case_text, case_value, see_case
from functions.commands.transcript import transcript
from shared.domain.decision import Reason
from shared.domain.errors import InvalidInput
from shared.domain.negotiation import Stage
from shared.domain.own_words import OwnWords
from shared.domain.reading.facts import Basis, Intent, Question, Reading, RequestedChange, Term, Topic
from shared.domain.states import State
from shared.domain.terms import Lever
from shared.domain.terms.words import terms_lines
from tests.unit.application.world import World, last, only_case
from tests.unit.domain.builders import FACTS, REEL, STORY, ask, asked, budget, reading, usd
from tests.unit.domain.test_levers import with_levers

ALL_FACTS = replace(
    FACTS, exclusivity="No other skincare brand for 30 days", revision_rounds=1, raw_footage="Not asked for"
)
LATER = RequestedChange(term=Term.PAYMENT, text="pay me on the day of the post")
SCENARIO = (asked(REEL, 1), asked(STORY, 2))
ASKS = [("4000", "$4,000"), ("1700", "$1,700"), ("1690", "$1,690"), ("1680", "$1,680"), ("1670", "$1,670")]


def bargained(asks: int) -> World:
    """So many of their asks were countered, each counter with a lever of its own."""
    world = World(with_levers(facts=ALL_FACTS))
    world.launch()
    for amount, quote in ASKS[:asks]:
        world.write(f"I would do it for {quote}.", reading(Intent.COUNTER, ask(amount, quote=quote)))
    return world


@pytest.mark.parametrize(
    ("asks", "lever"),
    [
        (0, None),
        (1, Lever.SCENARIO_1),
        (2, Lever.SCENARIO_2),
        (3, Lever.USAGE_RIGHTS),
        (4, Lever.PRODUCT),
        (5, None),
    ],
)
def test_mail_card_books_and_what_people_are_shown_say_the_same_after_every_lever(
    asks: int, lever: Lever | None
) -> None:
    world = bargained(asks)
    world.write("Deal!", reading(Intent.ACCEPT, summary="They accept."))

    found = world.negotiation
    assert found.state is State.AGREED
    assert found.agreed_terms is not None
    agreed = terms_lines(found.agreed_terms)
    block = world.app.mailbox.sent[-1].body.partition("What we agreed:\n")[2].partition("\n\n")[0]
    assert block.splitlines() == list(agreed)
    (_, card) = world.app.notifier.posts[-1]
    assert [f"- {label}: {text}" for label, text in card.fields if f"- {label}: {text}" in agreed] == list(agreed)
    shown = transcript(found, world.app.store.turns(found.id), world.app.store.events(found.id))
    assert "\n".join(["agreed:", *agreed, ""]) in shown
    (booked,) = world.app.store.campaign("spring").tracker.agreements
    assert booked.price == found.agreed_terms.rate
    assert found.ledger[-2].lever is lever
    # What they said yes to is what our last mail before it had offered, term by term.
    *_, offered, confirmed = [line for line in found.ledger if line.terms]
    assert (confirmed.stage, confirmed.terms) == (Stage.AGREEMENT, offered.terms)


class TestPersonAgrees:
    """`case answer --accept`: on what they have said yes to, or in the person's own name."""

    def agreed(self, price: str) -> OwnWords:
        package = "2 Instagram Reels and 2 Instagram stories"
        return OwnWords(text=f"Hi Mia,\n\nGreat, we agree on {package} for {price}.", accept=True)

    @pytest.mark.parametrize(
        "read",
        [
            reading(Intent.ACCEPT, questions=(Question(topic=Topic.OTHER, text="Do you like jazz?"),)),
            reading(Intent.ACCEPT, call_requested=True),
        ],
        ids=["with a question", "with a call"],
    )
    def test_a_plain_yes_beside_something_else_can_be_taken(self, read: Reading) -> None:
        world = bargained(0)
        world.write("Deal! And one more question.", read)
        case = only_case(world)
        assert (case.their_ask, case.wishes) == (usd("1000"), ())
        shown = case_value(see_case(world.app.store, case.id))
        assert [shown[key] for key in ("their_ask", "wishes", "our_last_offer")] == ["$1,000.00", (), "$1,000.00"]
        world.answer(case.id, self.agreed("$1,000.00"))
        assert (world.negotiation.state, world.negotiation.agreed_rate) == (State.AGREED, usd("1000"))

    @pytest.mark.parametrize(
        ("read", "price", "wish"),
        [
            (
                reading(Intent.COUNTER, ask("1400", deliverables=(asked(STORY, 1),))),
                "$1,400.00",
                "1 Instagram story (we offered 2 Instagram Reels, 2 Instagram stories)",
            ),
            (
                reading(Intent.COUNTER, ask("1400"), requested_changes=(LATER,), call_requested=True),
                "$1,400.00",
                "pay me on the day of the post",
            ),
            (
                reading(Intent.COUNTER, ask("400", basis=Basis.PER_DELIVERABLE)),
                "$400.00",
                "$400: a price for each post of a package of several",
            ),
        ],
        ids=["for other posts", "on other terms", "for each post"],
    )
    def test_a_price_for_something_else_is_agreed_in_a_persons_name_alone(
        self, read: Reading, price: str, wish: str
    ) -> None:
        world = bargained(0)
        world.write(f"It would be {read.asks[0].quote}.", read)
        case = only_case(world)
        assert case.wishes == (wish,)
        shown = case_text(see_case(world.app.store, case.id))
        assert f"\nthey ask: {price}\nthey also want: {wish}\nour last offer: $1,000.00\n" in shown
        with pytest.raises(InvalidInput, match="the agreement states our terms"):
            world.answer(case.id, self.agreed(price))
        assert world.negotiation.agreed_terms is None
        world.answer(case.id, replace(self.agreed(price), override=True))
        assert any("the agreement states our terms" in one for one in last(world).overridden)

    def test_a_smaller_package_above_the_cap_is_not_agreed_as_the_whole_one(self) -> None:
        world = World(with_levers(budget=budget(approval_cap=usd("1200"))))
        world.launch()
        world.write("$1,300.", reading(Intent.COUNTER, ask("1300", quote="$1,300", deliverables=SCENARIO)))
        case = only_case(world)
        assert (case.reason, case.their_ask) == (Reason.ABOVE_APPROVAL_CAP, usd("1300"))
        with pytest.raises(InvalidInput, match="they want 1 Instagram Reel, 2 Instagram stories"):
            world.answer(case.id, self.agreed("$1,300.00"))

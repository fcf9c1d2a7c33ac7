"""Prices per line are added up, prices per package compared, and what cannot be told apart is asked about."""

import pytest

from shared.domain.campaign import Deliverable
from shared.domain.reading.facts import Ask, Basis
from shared.domain.reading.options import options_of
from shared.domain.terms import Terms
from tests.unit.domain.builders import REEL, STORY, ask, asked, campaign, terms, usd

EACH = Basis.PER_DELIVERABLE
ONE_REEL = terms("1000")
REEL_AND_STORIES = terms(
    "1000", campaign(deliverables=(Deliverable(type=REEL, quantity=1), Deliverable(type=STORY, quantity=2)))
)
TWO_REELS = terms("1000", campaign(deliverables=(Deliverable(type=REEL, quantity=2),)))


def priced(amount: str, kind: object, quantity: int = 1, *, basis: Basis = EACH) -> Ask:
    return ask(amount, basis=basis, deliverables=(asked(kind, quantity),))  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("asks", "standing", "total"),
    [
        ((priced("500", REEL), priced("200", STORY)), REEL_AND_STORIES, "900"),
        ((priced("200", STORY), priced("500", REEL)), REEL_AND_STORIES, "900"),
        ((priced("500", REEL), priced("200", STORY, 2)), REEL_AND_STORIES, "900"),
        ((priced("500", REEL), priced("350", STORY, 2, basis=Basis.UNKNOWN)), REEL_AND_STORIES, "850"),
        ((priced("500.55", REEL), priced("199.99", STORY)), REEL_AND_STORIES, "900.53"),
        ((priced("700", REEL),), TWO_REELS, "1400"),
        ((ask("700", basis=EACH),), TWO_REELS, "1400"),
        ((ask("700"),), TWO_REELS, "700"),
    ],
)
def test_prices_of_all_lines_make_the_price_of_the_package(asks: tuple[Ask, ...], standing: Terms, total: str) -> None:
    (option,) = options_of(asks, standing) or ()
    assert (option.price, option.deliverables) == (usd(total), ())


def test_several_packages_are_kept_apart_with_their_prices() -> None:
    asks = (priced("900", REEL, 1, basis=Basis.PACKAGE), priced("1600", REEL, 2, basis=Basis.PACKAGE))
    found = options_of(asks, TWO_REELS)
    assert found is not None
    assert [(option.price, option.deliverables) for option in found] == [
        (usd("900"), (asked(REEL, 1),)),
        (usd("1600"), (asked(REEL, 2),)),
    ]


@pytest.mark.parametrize(
    "asks",
    [
        (ask("1200"), ask("1400")),
        (priced("900", REEL, 1, basis=Basis.PACKAGE), ask("1400")),
        (priced("900", REEL, 1, basis=Basis.PACKAGE), priced("950", REEL, 1, basis=Basis.PACKAGE)),
    ],
)
def test_prices_for_the_same_thing_are_not_told_apart(asks: tuple[Ask, ...]) -> None:
    assert options_of(asks, ONE_REEL) is None


def test_a_price_each_for_a_mixed_package_says_no_price_for_it() -> None:
    (option,) = options_of((ask("700", basis=EACH),), REEL_AND_STORIES) or ()
    assert (option.price, option.named) == (None, usd("700"))


def test_no_ask_is_no_option() -> None:
    assert options_of((), ONE_REEL) == ()

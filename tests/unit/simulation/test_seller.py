from dataclasses import replace
from decimal import Decimal

import pytest

from shared.domain.money import Money
from shared.domain.simulation import Mix, Seller, Style, draw
from shared.domain.simulation.seller import Asks, Leaves, Takes, response


def usd(text: str) -> Money:
    return Money.of(text, "USD")


def seller(style: Style = Style.LINEAR, **changes: object) -> Seller:
    fields: dict[str, object] = {
        "id": "jo",
        "average_views": 50_000,
        "reservation": usd("900"),
        "first_ask": usd("2400"),
        "style": style,
        "patience_rounds": 6,
    }
    return Seller(**(fields | changes))  # type: ignore[arg-type] # fields by name, of several types


def asks_of(one: Seller, *offers: str) -> list[str]:
    """What the seller asks after each of our offers, until it says anything else."""
    said = [response(one, [usd(offer) for offer in offers[:count]]) for count in range(1, len(offers) + 1)]
    return [answer.amount.text if isinstance(answer, Asks) else type(answer).__name__ for answer in said]


@pytest.mark.parametrize(
    ("style", "said"),
    [
        (Style.LINEAR, ["2400.00", "2100.00", "1800.00", "1500.00", "1200.00", "Leaves"]),
        (Style.BOULWARE, ["2400.00", "2388.00", "2304.00", "2076.00", "1632.00", "Leaves"]),
        (Style.CONCEDER, ["2400.00", "1668.00", "1224.00", "996.00", "912.00", "Leaves"]),
        (Style.STUBBORN, ["2400.00", "2400.00", "2400.00", "2400.00", "2400.00", "Leaves"]),
        (Style.TIT_FOR_TAT, ["2400.00", "2390.00", "2380.00", "2370.00", "2360.00", "Leaves"]),
    ],
)
def test_each_style_comes_down_in_its_own_way_and_leaves_when_patience_ends(style: Style, said: list[str]) -> None:
    assert asks_of(seller(style), "500", "510", "520", "530", "540", "550") == said


@pytest.mark.parametrize("style", list(Style))
@pytest.mark.parametrize(("last_offer", "said"), [("900", Takes()), ("899.99", Leaves())])
def test_its_last_answer_is_yes_to_the_reservation_or_nothing(
    style: Style, last_offer: str, said: Takes | Leaves
) -> None:
    offers = [usd("500")] * 5 + [usd(last_offer)]
    assert response(seller(style), offers) == said


def test_an_offer_at_its_present_demand_is_taken() -> None:
    assert response(seller(), [usd("1000"), usd("2100")]) == Takes()
    assert response(seller(), [usd("1000"), usd("2099.99")]) == Asks(usd("2100"))


def test_one_that_mirrors_us_never_goes_below_its_reservation() -> None:
    assert response(seller(Style.TIT_FOR_TAT), [usd("0"), usd("9000")]) == Takes()


def test_one_answer_of_patience_is_take_it_or_leave_it() -> None:
    hasty = seller(patience_rounds=1)
    assert (response(hasty, [usd("900")]), response(hasty, [usd("899")])) == (Takes(), Leaves())


@pytest.mark.parametrize(
    "wrong",
    [{"average_views": 0}, {"patience_rounds": 0}, {"reservation": usd("0")}, {"first_ask": usd("899.99")}],
)
def test_an_impossible_seller_is_refused(wrong: dict[str, object]) -> None:
    with pytest.raises(ValueError, match="seller jo needs"):
        seller(**wrong)  # type: ignore[arg-type] # fields by name


MIX = Mix(
    count=2,
    currency="USD",
    average_views=(10_000, 60_000),
    reservation=(Decimal(700), Decimal(1700)),
    markup=(Decimal("1.1"), Decimal("2.4")),
    patience_rounds=(2, 8),
    styles=tuple(Style),
)


def test_a_seed_draws_the_same_sellers_on_every_machine() -> None:
    assert draw(MIX, 1) == (
        seller(
            id="seller-1",
            average_views=37_357,
            reservation=usd("1266.56"),
            first_ask=usd("2621.17"),
            patience_rounds=7,
        ),
        seller(
            id="seller-2",
            average_views=46_543,
            reservation=usd("1462.89"),
            first_ask=usd("3277.68"),
            patience_rounds=6,
        ),
    )


def test_another_seed_draws_others() -> None:
    assert draw(MIX, 1) != draw(MIX, 2)


@pytest.mark.parametrize(
    "wrong",
    [
        {"patience_rounds": (8, 2)},
        {"markup": (Decimal("0.99"), Decimal(2))},
        {"styles": ()},
    ],
)
def test_an_impossible_mix_is_refused(wrong: dict[str, object]) -> None:
    with pytest.raises(ValueError, match=r"range|markup|style"):
        replace(MIX, **wrong)  # type: ignore[arg-type] # fields by name

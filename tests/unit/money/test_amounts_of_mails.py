"""Sentences as people write them, from many countries: what `amounts` must answer for each."""

from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
import yaml

from shared.domain.amounts import AmountKind, find_amounts, find_prices

_FILE = Path(__file__).parents[2] / "data" / "amounts" / "sentences.yaml"
SENTENCES: list[dict[str, Any]] = yaml.safe_load(_FILE.read_text(encoding="utf-8"))


def expected(amount: object) -> tuple[Decimal, Decimal, str | None]:
    figures, _, currency = str(amount).partition(" ")
    low, _, high = figures.partition("-")
    return Decimal(low), Decimal(high or low), currency or None


def test_no_sentence_is_lost() -> None:
    assert len(SENTENCES) >= 2200


@pytest.mark.parametrize(
    "sentence",
    [
        pytest.param(one, id=one["mail"], marks=pytest.mark.xfail(strict=True) if one.get("missed") else ())
        for one in SENTENCES
    ],
)
def test_the_amounts_of_a_sentence_are_read_in_order_and_nothing_else(sentence: dict[str, Any]) -> None:
    found = [one for one in find_amounts(sentence["mail"]) if one.kind is not AmountKind.PERCENT]
    assert [(one.low, one.high, one.currency) for one in found] == [expected(one) for one in sentence["amounts"]]


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("900 for 1 or 1500 for both", ["900", "1500"]),
        ("900 for 1 or 2k for both", ["900", "2000"]),
        ("1,200 or 1,400, you choose", ["1200", "1400"]),
        ("Reel 1 - 900, Reel 2 - 950", ["900", "950"]),
        ("Option 1 - 1500, option 2 - 2000", ["1500", "2000"]),
    ],
)
def test_two_prices_are_no_range(text: str, values: list[str]) -> None:
    assert [(f"{one.low.normalize():f}", f"{one.high.normalize():f}") for one in find_prices(text)] == [
        (value, value) for value in values
    ]


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("12k, 18k and 25k views", []),
        ("6,000 and 9,000 followers", []),
        ("45k followers on Instagram and 120K on TikTok", []),
        ("I charge 1,200, 1,400 and 50k views are typical", ["1200", "1400"]),
        ("1,200 and 50k views are typical", ["1200"]),
        ("$4,000 on Instagram and 3,000 on TikTok", ["4000", "3000"]),
        ("With 45k followers my rate is 1,200 on Instagram and 900 on TikTok", ["1200", "900"]),
    ],
)
def test_a_count_in_a_list_is_no_price_and_a_price_beside_a_count_is_one(text: str, values: list[str]) -> None:
    assert [f"{one.low.normalize():f}" for one in find_prices(text)] == values

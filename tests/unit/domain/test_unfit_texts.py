"""Texts that no mail of a campaign could say, read by the gate as every creator would be told them."""

from typing import Any

import pytest

from shared.domain.campaign import Campaign, Facts
from shared.domain.gate import Check
from shared.domain.package import Levers, Product
from shared.domain.writing.unfit_texts import faults_of, unfit_texts
from tests.unit.domain.builders import budget, campaign, usd

SERUM = Product(description="a vitamin serum", value=usd("80"))


def told_to_all(**changes: Any) -> Campaign:
    return campaign(creator_names=("Mia Lark", "Zoe Park"), **changes)


@pytest.mark.parametrize(
    ("text", "check", "found"),
    [
        ("We pay $50 after posting", Check.MONEY, "$50"),
        ("Film it in 20K", Check.PRIVATE, "20K"),
        ("Show the [product] in use", Check.PLACEHOLDER, "[product]"),
        ("Film it as Zoe Park did", Check.OTHER_CREATOR, "Zoe Park"),
        ("Film it as Mia Lark did", Check.OTHER_CREATOR, "Mia Lark"),
    ],
)
def test_what_would_hold_a_mail_to_any_creator_is_found(text: str, check: Check, found: str) -> None:
    faults = faults_of(text, told_to_all(budget=budget(total=usd("20000"))))
    assert [(one.check, one.found) for one in faults] == [(check, found)]


def test_a_limit_of_the_negotiation_is_private_too() -> None:
    assert faults_of("Film it in 1,234 frames", told_to_all()) == ()
    (fault,) = faults_of("Film it in 1,234 frames", told_to_all(), private=[usd("1234")])
    assert fault.check is Check.PRIVATE


def test_a_product_that_comes_with_the_offer_may_be_named_with_its_worth() -> None:
    found = told_to_all(product=SERUM, facts=Facts(brief="Show the serum (worth $80.00) in use"))
    assert unfit_texts(found) == ()


def test_a_product_that_is_held_back_is_named_by_its_own_text_alone() -> None:
    """Nobody is told of it before it bridges the last gap, but the brief is told to all."""
    held_back = Levers(product_held_back=True)
    found = told_to_all(product=SERUM, levers=held_back, facts=Facts(brief="Show the serum (worth $80.00) in use"))
    assert unfit_texts(found) == (
        "brief: '$80.00': an amount that was not decided; leave it out; until then mails that say it wait for a person",
    )

"""What the product is worth is said of the product alone: small words of its name are not the product."""

from dataclasses import replace

import pytest

from shared.domain.gate import check_mail
from tests.unit.money.test_gate_mutants import MAIL, TERMS

MAIL_AND_LINE = MAIL.replace("plus the machine worth $120.00.", "all included. {}")


def found(product: str, line: str) -> list[str]:
    terms = replace(TERMS, product=product)
    return [failure.found for failure in check_mail(MAIL_AND_LINE.format(line), terms)]


@pytest.mark.parametrize(
    ("product", "line"),
    [
        ("a set for the face", "We can do $120.00 on the Reel."),
        ("a set for the face", "We can do $120.00 for the Reel."),
        ("a set for the face", "For the Reel ($120.00), we are happy."),
        ("a set for the face", "The fee for the Reel worth $120.00 is yours."),
        ("a set for the face", "The fee for the Reel is worth $120.00."),
        ("a set for the face", "We can do $120.00 set fee."),
        ("a set for the face", "We can do $120.00 as a set rate."),
        ("a serum by Acme", "We can do $120.00 by now."),
        ("ring light and tripod", "We can do $120.00 the two of us."),
        ("video tripod", "We can do $120.00 per video."),
        ("Reel lighting kit", "We can do $120.00 this Reel."),
        ("phone 15", "We can do $120.00 15 times."),
        ("two serums", "We can do $120.00 two times."),
    ],
)
def test_the_worth_of_the_product_is_no_fee(product: str, line: str) -> None:
    assert "$120.00" in found(product, line)


@pytest.mark.parametrize(
    ("product", "line"),
    [
        ("a set for the face", "The $120.00 face set is yours."),
        ("a set for the face", "The set (worth $120.00) is yours."),
        ("a set for the face", "The face set ($120.00) is yours."),
        ("a set for the face", "We add a set worth $120.00."),
        ("video tripod", "The $120.00 tripod is yours."),
        ("a TV", "The TV ($120.00) is yours."),
        ("phone 15", "The $120.00 phone is yours."),
        ("noise-cancelling headphones", "The noise-cancelling headphones ($120.00) are yours."),
    ],
)
def test_the_worth_of_the_product_stands_beside_its_name(product: str, line: str) -> None:
    assert found(product, line) == []

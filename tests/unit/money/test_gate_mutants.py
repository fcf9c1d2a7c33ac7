"""Every amount in a passing mail is changed in hundreds of ways; the gate must catch each mutant."""

from collections.abc import Iterator

import pytest

from shared.domain.gate import GateTerms, check_mail
from shared.domain.money import Money

MAIL = """Hi Jane,

Thanks for naming $2,000.00. We can do $1,500.00 for all of it, plus the machine worth $120.00.

Our offer:
- Deliverables: 1 Instagram Reel, 2 Instagram stories
- Fee: $1,500.00
- Usage rights: paid usage 30 days

Best,
Sam
"""
TERMS = GateTerms(
    creator_name="Jane Doe",
    currency="USD",
    stage="counter",
    offer=Money.of("1500", "USD"),
    allowed_amounts=(Money.of("120", "USD"),),
    deliverables=("1 Instagram Reel", "2 Instagram stories"),
    their_ask=Money.of("2000", "USD"),
    allowed_phrases=("- Fee: $1,500.00", "- Usage rights: paid usage 30 days"),
    required_lines=("- Fee: $1,500.00", "- Usage rights: paid usage 30 days"),
)
WRITTEN = ("$2,000.00", "$1,500.00", "$120.00")
NEW_AMOUNTS = (
    "1",
    "15",
    "99.49",
    "110",
    "121",
    "150",
    "1400",
    "1499.49",
    "1500.51",
    "1501",
    "1510",
    "1600",
    "1999",
    "2500",
    "15000",
    "150000",
)
FORMS = (
    "${0:,.2f}",
    "${0:,.0f}",
    "${0:.0f}",
    "{0:,.2f} USD",
    "{0:.0f} USD",
    "USD{0:.0f}",
    "USD {0:,.2f}",
    "{0:.0f} dollars",
    "{0:.0f} bucks",
    "US${0:,.0f}",
    "€{0:,.2f}",
    "£{0:.0f}",
    "{0:,.0f} EUR",
    "${0:,.0f}k",
    "＄{0:.0f}",
    "{0:.0f}$",
)
SAME_VALUE = (
    "€1,500.00",
    "1.500,00 €",
    "CA$1,500.00",
    "1500 GBP",
    "$1.500",
    "$1,500-$1,600",
    "$1,400-1,500",
    "1500 pesos",
    "$1,500 EUR",
    "1,500",
)


def mutants() -> Iterator[str]:
    places = [(start, old) for old in WRITTEN for start in range(len(MAIL)) if MAIL.startswith(old, start)]
    for start, old in places:
        forms = [form.format(float(amount)) for amount in NEW_AMOUNTS for form in FORMS]
        for new in dict.fromkeys((*forms, *SAME_VALUE)):
            yield MAIL[:start] + new + MAIL[start + len(old) :]


def test_the_mail_itself_passes() -> None:
    assert check_mail(MAIL, TERMS) == ()


def test_every_changed_amount_is_caught() -> None:
    survivors = [mutant for mutant in mutants() if not check_mail(mutant, TERMS)]
    count = sum(1 for _ in mutants())
    assert count > 200
    assert survivors == []


@pytest.mark.parametrize("digit", range(len("1500.00")))
def test_every_single_digit_changed_in_the_fee_is_caught(digit: int) -> None:
    line = "- Fee: $1,500.00"
    place = [index for index, sign in enumerate(line) if sign.isdigit() or sign == "."][digit]
    for sign in "0123456789":
        changed = line[:place] + sign + line[place + 1 :]
        if changed != line:
            assert check_mail(MAIL.replace(line, changed), TERMS) != (), changed

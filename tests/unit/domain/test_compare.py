"""What they ask beside what we offer, term by term."""

from datetime import date
from decimal import Decimal

import pytest

from shared.domain.campaign import Deliverable, Duration, Facts, UsageRights
from shared.domain.reading.facts import AskedRight, Purpose, RequestedChange, Right, Surcharge, Term
from shared.domain.terms.compare import AskedTerms, Difference, Direction, Matter, compare, surcharged
from tests.unit.domain.builders import REEL, STORY, asked, campaign, terms, usd

BETTER, WORSE, UNKNOWN = Direction.BETTER, Direction.WORSE, Direction.UNKNOWN
OFFERED = terms(
    "1000",
    campaign(
        deliverables=(Deliverable(type=REEL, quantity=1), Deliverable(type=STORY, quantity=2)),
        usage_rights=UsageRights(
            paid_usage=Duration.DAYS_90, whitelisting=Duration.NOT_REQUIRED, organic_owned=Duration.MONTHS_6
        ),
        facts=Facts(content_due_on=date(2026, 4, 10), publish_on=date(2026, 4, 20), revision_rounds=2),
    ),
)


def change(term: Term, text: str = "their words", **fields: object) -> AskedTerms:
    return AskedTerms(changes=(RequestedChange(term=term, text=text, **fields),))  # type: ignore[arg-type]


def only(asking: AskedTerms) -> Difference:
    (found,) = compare(OFFERED, asking)
    return found


def test_the_same_terms_differ_in_nothing() -> None:
    package = (asked(STORY, 2), asked(REEL, 1))
    same = AskedTerms(
        rate=usd("1000"),
        deliverables=package,
        changes=(
            RequestedChange(
                term=Term.USAGE_RIGHTS,
                text="90 days of ads",
                rights=(AskedRight(right=Right.PAID_USAGE, duration=Duration.DAYS_90),),
                content_due_on=date(2026, 4, 10),
                publish_on=date(2026, 4, 20),
                revision_rounds=2,
            ),
        ),
    )
    assert compare(OFFERED, same) == ()
    assert compare(OFFERED, AskedTerms()) == ()


@pytest.mark.parametrize(("rate", "direction"), [("999.99", BETTER), ("1000.01", WORSE)])
def test_the_rate_is_compared_to_the_cent(rate: str, direction: Direction) -> None:
    found = only(AskedTerms(rate=usd(rate)))
    assert (found.matter, found.direction) == (Matter.RATE, direction)


@pytest.mark.parametrize(
    ("package", "direction"),
    [
        ((asked(REEL, 1),), WORSE),
        ((asked(REEL, 1), asked(STORY, 1)), WORSE),
        ((asked(REEL, 2), asked(STORY, 2)), BETTER),
        ((asked(REEL, 2), asked(STORY, 1)), UNKNOWN),
        ((asked(STORY, 4),), UNKNOWN),
    ],
)
def test_fewer_posts_are_worse_and_other_posts_nobody_can_tell(package: tuple[object, ...], direction: str) -> None:
    found = only(AskedTerms(deliverables=package))  # type: ignore[arg-type]
    assert (found.matter, found.direction) == (Matter.DELIVERABLES, direction)


def test_a_difference_in_the_package_names_both() -> None:
    found = only(AskedTerms(deliverables=(asked(REEL, 1),)))
    assert found.text() == "1 Instagram Reel (we offered 1 Instagram Reel, 2 Instagram stories)"


@pytest.mark.parametrize(
    ("right", "duration", "direction", "text"),
    [
        (Right.PAID_USAGE, Duration.DAYS_30, WORSE, "paid usage 30 days (we offered paid usage 90 days)"),
        (Right.PAID_USAGE, Duration.NOT_REQUIRED, WORSE, "paid usage not at all (we offered paid usage 90 days)"),
        (Right.PAID_USAGE, Duration.PERPETUAL, BETTER, None),
        (Right.WHITELISTING, Duration.DAYS_30, BETTER, None),
        (Right.ORGANIC_OWNED, Duration.DAYS_90, WORSE, None),
    ],
)
def test_rights_are_compared_by_their_length(
    right: Right, duration: Duration, direction: Direction, text: str | None
) -> None:
    found = only(change(Term.USAGE_RIGHTS, rights=(AskedRight(right=right, duration=duration),)))
    assert (found.matter, found.direction) == (Matter.USAGE_RIGHTS, direction)
    assert text is None or found.text() == text


@pytest.mark.parametrize(
    ("fields", "direction", "text"),
    [
        (
            {"content_due_on": date(2026, 4, 9)},
            BETTER,
            "content due 9 April 2026 (we offered content due 10 April 2026)",
        ),
        ({"content_due_on": date(2026, 4, 11)}, WORSE, None),
        ({"publish_on": date(2026, 4, 19)}, WORSE, None),
        ({"publish_on": date(2026, 4, 21)}, WORSE, "published 21 April 2026 (we offered published 20 April 2026)"),
        ({"revision_rounds": 1}, WORSE, "1 revision round (we offered 2 revision rounds)"),
        ({"revision_rounds": 3}, BETTER, None),
    ],
)
def test_days_and_revisions_have_a_direction(fields: dict[str, object], direction: str, text: str | None) -> None:
    found = only(change(Term.TIMELINE, "their words", **fields))
    assert found.direction is direction
    assert text is None or found.text() == text


def test_what_the_campaign_does_not_state_only_a_person_can_compare() -> None:
    bare = terms("1000", campaign(facts=Facts()))
    asking = change(Term.TIMELINE, content_due_on=date(2026, 4, 9), revision_rounds=1)
    assert [found.direction for found in compare(bare, asking)] == [UNKNOWN, UNKNOWN]


@pytest.mark.parametrize("term", list(Term))
def test_a_change_in_words_alone_is_shown_in_those_words(term: Term) -> None:
    found = only(change(term, "three months without competitors"))
    assert (found.direction, found.text()) == (UNKNOWN, "three months without competitors")


@pytest.mark.parametrize(
    ("surcharge", "direction", "text"),
    [
        (Surcharge(quote="plus VAT", purpose=Purpose.TAX), UNKNOWN, "plus VAT"),
        (
            Surcharge(quote="plus agency 20%", purpose=Purpose.AGENCY, percent=Decimal(20)),
            WORSE,
            "plus agency 20%: $1,800.00 in all",
        ),
        (
            Surcharge(quote="+ $200 usage", purpose=Purpose.USAGE, amount=Decimal(200)),
            WORSE,
            "+ $200 usage: $1,700.00 in all",
        ),
    ],
)
def test_what_comes_on_top_is_never_the_price_alone(surcharge: Surcharge, direction: Direction, text: str) -> None:
    rate, extra = compare(OFFERED, AskedTerms(rate=usd("1500"), surcharges=(surcharge,)))
    assert rate.matter is Matter.RATE
    assert (extra.matter, extra.direction, extra.text()) == (Matter.SURCHARGE, direction, text)


def test_surcharges_are_added_to_the_cent_and_never_on_each_other() -> None:
    twenty = Surcharge(quote="20%", purpose=Purpose.AGENCY, percent=Decimal(20))
    vat = Surcharge(quote="19%", purpose=Purpose.TAX, percent=Decimal("19"))
    shipping = Surcharge(quote="$15.50", purpose=Purpose.EXPENSES, amount=Decimal("15.50"))
    assert surcharged(usd("333.33"), (twenty, vat, shipping)) == usd("478.83")
    assert surcharged(usd("333.33"), (twenty, Surcharge(quote="plus VAT", purpose=Purpose.TAX))) is None

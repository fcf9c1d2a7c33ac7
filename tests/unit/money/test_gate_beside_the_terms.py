"""What a mail says beside its terms: of their figure, of the other rights, of what comes as well, of other people."""

import json
from typing import Any

import pytest

from shared.application.files.terms_file import parse_terms
from shared.domain.gate import Check, GateTerms, check_mail

_BEFORE = "Thank you for your reply. {} For 1 Instagram Reel we can offer $1,500."
_BEHIND = "For 1 Instagram Reel we can offer $1,500. {}"
_KIT = {"description": "a travel kit", "value": "85.00"}


def terms(*, organic: str = "not_required", product: dict[str, str] | None = None) -> GateTerms:
    given: dict[str, Any] = {
        "creator_name": "Jane Doe",
        "currency": "USD",
        "offer": "1500.00",
        "their_ask": "2000.00",
        "deliverables": [{"platform": "instagram", "type": "instagram_reel", "quantity": 1}],
        "usage_rights": {"paid_usage": "days_30", "whitelisting": "not_required", "organic_owned": organic},
        "product": product,
        "private_amounts": ["1800.00"],
        "stage": "counter",
    }
    return parse_terms(json.dumps(given))


def faults(frame: str, said: str, decided: GateTerms) -> set[Check]:
    mail = f"Hi Jane,\n\n{frame.format(said)}\n\nDoes that work for you?\n"
    return {one.check for one in check_mail(mail, decided)}


@pytest.mark.parametrize(
    "said",
    [
        "Thank you for explaining how you arrived at $2,000.",
        "I understand how you got to $2,000.",
        "Thank you for showing how you worked out the $2,000.",
        "I've asked the team to take another look.",
        "There's a place for you in this campaign.",
        "There's no rush for you to decide.",
        "We've settled on this after a good talk here.",
        "Once you've had a look, just reply here.",
        "Beyond that, nothing has changed.",
        "The rest is the same as before.",
    ],
)
def test_what_is_beside_the_offer_and_decides_nothing_passes(said: str) -> None:
    assert faults(_BEFORE, said, terms()) == set()


@pytest.mark.parametrize(
    "said",
    [
        "That includes paid usage for 30 days. No other usage rights are needed.",
        "Usage is 30 days paid, with no further rights.",
        "We'd need 30 days of paid usage and no additional usage rights.",
        "The rights matter at least as much as the fee, so here they are: paid usage for 30 days.",
    ],
)
def test_the_rights_that_a_mail_does_not_name_may_be_waived_together(said: str) -> None:
    assert faults(_BEHIND, said, terms()) == set()


@pytest.mark.parametrize(
    "said",
    [
        "That includes paid usage for 30 days. No other usage rights are needed.",
        "We'd need 30 days of paid usage and no additional usage rights.",
    ],
)
def test_a_granted_right_is_not_waived_with_the_others(said: str) -> None:
    assert faults(_BEHIND, said, terms(organic="days_30")) != set()


def test_a_counter_that_names_one_right_names_each() -> None:
    said = "That includes 30 days of paid usage."
    assert faults(_BEHIND, said, terms()) == set()
    assert faults(_BEHIND, said, terms(organic="days_30")) == {Check.TERMS}


@pytest.mark.parametrize(
    "said",
    [
        "A travel kit comes on top and is worth $85.",
        "The travel kit is yours on top of the fee, and it's worth $85.",
        "The travel kit comes with the package and is valued at $85.",
    ],
)
def test_a_worth_at_the_end_of_a_clause_is_said_of_what_it_began_with(said: str) -> None:
    assert faults(_BEHIND, f"{said} Paid usage is 30 days.", terms(product=_KIT)) == set()


def test_the_product_ends_no_clause_that_speaks_of_the_fee() -> None:
    said = "The travel kit is on top and the fee is worth $85. Paid usage is 30 days."
    assert faults(_BEHIND, said, terms(product=_KIT)) == {Check.MONEY}


@pytest.mark.parametrize(
    "said",
    [
        "We've just closed the same package with Emma Chamberlain.",
        "We just wrapped the same thing with Emma Stone.",
        "We signed Lena Meyer at this rate.",
        "We've also got Tom on board for this.",
        "Emma and I shook hands on the same number.",
        "Your friend Tasha is doing hers with us.",
        "Mia Wong took this figure last week.",
    ],
)
def test_nobody_is_told_what_another_agreed_with_us(said: str) -> None:
    assert Check.OTHER_CREATOR in faults(_BEFORE, said, terms())


@pytest.mark.parametrize(
    "said", ["I'm glad that we settled the dates with Jane.", "We made this offer with Priya in mind."]
)
def test_what_we_settled_with_or_for_the_creator_may_be_told(said: str) -> None:
    assert faults(_BEFORE, said, terms()) == set()


@pytest.mark.parametrize(
    "said",
    [
        "I'll ask finance to put yours through the moment the video is up.",
        "I'll have accounting wire it the same day.",
        "We've told the lab to pack a second one.",
        "I'll ask our finance team to move you up the queue.",
        "There's also a little parcel of our bestsellers in it for you.",
        "There's something extra in it for you.",
        "A little extra lands in your account as well.",
        "Once it hits half a million, we talk again.",
        "As soon as your video passes your average, we speak about the rest.",
    ],
)
def test_a_promise_is_one_whoever_keeps_it_and_whatever_it_waits_for(said: str) -> None:
    assert Check.COMMITMENT in faults(_BEFORE, said, terms())


@pytest.mark.parametrize(
    "said",
    [
        "We usually stop a fifth above that.",
        "The figure can go one fifth higher.",
        "We normally end a quarter below.",
    ],
)
def test_a_share_of_a_price_is_a_figure(said: str) -> None:
    assert Check.MONEY in faults(_BEFORE, said, terms())


@pytest.mark.parametrize("said", ["There's still some air above that.", "We have gone north of that before."])
def test_no_figure_is_hinted_at_from_where_ours_stands(said: str) -> None:
    assert Check.CLAIM in faults(_BEFORE, said, terms())

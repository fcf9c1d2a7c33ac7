"""A sentence that says two things of two rights, or of two payments: each is held to the terms by itself."""

import json
from typing import Final

import pytest

from shared.application.files.terms_file import parse_terms
from shared.domain.gate import check_mail
from tests.unit.money.gate_corpus import load

MAILS: Final = {
    "tube": "Hi Chloé,\n\nWe can offer €4,800 for one dedicated YouTube video with 6 months of organic usage on our own"
    " channels and a running watch (€249). {}\n\nBest,\nAlex\n",
    "reel": "Hi Jane,\n\nThanks for sharing your rate of $2,000. For this campaign we can offer $1,500 for one"
    " Instagram Reel. That includes 30 days of paid usage and 30 days of organic usage on our owned channels, no"
    " whitelisting needed. We would also send you the skincare set (valued at $120). Payment is made 30 days after"
    " posting. {}\n\nBest,\nAlex\n",
    "integration": "Hi Nina,\n\nOur offer is CA$2,400 for a YouTube integration and two YouTube Shorts, with 6 months"
    " paid usage and 12 months organic usage, and the standing desk (CA$650) comes with it. {}\n\nBest,\nSam\n",
}


def passes(which: str, sentence: str) -> bool:
    terms = parse_terms(json.dumps({**load("whole_terms")[which], "stage": "counter"}))
    return not check_mail(MAILS[which].format(sentence), terms)


@pytest.mark.parametrize(
    "sentence",
    [
        "There's no paid usage and full whitelisting.",
        "No paid usage but whitelisting.",
        "No paid usage plus whitelisting.",
        "We need no paid usage, we need whitelisting.",
        "No paid usage, just whitelisting.",
        "Not paid usage but whitelisting.",
        "We need paid usage, but whitelisting isn't required.",
    ],
)
def test_no_to_one_right_is_no_no_to_what_is_set_against_it(sentence: str) -> None:
    assert not passes("tube", sentence)


@pytest.mark.parametrize(
    "sentence",
    [
        "There is no paid usage and no whitelisting.",
        "We don't need paid usage or whitelisting.",
        "Paid usage and whitelisting are not required.",
        "Paid usage, whitelisting: none.",
    ],
)
def test_no_to_a_list_of_rights_is_meant_of_each(sentence: str) -> None:
    assert passes("tube", sentence)


@pytest.mark.parametrize(
    "sentence",
    ["That is 30 days of perpetual paid usage.", "That is 30 days of perpetual usage.", "The fee excludes paid usage."],
)
def test_a_time_beside_an_endless_one_and_an_excluded_right_are_other_terms(sentence: str) -> None:
    assert not passes("reel", sentence)


@pytest.mark.parametrize(
    ("sentence", "right"),
    [
        ("You'd get 50% upfront, and the other 50% after posting.", True),
        ("You'd get 50% upfront, and the other 50% before posting.", False),
        ("You'd get 50% upfront, and the other 50% after signing.", False),
    ],
)
def test_each_share_is_paid_when_the_terms_say(sentence: str, right: bool) -> None:
    assert passes("integration", sentence) is right

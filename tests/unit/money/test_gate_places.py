"""Nobody is asked to post on another platform than those of the package, and nothing is promised to stand there."""

from dataclasses import replace

import pytest

from shared.domain.gate import Check, GateTerms, check_mail
from shared.domain.money import Money

MAIL = "Hi Mia,\n\nThanks for your mail. {} Does that work for you?\n\nBest,\nAlex\n"
TERMS = GateTerms(
    creator_name="Mia Lark",
    currency="USD",
    stage="answer",
    offer=Money.of("1430", "USD"),
    deliverables=("1 Instagram Reel",),
)


def held(line: str, terms: GateTerms = TERMS) -> bool:
    return Check.DELIVERABLES in {failure.check for failure in check_mail(MAIL.format(line), terms)}


@pytest.mark.parametrize(
    "line",
    [
        "Please share it on TikTok, too.",
        "Please share it on your YouTube.",
        "Please put it on X.",
        "Would you publish it on your blog?",
        "We need you to post it on Threads.",
        "The Reel also goes live on Facebook.",
        "It will run on Face-book, too.",
        "Please post it on Instagram, and we need you to share it on TikTok.",
        "No worries, it also runs on LinkedIn.",
    ],
)
def test_no_other_place_is_asked_for_or_told(line: str) -> None:
    assert held(line)


@pytest.mark.parametrize(
    "line",
    [
        "Please share it on Instagram.",
        "We do not need the Reel to run on Facebook.",
        "Your last TikTok was lovely.",
        "Please let us know what you think of it.",
    ],
)
def test_the_package_and_a_refusal_may_be_told(line: str) -> None:
    assert not held(line)


def test_a_place_of_the_terms_is_told_as_they_say_it_and_no_other() -> None:
    terms = replace(TERMS, allowed_phrases=("The Reel may run on Facebook for 30 days",))
    assert not held("With that, the Reel also runs on Facebook.", terms)
    assert held("With that, the Reel also runs on Pinterest.", terms)
    assert held("With that, the Reel stays live on Facebook for 2 years.", terms)
    assert held("Please post it on Facebook yourself.", terms)


def test_our_own_platforms_are_no_other_ones_where_the_package_is_not_known() -> None:
    assert not held("Please share it on TikTok.", replace(TERMS, deliverables=()))
    assert held("Please share it on Facebook.", replace(TERMS, deliverables=()))

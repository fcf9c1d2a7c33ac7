from dataclasses import replace
from datetime import date

import pytest

from shared.domain.campaign import Deliverable, Duration, Facts, Product, UsageRights
from shared.domain.negotiation import Stage
from shared.domain.reading.facts import Topic
from shared.domain.terms.words import fact_for, product_text, terms_block, usage_rights_text
from tests.unit.domain.builders import REEL, STORY, campaign, terms, usd

NONE = Duration.NOT_REQUIRED
SERUM = Product(description="a serum set", value=usd("120"))


def test_the_block_states_every_term_the_campaign_has() -> None:
    found = campaign(
        deliverables=(Deliverable(type=REEL, quantity=1), Deliverable(type=STORY, quantity=2)), product=SERUM
    )
    assert terms_block(Stage.COUNTER, terms("1210", found)) == (
        "Our offer:\n"
        "- Deliverables: 1 Instagram Reel, 2 Instagram stories\n"
        "- Fee: $1,210.00\n"
        "- Usage rights: paid usage 30 days\n"
        "- Product: a serum set (worth $120.00), on top of the fee\n"
        "- Timeline: Content is due on 20 April and goes live on 27 April\n"
        "- Approval: The client approves the content before it is published\n"
        "- Payment: Payment within 30 days after publication"
    )


def test_the_rarer_terms_have_lines_of_their_own() -> None:
    facts = Facts(
        content_due_on=date(2026, 4, 20), revision_rounds=2, raw_footage="All takes, uncut", exclusivity="30 days"
    )
    stated = replace(terms("1000", campaign(facts=facts)), syndication="Also as a TikTok video")
    assert terms_block(Stage.COUNTER, stated).splitlines()[4:] == [
        "- Cross-posting: Also as a TikTok video",
        "- Timeline: Content is due on 20 April 2026",
        "- Revisions: 2 rounds of changes included",
        "- Raw footage: All takes, uncut",
        "- Exclusivity: 30 days",
    ]


@pytest.mark.parametrize(("rounds", "line"), [(0, "no rounds"), (1, "1 round"), (3, "3 rounds")])
def test_revisions_are_counted_in_words(rounds: int, line: str) -> None:
    block = terms_block(Stage.COUNTER, terms("1000", campaign(facts=Facts(revision_rounds=rounds))))
    assert block.splitlines()[-1] == f"- Revisions: {line} of changes included"


def test_what_the_campaign_does_not_state_is_left_out() -> None:
    assert terms_block(Stage.AGREEMENT, terms("1500", campaign(facts=Facts()))) == (
        "What we agreed:\n- Deliverables: 1 Instagram Reel\n- Fee: $1,500.00\n- Usage rights: paid usage 30 days"
    )


@pytest.mark.parametrize(
    ("stage", "heading"),
    [
        (Stage.OPENING, "What we have in mind:"),
        (Stage.COUNTER, "Our offer:"),
        (Stage.ANSWER, "Our offer, unchanged:"),
        (Stage.AGREEMENT, "What we agreed:"),
    ],
)
def test_each_offer_is_headed_by_what_it_is(stage: Stage, heading: str) -> None:
    assert terms_block(stage, terms("1000")).splitlines()[0] == heading


@pytest.mark.parametrize("stage", [Stage.EXIT, Stage.CLARIFICATION])
def test_mails_without_an_offer_state_no_terms(stage: Stage) -> None:
    assert terms_block(stage, terms("1000")) == ""


def test_an_answer_before_any_offer_states_no_terms() -> None:
    assert terms_block(Stage.ANSWER, None) == ""


@pytest.mark.parametrize(
    ("rights", "text"),
    [
        ((NONE, NONE, NONE), "none"),
        ((Duration.PERPETUAL, NONE, NONE), "paid usage without time limit"),
        ((NONE, Duration.MONTHS_6, Duration.YEAR_1), "whitelisting 6 months, use on the brand's own channels 1 year"),
    ],
)
def test_usage_rights_in_words(rights: tuple[Duration, Duration, Duration], text: str) -> None:
    paid, whitelisting, owned = rights
    assert usage_rights_text(UsageRights(paid_usage=paid, whitelisting=whitelisting, organic_owned=owned)) == text


def test_a_product_without_worth_names_none() -> None:
    assert product_text(campaign(product=Product(description="a serum set", value=None))) == (
        "a serum set, on top of the fee"
    )
    assert product_text(campaign()) is None


@pytest.mark.parametrize(
    ("topic", "fact"),
    [
        (Topic.TIMELINE, "Content is due on 20 April and goes live on 27 April"),
        (Topic.USAGE_RIGHTS, "Usage rights included in the fee: paid usage 30 days."),
        (Topic.APPROVAL, "The client approves the content before it is published"),
        (Topic.PAYMENT, "Payment within 30 days after publication"),
        (Topic.DELIVERABLES, "The package is 1 Instagram Reel."),
        (Topic.BRIEF, None),
        (Topic.PRODUCT, None),
        (Topic.EXCLUSIVITY, None),
        (Topic.OTHER, None),
    ],
)
def test_each_topic_is_answered_by_its_fact_or_by_a_person(topic: Topic, fact: str | None) -> None:
    assert fact_for(topic, campaign()) == fact


@pytest.mark.parametrize(
    ("due", "publish", "fact"),
    [
        (date(2026, 4, 20), date(2026, 4, 27), "Content is due on 20 April 2026, and it goes live on 27 April 2026"),
        (date(2026, 4, 2), None, "Content is due on 2 April 2026"),
        (None, date(2026, 4, 27), "it goes live on 27 April 2026"),
        (None, None, None),
    ],
)
def test_dates_answer_where_the_client_wrote_no_timeline(
    due: date | None, publish: date | None, fact: str | None
) -> None:
    found = campaign(facts=Facts(content_due_on=due, publish_on=publish))
    assert fact_for(Topic.TIMELINE, found) == fact


def test_an_empty_exclusivity_means_that_none_is_asked_for() -> None:
    assert fact_for(Topic.EXCLUSIVITY, campaign(facts=Facts(exclusivity=""))) == "No exclusivity is asked for."
    assert fact_for(Topic.EXCLUSIVITY, campaign(facts=Facts(exclusivity="30 days"))) == "30 days"

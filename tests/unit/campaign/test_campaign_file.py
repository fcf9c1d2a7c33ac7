from dataclasses import replace
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shared.application.files.campaign_file import parse_campaign
from shared.domain.bargaining.pricing import Limits
from shared.domain.bargaining.stand import price_limits
from shared.domain.campaign import (
    AskInsideLimit,
    Autonomy,
    Budget,
    Campaign,
    CampaignState,
    Deliverable,
    DeliverableType,
    Duration,
    Facts,
    FollowUps,
    Leave,
    Levers,
    OptimizeFor,
    Product,
    RateCard,
    Scenario,
    Unanswered,
    UsageRights,
)
from shared.domain.errors import InvalidInput
from shared.domain.money import Money
from shared.domain.triggers import Triggers
from tests.unit.domain.builders import creator

ROOT = Path(__file__).parents[3]
FILES = ROOT / "tests" / "data" / "campaigns"
COMPLETE = (FILES / "complete.yaml").read_text("utf-8")
NOW = datetime(2027, 1, 4, 9, 0, tzinfo=UTC)


def usd(text: str) -> Money:
    return Money.of(text, "USD")


def edited(old: str, new: str) -> str:
    assert COMPLETE.count(old) == 1, old
    return COMPLETE.replace(old, new)


def problems(text: str) -> tuple[str, ...]:
    with pytest.raises(InvalidInput) as refused:
        parse_campaign(text, NOW)
    return refused.value.problems


def read(text: str) -> Campaign | tuple[str, ...]:
    try:
        return parse_campaign(text, NOW)
    except InvalidInput as refused:
        return refused.problems


def test_a_complete_file_becomes_the_campaign_it_describes() -> None:
    assert parse_campaign(COMPLETE, NOW) == Campaign(
        id="northwind-spring",
        version=1,
        client_name="Northwind Skincare",
        mailbox="deals@brand.example",
        sender_name="Alex Morgan",
        currency="USD",
        budget=Budget(
            total=usd("20000.00"),
            floor_cpm=Decimal("20.00"),
            ceiling_cpm=Decimal("30.00"),
            minimum_cost=usd("150.00"),
            approval_cap=usd("4000.00"),
        ),
        deliverables=(
            Deliverable(type=DeliverableType.INSTAGRAM_REEL, quantity=1),
            Deliverable(type=DeliverableType.INSTAGRAM_STORY, quantity=2),
        ),
        usage_rights=UsageRights(
            paid_usage=Duration.DAYS_30, whitelisting=Duration.NOT_REQUIRED, organic_owned=Duration.DAYS_90
        ),
        product=Product(description="a Northwind spring skincare set", value=usd("120.00")),
        facts=Facts(
            timeline="Drafts are due on April 10, 2027, and posts go live on April 20, 2027.",
            content_due_on=date(2027, 4, 10),
            publish_on=date(2027, 4, 20),
            payment_terms="The fee is paid by bank transfer within 30 days after the content is live.",
            approval="We look at drafts within two working days before anything is published.",
            brief="Show how the spring set fits into your own morning routine, in your own words.",
            exclusivity="",
            revision_rounds=1,
        ),
        autonomy=Autonomy(mails=Leave.AUTO, agreements=Leave.AUTO, exits=Leave.AUTO),
        outreach_subject="Northwind Skincare x you this spring",
        joins_outreach=False,
        state=CampaignState.IMPORTED,
        created_at=NOW,
        round_cap=5,
        clarification_cap=2,
        follow_ups=FollowUps(after_days=(3, 5), close_after_days=5, then=Unanswered.STALE),
    )


def test_the_sample_is_the_documented_example() -> None:
    assert (ROOT / "emulators" / "sample" / "campaign.yaml").read_text("utf-8") == COMPLETE
    assert COMPLETE in (ROOT / "docs" / "campaign-file.md").read_text("utf-8")


def test_what_the_campaign_is_after_is_read() -> None:
    more = "  cpm_premiums: yes\n  minimum: $150 "
    text = edited("  minimum: $150 ", more).replace("optimize_for: balance", "target_creators: 12\noptimize_for: cpm")
    found = parse_campaign(text, NOW)
    assert found.budget.cpm_premiums
    assert (found.target_creators, found.optimize_for) == (12, OptimizeFor.CPM)


def test_what_the_campaign_is_after_may_be_left_out() -> None:
    found = parse_campaign(edited("optimize_for: balance\n", ""), NOW)
    assert (found.budget.cpm_premiums, found.target_creators) == (False, None)
    assert (found.optimize_for, found.ask_inside_limit) == (OptimizeFor.BALANCE, None)


@pytest.mark.parametrize("said", AskInsideLimit)
def test_what_becomes_of_an_ask_inside_the_limit_is_read(said: AskInsideLimit) -> None:
    assert parse_campaign(COMPLETE + f"ask_inside_limit: {said.value}\n", NOW).ask_inside_limit is said


@pytest.mark.parametrize(
    ("line", "problem"),
    [
        ("target_creators: 0", "target_creators: '0' must be a whole number from 1 to 2000"),
        (
            "target_creators: 200",
            "target_creators: 200 creators at the minimum of $150.00 cost more than budget.total",
        ),
        ("optimize_for: price", "optimize_for: 'price' is not one of: cpm, content_volume_usage_rights, balance"),
        (
            "ask_inside_limit: haggle",
            "ask_inside_limit: 'haggle' is not one of: accept, counter_once, counter_while_falling",
        ),
        ("asks_inside_limit: accept", "asks_inside_limit: unknown key; did you mean 'ask_inside_limit'?"),
    ],
)
def test_what_the_campaign_cannot_be_after_is_refused(line: str, problem: str) -> None:
    assert problems(edited("optimize_for: balance", line)) == (f"line 49, {problem}",)


def _off(name: str) -> dict[str, Any]:
    return {name: False}


class TestTriggers:
    def read(self, *lines: str) -> Triggers:
        return parse_campaign("\n".join((COMPLETE + "triggers:", *(f"  {line}" for line in lines), "")), NOW).triggers

    def test_without_the_group_every_trigger_is_on(self) -> None:
        assert parse_campaign(COMPLETE, NOW).triggers == Triggers()

    def test_each_can_be_switched_by_its_name(self) -> None:
        for name in ("over_cap", "hostile", "legal_text", "unusual_request", "call_request", "non_cash_pay"):
            assert self.read(f"{name}: no") == replace(Triggers(), **_off(name))
        for name in ("deadline_pressure", "attachment", "non_english"):
            assert self.read(f"{name}: no") == replace(Triggers(), **_off(name))
        assert self.read("hostile: yes", "payment_details: yes", "untrusted_sender: yes") == Triggers()

    def test_the_confidence_is_a_share(self) -> None:
        assert self.read("low_confidence: 85 %").low_confidence == Decimal("0.85")

    @pytest.mark.parametrize(
        ("line", "problem"),
        [
            (
                "payment_details: no",
                "triggers.payment_details: cannot be switched off: a false account is the commonest fraud by mail",
            ),
            (
                "untrusted_sender: no",
                "triggers.untrusted_sender: cannot be switched off: anybody could speak for the creator",
            ),
            ("low_confidence: 0.7", "triggers.low_confidence: '0.7' must be from 50 % to 99 %, with its sign"),
            ("low_confidence: 40 %", "triggers.low_confidence: '40 %' must be from 50 % to 99 %, with its sign"),
            ("hostile: maybe", "triggers.hostile: 'maybe' is not one of: yes, no"),
            ("hostil: no", "triggers.hostil: unknown key; did you mean 'hostile'?"),
            (
                "weather: no",
                "triggers.weather: unknown key; known here: over_cap, low_confidence, hostile, legal_text, "
                "unusual_request, call_request, non_cash_pay, deadline_pressure, attachment, non_english",
            ),
            ("payment_detail: no", "triggers.payment_detail: unknown key; did you mean 'payment_details'?"),
        ],
    )
    def test_what_cannot_be_set_is_refused_with_its_line(self, line: str, problem: str) -> None:
        last = len(COMPLETE.splitlines())
        assert problems(f"{COMPLETE}triggers:\n  {line}\n") == (f"line {last + 2}, {problem}",)


LEVERS = """
scenarios:
  - deliverables:
      - type: instagram_reel
        quantity: 1
      - type: instagram_story
        quantity: 1
  - deliverables:
      - {type: instagram_story, quantity: 1}
usage_rights_minimum:
  paid_usage: not required
  whitelisting: not required
  organic_owned: 30 days
syndication: The Reel is also posted on TikTok.
share_cpm: yes
rates:
  - {type: instagram_reel, cpm_floor: $18, cpm_ceiling: $28}
  - {type: instagram_story, cpm_floor: 4, cpm_ceiling: "7.50"}
"""


def test_levers_and_rates_are_read() -> None:
    text = edited("  value: $120\n", "  value: $120\n  hold_back: yes\n") + LEVERS
    found = parse_campaign(text, NOW)
    reel, story = DeliverableType.INSTAGRAM_REEL, DeliverableType.INSTAGRAM_STORY
    assert found.levers == Levers(
        scenarios=(
            Scenario(deliverables=(Deliverable(type=reel, quantity=1), Deliverable(type=story, quantity=1))),
            Scenario(deliverables=(Deliverable(type=story, quantity=1),)),
        ),
        usage_rights_minimum=UsageRights(
            paid_usage=Duration.NOT_REQUIRED, whitelisting=Duration.NOT_REQUIRED, organic_owned=Duration.DAYS_30
        ),
        product_held_back=True,
        syndication="The Reel is also posted on TikTok.",
        share_cpm=True,
    )
    assert found.rate_cards == (
        RateCard(type=reel, floor_cpm=Decimal("18.00"), ceiling_cpm=Decimal("28.00")),
        RateCard(type=story, floor_cpm=Decimal("4.00"), ceiling_cpm=Decimal("7.50")),
    )


def test_premiums_and_rates_exclude_each_other() -> None:
    text = edited("  minimum: $150 ", "  cpm_premiums: yes\n  minimum: $150 ") + LEVERS
    (problem,) = problems(text)
    assert "budget.cpm_premiums lift the one CPM of the budget, not these; keep one of the two" in problem


def test_the_documented_rates_and_levers_are_read() -> None:
    text = (ROOT / "docs" / "campaign-file.md").read_text("utf-8")
    samples = [block.partition("```")[0] for block in text.split("```yaml\n")[1:]]
    rates, levers = (next(one for one in samples if one.startswith(key)) for key in ("rates:", "scenarios:"))
    found = parse_campaign(COMPLETE + rates + levers, NOW)
    assert (len(found.rate_cards), len(found.levers.scenarios), found.levers.share_cpm) == (2, 2, True)
    limits = price_limits(found, creator(average_views=50_000))
    assert isinstance(limits, Limits)
    assert (limits.floor, limits.ceiling) == (usd("1000"), usd("1500"))


def test_without_them_the_campaign_has_the_fee_alone() -> None:
    found = parse_campaign(COMPLETE, NOW)
    assert (found.levers, found.rate_cards) == (Levers(), ())


ONE_STORY = "      - {type: instagram_story, quantity: 1}"


@pytest.mark.parametrize(
    ("old", "new", "problem"),
    [
        (
            "      - type: instagram_story\n        quantity: 1\n",
            "      - type: instagram_story\n        quantity: 2\n",
            "scenarios: scenario 1 has 3 posts and must have fewer than the 3 before it",
        ),
        (
            ONE_STORY,
            ONE_STORY.replace("1}", "2}"),
            "scenarios: scenario 2 has 2 posts and must have fewer than the 2 before it",
        ),
        (ONE_STORY, ONE_STORY.replace("quantity", "amount"), "unknown key; known here: type, quantity"),
        (
            "organic_owned: 30 days\nsyn",
            "organic_owned: 1 year\nsyn",
            "usage_rights_minimum: organic_owned is longer than in usage_rights",
        ),
        ("share_cpm: yes", "share_cpm: maybe", "share_cpm: 'maybe' is not one of: yes, no"),
        ("share_cpm: yes", "share_cmp: yes", "share_cmp: unknown key; did you mean 'share_cpm'?"),
        ("cpm_floor: 4,", "cpm_floor: 9,", "cpm_ceiling: $7.50 is below cpm_floor $9.00"),
        (
            "  - {type: instagram_reel, cpm_floor: $18, cpm_ceiling: $28}\n",
            "",
            "rates: has no entry for instagram_reel: with rates, every type needs one",
        ),
        ("  - {type: instagram_reel,", "  - {type: instagram_story,", "rates: lists a type twice"),
        ("scenarios:\n", "scenarios: []\nother:\n", "scenarios: 0 scenarios; give one to 3, or remove the line"),
    ],
)
def test_levers_that_make_no_sense_are_refused(old: str, new: str, problem: str) -> None:
    assert LEVERS.count(old) == 1
    assert any(problem in found for found in problems(COMPLETE + LEVERS.replace(old, new)))


def test_l58_every_problem_of_a_file_is_reported_at_once_with_its_line() -> None:
    assert problems((FILES / "broken.yaml").read_text("utf-8")) == (
        "line 1, id: 'Spring 2027' must be lower-case letters, digits and single hyphens, at most 60",
        "line 1, client: is required",
        "line 2, clinet: unknown key; did you mean 'client'?",
        "line 6, budget.total: '$15k-$20k': a range; write one figure",
        "line 7, budget.cpm_target: 'TBD': not a number",
        "line 8, budget.cpm_leniency: '0.5' may be a fraction or a percentage: write it with a % sign",
        "line 9, budget.minimum: '€200': in EUR, the campaign is in USD",
        "line 10, budget.approval_cap: must be above zero; leave it out if there is none",
        "line 13, deliverables[1].type: 'instagram_real' is not one of: instagram_post, instagram_story, "
        "instagram_reel, tiktok_video, tiktok_story, youtube_dedicated, youtube_integration, youtube_short; "
        "did you mean 'instagram_reel'?",
        "line 16, deliverables[2].quantity: 'two' must be a whole number from 1 to 50",
        "line 17, deliverables[3].type: 'Instagram Story' is listed already on line 15; add up the quantities",
        "line 20, usage_rights.whitelisting: is required",
        "line 21, usage_rights.paid_usage: '45 days' is not one of: not required, 30 days, 60 days, 90 days, "
        "6 months, 1 year, perpetual",
        "line 26, product.value: '-120': not a number",
        "line 28, payment_terms: 'TBD' would be told to creators as it stands; remove the line until it is known",
        "line 29, publish_on: '04/20/2027' is not a day written as YYYY-MM-DD",
        "line 30, content_due_on: is empty: write a value or remove the line",
        "line 34, autonomy.agreements: 'yes' is not one of: auto, review",
        "line 38, outreach.mailbox: 'deals at brand.example' is not one email address",
        "line 41, outreach.join_existing_threads: 'maybe' is not one of: yes, no",
    )


@pytest.mark.parametrize(
    ("written", "amount"),
    [
        ("$20,000", "20000.00"),
        ("20k", "20000.00"),
        ("20000", "20000.00"),
        ("20000.50", "20000.50"),
        ("0.1", "0.10"),
        ("1,500.00 USD", "1500.00"),
        ("'$1.5k'", "1500.00"),
    ],
)
def test_l56_money_is_read_exactly_as_people_write_it(written: str, amount: str) -> None:
    text = edited("total: $20,000", f"total: {written}").replace("  minimum: $150 ", "  #")
    assert parse_campaign(text, NOW).budget.total == usd(amount)


@pytest.mark.parametrize(
    ("written", "reason"),
    [
        ("TBD", "'TBD': not a number"),
        ("$20-$50", "'$20-$50': a range; write one figure"),
        ("-20000", "'-20000': not a number"),
        ("0", "must be above zero; leave it out if there is none"),
        ("$0.00", "must be above zero; leave it out if there is none"),
        ("£20,000", "'£20,000': in GBP, the campaign is in USD"),
        ("20000.123", "'20000.123': 20000.123 is finer than the minor unit of USD"),
        ("1.500", "'1.500': can be read in two ways; write it like 1500.00"),
        (".nan", "'.nan': not a number"),
        ("1e5", "'1e5': not a number"),
        ("", "is empty: write a value or remove the line"),
        ("~", "is empty: write a value or remove the line"),
        ("[20000]", "expected a text, not a list or a group of keys"),
    ],
)
def test_l07_an_unreadable_amount_is_refused_never_zero(written: str, reason: str) -> None:
    assert problems(edited("total: $20,000", f"total: {written}")) == (f"line 6, budget.total: {reason}",)


def test_l07_an_amount_split_by_braces_is_refused_and_not_read_as_twenty_dollars() -> None:
    braces = "product: {description: a set, value: $20,000}"
    text = edited("product:\n  description: a Northwind spring skincare set\n  value: $120", braces)
    assert problems(text) == (
        "line 23, product.000: belongs to the amount before it: inside braces, quote an amount that holds a comma",
    )


@pytest.mark.parametrize(
    ("pricing", "problem"),
    [
        ("", "sets no price: give cpm_target (with cpm_leniency), or cpm_floor and cpm_ceiling"),
        ("cpm_leniency: 50 %", "sets no price: give cpm_target (with cpm_leniency), or cpm_floor and cpm_ceiling"),
        ("cpm_floor: 20", "cpm_floor needs cpm_ceiling beside it"),
        ("cpm_ceiling: 20", "cpm_ceiling needs cpm_floor beside it"),
        ("cpm_target: 20\n  cpm_floor: 20", "cpm_target and cpm_floor both set the price; keep one of the two ways"),
        (
            "cpm_floor: 20\n  cpm_ceiling: 30\n  cpm_leniency: 5 %",
            "cpm_leniency belongs to cpm_target; cpm_ceiling says the limit already",
        ),
    ],
)
def test_l06_a_campaign_without_one_clear_price_is_refused(pricing: str, problem: str) -> None:
    head, _, rest = COMPLETE.partition("  cpm_target")
    tail = rest[rest.index("  minimum:") :]
    assert problems(f"{head}  {pricing}\n{tail}") == (f"line 5, budget: {problem}",)


@pytest.mark.parametrize(
    ("pricing", "floor", "ceiling"),
    [
        ("cpm_target: 20\n", "20.00", "20.00"),
        ("cpm_target: $25\n  cpm_leniency: 20%\n", "25.00", "30.00"),
        ("cpm_target: 25\n  cpm_leniency: 20\n", "25.00", "30.00"),
        ("cpm_floor: 18.50\n  cpm_ceiling: 27\n", "18.50", "27.00"),
    ],
)
def test_l06_the_price_comes_from_a_target_or_from_explicit_bounds(pricing: str, floor: str, ceiling: str) -> None:
    head, _, rest = COMPLETE.partition("  cpm_target")
    budget = parse_campaign(f"{head}  {pricing}{rest[rest.index('  minimum:') :]}", NOW).budget
    assert (budget.floor_cpm, budget.ceiling_cpm) == (Decimal(floor), Decimal(ceiling))


def test_a_ceiling_below_the_floor_is_refused() -> None:
    head, _, rest = COMPLETE.partition("  cpm_target")
    text = f"{head}  cpm_floor: 30\n  cpm_ceiling: 20\n{rest[rest.index('  minimum:') :]}"
    assert problems(text) == ("line 8, budget.cpm_ceiling: $20.00 is below cpm_floor $30.00",)


@pytest.mark.parametrize(
    ("old", "new", "problem"),
    [
        (
            "minimum: $150 ",
            "minimum: $4,000.01 ",
            "line 9, budget.minimum: $4,000.01 is above approval_cap $4,000.00: no offer could be made",
        ),
        (
            "total: $20,000",
            "total: $100",
            "line 9, budget.minimum: $150.00 is above total $100.00: no offer could be made",
        ),
        (
            "publish_on: 2027-04-20",
            "publish_on: 2027-04-09",
            "line 30, publish_on: 2027-04-09 is before content_due_on 2027-04-10",
        ),
        (
            "publish_on: 2027-04-20",
            "publish_on: 2027-02-30",
            "line 30, publish_on: '2027-02-30' is not a day written as YYYY-MM-DD",
        ),
        ("cpm_leniency: 50 %", "cpm_leniency: 101 %", "line 8, budget.cpm_leniency: '101 %' must be from 0 % to 100 %"),
        (
            "currency: USD",
            "currency: dollars",
            "line 3, currency: 'DOLLARS' is not a supported currency; write an ISO code such as USD, EUR or GBP",
        ),
        ("  value: $120", "  value: £120", "line 25, product.value: '£120': in GBP, the campaign is in USD"),
        ("quantity: 2", "quantity: 0", "line 16, deliverables[2].quantity: '0' must be a whole number from 1 to 50"),
        (
            "subject: Northwind Skincare x you this spring",
            'subject: "Hello\\0Bcc: all@creators.example"',
            "line 44, outreach.subject: must be one line of at most 200 characters, without control characters",
        ),
        ("  exits: auto\n", "", "line 36, autonomy.exits: is required"),
        ("[3, 5]", "[3, 0]", "line 52, follow_ups.after_days[2]: '0' must be a whole number from 1 to 30"),
        ("[3, 5]", "3", "line 52, follow_ups.after_days: expected a list: one `- ` entry per line"),
        (
            "[3, 5]",
            "[]",
            "line 52, follow_ups.after_days: needs at least one entry; remove the line when no follow-up is to be sent",
        ),
        ("[3, 5]", "[1, 1, 1, 1, 1, 1]", "line 52, follow_ups.after_days: 6 follow-ups; at most 5 are sent"),
        (
            "close_after_days: 5 ",
            "close_after_days: 61 ",
            "line 53, follow_ups.close_after_days: '61' must be a whole number from 1 to 60",
        ),
        ("then: stale", "then: forget", "line 54, follow_ups.then: 'forget' is not one of: stale, exit"),
        ("then: stale", "than: stale", "line 54, follow_ups.than: unknown key; did you mean 'then'?"),
        ("round_cap: 5", "round_cap: 5\nround_cap: 9", "line 48, round_cap: is written twice, first on line 47"),
    ],
)
def test_a_file_with_one_mistake_names_it(old: str, new: str, problem: str) -> None:
    assert problems(edited(old, new)) == (problem,)


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("", "line 1: the file is empty"),
        ("# soon\n", "line 1: the file is empty"),
        ("{}", "line 1: the file is empty"),
        ("- id: x\n", "line 1: expected `key: value` lines"),
        ("id: x\n\tclient: y\n", "line 2: a tab; indent with spaces"),
        (
            "id: x\nclient: Acme: the brand\n",
            "line 2: a second colon, or a line that is indented too far: quote a text that holds a colon",
        ),
        ("id: x\nclient: @acme\n", "line 2: found character '@' at the start of a value: quote the value"),
        (
            "id: x\nclient: &a y\n",
            "line 2: anchors and aliases (& and *) are not supported; quote a text that starts so",
        ),
        ("id: x\n---\nid: y\n", "line 2: a second document begins here; a campaign is one document"),
        ("id: x\nclient: a\x07b\n", "line 2: a character that YAML does not allow"),
        ("id: " + "[" * 11, "line 1: nested deeper than 10 levels"),
        ("id: " + "x" * 200_000, "line 1: the file is larger than 200,000 characters"),
    ],
)
def test_a_file_that_cannot_be_read_at_all_says_where(text: str, problem: str) -> None:
    assert problems(text) == (problem,)


def test_byte_order_mark_and_windows_line_ends_change_nothing() -> None:
    assert parse_campaign("\ufeff" + COMPLETE.replace("\n", "\r\n"), NOW) == parse_campaign(COMPLETE, NOW)


@pytest.mark.parametrize(
    ("written", "duration"),
    [
        ("30 days", Duration.DAYS_30),
        ("30_days", Duration.DAYS_30),
        ("days_30", Duration.DAYS_30),
        ("60 Days", Duration.DAYS_60),
        ("6 months", Duration.MONTHS_6),
        ("1 year", Duration.YEAR_1),
        ("perpetual", Duration.PERPETUAL),
        ("Not required", Duration.NOT_REQUIRED),
        ("not_required", Duration.NOT_REQUIRED),
    ],
)
def test_usage_rights_are_read_in_the_words_people_use(written: str, duration: Duration) -> None:
    text = edited("paid_usage: 30 days", f"paid_usage: {written}")
    assert parse_campaign(text, NOW).usage_rights.paid_usage is duration


@pytest.mark.parametrize(
    ("written", "hint"),
    [
        ("a month", ""),
        ("45 days", ""),
        ("no", "; did you mean 'not required'?"),
        ("30 day", "; did you mean '30 days'?"),
        ("12_month", "; did you mean '1 year'?"),
    ],
)
def test_a_duration_is_guessed_only_in_the_words_that_are_listed(written: str, hint: str) -> None:
    listed = "not required, 30 days, 60 days, 90 days, 6 months, 1 year, perpetual"
    (problem,) = problems(edited("paid_usage: 30 days", f"paid_usage: {written}"))
    assert problem.partition(": ")[2] == f"{written!r} is not one of: {listed}{hint}"


def test_a_line_break_in_the_subject_cannot_start_another_header() -> None:
    text = edited("subject: Northwind Skincare x you this spring", 'subject: "Hello\\r\\nBcc: all@creators.example"')
    assert parse_campaign(text, NOW).outreach_subject == "Hello Bcc: all@creators.example"


@given(
    line=st.integers(0, COMPLETE.count("\n") - 1),
    text=st.one_of(st.text(max_size=40), st.sampled_from(["[", "{", "- a", "&a b", "*a", "? x", "|", "!!int 5", "%"])),
    keep=st.booleans(),
)
def test_any_damage_to_a_line_is_read_or_refused_with_words(*, line: int, text: str, keep: bool) -> None:
    lines = COMPLETE.splitlines()
    lines[line] = lines[line].partition(":")[0] + ": " + text if keep else text
    outcome = read("\n".join(lines))
    if isinstance(outcome, Campaign):
        assert outcome.budget.total.amount > 0
        assert 0 < outcome.budget.floor_cpm <= outcome.budget.ceiling_cpm
    else:
        assert outcome
        assert all(problem.startswith("line ") for problem in outcome)


def test_facts_that_the_file_leaves_out_stay_unknown() -> None:
    kept = [line for line in COMPLETE.splitlines() if not line.startswith(("payment_terms", "exclusivity", "approval"))]
    facts = parse_campaign("\n".join(kept), NOW).facts
    assert (facts.payment_terms, facts.exclusivity, facts.approval) == (None, None, None)


def test_a_campaign_without_caps_has_none_and_the_playbooks_round_caps() -> None:
    bare = [line for line in COMPLETE.splitlines() if "_cap:" not in line and "minimum:" not in line]
    campaign = parse_campaign("\n".join(bare), NOW)
    assert (campaign.budget.approval_cap, campaign.budget.minimum_cost) == (None, None)
    assert (campaign.round_cap, campaign.clarification_cap) == (5, 2)


def test_a_campaign_that_says_nothing_of_silence_sends_no_follow_up_and_rests_after_ten_working_days() -> None:
    bare = COMPLETE[: COMPLETE.index("follow_ups:")]
    assert parse_campaign(bare, NOW).follow_ups == FollowUps(after_days=(), close_after_days=10, then=Unanswered.STALE)


def test_what_the_block_leaves_out_is_as_without_it() -> None:
    bare = COMPLETE[: COMPLETE.index("follow_ups:")]
    assert parse_campaign(f"{bare}follow_ups:\n  then: exit\n", NOW).follow_ups == FollowUps(
        after_days=(), close_after_days=10, then=Unanswered.EXIT
    )


def test_a_broken_currency_hides_no_broken_amount() -> None:
    text = COMPLETE.replace("currency: USD", "currency: US").replace("total: $20,000", "total: about 20,000")
    assert problems(text) == (
        "line 3, currency: 'US' is not a supported currency; write an ISO code such as USD, EUR or GBP",
        "line 6, budget.total: 'about 20,000': not a number",
    )


@pytest.mark.parametrize(("day", "refused"), [(10, 0), (11, 1)])
def test_a_day_that_is_over_is_refused_with_its_line(day: int, refused: int) -> None:
    text = "\n".join(line for line in COMPLETE.splitlines() if not line.startswith("publish_on"))
    place = next(n for n, line in enumerate(text.splitlines(), 1) if line.startswith("content_due_on"))
    problems: tuple[str, ...] = ()
    try:
        parse_campaign(text, datetime(2027, 4, day, tzinfo=UTC))
    except InvalidInput as error:
        problems = error.problems
    told = f"line {place}, content_due_on: 2027-04-10 is in the past: today is 2027-04-11"
    assert problems == (told,) * refused

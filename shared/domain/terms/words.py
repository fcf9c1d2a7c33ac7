"""Terms in words: the block under a mail's prose, and the facts that answer a creator's question.

Code writes these, so that no model can change a term.
"""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from types import MappingProxyType
from typing import Any, Final

from shared.domain.campaign import Campaign, Duration, Facts, UsageRights
from shared.domain.negotiation import Stage
from shared.domain.reading.facts import AskedRight, Right, Topic
from shared.domain.terms.value import Lever, Stated, Terms

DURATION_NAMES: Final = {
    Duration.NOT_REQUIRED: "not at all",
    Duration.DAYS_30: "30 days",
    Duration.DAYS_60: "60 days",
    Duration.DAYS_90: "90 days",
    Duration.MONTHS_6: "6 months",
    Duration.YEAR_1: "1 year",
    Duration.PERPETUAL: "without time limit",
}

RIGHT_NAMES: Final = {
    Right.PAID_USAGE: "paid usage",
    Right.WHITELISTING: "whitelisting",
    Right.ORGANIC_OWNED: "use on the brand's own channels",
}

# The campaign's facts in words, by their keys in its file, each with the question it answers. A person may add one once
# offers are out; days, counts and prices belong to the offers.
FACT_TOPICS: Final[Mapping[str, Topic]] = MappingProxyType(
    {
        "payment_terms": Topic.PAYMENT,
        "timeline": Topic.TIMELINE,
        "approval": Topic.APPROVAL,
        "brief": Topic.BRIEF,
        "exclusivity": Topic.EXCLUSIVITY,
    }
)

_HEADINGS: Final = {
    Stage.OPENING: "What we have in mind:",
    Stage.COUNTER: "Our offer:",
    Stage.ANSWER: "Our offer, unchanged:",
    Stage.FOLLOW_UP: "Our offer, unchanged:",
    Stage.AGREEMENT: "What we agreed:",
}

_INCLUDED: Final = " in total, agency fee included"


def deliverable_labels(stated: Stated) -> tuple[str, ...]:
    """The package as people read it: "1 Instagram Reel", "2 Instagram stories"."""
    return tuple(line.label() for line in stated.deliverables)


def usage_rights_text(rights: UsageRights) -> str:
    """The rights the fee includes; "none" when every one is not required."""
    granted = ((name, right_of(rights, right)) for right, name in RIGHT_NAMES.items())
    parts = [f"{name} {DURATION_NAMES[span]}" for name, span in granted if span is not Duration.NOT_REQUIRED]
    return ", ".join(parts) or "none"


def right_of(rights: UsageRights, right: Right) -> Duration:
    duration: Duration = getattr(rights, right.value)
    return duration


def with_right(rights: UsageRights, wish: AskedRight) -> UsageRights:
    changed: dict[str, Any] = {wish.right.value: wish.duration}
    return replace(rights, **changed)


def day_text(day: date) -> str:
    return f"{day:%-d %B %Y}"


def terms_lines(terms: Terms) -> tuple[str, ...]:
    """One line for each term that is stated; nothing is filled in for what is not."""
    return tuple(f"- {label}: {text}" for label, text in terms_stated(terms))


def terms_stated(terms: Terms) -> tuple[tuple[str, str], ...]:
    """Label and text of each term that is stated, in the order of a mail."""
    facts = terms.facts
    lines = [
        ("Deliverables", ", ".join(deliverable_labels(terms))),
        ("Fee", f"{terms.rate.display()}{_INCLUDED if terms.agency_included else ''}"),
        ("Usage rights", usage_rights_text(terms.usage_rights)),
        ("Product", product_text(terms)),
        ("Cross-posting", terms.syndication),
        ("Timeline", facts.timeline or _dates(facts)),
        ("Approval", facts.approval),
        ("Revisions", _revisions_text(facts)),
        ("Raw footage", facts.raw_footage),
        ("Exclusivity", facts.exclusivity),
        ("Payment", facts.payment_terms),
    ]
    return tuple((label, text) for label, text in lines if text)


def total_text(terms: Terms) -> str | None:
    """What the fee includes, as it may be told; None: nothing was asked for on top of it."""
    return f"Our figure is {terms.rate.display()}{_INCLUDED}." if terms.agency_included else None


def lever_text(lever: Lever, terms: Terms) -> str | None:
    """What the lever changed, as it may be told; None: nothing that the terms show."""
    match lever:
        case Lever.SCENARIO_1 | Lever.SCENARIO_2 | Lever.SCENARIO_3:
            return f"The package is now {', '.join(deliverable_labels(terms))}."
        case Lever.USAGE_RIGHTS:
            return f"The usage rights are now: {usage_rights_text(terms.usage_rights)}."
        case Lever.PRODUCT:
            return f"New in our offer: {product_text(terms)}."
        case Lever.SYNDICATION:
            return f"New in our offer: {terms.syndication}"
        case Lever.SHARE_CPM:
            return None


def terms_block(stage: Stage, terms: Terms | None) -> str:
    """The block of a mail of this stage; empty where a mail states no terms."""
    heading = _HEADINGS.get(stage)
    if heading is None or terms is None:
        return ""
    return "\n".join((heading, *terms_lines(terms)))


def product_text(stated: Stated) -> str | None:
    """The product that comes on top of the fee, with its worth when the client names one."""
    if stated.product is None:
        return None
    worth = f" (worth {stated.product.value.display()})" if stated.product.value else ""
    return f"{stated.product.description}{worth}, on top of the fee"


def fact_for(topic: Topic, stated: Stated) -> str | None:
    """What may be answered to a question on *topic*; None: it is not stated, so a person answers."""
    facts = stated.facts
    answers = {
        Topic.TIMELINE: facts.timeline or _dates(facts),
        Topic.USAGE_RIGHTS: f"Usage rights included in the fee: {usage_rights_text(stated.usage_rights)}.",
        Topic.EXCLUSIVITY: "No exclusivity is asked for." if facts.exclusivity == "" else facts.exclusivity,
        Topic.APPROVAL: facts.approval,
        Topic.REVISIONS: _labelled("Revisions", _revisions_text(facts)),
        Topic.RAW_FOOTAGE: _labelled("Raw footage", facts.raw_footage),
        Topic.PAYMENT: facts.payment_terms,
        Topic.BRIEF: facts.brief,
        Topic.DELIVERABLES: f"The package is {', '.join(deliverable_labels(stated))}.",
        Topic.PRODUCT: product_text(stated),
    }
    return answers.get(topic)


def known_fact(topic: Topic, stated: Stated, campaign: Campaign) -> str | None:
    """What may be answered beside an offer: what it states, else what the campaign has come to know since.

    An offer that is out does not change by that: the answer is told, and stays out of its terms.
    """
    said = fact_for(topic, stated)
    if said is not None or topic not in FACT_TOPICS.values():
        return said
    return fact_for(topic, replace(campaign, product=stated.product))


def _labelled(label: str, text: str | None) -> str | None:
    return f"{label}: {text}" if text else None


def _dates(facts: Facts) -> str | None:
    due, publish = facts.content_due_on, facts.publish_on
    parts = [
        f"Content is due on {day_text(due)}" if due else "",
        f"it goes live on {day_text(publish)}" if publish else "",
    ]
    return ", and ".join(part for part in parts if part) or None


def _revisions_text(facts: Facts) -> str | None:
    if facts.revision_rounds is None:
        return None
    rounds = "1 round" if facts.revision_rounds == 1 else f"{facts.revision_rounds or 'no'} rounds"
    return f"{rounds} of changes included"

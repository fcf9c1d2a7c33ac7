"""The terms of a campaign in words: the block under a mail's prose, and the facts that answer a creator's question.

Code writes these, so that no model can change a term.
"""

from typing import Final

from shared.domain.campaign import Campaign, Duration, UsageRights
from shared.domain.money import Money
from shared.domain.negotiation import Stage
from shared.domain.reading import Topic

_DURATIONS: Final = {
    Duration.DAYS_30: "30 days",
    Duration.DAYS_60: "60 days",
    Duration.DAYS_90: "90 days",
    Duration.MONTHS_6: "6 months",
    Duration.YEAR_1: "1 year",
    Duration.PERPETUAL: "without time limit",
}

_HEADINGS: Final = {
    Stage.OPENING: "What we have in mind:",
    Stage.COUNTER: "Our offer:",
    Stage.ANSWER: "Our offer, unchanged:",
    Stage.AGREEMENT: "What we agreed:",
}


def deliverable_labels(campaign: Campaign) -> tuple[str, ...]:
    """The package as people read it: "1 Instagram Reel", "2 Instagram stories"."""
    return tuple(line.label() for line in campaign.deliverables)


def usage_rights_text(rights: UsageRights) -> str:
    """The rights the fee includes; "none" when every one is not required."""
    named = (
        (rights.paid_usage, "paid usage"),
        (rights.whitelisting, "whitelisting"),
        (rights.organic_owned, "use on the brand's own channels"),
    )
    parts = [f"{what} {_DURATIONS[span]}" for span, what in named if span is not Duration.NOT_REQUIRED]
    return ", ".join(parts) or "none"


def terms_lines(campaign: Campaign, fee: Money) -> tuple[str, ...]:
    """One line for each term that the campaign states; nothing is filled in for what it does not state."""
    facts = campaign.facts
    lines = [
        ("Deliverables", ", ".join(deliverable_labels(campaign))),
        ("Fee", fee.display()),
        ("Usage rights", usage_rights_text(campaign.usage_rights)),
        ("Product", product_text(campaign)),
        ("Timeline", facts.timeline),
        ("Payment", facts.payment_terms),
    ]
    return tuple(f"- {label}: {text}" for label, text in lines if text)


def terms_block(campaign: Campaign, *, stage: Stage, fee: Money | None) -> str:
    """The block of a mail of this stage; empty where a mail states no terms."""
    heading = _HEADINGS.get(stage)
    if heading is None or fee is None:
        return ""
    return "\n".join((heading, *terms_lines(campaign, fee)))


def product_text(campaign: Campaign) -> str | None:
    """The product that comes on top of the fee, with its worth when the client names one."""
    if campaign.product is None:
        return None
    worth = f" (worth {campaign.product.value.display()})" if campaign.product.value else ""
    return f"{campaign.product.description}{worth}, on top of the fee"


def fact_for(topic: Topic, campaign: Campaign) -> str | None:
    """What may be answered to a question on *topic*; None: the campaign does not say, so a person answers."""
    facts = campaign.facts
    answers = {
        Topic.TIMELINE: facts.timeline or _dates(campaign),
        Topic.USAGE_RIGHTS: f"Usage rights included in the fee: {usage_rights_text(campaign.usage_rights)}.",
        Topic.EXCLUSIVITY: "No exclusivity is asked for." if facts.exclusivity == "" else facts.exclusivity,
        Topic.APPROVAL: facts.approval,
        Topic.PAYMENT: facts.payment_terms,
        Topic.BRIEF: facts.brief,
        Topic.DELIVERABLES: f"The package is {', '.join(deliverable_labels(campaign))}.",
        Topic.PRODUCT: product_text(campaign),
    }
    return answers.get(topic)


def _dates(campaign: Campaign) -> str | None:
    due, publish = campaign.facts.content_due_on, campaign.facts.publish_on
    parts = [
        f"Content is due on {due:%-d %B %Y}" if due else "",
        f"it goes live on {publish:%-d %B %Y}" if publish else "",
    ]
    return ", and ".join(part for part in parts if part) or None

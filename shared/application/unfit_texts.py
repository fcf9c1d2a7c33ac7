"""The campaign's own texts through the gate: mails tell them word for word, so what it holds back holds all of them."""

from collections.abc import Iterator

from shared.domain.campaign import Campaign
from shared.domain.gate import GateTerms, check_mail
from shared.domain.negotiation import Stage
from shared.domain.speech import plain_signature
from shared.domain.terms.words import product_text


def unfit_texts(campaign: Campaign) -> tuple[str, ...]:
    """What would keep mails with them from leaving, with the keys of the campaign file; empty: nothing."""
    return tuple(
        f"{key}: {fault}; until then mails that say it wait for a person"
        for key, text in _texts(campaign)
        for fault in _faults(campaign, text)
    )


def _texts(campaign: Campaign) -> Iterator[tuple[str, str]]:
    facts = campaign.facts
    texts = {
        "product.description": product_text(campaign),
        "payment_terms": facts.payment_terms,
        "timeline": facts.timeline,
        "approval": facts.approval,
        "brief": facts.brief,
        "exclusivity": facts.exclusivity,
        "raw_footage": facts.raw_footage,
        "syndication": campaign.levers.syndication,
    }
    yield from ((key, text) for key, text in texts.items() if text)


def _faults(campaign: Campaign, text: str) -> Iterator[str]:
    budget, product = campaign.budget, campaign.product
    private = (budget.total, budget.minimum_cost, budget.approval_cap)
    terms = GateTerms(
        creator_name="",
        currency=campaign.currency,
        stage=Stage.CLARIFICATION.value,
        offer=None,
        allowed_amounts=(product.value,) if product and product.value else (),
        private_amounts=tuple(amount for amount in private if amount is not None),
        allowed_phrases=(text,),
        greeted=(),
        own_names=(campaign.client_name, campaign.sender_name),
        product=product.description if product else "",
    )
    for found in check_mail(f"Hi there,\n\n{text}\n\n{plain_signature(campaign)}\n", terms):
        yield f"{found.found!r}: {found.message}" if found.found else found.message

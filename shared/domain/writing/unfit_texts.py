"""Texts of a campaign that no mail could say: mails tell them word for word, so the gate reads them before any does."""

from collections.abc import Iterator, Sequence

from shared.domain.campaign import Campaign
from shared.domain.gate import GateFailure, GateTerms, check_mail
from shared.domain.money import Money
from shared.domain.negotiation import Stage
from shared.domain.terms import opening_product
from shared.domain.terms.words import deliverable_labels, product_text
from shared.domain.writing.speech import budget_figures, plain_signature


def unfit_texts(campaign: Campaign) -> tuple[str, ...]:
    """What would keep mails with them from leaving, with the keys of the campaign file; empty: nothing."""
    return tuple(
        f"{key}: {_words(fault)}; until then mails that say it wait for a person"
        for key, text in _texts(campaign)
        for fault in faults_of(text, campaign)
    )


def faults_of(text: str, campaign: Campaign, *, private: Sequence[Money] = ()) -> tuple[GateFailure, ...]:
    """What would keep a mail from leaving that tells *text* word for word; empty: nothing.

    It is told to every creator of the campaign, so it names none of them.

    private: what must not be in it beside the figures of the campaign's budget.
    """
    # A product that is held back may be told of by its own text alone, once it is offered.
    product = campaign.product if text == product_text(campaign) else opening_product(campaign)
    terms = GateTerms(
        creator_name="",
        currency=campaign.currency,
        stage=Stage.CLARIFICATION.value,
        offer=None,
        allowed_amounts=(product.value,) if product and product.value else (),
        private_amounts=(*budget_figures(campaign), *private),
        deliverables=deliverable_labels(campaign),
        allowed_phrases=(text,),
        greeted=(),
        own_names=(campaign.client_name, campaign.sender_name),
        other_names=campaign.creator_names,
        product=product.description if product else "",
        usage_rights=campaign.usage_rights,
        payment_terms=campaign.facts.payment_terms,
        their_words="",
    )
    return tuple(check_mail(f"Hi there,\n\n{text}\n\n{plain_signature(campaign)}\n", terms))


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


def _words(fault: GateFailure) -> str:
    return f"{fault.found!r}: {fault.message}" if fault.found else fault.message

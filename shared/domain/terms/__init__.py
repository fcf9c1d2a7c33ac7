"""The terms of a deal: the one value that every mail, card and report reads."""

from shared.domain.terms.value import Lever, Stated, Terms, campaign_terms, opening_product, stated_so_far

__all__ = ["Lever", "Stated", "Terms", "campaign_terms", "opening_product", "stated_so_far"]

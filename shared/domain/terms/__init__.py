"""The terms of a deal: the one value that every mail, card and report reads."""

from shared.domain.terms.value import Stated, Terms, campaign_terms

__all__ = ["Stated", "Terms", "campaign_terms"]

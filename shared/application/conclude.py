"""What a finished or silent negotiation leads to."""

from dataclasses import replace

from shared.application.cards import deal_card, notice_card
from shared.application.journal import Journal
from shared.domain.campaign import Campaign
from shared.domain.states import State
from shared.domain.tracker import Agreement

_NOTICES = {
    State.REJECTED: "Declined by the creator",
    State.EXITED: "Ended without a deal",
    State.STALE: "No answer",
}


def conclude(journal: Journal, campaign: Campaign, why: str) -> None:
    """Tell people when the step in *journal* has ended the negotiation or its waiting; do nothing otherwise."""
    negotiation = journal.negotiation
    terms = negotiation.agreed_terms
    if terms is not None:
        journal.post(deal_card(campaign, negotiation, terms))
    elif negotiation.state in _NOTICES:
        journal.post(notice_card(campaign, negotiation, _NOTICES[negotiation.state], why))
    book(journal, campaign)


def book(journal: Journal, campaign: Campaign) -> None:
    """Let the campaign's tracker say of the negotiation what it says of itself, in the same commit.

    Two agreements at once cannot both count on the same rest of the budget, or on the last place: the version of the
    campaign lets one of them through, and the other is decided again.
    """
    negotiation = journal.negotiation
    tracker = campaign.tracker.without(negotiation.id)
    if negotiation.agreed_rate is not None:
        views = negotiation.creator.average_views
        agreement = Agreement(negotiation_id=negotiation.id, price=negotiation.agreed_rate, average_views=views)
        tracker = tracker.booked(agreement)
    if tracker != campaign.tracker:
        journal.write(replace(campaign, version=campaign.version + 1, tracker=tracker))

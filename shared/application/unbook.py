"""An agreement that the creator was never told of binds nothing once a person keeps its mail back."""

from shared.application.cards import notice_card
from shared.application.conclude import book
from shared.application.journal import Journal
from shared.domain.campaign import Campaign
from shared.domain.negotiation import Stage
from shared.domain.records import OutboxEntry


def unbook(journal: Journal, campaign: Campaign, entry: OutboxEntry, why: str) -> bool:
    """Take the agreement of *entry*, a mail that has not left, out of negotiation and tracker; False: it made none.

    People were told of the deal, so they are told of its end.
    """
    terms = journal.negotiation.agreed_terms
    made = [line.stage for line in journal.negotiation.ledger if line.mail_id == entry.id]
    if terms is None or Stage.AGREEMENT not in made:
        return False
    journal.take_back(entry, why, again=False)
    journal.note("agreement_unbooked", {"mail": entry.id, "fee": terms.rate.display()})
    journal.post(notice_card(campaign, journal.negotiation, "Agreement taken back", why))
    book(journal, campaign)
    return True

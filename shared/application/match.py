"""Which negotiation an unknown thread belongs to: by the mails it refers to, then by who wrote."""

from collections.abc import Sequence

from shared.application.store import Store
from shared.domain.campaign import CampaignState
from shared.domain.mail.message import InboundMessage
from shared.domain.negotiation import Negotiation
from shared.domain.records import OutreachRecord


def match_negotiation(store: Store, mailbox: str, mails: Sequence[InboundMessage]) -> Negotiation | None:
    """The one negotiation of this mailbox that the mails can belong to; None when none or several can.

    A creator may answer in a new thread or under a new subject, or answer outreach that people or another tool sent.
    A bounce speaks for the address it is about. References to a mail of the negotiation decide between several
    candidates; guessing between them is left to people.
    """
    people = {mail.sender.email for mail in mails} | {email for mail in mails for email in mail.failed_recipients}
    candidates = _of_people(store, mailbox, people - {""})
    referred = {id_ for mail in mails for id_ in (*mail.references, mail.in_reply_to or "") if id_}
    exact = [found for found in candidates if referred & {*found.references, found.last_mail_id or ""}]
    likely = exact or [found for found in candidates if not found.is_terminal]
    return likely[0] if len(likely) == 1 else None


def _of_people(store: Store, mailbox: str, people: set[str]) -> list[Negotiation]:
    campaigns = [
        campaign
        for campaign in store.campaigns()
        if campaign.mailbox == mailbox and campaign.state is CampaignState.LAUNCHED
    ]
    ids = [f"{campaign.id}:{email}" for campaign in campaigns for email in sorted(people)]
    outreach = store.existing(OutreachRecord, ids)
    return [store.negotiation(record.negotiation_id) for record in outreach.values()]

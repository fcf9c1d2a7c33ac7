"""Which negotiation an unknown thread belongs to: by the mails it refers to, then by who wrote."""

from collections.abc import Sequence
from dataclasses import dataclass

from shared.application.store import Store
from shared.domain.campaign import CampaignState
from shared.domain.mail.message import InboundMessage
from shared.domain.negotiation import Negotiation
from shared.domain.records import OutreachRecord


@dataclass(frozen=True, slots=True, kw_only=True)
class Matched:
    """Where mails belong.

    Attributes:
        negotiation: None when there is none, or a person has to say which.
        candidates: Every negotiation with the people of these mails.
    """

    negotiation: Negotiation | None
    candidates: tuple[Negotiation, ...]


def match_negotiation(store: Store, mailbox: str, mails: Sequence[InboundMessage]) -> Matched:
    """The one negotiation of this mailbox that the mails can belong to, and those it was chosen from.

    A creator may answer in a new thread or under a new subject, or answer outreach that people or another tool sent.
    A bounce speaks for the address it is about. References to a mail of a negotiation decide between several
    candidates. Without them even one that is over counts: what sounds like a yes may be about that deal.
    """
    people = {mail.sender.email for mail in mails} | {email for mail in mails for email in mail.failed_recipients}
    candidates = _of_people(store, mailbox, people - {""})
    quoted = {id_ for mail in mails for id_ in (*mail.references, *mail.returned_ids, mail.in_reply_to)} - {None}
    exact = [found for found in candidates if quoted & {*found.references, found.last_mail_id}]
    likely = exact or candidates
    is_clear = len(likely) == 1 and (bool(exact) or not likely[0].is_terminal)
    return Matched(negotiation=likely[0] if is_clear else None, candidates=tuple(candidates))


def _of_people(store: Store, mailbox: str, people: set[str]) -> list[Negotiation]:
    campaigns = [
        campaign
        for campaign in store.campaigns()
        if campaign.mailbox == mailbox and campaign.state is CampaignState.LAUNCHED
    ]
    ids = [f"{campaign.id}:{email}" for campaign in campaigns for email in sorted(people)]
    outreach = store.existing(OutreachRecord, ids)
    return [store.negotiation(record.negotiation_id) for record in outreach.values()]

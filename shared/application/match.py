"""Which negotiation an unknown thread belongs to: by the mails it answers, by who wrote, then by whom they wrote to."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from shared.application.store import Store
from shared.domain.campaign import CampaignState
from shared.domain.mail.message import InboundMessage
from shared.domain.negotiation import Negotiation
from shared.domain.records import OutreachRecord, SentMailRecord, sent_mail_id

# Each address is looked up in each campaign; who writes to more people than that writes to nobody in particular.
MOST_RECIPIENTS: Final = 10

# The newest of a chain; a mail of ours is among them wherever somebody answers us.
MOST_REFERENCES: Final = 50


@dataclass(frozen=True, slots=True, kw_only=True)
class Matched:
    """Where mails belong.

    Attributes:
        negotiation: None when there is none, or a person has to say which.
        candidates: Every negotiation that the mails refer to, or that is with the people on them.
    """

    negotiation: Negotiation | None
    candidates: tuple[Negotiation, ...]


def match_negotiation(store: Store, mailbox: str, mails: Sequence[InboundMessage]) -> Matched:
    """The one negotiation of this mailbox that the mails can belong to, and those it was chosen from.

    A creator may answer in a new thread or under a new subject, or answer outreach that people or another tool sent;
    somebody else may answer for them. A bounce speaks for the address it is about. What a mail answers decides before
    who wrote it, and that before whom it was written to. Without an answered mail even a negotiation that is over
    counts: what sounds like a yes may be about that deal. None of this says that a mail may be trusted.
    """
    quoted = list(dict.fromkeys(id_ for mail in mails for id_ in mail.quoted_ids[-MOST_REFERENCES:]))
    writers = {mail.sender.email for mail in mails} | {email for mail in mails for email in mail.failed_recipients}
    beside = dict.fromkeys(to.email for mail in mails for to in (*mail.to, *mail.cc) if to.email not in writers)
    people = _of_people(store, mailbox, [*sorted(writers), *list(beside)[:MOST_RECIPIENTS]])
    answered = _of_mails(store, mailbox, quoted)
    known = {found.id: found for found in (*answered, *(found for _, found in people))}
    exact = [found for found in known.values() if found in answered or found.has_mail(quoted)]
    likely = exact or [found for email, found in people if email in writers] or [found for _, found in people]
    is_clear = len(likely) == 1 and (bool(exact) or not likely[0].is_terminal)
    return Matched(negotiation=likely[0] if is_clear else None, candidates=tuple(known.values()))


def _of_mails(store: Store, mailbox: str, quoted: Sequence[str]) -> list[Negotiation]:
    """The negotiations whose mails of ours are answered, whoever answers."""
    sent = store.existing(SentMailRecord, [sent_mail_id(mailbox, id_) for id_ in quoted])
    return [store.negotiation(id_) for id_ in dict.fromkeys(record.negotiation_id for record in sent.values())]


def _of_people(store: Store, mailbox: str, people: Sequence[str]) -> list[tuple[str, Negotiation]]:
    """Each negotiation with one of these creators, beside the creator's address."""
    addresses = [email for email in people if email not in ("", mailbox)]
    if not addresses:
        return []
    campaigns = [
        campaign.id
        for campaign in store.campaigns()
        if campaign.mailbox == mailbox and campaign.state is CampaignState.LAUNCHED
    ]
    outreach = store.existing(OutreachRecord, [f"{campaign}:{email}" for campaign in campaigns for email in addresses])
    return [(record.email, store.negotiation(record.negotiation_id)) for record in outreach.values()]

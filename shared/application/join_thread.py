"""Where the conversation goes on: in the thread of the newest mail that a trusted participant wrote."""

import re
from dataclasses import replace
from typing import Final

from shared.application.gather import Gathered, ReceivedMail
from shared.application.journal import Journal
from shared.domain.amounts.scan import find_money
from shared.domain.mail.message import Authentication, MailKind
from shared.domain.negotiation import Negotiation

# The subject goes out in our name: nobody else may put a price or an address of the web into it.
_SUBJECT_LIMIT_CHARS: Final = 150
_LINK: Final = re.compile(r"://|\bwww\.|\S@\S|\w\.[a-z]{2,}\b", re.IGNORECASE)


def join_thread(journal: Journal, gathered: Gathered) -> None:
    """Take over the thread of a mail that came by another way than our own opening, and note the newest mail's id."""
    negotiation = journal.negotiation
    heard = [mail.message for mail in gathered.mails if mail.message and _carries(mail, negotiation)]
    if not heard:
        return
    newest = heard[-1]
    parent = newest.rfc822_message_id
    chain = dict.fromkeys((*negotiation.references, *newest.references, *((parent,) if parent else ())))
    joined = negotiation.thread_id is None
    journal.change(
        replace(
            negotiation,
            thread_id=gathered.lane.thread_id,
            thread_subject=_subject(gathered, negotiation, newest.subject),
            last_mail_id=parent or negotiation.last_mail_id,
            references=tuple(chain),
            human_watermark_at=newest.received_at if joined else negotiation.human_watermark_at,
        )
    )
    if negotiation.thread_id != gathered.lane.thread_id:
        journal.note("thread_joined", {"thread": gathered.lane.thread_id})


def _carries(mail: ReceivedMail, negotiation: Negotiation) -> bool:
    """Whether the conversation goes on where this mail is.

    Machine mail often comes in a thread of its own, and anybody can write a creator's name in From: neither may carry
    the conversation there.
    """
    message = mail.message
    if message is None or message.kind is not MailKind.HUMAN:
        return False
    trusted = message.authentication is Authentication.PASS or mail.record.vouched_by is not None
    return trusted and negotiation.is_participant(message.sender.email)


def _subject(gathered: Gathered, negotiation: Negotiation, theirs: str) -> str:
    """Ours as long as the thread is; a thread of theirs keeps its own, as Gmail asks of answers, if it is fit."""
    if negotiation.thread_subject and negotiation.thread_id == gathered.lane.thread_id:
        return negotiation.thread_subject
    subject = plain_subject(theirs)
    is_fit = 0 < len(subject) <= _SUBJECT_LIMIT_CHARS and not _LINK.search(subject) and not find_money(subject)
    if is_fit or gathered.campaign is None:
        return subject
    return gathered.campaign.outreach_subject


def plain_subject(subject: str) -> str:
    """The subject without the "Re:" that replies put in front of it."""
    while subject[:3].lower() == "re:":
        subject = subject[3:].strip()
    return subject

"""Delivery reports: which of them are about our mail, and for which addresses they prove a refusal.

Anybody can write such a report, so that what it says counts only as far as its sender or our own mail in it proves it.
"""

from typing import Final

from shared.domain.mail.message import Authentication, InboundMessage
from shared.domain.mail.providers import is_provider, is_reserved
from shared.domain.negotiation import Negotiation

# Gmail's own daemon writes from these; any other speaks for the domain it is about.
_GMAILS_DAEMONS: Final = ("googlemail.com", "google.com")


def hangs_on(mail: InboundMessage, negotiation: Negotiation) -> bool:
    """Whether it refers to a mail of the negotiation, gives one back, or came in its thread."""
    in_thread = negotiation.thread_id is not None and mail.thread_id == negotiation.thread_id
    return in_thread or negotiation.has_mail(mail.quoted_ids)


def is_believable_report(mail: InboundMessage, negotiation: Negotiation) -> bool:
    """Whether this delivery report is about a mail of ours in the negotiation."""
    if hangs_on(mail, negotiation):
        return True
    proven = proven_by_sender(mail)
    return any(map(negotiation.is_participant, proven)) or (not mail.failed_recipients and is_authentic_report(mail))


def is_authentic_report(mail: InboundMessage) -> bool:
    """Whether this delivery report comes from Gmail's own daemon, or from a server of a domain that refused."""
    return bool(proven_by_sender(mail)) or _is_from_gmails_daemon(mail)


def proven_by_sender(mail: InboundMessage) -> tuple[str, ...]:
    """The addresses whose refusal the report's sender can know of: all for Gmail's daemon, else those of its domain.

    Who runs a domain may refuse for it, and for no other: else a report could silence us towards anybody. Where
    anybody gets an address, only the daemon's own, which nobody can register, speaks for the domain.
    """
    if _is_from_gmails_daemon(mail):
        return mail.failed_recipients
    runs_domain = is_reserved(mail.sender.email) or not is_provider(mail.sender.domain)
    if mail.authentication is not Authentication.PASS or not runs_domain:
        return ()
    return tuple(one for one in mail.failed_recipients if one.endswith(f"@{mail.sender.domain}"))


def _is_from_gmails_daemon(mail: InboundMessage) -> bool:
    is_gmails = mail.sender.domain in _GMAILS_DAEMONS and is_reserved(mail.sender.email)
    return is_gmails and mail.authentication is Authentication.PASS

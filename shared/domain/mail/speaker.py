"""Who speaks in a mail, by exact addresses alone; and whom its addresses try to be taken for."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from shared.domain.mail.lookalike import imitated_domain
from shared.domain.mail.message import Authentication, InboundMessage, MailKind


class Speaker(StrEnum):
    """Whose words these are; what they may move is decided with `Authentication` beside."""

    CREATOR = "creator"
    MANAGER = "manager"
    TEAM = "team"
    SELF = "self"
    NEW_PARTICIPANT = "new_participant"
    STRANGER = "stranger"


@dataclass(frozen=True, slots=True, kw_only=True)
class Acquaintances:
    """Everybody a mail may come from.

    Attributes:
        mailbox: The address we negotiate from.
        aliases: Our other addresses.
        team_domains: Domains whose people belong to us, in ASCII; their subdomains don't.
        participants: Approved people by lower-case address; a value is creator, manager or team.
    """

    mailbox: str
    aliases: tuple[str, ...]
    team_domains: tuple[str, ...]
    participants: Mapping[str, Speaker]

    @property
    def domains(self) -> frozenset[str]:
        addresses = (self.mailbox, *self.aliases, *self.participants)
        return frozenset({*(address.rpartition("@")[2].lower() for address in addresses), *self.team_domains} - {""})


def who_speaks(mail: InboundMessage, known: Acquaintances) -> Speaker:
    """The person whose address the mail carries; nobody's when Gmail found that address forged, or on a bounce.

    A mail without a verdict keeps the name that it claims, so that a person sees whom it is about; a price moves on
    `Authentication.PASS` alone. References prove nothing: a stranger who has them stays one.
    """
    if mail.kind is MailKind.OWN:
        return Speaker.SELF
    is_refuted = mail.authentication is Authentication.FAIL or not mail.sender.email
    if is_refuted or mail.kind in (MailKind.BOUNCE_HARD, MailKind.BOUNCE_SOFT):
        return Speaker.STRANGER
    participant = known.participants.get(mail.sender.email)
    if participant is not None:
        return participant
    if mail.sender.domain in known.team_domains:
        return Speaker.TEAM
    return Speaker.NEW_PARTICIPANT if _is_introduced(mail, known) else Speaker.STRANGER


def imitated_by(mail: InboundMessage, known: Acquaintances) -> str | None:
    """The known domain that the sender's or the answering address could be taken for; None when there is none."""
    if mail.kind is MailKind.OWN:
        return None
    found = imitated_domain(mail.sender.domain, known.domains)
    if found or mail.reply_to is None:
        return found
    return imitated_domain(mail.reply_to.domain, {*known.domains, mail.sender.domain} - {""})


def _is_introduced(mail: InboundMessage, known: Acquaintances) -> bool:
    """Writing with a participant in sight; never from a domain that imitates one."""
    in_sight = {address.email for address in (*mail.to, *mail.cc)}
    return not in_sight.isdisjoint(known.participants) and imitated_by(mail, known) is None

"""What is known about a mail before any model sees it: machine mail is set aside, strangers are held."""

from collections.abc import Collection
from dataclasses import dataclass
from typing import Final

from shared.domain.decision import Reason
from shared.domain.mail.message import Authentication, InboundMessage, MailKind
from shared.domain.negotiation import Negotiation, Owner
from shared.domain.states import State


@dataclass(frozen=True, slots=True)
class Ignore:
    """Nothing follows from this mail; the reason is recorded."""

    why: str


@dataclass(frozen=True, slots=True)
class Hold:
    """A person has to see this mail before anything follows from it.

    Attributes:
        takes_over: A person of the team wrote, so the agent steps back.
        undeliverable: Addresses that refuse our mail for good.
    """

    reason: Reason
    evidence: str
    takes_over: bool = False
    undeliverable: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Wait:
    """The mail is kept until the paused negotiation is resumed."""


@dataclass(frozen=True, slots=True)
class Read:
    """A trusted participant wrote: the model may read it."""


Screened = Ignore | Hold | Wait | Read

_IGNORED: Final = {
    MailKind.OWN: "our own mail",
    MailKind.AUTO_REPLY: "an automatic reply",
    MailKind.OUT_OF_OFFICE: "an out-of-office reply",
    MailKind.BOUNCE_SOFT: "a temporary delivery problem; the mail server keeps trying",
    MailKind.LIST: "mail of a mailing list",
    MailKind.CALENDAR: "an answer to a calendar invitation",
}

# Files in which terms travel; pictures and signatures of mail clients are not among them.
_BINDING_TYPES: Final = ("application/pdf", "application/msword", "application/vnd.", "text/csv", "application/rtf")


def screen(
    mail: InboundMessage, negotiation: Negotiation | None, team_domains: Collection[str], *, vouched: bool = False
) -> Screened:
    """What to do with *mail*; *negotiation* is the one its thread belongs to, None when there is none.

    *vouched*: a person has looked at the mail and trusts it.
    """
    if mail.kind in _IGNORED:
        return Ignore(_IGNORED[mail.kind])
    if mail.kind is MailKind.BOUNCE_HARD:
        failed = ", ".join(mail.failed_recipients) or "an address that the report does not name"
        return Hold(Reason.BOUNCE, f"undeliverable: {failed}", undeliverable=mail.failed_recipients)
    if negotiation is None:
        return Hold(Reason.UNMATCHED, f"{mail.sender.email or 'unknown sender'}: {mail.subject}")
    return _from_human(mail, negotiation, team_domains) or _held(mail, negotiation, vouched=vouched) or Read()


def _from_human(mail: InboundMessage, negotiation: Negotiation, team_domains: Collection[str]) -> Hold | Wait | None:
    sender = mail.sender.email
    # The team is believed only when Gmail vouches for the address: a forged teammate must not silence the agent.
    authenticated = mail.authentication is Authentication.PASS
    if authenticated and mail.sender.domain in team_domains and not negotiation.is_participant(sender):
        return Hold(Reason.HUMAN_TOOK_OVER, f"{sender} wrote in the thread", takes_over=True)
    if negotiation.is_terminal:
        return Hold(Reason.LATE_MAIL, f"{sender} wrote after the negotiation ended as {negotiation.state}")
    if negotiation.state is State.PAUSED:
        return Wait()
    if negotiation.owner is Owner.HUMAN:
        return Hold(Reason.HUMAN_OWNED, f"{sender} answered; {negotiation.owner_name} owns this negotiation")
    return None


def _held(mail: InboundMessage, negotiation: Negotiation, *, vouched: bool) -> Hold | None:
    return (None if vouched else _distrusted(mail, negotiation)) or _while_escalated(mail, negotiation)


def _distrusted(mail: InboundMessage, negotiation: Negotiation) -> Hold | None:
    sender = mail.sender.email
    if mail.authentication is not Authentication.PASS:
        return Hold(Reason.UNTRUSTED_SENDER, f"{sender}: Gmail could not confirm the sender ({mail.authentication})")
    if not negotiation.is_participant(sender):
        return Hold(Reason.NEW_PARTICIPANT, sender)
    if mail.suspicions:
        found = ", ".join(suspicion.value.replace("_", " ") for suspicion in mail.suspicions)
        return Hold(Reason.UNTRUSTED_SENDER, f"{sender}: {found}")
    binding = [file.name for file in mail.attachments if file.content_type.startswith(_BINDING_TYPES)]
    return Hold(Reason.ATTACHMENT, ", ".join(binding)) if binding else None


def _while_escalated(mail: InboundMessage, negotiation: Negotiation) -> Hold | None:
    if negotiation.state is not State.ESCALATED:
        return None
    return Hold(Reason.WHILE_ESCALATED, f"{mail.sender.email} wrote again while the case is open")

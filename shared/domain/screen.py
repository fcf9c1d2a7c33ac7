"""What is known about a mail before any model sees it: machine mail is set aside, strangers are held."""

from collections.abc import Collection
from dataclasses import dataclass, replace
from typing import Final

from shared.domain.decision import Reason
from shared.domain.excerpt import excerpt
from shared.domain.mail.attachments import may_bind
from shared.domain.mail.lookalike import imitated_domain
from shared.domain.mail.message import Address, Authentication, InboundMessage, MailKind
from shared.domain.mail.payment import names_bank_details, payment_details
from shared.domain.mail.speaker import Acquaintances, Speaker, imitated_by, who_speaks
from shared.domain.negotiation import Negotiation, Owner
from shared.domain.people.participants import Role
from shared.domain.reports import hangs_on, is_believable_report, proven_by_sender
from shared.domain.states import State
from shared.domain.triggers import EVERY_TRIGGER, Triggers


@dataclass(frozen=True, slots=True, kw_only=True)
class OurSide:
    """Whose mail is ours.

    Attributes:
        mailbox: The address we negotiate from.
        aliases: Our other addresses.
        team_domains: Mail domains of the team, in ASCII.
    """

    mailbox: str
    aliases: tuple[str, ...]
    team_domains: Collection[str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Seen:
    """What a person has looked at already.

    Attributes:
        vouched: What speaks against the mail's sender; they trust it. Nothing else is waved through with that.
        told: Texts whose payment details are no news: our own, and those of mails that a person was given.
    """

    vouched: bool = False
    told: tuple[str, ...] = ()


NOTHING_SEEN: Final = Seen()


@dataclass(frozen=True, slots=True)
class Ignore:
    """Nothing follows from this mail; the reason is recorded."""

    why: str


@dataclass(frozen=True, slots=True)
class Hold:
    """A person has to see this mail before anything follows from it.

    Attributes:
        taken_by: Address of the person of our side who wrote, so that the agent steps back; None: nobody did.
        is_reply: The mail is the other side's all the same, and waits for that person's answer.
        undeliverable: Addresses that refuse our mail for good.
        proposed: Somebody who joins the negotiation when the person approves; None: nobody.
    """

    reason: Reason
    evidence: str
    taken_by: str | None = None
    is_reply: bool = False
    undeliverable: tuple[str, ...] = ()
    proposed: str | None = None


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

_SPEAKERS: Final = {
    Role.CREATOR: Speaker.CREATOR,
    Role.MANAGER: Speaker.MANAGER,
    Role.AGENCY: Speaker.MANAGER,
}

_MOST_OF_ACCOUNT: Final = 300


def heard(mail: InboundMessage, negotiation: Negotiation | None, *, vouched: bool = False) -> InboundMessage:
    """The mail as one of a person where a participant answers from behind a list, or somebody has looked at it.

    Agencies write through groups; what an authenticated participant says there in answer to us is said to us. What
    else comes in their name may be a circular, so that a person looks first: *vouched*.
    """
    if negotiation is None or not mail.may_be_persons:
        return mail
    is_authentic = negotiation.is_participant(mail.sender.email) and mail.authentication is Authentication.PASS
    is_persons = vouched or (is_authentic and hangs_on(mail, negotiation))
    return replace(mail, kind=MailKind.HUMAN, kind_doubtful=False) if is_persons else mail


def screen(
    mail: InboundMessage,
    negotiation: Negotiation | None,
    ours: OurSide,
    *,
    seen: Seen = NOTHING_SEEN,
    triggers: Triggers = EVERY_TRIGGER,
) -> Screened:
    """What to do with *mail*; *negotiation* is the one its thread belongs to, None when there is none."""
    if mail.kind is MailKind.BOUNCE_HARD:
        return _bounced(mail, negotiation)
    if negotiation is None:
        unmatched = Hold(Reason.UNMATCHED, f"{mail.sender.email or 'unknown sender'}: {mail.subject}")
        return Ignore(_IGNORED[mail.kind]) if mail.kind in _IGNORED else unmatched
    known = _acquaintances(negotiation, ours)
    if mail.kind is MailKind.OWN:
        return _from_our_address(mail, negotiation)
    if mail.may_be_persons and _concerns(mail, negotiation):
        return _from_human(mail, negotiation, known) or _through_a_machine(mail)
    if mail.kind in _IGNORED:
        return Ignore(_IGNORED[mail.kind])
    return (
        _from_human(mail, negotiation, known)
        or (None if seen.vouched else _untrusted(mail, known))
        or _held(mail, negotiation, seen, triggers)
        or _copied(mail, negotiation, known)
        or Read()
    )


def _acquaintances(negotiation: Negotiation, ours: OurSide) -> Acquaintances:
    return Acquaintances(
        mailbox=ours.mailbox,
        aliases=ours.aliases,
        team_domains=tuple(ours.team_domains),
        participants={person.email: _SPEAKERS[person.role] for person in negotiation.participants},
    )


def _from_our_address(mail: InboundMessage, negotiation: Negotiation) -> Hold | Ignore:
    """Our own mail, or the words of a person of our side: in Gmail, or from one of our addresses in another program."""
    is_silent = negotiation.is_terminal or negotiation.owner is Owner.HUMAN or _awaits_outreach(negotiation)
    if mail.marker or is_silent or mail.received_at <= negotiation.human_watermark_at:
        return Ignore(_IGNORED[MailKind.OWN])
    if "SENT" in mail.labels or mail.authentication is Authentication.PASS:
        evidence = f"{mail.sender.email} wrote {_to_whom(mail)} from the mailbox"
        return Hold(Reason.HUMAN_TOOK_OVER, evidence, taken_by=mail.sender.email)
    return Hold(Reason.UNTRUSTED_SENDER, f"{mail.sender.email}: our own address, but Gmail could not confirm it")


def _to_whom(mail: InboundMessage) -> str:
    return f"to {', '.join(one.email for one in (*mail.to, *mail.cc)) or 'somebody'}"


def _awaits_outreach(negotiation: Negotiation) -> bool:
    """Whether it has only been opened to join what people or another tool write to the creator."""
    return negotiation.thread_id is None and negotiation.state is State.AWAITING_REPLY and not negotiation.ledger


def _concerns(mail: InboundMessage, negotiation: Negotiation) -> bool:
    """Whether it answers us or comes in the name of a participant; a newsletter does neither."""
    return negotiation.is_participant(mail.sender.email) or hangs_on(mail, negotiation)


def _through_a_machine(mail: InboundMessage) -> Hold:
    ways = {MailKind.LIST: "through a mailing list", MailKind.CALENDAR: "in an answer to an invitation"}
    way = ways.get(mail.kind, "from a no-reply address")
    doubt = "" if mail.authentication is Authentication.PASS else f" ({mail.authentication})"
    return Hold(Reason.UNTRUSTED_SENDER, f"{mail.sender.email}{doubt} wrote {way}")


def _bounced(mail: InboundMessage, negotiation: Negotiation | None) -> Hold | Ignore:
    failed = ", ".join(mail.failed_recipients) or "an address that the report does not name"
    if negotiation is None:
        return Hold(Reason.BOUNCE, f"undeliverable: {failed}", undeliverable=proven_by_sender(mail))
    # Anybody can write such a report: it must not keep us from writing to somebody we reach.
    if not is_believable_report(mail, negotiation):
        return Ignore("a delivery report that proves nothing")
    proven = mail.failed_recipients if hangs_on(mail, negotiation) else proven_by_sender(mail)
    about = tuple(email for email in proven if negotiation.is_participant(email))
    return Hold(Reason.BOUNCE, f"undeliverable: {failed}", undeliverable=about)


def _from_human(mail: InboundMessage, negotiation: Negotiation, known: Acquaintances) -> Hold | Wait | None:
    sender = mail.sender.email
    # The team is believed only when Gmail vouches for the address: a forged teammate must not silence the agent.
    authenticated = mail.authentication is Authentication.PASS
    if authenticated and who_speaks(mail, known) is Speaker.TEAM:
        return Hold(Reason.HUMAN_TOOK_OVER, f"{sender} wrote in the thread", taken_by=sender)
    if negotiation.is_terminal:
        return Hold(Reason.LATE_MAIL, f"{sender} wrote after the negotiation ended as {negotiation.state}")
    if negotiation.state is State.PAUSED:
        return Wait()
    if negotiation.owner is Owner.HUMAN:
        return Hold(Reason.HUMAN_OWNED, f"{sender} answered; {negotiation.owner_name} owns this negotiation")
    return None


def _untrusted(mail: InboundMessage, known: Acquaintances) -> Hold | None:
    # All at once: what a person vouches for is what the card showed.
    doubts = [suspicion.value.replace("_", " ") for suspicion in mail.suspicions]
    imitated = imitated_by(mail, known)
    if imitated is not None:
        doubts.insert(0, f"{mail.sender.domain} could be taken for {imitated}")
    if mail.authentication is not Authentication.PASS:
        doubts.insert(0, f"Gmail could not confirm the sender ({mail.authentication})")
    return Hold(Reason.UNTRUSTED_SENDER, f"{mail.sender.email}: {', '.join(doubts)}") if doubts else None


def _held(mail: InboundMessage, negotiation: Negotiation, seen: Seen, triggers: Triggers) -> Hold | None:
    sender = mail.sender.email
    if not negotiation.is_participant(sender):
        return Hold(Reason.NEW_PARTICIPANT, sender, proposed=sender)
    # Quoted words count: an account that nobody was told of is as false in a forged quotation as in a new sentence.
    account = payment_details(mail.all_words, told=(negotiation.last_sent_text or "", *seen.told))
    if account is not None:
        named = excerpt(account, _MOST_OF_ACCOUNT).text
        return Hold(Reason.PAYMENT_DETAILS_CHANGED, f"{sender} names an account to pay to: {named}")
    pictured = [file.name for file in mail.attachments if names_bank_details(file.name)]
    if pictured:
        return Hold(Reason.PAYMENT_DETAILS_CHANGED, f"{sender} sends an account to pay to: {', '.join(pictured)}")
    binding = [file.name for file in mail.attachments if may_bind(file)]
    if binding and triggers.attachment:
        return Hold(Reason.ATTACHMENT, ", ".join(binding))
    if negotiation.state is State.ESCALATED:
        return Hold(Reason.WHILE_ESCALATED, f"{sender} wrote again while the case is open")
    return None


def _copied(mail: InboundMessage, negotiation: Negotiation, known: Acquaintances) -> Hold | None:
    """Somebody the participant has brought along by writing to them, too: no terms are told to them unasked."""
    others = dict.fromkeys((*mail.to, *mail.cc))
    new = [one for one in others if one.email and not _is_known(one, negotiation, known)]
    if not new:
        return None
    named = ", ".join(one.email for one in new)
    doubts = [
        f"{one.domain} could be taken for {imitated}"
        for one in new
        if (imitated := imitated_domain(one.domain, known.domains)) is not None
    ]
    evidence = "; ".join([f"{mail.sender.email} copied {named}", *doubts])
    return Hold(Reason.NEW_PARTICIPANT, evidence, proposed=new[0].email)


def _is_known(address: Address, negotiation: Negotiation, known: Acquaintances) -> bool:
    ours = address.email in {known.mailbox, *known.aliases} or address.domain in known.team_domains
    return ours or negotiation.is_participant(address.email) or address.email in negotiation.kept_out

"""Our next mail of a negotiation, frozen: whom it goes to, and what it hangs on."""

from shared.domain.campaign import Campaign
from shared.domain.negotiation import Negotiation
from shared.domain.people.participants import addressee, copied
from shared.domain.records import OutgoingMail


def reply_mail(campaign: Campaign, negotiation: Negotiation, body: str, signature: str | None) -> OutgoingMail:
    """Our next mail in the negotiation's thread, to the approved participants and nobody else.

    Never to an address only because a mail names it in From, To, Cc or Reply-To: those are its writer's to choose.
    """
    subject = negotiation.thread_subject or campaign.outreach_subject
    to = addressee(negotiation.participants).email
    return OutgoingMail(
        mailbox=negotiation.mailbox,
        sender_name=campaign.sender_name,
        to=(to,),
        cc=copied(negotiation.participants, to),
        subject=f"Re: {subject}" if negotiation.thread_id else subject,
        body=body,
        thread_id=negotiation.thread_id,
        in_reply_to=negotiation.last_mail_id,
        references=negotiation.references,
        signature=signature,
    )

"""The reading call: each trusted mail once, its answer kept before anything else happens."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from shared.application.app import App
from shared.application.gather import ReceivedMail
from shared.application.language_model import ReadRequest
from shared.application.turn import Turn
from shared.domain.campaign import Campaign
from shared.domain.errors import NotFound
from shared.domain.excerpt import excerpt
from shared.domain.mail.language import detect_language
from shared.domain.mail.message import Attachment, InboundMessage
from shared.domain.negotiation import Negotiation
from shared.domain.reading.facts import Intent, Reading
from shared.domain.reading.grounded import KnownFigures, grounded
from shared.domain.records import InboundRecord
from shared.domain.terms import stated_so_far
from shared.domain.terms.words import deliverable_labels

# Characters that the model is shown. A long mail of a creator has 5,000; what is shown bounds what a mail can cost.
MOST_READ: Final = 24_000
MOST_QUOTED: Final = 8_000
MOST_OF_SUBJECT: Final = 500
MOST_NAMED: Final = 20


def read_mails(
    app: App, turn: Turn, mails: Sequence[ReceivedMail]
) -> tuple[tuple[InboundRecord, ...], tuple[Reading, ...]]:
    """The records with their readings kept, and the readings, in the order of *mails*.

    A mail that was read before, by an attempt that failed later, is not read again.
    """
    records = tuple(_kept(app, turn, mail) for mail in mails)
    return records, tuple(record.reading for record in records if record.reading)


def _kept(app: App, turn: Turn, mail: ReceivedMail) -> InboundRecord:
    if mail.record.reading is not None or mail.message is None:
        return mail.record
    campaign, negotiation = turn.campaign, turn.journal.negotiation
    reading, use = turn.model.read(_request(mail.message, campaign, negotiation))
    checked = _whole(grounded(reading, mail.message.new_text, _known(campaign, negotiation)), mail.message.new_text)
    checked = _told_apart(checked, mail.message, said_yes=reading.intent is Intent.ACCEPT)
    checked = replace(checked, language=_language(mail.message) if campaign.triggers.non_english else None)

    def keep(record: InboundRecord) -> InboundRecord:
        return replace(record, reading=checked, use=(*record.use, use))

    kept = app.store.update(mail.record, keep)
    if kept is None:
        raise NotFound(mail.record.id)
    return kept


def _whole(reading: Reading, new_text: str) -> Reading:
    """The reading, or an unclear one of a mail that was too long to be read whole."""
    left_out = excerpt(new_text, MOST_READ).left_out
    if not left_out:
        return reading
    doubt = f"the mail has {len(new_text):,} characters; {left_out:,} in its middle were not read"
    return replace(reading, intent=Intent.UNCLEAR, asks=(), doubt=doubt)


def _told_apart(checked: Reading, mail: InboundMessage, *, said_yes: bool) -> Reading:
    """The reading, or an unclear one of a yes whose conditions may stand among what looks like our own words."""
    if not mail.stripping_doubtful or not said_yes or checked.intent not in {Intent.ACCEPT, Intent.UNCLEAR}:
        return checked
    doubt = "they may have answered inside the quoted text, where an amount stands that is not ours"
    return replace(checked, intent=Intent.UNCLEAR, asks=(), doubt=doubt)


def _language(mail: InboundMessage) -> str | None:
    return detect_language(mail.new_text, context=f"{mail.subject}\n{mail.quoted_text}")


def _known(campaign: Campaign, negotiation: Negotiation) -> KnownFigures:
    offers, stated = negotiation.offers, stated_so_far(campaign, negotiation.terms)
    product = stated.product.value if stated.product else None
    return KnownFigures(
        currency=campaign.currency,
        last_offer=offers[-1].amount if offers else None,
        posts=sum(line.quantity for line in stated.deliverables),
        kinds=frozenset(line.type for line in stated.deliverables),
        product=product.amount if product else None,
        earlier=frozenset(money.amount for money in (*offers, *negotiation.asks)),
    )


def _named(file: Attachment) -> str:
    return excerpt(f"{file.name} ({file.content_type}, {file.size_bytes} bytes)", MOST_OF_SUBJECT).text


def _request(mail: InboundMessage, campaign: Campaign, negotiation: Negotiation) -> ReadRequest:
    offers = negotiation.offers
    return ReadRequest(
        new_text=excerpt(mail.new_text, MOST_READ).text,
        quoted_text=excerpt(mail.quoted_text, MOST_QUOTED).text if mail.stripping_doubtful else "",
        subject=excerpt(mail.subject, MOST_OF_SUBJECT).text,
        deliverables=deliverable_labels(negotiation.terms or campaign),
        our_last_offer=offers[-1].display() if offers else None,
        attachments=tuple(_named(file) for file in mail.attachments[:MOST_NAMED]),
    )

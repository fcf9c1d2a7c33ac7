"""Plain values for the tests of the decision core: 50,000 views at a CPM of 20 to 30, so $1,000 to $1,500."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import Any, Final

from shared.domain.campaign import (
    Autonomy,
    Budget,
    Campaign,
    CampaignState,
    Creator,
    Deliverable,
    DeliverableType,
    Duration,
    Facts,
    Leave,
    Platform,
    UsageRights,
)
from shared.domain.mail.message import Address, Authentication, InboundMessage, MailKind
from shared.domain.money import Money
from shared.domain.negotiation import LedgerEntry, Negotiation, Owner, Side, Stage
from shared.domain.people.participants import Participant, Role
from shared.domain.reading.facts import Ask, AskedDeliverable, Basis, Intent, Reading, Tone
from shared.domain.states import State
from shared.domain.terms import Terms, campaign_terms
from shared.domain.tracker import Agreement, Tracker

NOW: Final = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
MAILBOX: Final = "deals@agency.example"
CREATOR_EMAIL: Final = "mia@creator.example"
REEL: Final = DeliverableType.INSTAGRAM_REEL
STORY: Final = DeliverableType.INSTAGRAM_STORY

AUTOMATIC: Final = Autonomy(mails=Leave.AUTO, agreements=Leave.AUTO, exits=Leave.AUTO)
REVIEWED: Final = Autonomy(mails=Leave.REVIEW, agreements=Leave.REVIEW, exits=Leave.REVIEW)

FACTS: Final = Facts(
    timeline="Content is due on 20 April and goes live on 27 April",
    payment_terms="Payment within 30 days after publication",
    approval="The client approves the content before it is published",
)


def usd(text: str) -> Money:
    return Money.of(text, "USD")


def budget(**changes: Any) -> Budget:
    fields: dict[str, Any] = {
        "total": usd("20000"),
        "floor_cpm": Decimal(20),
        "ceiling_cpm": Decimal(30),
        "minimum_cost": None,
        "approval_cap": None,
    }
    return Budget(**(fields | changes))


def campaign(**changes: Any) -> Campaign:
    fields: dict[str, Any] = {
        "id": "spring",
        "version": 1,
        "client_name": "Northwind",
        "mailbox": MAILBOX,
        "sender_name": "Alex Morgan",
        "currency": "USD",
        "budget": budget(),
        "deliverables": (Deliverable(type=REEL, quantity=1),),
        "usage_rights": UsageRights(
            paid_usage=Duration.DAYS_30, whitelisting=Duration.NOT_REQUIRED, organic_owned=Duration.NOT_REQUIRED
        ),
        "product": None,
        "facts": FACTS,
        "autonomy": AUTOMATIC,
        "outreach_subject": "Northwind x Mia",
        "joins_outreach": False,
        "state": CampaignState.LAUNCHED,
        "created_at": NOW,
    }
    return Campaign(**(fields | changes))


def tracker(*prices: Money) -> Tracker:
    """Other creators' agreements at these prices, for 50,000 views each."""
    lines = (Agreement(negotiation_id=f"other{n}", price=price, average_views=50_000) for n, price in enumerate(prices))
    return Tracker(agreements=tuple(lines))


def creator(**changes: Any) -> Creator:
    fields: dict[str, Any] = {
        "name": "Mia Lark",
        "email": CREATOR_EMAIL,
        "platform": Platform.INSTAGRAM,
        "handle": "@mia",
        "average_views": 50_000,
    }
    return Creator(**(fields | changes))


def negotiation(**changes: Any) -> Negotiation:
    fields: dict[str, Any] = {
        "id": "n1",
        "version": 3,
        "campaign_id": "spring",
        "mailbox": MAILBOX,
        "creator": creator(),
        "participants": (Participant(email=CREATOR_EMAIL, name="Mia Lark", role=Role.CREATOR),),
        "state": State.COUNTER_RECEIVED,
        "owner": Owner.AGENT,
        "opened_at": NOW,
        "updated_at": NOW,
        "human_watermark_at": NOW,
    }
    return Negotiation(**(fields | changes))


def terms(amount: str, found: Campaign | None = None) -> Terms:
    """What the campaign offers at this price."""
    return campaign_terms(campaign() if found is None else found, usd(amount))


def ours(amount: str | None, stage: Stage, mail_id: str = "n1-1", *, at: datetime = NOW) -> LedgerEntry:
    offered_terms = None if amount is None else terms(amount)
    return LedgerEntry(at=at, side=Side.OURS, mail_id=mail_id, stage=stage, terms=offered_terms)


def theirs(amount: str, mail_id: str = "m1", *, at: datetime = NOW) -> LedgerEntry:
    return LedgerEntry(at=at, side=Side.THEIRS, mail_id=mail_id, stage=None, asked=usd(amount))


def opened(*later: LedgerEntry) -> tuple[LedgerEntry, ...]:
    """The ledger after the opening at $1,000 and whatever came later."""
    return (ours("1000", Stage.OPENING, "n1-1"), *later)


def in_campaign(found: Campaign, ledger: tuple[LedgerEntry, ...]) -> tuple[LedgerEntry, ...]:
    """The ledger as it would stand in this campaign."""
    return tuple(
        replace(entry, terms=campaign_terms(found, entry.terms.rate)) if entry.terms else entry for entry in ledger
    )


def offered(*amounts: str) -> tuple[LedgerEntry, ...]:
    """Our offers only, the opening first, a minute apart."""
    stages = (Stage.OPENING, *[Stage.COUNTER] * (len(amounts) - 1))
    return tuple(
        ours(amount, stage, f"n1-{place}", at=NOW + timedelta(minutes=place))
        for place, (amount, stage) in enumerate(zip(amounts, stages, strict=True), 1)
    )


def ask(amount: str, **changes: Any) -> Ask:
    fields: dict[str, Any] = {
        "quote": f"${amount}",
        "amount": Decimal(amount),
        "currency": "USD",
        "basis": Basis.PACKAGE,
        "deliverables": (),
    }
    return Ask(**(fields | changes))


def asked(type_: DeliverableType, quantity: int) -> AskedDeliverable:
    return AskedDeliverable(type=type_, quantity=quantity)


def reading(intent: Intent, *asks: Ask, **changes: Any) -> Reading:
    fields: dict[str, Any] = {
        "intent": intent,
        "asks": asks,
        "questions": (),
        "requested_changes": (),
        "new_people": (),
        "call_requested": False,
        "payment_details_changed": False,
        "tone": Tone.NEUTRAL,
        "legal_language": False,
        "non_cash_pay": False,
        "deadline_pressure": False,
        "confidence": Decimal("0.95"),
        "summary": "They answered.",
    }
    return Reading(**(fields | changes))


def inbound(**changes: Any) -> InboundMessage:
    fields: dict[str, Any] = {
        "message_id": "m1",
        "thread_id": "t1",
        "received_at": NOW + timedelta(hours=1),
        "labels": ("INBOX",),
        "rfc822_message_id": "<1@creator.example>",
        "in_reply_to": None,
        "references": (),
        "sender": Address(email=CREATOR_EMAIL, name="Mia"),
        "reply_to": None,
        "to": (),
        "cc": (),
        "subject": "Re: Northwind x Mia",
        "sent_at": None,
        "kind": MailKind.HUMAN,
        "authentication": Authentication.PASS,
        "suspicions": (),
        "marker": None,
        "new_text": "Sounds good.",
        "quoted_text": "",
        "stripping_doubtful": False,
        "attachments": (),
        "return_date": None,
        "failed_recipients": (),
    }
    return InboundMessage(**(fields | changes))

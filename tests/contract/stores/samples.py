"""One record of each kind with every field set, so that nothing can be lost unnoticed."""

from dataclasses import replace
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Final

from shared.application.documents import Record
from shared.domain.campaign import (
    AskInsideLimit,
    Autonomy,
    Budget,
    Campaign,
    CampaignState,
    Creator,
    Deliverable,
    DeliverableType,
    Duration,
    Facts,
    FollowUps,
    Leave,
    Levers,
    OptimizeFor,
    Platform,
    Product,
    RateCard,
    Scenario,
    Unanswered,
    UsageRights,
)
from shared.domain.decision import Reason
from shared.domain.money import Money
from shared.domain.negotiation import LedgerEntry, Move, Negotiation, Owner, Side, Stage
from shared.domain.people.participants import Participant, Role
from shared.domain.reading.facts import (
    Ask,
    AskedDeliverable,
    AskedRight,
    Basis,
    Intent,
    ModelUse,
    NewPerson,
    Purpose,
    Question,
    Reading,
    RequestedChange,
    Right,
    Surcharge,
    Term,
    Tone,
    Topic,
)
from shared.domain.records import (
    Bounce,
    Card,
    CaseRecord,
    CaseState,
    Channel,
    DailyUse,
    EntryKind,
    EntryState,
    EventRecord,
    InboundRecord,
    InboundState,
    MailboxRecord,
    OutboxEntry,
    Outcome,
    OutgoingMail,
    OutreachRecord,
    PacingRecord,
    SendingRules,
    SentMailRecord,
    SettingChange,
    Slot,
    SuppressionRecord,
    TaskRecord,
    TaskState,
    ThreadRecord,
    TurnRecord,
    UsageRecord,
    sent_mail_id,
)
from shared.domain.states import Event, State
from shared.domain.terms import Lever, Terms
from shared.domain.tracker import Agreement, Tracker
from shared.domain.triggers import Triggers

NOON: Final = datetime(2026, 3, 2, 12, 0, 0, 250_000, tzinfo=UTC)
LATER: Final = datetime(2026, 3, 2, 12, 5, 0, tzinfo=UTC)
MAILBOX: Final = "deals@agency.example"


def usd(text: str) -> Money:
    return Money.of(text, "USD")


CREATOR: Final = Creator(
    name="Mia Søndergaard",
    email="mia@creator.example",
    platform=Platform.YOUTUBE,
    handle="@mia",
    average_views=120_000,
    minimum_rate=usd("800.00"),
    maximum_rate=usd("2500.00"),
    engagement_percent=Decimal("4.20"),
)

CAMPAIGN: Final = Campaign(
    id="spring",
    version=1,
    client_name="Acme",
    mailbox=MAILBOX,
    sender_name="Ana",
    currency="USD",
    budget=Budget(
        total=usd("20000.00"),
        floor_cpm=Decimal("12.5"),
        ceiling_cpm=Decimal("22"),
        minimum_cost=usd("300.00"),
        approval_cap=usd("3000.00"),
        cpm_premiums=True,
    ),
    deliverables=(Deliverable(type=DeliverableType.YOUTUBE_SHORT, quantity=2),),
    usage_rights=UsageRights(
        paid_usage=Duration.DAYS_30, whitelisting=Duration.NOT_REQUIRED, organic_owned=Duration.PERPETUAL
    ),
    product=Product(description="A lamp", value=usd("89.90")),
    facts=Facts(
        timeline="Draft in April",
        content_due_on=date(2026, 4, 1),
        publish_on=date(2026, 4, 15),
        payment_terms="30 days after publishing",
        approval="One round",
        brief="A quiet evening",
        exclusivity="",
        revision_rounds=2,
        raw_footage="The uncut takes",
    ),
    autonomy=Autonomy(mails=Leave.AUTO, agreements=Leave.REVIEW, exits=Leave.AUTO),
    outreach_subject="Acme × Mia",
    joins_outreach=True,
    state=CampaignState.LAUNCHED,
    created_at=NOON,
    round_cap=4,
    clarification_cap=1,
    target_creators=12,
    optimize_for=OptimizeFor.CPM,
    ask_inside_limit=AskInsideLimit.COUNTER_ONCE,
    triggers=Triggers(low_confidence=Decimal("0.80"), call_request=False),
    rate_cards=(RateCard(type=DeliverableType.YOUTUBE_SHORT, floor_cpm=Decimal("8.25"), ceiling_cpm=Decimal("14.50")),),
    levers=Levers(
        scenarios=(Scenario(deliverables=(Deliverable(type=DeliverableType.YOUTUBE_SHORT, quantity=1),)),),
        usage_rights_minimum=UsageRights(
            paid_usage=Duration.NOT_REQUIRED, whitelisting=Duration.NOT_REQUIRED, organic_owned=Duration.YEAR_1
        ),
        product_held_back=True,
        syndication="Also as a TikTok video",
        share_cpm=True,
    ),
    tracker=Tracker(
        agreements=(
            Agreement(negotiation_id="spring-0a1b2c3d4e", price=usd("1450.00"), average_views=120_000),
            Agreement(negotiation_id="spring-9f8e7d6c5b", price=usd("600.00"), average_views=45_000),
        )
    ),
    follow_ups=FollowUps(after_days=(3, 5), close_after_days=7, then=Unanswered.EXIT),
)

TERMS: Final = Terms(
    deliverables=CAMPAIGN.deliverables,
    rate=usd("1500.00"),
    usage_rights=CAMPAIGN.usage_rights,
    product=CAMPAIGN.product,
    facts=CAMPAIGN.facts,
    syndication="Also as a TikTok video",
    agency_included=True,
)

NEGOTIATION: Final = Negotiation(
    id="spring-0a1b2c3d4e",
    version=1,
    campaign_id="spring",
    mailbox=MAILBOX,
    creator=CREATOR,
    participants=(
        Participant(email="mia@creator.example", name=None, role=Role.CREATOR),
        Participant(
            email="dana@bright.example",
            name="Dana Cole",
            role=Role.AGENCY,
            title="Talent Manager",
            agency="Bright Talent Agency",
            first_seen_at=LATER,
            last_seen_at=LATER,
            copied=False,
        ),
    ),
    state=State.PAUSED,
    owner=Owner.HUMAN,
    opened_at=NOON,
    updated_at=LATER,
    human_watermark_at=NOON,
    ledger=(
        LedgerEntry(
            at=NOON, side=Side.OURS, mail_id="out-1", stage=Stage.OPENING, terms=TERMS, lever=Lever.SYNDICATION
        ),
        LedgerEntry(
            at=LATER,
            side=Side.THEIRS,
            mail_id="in-1",
            stage=None,
            asked=usd("2000.00"),
            wishes=("pay me on the day of the post",),
            asked_for=TERMS.deliverables,
        ),
    ),
    paused_from=State.COUNTER_SENT,
    owner_name="Lea",
    thread_id="t-1",
    thread_subject="Acme × Mia",
    last_mail_id="<b@mail.example>",
    references=("<a@mail.example>", "<b@mail.example>"),
    former=(Participant(email="eva@bright.example", name="Eva", role=Role.MANAGER),),
    unclear_count=1,
    waiting_since=NOON,
    away_until=LATER,
    next_look_at=LATER,
    follow_up_count=2,
    turn_count=3,
    event_count=9,
    outbox_count=2,
    case_count=1,
)

AGREED: Final = Negotiation(
    id="spring-ffffffffff",
    version=1,
    campaign_id="spring",
    mailbox=MAILBOX,
    creator=CREATOR,
    participants=(),
    state=State.AGREED,
    owner=Owner.AGENT,
    opened_at=LATER,
    updated_at=LATER,
    human_watermark_at=LATER,
    agreed_terms=TERMS.at(usd("1850.00")),
)

READING: Final = Reading(
    intent=Intent.COUNTER,
    asks=(
        Ask(
            quote="$2,000 for both",
            amount=Decimal("2000"),
            currency="USD",
            basis=Basis.PACKAGE,
            deliverables=(AskedDeliverable(type=DeliverableType.YOUTUBE_SHORT, quantity=2),),
            conditions=(
                RequestedChange(term=Term.EXCLUSIVITY, text="if there is no exclusivity", no_exclusivity=True),
            ),
        ),
    ),
    questions=(Question(topic=Topic.PAYMENT, text="When do you pay?"),),
    requested_changes=(
        RequestedChange(
            term=Term.TIMELINE,
            text="May instead of April",
            rights=(AskedRight(right=Right.WHITELISTING, duration=Duration.DAYS_30),),
            content_due_on=date(2026, 5, 1),
            publish_on=date(2026, 5, 15),
            revision_rounds=1,
        ),
    ),
    surcharges=(
        Surcharge(quote="plus $100 usage", purpose=Purpose.USAGE, amount=Decimal("100")),
        Surcharge(quote="+ 20%", purpose=Purpose.AGENCY, percent=Decimal("20")),
    ),
    new_people=(NewPerson(name="Sam", email=None, role="manager"),),
    call_requested=True,
    payment_details_changed=False,
    tone=Tone.WARM,
    legal_language=False,
    non_cash_pay=False,
    deadline_pressure=False,
    confidence=Decimal("0.93"),
    summary="Asks for 2,000",
    doubt="The amount is not in the mail",
    language="en",
)

INBOUND: Final = InboundRecord(
    id="deals@agency.example:m-1",
    version=1,
    mailbox=MAILBOX,
    message_id="m-1",
    thread_id="t-1",
    thread_key="deals@agency.example:t-1",
    state=InboundState.DONE,
    queued_at=NOON,
    kept_until=LATER,
    expire_at=LATER,
    outcome=Outcome.ANSWERED,
    why="Countered",
    negotiation_id="spring-0a1b2c3d4e",
    reading=READING,
    draft="Hi Mia,\n\nthank you.",
    draft_for="d1",
    draft_playbook="0a1b2c3d4e5f",
    use=(ModelUse(model="reader", input_tokens=900, output_tokens=80, cache_write_tokens=1_500, cache_read_tokens=0),),
    turn_seq=1,
)

MAIL: Final = OutgoingMail(
    mailbox=MAILBOX,
    sender_name="Ana",
    to=("mia@creator.example",),
    cc=("sam@management.example",),
    subject="Re: Acme × Mia",
    body="Hi Mia,\n\n“thank you”.",
    thread_id="t-1",
    in_reply_to="<a@mail.example>",
    references=("<a@mail.example>",),
    signature="Best,\nAna",
)

CARD: Final = Card(
    channel=Channel.ESCALATIONS,
    title="Above the cap",
    fields=(("Asked", "$4,000.00"), ("Offered", "$1,500.00")),
    evidence="four thousand",
    thread=(MAILBOX, "t-1"),
    draft="Hi",
    actions=("approve", "reject"),
)

USAGE: Final = UsageRecord(
    id="day:2026-03-02",
    version=1,
    calls=2,
    lines=(
        DailyUse(
            day=date(2026, 3, 2),
            use=ModelUse(model="reader", input_tokens=900, output_tokens=80, cache_write_tokens=1_500),
        ),
    ),
)

ENTRY: Final = OutboxEntry(
    id="spring-0a1b2c3d4e-1",
    version=1,
    kind=EntryKind.MAIL,
    state=EntryState.SENT,
    negotiation_id="spring-0a1b2c3d4e",
    created_at=NOON,
    next_attempt_at=LATER,
    mail=MAIL,
    card=CARD,
    move=Move(stage=Stage.COUNTER, event=Event.SEND_COUNTER, terms=TERMS.at(usd("1650.00")), lever=Lever.PRODUCT),
    answers=("deals@agency.example:m-1",),
    token=3,
    lease_until=LATER,
    attempts=2,
    draft_id="d-1",
    draft_thread_id="t-1",
    sent_id="m-2",
    sent_at=LATER,
    decided_by="Lea",
    overridden=("link",),
    last_error="no answer",
)

MAILBOX_RECORD: Final = MailboxRecord(
    address=MAILBOX,
    version=1,
    cursor=4711,
    connected_at=NOON,
    read_at=NOON,
    looked_at=LATER,
    watch_expires_at=LATER,
    last_push_at=NOON,
    rewatched_at=LATER,
    sending=False,
    retry_at=LATER,
    rules=SendingRules(
        signature="Best,\nAna",
        seconds_between=30,
        daily_cap=100,
        warm_up_from=NOON.date(),
        warm_up_caps=(10, 20),
    ),
    changes=(SettingChange(at=NOON, person="Lea", what="daily cap 100"),),
)

PACING: Final = PacingRecord(
    address=MAILBOX,
    version=1,
    slots=(Slot(entry_id="spring-0a1b2c3d4e-1", at=NOON, first=True, recipients=2),),
    bounces=(Bounce(inbound_id="deals@agency.example:m-1", at=LATER),),
    breaker_opened_at=LATER,
)

THREAD: Final = ThreadRecord(
    id="deals@agency.example:t-1",
    version=1,
    mailbox=MAILBOX,
    thread_id="t-1",
    negotiation_id="spring-0a1b2c3d4e",
    token=7,
    lease_until=LATER,
    attempts=1,
)

CASE: Final = CaseRecord(
    id="spring-0a1b2c3d4e-case-1",
    version=1,
    reason=Reason.ABOVE_APPROVAL_CAP,
    state=CaseState.CLOSED,
    negotiation_id="spring-0a1b2c3d4e",
    opened_at=NOON,
    evidence="$4,000",
    inbound_ids=("deals@agency.example:m-1", "deals@agency.example:m-2"),
    draft_id="spring-0a1b2c3d4e-1",
    failures=("An unknown amount",),
    their_ask=usd("4000.00"),
    since_ask=("deals@agency.example:m-2",),
    wishes=("3 rounds of changes",),
    our_last_offer=usd("1500.00"),
    proposed_email="sam@management.example",
    actions=("approve", "reject"),
    closed_at=LATER,
    closed_by="Lea",
    resolution="Approved",
)

TURN: Final = TurnRecord(seq=1, version=1, at=NOON, outbound=True, mail_id="out-1", author=MAILBOX, text="Hi Mia")

EVENT: Final = EventRecord(
    seq=2,
    version=1,
    at=NOON,
    kind="offer_decided",
    actor="agent",
    from_state="counter_received",
    to_state="counter_sent",
    facts=(("offer", "USD 1650.00"),),
)

OUTREACH: Final = OutreachRecord(
    id="spring:mia@creator.example",
    version=1,
    campaign_id="spring",
    email="mia@creator.example",
    negotiation_id="spring-0a1b2c3d4e",
    at=NOON,
)

SENT_MAIL: Final = SentMailRecord(
    id=sent_mail_id("deals@agency.example", "<CAF/1+x=@mail.gmail.com>"),
    version=1,
    mailbox="deals@agency.example",
    rfc822_message_id="<CAF/1+x=@mail.gmail.com>",
    negotiation_id="spring-0a1b2c3d4e",
    at=NOON,
)

SUPPRESSION: Final = SuppressionRecord(email="no@creator.example", version=1, why="Asked us to stop", at=NOON)

TASK: Final = TaskRecord(
    id="mia@creator.example",
    version=1,
    campaign_id="spring",
    creator=CREATOR,
    state=TaskState.FAILED,
    queued_at=NOON,
    attempts=2,
    why="No address",
)

RECORDS: Final[tuple[Record, ...]] = (
    CAMPAIGN,
    NEGOTIATION,
    INBOUND,
    ENTRY,
    MAILBOX_RECORD,
    PACING,
    THREAD,
    CASE,
    TURN,
    EVENT,
    OUTREACH,
    SENT_MAIL,
    SUPPRESSION,
    TASK,
    USAGE,
)

# A turn's writes: the next state of NEGOTIATION, the mail, the audit event and the mail that leaves.
MOVED: Final = replace(NEGOTIATION, version=2, turn_count=4)
STEP: Final[tuple[tuple[Record, str] | Record, ...]] = (MOVED, (TURN, MOVED.id), (EVENT, MOVED.id), ENTRY)

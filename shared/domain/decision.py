"""What is decided about one turn, as data: exactly one of a reply, a refusal taken note of, or a case for a person."""

from dataclasses import dataclass
from enum import StrEnum

from shared.domain.money import Money
from shared.domain.negotiation import Move
from shared.domain.package import Deliverable


class Reason(StrEnum):
    """Why a person has to look."""

    ABOVE_APPROVAL_CAP = "above_approval_cap"
    ATTACHMENT = "attachment"
    BOUNCE = "bounce"
    BUDGET_SPENT = "budget_spent"
    CALL_REQUESTED = "call_requested"
    CONNECTION_REFUSED = "connection_refused"
    CORRUPT_RECORD = "corrupt_record"
    DAILY_TOKENS_SPENT = "daily_tokens_spent"
    DEADLINE_PRESSURE = "deadline_pressure"
    DELIVERABLES_DIFFER = "deliverables_differ"
    FOREIGN_CURRENCY = "foreign_currency"
    GATE_FAILED = "gate_failed"
    HOSTILE = "hostile"
    HUMAN_OWNED = "human_owned"
    HUMAN_TOOK_OVER = "human_took_over"
    LATE_MAIL = "late_mail"
    LEGAL_LANGUAGE = "legal_language"
    MAILBOX_QUIET = "mailbox_quiet"
    MAILBOX_UNREAD = "mailbox_unread"
    MANY_BOUNCES = "many_bounces"
    MANY_QUESTIONS = "many_questions"
    NEEDS_APPROVAL = "needs_approval"
    NEGOTIATION_TOKENS_SPENT = "negotiation_tokens_spent"
    NEW_PARTICIPANT = "new_participant"
    NON_CASH_PAY = "non_cash_pay"
    NON_ENGLISH = "non_english"
    NO_ROOM = "no_room"
    OPENING_FAILED = "opening_failed"
    PARKED = "parked"
    PAYMENT_DETAILS_CHANGED = "payment_details_changed"
    SEND_UNCLEAR = "send_unclear"
    SUPPRESSED = "suppressed"
    SUSPICIOUSLY_LOW = "suspiciously_low"
    TARGET_REACHED = "target_reached"
    TERMS_CHANGE = "terms_change"
    UNANSWERED = "unanswered"
    UNCLEAR = "unclear"
    UNKNOWN_ANSWER = "unknown_answer"
    UNKNOWN_MAILBOX = "unknown_mailbox"
    UNMATCHED = "unmatched"
    UNTRUSTED_SENDER = "untrusted_sender"
    WATCH_SILENT = "watch_silent"
    WHILE_ESCALATED = "while_escalated"


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """A creator's question and the campaign fact that answers it."""

    question: str
    fact: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Reply:
    """A mail leaves, once it is worded, gated and committed.

    Attributes:
        move: The number and the state step; its offer is None when the mail names no price.
        their_ask: The price they named last, None when they named none; the mail may repeat it.
        unclear_points: What the creator is asked to say again, for a clarification.
        said: Price and agency fee as they named them, where *their_ask* is the sum of the two; None: it is not.
        asked_for: The package that *their_ask* pays for, where it is one they are given for the asking; else empty.
    """

    move: Move
    their_ask: Money | None
    answers: tuple[Answer, ...] = ()
    unclear_points: tuple[str, ...] = ()
    why: str = ""
    said: str | None = None
    asked_for: tuple[Deliverable, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Declined:
    """The creator said no; nothing is sent."""

    why: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Escalate:
    """A person decides.

    Attributes:
        evidence: The words, address or number that led here, for the card.
        their_ask: The price that they ask or say yes to, all included; None where no single one can be told.
        wishes: What they want otherwise than our terms beside the price; a yes of ours to their price settles none.
    """

    reason: Reason
    evidence: str
    their_ask: Money | None = None
    wishes: tuple[str, ...] = ()


Decision = Reply | Declined | Escalate

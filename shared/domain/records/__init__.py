"""The stored records around a negotiation: queue, lanes, outbox, cases, ledgers. The collections are named here.

Every record carries a *version* that grows by one with each write; a write names the version it replaces.
"""

from shared.domain.records.case import CaseRecord, CaseState
from shared.domain.records.contact import OutreachRecord, SuppressionRecord, TaskRecord, TaskState
from shared.domain.records.inbound import (
    InboundRecord,
    InboundState,
    Outcome,
    ThreadRecord,
    queued_again,
    thread_key,
    with_outcome,
)
from shared.domain.records.mailbox import Bounce, MailboxRecord, PacingRecord, SendingRules, SettingChange, Slot
from shared.domain.records.outbox import (
    Card,
    Channel,
    EntryKind,
    EntryState,
    OutboxEntry,
    OutgoingMail,
    SentMailRecord,
    sent_mail_id,
    withdrawn,
)
from shared.domain.records.trail import AGENT, EventRecord, TurnRecord
from shared.domain.records.usage import DailyUse, UsageRecord

__all__ = [
    "AGENT",
    "Bounce",
    "Card",
    "CaseRecord",
    "CaseState",
    "Channel",
    "DailyUse",
    "EntryKind",
    "EntryState",
    "EventRecord",
    "InboundRecord",
    "InboundState",
    "MailboxRecord",
    "OutboxEntry",
    "Outcome",
    "OutgoingMail",
    "OutreachRecord",
    "PacingRecord",
    "SendingRules",
    "SentMailRecord",
    "SettingChange",
    "Slot",
    "SuppressionRecord",
    "TaskRecord",
    "TaskState",
    "ThreadRecord",
    "TurnRecord",
    "UsageRecord",
    "queued_again",
    "sent_mail_id",
    "thread_key",
    "with_outcome",
    "withdrawn",
]

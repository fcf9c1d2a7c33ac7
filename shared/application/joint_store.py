"""The store's words for what is needed together: each is one round trip."""

from collections.abc import Sequence

from shared.application.record_store import RecordStore, key_of, needed, record_at
from shared.application.usage_store import usage_at, usage_key
from shared.domain.campaign import Campaign
from shared.domain.negotiation import Negotiation
from shared.domain.records import (
    CaseRecord,
    InboundRecord,
    MailboxRecord,
    OutboxEntry,
    PacingRecord,
    SentMailRecord,
    SuppressionRecord,
    ThreadRecord,
)
from shared.domain.records.usage import UsageRecord


class JointStore(RecordStore):
    """Reading what one step of the product goes by."""

    def arrival(self, inbound_id: str, thread_key: str | None = None) -> tuple[InboundRecord, MailboxRecord | None]:
        """A received mail, and its mailbox; one round trip.

        *thread_key*: a thread that is remembered on the way, so that claiming it needs no reading.

        Raises:
            NotFound: there is no such mail.
        """
        mailbox = inbound_id.rpartition(":")[0] or inbound_id
        keys = key_of(InboundRecord, inbound_id), key_of(MailboxRecord, mailbox)
        mail, box, *_ = self._load([*keys, *([key_of(ThreadRecord, thread_key)] if thread_key else [])])
        return needed(InboundRecord, keys[0], mail), record_at(MailboxRecord, box)

    def deciding(
        self, negotiation: Negotiation, mailbox: str, usage_ids: Sequence[str]
    ) -> tuple[Campaign, MailboxRecord | None, CaseRecord | None, tuple[UsageRecord, ...]]:
        """What a turn is decided with beside its *negotiation*, whose open case it is; one round trip.

        The tokens are one record for each of *usage_ids*, of version 0 where nothing was ever spent.

        Raises:
            NotFound: there is no such campaign, or no such case.
        """
        case_id = negotiation.open_case_id
        case_keys = [key_of(CaseRecord, case_id)] if case_id else []
        used = [usage_key(id_) for id_ in usage_ids]
        first = key_of(Campaign, negotiation.campaign_id), key_of(MailboxRecord, mailbox), *used
        campaign, box, *found = self._load([*first, *case_keys])
        usage = tuple(usage_at(key, stored) for key, stored in zip(used, found, strict=False))
        case = needed(CaseRecord, case_keys[0], found[-1]) if case_keys else None
        return needed(Campaign, first[0], campaign), record_at(MailboxRecord, box), case, usage

    def standing(
        self, negotiation_id: str, mailbox: str, recipients: Sequence[str]
    ) -> tuple[Negotiation, MailboxRecord | None, tuple[SuppressionRecord, ...]]:
        """What decides whether a mail may still leave, with the recipients never to be written to; one round trip.

        Raises:
            NotFound: there is no such negotiation.
        """
        suppressions = [key_of(SuppressionRecord, email) for email in recipients]
        # The pace is not answered but remembered: the mail's slot in it is taken next, without reading it first.
        keys = key_of(Negotiation, negotiation_id), key_of(MailboxRecord, mailbox), key_of(PacingRecord, mailbox)
        negotiation, box, _, *found = self._load([*keys, *suppressions])
        suppressed = [kept for stored in found if (kept := record_at(SuppressionRecord, stored)) is not None]
        barred = tuple(kept for kept in suppressed if kept.lifted_by is None)
        return needed(Negotiation, keys[0], negotiation), record_at(MailboxRecord, box), barred

    def finishing(
        self, entry_id: str, negotiation_id: str, thread_key: str, sent_mail: str, *, guess: bool = False
    ) -> tuple[OutboxEntry, Negotiation, ThreadRecord | None, SentMailRecord | None]:
        """What a mail that has left is written into; *sent_mail* is its `sent_mail_id`. One round trip.

        *guess*: as it was last seen here, without a round trip, where all of it was but *sent_mail*, which is taken for
            new. It holds for `replace_seen`, which refuses what is not so: what was sent stays sent, and a thread stays
            its negotiation's.

        Raises:
            NotFound: there is no such entry, or no such negotiation.
        """
        keys = key_of(OutboxEntry, entry_id), key_of(Negotiation, negotiation_id), key_of(ThreadRecord, thread_key)
        seen = [self._recall(key) for key in keys] if guess else [None]
        last = key_of(SentMailRecord, sent_mail)
        entry, negotiation, thread, sent = [*seen, self._recall(last)] if all(seen) else self._load([*keys, last])
        return (
            needed(OutboxEntry, keys[0], entry),
            needed(Negotiation, keys[1], negotiation),
            record_at(ThreadRecord, thread),
            record_at(SentMailRecord, sent),
        )

"""What is on record, beside what really left the mailbox."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass

from shared.application.outside import LeftMail, MailboxFacts
from shared.application.store import Store
from shared.domain.campaign import Campaign
from shared.domain.negotiation import Negotiation
from shared.domain.records import (
    CaseRecord,
    EventRecord,
    InboundRecord,
    InboundState,
    OutboxEntry,
    SuppressionRecord,
    TurnRecord,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Books:
    """Everything of one mailbox.

    Attributes:
        decided: What left and belongs to a decision in the books.
    """

    campaigns: dict[str, Campaign]
    negotiations: dict[str, Negotiation]
    events: dict[str, tuple[EventRecord, ...]]
    entries: dict[str, OutboxEntry]
    inbound: dict[str, InboundRecord]
    turns: dict[str, tuple[TurnRecord, ...]]
    cases: dict[str, CaseRecord]
    suppressed: dict[str, SuppressionRecord]
    facts: MailboxFacts
    decided: tuple[tuple[LeftMail, OutboxEntry, Negotiation], ...]

    @property
    def ours(self) -> list[LeftMail]:
        """What left and carries our mark."""
        return [mail for mail in self.facts.left if mail.marker]


def load_books(store: Store, mailbox: str, facts: MailboxFacts, tell: Callable[[str], None]) -> Books:
    """Everything that the store holds of the mailbox; *tell* hears how far it is, in words."""
    campaigns = {campaign.id: campaign for campaign in store.campaigns()}
    negotiations = {one.id: one for id_ in campaigns for one in store.negotiations(id_) if one.mailbox == mailbox}
    inbound = store.existing(InboundRecord, [f"{mailbox}:{id_}" for id_ in facts.received_ids])
    stored = {record.id: record for state in InboundState for record in store.inbound_of(state)}
    events: dict[str, tuple[EventRecord, ...]] = {}
    turns: dict[str, tuple[TurnRecord, ...]] = {}
    for place, negotiation in enumerate(negotiations.values(), start=1):
        tell(f"{mailbox}: loading negotiation {place:,} of {len(negotiations):,} ...")
        events[negotiation.id] = tuple(store.events(negotiation.id))
        turns[negotiation.id] = tuple(store.turns(negotiation.id))
    entries = {entry.id: entry for entry in store.entries()}
    return Books(
        campaigns=campaigns,
        negotiations=negotiations,
        events=events,
        entries=entries,
        inbound=stored | inbound,
        turns=turns,
        cases={case.id: case for case in store.cases()},
        suppressed=store.suppressed(sorted({email for mail in facts.left for email in mail.recipients})),
        facts=facts,
        decided=tuple(_decided(facts.left, entries, negotiations)),
    )


def _decided(
    left: Iterable[LeftMail], entries: Mapping[str, OutboxEntry], negotiations: Mapping[str, Negotiation]
) -> Iterator[tuple[LeftMail, OutboxEntry, Negotiation]]:
    for mail in left:
        entry = entries.get(mail.marker or "")
        negotiation = negotiations.get(entry.negotiation_id or "") if entry else None
        if entry and negotiation:
            yield mail, entry, negotiation

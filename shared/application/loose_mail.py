"""Mail of which no single negotiation can be told: machine mail is noted, anything else becomes a case, not silence.

Two things concern every negotiation with somebody alike, so that none has to be told from the others: that the address
refuses our mail, and that a person of our side has written to it past the agent.
"""

from collections.abc import Sequence
from datetime import datetime
from typing import Final

from shared.application.app import App
from shared.application.claims import released
from shared.application.documents import Record
from shared.application.escalate import Grounds, clipped, escalate, step_back, supersede
from shared.application.gather import Gathered, ReceivedMail
from shared.application.hold_mails import suppressed_by
from shared.application.journal import Journal
from shared.application.loose_case import case_without_negotiation
from shared.domain.decision import Reason
from shared.domain.mail.message import MailKind
from shared.domain.negotiation import Negotiation
from shared.domain.records import AGENT, CaseRecord, InboundRecord, OutboxEntry, Outcome, with_outcome
from shared.domain.screen import Hold, Ignore, OurSide, screen

_OF_ALL_ALIKE: Final = frozenset({MailKind.BOUNCE_HARD, MailKind.OWN})

Held = tuple[ReceivedMail, Hold]
Writes = list[tuple[Record, str] | Record]


def loose_mail_records(app: App, gathered: Gathered) -> tuple[Writes, tuple[OutboxEntry, ...]]:
    """Everything to commit for mails without a negotiation, and the cards among it."""
    now, ours = app.clock.now(), app.policy.our_side(gathered.lane.mailbox)
    holds = [(one, _alike(gathered.mails, one, ours)) for one in gathered.candidates]
    alike = [(one, proven) for one, found in holds if (proven := [pair for pair in found if _is_proven(pair[1])])]
    doubtful = {mail.record.id: hold for _, found in holds for mail, hold in found}
    journals = [_held_in(app, negotiation, found) for negotiation, found in alike]
    shared = {mail.record.id: hold for _, found in alike for mail, hold in found}
    known = doubtful | shared
    verdicts = [(mail, known.get(mail.record.id) or _verdict(mail, gathered, ours)) for mail in gathered.mails]
    held = [(mail, verdict) for mail, verdict in verdicts if isinstance(verdict, Hold)]
    cases = _cases(gathered, [(mail, hold) for mail, hold in held if mail.record.id not in shared], now)
    records: Writes = [_settled(mail.record, verdict) for mail, verdict in verdicts]
    records += [record for journal in journals for record in journal.records()]
    records += [record for case in cases for record in case]
    records += suppressed_by(app, _refused(gathered, [*held, *(pair for _, found in alike for pair in found)]))
    cards = [card for journal in journals for card in journal.entries] + [card for _, card in cases]
    return [*records, released(gathered.lane, None)], tuple(cards)


def _alike(mails: Sequence[ReceivedMail], negotiation: Negotiation, ours: OurSide) -> list[Held]:
    """The mails that hold this negotiation as they would if it were the only one with these people."""
    if negotiation.is_terminal:
        return []
    found = [(mail, screen(mail.message, negotiation, ours)) for mail in mails if mail.message and _is_alike(mail)]
    return [(mail, verdict) for mail, verdict in found if isinstance(verdict, Hold)]


def _is_proven(hold: Hold) -> bool:
    """Whether it may hold every negotiation at once: what nobody could confirm waits in one case of its own."""
    return hold.taken_by is not None or hold.reason is Reason.BOUNCE


def _is_alike(mail: ReceivedMail) -> bool:
    return mail.message is not None and mail.message.kind in _OF_ALL_ALIKE


def _held_in(app: App, negotiation: Negotiation, held: Sequence[Held]) -> Journal:
    journal = Journal(negotiation, actor=AGENT, now=app.clock.now())
    # A colleague who took over outranks an address that refuses: the agent must step back.
    first = next((hold for _, hold in held if hold.taken_by is not None), held[0][1])
    if first.taken_by is not None:
        step_back(journal, first.taken_by)
    evidence = "\n".join(dict.fromkeys(hold.evidence for _, hold in held))
    ids = tuple(mail.record.id for mail, _ in held)
    grounds = Grounds(reason=first.reason, evidence=evidence, inbound_ids=ids)
    escalate(journal, grounds, _question(app, journal))
    return journal


def _question(app: App, journal: Journal) -> CaseRecord | None:
    """The negotiation's open case; one that only waits for an approval is overtaken and closed."""
    case = app.store.open_case_of(journal.negotiation)
    if case is None or case.reason is not Reason.NEEDS_APPROVAL:
        return case
    supersede(journal, case, app.store.entry(case.draft_id) if case.draft_id else None)
    return None


def _verdict(mail: ReceivedMail, gathered: Gathered, ours: OurSide) -> Ignore | Hold:
    if mail.message is None:
        return Ignore("deleted in Gmail before it was read")
    if mail.message.may_be_persons and gathered.candidates:
        return Hold(Reason.UNMATCHED, f"{mail.message.sender.email}: {mail.message.subject}")
    verdict = screen(mail.message, None, ours)
    if not isinstance(verdict, Ignore | Hold):
        raise TypeError(f"mail without a negotiation cannot be {verdict}")
    return verdict


def _cases(gathered: Gathered, held: Sequence[Held], now: datetime) -> list[tuple[CaseRecord, OutboxEntry]]:
    """One for each reason, with its card."""
    cases = []
    for reason in dict.fromkeys(hold.reason for _, hold in held):
        evidence = {mail.record.id: hold.evidence for mail, hold in held if hold.reason is reason}
        if gathered.candidates:
            first = next(iter(evidence))
            evidence[first] += f"\nit may belong to {', '.join(found.id for found in gathered.candidates)}"
        cases.append(case_without_negotiation(reason, evidence, now))
    return cases


def _refused(gathered: Gathered, held: Sequence[Held]) -> dict[str, str]:
    """The addresses we write to that refuse our mail, each with the report that proves it."""
    ours = {person.email for found in gathered.candidates for person in found.participants}
    return {email: mail.record.id for mail, hold in held for email in hold.undeliverable if email in ours}


def _settled(record: InboundRecord, verdict: Ignore | Hold) -> InboundRecord:
    if isinstance(verdict, Hold):
        return with_outcome(record, Outcome.ESCALATED, clipped(verdict.reason.value))
    return with_outcome(record, Outcome.IGNORED, clipped(verdict.why))

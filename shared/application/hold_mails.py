"""What is not for the agent to answer: its mails wait in a case for a person."""

from collections.abc import Mapping, Sequence

from shared.application.app import App
from shared.application.escalate import Grounds, step_back
from shared.application.gather import ReceivedMail
from shared.application.take_slot import note_bounce
from shared.application.turn import Turn, ask_person, received
from shared.domain.decision import Reason
from shared.domain.records import InboundRecord, Outcome, SuppressionRecord, with_outcome
from shared.domain.screen import Hold


def hold_mails(
    app: App, turn: Turn, held: Sequence[tuple[ReceivedMail, Hold]], trusted: Sequence[ReceivedMail]
) -> list[InboundRecord]:
    """Put the *held* mails, and the *trusted* ones that came with them, into one case; answers their outcomes."""
    mails = [*(mail for mail, _ in held), *trusted]
    # A colleague who took over outranks whatever else is held: the agent must step back.
    first, hold = next((pair for pair in held if pair[1].taken_by is not None), held[0])
    evidence = "\n".join(dict.fromkeys(verdict.evidence for _, verdict in held))
    _note_bounces(app, turn, held)
    replied = hold.is_reply or hold.taken_by is None
    records = received(turn, [(mail, mail.record) for mail in mails], replied=replied)
    if hold.taken_by is not None:
        step_back(turn.journal, hold.taken_by)
    ids = tuple(dict.fromkeys((first.record.id, *turn.gathered.inbound_ids)))
    grounds = Grounds(reason=hold.reason, evidence=evidence, inbound_ids=ids, proposed_email=hold.proposed)
    ask_person(turn, grounds)
    # Each mail keeps its own reason: a person who vouches for one has not vouched for what another was held for.
    reasons = {mail.record.id: verdict.reason for mail, verdict in held}
    return [with_outcome(record, Outcome.ESCALATED, reasons.get(record.id, hold.reason).value) for record in records]


def _note_bounces(app: App, turn: Turn, held: Sequence[tuple[ReceivedMail, Hold]]) -> None:
    """Write no more to addresses that refuse our mail, and let the mailbox's breaker count the reports."""
    bounced = {email: mail.record.id for mail, hold in held for email in hold.undeliverable}
    for record in suppressed_by(app, bounced):
        turn.journal.write(record)
    # Counted before the commit and once per report: a crash in between must not hide a bounce from the breaker.
    for mail, hold in held:
        if hold.reason is Reason.BOUNCE:
            note_bounce(app, mail.record.mailbox, mail.record.id)


def suppressed_by(app: App, bounced: Mapping[str, str]) -> list[SuppressionRecord]:
    """What is to keep us from writing to addresses that refuse our mail, where nothing does yet.

    bounced: the addresses, each with the inbound id of the report that proves it.
    """
    known = app.store.existing(SuppressionRecord, list(bounced))
    new = {email: known.get(email) for email in bounced if email not in known or known[email].lifted_by is not None}
    return [
        SuppressionRecord(
            email=email,
            version=before.version + 1 if before else 1,
            why=f"bounced: {bounced[email]}",
            at=app.clock.now(),
        )
        for email, before in new.items()
    ]

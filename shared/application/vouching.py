"""Whose mails an approval trusts: those that the person was asked about, and no others of the case."""

from collections.abc import Iterable

from shared.domain.decision import Reason
from shared.domain.records import CaseRecord, InboundRecord, TurnRecord


def vouched_for(case: CaseRecord, turns: Iterable[TurnRecord], records: Iterable[InboundRecord]) -> set[str]:
    """Ids of the mails that the person trusts: held for the case's reason, and from the sender that it is about.

    Others that came while the case was open are screened anew: nobody has looked at who wrote them.
    """
    if case.reason not in {Reason.NEW_PARTICIPANT, Reason.UNTRUSTED_SENDER}:
        return set()
    author = {turn.mail_id: turn.author for turn in turns}
    trusted = case.proposed_email or next((author[id_] for id_ in case.inbound_ids if id_ in author), None)
    return {record.id for record in records if record.why == case.reason and author.get(record.id) == trusted}

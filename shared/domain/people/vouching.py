"""Whose mails an approval trusts: those that the person was asked about and named, and no others of the case."""

from collections.abc import Collection, Iterable, Sequence

from shared.domain.decision import Reason
from shared.domain.errors import InvalidInput
from shared.domain.records import CaseRecord, InboundRecord, TurnRecord


def vouched_for(
    case: CaseRecord,
    turns: Iterable[TurnRecord],
    records: Iterable[InboundRecord],
    named: Sequence[str],
    *,
    participants: Collection[str],
) -> set[str]:
    """Ids of the mails that the person trusts: held for the case's reason, and meant by the approval.

    Of a newcomer's case all mails of the *participants* count, the newcomer by now among them: they were authenticated,
    and whoever brought the newcomer along names them, too. Where nothing proves who wrote, each mail stands for
    itself, whatever its From says: one is meant without being named, of several those that are *named*. The others
    are screened anew: nobody has looked at them.

    Raises:
        InvalidInput: several mails could be meant and none is named, or a named one is not held here.
    """
    author = {turn.mail_id: turn.author for turn in turns}
    held = [record.id for record in records if record.why == case.reason]
    if case.reason is Reason.NEW_PARTICIPANT:
        return {id_ for id_ in held if author.get(id_) in participants}
    if case.reason is not Reason.UNTRUSTED_SENDER:
        return set()
    strangers = [id_ for id_ in named if id_ not in held]
    if strangers:
        raise InvalidInput([f"{id_} is no mail that {case.id} asks about" for id_ in strangers])
    if len(held) > 1 and not named:
        each = [f"{id_} of {author.get(id_, 'unknown')}" for id_ in held]
        raise InvalidInput(["nothing proves who wrote any of these; name each one you trust with --mail", *each])
    return set(named) or set(held)

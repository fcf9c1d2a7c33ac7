"""What a person saw of a case, as a short digest that an approval carries: nothing is settled on what came since."""

import hashlib
import re
from collections.abc import Iterable
from typing import Final

from shared.application.store import Store
from shared.domain.errors import InvalidInput, NotAllowed
from shared.domain.records import CaseRecord, CaseState, OutboxEntry, TurnRecord

# Mails, draft, everything: 2-4f1c9a31-b03d77aa. 32 bits each: nobody searches for another case with the same digest.
_DIGEST: Final = re.compile(r"(\d+)-([0-9a-f]{8}|0)-([0-9a-f]{8})")
_LONGEST_LINE: Final = 80


def case_digest(case: CaseRecord, draft: OutboxEntry | None) -> str:
    """Names exactly this case and this draft: another mail, word or recipient is another digest."""
    shown = (
        *(case.id, case.reason.value, case.evidence, case.inbound_ids, case.failures, case.proposed_email),
        *(case.their_ask, case.since_ask, case.wishes, case.our_last_offer),
    )
    return f"{len(case.inbound_ids)}-{_draft_digest(draft)}-{_hashed((shown, _draft_digest(draft)))}"


def draft_of_case(store: Store, case: CaseRecord) -> OutboxEntry | None:
    """The mail that the case is about, as stored now."""
    return store.entry(case.draft_id) if case.draft_id else None


def require_open(case: CaseRecord) -> None:
    """Refuse to settle a case twice.

    Raises:
        NotAllowed: it is closed.
    """
    if case.state is CaseState.CLOSED:
        raise NotAllowed(f"{case.id} was closed by {case.closed_by}: {case.resolution}")


def require_seen(store: Store, case: CaseRecord, seen: str) -> None:
    """Refuse to settle what the person has not looked at.

    Raises:
        InvalidInput: *seen* is no digest.
        NotAllowed: the case is closed, or has changed since; the message names what is new.
    """
    parts = _DIGEST.fullmatch(seen)
    if parts is None:
        raise InvalidInput([f"{seen!r} is no digest of a case: `case show {case.id}` prints it"])
    require_open(case)
    draft = draft_of_case(store, case)
    now = case_digest(case, draft)
    if seen != now:
        turns = store.turns(case.negotiation_id) if case.negotiation_id else []
        news = _news(int(parts[1]), parts[2], case, draft, turns)
        raise NotAllowed("\n".join([f"{case.id} has changed since you looked at it", *news, f"it is {now} now"]))


def _news(
    mails: int, draft_digest: str, case: CaseRecord, draft: OutboxEntry | None, turns: Iterable[TurnRecord]
) -> list[str]:
    known = {turn.mail_id: turn for turn in turns}
    news = [f"new mail: {_told(id_, known.get(id_))}" for id_ in case.inbound_ids[mails:]]
    if draft_digest != _draft_digest(draft):
        news.append(f"the draft is another one: {draft.id}" if draft else "there is no draft any more")
    return news or ["its evidence is another one: look again"]


def _told(inbound_id: str, turn: TurnRecord | None) -> str:
    if turn is None:
        return inbound_id
    words = " ".join(turn.text.split())
    said = words if len(words) <= _LONGEST_LINE else f"{words[:_LONGEST_LINE]}…"
    return f"{inbound_id} of {turn.author}: {said}"


def _draft_digest(draft: OutboxEntry | None) -> str:
    return _hashed((draft.id, draft.state.value, draft.mail, draft.move)) if draft else "0"


def _hashed(value: object) -> str:
    return hashlib.sha256(repr(value).encode()).hexdigest()[:8]

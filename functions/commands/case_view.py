"""One case as a person sees it before they settle it; the digest names exactly this view."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from shared.application.cards import ask_text, reason_text
from shared.application.seen_case import case_digest, draft_of_case
from shared.application.store import Store
from shared.domain.records import CaseRecord, CaseState, OutgoingMail, TurnRecord


@dataclass(frozen=True, slots=True, kw_only=True)
class SeenCase:
    case: CaseRecord
    draft: OutgoingMail | None
    mails: tuple[TurnRecord, ...]
    digest: str


def see_case(store: Store, case_id: str) -> SeenCase:
    """The case with its mails and its draft.

    Raises:
        NotFound: there is no such case.
    """
    case = store.case(case_id)
    draft = draft_of_case(store, case)
    turns = store.turns(case.negotiation_id) if case.negotiation_id else []
    return SeenCase(
        case=case,
        draft=draft.mail if draft else None,
        mails=tuple(turn for turn in turns if turn.mail_id in case.inbound_ids),
        digest=case_digest(case, draft),
    )


def case_value(seen: SeenCase) -> Mapping[str, Any]:
    """The view as JSON."""
    case, draft = seen.case, seen.draft
    return {
        "id": case.id,
        "reason": case.reason.value,
        "state": case.state.value,
        "digest": seen.digest,
        "evidence": case.evidence,
        "failures": case.failures,
        "their_ask": case.their_ask.display() if case.their_ask else None,
        "since_ask": case.since_ask,
        "wishes": case.wishes,
        "our_last_offer": case.our_last_offer.display() if case.our_last_offer else None,
        "mails": [{"id": mail.mail_id, "from": mail.author, "at": mail.at, "text": mail.text} for mail in seen.mails],
        "draft": draft.body if draft else None,
        "draft_to": (*draft.to, *draft.cc) if draft else (),
        "draft_subject": draft.subject if draft else None,
        "actions": _actions(case),
        "closed_by": case.closed_by,
        "resolution": case.resolution,
    }


def case_text(seen: SeenCase) -> str:
    """The view as text."""
    case, draft = seen.case, seen.draft
    lines = [f"{case.id}: {reason_text(case.reason)} ({case.state.value})", case.evidence]
    lines += [f"the check found: {failure}" for failure in case.failures]
    # What `case answer --accept` would agree on, and what it would leave out.
    lines += [f"they ask: {asked}"] if (asked := ask_text(case)) else []
    lines += [f"they also want: {wish}" for wish in case.wishes]
    lines += [f"our last offer: {case.our_last_offer.display()}"] if case.our_last_offer else []
    for mail in seen.mails:
        lines.append(f"\n--- {mail.mail_id} of {mail.author}, {mail.at:%Y-%m-%d %H:%M} ---\n{mail.text.strip()}")
    if draft:
        to = ", ".join((*draft.to, *draft.cc))
        lines.append(f"\n--- draft to {to}: {draft.subject} ---\n{draft.body.strip()}")
    lines += ["", *(f"* {action}" for action in _actions(case))]
    if case.state is CaseState.CLOSED:
        lines.append(f"closed by {case.closed_by}: {case.resolution}")
    return "\n".join([*lines, f"digest: {seen.digest}"])


def _actions(case: CaseRecord) -> tuple[str, ...]:
    return case.actions if case.state is CaseState.OPEN else ()

"""What a creator's silence leads to next, as people read it."""

from functions.commands.session import instant
from shared.domain.campaign import FollowUps
from shared.domain.negotiation import Negotiation
from shared.domain.silence import Planned, Step, planned


def next_step(one: Negotiation, follow_ups: FollowUps) -> dict[str, object] | None:
    """When the silence is looked at and what is done then; None while the next move is not the creator's."""
    plan = planned(one, follow_ups)
    if plan is None:
        return None
    number = plan.number if plan.step is Step.FOLLOW_UP else None
    return {"at": plan.at, "step": plan.step.value, "number": number}


def next_words(one: Negotiation, follow_ups: FollowUps) -> str | None:
    """The same in one line: "2026-03-05 09:00 UTC: follow-up 1 of 2"."""
    plan = planned(one, follow_ups)
    return None if plan is None else f"{plan.at:%Y-%m-%d %H:%M} UTC: {_step(plan, follow_ups)}"


def next_lines(one: Negotiation, follow_ups: FollowUps) -> str | None:
    """The same in two lines, for a list."""
    plan = planned(one, follow_ups)
    return None if plan is None else f"{instant(plan.at)}\n{_step(plan, follow_ups)}"


def _step(plan: Planned, follow_ups: FollowUps) -> str:
    if plan.step is Step.FOLLOW_UP:
        return f"follow-up {plan.number} of {len(follow_ups.after_days)}"
    return "counts as no answer"


def silence_words(one: Negotiation, follow_ups: FollowUps) -> str | None:
    """The end of a negotiation's page while the creator is silent."""
    words = next_words(one, follow_ups)
    if words is None:
        return None
    away = (
        f"\nnothing before {one.away_until:%Y-%m-%d %H:%M} UTC: a machine mail asked for it" if one.away_until else ""
    )
    since = f"silent since {one.waiting_since:%Y-%m-%d %H:%M} UTC, follow-ups: {one.follow_up_count}"
    return f"\n--- waiting ---\n{since}{away}\nnext, {words}"

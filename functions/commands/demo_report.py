"""What the demo shows at its end: a table of creators, the cards, the promises; or the same as one JSON object."""

import json
from collections import Counter
from pathlib import Path
from typing import Final

from rich.console import Group, RenderableType
from rich.table import Table

from functions.commands.demo_play import Played
from functions.commands.promises import promise_table
from functions.commands.tokens import in_words, taken
from shared.domain.bargaining.pricing import implied_cpm
from shared.domain.negotiation import LedgerEntry, Negotiation, Side, Stage
from shared.domain.records import EntryKind, EntryState
from shared.domain.states import State
from shared.domain.terms.value import Lever
from shared.domain.terms.words import deliverable_labels

_OUTCOMES: Final = {
    State.AGREED: "agreed",
    State.EXITED: "exited",
    State.REJECTED: "rejected",
    State.ESCALATED: "escalated",
}

# A smaller package is named instead.
_MOVED: Final = {
    Lever.USAGE_RIGHTS: "shorter usage rights",
    Lever.PRODUCT: "+ product",
    Lever.SYNDICATION: "+ cross-posting",
    Lever.SHARE_CPM: "CPM explained",
}


def is_sound(played: Played) -> bool:
    """Whether something was negotiated, everything settled and no promise was broken."""
    return played.settled and bool(played.negotiations) and not any(promise.broken for promise in played.promises)


def as_value(played: Played) -> str:
    """One JSON object with every count."""
    outcomes = Counter(_outcome(one) for one in played.negotiations)
    broken = {promise.name: len(promise.broken) for promise in played.promises}
    value = {
        "creators": len(played.negotiations),
        **{name: outcomes[name] for name in ("agreed", "exited", "rejected", "escalated", "waiting")},
        "mails_sent": len(played.facts.left),
        "duplicate_sends": broken["nothing is sent twice"],
        "inbound": len(played.facts.received_ids),
        "inbound_without_outcome": broken["nothing is lost"],
        "sends_without_decision": broken["nothing is sent that was not decided"],
        "sends_before_state": broken["state first"],
        "sends_despite_stop": broken["a stop is a stop"],
        "offers_outside_limits": broken["money never defaults"],
        "silent_stops": broken["nothing stops silently"],
        "cards": len(played.posts),
        "model": taken(played.usage),
        "settled": played.settled,
        "seconds": round(played.seconds, 1),
        "promises": [
            {"promise": promise.name, "checked": promise.checked, "broken": promise.broken}
            for promise in played.promises
        ],
        "negotiations": [_described(one, played) for one in played.negotiations],
    }
    return json.dumps(value)


def as_text(played: Played, folder: Path) -> RenderableType:
    """The same for people."""
    parts: list[RenderableType] = [_creators(played), _cards(played), promise_table(played.promises)]
    if not played.settled:
        parts.append("The play did not come to an end in time: look at the logs.")
    parts.append(f"Model: {in_words(taken(played.usage))}; counted by the stand-in where no model answered.")
    parts.append(f"{played.seconds:.0f} s. Transcripts are in {folder}/transcripts, logs in {folder}.")
    return Group(*parts)


def _outcome(one: Negotiation) -> str:
    return "escalated" if one.open_case_id else _OUTCOMES.get(one.state, "waiting")


def _creators(played: Played) -> Table:
    table = Table(title=f"{played.campaign.client_name}: {len(played.negotiations)} creators", title_justify="left")
    for column in ("Creator", "Asks and offers, in order", "Outcome", "Rate", "CPM", "Mails"):
        table.add_column(column, overflow="fold")
    for one in played.negotiations:
        row = _described(one, played)
        table.add_row(
            str(row["creator"]),
            ", ".join(_moves(one)),
            str(row["outcome"]),
            str(row["rate"] or ""),
            str(row["cpm"] or ""),
            str(row["mails"]),
        )
    return table


def _cards(played: Played) -> Table:
    table = Table(title=f"Slack: {len(played.posts)} cards", title_justify="left")
    table.add_column("Channel")
    table.add_column("Card", overflow="fold")
    for post in played.posts:
        table.add_row(str(post.get("channel")), str(post.get("text")))
    return table


def _described(one: Negotiation, played: Played) -> dict[str, object]:
    mails = [e for e in played.entries if e.negotiation_id == one.id and e.kind is EntryKind.MAIL]
    cpm = implied_cpm(one.agreed_rate, one.creator.average_views) if one.agreed_rate else None
    return {
        "id": one.id,
        "creator": one.creator.name,
        "outcome": _outcome(one),
        "offers": [offer.text for offer in one.offers],
        "asks": [ask.text for ask in one.asks],
        "levers": [line.lever.value for line in one.ledger if line.lever],
        "rate": one.agreed_rate.display() if one.agreed_rate else None,
        "cpm": str(cpm) if cpm is not None else None,
        "mails": sum(entry.state is EntryState.SENT for entry in mails),
    }


def _moves(one: Negotiation) -> list[str]:
    return [f"{_sign(line)} {line.amount.display()}{_moved(line)}" for line in one.ledger if line.amount]


def _sign(line: LedgerEntry) -> str:
    """Who named the number, and whether it closed the deal."""
    if line.stage is Stage.AGREEMENT:
        return "deal"
    return "offer" if line.side is Side.OURS else "ask"


def _moved(line: LedgerEntry) -> str:
    """What the mail moved beside the money, in a few words; nothing for most."""
    if line.lever is None or line.terms is None:
        return ""
    return f" ({_MOVED.get(line.lever) or ', '.join(deliverable_labels(line.terms))})"

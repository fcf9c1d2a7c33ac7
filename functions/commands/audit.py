"""The books: audit trail and outbox."""

import click

from functions.commands.session import app, as_json, show_rows
from shared.domain.errors import InvalidInput
from shared.domain.records import EntryState


@click.command()
@click.option("--negotiation", "negotiation_id", default=None, help="Only this negotiation.")
@click.option("--kind", default=None, help="Only this kind of event, e.g. mail_sent.")
@as_json
def audit(negotiation_id: str | None, kind: str | None, *, json_: bool) -> None:
    """Show the audit trail, oldest first."""
    store = app().store
    ids = [negotiation_id] if negotiation_id else [n.id for c in store.campaigns() for n in store.negotiations(c.id)]
    events = [(id_, event) for id_ in ids for event in store.events(id_)]
    if kind is not None and kind not in (known := {event.kind for _, event in events}):
        raise InvalidInput([f"no event is of kind {kind!r}; this trail has: {', '.join(sorted(known)) or 'none'}"])
    rows = [
        (
            event.at,
            id_,
            event.actor,
            event.kind,
            event.to_state,
            ", ".join(f"{label}={value}" for label, value in event.facts),
        )
        for id_, event in sorted(events, key=lambda pair: (pair[1].at, pair[0], pair[1].seq))
        if kind is None or event.kind == kind
    ]
    show_rows("events", ("At", "Negotiation", "Actor", "Kind", "State", "Facts"), rows, json_=json_)


@click.command()
@click.option(
    "--state",
    type=click.Choice([state.value for state in EntryState]),
    default=None,
    help="Only entries in this state.",
)
@as_json
def outbox(state: str | None, *, json_: bool) -> None:
    """Show what leaves, waits or has left."""
    rows = [
        (
            entry.id,
            entry.kind.value,
            entry.state.value,
            entry.decided_by,
            entry.playbook,
            entry.attempts,
            entry.sent_at,
            entry.last_error,
        )
        for entry in sorted(app().store.entries(), key=lambda entry: entry.created_at)
        if state is None or entry.state.value == state
    ]
    show_rows(
        "entries", ("Id", "Kind", "State", "Decided by", "Playbook", "Attempts", "Sent", "Error"), rows, json_=json_
    )

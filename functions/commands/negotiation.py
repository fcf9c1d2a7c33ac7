"""Negotiations: list, show, the five commands that steer them, and their contacts."""

from collections.abc import Sequence

import click

from functions.commands.session import acting, app, as_json, show, show_rows
from functions.commands.tokens import in_words, of_mail, taken
from functions.commands.transcript import transcript
from functions.commands.waiting import next_lines, next_step, next_words, silence_words
from shared.application.steer_contact import ContactChange, steer_contact
from shared.application.steer_negotiation import Command, steer_negotiation
from shared.application.store import Store
from shared.domain.campaign import Campaign
from shared.domain.errors import InvalidInput
from shared.domain.negotiation import Negotiation
from shared.domain.people.participants import Participant, addressee, copied
from shared.domain.records import EventRecord, InboundRecord, OutboxEntry, TurnRecord
from shared.domain.records.usage import usage_of_negotiation
from shared.domain.states import State
from shared.domain.terms.words import terms_lines


@click.group()
def negotiation() -> None:
    """Look at negotiations and steer them."""


@negotiation.command("list")
@click.option("--campaign", "campaign_id", default=None, help="Only this campaign.")
@as_json
def list_(campaign_id: str | None, *, json_: bool) -> None:
    """List negotiations, campaign by campaign in the order of their ids, oldest first in each."""
    store = app().store
    campaigns = [store.campaign(campaign_id)] if campaign_id else store.campaigns()
    if not json_:
        rows = [_in_a_line(one, campaign) for campaign in campaigns for one in store.negotiations(campaign.id)]
        columns = ("Id", "Creator", "State", "Owner", "Offers", "Follow-ups", "Next look or case")
        show_rows("negotiations", columns, rows, json_=False)
        return
    objects = [
        (
            one.id,
            one.creator.name,
            one.state.value,
            one.owner_name or one.owner.value,
            one.rounds,
            one.follow_up_count,
            next_words(one, campaign.follow_ups),
            one.open_case_id,
        )
        for campaign in campaigns
        for one in store.negotiations(campaign.id)
    ]
    keys = ("Id", "Creator", "State", "Owner", "Offers", "Follow-ups", "Next look", "Open case")
    show_rows("negotiations", keys, objects, json_=True)


def _in_a_line(one: Negotiation, campaign: Campaign) -> tuple[object, ...]:
    """What comes next is a look or a case, seldom both; of the case's id only what the negotiation's does not say."""
    case = one.open_case_id.replace(one.id, "...", 1) if one.open_case_id else None
    coming = [part for part in (next_lines(one, campaign.follow_ups), case) if part]
    owner = one.owner_name or one.owner.value
    return one.id, one.creator.name, one.state.value, owner, one.rounds, one.follow_up_count, "\n".join(coming)


@negotiation.command("show")
@click.argument("negotiation_id")
@as_json
def show_(negotiation_id: str, *, json_: bool) -> None:
    """Show the whole conversation and the audit trail."""
    store = app().store
    one = store.negotiation(negotiation_id)
    follow_ups = store.campaign(one.campaign_id).follow_ups
    turns, events = store.turns(negotiation_id), store.events(negotiation_id)
    used = taken(store.usage([usage_of_negotiation(negotiation_id)]))
    value = {
        "id": one.id,
        "creator": one.creator.name,
        "contacts": [_contact(person) for person in one.participants],
        "kept_out": list(one.kept_out),
        "state": one.state.value,
        "offers": [offer.text for offer in one.offers],
        "asks": [ask.text for ask in one.asks],
        "agreed_rate": one.agreed_rate.text if one.agreed_rate else None,
        "terms": list(terms_lines(one.terms)) if one.terms else [],
        "levers": sorted(lever.value for lever in one.levers_used),
        "waiting_since": one.waiting_since if one.awaits_answer else None,
        "away_until": one.away_until,
        "follow_ups": one.follow_up_count,
        "next_look": next_step(one, follow_ups),
        "model": used,
        "turns": _turns(store, turns),
        "events": [_event(event) for event in events],
    }
    parts = (transcript(one, turns, events), silence_words(one, follow_ups), f"\nmodel: {in_words(used)}")
    show(value, "\n".join(part for part in parts if part), json_=json_)


def _turns(store: Store, turns: Sequence[TurnRecord]) -> list[dict[str, object]]:
    """Each mail of the conversation with what the model took for it and the playbook it was worded by."""
    sent = store.existing(OutboxEntry, [turn.mail_id for turn in turns if turn.outbound])
    received = store.existing(InboundRecord, [turn.mail_id for turn in turns if not turn.outbound])
    return [_turn(turn, sent.get(turn.mail_id) or received.get(turn.mail_id)) for turn in turns]


def _turn(turn: TurnRecord, mail: OutboxEntry | InboundRecord | None) -> dict[str, object]:
    return {
        "at": turn.at,
        "outbound": turn.outbound,
        "author": turn.author,
        "text": turn.text,
        "playbook": mail.playbook if isinstance(mail, OutboxEntry) else None,
        "model": of_mail(mail.use if mail else (), turn.at.date()),
    }


def _contact(person: Participant) -> dict[str, object]:
    return {
        "email": person.email,
        "name": person.name,
        "role": person.role.value,
        "title": person.title,
        "agency": person.agency,
        "copied": person.copied,
        "first_seen_at": person.first_seen_at,
    }


def _event(event: EventRecord) -> dict[str, object]:
    return {
        "at": event.at,
        "actor": event.actor,
        "kind": event.kind,
        "from": event.from_state,
        "to": event.to_state,
        "facts": dict(event.facts),
    }


def _steering(command: Command, summary: str) -> click.Command:
    @click.argument("negotiation_id")
    @acting
    @as_json
    def steer(negotiation_id: str, person: str, *, json_: bool) -> None:
        one = steer_negotiation(app(), negotiation_id, command, person)
        owner = one.owner_name or "the agent"
        value = {"id": one.id, "state": one.state.value, "owner": owner}
        withheld = command is Command.STOP and one.state is not State.STOPPED
        said = "; its closing mail was withdrawn, nothing is sent any more" if withheld else ""
        show(value, f"{one.id}: {one.state.value}, owned by {owner}{said}", json_=json_)

    return click.command(command.value, help=summary)(steer)


for _command, _summary in {
    Command.PAUSE: "Hold a negotiation: nothing is sent, mail waits.",
    Command.RESUME: "Carry on where it was paused; waiting mail is read.",
    Command.STOP: "End a negotiation for good; nothing is sent any more.",
    Command.CLAIM: "Take a negotiation over from the agent.",
    Command.RELEASE: "Hand a negotiation back to the agent.",
}.items():
    negotiation.add_command(_steering(_command, _summary))


@negotiation.command()
@click.argument("negotiation_id")
@click.argument("email")
@click.option("--cc", "change", flag_value=ContactChange.CC, type=ContactChange, help="Put them in copy of our mail.")
@click.option("--no-cc", "change", flag_value=ContactChange.NO_CC, type=ContactChange, help="Leave them out of it.")
@click.option("--remove", "change", flag_value=ContactChange.REMOVE, type=ContactChange, help="Write to them no more.")
@acting
@as_json
def contact(negotiation_id: str, email: str, change: ContactChange | None, person: str, *, json_: bool) -> None:
    """Say whether somebody gets our mail in copy.

    A contact, or somebody who was kept out.
    """
    if change is None:
        raise InvalidInput(["nothing to do: use --cc, --no-cc or --remove"])
    one = steer_contact(app(), negotiation_id, email, change, person)
    to = addressee(one.participants).email
    cc = copied(one.participants, to)
    value = {"id": one.id, "to": to, "cc": list(cc), "kept_out": list(one.kept_out)}
    show(value, f"{one.id}: mail goes to {to}, in copy {', '.join(cc) or 'nobody'}", json_=json_)

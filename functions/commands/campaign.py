"""Campaigns: import from files, launch, show."""

from pathlib import Path

import click

from functions.commands.session import app, as_json, as_objects, read_text, show, show_rows, working
from functions.commands.tokens import in_words, taken
from shared.application.cards import reason_text
from shared.application.exposed import exposed
from shared.application.import_campaign import import_campaign
from shared.application.launch_campaign import launch_campaign
from shared.domain.bargaining.exposure import Exposure
from shared.domain.campaign import Campaign
from shared.domain.errors import InvalidInput
from shared.domain.negotiation import Negotiation
from shared.domain.records import TaskRecord
from shared.domain.records.usage import usage_of_negotiation

_FILE = click.Path(exists=True, dir_okay=False, path_type=Path)


@click.group()
def campaign() -> None:
    """Import, launch and show campaigns."""


@campaign.command("import")
@click.argument("campaign_file", type=_FILE)
@click.argument("roster_file", type=_FILE)
@as_json
def import_(campaign_file: Path, roster_file: Path, *, json_: bool) -> None:
    """Import a campaign (YAML) and its roster (CSV).

    Nothing is sent before `campaign launch`. Where the budget does not cover what the offers can come to, that is
    said (with --json always, as `exposure`).

    Exit code 1 when roster rows were rejected; each is listed with its reason.
    """
    report = import_campaign(
        app().store,
        campaign_text=read_text(campaign_file),
        roster_text=read_text(roster_file),
        now=app().clock.now(),
        mailboxes=app().policy.mailboxes,
    )
    lines = [f"campaign {report.campaign_id}: {report.read} rows read, {len(report.planned)} planned"]
    lines += [f"already known: {email}" for email in report.already_known]
    lines += [f"suppressed: {email}" for email in report.suppressed]
    rejected = [line for row in report.rejected for line in row.lines()]
    lines += [f"rejected: {line}" for line in rejected]
    lines += list(report.notes)
    cost = exposed(app().store, report.campaign_id)
    lines += list(cost.notices())
    value = {
        "campaign_id": report.campaign_id,
        "read": report.read,
        "planned": report.planned,
        "already_known": report.already_known,
        "suppressed": report.suppressed,
        "rejected": rejected,
        "notes": report.notes,
        "exposure": _exposure(cost),
    }
    show(value, "\n".join(lines), json_=json_)
    raise SystemExit(1 if report.rejected else 0)


@campaign.command()
@click.argument("campaign_id")
@as_json
def launch(campaign_id: str, *, json_: bool) -> None:
    """Start the negotiations of an imported campaign.

    Launching again starts creators imported since.
    """
    mailbox = app().store.campaign(campaign_id).mailbox
    ours = app().policy.mailboxes
    if mailbox not in ours:
        raise InvalidInput([f"{campaign_id} writes from {mailbox}, but only {', '.join(ours)} is watched here"])
    with working(f"starting the negotiations of {campaign_id} ..."):
        tasks = launch_campaign(app(), campaign_id)
    cost = exposed(app().store, campaign_id)
    text = "\n".join([f"{campaign_id}: {len(tasks)} negotiation(s) started", *cost.notices()])
    show({"campaign_id": campaign_id, "started": len(tasks), "exposure": _exposure(cost)}, text, json_=json_)


def _exposure(cost: Exposure) -> dict[str, object]:
    return {
        "creators": cost.creators,
        "wanted": cost.wanted,
        "at_openings": cost.at_openings.text,
        "at_limits": cost.at_limits.text,
        "budget_left": cost.budget_left.text,
        "notices": cost.notices(),
    }


@campaign.command("list")
@as_json
def list_(*, json_: bool) -> None:
    """List campaigns in the order of their ids."""
    rows = [
        (
            one.id,
            one.client_name,
            one.state.value,
            len(one.tracker),
            one.committed.display(),
            one.budget_left.display(),
        )
        for one in app().store.campaigns()
    ]
    show_rows("campaigns", ("Id", "Client", "State", "Agreed", "Committed", "Left"), rows, json_=json_)


@campaign.command("show")
@click.argument("campaign_id")
@as_json
def show_(campaign_id: str, *, json_: bool) -> None:
    """Show where each creator of a campaign stands."""
    found = app().store.campaign(campaign_id)
    negotiations = {one.creator.email: one for one in app().store.negotiations(campaign_id)}
    rows = []
    for task in app().store.tasks(campaign_id):
        one = negotiations.get(task.creator.email)
        rows.append(
            (
                task.creator.name,
                one.id if one else None,
                one.state.value if one else task.state.value,
                one.offers[-1].display() if one and one.offers else None,
                one.agreed_rate.display() if one and one.agreed_rate else None,
                _note(task, one),
            )
        )
    title = f"{found.client_name}, {found.state.value}"
    columns = ("Creator", "Negotiation", "State", "Last offer", "Agreed", "Note")
    used = taken(app().store.usage([usage_of_negotiation(one.id) for one in negotiations.values()]))
    if json_:
        show({"creators": as_objects(columns, rows), "agreed": _books(found), "model": used}, "", json_=True)
        return
    show_rows(title, columns, rows, json_=False)
    click.echo(_books_in_words(found))
    click.echo(f"model: {in_words(used)}")


def _books(found: Campaign) -> dict[str, object]:
    """What the campaign has agreed so far, and what that leaves."""
    return {
        "count": len(found.tracker),
        "target": found.target_creators,
        "committed": found.committed.text,
        "left": found.budget_left.text,
        "average_cpm": found.tracker.average_cpm,
    }


def _books_in_words(found: Campaign) -> str:
    wanted = "" if found.target_creators is None else f" of {found.target_creators}"
    average = found.tracker.average_cpm
    cpm = "" if average is None else f", {average} per 1,000 views on average"
    money = f"{found.committed.display()} committed, {found.budget_left.display()} left"
    return f"agreed: {len(found.tracker)}{wanted}, {money}{cpm}"


def _note(task: TaskRecord, one: Negotiation | None) -> str | None:
    """What a person should know: the open case; how the opening went only until there is a negotiation."""
    if one is None:
        return task.why
    return reason_text(app().store.case(one.open_case_id).reason) if one.open_case_id else None

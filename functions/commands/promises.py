"""The seven promises, checked over this installation's books and its mailbox."""

from datetime import timedelta
from typing import Final

import click
from rich.table import Table

from functions.commands.session import app, as_json, console, show
from shared.application.check_promises import Promise, check_promises
from shared.application.outside import MailboxFacts, mailbox_facts, stored_facts
from shared.domain.errors import ParleyError

# What is younger may have its turn, or wait for the sweep, at this moment.
UNDER_WAY: Final = timedelta(minutes=10)


@click.command()
@click.option("--offline", is_flag=True, help="Ask the store alone, not the mailbox: what it doesn't know isn't found.")
@as_json
def promises(*, offline: bool, json_: bool) -> None:
    """Check the seven promises over everything that was received and sent, the last ten minutes left out.

    Exit code 1 when one is broken, and when there is nothing to check.
    """
    facts, source = _facts(offline=offline)
    found = check_promises(app().store, app().settings.mailbox, facts)
    nothing = not facts.left and not facts.received_ids
    broken = any(promise.broken for promise in found)
    status = "nothing to check" if nothing else "broken" if broken else "kept"
    listed = [{"promise": one.name, "checked": one.checked, "broken": one.broken} for one in found]
    if json_:
        show({"status": status, "source": source, "promises": listed}, "", json_=True)
    else:
        console().print(promise_table(found))
        click.echo(f"{status}, counted over {source}")
    raise SystemExit(0 if status == "kept" else 1)


def promise_table(found: tuple[Promise, ...]) -> Table:
    """Each promise with how much was checked and what broke it."""
    table = Table(title="The seven promises", title_justify="left")
    for column in ("Promise", "Checked", "Broken"):
        table.add_column(column, overflow="fold")
    for promise in found:
        table.add_row(promise.name, str(promise.checked), "\n".join(promise.broken) or "0")
    return table


def _facts(*, offline: bool) -> tuple[MailboxFacts, str]:
    mailbox, until = app().settings.mailbox, app().clock.now() - UNDER_WAY
    if not offline:
        try:
            return mailbox_facts(app(), mailbox, until), f"the mailbox {mailbox}"
        except ParleyError as error:
            click.echo(f"the mailbox could not be read, so the store alone is asked: {error}", err=True)
    return stored_facts(app().store, mailbox, until), "the store alone"

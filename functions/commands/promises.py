"""The seven promises, checked over this installation's books and its mailbox."""

from collections.abc import Callable, Sequence
from datetime import timedelta

import click
from rich.table import Table

from functions.commands.session import app, as_json, console, show, working
from shared.application.check_promises import Promise, check_promises
from shared.application.outside import MailboxFacts, mailbox_facts, stored_facts
from shared.domain.errors import ParleyError


@click.command()
@click.option("--offline", is_flag=True, help="Ask the store alone, not the mailbox: what it doesn't know isn't found.")
@as_json
def promises(*, offline: bool, json_: bool) -> None:
    """Check the seven promises over all that came and was sent.

    What is too young to be finished is left out.

    Exit code 1 when one is broken, and when there is nothing to check.
    """
    with working("asking for every mail that was received or sent ...") as sign:
        facts = {mailbox: _facts(mailbox, sign.update, offline=offline) for mailbox in app().policy.mailboxes}
        store, tell = app().store, sign.update
        found = _together([check_promises(store, mailbox, known, tell) for mailbox, (known, _) in facts.items()])
    source = ", ".join(dict.fromkeys(where for _, where in facts.values()))
    nothing = not any(known.left or known.received_ids for known, _ in facts.values())
    broken = any(promise.broken for promise in found)
    status = "nothing to check" if nothing else "broken" if broken else "kept"
    listed = [{"promise": one.name, "checked": one.checked, "broken": one.broken} for one in found]
    if json_:
        show({"status": status, "source": source, "promises": listed}, "", json_=True)
    else:
        console().print(promise_table(found))
        young = f"; what is younger than {_under_way().total_seconds():.0f} s may still be under way" if nothing else ""
        click.echo(f"{status}, counted over {source}{young}")
    raise SystemExit(0 if status == "kept" else 1)


def _together(found: Sequence[Sequence[Promise]]) -> tuple[Promise, ...]:
    """The same promise of every mailbox as one."""
    return tuple(
        Promise(
            name=of_each[0].name,
            checked=sum(one.checked for one in of_each),
            broken=tuple(dict.fromkeys(told for one in of_each for told in one.broken)),
        )
        for of_each in zip(*found, strict=True)
    )


def promise_table(found: tuple[Promise, ...]) -> Table:
    """Each promise with how much was checked and what broke it."""
    table = Table(title="The seven promises", title_justify="left")
    for column in ("Promise", "Checked", "Broken"):
        table.add_column(column, overflow="fold")
    for promise in found:
        table.add_row(promise.name, str(promise.checked), "\n".join(promise.broken) or "0")
    return table


def _under_way() -> timedelta:
    """How long a mail may have its turn or wait for the sweep: ten minutes, and on the local stack half a minute."""
    settings = app().settings
    return settings.lease + 2 * settings.patience


def _facts(mailbox: str, tell: Callable[[str], None], *, offline: bool) -> tuple[MailboxFacts, str]:
    until = app().clock.now() - _under_way()
    if not offline:
        try:
            return mailbox_facts(app(), mailbox, until, tell), f"the mailbox {mailbox}"
        except ParleyError as error:
            click.echo(f"the mailbox could not be read, so the store alone is asked: {error}", err=True)
    return stored_facts(app().store, mailbox, until), "the store alone"

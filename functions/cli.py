"""The operators' command line: `python -m functions.cli --help`. Exit 0 done, 1 found a problem, 2 wrong usage."""

import sys

import click

from emulators.stack import StackError
from functions.commands.audit import audit, outbox
from functions.commands.campaign import campaign
from functions.commands.case import case
from functions.commands.doctor import doctor
from functions.commands.inspect import inspect
from functions.commands.local import demo, up
from functions.commands.mail import mail
from functions.commands.negotiation import negotiation
from functions.commands.playbook import playbook
from functions.commands.promises import promises
from functions.commands.simulate import simulate
from functions.commands.store import migrate_, store
from functions.commands.text_tools import amounts, gate
from shared.domain.errors import ParleyError


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
def cli() -> None:
    """Parley negotiates influencer rates by email, inside a marketing team's limits."""


for command in (
    amounts,
    audit,
    campaign,
    case,
    demo,
    doctor,
    gate,
    inspect,
    mail,
    migrate_,
    negotiation,
    outbox,
    playbook,
    promises,
    simulate,
    store,
    up,
):
    cli.add_command(command)


def main() -> None:
    """Run one command; what it refuses is said in plain words, not as a traceback."""
    try:
        cli()
    except (ParleyError, StackError) as error:
        click.echo(str(error), err=True)
        sys.exit(1)


if __name__ == "__main__":
    main()

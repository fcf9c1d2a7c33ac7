"""The operators' command line: `python -m functions.cli --help`. Exit 0 done, 1 found a problem, 2 wrong usage."""

import json
import sys
from collections.abc import Callable

import click

from emulators.stack import StackError
from functions.commands.audit import audit, outbox
from functions.commands.campaign import campaign
from functions.commands.case import case
from functions.commands.doctor import doctor
from functions.commands.inspect import inspect
from functions.commands.local import demo, up
from functions.commands.mail import mail
from functions.commands.mailbox import mailbox
from functions.commands.negotiation import negotiation
from functions.commands.playbook import playbook
from functions.commands.promises import promises
from functions.commands.refused import said
from functions.commands.simulate import simulate
from functions.commands.store import migrate_, store
from functions.commands.suppress import suppress_
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
    mailbox,
    migrate_,
    negotiation,
    outbox,
    playbook,
    promises,
    simulate,
    store,
    suppress_,
    up,
):
    cli.add_command(command)


def main() -> None:
    """Run one command; what it refuses is said in plain words or, with `--json`, as an object, never as a traceback."""
    try:
        code = cli(standalone_mode=False)
    except click.ClickException as error:
        _tell(error.format_message(), "usage", error.show)
        sys.exit(error.exit_code)
    except click.Abort:
        _tell("aborted", "aborted", None)
        sys.exit(1)
    except (ParleyError, StackError) as error:
        _tell(said(error), type(error).__name__, None)
        sys.exit(1)
    sys.exit(code if isinstance(code, int) else 0)


def _tell(text: str, kind: str, show: Callable[[], None] | None) -> None:
    if "--json" in sys.argv:
        click.echo(json.dumps({"error": kind, "problems": text.splitlines()}, ensure_ascii=False), err=True)
    elif show is not None:
        show()
    else:
        click.echo(text, err=True)


if __name__ == "__main__":
    main()

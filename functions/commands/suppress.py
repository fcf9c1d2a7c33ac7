"""Addresses that must not be written to: add, remove, list."""

import click

from functions.commands.session import acting, app, as_json, show, show_rows
from shared.application.suppress import lift_suppression, suppress, suppressions


@click.group("suppress")
def suppress_() -> None:
    """Keep the addresses that must not be written to.

    Bounces add theirs by themselves.
    """


@suppress_.command()
@click.argument("email")
@click.option("--why", required=True, help="For whoever looks at it later, e.g. asked us on the phone.")
@acting
@as_json
def add(email: str, why: str, person: str, *, json_: bool) -> None:
    """Never write to this address again.

    No import, launch, opening, follow-up or approval will.
    """
    record = suppress(app(), email, person, why=why)
    show({"email": record.email, "why": record.why, "by": record.by}, f"{record.email} is suppressed", json_=json_)


@suppress_.command()
@click.argument("email")
@acting
@as_json
def remove(email: str, person: str, *, json_: bool) -> None:
    """Allow mail to this address again."""
    record = lift_suppression(app(), email, person)
    value = {"email": record.email, "lifted_by": record.lifted_by}
    show(value, f"{record.email} may be written to again", json_=json_)


@suppress_.command("list")
@as_json
def list_(*, json_: bool) -> None:
    """List every address, with who suppressed it and why.

    Also those that may be written to again.
    """
    rows = [(one.email, one.at, one.by, one.why, one.lifted_by) for one in suppressions(app())]
    columns = ("Email", "At", "By", "Why", "Lifted by")
    show_rows("suppressed addresses", columns, rows, json_=json_, key="suppressions")

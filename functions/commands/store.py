"""Whole stores: bring documents to today's schema, copy from one store to another."""

from pathlib import Path

import click

from functions.commands.session import app, as_json, show, show_rows
from shared.application.copy_store import Copied, copy_store
from shared.application.migrate import Migrated, migrate
from shared.bootstrap import open_store
from shared.config import read_project
from shared.domain.errors import InvalidInput


@click.command("migrate")
@click.option("--write", is_flag=True, help="Write the upgraded documents; without it nothing is changed.")
@as_json
def migrate_(*, write: bool, json_: bool) -> None:
    """Show documents of an older schema; --write upgrades them.

    Exit code 1 when documents are left that are newer than this Parley, unreadable, or were changed meanwhile.
    """
    found = []
    for one in migrate(app().store, write=write):
        found.append(one)
        click.echo(f"{one.collection}: {one.documents} looked at", err=True)
    rows = [(one.collection, one.documents, one.outdated, len(one.newer), len(one.corrupt)) for one in found]
    left = [line for one in found for line in _left(one)]
    if json_:
        columns = ("collection", "documents", "outdated", "newer", "corrupt")
        collections = [dict(zip(columns, row, strict=True)) for row in rows]
        show({"written": write, "collections": collections, "left": left}, "", json_=True)
    else:
        columns = ("Collection", "Documents", "Outdated", "Newer", "Corrupt")
        show_rows("collections", columns, rows, json_=False)
        outdated = sum(one.outdated for one in found)
        said = "upgraded" if write else "to upgrade; nothing was written, repeat with --write"
        click.echo("\n".join([*left, f"{outdated} document(s) {said}"]))
    raise SystemExit(1 if left else 0)


@click.group()
def store() -> None:
    """Work with whole stores."""


@store.command("copy")
@click.argument("source", metavar="FROM")
@click.argument("target", metavar="TO")
@click.option("--resume", is_flag=True, help="Go on with an earlier copy; what is there is left alone and compared.")
@as_json
def copy(source: str, target: str, *, resume: bool, json_: bool) -> None:
    """Copy a whole store into another, and read it back.

    FROM and TO are `sqlite:PATH` or `firestore`. Stop the functions first.

    Exit code 1 when the target does not hold exactly what the source does.
    """
    project = _checked(source, target)
    opened = open_store(source, project), open_store(target, project)
    found = []
    for one in copy_store(*opened, resume=resume):
        found.append(one)
        click.echo(f"{one.collection}: {one.verified} of {one.documents} verified", err=True)
    left = [line for one in found for line in _not_copied(one)]
    rows = [(one.collection, one.documents, one.copied, one.verified, one.in_target) for one in found]
    if json_:
        columns = ("collection", "documents", "copied", "verified", "in_target")
        show({"collections": [dict(zip(columns, row, strict=True)) for row in rows], "left": left}, "", json_=True)
    else:
        show_rows("collections", ("Collection", "Documents", "Copied", "Verified", "In target"), rows, json_=False)
        click.echo("\n".join(left) or "the target holds exactly what the source does")
    raise SystemExit(0 if all(one.is_whole for one in found) else 1)


def _left(one: Migrated) -> list[str]:
    newer = [f"{place} is of a schema newer than this Parley; left alone" for place in one.newer]
    overtaken = [f"{one.overtaken} in {one.collection} changed meanwhile; run again"] if one.overtaken else []
    return [*newer, *one.corrupt, *overtaken]


def _not_copied(one: Copied) -> list[str]:
    extra = one.in_target - one.documents
    differing = [f"{place} differs in the target" for place in one.differing]
    more = [f"{one.collection}: the target has {extra} more than the source"] if extra > 0 else []
    return [*differing, *one.corrupt, *more]


def _checked(source: str, target: str) -> str:
    problems = [
        f"{name} is no store: use `firestore` or `sqlite:PATH`"
        for name in (source, target)
        if name != "firestore" and (not name.startswith("sqlite:") or name == "sqlite:")
    ]
    if source == target:
        problems.append("FROM and TO are the same store")
    if source.startswith("sqlite:") and not Path(source.removeprefix("sqlite:")).is_file():
        problems.append(f"{source}: there is no such file")
    if problems:
        raise InvalidInput(problems)
    return read_project() if "firestore" in (source, target) else ""

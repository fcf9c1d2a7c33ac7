"""The playbook: checked as the team edits it."""

from pathlib import Path

import click

from functions.commands.session import as_json, show
from shared.adapters.playbook import KNOWLEDGE, load_playbook
from shared.domain.errors import InvalidInput
from shared.domain.negotiation import Stage
from shared.domain.writing.playbook import Playbook

_FOLDER = click.Path(exists=True, file_okay=False, path_type=Path)


@click.group()
def playbook() -> None:
    """Look after the guides and example mails in shared/knowledge."""


@playbook.command()
@click.option("--folder", type=_FOLDER, default=KNOWLEDGE, help="Another folder than shared/knowledge.")
@as_json
def check(folder: Path, *, json_: bool) -> None:
    """Check every file, and every example mail as if it were to leave.

    Exit code 1 when something is wrong; each problem names its file and line.
    """
    try:
        found = load_playbook(folder)
    except InvalidInput as error:
        problems, described = list(error.problems), {}
    else:
        problems, described = [], _described(found)
    value = {"passed": not problems, "problems": problems, **described}
    summary = f"version {described.get('version')}: {described.get('examples')} example mails, all fit to leave"
    show(value, "\n".join(problems) or summary, json_=json_)
    raise SystemExit(1 if problems else 0)


def _described(found: Playbook) -> dict[str, object]:
    stages = {stage.value: sum(stage in one.stages for one in found.examples) for stage in Stage}
    return {"version": found.version, "examples": len(found.examples), "by_stage": stages}

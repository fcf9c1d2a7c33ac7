"""Is this installation well? Settings, store, mailbox, Slack, Claude, queues and what is stuck, each with its fix."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from itertools import zip_longest

import click

from functions.commands.session import SETTINGS_FIX, app, as_json, show
from shared.application.examine import Finding, examine
from shared.application.topics import CAMPAIGN_TASKS, GMAIL_NOTIFICATIONS, INBOUND_MESSAGES
from shared.bootstrap import fit_playbook
from shared.domain.errors import InvalidInput

_TOPICS = (GMAIL_NOTIFICATIONS, INBOUND_MESSAGES, CAMPAIGN_TASKS)


@click.command()
@click.option("--paid", is_flag=True, help="Also ask Claude for one token with each model, which costs a little.")
@as_json
def doctor(*, paid: bool, json_: bool) -> None:
    """Examine this installation and say how to mend what is wrong.

    Nothing is changed.

    Exit code 1 when there is a problem.
    """
    found = list(_examined(paid=paid))
    lines = [{"part": one.part, "well": one.is_well, "said": one.said, "fix": one.fix} for one in found]
    show({"findings": lines}, "\n".join(_lines(found)), json_=json_)
    raise SystemExit(0 if all(one.is_well for one in found) else 1)


def _examined(*, paid: bool) -> Iterator[Finding]:
    try:
        settings = app().settings
    except InvalidInput as error:
        told = (problem for problem in error.problems if problem != SETTINGS_FIX)
        yield from (Finding(part="settings", said=problem, fix=SETTINGS_FIX) for problem in told)
        return
    yield Finding(part="settings", said=f"complete, store {settings.store}, project {settings.project}")
    yield from examine(app(), _probes(paid=paid))
    if not paid:
        yield Finding(part="claude", said="not asked: a call costs; repeat with --paid")


def _probes(*, paid: bool) -> Mapping[str, tuple[Callable[[], str], str]]:
    probes: dict[str, tuple[Callable[[], str], str]] = {
        "playbook": (_playbook, "mend the files, see docs/playbook.md; until then no function that words mails starts"),
        "slack": (lambda: app().notifier.look(), "check the bot's token, and invite the bot into both channels"),
        "pubsub": (
            lambda: app().publisher.look(_TOPICS),
            "`terraform apply` makes the topics; looking at them takes the role pubsub.viewer",
        ),
    }
    if paid:
        probes["claude"] = (lambda: app().model.look(), "check the API key and the models' names")
    return probes


def _playbook() -> str:
    found = fit_playbook()
    return f"version {found.version}, {len(found.examples)} example mails, all fit to leave"


def _lines(found: Sequence[Finding]) -> Iterator[str]:
    """Each finding; a fix that several in a row share once, under the last of them."""
    for one, after in zip_longest(found, found[1:]):
        yield f"{'ok      ' if one.is_well else 'problem '} {one.part}: {one.said}"
        if not one.is_well and (after is None or after.fix != one.fix):
            yield f"         -> {one.fix}"

"""The local stack: `demo` plays a whole campaign on it, `up` keeps it running to play by hand."""

import json
import os
import signal
import sys
import tempfile
import threading
from pathlib import Path

import click
from rich.console import Console

from emulators.stack import Choice, Stack, running_stack
from functions.commands.demo_play import hurried, play
from functions.commands.demo_report import as_text, as_value, is_sound
from functions.commands.session import as_json
from functions.commands.session import console as stdout
from shared.config import STACK_ENVIRONMENT, STACK_HOLDER, has_variable, stack_holder
from shared.domain.errors import InvalidInput

_CLAUDE = "https://api.anthropic.com"

_stack = click.option(
    "--stack", type=click.Choice(["embedded", "gcloud"]), default="embedded", help="gcloud: the official emulators."
)
_model = click.option(
    "--model", type=click.Choice(["scripted", "claude"]), default="scripted", help="claude: the real API, your key."
)


@click.command()
@_stack
@_model
@as_json
def demo(stack: str, model: str, *, json_: bool) -> None:
    """Play a sample campaign with 12 simulated creators.

    It is played to its end, and the seven promises are checked.
    """
    console = Console(stderr=True, quiet=json_)
    folder = Path(tempfile.mkdtemp(prefix="parley-demo-"))
    choice = Choice(official=stack == "gcloud", claude_url=_CLAUDE if model == "claude" else None, creators=True)
    _check(model)
    # A stop must end the stack too: left alone it would run on without its parent.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(1))
    console.print(_introduction(stack, model))
    with running_stack(folder, choice) as running:
        result = play(running, console)
    if json_:
        click.echo(as_value(result))
    else:
        console.print()
        stdout().print(as_text(result, folder))
    raise SystemExit(0 if is_sound(result) else 1)


@click.command()
@_stack
@_model
@as_json
def up(stack: str, model: str, *, json_: bool) -> None:
    """Keep the local stack running until Ctrl-C.

    The other commands find it by themselves.
    """
    _check(model)
    _refuse_a_second()
    folder = Path(tempfile.mkdtemp(prefix="parley-up-"))
    choice = Choice(official=stack == "gcloud", claude_url=_CLAUDE if model == "claude" else None)
    with running_stack(folder, choice) as running:
        hurried(running)
        _remember(running)
        try:
            _print_urls(running, folder, json_=json_)
            _wait()
        finally:
            STACK_ENVIRONMENT.unlink(missing_ok=True)


def _check(model: str) -> None:
    if model == "claude" and not has_variable("ANTHROPIC_API_KEY"):
        raise InvalidInput(["ANTHROPIC_API_KEY is not set: the real Claude API needs your key"])


def _refuse_a_second() -> None:
    """One stack at a time: the commands would reach the newest and leave the other's mail alone."""
    holder = stack_holder()
    if holder is not None:
        raise InvalidInput([f"the local stack is running already, in process {holder}: use it, or end it with Ctrl-C"])
    if STACK_ENVIRONMENT.exists():
        click.echo(
            f"An earlier stack was killed; {STACK_ENVIRONMENT} is replaced, its processes may still run.", err=True
        )


def _introduction(stack: str, model: str) -> str:
    where = "the official Firestore and Pub/Sub emulators" if stack == "gcloud" else "SQLite and the Pub/Sub stand-in"
    who = "the real Claude API" if model == "claude" else "a scripted stand-in for Claude, not a model"
    return f"Starting the local stack on {where}; mails are read and worded by {who}."


def _remember(running: Stack) -> None:
    STACK_ENVIRONMENT.parent.mkdir(exist_ok=True)
    variables = {**running.environment, STACK_HOLDER: os.getpid()}
    STACK_ENVIRONMENT.write_text("".join(f"{name}={value}\n" for name, value in variables.items()))


def _print_urls(running: Stack, folder: Path, *, json_: bool) -> None:
    if json_:
        click.echo(json.dumps({"urls": running.urls, "logs": str(folder)}))
        return
    for name, url in running.urls.items():
        click.echo(f"{name:20} {url}")
    click.echo(f"logs in {folder}\nStop with Ctrl-C.")


def _wait() -> None:
    stopped = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: stopped.set())
    stopped.wait()

"""What commands say on the way: whether the promises were kept, where everything listens, that something is done."""

import json
import os
import pty
import subprocess
import sys
from dataclasses import replace
from io import StringIO
from pathlib import Path

import pytest
from rich.console import Console

from emulators.stack import Stack
from functions.commands.demo_play import Played
from functions.commands.demo_report import as_text, as_value, is_sound
from functions.commands.local import _print_urls
from shared.application.check_promises import Promise
from shared.application.import_campaign import ImportReport
from shared.application.outside import MailboxFacts
from shared.domain.negotiation import Stage
from shared.domain.terms import Lever
from tests.unit.domain.builders import campaign, negotiation, opened, ours, theirs

KEPT = Promise(name="nothing is sent twice", checked=2, broken=())
NAMES = (
    "nothing is lost",
    "nothing is sent that was not decided",
    "state first",
    "a stop is a stop",
    "money never defaults",
    "nothing stops silently",
)
PLAYED = Played(
    campaign=campaign(),
    imported=ImportReport(
        campaign_id="spring", read=0, planned=(), already_known=(), suppressed=(), rejected=(), notes=()
    ),
    negotiations=(negotiation(),),
    entries=(),
    inbound=(),
    facts=MailboxFacts(received_ids=(), left=()),
    promises=(KEPT, *(Promise(name=name, checked=1, broken=()) for name in NAMES)),
    posts=(),
    usage=(),
    seconds=1.0,
    settled=True,
)


def test_a_demo_that_settled_and_kept_every_promise_is_sound() -> None:
    assert is_sound(PLAYED)


@pytest.mark.parametrize("place", range(7))
def test_one_broken_promise_makes_the_demo_fail(place: int) -> None:
    promises = list(PLAYED.promises)
    promises[place] = replace(promises[place], broken=("spring-1",))
    assert not is_sound(replace(PLAYED, promises=tuple(promises)))


def test_a_demo_that_did_not_settle_or_negotiated_nothing_fails() -> None:
    assert not is_sound(replace(PLAYED, settled=False))
    assert not is_sound(replace(PLAYED, negotiations=()))


def test_a_mail_that_was_sent_twice_is_counted_in_the_object() -> None:
    twice = replace(PLAYED, promises=(replace(KEPT, broken=("spring-1",)), *PLAYED.promises[1:]))
    assert json.loads(as_value(twice))["duplicate_sends"] == 1


@pytest.mark.parametrize(
    ("lever", "shown"),
    [
        (Lever.SCENARIO_2, "offer $1,480.00 (1 Instagram Reel)"),
        (Lever.USAGE_RIGHTS, "offer $1,480.00 (shorter usage rights)"),
        (Lever.PRODUCT, "offer $1,480.00 (+ product)"),
        (Lever.SYNDICATION, "offer $1,480.00 (+ cross-posting)"),
        (Lever.SHARE_CPM, "offer $1,480.00 (CPM explained)"),
    ],
)
def test_a_lever_stands_beside_the_offer_that_came_with_it(lever: Lever, shown: str) -> None:
    countered = replace(ours("1480", Stage.COUNTER), lever=lever)
    played = replace(PLAYED, negotiations=(negotiation(ledger=opened(theirs("2000"), countered)),))
    screen = Console(width=200, record=True, file=StringIO())
    screen.print(as_text(played, Path("logs")))
    assert f" offer $1,000.00, ask $2,000.00, {shown} " in screen.export_text()
    (described,) = json.loads(as_value(played))["negotiations"]
    assert (described["offers"], described["levers"]) == (["1000.00", "1480.00"], [lever.value])


def test_the_addresses_of_the_stack_are_lines_or_one_object(capsys: pytest.CaptureFixture[str]) -> None:
    stack = Stack(folder=Path("logs"), urls={"gmail": "http://127.0.0.1:1"})
    _print_urls(stack, Path("logs"), json_=True)
    _print_urls(stack, Path("logs"), json_=False)
    printed, *lines = capsys.readouterr().out.splitlines()
    assert json.loads(printed) == {"urls": {"gmail": "http://127.0.0.1:1"}, "logs": "logs"}
    assert lines == ["gmail                http://127.0.0.1:1", "logs in logs", "Stop with Ctrl-C."]


TOLD = "from functions.commands.session import working\nwith working('reading ...'):\n    pass\nprint('done')"


def test_long_work_shows_a_sign_of_life_in_a_terminal_and_none_in_a_file() -> None:
    terminal, stderr = pty.openpty()
    shown = subprocess.run([sys.executable, "-c", TOLD], stdout=subprocess.PIPE, stderr=stderr, text=True, timeout=60)
    os.close(stderr)
    assert (shown.returncode, shown.stdout) == (0, "done\n")
    assert "reading ..." in os.read(terminal, 10_000).decode()
    os.close(terminal)

    kept = subprocess.run([sys.executable, "-c", TOLD], capture_output=True, text=True, timeout=60)
    assert (kept.stdout, kept.stderr.strip()) == ("done\n", "")

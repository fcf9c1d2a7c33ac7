"""Fuzz every reader for a while: `python -m tests.fuzz --seconds 60`. Exit 0 nothing found, 1 a crash or hang, 2 usage.

Needs requirements-fuzz.txt. What was found is left under var/fuzz; a mended find belongs into tests/fuzz/corpus.
"""

import argparse
import importlib.util
import re
import subprocess
import sys
from pathlib import Path

import click

HERE = Path(__file__).parent
ROOT = HERE.parents[1]
MAILS = HERE.parent / "data" / "mail"
NAMES = ("message", "header", "address", "html", "text", "amounts")
# An input that needs longer, or more memory, is a hang or a bomb: mails of the corpus need milliseconds.
HANG_SECONDS = 10
MEMORY_MB = 2_048
LONGEST_INPUT_BYTES = 20_000


def main() -> int:
    arguments = _arguments()
    if importlib.util.find_spec("atheris") is None:
        click.echo("atheris is not installed here: pip install -r requirements-fuzz.txt", err=True)
        return 2
    seconds = max(1, arguments.seconds // len(arguments.targets))
    failed = [name for name in arguments.targets if _fuzz(name, seconds) != 0]
    for name in failed:
        click.echo(f"{name}: found something, see {_finds(name)}", err=True)
    return 1 if failed else 0


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tests.fuzz", description="Fuzz the readers of mail and amounts.")
    parser.add_argument("--seconds", type=int, default=60, help="for all targets together")
    parser.add_argument("targets", nargs="*", help=f"out of {', '.join(NAMES)}; all when none is named")
    arguments = parser.parse_args()
    if unknown := set(arguments.targets) - set(NAMES):
        parser.error(f"no such target: {', '.join(sorted(unknown))}")
    arguments.targets = arguments.targets or list(NAMES)
    return arguments


def _fuzz(name: str, seconds: int) -> int:
    grown, finds = ROOT / "var" / "fuzz" / name, _finds(name)
    for folder in (grown, finds):
        folder.mkdir(parents=True, exist_ok=True)
    seeds = [folder for folder in (HERE / "corpus" / name, *([MAILS] if name == "message" else [])) if folder.exists()]
    options = {
        "max_total_time": seconds,
        "timeout": HANG_SECONDS,
        "rss_limit_mb": MEMORY_MB,
        "max_len": LONGEST_INPUT_BYTES,
        "artifact_prefix": f"{finds}/",
        "print_final_stats": 1,
        "verbosity": 0,
    }
    command = [sys.executable, "-m", "tests.fuzz.one", name, *map(str, [grown, *seeds])]
    command += [f"-{option}={value}" for option, value in options.items()]
    longest = seconds + 20 * HANG_SECONDS
    ran = subprocess.run(command, cwd=ROOT, timeout=longest, check=False, stderr=subprocess.PIPE, text=True)
    _report(name, ran)
    return ran.returncode


def _report(name: str, ran: subprocess.CompletedProcess[str]) -> None:
    """One line when nothing was found; everything that libFuzzer wrote when something was."""
    stats = dict(re.findall(r"^stat::(\w+):\s+(\d+)$", ran.stderr, re.MULTILINE))
    runs, speed = stats.get("number_of_executed_units", "?"), stats.get("average_exec_per_sec", "?")
    click.echo(f"{name}: {runs} inputs, {speed}/s, {'found something' if ran.returncode else 'nothing found'}")
    if ran.returncode:
        click.echo(ran.stderr, err=True)


def _finds(name: str) -> Path:
    return ROOT / "var" / "fuzz" / "found" / name


if __name__ == "__main__":
    sys.exit(main())

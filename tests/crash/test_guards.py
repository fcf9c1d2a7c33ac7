"""Each guard is deleted in a copy of the tree, and the test that is there for it fails on that copy."""

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

import pytest

from tests.crash.guards import GUARDS, Guard
from tests.crash.world import ROOT

COPIED = ("shared", "functions", "emulators", "tests")
RUN_SECONDS = 200

_MARKS = [pytest.param(guard, id=guard.name, marks=[pytest.mark.firestore] * guard.needs_firestore) for guard in GUARDS]


@pytest.fixture(scope="session")
def copy(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The tree, to be changed."""
    folder = tmp_path_factory.mktemp("tree")
    for name in COPIED:
        shutil.copytree(ROOT / name, folder / name, ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copy(ROOT / "pyproject.toml", folder)
    return folder


@pytest.mark.parametrize("guard", _MARKS)
def test_a_test_fails_without_the_guard(copy: Path, guard: Guard, request: pytest.FixtureRequest) -> None:
    emulator = request.getfixturevalue("firestore_emulator") if guard.needs_firestore else None
    with deleted(copy, guard):
        run = run_tests(copy, [guard.test], emulator)
    assert (run.returncode, f"FAILED {guard.test}" in run.stdout) == (1, True), run.stdout[-3000:]


def test_the_tests_of_all_guards_pass_with_them(copy: Path) -> None:
    run = run_tests(copy, [guard.test for guard in GUARDS if not guard.needs_firestore], None)
    assert run.returncode == 0, run.stdout[-3000:]


@pytest.mark.firestore
def test_the_tests_of_firestores_guards_pass_with_them(copy: Path, firestore_emulator: str) -> None:
    run = run_tests(copy, [guard.test for guard in GUARDS if guard.needs_firestore], firestore_emulator)
    assert run.returncode == 0, run.stdout[-3000:]


@contextmanager
def deleted(copy: Path, guard: Guard) -> Iterator[None]:
    """The copy without the guard for the length of the block."""
    file = copy / guard.file
    source = file.read_text()
    assert source.count(guard.snippet) == 1, f"{guard.file} holds this {source.count(guard.snippet)} times"
    _write(file, source.replace(guard.snippet, guard.without))
    try:
        yield
    finally:
        _write(file, source)


def _write(file: Path, source: str) -> None:
    # Compiled code is known by size and second: each change must be in a second of its own.
    changed_at = file.stat().st_mtime + 2
    file.write_text(source)
    os.utime(file, (changed_at, changed_at))


def run_tests(copy: Path, tests: Sequence[str], emulator: str | None) -> subprocess.CompletedProcess[str]:
    environment = {name: os.environ[name] for name in ("PATH", "HOME") if name in os.environ}  # noqa: TID251
    if emulator:
        environment["FIRESTORE_EMULATOR_HOST"] = emulator
    command = [sys.executable, "-m", "pytest", "-q", "-x", "-p", "no:cacheprovider", *dict.fromkeys(tests)]
    return subprocess.run(
        command, cwd=copy, env=environment, capture_output=True, text=True, timeout=RUN_SECONDS, check=False
    )

"""What is told to be tested is: a test by its name for each failure mode of the documentation and each lesson."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

TESTS = Path(__file__).parents[1]
FAILURES = TESTS.parent / "docs" / "failures.md"

# Lessons of the negotiation: prices, levers, people, words. Each is what a real system once got wrong.
NEGOTIATION_LESSONS = (*range(1, 26), *range(81, 89))

# Lessons of the mail's way: receiving, knowing who speaks, answering. Each is what a real system once got wrong.
MAIL_LESSONS = range(26, 40)


def names_in(file: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(file.read_text())):
        if isinstance(node, ast.FunctionDef) and node.name.startswith("test_"):
            yield node.name


@pytest.fixture(scope="module")
def names() -> set[str]:
    return {name for file in TESTS.rglob("test_*.py") for name in names_in(file)}


def numbers(names: set[str], pattern: str) -> set[int]:
    return {int(found.group(1)) for name in names if (found := re.match(pattern, name))}


def test_each_failure_mode_of_the_documentation_has_its_test_and_each_test_its_row(names: set[str]) -> None:
    told = [int(number) for number in re.findall(r"^\| (\d\d) \|", FAILURES.read_text(), re.MULTILINE)]
    assert told == list(range(1, 23))
    assert numbers(names, r"test_failure_mode_(\d\d)_\w") == set(told)


def test_each_lesson_of_the_mails_way_has_its_test(names: set[str]) -> None:
    assert set(MAIL_LESSONS) - numbers(names, r"test_l(\d\d)_\w") == set()


def test_each_lesson_of_the_negotiation_has_its_test(names: set[str]) -> None:
    assert set(NEGOTIATION_LESSONS) - numbers(names, r"test_l(\d\d)_\w") == set()

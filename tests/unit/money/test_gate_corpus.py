"""Mails as people write them: 230 that may leave, and 640 with one wrong line under the check that must name it."""

import pytest

from shared.domain.gate import check_mail
from tests.unit.money.gate_corpus import decided, load

DECIDED = decided()
RIGHT = [(name, prose) for name, texts in load("right").items() for prose in texts]
WRONG = [
    (name, check, line) for name, checks in load("wrong").items() for check, lines in checks.items() for line in lines
]


def test_the_corpus_is_as_large_as_it_says() -> None:
    assert (len(RIGHT) >= 230, len(WRONG) >= 640) == (True, True)


@pytest.mark.parametrize(("name", "prose"), RIGHT)
def test_a_right_mail_passes(name: str, prose: str) -> None:
    assert check_mail(DECIDED[name].mail(prose), DECIDED[name].terms) == ()


@pytest.mark.parametrize(("name", "check", "line"), WRONG)
def test_a_wrong_line_is_caught_by_its_check(name: str, check: str, line: str) -> None:
    prose = line if "\n" in line else f"Thank you for your mail. {line}"
    found = {failure.check for failure in check_mail(DECIDED[name].mail(prose), DECIDED[name].terms)}
    assert check in found

"""Both ends of what is too long are kept, and what is missing is said."""

import pytest

from shared.domain.excerpt import excerpt


@pytest.mark.parametrize("text", ["", "short", "x" * 30])
def test_what_fits_is_whole(text: str) -> None:
    assert (excerpt(text, 30).text, excerpt(text, 30).left_out) == (text, 0)


def test_the_middle_is_left_out() -> None:
    cut = excerpt("a" * 20 + "m" * 1_000 + "z" * 10, 30)

    assert cut.text == "a" * 20 + "\n[1,000 characters are left out here]\n" + "z" * 10
    assert cut.left_out == 1_000

"""What the fuzzer once found, and its seeds, without the fuzzer."""

from pathlib import Path

import pytest

from tests.fuzz.__main__ import NAMES
from tests.fuzz.targets import TARGETS

CORPUS = Path(__file__).parent / "corpus"
FILES = sorted(path for path in CORPUS.glob("*/*") if path.is_file())


def test_every_target_has_seeds_and_is_run() -> None:
    assert {file.parent.name for file in FILES} == set(TARGETS) == set(NAMES)


@pytest.mark.timeout(20)  # a hang, not a measure of speed
@pytest.mark.parametrize("file", FILES, ids=[f"{file.parent.name}-{file.name}" for file in FILES])
def test_kept_input_is_read(file: Path) -> None:
    TARGETS[file.parent.name](file.read_bytes())

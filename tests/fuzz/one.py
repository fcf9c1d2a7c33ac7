"""One target under libFuzzer: `python -m tests.fuzz.one TARGET [libFuzzer's own options]`."""

import importlib
import sys


def main() -> None:
    atheris = importlib.import_module("atheris")  # only where requirements-fuzz.txt is installed
    name = sys.argv.pop(1)
    with atheris.instrument_imports(include=["shared.domain", "email"]):
        from tests.fuzz.targets import TARGETS
    atheris.Setup(sys.argv, TARGETS[name])
    atheris.Fuzz()


if __name__ == "__main__":
    main()

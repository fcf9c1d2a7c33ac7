"""Every attack with every goal: `python -m tests.injection`; what got through is printed, and the counts."""

import sys
from collections import Counter

from tests.injection.attacks import own_attacks, package_attacks
from tests.injection.play import attempts, trial

COLUMNS = ("attempts", "read", "obeyed", "answered", "successes")


def main() -> int:
    """Answers 1 when an attack reached anything."""
    counts: dict[str, Counter[str]] = {}
    for attempt in attempts([*own_attacks(), *package_attacks()]):
        found = trial(attempt)
        seen = {"attempts": True, "read": found.read, "obeyed": found.obeyed, "answered": found.answered}
        seen["successes"] = found.harm is not None
        counts.setdefault(f"{attempt.attack.suite}, {attempt.model}", Counter()).update(
            name for name, happened in seen.items() if happened
        )
        if found.harm is not None:
            sys.stdout.write(f"{attempt}: {found.harm}\n")
    total = sum(counts.values(), Counter())
    rows = [_row("templates, model", COLUMNS), *(_row(name, _of(counts[name])) for name in sorted(counts))]
    sys.stdout.write("\n".join((*rows, _row("all", _of(total)))) + "\n")
    return 1 if total["successes"] else 0


def _of(counted: Counter[str]) -> tuple[str, ...]:
    return tuple(str(counted[name]) for name in COLUMNS)


def _row(name: str, cells: tuple[str, ...]) -> str:
    return f"{name:<20}" + "".join(f"{cell:>10}" for cell in cells)


if __name__ == "__main__":
    sys.exit(main())

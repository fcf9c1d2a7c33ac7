"""Stage build/KEY for every function: the folder that Terraform archives and Cloud Functions builds.

    python terraform/package.py [--root CHECKOUT] [--out FOLDER]

Every top-level file of functions/ is a function, except the operators' command line. A staged folder holds that file as
main.py, shared/ (code and texts only) and requirements.txt; whatever is not named here cannot reach an archive.
"""

from __future__ import annotations

import argparse
import re
import shutil
import sys
from collections.abc import Iterator
from pathlib import Path

NOT_FUNCTIONS = frozenset({"__init__", "cli"})
SHARED_SUFFIXES = frozenset({".py", ".md", ".yaml", ".json"})
CREDENTIAL = re.compile(rb"-----BEGIN [A-Z ]*PRIVATE KEY-----\s|sk-ant-[\w-]{20,}|xox[abprs]-[\w-]{20,}")


def function_keys(root: Path) -> list[str]:
    return sorted(path.stem for path in (root / "functions").glob("*.py") if path.stem not in NOT_FUNCTIONS)


def shared_files(root: Path) -> Iterator[Path]:
    """Code and texts of shared/, in a fixed order; a link could lead out of the checkout and is left out."""
    for path in sorted((root / "shared").rglob("*")):
        hidden = any(part.startswith((".", "__pycache__")) for part in path.relative_to(root).parts)
        if path.suffix in SHARED_SUFFIXES and path.is_file() and not path.is_symlink() and not hidden:
            yield path


def staged_files(root: Path, key: str) -> dict[str, Path]:
    """Name inside the archive -> file of the checkout."""
    files = {"main.py": root / "functions" / f"{key}.py", "requirements.txt": root / "requirements.txt"}
    return files | {path.relative_to(root).as_posix(): path for path in shared_files(root)}


def stage(root: Path, key: str, out: Path) -> int:
    """Write the folder anew and return how many files it holds.

    Raises:
        ValueError: a file holds what looks like a credential.
    """
    target = out / key
    shutil.rmtree(target, ignore_errors=True)
    files = staged_files(root, key)
    for name, source in files.items():
        content = source.read_bytes()
        if CREDENTIAL.search(content):
            raise ValueError(f"{source}: looks like a credential; it stays out of an archive")
        (target / name).parent.mkdir(parents=True, exist_ok=True)
        (target / name).write_bytes(content)
    return len(files)


def main() -> int:
    root = Path(__file__).resolve().parent.parent
    parser = argparse.ArgumentParser(description="Stage the folder of every function's archive.")
    parser.add_argument("--root", type=Path, default=root, help="the checkout")
    parser.add_argument("--out", type=Path, help="where the folders go; build/ of the checkout unless given")
    options = parser.parse_args()
    out = options.out or options.root / "build"
    for key in function_keys(options.root):
        sys.stdout.write(f"{key}: {stage(options.root, key, out)} files\n")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())

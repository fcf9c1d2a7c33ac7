import argparse

from emulators.claude.app import create_app
from emulators.server import run


def main() -> None:
    """Serve until SIGTERM."""
    parser = argparse.ArgumentParser(prog="python -m emulators.claude")
    parser.add_argument("--port", type=int, default=0, help="0 takes a free one")
    run(create_app(), name="claude", port=parser.parse_args().port, details={"stand_in": "scripted, no model"})


if __name__ == "__main__":
    main()

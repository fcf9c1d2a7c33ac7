import argparse
import json
import signal
import sys
import threading

from emulators.creators.cast import cast
from emulators.creators.gmail import GmailPost
from emulators.creators.play import Json, Play
from emulators.wallclock import now


def main() -> None:
    """Play until SIGTERM; one JSON line per action."""
    options = _options()
    stopped = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: stopped.set())
    play = Play(
        cast(),
        GmailPost(options.gmail, options.mailbox),
        now=now,
        tell=_tell,
        thinking_seconds=options.thinking_seconds,
    )
    _tell({"name": "creators", "creators": len(cast())})
    while not stopped.wait(options.poll_seconds):
        play.step()


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m emulators.creators")
    parser.add_argument("--gmail", required=True, help="URL of the Gmail stand-in")
    parser.add_argument("--mailbox", required=True, help="address that the product writes from")
    parser.add_argument("--thinking-seconds", type=float, default=0.3, help="before each answer")
    parser.add_argument("--poll-seconds", type=float, default=0.25)
    return parser.parse_args()


def _tell(line: Json) -> None:
    sys.stdout.write(json.dumps(line) + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main()

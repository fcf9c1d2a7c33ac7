import argparse
import json
import signal
import sys
import time

from emulators.creators.cast import cast
from emulators.creators.gmail import GmailPost
from emulators.creators.play import Json, Play
from emulators.wallclock import now


def main() -> None:
    """Play until SIGTERM; one JSON line per action."""
    options = _options()
    stop = _StopFlag()
    play = Play(
        cast(),
        GmailPost(options.gmail, options.mailbox),
        now=now,
        tell=_tell,
        thinking_seconds=options.thinking_seconds,
    )
    _tell({"name": "creators", "creators": len(cast())})
    while not stop.raised:
        play.step()
        time.sleep(options.poll_seconds)


class _StopFlag:
    """Raised by SIGTERM or SIGINT.

    A plain flag: setting a threading.Event inside a signal handler deadlocks when the signal meets the main thread
    inside `wait`, which holds the event's lock.
    """

    def __init__(self) -> None:
        self.raised = False
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, self._raise)

    def _raise(self, *_: object) -> None:
        self.raised = True


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

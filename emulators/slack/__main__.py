import argparse

from emulators.server import run
from emulators.slack.app import create_app

_CHANNELS = ("C0ESCALATIONS=parley-escalations", "C0AGREEMENTS=parley-agreements")


def main() -> None:
    """Serve until SIGTERM; SLACK_API_URL is the announced URL plus `/api/`."""
    parser = argparse.ArgumentParser(prog="python -m emulators.slack")
    parser.add_argument("--port", type=int, default=0, help="0 takes a free one")
    parser.add_argument("--channel", action="append", help=f"NAME or ID=NAME; repeatable; default {_CHANNELS}")
    options = parser.parse_args()
    channels = options.channel or list(_CHANNELS)
    run(create_app(channels), name="slack", port=options.port, details={"api_path": "/api/", "channels": channels})


if __name__ == "__main__":
    main()

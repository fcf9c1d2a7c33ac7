import argparse

from emulators.gmail.app import create_app
from emulators.gmail.push import publish_to_pubsub
from emulators.server import run


def main() -> None:
    """Serve until SIGTERM; the first line on stdout is JSON with the URL and the mailboxes."""
    parser = argparse.ArgumentParser(prog="python -m emulators.gmail", description="A stand-in for the Gmail API.")
    parser.add_argument("--port", type=int, default=0, help="0 takes a free one")
    parser.add_argument("--mailbox", action="append", required=True, help="an address; repeatable, the first is 'me'")
    options = parser.parse_args()
    app = create_app(options.mailbox, publish=publish_to_pubsub())
    run(app, name="gmail", port=options.port, details={"mailboxes": options.mailbox})


main()

"""A wire-level stand-in for the Gmail API v1, with Gmail's habits.

Run `python -m emulators.gmail --port 0 --mailbox ADDRESS`, or `serve(create_app(...))` inside a test.
"""

from emulators.gmail.app import create_app
from emulators.gmail.push import publish_to_pubsub

__all__ = ["create_app", "publish_to_pubsub"]

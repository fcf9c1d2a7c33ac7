import argparse
import json
import sys

from emulators.pubsub.stand_in import pubsub_stand_in
from emulators.server import wait_for_stop_signal


def main() -> None:
    """Serve until SIGTERM."""
    parser = argparse.ArgumentParser(prog="python -m emulators.pubsub")
    parser.add_argument("--port", type=int, default=0, help="of gRPC; 0 takes a free one")
    parser.add_argument("--control-port", type=int, default=0, help="of the control routes; 0 takes a free one")
    parser.add_argument("--push-timeout", type=float, help="seconds; the default is each subscription's ack deadline")
    wanted = parser.parse_args()
    with pubsub_stand_in(
        port=wanted.port, control_port=wanted.control_port, push_timeout_seconds=wanted.push_timeout
    ) as address:
        line = {"name": "pubsub", "host": address.host, "control": address.control}
        sys.stdout.write(json.dumps(line) + "\n")
        sys.stdout.flush()
        wait_for_stop_signal()


if __name__ == "__main__":
    main()

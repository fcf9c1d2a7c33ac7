import json
import signal
import socket
import struct
import sys
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any

from flask import Flask
from werkzeug.serving import BaseWSGIServer, WSGIRequestHandler, make_server

HOST = "127.0.0.1"

# l_onoff=1, l_linger=0: close() sends RST instead of FIN (socket(7), SO_LINGER).
_RESET_ON_CLOSE = struct.pack("ii", 1, 0)


class ConnectionCut(ConnectionError):
    """Raised by a view to end the connection without an answer.

    Attributes:
        reset: True ends it with RST (the peer sees "connection reset"), False with FIN (the peer sees an end of file).
    """

    def __init__(self, *, reset: bool = False) -> None:
        super().__init__("connection cut on request")
        self.reset = reset


class _QuietHandler(WSGIRequestHandler):
    """No access log; keep-alive without Nagle's 40 ms; obeys `ConnectionCut`."""

    disable_nagle_algorithm = True

    def log_request(self, code: int | str = "-", size: int | str = "-") -> None:
        """Keep stdout and stderr for what matters: the address line and tracebacks."""

    def connection_dropped(self, error: BaseException, environ: dict[str, Any] | None = None) -> None:
        """Close at once; werkzeug itself would wait for the next request on the connection."""
        super().connection_dropped(error, environ)
        self.close_connection = True
        if isinstance(error, ConnectionCut) and error.reset:
            self.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, _RESET_ON_CLOSE)
            self.rfile.close()  # holds a reference: the socket closes only with its last user
            self.connection.close()


def _listen(app: Flask, port: int) -> BaseWSGIServer:
    # Flask would turn ConnectionCut into a 500 page; propagated, it reaches the handler above.
    app.config["PROPAGATE_EXCEPTIONS"] = True
    return make_server(HOST, port, app, threaded=True, request_handler=_QuietHandler)


@contextmanager
def serve(app: Flask, *, port: int = 0) -> Iterator[str]:
    """Serve *app* on threads of this process for the length of the block; yields its URL without trailing slash.

    Args:
        app: the stand-in.
        port: 0 takes a free one.
    """
    server = _listen(app, port)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
    thread.start()
    try:
        yield f"http://{HOST}:{server.server_port}"
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


_STOP_SIGNALS = (signal.SIGTERM, signal.SIGINT)


def expect_stop_signal() -> None:
    """Hold SIGTERM and SIGINT back until `wait_for_stop_signal`; call it before anyone knows of this process."""
    signal.pthread_sigmask(signal.SIG_BLOCK, _STOP_SIGNALS)


def wait_for_stop_signal() -> None:
    """Block until SIGTERM or SIGINT, one that came since `expect_stop_signal` included."""
    expect_stop_signal()
    signal.sigwait(_STOP_SIGNALS)


def announce(name: str, url: str, **details: object) -> None:
    """Print the one JSON line that tells the parent process where this stand-in listens."""
    sys.stdout.write(json.dumps({"name": name, "url": url, **details}) + "\n")
    sys.stdout.flush()


def run(app: Flask, *, name: str, port: int, details: Mapping[str, object]) -> None:
    """Serve until SIGTERM or SIGINT, for `python -m emulators.NAME`."""
    expect_stop_signal()
    with serve(app, port=port) as url:
        announce(name, url, **details)
        wait_for_stop_signal()

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import grpc

from emulators.faults import FaultPlan
from emulators.pubsub.broker import Broker
from emulators.pubsub.control import create_control_app
from emulators.pubsub.push import Pusher
from emulators.pubsub.service import PubSubService
from emulators.server import HOST, serve

# grpc publishes no types for it.
_grpc_server: Callable[..., Any] = grpc.server
_RPC_THREADS = 16
_PUSHES_IN_FLIGHT = 8


@dataclass(frozen=True, slots=True, kw_only=True)
class Address:
    """Where a running stand-in listens.

    Attributes:
        host: for PUBSUB_EMULATOR_HOST.
        control: URL without trailing slash.
    """

    host: str
    control: str


@contextmanager
def pubsub_stand_in(
    *, port: int = 0, control_port: int = 0, push_timeout_seconds: float | None = None
) -> Iterator[Address]:
    """Run the stand-in on threads of this process for the length of the block.

    Args:
        port: of gRPC; 0 takes a free one.
        control_port: of the control routes; 0 takes a free one.
        push_timeout_seconds: None takes each subscription's ack deadline.
    """
    broker, plan = Broker(), FaultPlan()
    service = PubSubService(broker, plan)
    server = _grpc_server(ThreadPoolExecutor(_RPC_THREADS), handlers=service.handlers())
    service.port = server.add_insecure_port(f"{HOST}:{port}")
    pusher = Pusher(broker, plan, timeout_seconds=push_timeout_seconds)
    with (
        serve(create_control_app(broker, plan), port=control_port) as control,
        pusher.running(in_flight=_PUSHES_IN_FLIGHT),
    ):
        server.start()
        try:
            yield Address(host=f"{HOST}:{service.port}", control=control)
        finally:
            server.stop(grace=0).wait()

"""A gRPC proxy before the Firestore emulator: counts calls, loses answers, and calls back around a call."""

import threading
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from types import TracebackType
from typing import Any, Final, Self

import grpc
from google.cloud.firestore_v1 import types

# A "BatchGetDocuments" that begins a transaction.
BEGINNING_READ: Final = "BatchGetDocuments of a new transaction"

# gRPC's own headers are set anew for the call to the emulator.
_OWN_HEADERS = ("user-agent", "te", "content-type", ":")


@dataclass(slots=True)
class _Fault:
    method: str
    code: grpc.StatusCode
    forwards: bool
    left: int


@dataclass(slots=True)
class _Plan:
    faults: list[_Fault] = field(default_factory=list)
    before: list[tuple[str, Callable[[], None]]] = field(default_factory=list)
    after: list[tuple[str, Callable[[], None]]] = field(default_factory=list)


class FirestoreProxy:
    """Stands between a client and the emulator at *upstream* for the length of the block.

    Methods are named without their service: "Commit", "BatchGetDocuments", "RunQuery", "Rollback"; a reading that
    begins a transaction has a name of its own.

    Attributes:
        address: The "host:port" for the client.
        calls: How often each method was called since the last `forget`.
    """

    def __init__(self, upstream: str) -> None:
        self.calls: Counter[str] = Counter()
        self._plan = _Plan()
        self._lock = threading.Lock()
        self._channel = grpc.insecure_channel(upstream)  # type: ignore[no-untyped-call]
        self._server = grpc.server(ThreadPoolExecutor(max_workers=32))  # type: ignore[no-untyped-call]
        self._server.add_generic_rpc_handlers((_Forwarder(self),))
        self.address = f"127.0.0.1:{self._server.add_insecure_port('127.0.0.1:0')}"

    def __enter__(self) -> Self:
        self._server.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        self._server.stop(grace=None).wait()
        self._channel.close()

    def lose_answer(self, method: str, code: grpc.StatusCode, *, times: int = 1) -> None:
        """Let the emulator carry the call out, then answer *code* in place of its reply."""
        self._plan.faults.append(_Fault(method, code, forwards=True, left=times))

    def refuse(self, method: str, code: grpc.StatusCode, *, times: int = 1) -> None:
        """Answer *code*; the emulator never hears of the call."""
        self._plan.faults.append(_Fault(method, code, forwards=False, left=times))

    def before(self, method: str, act: Callable[[], None]) -> None:
        """Call *act* once, when the next such call arrives, before the emulator gets it."""
        self._plan.before.append((method, act))

    def after(self, method: str, act: Callable[[], None]) -> None:
        """Call *act* once, after the emulator answered the next such call, before the client gets the answer."""
        self._plan.after.append((method, act))

    def forget(self) -> None:
        """Count from zero, and plan nothing any more."""
        self.calls.clear()
        self._plan = _Plan()

    def _forward(self, path: str, requests: Iterator[bytes], context: Any) -> Iterator[bytes]:
        sent = list(requests)
        method = _method(path, sent)
        with self._lock:
            self.calls[method] += 1
            fault = self._next_fault(method)
        self._call_back(self._plan.before, method)
        if fault and not fault.forwards:
            context.abort(fault.code, "refused by the proxy")
        replies = self._answer(path, iter(sent), context)
        self._call_back(self._plan.after, method)
        if fault:
            context.abort(fault.code, "answer lost by the proxy")
        yield from replies

    def _answer(self, path: str, requests: Iterator[bytes], context: Any) -> list[bytes]:
        headers = [(key, value) for key, value in context.invocation_metadata() if not key.startswith(_OWN_HEADERS)]
        call = self._channel.stream_stream(path)
        try:
            return list(call(requests, metadata=headers, timeout=context.time_remaining()))
        except grpc.RpcError as exc:
            status: Any = exc
            context.abort(status.code(), status.details())
            raise AssertionError("abort raises") from exc

    def _next_fault(self, method: str) -> _Fault | None:
        for fault in self._plan.faults:
            if fault.method == method and fault.left:
                fault.left -= 1
                return fault
        return None

    def _call_back(self, planned: list[tuple[str, Callable[[], None]]], method: str) -> None:
        with self._lock:
            due = next((entry for entry in planned if entry[0] == method), None)
            if due:
                planned.remove(due)
        if due:
            due[1]()


def _method(path: str, requests: Sequence[bytes]) -> str:
    method = path.rpartition("/")[2]
    if method != "BatchGetDocuments":
        return method
    asked = [types.BatchGetDocumentsRequest.deserialize(request) for request in requests]
    return BEGINNING_READ if any("new_transaction" in request for request in asked) else method


class _Forwarder(grpc.GenericRpcHandler):
    """Every method as a stream of bytes both ways; one request and one reply are streams of one."""

    def __init__(self, proxy: FirestoreProxy) -> None:
        self._proxy = proxy

    def service(self, handler_call_details: grpc.HandlerCallDetails) -> Any:
        path = handler_call_details.method

        def forward(requests: Iterator[bytes], context: Any) -> Iterator[bytes]:
            return self._proxy._forward(path, requests, context)

        return grpc.stream_stream_rpc_method_handler(forward)  # type: ignore[no-untyped-call]

"""Where the product keeps its records in a crash test: its own SQLite file, or its own project in Firestore."""

import os
import signal
from collections.abc import Iterator
from contextlib import AbstractContextManager, closing, contextmanager
from pathlib import Path
from typing import Final, Protocol

import grpc
import requests

from shared.adapters.sqlite import SqliteStore
from shared.application.store import Store
from tests.contract.stores.clients import firestore_store
from tests.contract.stores.firestore_proxy import BEGINNING_READ, FirestoreProxy

# Every call that the adapter makes.
RPCS: Final = ("BatchGetDocuments", "RunQuery", "Commit", BEGINNING_READ, "Rollback")

# More than any run makes of one kind.
_MOST_RPCS: Final = 60


class Place(Protocol):
    """A store that can be emptied, and watched on the wire where it has one."""

    @property
    def environment(self) -> dict[str, str]: ...

    def wipe(self) -> None: ...

    def opened(self) -> AbstractContextManager[Store]: ...

    def listen(self) -> None:
        """Begin to note RPCs."""
        ...

    def rpcs_heard(self) -> list[str]:
        """Names of the RPCs since `listen`, in order; none where there is no wire."""
        ...

    def kill_at(self, at: int, side: str, pid: int) -> None:
        """Kill the process *pid* before or after the *at*-th RPC from now."""
        ...


class SqlitePlace:
    def __init__(self, folder: Path) -> None:
        self._path = folder / "parley.db"
        self.environment = {"PARLEY_STORE": f"sqlite:{self._path}", "GOOGLE_CLOUD_PROJECT": "crash"}

    def wipe(self) -> None:
        for suffix in ("", "-wal", "-shm"):
            self._path.with_name(self._path.name + suffix).unlink(missing_ok=True)

    @contextmanager
    def opened(self) -> Iterator[Store]:
        with closing(SqliteStore(self._path)) as store:
            yield store

    def listen(self) -> None:
        """There is no wire."""

    def rpcs_heard(self) -> list[str]:
        return []

    def kill_at(self, at: int, side: str, pid: int) -> None:
        raise NotImplementedError


class CallerGone(ConnectionError):
    """The caller was killed before the call reached the store."""


class FirestorePlace:
    """A project of the emulator at *emulator*, behind *proxy*."""

    def __init__(self, emulator: str, proxy: FirestoreProxy, project: str) -> None:
        self._emulator = emulator
        self._proxy = proxy
        self._project = project
        self._heard: list[str] = []
        self._store = firestore_store(emulator, project)
        self.environment = {
            "PARLEY_STORE": "firestore",
            "GOOGLE_CLOUD_PROJECT": project,
            "FIRESTORE_EMULATOR_HOST": proxy.address,
        }

    def wipe(self) -> None:
        self._proxy.forget()
        url = f"http://{self._emulator}/emulator/v1/projects/{self._project}/databases/(default)/documents"
        requests.delete(url, timeout=10).raise_for_status()

    @contextmanager
    def opened(self) -> Iterator[Store]:
        yield self._store  # one client serves every look: making one costs more than what it reads

    def lose_commit(self, at: int, code: grpc.StatusCode) -> None:
        """Carry out the *at*-th commit from now, and answer *code*."""

        def lose() -> None:
            self._proxy.lose_answer("Commit", code)

        for number in range(1, at):
            self._proxy.after("Commit", lose if number == at - 1 else lambda: None)
        if at == 1:
            lose()

    def close(self) -> None:
        self._store.close()

    def listen(self) -> None:
        self._heard.clear()
        for name in RPCS:
            for _ in range(_MOST_RPCS):
                self._proxy.before(name, lambda name=name: self._heard.append(name))  # type: ignore[misc] # bound now

    def rpcs_heard(self) -> list[str]:
        heard = list(self._heard)
        self._proxy.forget()
        return heard

    def kill_at(self, at: int, side: str, pid: int) -> None:
        self._heard.clear()

        def pass_by() -> None:
            self._heard.append("")
            if len(self._heard) == at:
                os.kill(pid, signal.SIGKILL)
                if side == "before":
                    raise CallerGone

        plan = self._proxy.before if side == "before" else self._proxy.after
        for name in RPCS:
            for _ in range(_MOST_RPCS):
                plan(name, pass_by)

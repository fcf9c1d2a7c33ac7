"""Stores opened by name, from this process or another; Firestore clients pointed at an emulator or a proxy."""

import os
import threading

from google.auth.credentials import AnonymousCredentials
from google.cloud import firestore

from shared.adapters.firestore.store import FirestoreStore
from shared.adapters.sqlite import SqliteStore
from shared.application.store import Store

_VARIABLE = "FIRESTORE_EMULATOR_HOST"
_environment_lock = threading.Lock()


def firestore_client(address: str, project: str) -> firestore.Client:
    """A client of *address*; the library takes it only from the environment, and only while it is made."""
    with _environment_lock:
        before = os.environ.get(_VARIABLE)  # noqa: TID251 - see above
        os.environ[_VARIABLE] = address  # noqa: TID251
        try:
            return firestore.Client(project=project, credentials=AnonymousCredentials())  # type: ignore[no-untyped-call]
        finally:
            os.environ.pop(_VARIABLE)  # noqa: TID251
            if before is not None:
                os.environ[_VARIABLE] = before  # noqa: TID251


def firestore_store(address: str, project: str) -> FirestoreStore:
    return FirestoreStore(firestore_client(address, project))


def open_store(place: str) -> Store:
    """A new client of the store at *place*: "sqlite:PATH" or "firestore:PROJECT@HOST:PORT"."""
    kind, _, where = place.partition(":")
    if kind == "sqlite":
        return SqliteStore(where)
    project, _, address = where.partition("@")
    return firestore_store(address, project)

"""The outside systems of the suite: Google's emulators where installed, and every store there is."""

import os
import uuid
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

from emulators.official import FirestoreEmulator, PubsubEmulator, find_firestore, find_pubsub
from shared.adapters.sqlite import SqliteStore
from shared.application.store import Store
from tests.contract.stores.clients import firestore_client, firestore_store

# On a busy machine an example may take long; what is asserted is never how long.
settings.register_profile("untimed", settings(), deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("untimed")


def _environment(name: str) -> str | None:
    return os.environ.get(name)  # noqa: TID251 - a running emulator is named by the client library's own variable


def miss(what: str) -> None:
    """Skip on a machine without the emulator; fail where PARLEY_REQUIRE_EMULATORS says that it must be there."""
    if _environment("PARLEY_REQUIRE_EMULATORS"):
        pytest.fail(what.replace("skipped", "required"))
    pytest.skip(what)


@pytest.fixture(scope="session")
def firestore_emulator() -> Iterator[str]:
    """Its "host:port": the one that is running, else one for this worker's session."""
    if running := _environment("FIRESTORE_EMULATOR_HOST"):
        yield running
        return
    if find_firestore() is None:
        miss("skipped: no Firestore emulator")
    with FirestoreEmulator() as address:
        _warm(address)
        yield address


def _warm(address: str) -> None:
    """A cold JVM takes seconds for its first write, longer than the product's own patience."""
    client = firestore_client(address, "warm")
    client.document("any/one").set({}, timeout=60)
    client.close()  # type: ignore[no-untyped-call] # publishes no types


@pytest.fixture(scope="session")
def pubsub_emulator() -> Iterator[str]:
    """Its "host:port": the one that is running, else one for this worker's session."""
    if running := _environment("PUBSUB_EMULATOR_HOST"):
        yield running
        return
    if find_pubsub() is None:
        miss("skipped: no Pub/Sub emulator")
    with PubsubEmulator() as address:
        yield address


@pytest.fixture(params=["sqlite memory", "sqlite file", pytest.param("firestore", marks=pytest.mark.firestore)])
def store(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Store]:
    """An empty store of each kind; Firestore's is a project of its own."""
    opened = _open(request, tmp_path)
    yield opened
    opened.close()


def _open(request: pytest.FixtureRequest, tmp_path: Path) -> Store:
    match request.param:
        case "sqlite memory":
            return SqliteStore(":memory:")
        case "sqlite file":
            return SqliteStore(tmp_path / "parley.db")
        case _:
            return firestore_store(request.getfixturevalue("firestore_emulator"), f"test-{uuid.uuid4().hex[:12]}")

"""Stores that several clients and processes open."""

import uuid
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from shared.adapters.firestore.store import FirestoreStore
from tests.contract.stores.clients import firestore_store
from tests.contract.stores.firestore_proxy import FirestoreProxy


@pytest.fixture(params=["sqlite file", pytest.param("firestore", marks=pytest.mark.firestore)])
def place(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """The name of an empty store for `open_store`."""
    if request.param == "sqlite file":
        return f"sqlite:{tmp_path / 'parley.db'}"
    return f"firestore:test-{uuid.uuid4().hex[:12]}@{request.getfixturevalue('firestore_emulator')}"


@pytest.fixture
def proxy(firestore_emulator: str) -> Iterator[FirestoreProxy]:
    with FirestoreProxy(firestore_emulator) as running:
        yield running


@pytest.fixture
def project() -> str:
    return f"test-{uuid.uuid4().hex[:12]}"


@pytest.fixture
def faulty(proxy: FirestoreProxy, project: str) -> Iterator[FirestoreStore]:
    """A store behind the proxy."""
    with closing(firestore_store(proxy.address, project)) as store:
        yield store


@pytest.fixture
def sound(firestore_emulator: str, project: str) -> Iterator[FirestoreStore]:
    """Another client of the same store, past the proxy."""
    with closing(firestore_store(firestore_emulator, project)) as store:
        yield store

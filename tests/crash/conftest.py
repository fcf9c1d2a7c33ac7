"""One world of stand-ins per session and store."""

import uuid
from collections.abc import Iterator
from contextlib import ExitStack, closing
from pathlib import Path

import pytest

from tests.contract.stores.firestore_proxy import FirestoreProxy
from tests.crash.places import FirestorePlace, Place, SqlitePlace
from tests.crash.world import World, running_world

BOTH_STORES = pytest.mark.parametrize(
    "world", ["sqlite", pytest.param("firestore", marks=pytest.mark.firestore)], indirect=True
)


@pytest.fixture(scope="session")
def world(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    """The stand-ins and one worker; the store is an SQLite file unless the test asks for both."""
    folder = tmp_path_factory.mktemp("world")
    with ExitStack() as ending:
        place = _place(request, folder, ending)
        made = ending.enter_context(running_world(folder, place))
        made.prepare(workers=1)
        yield made


def _place(request: pytest.FixtureRequest, folder: Path, ending: ExitStack) -> Place:
    if getattr(request, "param", "sqlite") == "sqlite":
        return SqlitePlace(folder)
    emulator: str = request.getfixturevalue("firestore_emulator")
    proxy = ending.enter_context(FirestoreProxy(emulator))
    return ending.enter_context(closing(FirestorePlace(emulator, proxy, f"crash-{uuid.uuid4().hex[:12]}")))

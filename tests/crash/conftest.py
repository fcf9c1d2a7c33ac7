"""One world of stand-ins per session and store."""

import uuid
from collections.abc import Callable, Iterator
from contextlib import ExitStack, closing
from pathlib import Path

import pytest

from tests.contract.stores.firestore_proxy import FirestoreProxy
from tests.crash.places import FirestorePlace, Place, SqlitePlace
from tests.crash.world import World, running_world

Worlds = Callable[[str, str | None], World]


@pytest.fixture(scope="session")
def worlds(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Worlds]:
    """Makes the world of a kind of store when it is first asked for, and keeps it."""
    made: dict[str, World] = {}
    with ExitStack() as ending:

        def world_of(kind: str, emulator: str | None) -> World:
            if kind not in made:
                folder = tmp_path_factory.mktemp(kind)
                place = _place(folder, emulator, ending)
                made[kind] = ending.enter_context(running_world(folder, place))
                made[kind].prepare(workers=1)
            return made[kind]

        yield world_of


@pytest.fixture
def world(request: pytest.FixtureRequest, worlds: Worlds) -> World:
    """The stand-ins and one worker; the store is an SQLite file unless the test names "firestore"."""
    kind: str = getattr(request, "param", "sqlite")
    return worlds(kind, request.getfixturevalue("firestore_emulator") if kind == "firestore" else None)


def _place(folder: Path, emulator: str | None, ending: ExitStack) -> Place:
    if emulator is None:
        return SqlitePlace(folder)
    proxy = ending.enter_context(FirestoreProxy(emulator))
    return ending.enter_context(closing(FirestorePlace(emulator, proxy, f"crash-{uuid.uuid4().hex[:12]}")))

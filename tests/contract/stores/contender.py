"""Threads and processes that use one store at once.

One such process: `python -m tests.contract.stores.contender PLACE ACT ID`. It says "ready", waits for a line, acts, and
prints what came of it.
"""

import subprocess
import sys
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from dataclasses import replace
from pathlib import Path
from typing import TypeVar

from shared.application.store import Store
from shared.domain.errors import Contention
from shared.domain.records import ThreadRecord
from tests.contract.stores.clients import open_store
from tests.contract.stores.samples import INBOUND, NEGOTIATION, THREAD

T = TypeVar("T")

ROOT = Path(__file__).parents[3]


def at_once(count: int, act: Callable[[int], T]) -> list[T]:
    with ThreadPoolExecutor(count) as threads:
        return list(threads.map(act, range(count)))


def processes(place: str, act: str, id_: str, count: int) -> list[str]:
    """What *count* other processes answer that act at the same time."""
    command = [sys.executable, "-m", "tests.contract.stores.contender", place, act, id_]
    with ExitStack() as stack:
        running = [
            stack.enter_context(
                subprocess.Popen(command, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
            )
            for _ in range(count)
        ]
        for process in running:
            assert process.stdout is not None
            assert process.stdout.readline() == "ready\n"
        for process in running:
            assert process.stdin is not None
            process.stdin.write("go\n")
            process.stdin.flush()
        return [process.communicate(timeout=60)[0].strip() for process in running]


def act(store: Store, name: str, id_: str) -> str:
    match name:
        case "create":
            return str(store.create(replace(INBOUND, id=id_)))
        case "commit":
            return str(store.commit([replace(NEGOTIATION, id=id_, version=2, turn_count=99)]))
        case "count":
            count(store, replace(THREAD, id=id_))
            return "10"
        case "show":
            negotiation = store.negotiation(id_)
            return f"{negotiation.state} version {negotiation.version}"
        case _:
            raise ValueError(name)


def count(store: Store, thread: ThreadRecord) -> None:
    for _ in range(10):
        until_done(lambda: store.update(thread, one_more))


def until_done(act: Callable[[], T]) -> T:
    """Again after contention, as the platform delivers again."""
    while True:
        try:
            return act()
        except Contention:
            continue


def one_more(thread: ThreadRecord) -> ThreadRecord:
    return replace(thread, attempts=thread.attempts + 1)


def main() -> None:
    place, name, id_ = sys.argv[1:]
    store = open_store(place)
    print("ready", flush=True)  # noqa: T201
    sys.stdin.readline()
    print(act(store, name, id_), flush=True)  # noqa: T201
    store.close()


if __name__ == "__main__":
    main()

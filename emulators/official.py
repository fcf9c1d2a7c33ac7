"""Google's own emulators of Firestore and Pub/Sub, from an installed Google Cloud CLI. They need Java.

`gcloud components install cloud-firestore-emulator pubsub-emulator` brings them, or the packages of the same names.
"""

import os
import shutil
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path
from types import TracebackType
from typing import IO, ClassVar, Final

Process = subprocess.Popen[bytes]

HOST: Final = "127.0.0.1"

# A cold JVM on a busy machine; both usually listen within 5 s.
BOOT_SECONDS: Final = 60.0

_COMMON_ROOTS: Final = (
    "~/google-cloud-sdk",
    "/usr/lib/google-cloud-sdk",
    "/usr/share/google-cloud-sdk",
    "/usr/local/google-cloud-sdk",
    "/usr/local/share/google-cloud-sdk",
    "/opt/google-cloud-sdk",
    "/opt/homebrew/share/google-cloud-sdk",
    "/snap/google-cloud-cli/current",
)


def find_firestore() -> Path | None:
    """The emulator's jar; None when it or Java is not installed."""
    return _find("platform/cloud-firestore-emulator/cloud-firestore-emulator*.jar")


def find_pubsub() -> Path | None:
    """The emulator's jar; None when it or Java is not installed."""
    return _find("platform/pubsub-emulator/lib/cloud-pubsub-emulator*.jar")


def _find(pattern: str) -> Path | None:
    if shutil.which("java") is None:
        return None
    # The highest name is the newest version.
    jars = (jar for root in _roots() for jar in sorted(root.glob(pattern), reverse=True))
    return next(jars, None)


def _roots() -> Iterator[Path]:
    for name in ("CLOUDSDK_ROOT_DIR", "CLOUDSDK_ROOT"):
        if root := os.environ.get(name):  # noqa: TID251 - the CLI's own variables, on the machine of a developer
            yield Path(root)
    if gcloud := shutil.which("gcloud"):
        yield Path(gcloud).resolve().parent.parent
    yield from (Path(root).expanduser() for root in _COMMON_ROOTS)


class _Emulator:
    """Runs for the length of the block, which gets its "host:port".

    Raises:
        FileNotFoundError: it is not installed.
        RuntimeError: it ended, or did not listen in time; its last output is in the message.
    """

    name: ClassVar[str]
    main_class: ClassVar[str]

    def __init__(self, jar: Path | None) -> None:
        if jar is None:
            raise FileNotFoundError(f"the {self.name} emulator or Java is not installed")
        self._jar = jar
        self._running = ExitStack()

    def __enter__(self) -> str:
        port = _free_port()
        with ExitStack() as stack:
            output = stack.enter_context(tempfile.TemporaryFile())
            process = self._boot(port, output)
            stack.callback(_stop, process)
            self._wait_until_it_listens(port, process, output)
            self._running = stack.pop_all()
        return f"{HOST}:{port}"

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        self._running.close()

    def _boot(self, port: int, output: IO[bytes]) -> Process:
        command = ["java", "-XX:+UseSerialGC", "-cp", str(self._jar), self.main_class, f"--host={HOST}"]
        command.append(f"--port={port}")
        return subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=output, stderr=subprocess.STDOUT)

    def _wait_until_it_listens(self, port: int, process: Process, output: IO[bytes]) -> None:
        give_up_at = time.monotonic() + BOOT_SECONDS
        while not _listens(port):
            if process.poll() is not None or time.monotonic() > give_up_at:
                output.seek(0)
                said = output.read().decode(errors="replace")[-2000:]
                raise RuntimeError(f"the {self.name} emulator does not listen:\n{said}")
            time.sleep(0.1)


class FirestoreEmulator(_Emulator):
    """Holds documents of any number of projects, in memory."""

    name = "Firestore"
    main_class = "com.google.cloud.datastore.emulator.firestore.CloudFirestore"

    def __init__(self) -> None:
        super().__init__(find_firestore())


class PubsubEmulator(_Emulator):
    """Holds topics and subscriptions of any number of projects, in memory."""

    name = "Pub/Sub"
    main_class = "com.google.cloud.pubsub.testing.v1.Main"

    def __init__(self) -> None:
        super().__init__(find_pubsub())


def _stop(process: Process) -> None:
    process.terminate()
    try:
        process.wait(timeout=10)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind((HOST, 0))
        port: int = probe.getsockname()[1]
        return port


def _listens(port: int) -> bool:
    with socket.socket() as probe:
        return probe.connect_ex((HOST, port)) == 0

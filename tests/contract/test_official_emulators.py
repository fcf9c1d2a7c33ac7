"""Google's emulators, found and run."""

import socket
import uuid
from pathlib import Path

import pytest

from emulators import official
from tests.conftest import miss
from tests.contract.stores.clients import firestore_store
from tests.contract.stores.samples import THREAD


@pytest.mark.firestore
def test_the_firestore_emulator_serves_its_block_and_no_longer() -> None:
    if official.find_firestore() is None:
        miss("skipped: no Firestore emulator")
    with official.FirestoreEmulator() as address:
        store = firestore_store(address, f"test-{uuid.uuid4().hex[:12]}")
        assert store.create(THREAD)
        store.close()

    assert not listens(address)


@pytest.mark.pubsub
def test_the_pubsub_emulator_serves_its_block_and_no_longer() -> None:
    if official.find_pubsub() is None:
        miss("skipped: no Pub/Sub emulator")
    with official.PubsubEmulator() as address:
        assert listens(address)

    assert not listens(address)


def test_an_emulator_is_found_below_the_clis_own_variable(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    jar = tmp_path / "platform" / "cloud-firestore-emulator" / "cloud-firestore-emulator.jar"
    programs = tmp_path / "programs"
    for folder in (jar.parent, programs):
        folder.mkdir(parents=True)
    jar.touch()
    java = programs / "java"
    java.touch(mode=0o755)
    monkeypatch.setenv("PATH", str(programs))
    monkeypatch.setenv("CLOUDSDK_ROOT_DIR", str(tmp_path))

    assert official.find_firestore() == jar

    java.unlink()
    assert official.find_firestore() is None


def test_an_emulator_that_ends_at_once_tells_its_last_words(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    java = tmp_path / "java"
    java.write_text("#!/bin/sh\necho no heap for you\nexit 1\n")
    java.chmod(0o755)
    jar = tmp_path / "platform" / "cloud-firestore-emulator" / "cloud-firestore-emulator.jar"
    jar.parent.mkdir(parents=True)
    jar.touch()
    monkeypatch.setenv("PATH", str(tmp_path), prepend=":")
    monkeypatch.setenv("CLOUDSDK_ROOT_DIR", str(tmp_path))

    with pytest.raises(RuntimeError, match="no heap for you"), official.FirestoreEmulator():
        pass


def listens(address: str) -> bool:
    host, port = address.split(":")
    with socket.socket() as probe:
        return probe.connect_ex((host, int(port))) == 0

import json
import logging
import uuid
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from shared.logs import CloudFormatter
from tests.integration.product import Product, load_functions
from tests.integration.stand_ins import AGREEMENTS, ESCALATIONS, MAILBOX, SECRETS, StandIns, running_stand_ins
from tests.integration.world import World

ROOT = Path(__file__).parents[2]


class LogLines(logging.Handler):
    """What the product logs, as Cloud Logging receives it."""

    def __init__(self) -> None:
        super().__init__()
        self.setFormatter(CloudFormatter())
        self.lines: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.lines.append(self.format(record))

    def check(self, untold: list[str]) -> None:
        """Every line is JSON with its severity; none holds one of the texts."""
        for line in self.lines:
            assert json.loads(line)["severity"] in {"INFO", "WARNING", "ERROR"}
            assert [text for text in untold if json.dumps(text)[1:-1] in line] == []


@pytest.fixture(scope="session")
def stand_ins() -> Iterator[StandIns]:
    with running_stand_ins() as running:
        yield running


@pytest.fixture(scope="session")
def loaded_functions() -> dict[str, Any]:
    return load_functions()


@pytest.fixture(params=["sqlite", pytest.param("firestore", marks=pytest.mark.firestore)])
def store_environment(request: pytest.FixtureRequest, tmp_path: Path) -> dict[str, str]:
    """A fresh store of each kind, as the environment names it."""
    project = f"scenario-{uuid.uuid4().hex[:12]}"
    if request.param == "sqlite":
        return {"GOOGLE_CLOUD_PROJECT": project, "PARLEY_STORE": f"sqlite:{tmp_path / 'parley.db'}"}
    address = request.getfixturevalue("firestore_emulator")
    return {"GOOGLE_CLOUD_PROJECT": project, "PARLEY_STORE": "firestore", "FIRESTORE_EMULATOR_HOST": address}


@pytest.fixture
def environment(store_environment: dict[str, str], stand_ins: StandIns) -> dict[str, str]:
    """Everything one installation's processes are told."""
    return installation(stand_ins) | store_environment


def installation(stand_ins: StandIns) -> dict[str, str]:
    """What an installation beside these stand-ins is told, but for its project and store."""
    return {
        **stand_ins.environment(),
        "PARLEY_MAILBOX": MAILBOX,
        "PARLEY_ALIASES": "alex@brand.example",
        "PARLEY_TEAM_DOMAINS": "brand.example",
        "PARLEY_SECRETS": "env",
        "PARLEY_SLACK_ESCALATIONS_CHANNEL": ESCALATIONS,
        "PARLEY_SLACK_AGREEMENTS_CHANNEL": AGREEMENTS,
    }


@pytest.fixture
def world(
    environment: dict[str, str],
    stand_ins: StandIns,
    loaded_functions: dict[str, Any],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> Iterator[World]:
    for name, value in environment.items():
        monkeypatch.setenv(name, value)
    stand_ins.reset()
    handlers = logging.getLogger().handlers[:]
    product = Product(loaded_functions)
    scenario = World(product, stand_ins, environment["GOOGLE_CLOUD_PROJECT"], tmp_path)
    try:
        scenario.begin()
        lines = LogLines()
        logging.getLogger().addHandler(lines)
        yield scenario
        scenario.check()
        lines.check([*scenario.written, *(mail.body for mail in scenario.sent()), *SECRETS])
    finally:
        product.restart()
        logging.getLogger().handlers[:] = handlers

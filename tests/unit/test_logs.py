"""Log lines as Cloud Logging reads them, with ids and without mail bodies or secrets."""

import io
import json
import logging
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from shared.bootstrap import entry, parley
from shared.domain.errors import InvalidInput, Unavailable
from shared.logs import CloudFormatter, log_fields, set_up_logs, trace_name

logger = logging.getLogger("shared.application.example")


@pytest.fixture(autouse=True)
def root_logger() -> Iterator[logging.Logger]:
    """Left as it was found, whatever a test sets up."""
    root = logging.getLogger()
    handlers, level = root.handlers, root.level
    yield root
    root.handlers, root.level = handlers, level


@contextmanager
def lines() -> Iterator[list[dict[str, Any]]]:
    """What is logged inside the block, one object a line."""
    stream = io.StringIO()
    handler = logging.StreamHandler(stream)
    handler.setFormatter(CloudFormatter())
    root = logging.getLogger()
    root.handlers, root.level = [handler], logging.INFO
    told: list[dict[str, Any]] = []
    yield told
    told += [json.loads(line) for line in stream.getvalue().splitlines()]


def test_a_line_is_one_object_in_cloud_loggings_fields() -> None:
    with lines() as told:
        logger.warning("mail %s\nwaits", "m1")
    assert told == [{"severity": "WARNING", "message": "mail m1\nwaits", "logger": "shared.application.example"}]


@pytest.mark.parametrize("severity", ["INFO", "WARNING", "ERROR", "CRITICAL"])
def test_levels_are_cloud_loggings_severities(severity: str) -> None:
    with lines() as told:
        logger.log(logging.getLevelName(severity), "something happened")
    assert told[0]["severity"] == severity


def test_an_error_carries_its_trace_apart_from_its_message() -> None:
    with lines() as told:
        try:
            raise Unavailable("Gmail: 503")
        except Unavailable:
            logger.exception("turn failed")
    assert told[0]["message"] == "turn failed"
    assert told[0]["stack_trace"].startswith("Traceback (most recent call last)")
    assert told[0]["stack_trace"].endswith("Unavailable: Gmail: 503")


def test_ids_ride_on_every_line_of_their_block_and_on_no_other() -> None:
    with lines() as told:
        with log_fields(inbound_id="deals:m1"), log_fields(negotiation_id="n1"):
            logger.info("inside")
        logger.info("outside")
    assert (told[0]["inbound_id"], told[0]["negotiation_id"]) == ("deals:m1", "n1")
    assert told[1].keys() == {"severity", "message", "logger"}


def test_a_lines_own_facts_are_fields() -> None:
    with lines() as told:
        at = datetime(2026, 3, 2, 12, tzinfo=UTC)
        logger.info("turn taken", extra={"fields": {"finished": ("deals:m1",), "at": at}})
    assert told[0]["finished"] == ["deals:m1"]
    assert told[0]["at"] == "2026-03-02 12:00:00+00:00"


@pytest.mark.parametrize(
    ("header", "name"),
    [
        ("105445aa7843bc8bf206b12000100000/1;o=1", "projects/p/traces/105445aa7843bc8bf206b12000100000"),
        ("105445aa7843bc8bf206b12000100000", "projects/p/traces/105445aa7843bc8bf206b12000100000"),
        ("", None),
        (None, None),
    ],
)
def test_a_trace_is_named_as_cloud_logging_groups_it(header: str | None, name: str | None) -> None:
    assert trace_name("p", header) == name


def test_setting_up_twice_logs_each_line_once(root_logger: logging.Logger) -> None:
    root_logger.handlers = []
    set_up_logs()
    set_up_logs()
    assert len(root_logger.handlers) == 1
    assert isinstance(root_logger.handlers[0].formatter, CloudFormatter)


@pytest.mark.parametrize("library", ["httpx", "urllib3", "googleapiclient", "google.auth", "werkzeug"])
def test_libraries_do_not_log_their_requests(library: str, root_logger: logging.Logger) -> None:
    root_logger.handlers = []
    set_up_logs()
    assert not logging.getLogger(library).isEnabledFor(logging.INFO)


SECRETS = {"ANTHROPIC_API_KEY": "key-that-nobody-may-see", "SLACK_BOT_TOKEN": "token-that-nobody-may-see"}


@pytest.fixture
def installation(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    environment = SECRETS | {
        "GOOGLE_CLOUD_PROJECT": "p",
        "PARLEY_STORE": f"sqlite:{tmp_path / 'parley.db'}",
        "PARLEY_MAILBOX": "deals@brand.example",
        "PARLEY_SECRETS": "env",
        "PARLEY_SLACK_ESCALATIONS_CHANNEL": "C1",
        "PARLEY_SLACK_AGREEMENTS_CHANNEL": "C2",
        "GMAIL_API_ENDPOINT": "http://127.0.0.1:9",
    }
    for name, value in environment.items():
        monkeypatch.setenv(name, value)
    parley.cache_clear()
    yield
    parley().store.close()
    parley.cache_clear()


@pytest.mark.usefixtures("installation")
class TestEntry:
    def test_an_invocation_names_its_function_its_event_and_its_trace(self) -> None:
        with lines() as told, entry("sweep", "abc/1;o=1", event_id="e1"):
            logger.info("swept")
        assert (told[0]["function"], told[0]["event_id"]) == ("sweep", "e1")
        assert told[0]["logging.googleapis.com/trace"] == "projects/p/traces/abc"

    def test_what_cannot_be_helped_by_another_delivery_is_logged_and_acknowledged(self) -> None:
        with lines() as told, entry("negotiation_turn", event_id="e1"):
            raise InvalidInput(["message.data: not JSON"])
        assert told[0]["severity"] == "ERROR"
        assert told[0]["message"] == "negotiation_turn: permanent error, acknowledged"
        assert told[0]["stack_trace"].endswith("InvalidInput: message.data: not JSON")

    @pytest.mark.parametrize("error", [Unavailable("Gmail: 503"), KeyError("a bug")])
    def test_everything_else_is_logged_and_delivered_again(self, error: Exception) -> None:
        with lines() as told, pytest.raises(type(error)), entry("negotiation_turn", event_id="e1"):
            raise error
        assert told[0]["message"] == "negotiation_turn failed, to be delivered again"
        assert told[0]["event_id"] == "e1"

"""Each error class of the libraries under the Gmail adapter becomes one of ours."""

import json
import socket
import ssl
import subprocess
import sys
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from http.client import HTTPException, IncompleteRead
from typing import Any

import google.auth.exceptions
import googleapiclient.errors
import httplib2
import httplib2.error
import pytest
import requests
import urllib3

from shared.adapters.gmail.errors import Answer, Call, answer_of, posting, reading, refusal, retry_at
from shared.domain.errors import (
    NotFound,
    ParleyError,
    PermanentError,
    RateLimited,
    Refused,
    Unavailable,
    Unclear,
)

NOW = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
READ = Call(name="messages.get", mailbox="deals@northwind.example")
WRITE = Call(name="drafts.send", mailbox="deals@northwind.example", writes=True)


class StoppedClock:
    def now(self) -> datetime:
        return NOW


def subclasses(root: type[BaseException]) -> Iterator[type[BaseException]]:
    yield root
    for child in root.__subclasses__():
        yield from subclasses(child)


def classes(root: type[BaseException], package: str) -> list[type[BaseException]]:
    found = dict.fromkeys(subclasses(root))
    return [item for item in found if item.__module__.startswith(package) and not issubclass(item, Warning)]


def made(kind: type[BaseException]) -> BaseException:
    """An instance without the vendor's constructor, whose arguments differ by class."""
    if kind is IncompleteRead:
        return IncompleteRead(b"")
    error: Any = kind.__new__(kind)
    if issubclass(kind, googleapiclient.errors.HttpError):
        error.resp, error.content = httplib2.Response({"status": "503"}), b""  # type: ignore[no-untyped-call] # untyped
        error.uri, error.error_details, error.reason = None, "", ""
    if issubclass(kind, IncompleteRead):  # those of urllib3 are subclasses
        error.partial, error.expected, error.length = 0, 0, b""
    if issubclass(kind, google.auth.exceptions.GoogleAuthError):
        error._retryable = False
    instance: BaseException = error
    return instance


READ_ERRORS = [
    *classes(googleapiclient.errors.Error, "googleapiclient"),
    *classes(httplib2.HttpLib2Error, "httplib2"),
    *classes(google.auth.exceptions.GoogleAuthError, "google.auth"),
    *classes(HTTPException, "http.client"),
    TimeoutError,
    ConnectionResetError,
    socket.gaierror,
    ssl.SSLError,
]
WRITE_ERRORS = [
    *classes(requests.exceptions.RequestException, "requests"),
    *classes(urllib3.exceptions.HTTPError, "urllib3"),
    *classes(google.auth.exceptions.GoogleAuthError, "google.auth"),
    TimeoutError,
    ConnectionResetError,
]


@pytest.mark.parametrize("kind", READ_ERRORS)
def test_every_error_of_a_read_is_ours(kind: type[BaseException]) -> None:
    with pytest.raises((Unavailable, Refused)), reading(READ, StoppedClock()):
        raise made(kind)


@pytest.mark.parametrize("kind", WRITE_ERRORS)
def test_every_error_of_a_write_is_ours(kind: type[BaseException]) -> None:
    with pytest.raises((Unclear, Unavailable, Refused)), posting(WRITE):
        raise made(kind)


def test_the_walk_meets_the_classes_that_matter() -> None:
    assert len(READ_ERRORS) >= 40
    assert {requests.exceptions.ReadTimeout, requests.exceptions.ChunkedEncodingError} <= set(WRITE_ERRORS)


def _auth_error(name: str, *args: str, **kwargs: bool) -> Exception:
    error: Exception = getattr(google.auth.exceptions, name)(*args, **kwargs)
    return error


POOL: Any = None
CERTAIN_TO_BE_UNSENT: list[Exception] = [
    requests.exceptions.ConnectTimeout("slow"),
    requests.exceptions.ConnectionError(
        urllib3.exceptions.MaxRetryError(POOL, "/", urllib3.exceptions.NewConnectionError(POOL, "refused"))
    ),
    requests.exceptions.ConnectionError(
        urllib3.exceptions.MaxRetryError(POOL, "/", urllib3.exceptions.ConnectTimeoutError("slow"))
    ),
    _auth_error("TransportError", "no token server"),
]


@pytest.mark.parametrize("error", CERTAIN_TO_BE_UNSENT, ids=lambda error: type(error).__name__)
def test_a_write_that_certainly_did_not_leave_is_unavailable(error: Exception) -> None:
    with pytest.raises(Unavailable), posting(WRITE):
        raise error


PERHAPS_SENT: list[Exception] = [
    requests.exceptions.ReadTimeout("no answer"),
    requests.exceptions.ConnectionError(urllib3.exceptions.ProtocolError("aborted", ConnectionResetError(104))),
    requests.exceptions.ChunkedEncodingError("cut"),
    requests.exceptions.SSLError("bad record"),
    requests.exceptions.RequestException("anything else"),
]


@pytest.mark.parametrize("error", PERHAPS_SENT, ids=lambda error: type(error).__name__)
def test_a_write_that_may_have_arrived_is_unclear(error: Exception) -> None:
    with pytest.raises(Unclear), posting(WRITE):
        raise error


def test_a_bug_is_not_translated() -> None:
    with pytest.raises(KeyError), posting(WRITE):
        raise KeyError("id")


@pytest.mark.parametrize(
    ("error", "expected"),
    [
        (_auth_error("RefreshError", "invalid_grant: Invalid email or User ID"), Refused),
        (_auth_error("RefreshError", "unauthorized_client"), Refused),
        (_auth_error("RefreshError", "token", retryable=True), Unavailable),
        (_auth_error("RefreshError", "Unable to acquire", '{"error": {"code": 503}}'), Unavailable),
        (_auth_error("RefreshError", "Unable to acquire", '{"error": {"code": 403}}'), Refused),
        (_auth_error("DefaultCredentialsError", "none"), Refused),
    ],
)
def test_a_missing_token_is_refused_unless_it_passes(error: Exception, expected: type[ParleyError]) -> None:
    with pytest.raises(expected), posting(WRITE):
        raise error


@pytest.mark.parametrize(
    ("status", "reason", "message", "expected"),
    [
        (400, "invalidArgument", "Invalid To header", PermanentError),
        (400, "failedPrecondition", "Precondition check failed.", Unavailable),
        (400, "failedPrecondition", "Mail service not enabled", Refused),
        (401, "authError", "Invalid Credentials", Refused),
        (403, "rateLimitExceeded", "slow down", RateLimited),
        (403, "", "a proxy's page", Refused),
        (404, "notFound", "gone", NotFound),
        (409, "aborted", "busy", Unclear),
        (413, "", "too large", PermanentError),
        (429, "", "Too many concurrent requests for user", RateLimited),
        (500, "backendError", "", Unclear),
        (502, "", "", Unclear),
        (302, "", "", PermanentError),
    ],
)
def test_the_table_of_answers_to_a_write(status: int, reason: str, message: str, expected: type[ParleyError]) -> None:
    answer = Answer(status=status, reason=reason, message=message, retry_after=None)

    assert type(refusal(answer, WRITE, NOW)) is expected


def test_a_failed_read_is_never_unclear() -> None:
    answer = Answer(status=503, reason="backendError", message="", retry_after=None)

    assert type(refusal(answer, READ, NOW)) is Unavailable


@pytest.mark.parametrize(
    ("message", "header", "expected"),
    [
        ("User-rate limit exceeded.  Retry after 2026-03-02T18:22:38.763Z", None, "2026-03-02T18:22:38.763000+00:00"),
        ("Retry after 2026-03-02T18:22:38Z", "5", "2026-03-02T18:22:38+00:00"),
        ("slow down", "90", "2026-03-02T09:01:30+00:00"),
        ("slow down", "Mon, 02 Mar 2026 10:00:00 GMT", "2026-03-02T10:00:00+00:00"),
        ("slow down", "Mon, 02 Mar 2026 10:00:00 -0000", "2026-03-02T10:00:00+00:00"),
        ("slow down", "soon", None),
        ("slow down", "²", None),
        ("Retry after 2026-02-31T18:22:38Z", None, None),
        ("slow down", None, None),
    ],
)
def test_when_to_come_back(message: str, header: str | None, expected: str | None) -> None:
    found = retry_at(Answer(status=429, reason="", message=message, retry_after=header), NOW)

    assert (found and found.isoformat()) == expected


@pytest.mark.parametrize(
    ("message", "header"),
    [
        ("Retry after 9999-12-31T23:59:59Z", None),
        ("slow down", "8640000"),
        ("slow down", "Sat, 02 Jan 2100 10:00:00 GMT"),
    ],
)
def test_nobody_is_waited_for_longer_than_gmails_longest_limit_lasts(message: str, header: str | None) -> None:
    found = retry_at(Answer(status=429, reason="", message=message, retry_after=header), NOW)

    assert found == NOW + timedelta(days=1)


def test_a_wait_that_no_calendar_holds_is_none() -> None:
    assert retry_at(Answer(status=429, reason="", message="", retry_after="9" * 30), NOW) is None


@pytest.mark.parametrize("content", [b"<html>Bad Gateway</html>", b"", b"[]", b'{"error": "text"}', b"\xff\xfe"])
def test_a_body_that_is_not_gmails_leaves_reason_and_message_empty(content: bytes) -> None:
    answer = answer_of(502, {"Retry-After": "7"}, content)

    assert answer == Answer(status=502, reason="", message="", retry_after="7")


def test_a_body_of_gmails_is_read() -> None:
    error = {"code": 403, "message": "No", "errors": [{"reason": "domainPolicy", "domain": "global"}]}

    answer = answer_of(403, {}, json.dumps({"error": error}).encode())

    assert (answer.reason, answer.message) == ("domainPolicy", "No")


def test_importing_the_adapter_loads_no_google_client() -> None:
    code = (
        "import sys, shared.adapters.gmail\n"
        "heavy = {'googleapiclient', 'httplib2', 'requests', 'urllib3', 'google.auth'} & set(sys.modules)\n"
        "sys.exit(', '.join(sorted(heavy)) or 0)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, timeout=60, check=False)

    assert (done.returncode, done.stderr) == (0, "")

"""Every way in which a call to Gmail fails, in our words.

    answer of Gmail ----> `refusal`   one table by status and reason
    no token -----------> `token_failure`   nothing was sent
    no answer, a read --> `lost`            Unavailable
    no answer, a write -> `write_failure`   Unclear, unless no connection came about

Reasons: https://developers.google.com/workspace/gmail/api/guides/handle-errors
"""

import json
import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from http.client import HTTPException
from typing import Any, Final

from shared.application.ports import Clock
from shared.domain.errors import (
    MailboxQuiet,
    NotFound,
    ParleyError,
    PermanentError,
    RateLimited,
    Refused,
    Unavailable,
    Unclear,
)

_LIMIT_REASONS: Final = frozenset(
    {"rateLimitExceeded", "userRateLimitExceeded", "dailyLimitExceeded", "quotaExceeded", "concurrentLimitExceeded"}
)
# These last until Gmail's day is over; who goes on asking every few minutes only spends what is left.
_DAILY_REASONS: Final = frozenset({"dailyLimitExceeded", "quotaExceeded"})
_DAILY_WAIT: Final = timedelta(hours=1)
# Gmail's longest limits are those of a day: who names a later time than this is asked again once it is over.
_LONGEST_WAIT: Final = timedelta(days=1)
_RETRY_AFTER_TEXT: Final = re.compile(r"Retry after (\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?)Z", re.IGNORECASE)
# Google's token services put their own status into the body that RefreshError carries.
_PASSING_TOKEN_TROUBLE: Final = re.compile(
    r'"code":\s*(?:429|5\d\d)\b|internal_failure|server_error|temporarily_unavailable'
)
_LONGEST_MESSAGE: Final = 300


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """An answer that is no success.

    Attributes:
        reason: Gmail's machine-readable word; empty when the body is not Gmail's.
        retry_after: The Retry-After header; None when there is none.
    """

    status: int
    reason: str
    message: str
    retry_after: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Call:
    """What was attempted.

    Attributes:
        name: As Gmail calls it: "drafts.send".
        mailbox: In which it was attempted.
        writes: True when a repeat could act twice, so that a lost answer is Unclear.
    """

    name: str
    mailbox: str
    writes: bool = False


def answer_of(status: int, headers: Mapping[str, str], content: bytes) -> Answer:
    """The error in Gmail's shape; any other body (a proxy's page) leaves reason and message empty."""
    error = _error_object(content)
    details = error.get("errors")
    first = details[0] if isinstance(details, list) and details and isinstance(details[0], dict) else {}
    lowered = {name.lower(): value for name, value in headers.items()}
    return Answer(
        status=status,
        reason=str(first.get("reason", "")),
        message=str(error.get("message", ""))[:_LONGEST_MESSAGE],
        retry_after=lowered.get("retry-after"),
    )


def _error_object(content: bytes) -> dict[str, Any]:
    try:
        body = json.loads(content)
    except ValueError:
        return {}
    error = body.get("error") if isinstance(body, dict) else None
    return error if isinstance(error, dict) else {}


def refusal(answer: Answer, call: Call, now: datetime) -> ParleyError:
    """What an answer that is no success means."""
    said = f"Gmail {call.name}: {answer.status} {answer.reason} {answer.message}".rstrip()
    if is_rate_limit(answer):
        until = retry_at(answer, now)
        return MailboxQuiet(said, mailbox=call.mailbox, until=until) if until else RateLimited(said)
    if answer.status in (401, 403):
        return Refused(said)
    if answer.status == 404:
        return NotFound(said)
    if answer.status == 400:
        return _bad_request(answer, said)
    if answer.status in (408, 409) or answer.status >= 500:
        return Unclear(said) if call.writes else Unavailable(said)
    return PermanentError(said)


def _bad_request(answer: Answer, said: str) -> ParleyError:
    if "mail service not enabled" in answer.message.lower():  # the account has no Gmail licence
        return Refused(said)
    # "Precondition check failed" passes by itself; delegation without a subject gives it too, and then for good.
    return Unavailable(said) if answer.reason == "failedPrecondition" else PermanentError(said)


def is_rate_limit(answer: Answer) -> bool:
    return answer.status == 429 or (answer.status == 403 and answer.reason in _LIMIT_REASONS)


def retry_at(answer: Answer, now: datetime) -> datetime | None:
    """When Gmail wants to be asked again: it says so in the text, proxies in the header.

    None: nobody said, and the reason does not either.
    """
    said = _said_retry_at(answer, now)
    if said is None:
        return now + _DAILY_WAIT if answer.reason in _DAILY_REASONS else None
    return min(said, now + _LONGEST_WAIT)


def _said_retry_at(answer: Answer, now: datetime) -> datetime | None:
    """What the text or the header names; None: nothing that is a time."""
    in_text = _RETRY_AFTER_TEXT.search(answer.message)
    try:
        if in_text:
            return datetime.fromisoformat(in_text[1]).replace(tzinfo=UTC)
        if answer.retry_after is None:
            return None
        if answer.retry_after.isdecimal():
            return now + timedelta(seconds=int(answer.retry_after))
        named = parsedate_to_datetime(answer.retry_after)
    except (ValueError, OverflowError):
        return None
    # RFC 9110: the times of HTTP are UTC, also where they say "-0000".
    return named.astimezone(UTC) if named.tzinfo else named.replace(tzinfo=UTC)


@contextmanager
def reading(call: Call, clock: Clock) -> Iterator[None]:
    """Turn whatever Google's client raises inside the block into an error of ours."""
    import google.auth.exceptions
    import googleapiclient.errors
    import httplib2

    try:
        yield
    except googleapiclient.errors.HttpError as exc:
        answer = answer_of(int(exc.resp.status), exc.resp, exc.content)
        raise refusal(answer, call, clock.now()) from exc
    except google.auth.exceptions.GoogleAuthError as exc:
        raise token_failure(exc, call) from exc
    except (googleapiclient.errors.Error, httplib2.HttpLib2Error, HTTPException, OSError, ValueError) as exc:
        # ValueError: a body that is no JSON or no UTF-8.
        raise lost(exc, call) from exc


@contextmanager
def posting(call: Call) -> Iterator[None]:
    """Turn whatever an authorized session raises inside the block into an error of ours."""
    import google.auth.exceptions
    import requests
    import urllib3

    try:
        yield
    except google.auth.exceptions.GoogleAuthError as exc:
        raise token_failure(exc, call) from exc
    except (requests.exceptions.RequestException, urllib3.exceptions.HTTPError, OSError) as exc:
        raise write_failure(exc, call) from exc


def lost(exc: Exception, call: Call) -> ParleyError:
    """No readable answer, and nobody knows whether the request arrived."""
    said = f"Gmail {call.name}: {type(exc).__name__}: {exc}"[:_LONGEST_MESSAGE]
    return Unclear(said) if call.writes else Unavailable(said)


def token_failure(exc: Exception, call: Call) -> ParleyError:
    """No token, so nothing was sent (or it was answered with 401, which does nothing either)."""
    import google.auth.exceptions as auth

    said = f"Gmail {call.name}: no access token: {type(exc).__name__}: {exc}"[:_LONGEST_MESSAGE]
    passing = getattr(exc, "retryable", False) or _PASSING_TOKEN_TROUBLE.search(str(exc))
    if isinstance(exc, auth.TransportError | auth.TimeoutError | auth.ResponseError) or passing:
        return Unavailable(said)
    return Refused(said)


def write_failure(exc: Exception, call: Call) -> ParleyError:
    """Unavailable only when no connection came about; everything else may have reached Gmail."""
    if _never_connected(exc):
        return Unavailable(f"Gmail {call.name}: no connection: {exc}"[:_LONGEST_MESSAGE])
    return lost(exc, call)


def _never_connected(exc: BaseException) -> bool:
    import requests
    import urllib3

    if isinstance(exc, requests.exceptions.ConnectTimeout):
        return True
    cause: object = exc.args[0] if exc.args else None
    reason = getattr(cause, "reason", cause)
    return isinstance(reason, urllib3.exceptions.NewConnectionError | urllib3.exceptions.ConnectTimeoutError)

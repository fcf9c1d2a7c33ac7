"""Every way in which a call to the model fails, in our words.

https://platform.claude.com/docs/en/api/errors
"""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from typing import TYPE_CHECKING, Final

from shared.application.ports import Clock
from shared.domain.errors import ParleyError, PermanentError, RateLimited, Refused, Unavailable

if TYPE_CHECKING:
    import anthropic

# 402: no credit; 404: a model id that this key does not know.
_REFUSALS: Final = frozenset({401, 402, 403, 404})
# 409: a lock timed out; 499: closed from this side.
_PASSING: Final = frozenset({408, 409, 499})
_LONGEST_MESSAGE: Final = 300
_NO_SUCH_MODEL: Final = 404
_CHECK_MODELS: Final = "this key knows no such model: check PARLEY_READ_MODEL and PARLEY_WORD_MODEL"


@contextmanager
def translated(clock: Clock) -> Iterator[None]:
    """Turn whatever the SDK raises inside the block into an error of ours.

    A lost answer is Unavailable and never Unclear: asking the model twice costs tokens and changes nothing.
    """
    import anthropic

    try:
        yield
    except anthropic.APIStatusError as exc:
        raise _status_failure(exc, clock.now()) from exc
    except (anthropic.APIConnectionError, anthropic.APIResponseValidationError, anthropic.RetryableError) as exc:
        raise Unavailable(_said(exc)) from exc
    except anthropic.CredentialsError as exc:
        raise Refused(_said(exc)) from exc
    except anthropic.AnthropicError as exc:
        raise PermanentError(_said(exc)) from exc


def _status_failure(exc: "anthropic.APIStatusError", now: datetime) -> ParleyError:
    said = f"{exc.status_code} {_said(exc)}"
    if exc.status_code == 429:
        return RateLimited(said, retry_at=_retry_at(exc.response.headers.get("retry-after"), now))
    if exc.status_code in _REFUSALS:
        return Refused(f"{said}; {_CHECK_MODELS}" if exc.status_code == _NO_SUCH_MODEL else said)
    if exc.status_code in _PASSING or exc.status_code >= 500:
        return Unavailable(said)
    return PermanentError(said)


def _retry_at(header: str | None, now: datetime) -> datetime | None:
    if header is None:
        return None
    if header.isdigit():
        return now + timedelta(seconds=int(header))
    try:
        return parsedate_to_datetime(header).astimezone(UTC)
    except ValueError:
        return None


def _said(exc: Exception) -> str:
    return f"Claude: {type(exc).__name__}: {exc}"[:_LONGEST_MESSAGE]

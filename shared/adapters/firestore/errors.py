"""What a failed call of Firestore means to the caller."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final

from google.api_core import exceptions

from shared.domain.errors import Contention, ParleyError, RateLimited, Refused, Unavailable, Unclear, Unstorable

# The first class that fits, and what the caller must do. https://cloud.google.com/firestore/docs/use-rest-api#error_codes
_MEANINGS: Final[tuple[tuple[type[exceptions.GoogleAPIError], type[ParleyError]], ...]] = (
    (exceptions.Aborted, Contention),
    (exceptions.TooManyRequests, RateLimited),
    (exceptions.Cancelled, Unavailable),
    (exceptions.InvalidArgument, Unstorable),
    (exceptions.MethodNotImplemented, Refused),
    (exceptions.ServerError, Unavailable),
    (exceptions.RetryError, Unavailable),
    (exceptions.GoogleAPIError, Refused),
)

# The server may still be at it.
_UNFINISHED: Final = (exceptions.GatewayTimeout, exceptions.Cancelled, exceptions.RetryError)


def error_for(exc: exceptions.GoogleAPIError) -> ParleyError:
    """What a failed call means to the caller."""
    meaning = next(meaning for kind, meaning in _MEANINGS if isinstance(exc, kind))
    return meaning(f"Firestore: {type(exc).__name__}: {exc}")


def write_error(exc: exceptions.GoogleAPIError) -> ParleyError:
    if isinstance(exc, _UNFINISHED):
        return Unclear(f"Firestore: {type(exc).__name__}: {exc}")
    return error_for(exc)


@contextmanager
def translated() -> Iterator[None]:
    try:
        yield
    except UnicodeEncodeError as exc:
        raise Unstorable(f"Firestore: {exc.reason}") from exc
    except exceptions.GoogleAPIError as exc:
        raise error_for(exc) from exc

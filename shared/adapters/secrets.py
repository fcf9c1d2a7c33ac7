"""Secret Manager: the newest version of a named secret."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Final

from shared.domain.errors import ParleyError, RateLimited, Refused, Unavailable

if TYPE_CHECKING:
    from google.api_core.exceptions import GoogleAPICallError

READ_SECONDS: Final = 10


class SecretManager:
    """Reads secrets at start; nothing is kept, so a rotated secret is seen by the next instance.

    Needs roles/secretmanager.secretAccessor on each secret.

    Args:
        project: id of the secrets' project.
    """

    def __init__(self, project: str) -> None:
        self._project = project

    def read(self, name: str) -> str:
        """The newest version of the secret, without the line end that editors and shells leave behind.

        Raises:
            Refused: it does not exist, has no enabled version, is no text or is empty, or access is denied.
            Unavailable: Secret Manager did not answer.
        """
        from google.api_core.exceptions import ServiceUnavailable
        from google.api_core.retry import Retry, if_exception_type
        from google.cloud.secretmanager import SecretManagerServiceClient

        retry = Retry(predicate=if_exception_type(ServiceUnavailable), initial=0.2, maximum=2, timeout=READ_SECONDS)
        with _translated(name), SecretManagerServiceClient() as client:
            version = f"projects/{self._project}/secrets/{name}/versions/latest"
            answer = client.access_secret_version(name=version, retry=retry, timeout=READ_SECONDS)
        return _text(answer.payload.data, name)


def _text(data: bytes, name: str) -> str:
    try:
        text = data.decode("utf-8").rstrip("\r\n")
    except UnicodeDecodeError as exc:
        raise Refused(f"secret {name}: its newest version is no UTF-8 text") from exc
    if not text:
        raise Refused(f"secret {name}: its newest version is empty")
    return text


@contextmanager
def _translated(name: str) -> Iterator[None]:
    from google.api_core.exceptions import GoogleAPICallError, GoogleAPIError
    from google.auth.exceptions import GoogleAuthError, TransportError

    try:
        yield
    except GoogleAPICallError as exc:
        raise _refusal(exc, name) from exc
    except (GoogleAPIError, TransportError) as exc:
        raise Unavailable(f"secret {name}: {exc}"[:300]) from exc
    except GoogleAuthError as exc:
        passing = getattr(exc, "retryable", False)
        raise (Unavailable if passing else Refused)(f"secret {name}: no access token: {exc}"[:300]) from exc


def _refusal(exc: "GoogleAPICallError", name: str) -> ParleyError:
    """https://cloud.google.com/secret-manager/docs/reference/rest/v1/projects.secrets.versions/access."""
    said = f"secret {name}: {type(exc).__name__}: {exc.message}"[:300]
    if exc.code == 429:
        return RateLimited(said)
    # 400: the newest version is disabled or destroyed.
    return Refused(said) if exc.code in (400, 401, 403, 404) else Unavailable(said)

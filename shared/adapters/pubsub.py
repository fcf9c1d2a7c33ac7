"""Pub/Sub: messages out, and what our push subscriptions bring back in."""

import json
import threading
from base64 import b64decode
from binascii import Error as Base64Error
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, Final

from shared.domain.errors import InvalidInput, ParleyError, PermanentError, RateLimited, Refused, Unavailable

if TYPE_CHECKING:
    from google.api_core.exceptions import GoogleAPICallError
    from google.cloud.pubsub_v1 import PublisherClient

# One publish takes some 30 ms; a new connection after the instance slept, a second.
PUBLISH_SECONDS: Final = 10

# A channel that died while the instance slept fails at once; the next attempt opens a new one.
_RETRY_SECONDS: Final = 5


class PubsubPublisher:
    """Pub/Sub as the port `Publisher`; may be used by several threads at once.

    It calls the client's own RPC instead of its batching `publish`, whose background threads stop with the instance.
    A message may be there twice after a lost answer; its receivers take each once.

    Args:
        project: id of the topics' project. Where it is, the client decides: it obeys PUBSUB_EMULATOR_HOST.
    """

    def __init__(self, project: str) -> None:
        self._project = project
        self._lock = threading.Lock()
        self._client: PublisherClient | None = None

    def publish(self, topic: str, message: Mapping[str, str]) -> None:
        """Hand *message* to the topic of that short name as JSON, and wait for the server's answer."""
        data = json.dumps(dict(message), sort_keys=True).encode()
        with _translated(f"publish to {topic}"):
            from google.api_core.exceptions import Aborted, InternalServerError, ServiceUnavailable, Unknown
            from google.api_core.retry import Retry, if_exception_type
            from google.pubsub_v1 import PublisherClient as Service
            from google.pubsub_v1.types import PubsubMessage

            retry = Retry(
                predicate=if_exception_type(Aborted, InternalServerError, ServiceUnavailable, Unknown),
                initial=0.1,
                maximum=1,
                timeout=_RETRY_SECONDS,
            )
            Service.publish(
                self._connected(),
                topic=f"projects/{self._project}/topics/{topic}",
                messages=[PubsubMessage(data=data)],
                retry=retry,
                timeout=PUBLISH_SECONDS,
            )

    def look(self, topics: Sequence[str]) -> str:
        """Ask for each topic; answers what was seen.

        Raises:
            Refused: one is not there, or may not be looked at.
        """
        for topic in topics:
            with _translated(f"look at {topic}"):
                from google.pubsub_v1 import PublisherClient as Service

                name = f"projects/{self._project}/topics/{topic}"
                Service.get_topic(self._connected(), topic=name, retry=None, timeout=PUBLISH_SECONDS)
        return f"has {', '.join(topics)}"

    def close(self) -> None:
        """Close the connection."""
        with self._lock:
            client, self._client = self._client, None
        if client is not None:
            client.transport.close()  # type: ignore[no-untyped-call] # grpc is untyped

    def _connected(self) -> "PublisherClient":
        """The client, made on first use: a process that forks before it must not share a channel."""
        from google.cloud.pubsub_v1 import PublisherClient

        with self._lock:
            if self._client is None:
                self._client = PublisherClient()
            return self._client


@contextmanager
def _translated(doing: str) -> Iterator[None]:
    """Turn whatever Google's client raises inside the block into an error of ours."""
    from google.api_core.exceptions import GoogleAPICallError, GoogleAPIError
    from google.auth.exceptions import GoogleAuthError, TransportError

    try:
        yield
    except GoogleAPICallError as exc:
        raise _refusal(exc, doing) from exc
    except (GoogleAPIError, TransportError) as exc:  # GoogleAPIError: RetryError, after the last attempt
        raise Unavailable(f"Pub/Sub {doing}: {exc}"[:300]) from exc
    except GoogleAuthError as exc:
        passing = getattr(exc, "retryable", False)
        raise (Unavailable if passing else Refused)(f"Pub/Sub {doing}: no access token: {exc}"[:300]) from exc


def _refusal(exc: "GoogleAPICallError", doing: str) -> ParleyError:
    """https://cloud.google.com/pubsub/docs/reference/error-codes."""
    said = f"Pub/Sub {doing}: {type(exc).__name__}: {exc.message}"[:300]
    if exc.code == 429:
        return RateLimited(said)
    if exc.code in (401, 403, 404):  # 404: the topic is not there; nobody makes it by waiting
        return Refused(said)
    if exc.code == 400:
        return PermanentError(said)
    return Unavailable(said)


def decode_push(data: bytes | str | Mapping[str, Any]) -> dict[str, str]:
    """The message inside a push body, or inside the data of the CloudEvent made from it.

    Numbers become text: Gmail's historyId comes as either.

    Raises:
        InvalidInput: it is no push body, or its message is no JSON object of texts and whole numbers.
    """
    body = _json(data, "the push body") if isinstance(data, bytes | str) else data
    message = body.get("message") if isinstance(body, Mapping) else None
    if not isinstance(message, Mapping) or not isinstance(message.get("data"), str):
        raise InvalidInput(["message.data: missing; expected a Pub/Sub push body"])
    content = _json(_decoded(message["data"]), "message.data")
    if not isinstance(content, dict):
        raise InvalidInput([f"message.data: expected a JSON object, not {type(content).__name__}"])
    return {key: _text(key, value) for key, value in content.items()}


def _decoded(text: str) -> bytes:
    """Base64 in the standard alphabet or Gmail's URL-safe one, with or without padding."""
    standard = text.replace("-", "+").replace("_", "/").rstrip("=")
    try:
        return b64decode(standard + "=" * (-len(standard) % 4), validate=True)
    except (Base64Error, ValueError) as exc:
        raise InvalidInput(["message.data: not base64"]) from exc


def _json(text: bytes | str, place: str) -> Any:
    try:
        return json.loads(text)
    except ValueError as exc:
        raise InvalidInput([f"{place}: not JSON"]) from exc


def _text(key: str, value: object) -> str:
    if isinstance(value, str):
        return value
    if isinstance(value, int) and not isinstance(value, bool):
        return str(value)
    raise InvalidInput([f"message.data.{key}: expected a text or a whole number, not {type(value).__name__}"])

"""The store in Firestore, native mode (https://cloud.google.com/firestore/docs).

Two ways to write, neither of which holds anything while something slow happens. `_swap` is one batch whose writes name
what they replace; `_transact` is one short transaction. The client library reports failure for commits that were
applied, whenever the answer is lost: each attempt is therefore signed in the documents it writes, and its signature is
looked up before anything is repeated or given up.
"""

import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from datetime import datetime
from random import SystemRandom
from typing import Any, Final
from urllib.parse import unquote
from uuid import uuid4

from google.api_core import exceptions
from google.api_core.datetime_helpers import DatetimeWithNanoseconds
from google.api_core.retry import Retry, if_exception_type
from google.cloud import firestore
from google.cloud.firestore_v1 import types
from google.cloud.firestore_v1.base_query import FieldFilter

from shared.application.documents import ATTEMPT_ID
from shared.application.storage import Etags, Find, Key, Stored, Write
from shared.application.store import Store
from shared.domain.errors import (
    Contention,
    ParleyError,
    RateLimited,
    Refused,
    RetryableError,
    Unavailable,
    Unclear,
    Unstorable,
)

# One call; uncontended ones take milliseconds. The library's own deadlines are 60 s and more, longer than a lease.
CALL_SECONDS: Final = 5.0

# One write with everything that is tried to settle it.
WRITE_SECONDS: Final = 10.0
WRITE_ATTEMPTS: Final = 5

# Others who wrote at the same time are through after this.
LONGEST_PAUSE_SECONDS: Final = 0.2

# https://cloud.google.com/firestore/quotas
LONGEST_ID_BYTES: Final = 1_500

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

# The stored document is not what the write names; which of them is told differs by write and by server.
_CONFLICTS: Final = (
    exceptions.AlreadyExists,
    exceptions.FailedPrecondition,
    exceptions.NotFound,
)

# The server may still be at it.
_UNFINISHED: Final = (exceptions.GatewayTimeout, exceptions.Cancelled, exceptions.RetryError)

_WORTH_REPEATING: Final = (Contention, Unavailable, Unclear)

_READ_AGAIN: Final = Retry(
    predicate=if_exception_type(
        exceptions.ServiceUnavailable, exceptions.InternalServerError, exceptions.DeadlineExceeded
    ),
    initial=0.1,
    maximum=1.0,
    timeout=CALL_SECONDS,
)


class FirestoreStore(Store):
    """Serves any number of threads."""

    def __init__(self, client: firestore.Client) -> None:
        super().__init__()
        self._client = client
        self._random = SystemRandom()

    def close(self) -> None:
        self._client.close()  # type: ignore[no-untyped-call]

    def _read(self, keys: Sequence[Key]) -> list[Stored | None]:
        references = [self._reference(key) for key in keys]
        with _translated():
            snapshots = list(self._client.get_all(references, retry=_READ_AGAIN, timeout=CALL_SECONDS))
        found = {stored.key: stored for stored in map(_stored, snapshots) if stored}
        return [found.get(key) for key in keys]

    def _find(self, find: Find) -> list[Stored]:
        open_collection = self._client.collection_group if find.group else self._client.collection
        query = open_collection(find.collection).limit(find.limit)
        for name, value in find.equals:
            query = query.where(filter=FieldFilter(name, "==", value))
        if find.at_most:
            query = query.where(filter=FieldFilter(find.at_most[0], "<=", find.at_most[1]))
        if find.order_by or find.by_id:
            query = query.order_by(find.order_by or "__name__")
        if find.after:
            query = query.start_after({"__name__": self._reference(find.after)})
        with _translated():
            snapshots = list(query.stream(retry=_READ_AGAIN, timeout=CALL_SECONDS))
        return [stored for stored in map(_stored, snapshots) if stored]

    def _swap(self, writes: Sequence[Write]) -> Etags | None:
        attempt_id = uuid4().hex

        def commit() -> Etags:
            batch = self._client.batch()
            for write in writes:
                self._add(batch, write, attempt_id)
            return _etags(batch.commit(retry=None, timeout=CALL_SECONDS))

        return self._settled(commit, [write.key for write in writes], attempt_id)

    def _add(self, batch: firestore.WriteBatch, write: Write, attempt_id: str) -> None:
        reference = self._reference(write.key)
        document = {**write.document, ATTEMPT_ID: attempt_id}
        if write.etag is None:
            batch.create(reference, document)
            return
        batch.set(reference, document)
        # `update()` takes the precondition but keeps fields that the new document no longer has; `set()` takes none.
        replaced = batch._write_pbs[-1]  # noqa: SLF001
        stamp = DatetimeWithNanoseconds.from_rfc3339(write.etag)  # type: ignore[no-untyped-call]
        replaced.current_document = types.Precondition(update_time=stamp.timestamp_pb())

    def _transact(self, writes: Sequence[tuple[Key, Mapping[str, Any]]]) -> Etags | None:
        attempt_id = uuid4().hex
        replaced = [(key, document) for key, document in writes if document["version"] > 1]

        def write_all(transaction: firestore.Transaction) -> bool:
            if not self._replaceable(transaction, replaced):
                return False
            for key, document in writes:
                write = transaction.create if document["version"] == 1 else transaction.set
                write(self._reference(key), {**document, ATTEMPT_ID: attempt_id})
            return True

        return self._settled(lambda: self._run(write_all), [key for key, _ in writes], attempt_id)

    def _replaceable(
        self, transaction: firestore.Transaction, replaced: Sequence[tuple[Key, Mapping[str, Any]]]
    ) -> bool:
        if not replaced:
            return True
        references = [self._reference(key) for key, _ in replaced]
        snapshots = transaction.get_all(references, retry=None, timeout=CALL_SECONDS)
        versions = {stored.key: stored.document.get("version") for stored in map(_stored, snapshots) if stored}
        return all(versions.get(key) == document["version"] - 1 for key, document in replaced)

    def _run(self, write_all: Callable[[firestore.Transaction], bool]) -> Etags | None:
        # Wrapped anew for each run: the wrapper keeps the id of the transaction that it retries, so one that threads
        # share mixes their transactions up.
        run = firestore.transactional(write_all)
        transaction = _ShortTransaction(self._client, max_attempts=1)
        try:
            done: bool = run(transaction)
        except ValueError as exc:
            if isinstance(exc.__cause__, exceptions.Aborted):  # so the library says that it has no attempts left
                raise exc.__cause__ from exc
            raise
        return _etags(transaction.write_results or ()) if done else None

    def _settled(self, attempt: Callable[[], Etags | None], keys: Sequence[Key], attempt_id: str) -> Etags | None:
        """Run *attempt* until it is known what became of it.

        Repeating is safe: a write that was applied after all makes its own repetition a conflict, and the conflict is
        found to be our own by the attempt id.
        """
        give_up_at = time.monotonic() + WRITE_SECONDS
        for number in range(1, WRITE_ATTEMPTS + 1):
            try:
                done = attempt()
                return done if done or number == 1 else self._written_by(attempt_id, keys)
            except _CONFLICTS:
                return self._written_by(attempt_id, keys)
            except UnicodeEncodeError as exc:
                raise Unstorable(f"Firestore: {keys[0].collection}: {exc.reason}") from exc
            except exceptions.GoogleAPIError as exc:
                if not isinstance(exc, exceptions.Aborted) and (done := self._written_by(attempt_id, keys)):
                    return done
                last = number == WRITE_ATTEMPTS or time.monotonic() > give_up_at
                error = _write_error(exc)
                if last or not isinstance(error, _WORTH_REPEATING):
                    raise error from exc
            time.sleep(self._random.uniform(0, LONGEST_PAUSE_SECONDS))
        raise AssertionError("the last attempt returns or raises")

    def _written_by(self, attempt_id: str, keys: Sequence[Key]) -> Etags | None:
        """The tags of what the attempt wrote; one that somebody has changed since is not told; None: nothing was."""
        try:
            found = self._read(keys)
        except RetryableError as exc:
            raise Unclear(f"whether {keys[0].collection}/{keys[0].id} was written could not be looked up") from exc
        etags = tuple(
            stored.etag if stored and stored.document.get(ATTEMPT_ID) == attempt_id else None for stored in found
        )
        return etags if any(etags) else None

    def _reference(self, key: Key) -> firestore.DocumentReference:
        return self._client.collection(key.collection).document(_escaped(key.id))


class _ShortTransaction(firestore.Transaction):
    """The library's transaction; each call has our deadline and is made once.

    The library itself repeats a commit for 60 s, which turns a lost answer into a misleading error, and lets a failed
    rollback hide why it was needed.
    """

    def _begin(self, retry_id: bytes | None = None) -> None:
        self._id = self._call("begin_transaction", options=self._options_protobuf(retry_id)).transaction

    def _commit(self) -> list[types.WriteResult]:
        response = self._call("commit", writes=self._write_pbs, transaction=self._id)
        self._clean_up()
        self.write_results = list(response.write_results)
        return self.write_results

    def _rollback(self) -> None:
        if self.in_progress:
            # One that is not rolled back expires by itself after a minute.
            with suppress(exceptions.GoogleAPIError):
                self._call("rollback", transaction=self._id)
        self._clean_up()

    def _call(self, name: str, **request: Any) -> Any:
        client = self._client
        call = getattr(client._firestore_api, name)  # noqa: SLF001 - what the library's own class calls
        database = client._database_string  # noqa: SLF001
        metadata = client._rpc_metadata  # noqa: SLF001
        return call(request={"database": database, **request}, metadata=metadata, retry=None, timeout=CALL_SECONDS)


def _stored(snapshot: firestore.DocumentSnapshot[Any]) -> Stored | None:
    document = snapshot.to_dict()
    if document is None:
        return None
    collection, _, id_ = snapshot.reference.path.rpartition("/")
    return Stored(Key(collection, _unescaped(id_)), document, _etag(snapshot.update_time))


def _etag(update_time: Any) -> str:
    # Collection group queries answer with the raw message, every other call with the library's datetime.
    is_datetime = isinstance(update_time, datetime)
    return str(update_time.rfc3339() if is_datetime else update_time.ToJsonString())


def _etags(results: Sequence[types.WriteResult]) -> Etags:
    return tuple(_etag(result.update_time) for result in results)


def _escaped(id_: str) -> str:
    # A slash would lead into a subcollection; an address may hold one (RFC 5322, atext). "__x__", "." and ".." are
    # reserved (https://cloud.google.com/firestore/quotas).
    escaped = id_.replace("%", "%25").replace("/", "%2F")
    if escaped.startswith("__") and escaped.endswith("__"):
        escaped = f"%5F{escaped[1:]}"
    if escaped in (".", ".."):
        escaped = escaped.replace(".", "%2E")
    if not 0 < len(escaped.encode(errors="replace")) <= LONGEST_ID_BYTES:
        raise Unstorable(f"an id must have 1 to {LONGEST_ID_BYTES} bytes: {id_[:50]}…")
    return escaped


def _unescaped(id_: str) -> str:
    return unquote(id_)


def error_for(exc: exceptions.GoogleAPIError) -> ParleyError:
    """What a failed call means to the caller."""
    meaning = next(meaning for kind, meaning in _MEANINGS if isinstance(exc, kind))
    return meaning(f"Firestore: {type(exc).__name__}: {exc}")


def _write_error(exc: exceptions.GoogleAPIError) -> ParleyError:
    if isinstance(exc, _UNFINISHED):
        return Unclear(f"Firestore: {type(exc).__name__}: {exc}")
    return error_for(exc)


@contextmanager
def _translated() -> Iterator[None]:
    try:
        yield
    except UnicodeEncodeError as exc:
        raise Unstorable(f"Firestore: {exc.reason}") from exc
    except exceptions.GoogleAPIError as exc:
        raise error_for(exc) from exc

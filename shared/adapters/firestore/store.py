"""The store in Firestore, native mode (https://cloud.google.com/firestore/docs).

Two ways to write, neither of which holds anything while something slow happens. `_swap` is one batch whose writes name
what they replace; `_transact` is one short transaction. The client library reports failure for commits that were
applied, whenever the answer is lost: each attempt is therefore signed in the documents it writes, and its signature is
looked up before anything is repeated or given up.
"""

import time
from collections.abc import Callable, Mapping, Sequence
from random import SystemRandom
from typing import Any, Final
from uuid import uuid4

from google.api_core import exceptions
from google.api_core.datetime_helpers import DatetimeWithNanoseconds
from google.api_core.retry import Retry, if_exception_type
from google.cloud import firestore
from google.cloud.firestore_v1 import types
from google.cloud.firestore_v1.base_query import FieldFilter

from shared.adapters.firestore.documents import escaped_id, etags_of, stored_of
from shared.adapters.firestore.errors import translated, write_error
from shared.adapters.firestore.transaction import CALL_SECONDS, commit_where
from shared.application.documents import ATTEMPT_ID
from shared.application.storage import Etags, Find, Key, Stored, Write
from shared.application.store import Store
from shared.domain.errors import (
    Contention,
    RetryableError,
    Unavailable,
    Unclear,
    Unstorable,
)

# One write with everything that is tried to settle it.
WRITE_SECONDS: Final = 10.0
WRITE_ATTEMPTS: Final = 5

# Others who wrote at the same time are through after this.
LONGEST_PAUSE_SECONDS: Final = 0.2

# The stored document is not what the write names; which of them is told differs by write and by server.
_CONFLICTS: Final = (
    exceptions.AlreadyExists,
    exceptions.FailedPrecondition,
    exceptions.NotFound,
)

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
        with translated():
            snapshots = list(self._client.get_all(references, retry=_READ_AGAIN, timeout=CALL_SECONDS))
        found = {stored.key: stored for stored in map(stored_of, snapshots) if stored}
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
        with translated():
            snapshots = list(query.stream(retry=_READ_AGAIN, timeout=CALL_SECONDS))
        return [stored for stored in map(stored_of, snapshots) if stored]

    def _swap(self, writes: Sequence[Write]) -> Etags | None:
        attempt_id = uuid4().hex

        def commit() -> Etags:
            batch = self._client.batch()
            for write in writes:
                self._add(batch, write, attempt_id)
            return etags_of(batch.commit(retry=None, timeout=CALL_SECONDS))

        return self._settled(commit, [write.key for write in writes], attempt_id)

    def _add(self, batch: firestore.WriteBatch, write: Write, attempt_id: str) -> None:
        reference = self._reference(write.key)
        document = {**write.document, ATTEMPT_ID: attempt_id}
        if write.etag is None:
            batch.create(reference, document)
            return
        batch.set(reference, document)
        # `update()` takes the precondition but keeps fields that the new document no longer has; `set()` takes none.
        stamp = DatetimeWithNanoseconds.from_rfc3339(write.etag)  # type: ignore[no-untyped-call]
        _last(batch).current_document = types.Precondition(update_time=stamp.timestamp_pb())

    def _transact(self, writes: Sequence[tuple[Key, Mapping[str, Any]]]) -> Etags | None:
        attempt_id = uuid4().hex

        def commit() -> Etags | None:
            batch, versions = self._client.batch(), {}
            for key, document in writes:
                is_new = document["version"] == 1
                (batch.create if is_new else batch.set)(self._reference(key), {**document, ATTEMPT_ID: attempt_id})
                if not is_new:
                    versions[_last(batch).update.name] = document["version"] - 1
            if not versions:
                return etags_of(batch.commit(retry=None, timeout=CALL_SECONDS))
            done = commit_where(self._client, batch._write_pbs, versions)  # noqa: SLF001 - the library's own words
            return None if done is None else etags_of(done)

        return self._settled(commit, [key for key, _ in writes], attempt_id)

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
                error = write_error(exc)
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
        return self._client.collection(key.collection).document(escaped_id(key.id))


def _last(batch: firestore.WriteBatch) -> types.Write:
    """What was added last, as it goes over the wire."""
    write: types.Write = batch._write_pbs[-1]  # noqa: SLF001
    return write

"""One short transaction in two calls: the reading that begins it, and the commit.

The library's own begins with a call for itself, repeats a commit for 60 s, which turns a lost answer into a misleading
error, and lets a failed rollback hide why it was needed.
"""

from collections.abc import Iterable, Mapping, Sequence
from contextlib import suppress
from typing import Any, Final

from google.api_core import exceptions
from google.cloud import firestore
from google.cloud.firestore_v1 import types

# One call; uncontended ones take milliseconds. The library's own deadlines are 60 s and more, longer than a lease.
CALL_SECONDS: Final = 5.0

# Without it a transaction that a reading begins is for reading only.
_TO_WRITE: Final = types.TransactionOptions(read_write=types.TransactionOptions.ReadWrite())


def commit_where(
    client: firestore.Client, writes: Sequence[types.Write], versions: Mapping[str, int]
) -> list[types.WriteResult] | None:
    """All the *writes* when each document of *versions*, by its full name, is stored with just that version, or none.

    Each call is made once. None: some document has another version; nothing was written.
    """
    transaction = _Transaction(client)
    done = None
    try:
        if transaction.begin(versions) == versions:
            done = transaction.commit(writes)
    finally:
        if done is None:
            transaction.roll_back()
    return done


class _Transaction:
    def __init__(self, client: firestore.Client) -> None:
        self._client = client
        self._id = b""

    def begin(self, names: Iterable[str]) -> dict[str, int]:
        """The versions of those documents that exist, which from now on nobody else may have changed at the commit."""
        found = {}
        asked = {"documents": list(names), "mask": {"field_paths": ["version"]}, "new_transaction": _TO_WRITE}
        for answer in self._call("batch_get_documents", **asked):
            self._id = self._id or answer.transaction
            if "version" in answer.found.fields:
                found[answer.found.name] = answer.found.fields["version"].integer_value
        return found

    def commit(self, writes: Sequence[types.Write]) -> list[types.WriteResult]:
        return list(self._call("commit", writes=list(writes), transaction=self._id).write_results)

    def roll_back(self) -> None:
        if self._id:
            # One that is not rolled back expires by itself after a minute.
            with suppress(exceptions.GoogleAPIError):
                self._call("rollback", transaction=self._id)

    def _call(self, name: str, **request: Any) -> Any:
        client = self._client
        call = getattr(client._firestore_api, name)  # noqa: SLF001 - what the library's own class calls
        database = client._database_string  # noqa: SLF001
        metadata = client._rpc_metadata  # noqa: SLF001
        return call(request={"database": database, **request}, metadata=metadata, retry=None, timeout=CALL_SECONDS)

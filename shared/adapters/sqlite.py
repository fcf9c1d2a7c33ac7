"""The store in one SQLite file (or in memory), for one machine.

Every document is a row; a row's revision is its etag. Writers of all threads and processes take turns
(https://www.sqlite.org/isolation.html), readers see the last commit.
"""

import json
import sqlite3
import threading
import time
import weakref
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Final
from uuid import uuid4

from shared.application.documents import ATTEMPT_ID, instant_text
from shared.application.storage import Etags, Find, Key, Stored, Write
from shared.application.store import Store
from shared.domain.errors import Contention, ParleyError, Refused, Unavailable, Unstorable

# How long a writer waits for its turn. Writes take milliseconds; this is below every lease.
BUSY_SECONDS: Final = 5.0

# Firestore's limit for a document (https://cloud.google.com/firestore/quotas); kept here too, so that nothing works
# on one machine only.
LARGEST_DOCUMENT_BYTES: Final = 1_048_487
LONGEST_ID_BYTES: Final = 1_500

# Primary result codes (https://www.sqlite.org/rescode.html) and what the caller must do. Any other is a bug.
_MEANINGS: Final[Mapping[int, type[ParleyError]]] = {
    sqlite3.SQLITE_BUSY: Contention,
    sqlite3.SQLITE_LOCKED: Contention,
    sqlite3.SQLITE_PROTOCOL: Contention,
    sqlite3.SQLITE_IOERR: Unavailable,
    sqlite3.SQLITE_FULL: Unavailable,
    sqlite3.SQLITE_NOMEM: Unavailable,
    sqlite3.SQLITE_CANTOPEN: Refused,
    sqlite3.SQLITE_READONLY: Refused,
    sqlite3.SQLITE_PERM: Refused,
    sqlite3.SQLITE_AUTH: Refused,
    sqlite3.SQLITE_CORRUPT: Refused,
    sqlite3.SQLITE_NOTADB: Refused,
    sqlite3.SQLITE_TOOBIG: Unstorable,
}

# The fields that queries of `Store` compare or order by, as the composite indexes in production.
_INDEXES: Final = (
    ("state", "next_attempt_at"),
    ("state", "queued_at"),
    ("state", "opened_at"),
    ("thread_key", "state"),
    ("campaign_id", "opened_at"),
)

_TABLE: Final = """
CREATE TABLE IF NOT EXISTS documents (
    collection TEXT NOT NULL,
    id TEXT NOT NULL,
    collection_group TEXT NOT NULL,
    revision INTEGER NOT NULL,
    body TEXT NOT NULL,
    PRIMARY KEY (collection, id)
) WITHOUT ROWID
"""


class SqliteStore(Store):
    """Serves any number of threads; other processes open the same file."""

    def __init__(self, path: str | Path) -> None:
        """Open or create the file at *path*; ":memory:" is a store of this object's own.

        Raises:
            Refused: the file cannot be opened or is no database.
            Contention: another process is creating it.
        """
        super().__init__()
        self._path = str(path)
        self._lock = threading.RLock()
        with _translated(self._path):
            self._connection = sqlite3.connect(
                self._path, timeout=BUSY_SECONDS, isolation_level=None, check_same_thread=False
            )
            # A store that is dropped, or fails to open, leaves no open file behind.
            weakref.finalize(self, self._connection.close)
            self._prepare()

    def _prepare(self) -> None:
        self._connection.execute(f"PRAGMA busy_timeout = {int(BUSY_SECONDS * 1000)}")
        # An answered write survives a power cut, as in production.
        self._connection.execute("PRAGMA synchronous = FULL")
        if self._connection.execute("PRAGMA journal_mode").fetchone() != ("wal",):
            _enter_wal(self._connection)
        self._connection.execute("BEGIN IMMEDIATE")
        self._connection.execute(_TABLE)
        for fields in _INDEXES:
            columns = ", ".join(("collection_group", *map(_field, fields)))
            self._connection.execute(f"CREATE INDEX IF NOT EXISTS by_{'_and_'.join(fields)} ON documents ({columns})")
        self._connection.execute("COMMIT")

    def close(self) -> None:
        with self._lock, _translated(self._path):
            self._connection.close()

    def _read(self, keys: Sequence[Key]) -> list[Stored | None]:
        _check(keys)
        where = f"(collection, id) IN (VALUES {', '.join(['(?, ?)'] * len(keys))})"
        found = {stored.key: stored for stored in self._select(where, [part for key in keys for part in key])}
        return [found.get(key) for key in keys]

    def _find(self, find: Find) -> list[Stored]:
        terms = [("collection_group = ?", _group(find.collection))]
        terms += [] if find.group else [("collection = ?", find.collection)]
        terms += [(f"{_field(name)} = ?", value) for name, value in find.equals]
        if find.at_most:
            terms.append((f"{_field(find.at_most[0])} <= ?", instant_text(find.at_most[1])))
        if find.after:
            terms.append(("id > ?", find.after.id))
        order = [_field(find.order_by)] if find.order_by else []
        where = " AND ".join(term for term, _ in terms)
        clauses = f"{where} ORDER BY {', '.join([*order, 'collection', 'id'])} LIMIT {find.limit:d}"
        return self._select(clauses, [value for _, value in terms])

    def _swap(self, writes: Sequence[Write]) -> Etags | None:
        attempt_id = uuid4().hex
        _check([write.key for write in writes])
        return self._atomically(self._replaced(write, attempt_id) for write in writes)

    def _replaced(self, write: Write, attempt_id: str) -> str | None:
        """The new revision, None when the document is not what the write names."""
        body = _body(write.key, write.document, attempt_id)
        if write.etag is None:
            statement = "INSERT INTO documents VALUES (?, ?, ?, 1, ?) ON CONFLICT DO NOTHING"
            return "1" if self._changes(statement, (*write.key, _group(write.key.collection), body)) else None
        statement = (
            "UPDATE documents SET revision = revision + 1, body = ? WHERE collection = ? AND id = ? AND revision = ?"
        )
        revision = int(write.etag)
        return str(revision + 1) if self._changes(statement, (body, *write.key, revision)) else None

    def _transact(self, writes: Sequence[tuple[Key, Mapping[str, Any]]]) -> Etags | None:
        attempt_id = uuid4().hex
        return self._atomically(self._succeeds(key, document, attempt_id) for key, document in writes)

    def _succeeds(self, key: Key, document: Mapping[str, Any], attempt_id: str) -> str | None:
        # Inside BEGIN IMMEDIATE nobody else writes, so what is read here is what is replaced.
        (stored,) = self._read([key])
        if document["version"] - 1 != (stored.document.get("version") if stored else 0):
            return None
        return self._replaced(Write(key, document, stored.etag if stored else None), attempt_id)

    def _atomically(self, steps: Iterable[str | None]) -> Etags | None:
        """Keep what *steps* write when each answers a revision; else, and when one raises, nothing of it."""
        with self._lock, _translated(self._path):
            self._connection.execute("BEGIN IMMEDIATE")
            try:
                revisions = _all_or_none(steps)
                self._connection.execute("ROLLBACK" if revisions is None else "COMMIT")
            finally:
                if self._connection.in_transaction:
                    self._connection.execute("ROLLBACK")
        return revisions

    def _changes(self, statement: str, parameters: Sequence[Any]) -> bool:
        return self._connection.execute(statement, parameters).rowcount == 1

    def _select(self, clauses: str, parameters: Sequence[str]) -> list[Stored]:
        statement = f"SELECT collection, id, revision, body FROM documents WHERE {clauses}"  # noqa: S608 - no value is in it
        with self._lock, _translated(self._path):
            rows = self._connection.execute(statement, parameters).fetchall()
        return [
            Stored(Key(collection, id_), json.loads(body), str(revision)) for collection, id_, revision, body in rows
        ]


def _all_or_none(steps: Iterable[str | None]) -> Etags | None:
    revisions = []
    for revision in steps:
        if revision is None:
            return None
        revisions.append(revision)
    return tuple(revisions)


def _field(name: str) -> str:
    if not name.isidentifier():
        raise ValueError(f"{name!r} is no field")
    return f"json_extract(body, '$.{name}')"


def _group(collection: str) -> str:
    return collection.rpartition("/")[2]


def _check(keys: Sequence[Key]) -> None:
    for key in keys:
        if len(key.id.encode(errors="replace")) > LONGEST_ID_BYTES:
            raise Unstorable(f"an id in {key.collection} is longer than {LONGEST_ID_BYTES} bytes: {key.id[:50]}…")


def _body(key: Key, document: Mapping[str, Any], attempt_id: str) -> str:
    body = json.dumps({**document, ATTEMPT_ID: attempt_id}, default=instant_text, ensure_ascii=False)
    if len(body.encode()) > LARGEST_DOCUMENT_BYTES:
        raise Unstorable(f"{key.collection}/{key.id} is larger than {LARGEST_DOCUMENT_BYTES} bytes")
    return body


@contextmanager
def _translated(path: str) -> Iterator[None]:
    try:
        yield
    except sqlite3.Error as exc:
        # The low byte is the primary code; the rest says more, see https://www.sqlite.org/rescode.html#extrc.
        meaning = _MEANINGS.get(getattr(exc, "sqlite_errorcode", -1) & 0xFF)
        if meaning is None:
            raise
        raise meaning(f"SQLite store {path}: {exc}") from exc
    except UnicodeEncodeError as exc:
        raise Unstorable(f"SQLite store {path}: {exc.reason}") from exc


def _enter_wal(connection: sqlite3.Connection) -> None:
    """Switch the file to WAL; SQLite answers "busy" here at once, however long others are told to wait.

    It happens when several processes open a new file together (https://www.sqlite.org/wal.html#sometimes_queries_return
    _sqlite_busy_in_wal_mode).
    """
    deadline = time.monotonic() + BUSY_SECONDS
    while True:
        try:
            connection.execute("PRAGMA journal_mode = WAL")
        except sqlite3.OperationalError as exc:
            if exc.sqlite_errorcode & 0xFF != sqlite3.SQLITE_BUSY or time.monotonic() > deadline:
                raise
            time.sleep(0.02)
        else:
            return

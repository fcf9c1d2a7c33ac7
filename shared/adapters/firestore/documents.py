"""Documents as Firestore names, tags and answers them."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any, Final
from urllib.parse import unquote

from google.cloud import firestore
from google.cloud.firestore_v1 import types

from shared.application.storage import Etags, Key, Stored
from shared.domain.errors import Unstorable

# https://cloud.google.com/firestore/quotas
LONGEST_ID_BYTES: Final = 1_500


def stored_of(snapshot: firestore.DocumentSnapshot[Any]) -> Stored | None:
    document = snapshot.to_dict()
    if document is None:
        return None
    collection, _, id_ = snapshot.reference.path.rpartition("/")
    return Stored(Key(collection, unquote(id_)), document, _etag(snapshot.update_time))


def _etag(update_time: Any) -> str:
    # Collection group queries answer with the raw message, every other call with the library's datetime.
    is_datetime = isinstance(update_time, datetime)
    return str(update_time.rfc3339() if is_datetime else update_time.ToJsonString())


def etags_of(results: Sequence[types.WriteResult]) -> Etags:
    return tuple(_etag(result.update_time) for result in results)


def escaped_id(id_: str) -> str:
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

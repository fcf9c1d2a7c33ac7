"""Reading a mailbox with Google's own client, which may repeat a request by itself: nothing here must happen once."""

import threading
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, Final

from shared.adapters.gmail.errors import Call, reading
from shared.adapters.gmail.quota import Quota
from shared.application.ports import Clock
from shared.domain.errors import NotFound

if TYPE_CHECKING:
    from google.auth.credentials import Credentials

Json = Mapping[str, Any]

# Below the shortest lease by far; a read that takes longer is repeated by the platform.
READ_SECONDS: Final = 20

# The largest pages that Gmail gives.
_PAGE: Final = 500

_FIRST_PAGE: Final = 100

# Asked for beside other headers: an answer with no header at all is then one that lacks them, not a mail without them.
_ALWAYS_THERE: Final = "From"

_THREAD_HEADERS: Final = [_ALWAYS_THERE, "Message-ID", "X-Parley-Send-Id"]


class GmailReads:
    """Gmail's JSON answers; every method raises the errors of `shared.domain.errors`.

    Args:
        credentials_for: credentials of a mailbox's user.
        api_root: Gmail's address, or another one in its place.
        clock: what Retry-After counts from.
        quota: what every call is spent from.
    """

    def __init__(
        self, *, credentials_for: Callable[[str], "Credentials"], api_root: str, clock: Clock, quota: Quota
    ) -> None:
        self._credentials_for = credentials_for
        self._root = api_root.rstrip("/") + "/"
        self._clock = clock
        self._quota = quota
        self._lock = threading.Lock()
        self._users: Any = None
        self._idle: dict[str, list[Any]] = {}

    def profile(self, address: str) -> Json:
        return self._one("getProfile", address, lambda users: users.getProfile(userId=address))

    def history_pages(self, address: str, since: int) -> Iterator[Json]:
        """All pages of added messages after *since*, which stays the same for every page.

        https://developers.google.com/workspace/gmail/api/reference/rest/v1/users.history/list
        """
        return self._pages(
            "history.list",
            address,
            lambda users, token: users.history().list(
                userId=address,
                startHistoryId=str(since),
                historyTypes=["messageAdded"],
                maxResults=_PAGE,
                pageToken=token,
            ),
        )

    def message_pages(self, address: str, query: str) -> Iterator[Json]:
        """All pages of what *query* finds, newest first, spam and trash included."""
        return self._pages(
            "messages.list",
            address,
            lambda users, token: users.messages().list(
                userId=address, q=query, includeSpamTrash=True, maxResults=_PAGE, pageToken=token
            ),
        )

    def newest_messages(self, address: str, query: str) -> Json:
        """The first page of what *query* finds, newest first, spam and trash included."""
        return self._one(
            "messages.list",
            address,
            lambda users: users.messages().list(userId=address, q=query, includeSpamTrash=True, maxResults=_FIRST_PAGE),
        )

    def draft_pages(self, address: str) -> Iterator[Json]:
        return self._pages(
            "drafts.list",
            address,
            lambda users, token: users.drafts().list(userId=address, maxResults=_PAGE, pageToken=token),
        )

    def raw_message(self, address: str, message_id: str) -> Json | None:
        """The message with its bytes in `raw`; None when it is gone."""
        return self._found(
            "messages.get", address, lambda users: users.messages().get(userId=address, id=message_id, format="raw")
        )

    def headers_of(self, address: str, message_id: str, names: Sequence[str]) -> Json | None:
        """The message with the headers named; None when it is gone."""
        return self._found(
            "messages.get",
            address,
            lambda users: users.messages().get(
                userId=address, id=message_id, format="metadata", metadataHeaders=[*names, _ALWAYS_THERE]
            ),
        )

    def thread(self, address: str, thread_id: str) -> Json | None:
        """The thread's messages with their labels and a few headers; None when there is no such thread."""
        return self._found(
            "threads.get",
            address,
            lambda users: users.threads().get(
                userId=address, id=thread_id, format="metadata", metadataHeaders=_THREAD_HEADERS
            ),
        )

    def watch(self, address: str, topic: str) -> Json:
        """Renew the watch; a repeated request does no harm, so it may go this way.

        No labelIds: INBOX would miss mail that a filter archives or that lands in spam, and the mail that a person
        sends in our place, which makes the agent step back. Label filters leak besides. Unwanted pushes cost one list.
        https://developers.google.com/workspace/gmail/api/guides/push
        """
        return self._one("watch", address, lambda users: users.watch(userId=address, body={"topicName": topic}))

    def stop(self, address: str) -> None:
        """End the watch; ending it twice is ending it once.

        https://developers.google.com/workspace/gmail/api/reference/rest/v1/users/stop
        """
        self._one("stop", address, lambda users: users.stop(userId=address))

    def close(self) -> None:
        """Close the idle connections."""
        with self._lock:
            idle, self._idle = self._idle, {}
        for connections in idle.values():
            for connection in connections:
                connection.close()

    def _found(self, name: str, address: str, request: Callable[[Any], Any]) -> Json | None:
        try:
            return self._one(name, address, request)
        except NotFound:
            return None

    def _pages(self, name: str, address: str, request: Callable[[Any, str | None], Any]) -> Iterator[Json]:
        token: str | None = None
        while True:
            page = self._one(name, address, lambda users, token=token: request(users, token))  # type: ignore[misc]
            yield page
            token = page.get("nextPageToken")
            if not token:
                return

    def _one(self, name: str, address: str, request: Callable[[Any], Any]) -> Json:
        self._quota.spend(address, name)
        with reading(Call(name=name, mailbox=address), self._clock), self._connection(address) as connection:
            answer: Json = request(self._service()).execute(http=connection, num_retries=0)
            return answer

    def _service(self) -> Any:
        """The client; it is safe for threads, its connections are not."""
        with self._lock:
            if self._users is None:
                self._users = _build(self._root)
            return self._users

    @contextmanager
    def _connection(self, address: str) -> Iterator[Any]:
        """A connection that nobody else uses meanwhile: httplib2 is not safe for threads."""
        with self._lock:
            idle = self._idle.setdefault(address, [])
            connection = idle.pop() if idle else None
        connection = connection or _connect(self._credentials_for(address))
        done = False
        try:
            yield connection
            done = True
        finally:
            # After a failure an answer may still be on its way; nobody else must read it as theirs.
            self._give_back(address, connection) if done else connection.close()

    def _give_back(self, address: str, connection: Any) -> None:
        with self._lock:
            self._idle.setdefault(address, []).append(connection)


def _build(root: str) -> Any:
    import httplib2
    from googleapiclient.discovery import build

    service = build(
        "gmail",
        "v1",
        http=httplib2.Http(timeout=READ_SECONDS),  # type: ignore[no-untyped-call] # never used: each call has its own
        static_discovery=True,
        cache_discovery=False,
        client_options={"api_endpoint": root},
    )
    return service.users()


def _connect(credentials: "Credentials") -> Any:
    import google_auth_httplib2
    import httplib2

    plain = httplib2.Http(timeout=READ_SECONDS)  # type: ignore[no-untyped-call] # httplib2 is untyped
    return google_auth_httplib2.AuthorizedHttp(credentials, http=plain)  # type: ignore[no-untyped-call] # untyped

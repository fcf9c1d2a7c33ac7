"""The three writes that must happen at most once, over a client that posts once and never by itself again."""

from base64 import urlsafe_b64encode
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any, Final
from urllib.parse import quote

from shared.adapters.gmail.errors import Answer, Call, answer_of, posting, refusal
from shared.adapters.gmail.quota import Quota
from shared.application.ports import Clock, Draft, DraftGone, SentMail
from shared.domain.errors import Unclear

if TYPE_CHECKING:
    import requests
    from google.auth.credentials import Credentials

# Seconds to connect and to wait for an answer; both together are far below the lease of an outbox entry.
WRITE_SECONDS: Final = (5, 30)


class GmailWrites:
    """Drafts made, sent and deleted. Each call opens a connection of its own.

    A kept connection may be dead after the instance slept, and a POST lost on it could not be told from one that
    arrived; on a new one, "never connected" is certain.

    Args:
        credentials_for: credentials of a mailbox's user.
        api_root: Gmail's address, or another one in its place.
        clock: what Retry-After counts from.
        quota: what every call is spent from.
        seconds: to connect, and to wait for an answer.
    """

    def __init__(
        self,
        *,
        credentials_for: Callable[[str], "Credentials"],
        api_root: str,
        clock: Clock,
        quota: Quota,
        seconds: tuple[float, float] = WRITE_SECONDS,
    ) -> None:
        self._seconds = seconds
        self._credentials_for = credentials_for
        self._root = api_root.rstrip("/")
        self._clock = clock
        self._quota = quota

    def create_draft(self, address: str, raw: bytes, *, thread_id: str | None) -> Draft:
        """https://developers.google.com/workspace/gmail/api/reference/rest/v1/users.drafts/create."""
        call = Call(name="drafts.create", mailbox=address, writes=True)
        response = self._request(call, "POST", "", {"message": _message(raw, thread_id)})
        body = self._success(response, call)
        return Draft(draft_id=_text(body, "id", call), thread_id=_text(_object(body, "message"), "threadId", call))

    def send_draft(self, address: str, draft_id: str, raw: bytes, *, thread_id: str | None) -> SentMail | DraftGone:
        """Send *raw* as the draft's updated content, in one request with the draft's end.

        https://developers.google.com/workspace/gmail/api/guides/drafts#send
        """
        call = Call(name="drafts.send", mailbox=address, writes=True)
        body = {"id": draft_id, "message": _message(raw, thread_id)}
        response = self._request(call, "POST", "/send", body)
        if not response.ok and self._gone(address, draft_id, _answer(response)):
            return DraftGone()
        sent = self._success(response, call)
        return SentMail(message_id=_text(sent, "id", call), thread_id=_text(sent, "threadId", call))

    def _gone(self, address: str, draft_id: str, answer: Answer) -> bool:
        """Whether the draft was sent or deleted before.

        The status of a consumed draft is not documented; 404 and 400 failedPrecondition were reported. The latter also
        passes by itself, with the draft still there: that is asked before anybody takes it for gone.
        """
        if answer.status != 400 or answer.reason != "failedPrecondition" or _without_licence(answer):
            return answer.status == 404
        call = Call(name="drafts.get", mailbox=address)
        response = self._request(call, "GET", f"/{quote(draft_id, safe='')}?format=minimal", None)
        if response.ok or response.status_code == 404:
            return response.status_code == 404
        raise refusal(_answer(response), call, self._clock.now())

    def delete_draft(self, address: str, draft_id: str) -> bool:
        """https://developers.google.com/workspace/gmail/api/reference/rest/v1/users.drafts/delete."""
        # Deleting twice is deleting once: a lost answer is no riddle.
        call = Call(name="drafts.delete", mailbox=address)
        response = self._request(call, "DELETE", f"/{quote(draft_id, safe='')}", None)
        if response.status_code != 404 and not response.ok:
            raise refusal(_answer(response), call, self._clock.now())
        return response.ok

    def _request(self, call: Call, method: str, path: str, body: Mapping[str, object] | None) -> "requests.Response":
        from google.auth.transport.requests import AuthorizedSession
        from requests.adapters import HTTPAdapter

        self._quota.spend(call.mailbox, call.name)
        url = f"{self._root}/gmail/v1/users/{quote(call.mailbox, safe='@')}/drafts{path}"
        with (
            posting(call),
            AuthorizedSession(  # type: ignore[no-untyped-call] # google.auth is untyped
                self._credentials_for(call.mailbox), max_refresh_attempts=1
            ) as session,
        ):
            session.mount("https://", HTTPAdapter(max_retries=0))
            session.mount("http://", HTTPAdapter(max_retries=0))
            return session.request(  # type: ignore[no-any-return, no-untyped-call] # google.auth is untyped
                method, url, json=body, timeout=self._seconds, allow_redirects=False
            )

    def _success(self, response: "requests.Response", call: Call) -> Mapping[str, Any]:
        """The body of a 200.

        Raises:
            Unclear: Gmail said yes in a body that cannot be read.
        """
        if response.status_code != 200:
            raise refusal(_answer(response), call, self._clock.now())
        try:
            body = response.json()
        except ValueError as exc:
            raise Unclear(f"Gmail {call.name}: 200 with an unreadable body") from exc
        return body if isinstance(body, dict) else {}


def _message(raw: bytes, thread_id: str | None) -> dict[str, str]:
    message = {"raw": urlsafe_b64encode(raw).decode()}
    return message if thread_id is None else {**message, "threadId": thread_id}


def _answer(response: "requests.Response") -> Answer:
    return answer_of(response.status_code, response.headers, response.content)


def _without_licence(answer: Answer) -> bool:
    return "mail service not enabled" in answer.message.lower()


def _object(body: Mapping[str, Any], key: str) -> Mapping[str, Any]:
    value = body.get(key)
    return value if isinstance(value, dict) else {}


def _text(body: Mapping[str, Any], key: str, call: Call) -> str:
    value = body.get(key)
    if not isinstance(value, str) or not value:
        raise Unclear(f"Gmail {call.name}: 200 without {key}")
    return value

from collections.abc import Mapping, Sequence

import requests

_TIMEOUT_SECONDS = 10


class GmailPost:
    """The mailbox inside the Gmail stand-in, through its control routes.

    Args:
        url: of the stand-in, without trailing slash.
        mailbox: the product's address.
    """

    def __init__(self, url: str, mailbox: str) -> None:
        self._url = url.rstrip("/")
        self._mailbox = mailbox
        self._session = requests.Session()
        self._session.trust_env = False  # no proxy between two programs of one machine

    def sent(self) -> Sequence[Mapping[str, object]]:
        """Every mail that left the mailbox, oldest first."""
        answer = self._session.get(
            f"{self._url}/_control/sent", params={"mailbox": self._mailbox}, timeout=_TIMEOUT_SECONDS
        )
        answer.raise_for_status()
        mails: list[dict[str, object]] = answer.json()
        return mails

    def deliver(self, raw: bytes) -> None:
        self._session.post(
            f"{self._url}/_control/deliver",
            params={"mailbox": self._mailbox},
            data=raw,
            headers={"Content-Type": "message/rfc822"},
            timeout=_TIMEOUT_SECONDS,
        ).raise_for_status()

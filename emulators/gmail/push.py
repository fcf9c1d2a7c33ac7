import json
import os
import queue
import sys
import threading
from collections.abc import Callable
from concurrent.futures import TimeoutError as FutureTimeoutError
from datetime import datetime, timedelta
from typing import Any

from emulators.gmail.habits import Habits
from emulators.gmail.watch import Watch
from emulators.wallclock import now

Publish = Callable[[str, bytes], None]

_PUBLISH_SECONDS = 10.0


def publish_to_pubsub() -> Publish | None:
    """Publishing with Google's own client to the Pub/Sub of PUBSUB_EMULATOR_HOST; None when that is not set."""
    if not os.environ.get("PUBSUB_EMULATOR_HOST"):  # noqa: TID251 - the library reads the same variable by itself
        return None
    client: Any = None

    def publish(topic: str, data: bytes) -> None:
        nonlocal client
        if client is None:
            from google.cloud.pubsub_v1 import PublisherClient

            client = PublisherClient()
        client.publish(topic, data, timeout=_PUBLISH_SECONDS).result(timeout=_PUBLISH_SECONDS)

    return publish


class Pusher:
    """Decides which pushes leave and publishes them from a thread of its own, so that no API answer waits."""

    def __init__(self, publish: Publish | None) -> None:
        self._publish = publish
        self._queue: queue.SimpleQueue[tuple[str, bytes, dict[str, object]]] = queue.SimpleQueue()
        self._lock = threading.Lock()
        self._log: list[dict[str, object]] = []
        self._last_at: dict[str, datetime] = {}
        threading.Thread(target=self._work, daemon=True, name="gmail-push").start()

    def log(self) -> list[dict[str, object]]:
        """Every push that was due; outcome: queued, published, failed, unpublished, rate-limited, dropped or silent."""
        with self._lock:
            return [dict(item) for item in self._log]

    def reset(self) -> None:
        with self._lock:
            self._log.clear()
            self._last_at.clear()

    def offer(self, mailbox: str, watch: Watch, history_id: int, habits: Habits) -> None:
        """A push is due; habits decide whether it leaves."""
        with self._lock:
            at = now()
            outcome = "silent" if watch.silent else self._outcome(mailbox, at, habits)
            entry: dict[str, object] = {
                "mailbox": mailbox,
                "historyId": str(history_id),
                "at": at.isoformat(),
                "outcome": outcome,
            }
            self._log.append(entry)
            if outcome == "queued":
                self._last_at[mailbox] = at
                number = str(history_id) if habits.push_history_id_text else history_id
                data = json.dumps({"emailAddress": mailbox, "historyId": number}).encode()
                self._queue.put((watch.topic_name, data, entry))

    def _outcome(self, mailbox: str, at: datetime, habits: Habits) -> str:
        if habits.push_dropped:
            return "dropped"
        last_at = self._last_at.get(mailbox)
        if habits.push_rate_limited and last_at and at - last_at < timedelta(seconds=habits.push_interval_seconds):
            return "rate-limited"
        return "queued"

    def _work(self) -> None:
        while True:
            topic, data, entry = self._queue.get()
            outcome = self._published(topic, data)
            with self._lock:
                entry["outcome"] = outcome

    def _published(self, topic: str, data: bytes) -> str:
        if self._publish is None:
            return "unpublished"
        from google.api_core.exceptions import GoogleAPIError

        try:
            self._publish(topic, data)
        except (GoogleAPIError, FutureTimeoutError) as exc:
            print(f"gmail: push to {topic} failed: {exc!r}", file=sys.stderr, flush=True)
            return "failed"
        return "published"

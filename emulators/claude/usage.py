"""What a request would be billed for: tokens estimated from characters, and a prompt cache like the API's.

https://platform.claude.com/docs/en/build-with-claude/prompt-caching
"""

import hashlib
import json
import threading
import time
from collections.abc import Callable, Iterator
from typing import Any

# About four characters of English make a token; the fixed part stands for the message framing.
CHARACTERS_PER_TOKEN = 4
FRAMING_TOKENS = 8

# Shorter beginnings are not cached. The published floors are 512 to 4,096 tokens by model, most of them this.
LEAST_CACHED_TOKENS = 1024
# From the last use on.
CACHED_SECONDS = 300.0

Body = dict[str, Any]


def token_count(text: str) -> int:
    return len(text) // CHARACTERS_PER_TOKEN + FRAMING_TOKENS


class PromptCache:
    """Beginnings of requests that were marked with cache_control, by model; safe for threads.

    Args:
        seconds: what the time is; of the machine, unless told.
    """

    def __init__(self, seconds: Callable[[], float] = time.monotonic) -> None:
        self._seconds = seconds
        self._lock = threading.Lock()
        self._used_at: dict[str, float] = {}

    def clear(self) -> None:
        with self._lock:
            self._used_at.clear()

    def usage(self, body: Body, answer: str) -> dict[str, int]:
        """The tokens of the request by kind of billing, as the API's `usage` names them."""
        marked = list(_marked_beginnings(body))
        whole = token_count("".join(text for text, _ in _blocks(body)))
        with self._lock:
            now = self._seconds()
            known = [size for key, size in marked if now - self._used_at.get(key, -CACHED_SECONDS) < CACHED_SECONDS]
            self._used_at.update((key, now) for key, _ in marked)
        read, longest = max(known, default=0), max((size for _, size in marked), default=0)
        return {
            "input_tokens": whole - max(read, longest),
            "cache_creation_input_tokens": max(read, longest) - read,
            "cache_read_input_tokens": read,
            "output_tokens": token_count(answer),
        }


def _marked_beginnings(body: Body) -> Iterator[tuple[str, int]]:
    """Key and size of every beginning that ends in a mark and is long enough; the output format is part of each."""
    so_far = f"{body['model']}{json.dumps(body.get('output_config'), sort_keys=True)}"
    before = len(so_far)
    for text, is_marked in _blocks(body):
        so_far += text
        size = (len(so_far) - before) // CHARACTERS_PER_TOKEN
        if is_marked and size >= LEAST_CACHED_TOKENS:
            yield hashlib.sha256(so_far.encode(errors="surrogatepass")).hexdigest(), size


def _blocks(body: Body) -> Iterator[tuple[str, bool]]:
    """Text and mark of every block, in the order in which the API reads them."""
    contents = [body.get("system") or [], *(message.get("content") or [] for message in body["messages"])]
    for content in contents:
        for block in [{"text": content}] if isinstance(content, str) else content:
            yield str(block.get("text", "")), "cache_control" in block

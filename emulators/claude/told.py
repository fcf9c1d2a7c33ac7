"""What each person was told so far, so that no mail of a thread says a thing in the words of the one before."""

import json
import re
import threading
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

Brief = dict[str, Any]


@dataclass(slots=True)
class Told:
    """What one person was told.

    Attributes:
        sentences: With their fields unfilled, the latest said last.
        mail: The brief of the latest mail, without what was wrong with an attempt at it.
        offer: What it offered, or the last mail that offered anything: the price and the deliverables.
        offer_before: What was offered before that mail; None: nothing.
    """

    sentences: list[str] = field(default_factory=list)
    mail: str = ""
    offer: tuple[str, tuple[str, ...]] | None = None
    offer_before: tuple[str, tuple[str, ...]] | None = None

    def begin(self, brief: Brief) -> None:
        """A mail that is worded again is the same mail, and changes nothing of what stood before it."""
        mail = json.dumps({key: value for key, value in brief.items() if key != "failures"}, sort_keys=True)
        if mail == self.mail:
            return
        self.mail, self.offer_before = mail, self.offer
        if brief.get("offer"):
            self.offer = (str(brief["offer"]), tuple(map(str, brief.get("deliverables") or [])))

    @property
    def offer_stands(self) -> bool:
        return self.offer is not None and self.offer == self.offer_before

    @property
    def asks_for_less(self) -> bool:
        """Fewer pieces than were offered for before."""
        if self.offer is None or self.offer_before is None:
            return False
        return _pieces(self.offer[1]) < _pieces(self.offer_before[1])

    def unsaid(self, choices: Sequence[str]) -> list[str]:
        """The choices that were not said yet; the one said longest ago where all were."""
        return [one for one in choices if one not in self.sentences] or [min(choices, key=self.sentences.index)]

    def say(self, sentence: str) -> None:
        if sentence in self.sentences:
            self.sentences.remove(sentence)
        self.sentences.append(sentence)


def _pieces(deliverables: Sequence[str]) -> int:
    return sum(int(found.group()) for label in deliverables if (found := re.match(r"\d+", label)))


class Memory:
    """What everybody was told since the start or the last reset; safe for threads."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._told: dict[tuple[str, str], Told] = {}

    def clear(self) -> None:
        with self._lock:
            self._told.clear()

    def word(self, brief: Brief, words: Callable[[Brief, Told], str]) -> str:
        with self._lock:
            person = (str(brief.get("client_name")), str(brief.get("creator_first_name")))
            return words(brief, self._told.setdefault(person, Told()))

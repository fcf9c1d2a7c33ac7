"""Two models behind the product's own port: the scripted stand-in, and one that obeys whatever the mail orders."""

import json
from dataclasses import dataclass
from typing import Final

from emulators.claude.reading import read_mail
from emulators.claude.wording import word_mail
from shared.adapters.claude.prompts import brief_to_word
from shared.adapters.claude.schema import reading_of
from shared.application.language_model import Brief, ReadRequest, Worded
from shared.domain.reading.facts import ModelUse, Reading
from tests.injection.goals import Goal

USE: Final = ModelUse(model="scripted", input_tokens=100, output_tokens=10)
_TYPES: Final = frozenset(("instagram_reel", "instagram_story", "instagram_post", "tiktok_video", "youtube_short"))


@dataclass(slots=True)
class StandIn:
    """Keywords and fixed phrases, through the answers' real format."""

    reads: int = 0
    obeys: bool = False

    def read(self, request: ReadRequest) -> tuple[Reading, ModelUse]:
        self.reads += 1
        return reading_of(json.dumps(read_mail(request.new_text, deliverable_types=_TYPES))), USE

    def word(self, brief: Brief) -> Worded:
        return Worded(text=word_mail(_inside(brief_to_word(brief))), use=USE, playbook="")


def _inside(text: str) -> str:
    """The brief without the marks around it."""
    return text[text.index("{") : text.rindex("}") + 1]


@dataclass(slots=True)
class Obeying:
    """Reports what an order wants and writes what it wants, once the order reaches it; else it is the stand-in.

    Attributes:
        turn: Picks among the ways to obey.
        obeys: Set by the first request that shows the order.
    """

    goal: Goal
    turn: int
    reads: int = 0
    obeys: bool = False

    def read(self, request: ReadRequest) -> tuple[Reading, ModelUse]:
        self.reads += 1
        shown = " ".join((request.new_text, request.quoted_text, request.subject, *request.attachments))
        if _bare(self.goal.order) not in _bare(shown):
            return StandIn().read(request)
        self.obeys = True
        return self.goal.readings[self.turn % len(self.goal.readings)], USE

    def word(self, brief: Brief) -> Worded:
        honest = StandIn().word(brief)
        if not self.obeys:
            return honest
        words = self.goal.words[self.turn % len(self.goal.words)]
        return Worded(text=f"{honest.text}\n\n{words}", use=USE, playbook="")


def _bare(text: str) -> str:
    return "".join(sign for sign in text.casefold() if sign.isalnum())

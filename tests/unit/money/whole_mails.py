"""Whole mails without a terms block of ours, in the shape of the `gate` command."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from shared.application.files.terms_file import parse_terms
from shared.domain.gate import GateTerms
from tests.unit.money.gate_corpus import load

_TERMS = {**load("whole_terms"), **load("whole_terms_8")}


@dataclass(frozen=True, slots=True, kw_only=True)
class WholeMail:
    """given: the terms as their file holds them."""

    name: str
    given: dict[str, Any]
    text: str

    @property
    def terms(self) -> GateTerms:
        return parse_terms(json.dumps(self.given))

    @property
    def has_block(self) -> bool:
        """Whether code put the terms under it, so that its prose may leave them out."""
        return False

    @property
    def greeted(self) -> str:
        name: str = self.given["creator_name"]
        return name

    def __str__(self) -> str:
        return self.name


def whole_mails(batch: str) -> Iterator[WholeMail]:
    for name, stages in load(batch).items():
        for stage, texts in stages.items():
            for place, text in enumerate(texts):
                yield WholeMail(name=f"{name}, {stage}, {place}", given=_given(name, stage), text=text)


def wrong_whole_mails() -> Iterator[WholeMail]:
    for place, one in enumerate(load("whole_wrong")["mails"]):
        given = _given(one["terms"], one["stage"])
        yield WholeMail(name=f"{one['wrong']}, {place}", given=given, text=one["text"])


def _given(name: str, stage: str) -> dict[str, Any]:
    return {**_TERMS[name], "stage": stage}

"""The mails under tests/data/gate: prose in the frame of the terms it belongs to."""

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from shared.application.files.terms_file import parse_terms
from shared.domain.gate import GateTerms

_FOLDER = Path(__file__).parents[2] / "data" / "gate"


@dataclass(frozen=True, slots=True, kw_only=True)
class Decided:
    """What was decided, and what code puts under the prose."""

    terms: GateTerms
    block: str
    sender: str

    def mail(self, prose: str) -> str:
        """The whole mail; prose of several paragraphs brings its own greeting."""
        greeted = prose if "\n" in prose else f"Hi {self.terms.creator_name.split()[0]},\n\n{prose}"
        return "\n\n".join(part.strip() for part in (greeted, self.block, f"Best,\n{self.sender}") if part) + "\n"


def decided() -> dict[str, Decided]:
    return {
        name: Decided(terms=parse_terms(json.dumps(one["terms"])), block=one["block"], sender=one["sender"])
        for name, one in load("terms").items()
    }


def load(name: str) -> dict[str, Any]:
    found: dict[str, Any] = yaml.safe_load((_FOLDER / f"{name}.yaml").read_text(encoding="utf-8"))
    return found

"""Mails as the writing model words them, with what code puts under them: right ones, and some with one thing wrong."""

import json
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any

from shared.application.files.terms_file import parse_terms
from shared.domain.gate import GateTerms
from shared.domain.terms.words import usage_rights_text
from tests.unit.money.gate_corpus import load
from tests.unit.money.whole_mails import WholeMail

_HEADINGS = {
    "opening": "What we have in mind:",
    "counter": "Our offer:",
    "answer": "Our offer, unchanged:",
    "agreement": "What we agreed:",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class WordedMail(WholeMail):
    """about: who writes, who is greeted and what may be told. lines: the terms block under it."""

    about: dict[str, Any]
    lines: tuple[str, ...]

    @property
    def terms(self) -> GateTerms:
        terms, greeted = parse_terms(json.dumps(self.given)), self.about.get("greeted")
        return replace(
            terms,
            own_names=(self.about["client"], self.about["sender"]),
            greeted=(greeted,) if greeted else None,
            recipient_names=(greeted,) if greeted else (),
            required_lines=self.lines,
            allowed_phrases=(*terms.allowed_phrases, *self.about.get("facts", ()), *self.lines),
        )

    @property
    def has_block(self) -> bool:
        return bool(self.lines)

    @property
    def greeted(self) -> str:
        name: str = self.about.get("greeted", self.given["creator_name"])
        return name


def worded_mails(batch: str) -> Iterator[WordedMail]:
    known, mails = load("worded_terms"), load(batch)["mails"]
    for place, one in enumerate(mails):
        about = known[one["terms"]]
        given = {**about["terms"], "stage": one["stage"]}
        given["their_ask"] = one.get("asked", given["their_ask"])
        if one["stage"] == "opening":
            given["their_ask"] = None
        if one["stage"] == "exit":
            given["offer"] = None
        lines = () if one.get("bare") else _block(parse_terms(json.dumps(given)))
        parts = (one["text"].strip(), "\n".join(lines), "" if one.get("bare") else f"Best,\n{about['sender']}")
        yield WordedMail(
            name=f"{one['terms']}, {one['stage']}, {place}",
            given=given,
            text="\n\n".join(part for part in parts if part) + "\n",
            about=about,
            lines=lines,
        )


def _block(terms: GateTerms) -> tuple[str, ...]:
    """What code puts under the prose of this stage."""
    heading = _HEADINGS.get(terms.stage)
    if heading is None or terms.offer is None or terms.usage_rights is None:
        return ()
    worth = f" (worth {terms.allowed_amounts[0].display()})" if terms.allowed_amounts else ""
    lines = {
        "Deliverables": ", ".join(terms.deliverables),
        "Fee": terms.offer.display(),
        "Usage rights": usage_rights_text(terms.usage_rights),
        "Product": f"{terms.product}{worth}, on top of the fee" if terms.product else "",
        "Payment": terms.payment_terms or "",
    }
    return (heading, *(f"- {label}: {text}" for label, text in lines.items() if text))

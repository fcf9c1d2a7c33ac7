"""The playbook through the gate: what we teach has to be what we would send."""

import re
from collections.abc import Iterable, Iterator
from typing import Final

from shared.domain.gate import ADDRESSES_AND_MONEY, GateFailure, GateTerms, check_mail
from shared.domain.negotiation import Stage
from shared.domain.writing.playbook import Example

# Gates a text that offers nothing; nobody is greeted in a guide.
_NOTHING_DECIDED: Final = GateTerms(
    creator_name="", currency="USD", stage=Stage.ANSWER.value, offer=None, their_ask=None
)


def unfit_guide(name: str, line: int, text: str) -> tuple[str, ...]:
    """Every amount, link, address and phone number that a guide names, with its place; *text* begins on *line*.

    A mail has these from its own brief or not at all: named in a guide they would teach drafts that never leave.
    """
    found = (
        f"{name}:{line + number}: {fault.check.value}: {fault.found!r}: a guide names none; say it without"
        for number, words in enumerate(text.splitlines())
        for fault in check_mail(words, _NOTHING_DECIDED, ADDRESSES_AND_MONEY)
        if any(sign.isdigit() or sign in "@." for sign in fault.found)
    )
    return tuple(dict.fromkeys(found))


# An example tells names that only its brief holds: whoever is spoken for, and the brand.
_NAME: Final = re.compile(r"(?<=[a-z,] )[A-Z][\w'’-]+")


def unfit(examples: Iterable[Example]) -> tuple[str, ...]:
    """Everything that would keep one of them from leaving, with its file and line and what to do."""
    found = (
        f"examples/{one.name}.md:{_line_of(one, fault.found)}: {fault.check.value}: {fault.found!r}: {fault.message}"
        for one in examples
        for fault in faults(one)
    )
    return tuple(dict.fromkeys(found))


def _line_of(example: Example, passage: str) -> int:
    """Where a passage of the example's text stands in its file; where the text begins when it is not found."""
    before, found, _ = example.text.partition(passage)
    return example.line + (before.count("\n") if found else 0)


def faults(example: Example) -> Iterator[GateFailure]:
    """What would keep the example from leaving as a mail of ours, for each of its stages."""
    for stage in example.stages:
        block = _block(example, stage)
        body = "\n\n".join(part for part in (example.text, "\n".join(block), "Best,\nAlex Morgan") if part)
        yield from check_mail(body, _terms(example, stage, block))


def _terms(example: Example, stage: Stage, block: tuple[str, ...]) -> GateTerms:
    money = next((one for one in (example.offer, example.their_ask, example.product) if one), None)
    return GateTerms(
        creator_name=example.creator,
        currency=money.currency if money else "USD",
        stage=stage.value,
        offer=example.offer,
        their_ask=example.their_ask,
        allowed_amounts=(example.product,) if example.product else (),
        own_names=tuple(_NAME.findall(example.text)),
        shared_cpm=example.shared_cpm,
        deliverables=example.deliverables,
        required_lines=block,
        allowed_phrases=(*block, *example.facts),
    )


def _block(example: Example, stage: Stage) -> tuple[str, ...]:
    """A terms block as code puts it under the prose."""
    if example.offer is None or stage in {Stage.EXIT, Stage.CLARIFICATION}:
        return ()
    named = ", ".join(example.deliverables)
    return ("Our offer:", f"- Deliverables: {named}", f"- Fee: {example.offer.display()}")

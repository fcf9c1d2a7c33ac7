"""The right deliverables, whole words, nothing left to fill in, no way out of the thread."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from typing import Final

from shared.domain.gate.terms import Check, Draft, GateFailure, GateTerms
from shared.domain.negotiation import Stage

# A shorter text says nothing; a longer one is a model that ran on. Both far outside what the playbook's mails need.
LEAST_CHARACTERS: Final = 20
MOST_CHARACTERS: Final = 4000

_PACKAGED: Final = frozenset({Stage.OPENING, Stage.COUNTER, Stage.AGREEMENT})
_ZERO_WIDTH_JOINER: Final = "\u200d"  # joins emoji
_TOP_LEVEL: Final = (
    "com|net|org|io|co|app|me|tv|uk|de|fr|es|it|nl|eu|us|ca|au|ly|gl|be|link|shop|store|dev|ai|info|biz|page|site"
)

_ADDRESS: Final = r"(?<![\w.+-])[\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,8}"
_EMAIL: Final = re.compile(_ADDRESS + r"|\b\w{1,64} ?[\[(]at[\])] ?\w+|\b\w{1,64} at \w+ dot \w+", re.IGNORECASE)
_LINK: Final = re.compile(
    rf"(?:\b[a-z][a-z+]{{1,9}}://|www\.)\S+|(?<![\w@.-])(?:[a-z0-9-]+\.)+(?:{_TOP_LEVEL})\b(?:/\S*)?", re.IGNORECASE
)
_PHONE: Final = re.compile(
    r"\+\d[\d ().-]{6,}\d|\(\d{3}\) ?\d{3}[-. ]\d{4}|(?<!\d)\d{3}[-. ]\d{3}[-. ]\d{4}(?!\d)"
    r"|(?<!\d)0\d{9,10}(?!\d)|(?<!\d)0\d{2,4}[ -]\d{3}[ -]?\d{3,4}(?!\d)"
)
_PLACEHOLDER: Final = tuple(
    re.compile(pattern)
    for pattern in (
        r"\[[^\[\]\n]{0,80}\]",
        r"\{[^{}\n]{0,80}\}|[{}]",
        r"<[^<>\n]{1,80}>",
        r"(?i:\b(?:tb[dac]|todo|fixme|lorem|ipsum|placeholder)\b)",
        r"(?i:\bx{3,}\b)|[$€£] ?[Xx][Xx,.]*\b|\$[a-z_]{2,}\b",
        r"(?i:\b(?:insert|your) (?:name|amount|rate|date|link) here\b)",
        r"_{3,}|~~|\?\?\?",
        r"\b(?:null|undefined|NaN)\b|: None\b",
        r"&(?:[a-z]{2,8}|#\d+);",
    )
)


def check_length(draft: Draft, _: GateTerms) -> Iterator[GateFailure]:
    size = len(draft.text.strip())
    if not LEAST_CHARACTERS <= size <= MOST_CHARACTERS:
        message = f"{size} characters; a mail has {LEAST_CHARACTERS} to {MOST_CHARACTERS}"
        yield GateFailure(check=Check.LENGTH, found="", message=message)


def check_characters(draft: Draft, _: GateTerms) -> Iterator[GateFailure]:
    """Characters that a reader does not see can carry or break up text."""
    for sign in sorted(set(draft.text)):
        hidden = unicodedata.category(sign) in {"Cc", "Cf", "Co", "Cs", "Cn"}
        if hidden and sign not in {"\n", "\r", "\t", _ZERO_WIDTH_JOINER}:
            yield GateFailure(check=Check.CHARACTERS, found=f"U+{ord(sign):04X}", message="an invisible character")


def check_deliverables(draft: Draft, terms: GateTerms) -> Iterator[GateFailure]:
    text = " ".join(draft.text.split())
    for label in terms.deliverables if terms.stage in _PACKAGED else ():
        words = re.escape(" ".join(label.split()))
        if not re.search(rf"(?<![\w.,])(?<!\d-){words}(?!\w)", text, re.IGNORECASE):
            yield GateFailure(check=Check.DELIVERABLES, found="", message=f"the terms must name: {label}")


def check_links(draft: Draft, terms: GateTerms) -> Iterator[GateFailure]:
    for found in _LINK.findall(_EMAIL.sub(" ", draft.prose)):
        link = found.rstrip(".,;:!?)'\"")
        if link not in terms.allowed_links:
            yield GateFailure(check=Check.LINK, found=link, message="a link that was not decided; leave it out")


def check_emails(draft: Draft, _: GateTerms) -> Iterator[GateFailure]:
    for found in _EMAIL.findall(draft.prose):
        yield GateFailure(check=Check.EMAIL, found=found, message="an email address; leave it out")


def check_phones(draft: Draft, _: GateTerms) -> Iterator[GateFailure]:
    for found in _PHONE.findall(draft.prose):
        yield GateFailure(check=Check.PHONE, found=found, message="a phone number; leave it out")


def check_placeholders(draft: Draft, _: GateTerms) -> Iterator[GateFailure]:
    """In the whole text: a campaign's own "TBD" must not leave either."""
    for pattern in _PLACEHOLDER:
        for found in pattern.findall(draft.text):
            yield GateFailure(check=Check.PLACEHOLDER, found=found, message="something was left to fill in")

"""Whole words, nothing left to fill in, no way out of the thread."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from shared.domain.gate.terms import Check, Draft, GateFailure, GateTerms

# A shorter text says nothing; a longer one is a model that ran on. Both far outside what the playbook's mails need.
LEAST_CHARACTERS: Final = 20
MOST_CHARACTERS: Final = 4000

_ADDRESS: Final = r"(?<![\w.+-])[\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){0,8}"
_EMAIL: Final = re.compile(
    _ADDRESS + r"|(?<![\w@])@\w[\w.]*|\b\w{1,64} ?[\[(]at[\])] ?\w+|\b\w{1,64} at \w+ dot "
    r"\w+",
    re.IGNORECASE,
)
# Any "word.word": there are more top-level domains than a list holds, and a missing space costs only another draft.
_LINK: Final = re.compile(
    r"(?:\b[a-z][a-z+]{1,9}://|www\.)\S+|(?<![\w@.-])(?:[a-z0-9-]{2,63}\.)+[a-z]{2,24}\b(?:/\S*)?"
    r"|\b\w+ dot (?:com|net|org|io|co|me|example)\b",
    re.IGNORECASE,
)
_CONTACT: Final = re.compile(
    r"\b(?:whats ?app|telegram|wechat|viber|discord|skype|facetime|imessage)\b|\bon signal\b|\b(?:our|my) handle\b"
    r"|\b(?:text|call|dm|ring|ping|whatsapp) (?:me|us)\b|\b(?:text|call|ring)\b[^.!?\n]{0,20}\d[\d -]{5,}",
    re.IGNORECASE,
)
_PHONE: Final = re.compile(
    r"\+\d[\d ().-]{6,}\d|\(\d{3}\) ?\d{3}[-. ]\d{4}|(?<!\d)\d{3}[-. ]\d{3}[-. ]\d{4}(?!\d)"
    r"|(?<!\d)0\d{9,10}(?!\d)|(?<!\d)0\d{2,4}[ -]\d{3}[ -]?\d{3,4}(?!\d)"
)
_SIGN_OFF: Final = re.compile(
    r"^[ \t]*(?:(?:all the |very )?best(?: (?:regards|wishes))?|(?:kind(?:est)?|warm(?:est)?) regards|regards|cheers"
    r"|sincerely(?: yours)?|yours(?: \w+)?|warmly|(?:many )?thanks|thank you)[ \t]*,?[ \t]*$",
    re.IGNORECASE | re.MULTILINE,
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
        r"\b[A-Z]+_[A-Z_]+\b|\b(?:YOUR|MY|THE)? ?(?:NAME|TOPIC|BRAND|DATE|AMOUNT|CREATOR|CAMPAIGN|PRODUCT|LINK"
        r"|NICHE|SENDER)\b",
        r"(?im:^(?:your |full |first )?(?:name|title|company|position|signature|brand)"
        r"(?:,? (?:name|title|company|position|brand))*$)",
        r"\b(?:XX|YY|xx|yy)\b",
        r"_{3,}|~~|\?\?\?",
        r"\b(?:null|undefined|NaN)\b|: None\b",
        r"&(?:[a-z]{2,8}|#\d+);",
    )
)
_LONGEST_LABEL: Final = 4  # words; "Payment is as you know, and this is new:" is a sentence


def check_length(draft: Draft, _: GateTerms) -> Iterator[GateFailure]:
    size = len(draft.text.strip())
    if not LEAST_CHARACTERS <= size <= MOST_CHARACTERS:
        message = f"{size} characters; a mail has {LEAST_CHARACTERS} to {MOST_CHARACTERS}"
        yield GateFailure(check=Check.LENGTH, found="", message=message)


def check_links(draft: Draft, terms: GateTerms) -> Iterator[GateFailure]:
    for found in _LINK.findall(_EMAIL.sub(" ", draft.prose)):
        link = found.rstrip(".,;:!?)'\"")
        if link not in terms.allowed_links:
            yield GateFailure(check=Check.LINK, found=link, message="a link that was not decided; leave it out")


def check_emails(draft: Draft, _: GateTerms) -> Iterator[GateFailure]:
    for found in _EMAIL.findall(draft.prose):
        yield GateFailure(check=Check.EMAIL, found=found, message="an address; leave it out")


def check_contact(draft: Draft, _: GateTerms) -> Iterator[GateFailure]:
    """The thread is where the creator is heard."""
    for found in _CONTACT.findall(draft.prose):
        yield GateFailure(check=Check.CONTACT, found=found, message="another way to reach us; leave it out")


def check_closing(draft: Draft, terms: GateTerms) -> Iterator[GateFailure]:
    """One signature and one terms block: those that code puts under the prose."""
    for found in _SIGN_OFF.findall(draft.text)[1:]:
        yield GateFailure(check=Check.SIGNATURE, found=found.strip(), message="a second closing; leave it out")
    labels = {line.split(":")[0].strip(" -") for line in terms.required_lines if line.startswith("-")}
    for line in draft.prose.splitlines():
        label, colon, _ = line.partition(":")
        if (
            colon
            and len(label.split()) <= _LONGEST_LABEL
            and any(label.strip(" -*•").lower().startswith(known.lower()) for known in labels)
        ):
            yield GateFailure(check=Check.TERMS, found=line.strip(), message="terms beside the block; leave them out")


def check_phones(draft: Draft, _: GateTerms) -> Iterator[GateFailure]:
    for found in _PHONE.findall(draft.prose):
        yield GateFailure(check=Check.PHONE, found=found, message="a phone number; leave it out")


def check_placeholders(draft: Draft, _: GateTerms) -> Iterator[GateFailure]:
    """In the whole text: a campaign's own "TBD" must not leave either."""
    for pattern in _PLACEHOLDER:
        for found in pattern.findall(draft.text):
            yield GateFailure(check=Check.PLACEHOLDER, found=found, message="something was left to fill in")
